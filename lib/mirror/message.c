/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* MESSAGE, OPTIONS, PUBLISH, SUBSCRIBE with its NOTIFYs, and methods that are
 * not known: kept by Call-ID for the life of the transaction, or of the
 * subscription. */

static bool subscribes(enum li_sip_method method)
{
	return method == LI_SIP_SUBSCRIBE || method == LI_SIP_REFER;
}

/* A later transaction than any before: what was seen of those is over. */
static void begin(struct li_session *s, const struct li_sip *sip)
{
	if (sip->cseq <= s->cseq)
		return;
	s->cseq = sip->cseq;
	s->answered = false;
	/* RFC 6665 cl. 4.1.2.1: outside a dialog it is another subscription */
	if (sip->is_request && sip->to_tag.n == 0)
		s->terminated = false;
}

static void see_answer(struct li_session *s, const struct li_sip *sip)
{
	if (sip->status < 200 || sip->status == 401 || sip->status == 407 ||
		sip->cseq < s->cseq)
		return;
	s->answered = true;
	if (!subscribes(sip->method))
		return;
	/* RFC 6665 cl. 4.1.2.1: as long as the 200 says */
	s->granted = sip->status < 300 && sip->expires_s != 0;
	s->life_s = sip->expires_s < 0       ? LI_SESSION_NOTIFY_S
		: sip->expires_s > INT32_MAX ? INT32_MAX
					     : (uint32_t)sip->expires_s;
}

/* RFC 6665 cl. 4.1.3: the notifier ends it. Cl. 4.1.2.4: it says that there is one,
 * too, where the answer comes later or was lost on its way to us. */
static void see_notice(struct li_session *s, const struct li_sip *sip)
{
	if (li_slice_is_nocase(sip->subscription_state, "terminated")) {
		s->terminated = true;
	} else if (subscribes((enum li_sip_method)s->method) && !s->granted &&
		!s->answered) {
		s->granted = true;
		s->life_s = LI_SESSION_NOTIFY_S;
	}
}

static enum li_session_state work_out(const struct li_session *s)
{
	if (s->terminated)
		return LI_SESSION_GONE;
	if (s->granted)
		return LI_SESSION_CONFIRMED;
	return s->answered ? LI_SESSION_GONE : LI_SESSION_TRYING;
}

void li_message_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session)
{
	const struct li_sip *sip = &event->sip;
	bool by_opener = li_session_by_opener(m, session);
	uint8_t before = session->state;
	bool moved;

	/* The report of a short message is a MESSAGE that names this one:
	 * TS 24.341 cl. 5.3.1.3 */
	if (li_slice_is(sip->content_type, "application/vnd.3gpp.sms") ||
		li_slice_starts_nocase(sip->content_type,
			"application/vnd.3gpp.sms"))
		session->sms = true;

	if (by_opener && (subscribes(sip->method) || !session->granted)) {
		begin(session, sip);
		if (!sip->is_request)
			see_answer(session, sip);
	}
	if (sip->method == LI_SIP_NOTIFY && sip->is_request)
		see_notice(session, sip);
	session->state = work_out(session) & 7;
	moved = session->state != before;
	if (session->state == LI_SESSION_CONFIRMED &&
		(moved || (subscribes(sip->method) && sip->status >= 200)))
		li_session_keep(m, session,
			session->life_s + LI_SESSION_GRACE_S);
	else if (moved)
		li_session_keep(m, session,
			session->sms ? LI_SESSION_SMS_S : LI_SESSION_GRACE_S);
}
