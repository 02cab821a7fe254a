/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/sender.h"
#include "model/sdp.h"
#include "model/service.h"
#include "model/task.h"

/* The session of a SIP message: found or made, brought up to date, and what
 * the change says of it. */

static bool of_dialog(const struct li_session *s, const struct li_sip *sip)
{
	if (s->method == LI_SIP_INVITE && s->state != LI_SESSION_NONE)
		return true;
	switch (sip->method) {
	case LI_SIP_INVITE:
	case LI_SIP_ACK:
	case LI_SIP_BYE:
	case LI_SIP_CANCEL:
	case LI_SIP_PRACK: return true;
	case LI_SIP_UPDATE:
	case LI_SIP_INFO:
		/* Of a dialog that is new to us, or a transaction alone. */
		return s->state == LI_SESSION_NONE && sip->to_tag.n != 0;
	case LI_SIP_OTHER:
	case LI_SIP_REGISTER:
	case LI_SIP_MESSAGE:
	case LI_SIP_REFER:
	case LI_SIP_SUBSCRIBE:
	case LI_SIP_NOTIFY:
	case LI_SIP_PUBLISH:
	case LI_SIP_OPTIONS: return false;
	}
	return false;
}

/* Lines that may tell a service. */
static struct li_slice service_lines(const struct li_event *event)
{
	const struct li_sip *sip = &event->sip;

	if (sip->is_request &&
		(sip->method == LI_SIP_MESSAGE ||
			sip->method == LI_SIP_OPTIONS))
		return sip->services;
	return li_slice_sub(event->raw, 0, sip->body_at);
}

/* Which media the session has, as far as services differ by them. Nearly all
 * have no MSRP; of a text that was kept it is known, as its sample has none. */
static void see_media(const struct li_mirror *m, const struct li_event *event,
	struct li_session *s)
{
	struct li_slice text = event->sip.sdp.text;
	struct li_sdp sdp;

	if (!text.n || event->sip.status >= 300)
		return;
	if (m->texts.no_msrp || !li_service_msrp(text)) {
		s->spoken = true;
		return;
	}
	li_sdp_read(text, &sdp);
	s->msrp = true;
	if (sdp.media & (LI_MEDIA_AUDIO | LI_MEDIA_VIDEO | LI_MEDIA_TEXT))
		s->spoken = true;
	if (!s->rcs && li_service_rcs(service_lines(event)))
		s->rcs = true;
}

static void see_service(const struct li_mirror *m, const struct li_event *event,
	struct li_session *s)
{
	bool may_claim = s->opened &&
		(s->method == LI_SIP_MESSAGE || s->method == LI_SIP_OPTIONS);

	if (s->method == LI_SIP_INVITE) {
		see_media(m, event, s);
		may_claim = event->sip.method == LI_SIP_MESSAGE;
	}
	if (may_claim && event->sip.is_request && !s->rcs)
		s->rcs = li_service_rcs(service_lines(event));
}

/* Of a message of this method, or of the session by its own. A text inside a
 * call is no voice: RFC 3428 cl. 4. TS 33.128 cl. 7.12; TS 103 221-1 table C.2 */
static uint8_t services(const struct li_session *s, enum li_sip_method method)
{
	unsigned int bits = 0;

	if (method == LI_SIP_MESSAGE)
		return s->rcs ? LI_SERVICE_RCS : LI_SERVICE_MESSAGING;
	if (s->method != LI_SIP_INVITE)
		return s->rcs ? LI_SERVICE_RCS : 0;
	if (s->msrp)
		bits = s->rcs ? LI_SERVICE_RCS : LI_SERVICE_MESSAGING;
	if (s->spoken || !bits)
		bits |= LI_SERVICE_VOICE;
	return (uint8_t)bits;
}

void li_follow_describe(const struct li_session *s, struct li_change *change)
{
	change->session = true;
	change->session_after = (enum li_session_state)s->state;
	change->method = (enum li_sip_method)s->method;
	change->way_known = s->anchored;
	change->conference = s->focus;
	change->emergency = s->emergency;
	change->services = services(s, change->method);
	change->held_by = li_offer_held_by(s);
	change->correlation = s->correlation;
}

/* urn:service:sos in the Request-URI: RFC 5031 cl. 4.2 */
static bool is_emergency(const struct li_event *event)
{
	struct li_slice rest = event->raw;

	if (!event->sip.is_request || event->sip.method != LI_SIP_INVITE ||
		rest.n < 22)
		return false;
	rest = li_slice_sub(rest, 7, 22); /* after "INVITE " */
	return (rest.p[0] | 0x20) == 'u' &&
		li_slice_is_nocase(rest, "urn:service:sos");
}

/* What the session is to one of its messages, and where that stands in it. */
static void describe(const struct li_session *s, const struct li_sip *sip,
	bool by_opener, struct li_change *change)
{
	li_follow_describe(s, change);
	if (sip->method == LI_SIP_MESSAGE)
		change->services = services(s, sip->method);
	change->from_opener = sip->is_request == by_opener;
	/* A response with the CSeq of the opening, or of an earlier attempt at
	 * it, is none of a message inside. */
	change->in_dialog = s->anchored && sip->to_tag.n &&
		(sip->is_request || !by_opener || sip->method != s->method ||
			sip->cseq > s->cseq);
}

/* Bring the session up to date and say what became of it. */
static void apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *s, struct li_change *change)
{
	bool by_opener = li_session_by_opener(m, s);
	const struct li_sip *sip = &event->sip;

	change->session_before = (enum li_session_state)s->state;
	m->texts.no_msrp = false;
	if (of_dialog(s, sip))
		li_dialog_apply(m, event, s);
	else
		li_message_apply(m, event, s);
	if (sip->status >= 200)
		s->status = sip->status;
	if (sip->contact_count && sip->contacts[0].isfocus)
		s->focus = true; /* RFC 4579 cl. 5.1 */
	if (s->opened && is_emergency(event))
		s->emergency = true;
	see_service(m, event, s);
	describe(s, sip, by_opener, change);
	change->opened = change->session_before == LI_SESSION_GONE &&
		s->state == LI_SESSION_TRYING;
	change->closed = change->session_before != LI_SESSION_GONE &&
		s->state == LI_SESSION_GONE;
}

/* A broken message changes nothing, but is of its session. */
static void take_broken(struct li_mirror *m, const struct li_event *event,
	const struct li_session *s, struct li_change *change)
{
	li_follow_describe(s, change);
	change->session_before = change->session_after;
	change->from_opener =
		event->sip.is_request == li_session_by_opener(m, s);
}

/* Who is a party of the short message is one of its report, which does not
 * name him; the report goes the other way. TS 24.341 cl. 5.3.1.3 */
static void follow_parties(struct li_mirror *m, struct li_session *s,
	const struct li_session *first)
{
	li_session_fill(m, s);
	for (size_t i = 0; i < first->entry_count; i++) {
		const struct li_entry *e = &first->entries[i];
		uint8_t side = li_entry_sides(e) == LI_SIDE_OPENER
			? LI_SIDE_ANSWERER
			: LI_SIDE_OPENER;

		if (!(li_entry_roles(e) &
			    (LI_ROLE_SMS_ORIGINATOR | LI_ROLE_SMS_DESTINATION)))
			continue;
		li_session_enter(m, li_entry_key(e),
			li_stand(li_stand_roles(e->stand), side,
				LI_ENTRY_FIRM | LI_ENTRY_OPENING));
	}
	li_session_filled(m, s);
}

/* The number of the session that an In-Reply-To names: the RP-ACK of a short
 * message is a MESSAGE of its own. Several may have that Call-ID. TS 24.341
 * cl. 5.3.1.3 */
static void follow_reply(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip)
{
	struct li_chain *link = NULL;
	struct li_slice call;
	uint64_t hash;

	if (sip->method != LI_SIP_MESSAGE || sip->in_reply_to.n == 0)
		return;
	call = li_slice_trim(li_slice_sub(sip->in_reply_to, 0,
		li_slice_find(sip->in_reply_to, ',')));
	if (call.n == 0)
		return;
	hash = li_session_call(m, call).hi;
	while ((link = li_chains_find(&m->sessions, hash, link))) {
		const struct li_session *first = li_session_at(link);

		if (first == s || first->method != LI_SIP_MESSAGE)
			continue;
		s->correlation = first->correlation;
		if (first->sms)
			follow_parties(m, s, first);
	}
}

/* The marks of the tags. Who registers asks; a REGISTER has no branches to tell
 * apart. */
static void take_tags(struct li_mirror *m, const struct li_sip *sip)
{
	m->from_tag = m->to_tag = 0;
	if (sip->method != LI_SIP_REGISTER) {
		m->from_tag = li_session_tag(m, sip->from_tag);
		m->to_tag = li_session_tag(m, sip->to_tag);
	}
}

/* The session's key, and the marks of the tags, which take long enough for the
 * session to come in from memory. */
static struct li_key take_names(struct li_mirror *m,
	const struct li_event *event)
{
	struct li_key call = m->call;

	if (li_key_none(call))
		call = li_session_name(m, event);
	li_chains_expect_first(&m->sessions, call.hi,
		sizeof(struct li_session));
	take_tags(m, &event->sip);
	return call;
}

/* Of a message whose key has none: of the dialog that it answers a request in,
 * or one that begins; NULL when there is no room. */
static struct li_session *session_new(struct li_mirror *m,
	const struct li_event *event, struct li_key name)
{
	struct li_key call = li_session_beside(name, &event->sip);
	struct li_session *s = NULL;

	if (!event->sip.is_request && !li_key_eq(call, name))
		s = li_session_find(m, call);
	if (s || event->broken || !li_room_for(m, event))
		return s;
	s = li_session_new(m, name, call);
	if (s) {
		s->opener = m->from_tag;
		s->method = (uint8_t)event->sip.method;
	}
	return s;
}

static struct li_session *session_of(struct li_mirror *m,
	const struct li_event *event, struct li_change *change)
{
	struct li_key call = take_names(m, event);
	struct li_session *s;

	if (event->sip.call_id.n == 0)
		return NULL;
	s = li_session_find(m, call);
	if (!s)
		s = session_new(m, event, call);
	change->correlation = s
		? s->correlation
		: li_session_number(m, li_session_beside(call, &event->sip));
	return s;
}

/* TS 33.107 cl. 7A.3.0: by whoever forwards a call, or a text */
static bool changes_on_its_way(enum li_sip_method method)
{
	return method == LI_SIP_INVITE || method == LI_SIP_MESSAGE;
}

struct li_session *li_follow(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	bool is_register = event->sip.method == LI_SIP_REGISTER;
	struct li_session *s;
	bool was_anchored;
	size_t before;

	s = session_of(m, event, change);
	was_anchored = s && s->anchored;

	m->last = s;
	if (!s)
		return NULL;
	if (event->broken) {
		if (!is_register)
			take_broken(m, event, s, change);
		li_session_inherit(m, s, s->entry_count, change);
		return s;
	}
	if (!is_register && !s->anchored)
		follow_reply(m, s, &event->sip); /* its answer may come first */
	if (!is_register)
		li_session_tie(m, s, event);
	before = li_session_learn(m, s, event, change);
	if (!is_register)
		apply(m, event, s, change);
	if (s->opened && changes_on_its_way(event->sip.method))
		change->opening = s->by_call.hash | 1;
	change->headless = !is_register && !s->anchored &&
		m->now_s - s->born_s <= LI_SESSION_AHEAD_S;
	if (s->anchored && !was_anchored && !is_register)
		change->opened = true;
	if (!is_register && (s->stranger || (s->anchored && !was_anchored)))
		li_sender_look(m, event, s, s->anchored && !was_anchored,
			change);
	li_session_inherit(m, s, before, change);
	return s;
}

void li_mirror_again(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_session *s = m->last;

	if (!s)
		return;
	take_tags(m, &event->sip);
	describe(s, &event->sip, li_session_by_opener(m, s), change);
	change->opened = change->closed = change->headless = false;
	change->known_count = 0;
	li_session_inherit_from(m, s, s->entry_count, change);
}
