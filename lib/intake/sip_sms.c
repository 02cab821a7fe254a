/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_sms.h"

#include "model/mime.h"
#include "model/sms.h"

/* An event being added to. */
struct found {
	struct li_event *event;
	const struct li_hash_secret *secret;
	const struct li_asks *asks; /* or NULL */
	size_t texts, parts;
};

static void add(struct found *f, enum li_role role, enum li_id_kind kind,
	struct li_slice text)
{
	struct li_party p = {.role = role, .kind = kind, .text = text};
	struct li_party *party;
	struct li_identity id;

	if (li_identity_parse(kind, text, &id))
		return;
	p.key_count = (uint8_t)li_identity_keys_given(&id, f->secret, p.keys);
	party = f->asks ? li_event_room_for(f->event, &p, f->asks)
			: li_event_room(f->event, role);
	if (party)
		*party = p;
}

/* TS 33.128 cl. 7.12.2.8: the other end of the short message. Who it is counts
 * also when the rest of the TPDU is broken. */
static void take_sms(struct found *f, struct li_slice rpdu)
{
	struct li_sms sms;
	enum li_role role = LI_ROLE_SMS_ORIGINATOR;
	li_err err = li_sms_read(rpdu, &sms);
	char *text = f->event->sms_text[f->texts];

	_Static_assert(sizeof(f->event->sms_text[0]) >= 16, "E.164 fits");
	if ((err && err != LI_EMALFORMED) || !sms.has_party || f->texts == 2 ||
		li_sms_e164(&sms.party, text))
		return;
	f->texts++;
	if (sms.kind == LI_SMS_SUBMIT || sms.kind == LI_SMS_COMMAND)
		role = LI_ROLE_SMS_DESTINATION;
	add(f, role, LI_ID_E164, li_slice_str(text));
}

/* Is the tag that starts at s, behind '<', the start of this element, whatever
 * its namespace? */
static bool is_tag(struct li_slice s, const char *name)
{
	size_t end = 0;
	size_t colon;

	while (end < s.n && s.p[end] != '>' && s.p[end] != ' ' &&
		s.p[end] != '\t' && s.p[end] != '\r' && s.p[end] != '\n')
		end++;
	s = li_slice_sub(s, 0, end);
	colon = li_slice_find(s, ':');
	if (colon < s.n)
		s = li_slice_sub(s, colon + 1, s.n);
	return li_slice_is_nocase(s, name);
}

/* TS 24.341 cl. 5.3.1: a message without MSISDN names its ends by URI. */
static void take_xml(struct found *f, struct li_slice xml)
{
	while (xml.n) {
		struct li_slice text, tag;
		size_t close;

		xml = li_slice_sub(xml, li_slice_find(xml, '<') + 1, xml.n);
		close = li_slice_find(xml, '>');
		tag = li_slice_sub(xml, 0, close + 1);
		text = li_slice_sub(xml, close + 1, xml.n);
		text = li_slice_trim(
			li_slice_sub(text, 0, li_slice_find(text, '<')));
		if (is_tag(tag, "to"))
			add(f, LI_ROLE_SMS_DESTINATION, LI_ID_IMPU, text);
		else if (is_tag(tag, "from"))
			add(f, LI_ROLE_SMS_ORIGINATOR, LI_ID_IMPU, text);
	}
}

static bool take_body(struct found *f, const struct li_mime_type *type,
	struct li_slice body)
{
	if (li_mime_is(type, "application/vnd.3gpp.sms"))
		take_sms(f, body);
	else if (li_mime_is(type, "application/vnd.3gpp.sms+xml"))
		take_xml(f, body);
	else
		return false;
	return true;
}

static void take_parts(struct found *f, struct li_slice boundary,
	struct li_slice body)
{
	struct li_mime_walk walk = li_mime_walk(body, boundary);
	struct li_mime_part part;

	while (f->parts++ < LI_MIME_PARTS_MAX && li_mime_next(&walk, &part)) {
		struct li_mime_type type = {.loose = false};
		struct li_mime_field field;
		size_t at = 0;
		bool loose = false;

		while (li_mime_field(part.head, &at, &field, &loose))
			if (li_slice_is_nocase(field.name, "Content-Type"))
				type = li_mime_type(field.value);
		take_body(f, &type, part.body);
	}
}

void li_sip_sms(struct li_event *event, const struct li_hash_secret *secret)
{
	li_sip_sms_asked(event, secret, NULL);
}

void li_sip_sms_asked(struct li_event *event,
	const struct li_hash_secret *secret, const struct li_asks *asks)
{
	struct found f = {.event = event, .secret = secret, .asks = asks};
	struct li_mime_type type;
	struct li_slice body;

	if (event->sip.method != LI_SIP_MESSAGE || !event->sip.is_request)
		return;
	body = li_slice_sub(event->raw, event->sip.body_at, event->raw.n);
	/* As phones write it; the rest is looked at with care. */
	if (li_slice_is(event->sip.content_type, "application/vnd.3gpp.sms")) {
		take_sms(&f, body);
		return;
	}
	type = li_mime_type(event->sip.content_type);
	if (!take_body(&f, &type, body) && li_mime_is(&type, "multipart/"))
		take_parts(&f, type.boundary, body);
}
