/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* MESSAGE, OPTIONS, PUBLISH, SUBSCRIBE with its NOTIFYs, and methods that are
 * not known: kept by Call-ID for the life of the transaction, or of the
 * subscription. */

static bool subscribes(enum li_sip_method method)
{
	return method == LI_SIP_SUBSCRIBE || method == LI_SIP_REFER;
}

static void gone(struct li_mirror *m, struct li_session *s)
{
	s->state = LI_SESSION_GONE;
	li_session_keep(m, s, LI_SESSION_GRACE_S);
}

static void on_request(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip)
{
	bool again = s->state == LI_SESSION_GONE && sip->cseq > s->cseq;

	if (s->state == LI_SESSION_CONFIRMED)
		return; /* of a subscription */
	if (s->state != LI_SESSION_NONE && !again)
		return; /* repeated, or its answer came first */
	s->state = LI_SESSION_TRYING;
	s->cseq = sip->cseq;
	li_session_keep(m, s, LI_SESSION_GRACE_S);
}

static void on_answer(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip)
{
	int64_t for_s = sip->expires_s;

	if (s->state == LI_SESSION_NONE) {
		s->state = LI_SESSION_TRYING;
		s->cseq = sip->cseq;
	}
	if (sip->status < 200 || sip->status == 401 || sip->status == 407)
		return;
	if (sip->status < 300 && subscribes(sip->method) && for_s != 0) {
		/* RFC 6665 cl. 4.1.2.1: as long as the 200 says */
		if (for_s < 0)
			for_s = 3600;
		if (for_s > UINT32_MAX / 2)
			for_s = UINT32_MAX / 2;
		s->state = LI_SESSION_CONFIRMED;
		li_session_keep(m, s, (uint32_t)for_s + LI_SESSION_GRACE_S);
	} else if (s->state != LI_SESSION_CONFIRMED ||
		subscribes(sip->method)) {
		gone(m, s);
	}
}

void li_message_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session)
{
	if (event->sip.is_request)
		on_request(m, session, &event->sip);
	else
		on_answer(m, session, &event->sip);
}
