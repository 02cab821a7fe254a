/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/entity.h"

#include "base/text.h"
#include "redact/notice.h"
#include "redact/sms.h"
#include "redact/xml.h"

enum { DTMF_OCTETS_MAX = 64 }; /* of a body that says one digit */

void li_entity_field(struct li_entity *e, struct li_slice name,
	struct li_slice value)
{
	bool folded = li_slice_find(value, '\n') < value.n ||
		li_slice_find(value, '\r') < value.n;

	value = li_slice_trim(value);
	if (li_slice_is_nocase(name, "Content-Type") ||
		li_slice_is_nocase(name, "c")) {
		e->types++;
		e->folded = folded;
		e->type = value;
	} else if (li_slice_is_nocase(name, "Content-Encoding") ||
		li_slice_is_nocase(name, "e")) {
		e->encoded =
			e->encoded || !li_slice_is_nocase(value, "identity");
	} else if (li_slice_is_nocase(name, "Content-Transfer-Encoding")) {
		/* RFC 2045 cl. 6.2: these three change nothing */
		e->encoded = e->encoded ||
			!(li_slice_is_nocase(value, "binary") ||
				li_slice_is_nocase(value, "7bit") ||
				li_slice_is_nocase(value, "8bit"));
	}
}

/* TS 33.108 cl. 7: SDP is IRI. Lines of one letter, '=', and a value. */
static bool take_sdp(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	struct li_slice s = li_slice_sub(c->sip, e->from, e->to);

	(void)type;
	if (e->folded) /* a trick, whatever it says */
		return false;
	if (!li_slice_starts_nocase(s, "v="))
		return false;
	while (s.n) {
		size_t lf = li_slice_find(s, '\n');
		struct li_slice line = li_slice_trim(li_slice_sub(s, 0, lf));
		uint8_t letter = line.n ? li_text_lower(line.p[0]) : 0;

		if (line.n &&
			(line.n < 2 || letter < 'a' || letter > 'z' ||
				line.p[1] != '='))
			return false;
		s = li_slice_sub(s, lf + 1, s.n);
	}
	return true;
}

static bool is_tone(uint8_t b)
{
	b = li_text_lower(b);
	return li_text_digit(b) || (b >= 'a' && b <= 'd') || b == '*' ||
		b == '#' || b == ' ';
}

/* Digits dialled after the call was set up are signalling. TS 33.128 cl. 7.12;
 * a digit, or lines of Signal= and Duration= */
static bool take_dtmf(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	struct li_slice s = li_slice_sub(c->sip, e->from, e->to);

	(void)type;
	if (s.n > DTMF_OCTETS_MAX)
		return false;
	while (s.n) {
		size_t lf = li_slice_find(s, '\n');
		struct li_slice line = li_slice_trim(li_slice_sub(s, 0, lf));
		size_t eq = li_slice_find(line, '=');
		struct li_slice name = li_slice_sub(line, 0, eq);

		if (eq < line.n) {
			if (!li_slice_is_nocase(name, "Signal") &&
				!li_slice_is_nocase(name, "Duration"))
				return false;
			line = li_slice_sub(line, eq + 1, line.n);
		}
		for (size_t i = 0; i < line.n; i++)
			if (!is_tone(line.p[i]))
				return false;
		s = li_slice_sub(s, lf + 1, s.n);
	}
	return true;
}

static bool take_text(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	(void)type;
	li_copy_fill(c, e->from, e->to, LI_MOD_BLANK, LI_MOD_TEXT_CONTENT);
	return true;
}

static bool take_sms(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	(void)type;
	return li_redact_sms(c, e->from, e->to);
}

/* TS 24.341 cl. 5.3.1: To and From of a message without MSISDN */
static bool take_sms_xml(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	static const char *const keep[] = {"to", "from", NULL};

	(void)type;
	return li_redact_xml(c, e->from, e->to, keep);
}

/* RFC 3863 cl. 4.1; RFC 4119 cl. 2.2: what is neither a note nor unknown */
static bool take_pidf(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	static const char *const keep[] = {"basic", "timestamp", "contact",
		"usage-rules", "method", NULL};

	(void)type;
	return li_redact_xml(c, e->from, e->to, keep);
}

static const struct rule {
	const char *name;
	bool (*take)(struct li_copy *c, const struct li_entity *e,
		const struct li_mime_type *type);
	bool holds;  /* it may hold a location in another entity */
	bool shaped; /* it needs to be readable as it stands */
} rules[] = {
	{"application/sdp", take_sdp, false, true},
	{"application/dtmf-relay", take_dtmf, false, true},
	{"application/dtmf", take_dtmf, false, true},
	{"application/vnd.3gpp.sms", take_sms, false, true},
	{"application/vnd.3gpp.sms+xml", take_sms_xml, false, true},
	{"application/pidf+xml", take_pidf, false, true},
	{"application/pidf-diff+xml", take_pidf, false, true},
	{"application/reginfo+xml", li_redact_reginfo, false, true},
	{"application/dialog-info+xml", li_redact_dialog_info, false, true},
	{"application/conference-info+xml", li_redact_conference_info, false,
		true},
	{"application/simple-message-summary", li_redact_summary, false, true},
	{"message/cpim", li_redact_cpim, true, true},
	{"message/sipfrag", li_redact_sipfrag, true, true},
	{"message/sip", li_redact_sipfrag, true, true}, /* RFC 3261 cl. 27.5 */
	{"multipart/", li_redact_multipart, true, true},
	{"text/", take_text, false, false},
};

static const struct rule *rule_of(const struct li_mime_type *type)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (li_mime_is(type, rules[i].name))
			return &rules[i];
	return NULL;
}

static bool starts_at(struct li_slice body, size_t i, const char *word)
{
	return li_slice_starts_nocase(li_slice_sub(body, i, body.n), word);
}

bool li_redact_suspect(struct li_slice body)
{
	for (size_t i = 0; i < body.n; i++) {
		uint8_t b = li_text_lower(body.p[i]);

		if (b == 'l' && starts_at(body, i, "location"))
			return true;
		if (b == 'g' && starts_at(body, i, "geopriv"))
			return true;
		if (b == 'b' && starts_at(body, i, "base64"))
			return true;
		/* of a SIP message in the message */
		if (b == 'n' && starts_at(body, i, "network-info"))
			return true;
	}
	return false;
}

static bool is_xml(const struct li_mime_type *type)
{
	struct li_slice name = type->name;

	return name.n > 3 &&
		li_slice_is_nocase(li_slice_sub(name, name.n - 3, name.n),
			"xml");
}

/* The task may see content, but not where the other party is. */
static void take_places(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	static const char *const keep[] = {NULL};
	const struct rule *rule = rule_of(type);
	struct li_slice body = li_slice_sub(c->sip, e->from, e->to);
	uint32_t before = c->modifications;
	bool done = true;

	if (is_xml(type))
		done = !e->encoded &&
			(!(li_redact_suspect(body) ||
				 li_slice_find(body, 0) < body.n) ||
				li_redact_xml(c, e->from, e->to, keep));
	else if (rule && rule->holds)
		done = !e->encoded &&
			(rule->take(c, e, type) || !li_redact_suspect(body));
	else if (!rule || e->types != 1 || type->loose)
		done = !e->encoded && !li_redact_suspect(body);
	if (!done)
		li_copy_give_up(c, e->from, e->to, before);
}

void li_redact_entity(struct li_copy *c, const struct li_entity *e)
{
	struct li_mime_type type = li_mime_type(e->type);
	const struct rule *rule = rule_of(&type);
	uint32_t before = c->modifications;

	if (e->from >= e->to || (c->content && c->location))
		return;
	if (c->content) {
		take_places(c, e, &type);
		return;
	}
	if (!rule || e->types != 1 ||
		(rule->shaped && (e->encoded || type.loose)) ||
		!rule->take(c, e, &type))
		li_copy_give_up(c, e->from, e->to, before);
}
