/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* INVITE to BYE. A session stays as long as any branch of it does; when it is
 * gone it is kept for a grace time, so that what comes late or again still
 * belongs to it. Each message adds facts; the state follows from all. */

enum { AUTH_ASKED = 401, PROXY_AUTH_ASKED = 407 };

static bool asks_credentials(uint16_t status)
{
	return status == AUTH_ASKED || status == PROXY_AUTH_ASKED;
}

static void lift(uint32_t *at, uint32_t to)
{
	if (to > *at)
		*at = to;
}

static void mark(struct li_fork *fork, unsigned int facts)
{
	if (fork)
		fork->facts |= (uint16_t)facts;
}

/* REFER and SUBSCRIBE begin in the call's dialog what its BYE does not end: who
 * handed the call on is told later what came of it. RFC 5057 cl. 4.2; RFC 3515
 * cl. 2.4.4 */
static void see_subscription(struct li_session *s, const struct li_sip *sip)
{
	if (sip->method == LI_SIP_NOTIFY && sip->is_request) {
		s->granted = true;
		s->terminated = li_slice_is_nocase(sip->subscription_state,
			"terminated");
	} else if (sip->method == LI_SIP_REFER ||
		sip->method == LI_SIP_SUBSCRIBE) {
		s->granted = s->granted || sip->status / 100 == 2;
	}
}

static void see_request(struct li_session *s, const struct li_sip *sip,
	struct li_fork *fork, bool by_opener)
{
	switch (sip->method) {
	case LI_SIP_INVITE:
		if (sip->to_tag.n == 0)
			lift(&s->cseq, sip->cseq);
		else
			mark(fork, LI_FORK_OK); /* RFC 3261 cl. 14.1 */
		break;
	case LI_SIP_CANCEL:
		/* Not yet the end: that is the 487, or a 200 that crosses it.
		 * RFC 3261 cl. 9.1 */
		if (by_opener)
			lift(&s->cancelled, sip->cseq);
		break;
	case LI_SIP_BYE: mark(fork, LI_FORK_BYE); break;
	case LI_SIP_ACK: mark(fork, LI_FORK_ACKED); break;
	case LI_SIP_OTHER:
	case LI_SIP_REGISTER:
	case LI_SIP_MESSAGE:
	case LI_SIP_PRACK:
	case LI_SIP_UPDATE:
	case LI_SIP_INFO:
	case LI_SIP_REFER:
	case LI_SIP_SUBSCRIBE:
	case LI_SIP_NOTIFY:
	case LI_SIP_PUBLISH:
	case LI_SIP_OPTIONS: mark(fork, LI_FORK_IN_USE); break;
	}
}

/* An answer to the opening INVITE. */
static void see_opening_answer(struct li_session *s, const struct li_sip *sip,
	struct li_fork *fork)
{
	uint16_t fact = LI_FORK_OK;

	if (sip->status < 200)
		fact = sip->status == 199 ? LI_FORK_LEFT : LI_FORK_EARLY;
	else if (sip->status >= 300)
		fact = LI_FORK_FAILED;
	if (sip->status == 100 || asks_credentials(sip->status))
		return;
	if (sip->status < 200)
		lift(&s->rang, sip->cseq);
	else if (sip->status >= 300)
		lift(&s->failed, sip->cseq);
	/* RFC 3261 cl. 13.2.2.4: a 6xx is for all branches */
	if (sip->status >= 600)
		lift(&s->cancelled, sip->cseq);
	if (!fork)
		return;
	/* What an earlier attempt came to says nothing of a later one. */
	if (sip->cseq > fork->cseq) {
		fork->cseq = sip->cseq;
		fork->facts &= (uint16_t) ~(
			LI_FORK_EARLY | LI_FORK_FAILED | LI_FORK_LEFT);
	}
	if (sip->cseq == fork->cseq || fact == LI_FORK_OK)
		fork->facts |= fact;
}

static bool is_lost(const struct li_sip *sip)
{
	/* RFC 3261 cl. 12.2.1.2 */
	return (sip->status == 408 || sip->status == 481) &&
		(sip->method == LI_SIP_INVITE || sip->method == LI_SIP_UPDATE ||
			sip->method == LI_SIP_INFO);
}

static void see_answer(struct li_session *s, const struct li_sip *sip,
	struct li_fork *fork, bool by_opener)
{
	if (sip->method == LI_SIP_CANCEL)
		return;
	if (sip->method == LI_SIP_BYE) {
		/* RFC 3261 cl. 15.1.1: the end, whatever the answer says, but
		 * for the asking for credentials */
		if (sip->status >= 200)
			mark(fork,
				asks_credentials(sip->status)
					? LI_FORK_BYE
					: LI_FORK_BYE | LI_FORK_BYE_DONE);
		return;
	}
	if (sip->method == LI_SIP_INVITE && by_opener)
		see_opening_answer(s, sip, fork);
	else if (sip->method == LI_SIP_INVITE && sip->status >= 200 &&
		sip->status < 300)
		mark(fork, LI_FORK_OK);
	if (is_lost(sip))
		mark(fork, LI_FORK_LOST);
	else if (sip->method != LI_SIP_INVITE && sip->status >= 200)
		mark(fork, LI_FORK_IN_USE);
}

/* What the branches come to. */
struct sum {
	bool confirmed, releasing, early;
	bool ended, over; /* a dialog; a branch that was none yet */
};

static void add_fork(const struct li_session *s, const struct li_fork *f,
	struct sum *sum)
{
	bool old = f->cseq && f->cseq < s->cseq;
	bool dialog = f->facts & LI_FORK_OK;

	/* Taken up in its middle: what is used is there. */
	if (!s->anchored &&
		f->facts & (LI_FORK_IN_USE | LI_FORK_BYE | LI_FORK_ACKED) &&
		!(f->facts & (LI_FORK_EARLY | LI_FORK_FAILED)))
		dialog = true;
	if (f->facts & (LI_FORK_BYE_DONE | LI_FORK_LOST)) {
		sum->ended = sum->ended || (dialog && !old);
		sum->over = sum->over || !old;
	} else if (dialog && !(f->facts & LI_FORK_BYE)) {
		sum->confirmed = true;
	} else if (f->facts & LI_FORK_BYE) {
		sum->releasing = true;
	} else if (!old && f->facts & LI_FORK_FAILED) {
		sum->over = true;
	} else if (!old && f->facts & (LI_FORK_EARLY | LI_FORK_IN_USE) &&
		!(f->facts & LI_FORK_LEFT)) {
		sum->early = true;
	}
}

static enum li_session_state work_out(const struct li_session *s)
{
	bool failed = s->failed && s->failed >= s->cseq;
	bool cancelled = s->cancelled && s->cancelled >= s->cseq;
	struct sum sum = {.early = false};

	for (size_t i = 0; i < s->fork_count; i++)
		add_fork(s, &s->forks[i], &sum);
	if (sum.confirmed)
		return LI_SESSION_CONFIRMED;
	if (sum.releasing)
		return LI_SESSION_RELEASING;
	/* Early branches die with the dialog that was chosen: RFC 3261 cl.
	 * 13.2.2.4. A CANCEL is for all of them: cl. 16.10. */
	if (sum.ended || (cancelled && failed))
		return LI_SESSION_GONE;
	if (cancelled)
		return LI_SESSION_RELEASING;
	if (sum.early)
		return LI_SESSION_EARLY;
	if (sum.over || failed)
		return LI_SESSION_GONE;
	return s->rang && s->rang >= s->cseq ? LI_SESSION_EARLY
					     : LI_SESSION_TRYING;
}

static uint32_t life_of(const struct li_session *s)
{
	/* RFC 4028 cl. 10: the session ends when no refresh came */
	return s->life_s ? s->life_s + LI_SESSION_GRACE_S : UINT32_MAX;
}

enum { UNSURE_S = 4 * 3600 }; /* rang, has its ACK, but no answer */

/* What is not answered goes soon, but where a branch rang and its ACK was seen an
 * answer was lost on its way to us, and that may have been a 200. RFC 3261 cl.
 * 13.2.2.4 */
static uint32_t ring_of(const struct li_session *s)
{
	const unsigned int lost = LI_FORK_EARLY | LI_FORK_ACKED;

	for (size_t i = 0; i < s->fork_count; i++)
		if ((s->forks[i].facts & (lost | LI_FORK_FAILED)) == lost)
			return UNSURE_S;
	return LI_SESSION_RING_S;
}

/* What is over is kept for what comes late, and for what outlives it. */
static uint32_t rest_of(const struct li_session *s)
{
	return s->granted && !s->terminated ? LI_SESSION_NOTIFY_S
					    : LI_SESSION_GRACE_S;
}

static void set_timer(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip, bool moved)
{
	/* A 2xx to INVITE or UPDATE refreshes: RFC 4028 cl. 10 */
	bool refresh = sip->status >= 200 && sip->status < 300 &&
		(sip->method == LI_SIP_INVITE || sip->method == LI_SIP_UPDATE);

	if (refresh)
		s->life_s = sip->session_expires_s > 0
			? (uint32_t)(sip->session_expires_s < INT32_MAX
					  ? sip->session_expires_s
					  : INT32_MAX)
			: 0;
	switch ((enum li_session_state)s->state) {
	case LI_SESSION_NONE:
	case LI_SESSION_TRYING:
	case LI_SESSION_EARLY: li_session_keep(m, s, ring_of(s)); break;
	case LI_SESSION_CONFIRMED:
		if (moved || refresh)
			li_session_keep(m, s, life_of(s));
		break;
	case LI_SESSION_RELEASING:
		if (moved)
			li_session_keep(m, s, 2 * LI_SESSION_GRACE_S);
		break;
	case LI_SESSION_GONE:
		if (moved || s->granted)
			li_session_keep(m, s, rest_of(s));
		break;
	}
}

void li_dialog_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session)
{
	bool by_opener = li_session_by_opener(m, session);
	uint8_t before = session->state;
	struct li_fork *fork;

	if (session->method != LI_SIP_INVITE) {
		/* What was no dialog so far counts for nothing in one. */
		session->method = LI_SIP_INVITE;
		session->cseq = 0;
		session->granted = false;
	}
	fork = li_fork_of(m, session, event);
	if (event->sip.is_request)
		see_request(session, &event->sip, fork, by_opener);
	else
		see_answer(session, &event->sip, fork, by_opener);
	see_subscription(session, &event->sip);
	if (event->sip.sdp.text.n || !event->sip.is_request)
		li_offer_apply(m, event, session, fork);
	session->state = work_out(session) & 7;
	set_timer(m, session, &event->sip, session->state != before);
}
