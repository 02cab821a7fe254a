/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/reginfo.h"
#include "intake/xml.h"

enum { DEPTH_REGISTRATION = 2, DEPTH_CONTACT = 3, DEPTH_URI = 4 };

struct reader {
	const struct li_hash_secret *secret;
	struct li_reginfo got;
	struct li_key aor; /* of the registration in hand; none: not an IMPU */
	struct li_slice uri;
	bool over, contact_over;
};

/* A state of "terminated", for whatever reason. RFC 3680 cl. 5.3 */
static bool terminated(const struct li_xml *x)
{
	return li_slice_is(li_xml_attribute(x, "state"), "terminated");
}

static struct li_key own_key(const struct reader *r, struct li_slice written)
{
	struct li_key keys[LI_ID_KEYS_MAX] = {{.hi = 0}};
	char buf[LI_ID_MAX + 1];
	struct li_identity impu;
	struct li_slice text;

	if (li_xml_text(written, buf, sizeof(buf), &text) == LI_OK &&
		li_identity_parse(LI_ID_IMPU, text, &impu) == LI_OK)
		li_identity_keys_wanted(&impu, r->secret, keys);
	return keys[0];
}

static li_err begin(struct reader *r, const struct li_xml *x)
{
	if (x->depth == 1)
		return li_xml_in(x, 0, "reginfo") ? LI_OK : LI_EMALFORMED;
	if (x->depth == DEPTH_REGISTRATION && li_xml_in(x, 0, "registration")) {
		r->aor = own_key(r, li_xml_attribute(x, "aor"));
		r->over = terminated(x);
	} else if (x->depth == DEPTH_CONTACT && li_xml_in(x, 0, "contact")) {
		r->contact_over = terminated(x);
		r->uri = (struct li_slice){0};
	}
	return LI_OK;
}

static li_err add(struct reader *r, struct li_slice contact)
{
	if (li_key_none(r->aor))
		return LI_OK;
	if (r->got.count == LI_REGINFO_MAX)
		return LI_ETOOBIG;
	r->got.ended[r->got.count].aor = r->aor;
	r->got.ended[r->got.count++].contact = contact;
	return LI_OK;
}

static li_err end(struct reader *r, const struct li_xml *x)
{
	if (x->depth == DEPTH_URI && li_xml_in(x, 0, "uri") &&
		li_xml_in(x, 1, "contact"))
		r->uri = li_slice_trim(x->text);
	else if (x->depth == DEPTH_CONTACT && li_xml_in(x, 0, "contact") &&
		li_xml_in(x, 1, "registration") && r->contact_over && r->uri.n)
		return add(r, r->uri);
	else if (x->depth == DEPTH_REGISTRATION &&
		li_xml_in(x, 0, "registration") && r->over)
		return add(r, (struct li_slice){0});
	return LI_OK;
}

li_err li_reginfo_read(struct li_slice document,
	const struct li_hash_secret *secret, struct li_reginfo *out)
{
	struct reader r = {.secret = secret};
	enum li_xml_at at = LI_XML_BEGIN;
	struct li_xml x;
	li_err err;

	if (document.n > LI_REGINFO_OCTETS)
		return LI_ETOOBIG;
	err = li_xml_begin(document, &x);
	while (!err && at != LI_XML_DONE) {
		err = li_xml_next(&x, &at);
		if (!err && at == LI_XML_BEGIN)
			err = begin(&r, &x);
		else if (!err && at == LI_XML_END)
			err = end(&r, &x);
	}
	if (!err)
		*out = r.got;
	return err;
}

bool li_reginfo_find(struct li_event *event,
	const struct li_hash_secret *secret, struct li_reginfo *room)
{
	struct li_sip *sip = &event->sip;

	if (event->source != LI_SOURCE_SIP || sip->method != LI_SIP_NOTIFY ||
		!sip->is_request || sip->content_encoding.n ||
		!li_slice_starts_nocase(sip->content_type,
			"application/reginfo+xml") ||
		li_reginfo_read(li_slice_sub(event->raw, sip->body_at,
					event->raw.n),
			secret, room))
		return false;
	sip->reginfo = room;
	return true;
}
