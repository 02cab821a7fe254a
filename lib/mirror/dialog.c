/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* INVITE to BYE. A session stays as long as any branch of it does; when it is
 * gone it is kept for a grace time, so that what comes late or again still
 * belongs to it. */

static void go(struct li_mirror *m, struct li_session *s,
	enum li_session_state state)
{
	uint32_t for_s = 0;

	s->state = (uint8_t)state;
	switch (state) {
	case LI_SESSION_NONE:
	case LI_SESSION_TRYING:
	case LI_SESSION_EARLY: for_s = LI_SESSION_RING_S; break;
	case LI_SESSION_CONFIRMED: for_s = UINT32_MAX; break;
	case LI_SESSION_RELEASING: for_s = 2 * LI_SESSION_GRACE_S; break;
	case LI_SESSION_GONE: for_s = LI_SESSION_GRACE_S; break;
	}
	li_session_keep(m, s, for_s);
}

static void on_invite(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip)
{
	bool fresh = s->state == LI_SESSION_NONE;

	s->method = LI_SIP_INVITE;
	if (sip->to_tag.n) { /* a re-INVITE; in mid-call when it is the first */
		if (fresh)
			go(m, s, LI_SESSION_CONFIRMED);
		return;
	}
	/* A repeated INVITE, or one whose answer came before it, opens
	 * nothing; one with credentials, or after the end, does. */
	if (fresh || sip->cseq > s->cseq) {
		if (fresh || s->state == LI_SESSION_GONE)
			memset(s->fork_states, 0, sizeof(s->fork_states));
		if (fresh || s->state == LI_SESSION_GONE ||
			s->state == LI_SESSION_TRYING)
			go(m, s, LI_SESSION_TRYING);
		s->cseq = sip->cseq;
	}
}

static void on_request(struct li_mirror *m, struct li_session *s,
	const struct li_event *event)
{
	const struct li_sip *sip = &event->sip;

	if (sip->method == LI_SIP_INVITE) {
		on_invite(m, s, sip);
	} else if (sip->method == LI_SIP_CANCEL) {
		/* Not yet the end: that is the 487, or a 200 that crosses it.
		 * RFC 3261 cl. 9.1 */
		if (s->state < LI_SESSION_CONFIRMED)
			go(m, s, LI_SESSION_RELEASING);
	} else if (sip->method == LI_SIP_BYE) {
		if (s->state != LI_SESSION_GONE &&
			li_session_forks(s, LI_FORK_CONFIRMED) <= 1)
			go(m, s, LI_SESSION_RELEASING);
	} else if (s->state == LI_SESSION_NONE) {
		go(m, s, LI_SESSION_CONFIRMED);
	}
}

/* A branch ended: so does the session when it was the last. */
static void end_fork(struct li_mirror *m, struct li_session *s, uint32_t fork,
	bool early_too)
{
	size_t left;

	if (fork)
		li_session_set_fork(s, fork, LI_FORK_ENDED);
	left = li_session_forks(s, LI_FORK_CONFIRMED);
	if (early_too)
		left += li_session_forks(s, LI_FORK_EARLY);
	if (left == 0)
		go(m, s, LI_SESSION_GONE);
}

static void on_provisional(struct li_mirror *m, struct li_session *s,
	uint16_t status, uint32_t fork)
{
	bool new_fork = fork && status > 100 && status != 199 &&
		li_session_get_fork(s, fork) == LI_FORK_FREE;

	if (status == 199 && fork)
		li_session_set_fork(s, fork, LI_FORK_ENDED);
	if (new_fork)
		li_session_set_fork(s, fork, LI_FORK_EARLY);
	if (s->state == LI_SESSION_NONE && status == 100)
		go(m, s, LI_SESSION_TRYING);
	else if (s->state <= LI_SESSION_EARLY && status > 100)
		go(m, s, LI_SESSION_EARLY);
	else if (s->state == LI_SESSION_GONE && new_fork)
		go(m, s, LI_SESSION_EARLY); /* another branch still rings */
}

static void on_invite_answer(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip, uint32_t fork)
{
	enum li_fork_state was =
		fork ? li_session_get_fork(s, fork) : LI_FORK_FREE;

	s->method = LI_SIP_INVITE;
	if (sip->cseq < s->cseq && was != LI_FORK_CONFIRMED)
		return; /* of an attempt that a later INVITE took over from */
	if (s->state == LI_SESSION_NONE)
		s->cseq = sip->cseq;
	if (sip->status < 200) {
		on_provisional(m, s, sip->status, fork);
	} else if (sip->status < 300) {
		if (was == LI_FORK_CONFIRMED || was == LI_FORK_ENDED)
			return;
		if (fork)
			li_session_set_fork(s, fork, LI_FORK_CONFIRMED);
		go(m, s, LI_SESSION_CONFIRMED);
	} else if (sip->status == 401 || sip->status == 407) {
		if (s->state < LI_SESSION_CONFIRMED)
			go(m, s, LI_SESSION_TRYING);
	} else if (was == LI_FORK_CONFIRMED) {
		/* A failed re-INVITE leaves the session as it was, unless the
		 * other side knows no such dialog. RFC 3261 cl. 14.1, 12.2.1.2 */
		if (sip->status == 408 || sip->status == 481)
			end_fork(m, s, fork, false);
	} else {
		end_fork(m, s, fork, true);
	}
}

static void on_answer(struct li_mirror *m, struct li_session *s,
	const struct li_event *event)
{
	const struct li_sip *sip = &event->sip;
	uint32_t fork = li_session_fork(m, s, event);
	bool lost = (sip->status == 408 || sip->status == 481) &&
		(sip->method == LI_SIP_UPDATE || sip->method == LI_SIP_INFO);

	if (sip->method == LI_SIP_INVITE) {
		on_invite_answer(m, s, sip, fork);
		return;
	}
	if (sip->status < 200 || sip->method == LI_SIP_CANCEL) {
		if (s->state == LI_SESSION_NONE)
			go(m, s, LI_SESSION_TRYING);
		return;
	}
	if (sip->method == LI_SIP_BYE) {
		/* RFC 3261 cl. 15.1.1: the end, whatever the answer says, but
		 * for the asking for credentials */
		if (sip->status != 401 && sip->status != 407)
			end_fork(m, s, fork, false);
	} else if (lost) { /* RFC 3261 cl. 12.2.1.2 */
		end_fork(m, s, fork, s->state < LI_SESSION_CONFIRMED);
	} else if (s->state == LI_SESSION_NONE) {
		go(m, s, LI_SESSION_CONFIRMED);
	}
}

void li_dialog_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session)
{
	if (session->state == LI_SESSION_TRYING ||
		session->state == LI_SESSION_EARLY)
		li_session_keep(m, session, LI_SESSION_RING_S);
	if (event->sip.is_request)
		on_request(m, session, event);
	else
		on_answer(m, session, event);
}
