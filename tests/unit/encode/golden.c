/* SPDX-License-Identifier: BSD-3-Clause */
#include "golden.h"

#include <stdio.h>

#include "golden_link.h"

const struct li_psp_place golden_place = {
	.operator_id = "00101",
	.element = "lmisf-1",
	.authorization_country = "XX",
	.delivery_country = "XX",
	.nfid = "lmisf-1",
	.ipid = "s-cscf",
};

static const struct {
	const char *name, *what;
} words[] = {
	{"ims_register", "A REGISTER of the target over IPv4 and UDP."},
	{"ims_401_masked", "Its answer, ck and ik masked in their header."},
	{"ims_message_blanked",
		"A MESSAGE without content: text, Subject and body blanked."},
	{"ims_invite_ipv6",
		"An INVITE over IPv6 and TCP that two identifiers match."},
	{"ims_unknown", "Nothing is known of where a message travelled."},
	{"ims_unparsable", "Octets that nobody can read as SIP."},
	{"ims_sms_redacted", "An SMS whose text was redacted."},
	{"ims_sms_cut", "An SMS that was truncated."},
	{"ims_place_removed", "An INVITE without each place it told."},
	{"ims_keys_everywhere", "Keys masked in each header, and elsewhere."},
	{"cx_serving_system", "The HSS learns that the target roams."},
	{"cx_termination_sar",
		"The S-CSCF ends a registration: Server-Assignment-Type."},
	{"cx_termination_rtr", "The HSS ends it: Reason-Code, an IMEI."},
	{"cx_record_change",
		"A change of the record; a visited network that is no text."},
	{"cx_location_request", "An I-CSCF asks where the target is."},
	{"start_of_interception",
		"A session under way: parties, diversion, offer and answer."},
	{"start_of_little", "One of which only the target is known."},
	{"cx_record_new", "Identities came and went."},
	{"cx_roaming_refused", "An attempt to roam that was refused."},
	{"cx_termination_set",
		"What goes down with a registration, and what is known."},
	{"cx_location_crowd",
		"Ten parties, as many as there may be; a PLMN asks."},
	{"registered_target", "A task begins: its target is registered."},
	{"media_keys", "Keys of two crypto sessions, and not all of them."},
	{"media_keys_failed", "No key could be had."},
	{"registered_little", "Only a number is known of an unregistered one."},
};

static const char *what_of(const char *name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, name) == 0)
			return words[i].what;
	return NULL;
}

const char *golden_folder(enum golden_form form)
{
	switch (form) {
	case GOLDEN_X2: return "x2";
	case GOLDEN_X2_SIP: return "x2_sip";
	case GOLDEN_R19: return "hi2_r19";
	case GOLDEN_R17: return "hi2_r17";
	case GOLDEN_IPMM: return "hi2_ipmm";
	case GOLDEN_LINK: break;
	}
	return "hi2_link";
}

/* Has it octets of its own in that form? */
static bool differs(enum golden_form form, enum li_iri_kind kind)
{
	switch (form) {
	case GOLDEN_X2:
	case GOLDEN_R19: return true;
	case GOLDEN_X2_SIP:
	case GOLDEN_IPMM: return kind == LI_IRI_IMS_MESSAGE;
	case GOLDEN_R17:
		return kind == LI_IRI_IMS_MESSAGE ||
			kind == LI_IRI_START_OF_INTERCEPTION;
	case GOLDEN_LINK: break;
	}
	return false;
}

/* The records of a session: TS 102 232-1 cl. 5.2.10 */
static size_t add_session(enum golden_form form, const struct sample *s,
	struct golden *to)
{
	static const struct {
		enum li_psp_type type;
		const char *before;
	} types[] = {{LI_PSP_BEGIN, "begin"}, {LI_PSP_CONTINUE, "continue"},
		{LI_PSP_END, "end"}};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		/* what is under way begins with it, and ends with another */
		if (i > 0 && s->iri.kind == LI_IRI_START_OF_INTERCEPTION)
			break;
		to[n] = (struct golden){.form = form,
			.what = what_of(s->name),
			.iri = &s->iri,
			.type = types[i].type};
		snprintf(to[n].name, sizeof(to[n].name), "%s_%s",
			types[i].before, s->name);
		n++;
	}
	return n;
}

static bool of_session(const struct sample *s)
{
	return strcmp(s->name, "ims_invite_ipv6") == 0 ||
		strcmp(s->name, "start_of_interception") == 0;
}

static size_t add_form(enum golden_form form, const struct sample *samples,
	size_t count, struct golden *to)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sample *s = &samples[i];

		if (!differs(form, s->iri.kind))
			continue;
		to[n] = (struct golden){.form = form,
			.what = what_of(s->name),
			.iri = &s->iri,
			.type = LI_PSP_REPORT};
		snprintf(to[n].name, sizeof(to[n].name), "%s", s->name);
		n++;
		if (form >= GOLDEN_R19 && of_session(s))
			n += add_session(form, s, to + n);
	}
	return n;
}

static size_t add_links(struct golden *to)
{
	size_t n = 0;
	const struct golden_link *links = golden_links(&n);

	for (size_t i = 0; i < n; i++) {
		to[i] = (struct golden){.form = GOLDEN_LINK,
			.what = links[i].what,
			.link = &links[i]};
		snprintf(to[i].name, sizeof(to[i].name), "%s", links[i].name);
	}
	return n;
}

size_t golden_make(const struct sample *samples, size_t count,
	struct golden list[static GOLDEN_MAX])
{
	size_t n = 0;

	for (int form = GOLDEN_X2; form < GOLDEN_LINK; form++)
		n += add_form((enum golden_form)form, samples, count, list + n);
	list[n++] = (struct golden){.form = GOLDEN_X2,
		.name = "keepalive",
		.what = "A keepalive, number 7."};
	list[n++] = (struct golden){.form = GOLDEN_X2,
		.name = "keepalive_ack",
		.what = "Its acknowledgement.",
		.acknowledges = true};
	return n + add_links(list + n);
}

struct li_psp_head golden_head(const struct golden *g)
{
	const struct li_iri *iri = g->iri;

	if (!iri) /* a CIN of five octets */
		return (struct li_psp_head){
			.liid = li_slice_str("LIID-TEST-1"),
			.has_cin = true,
			.cin = 4000000001,
			.sequence = 7,
			.at_us = INT64_C(1700000000123456),
		};
	return (struct li_psp_head){
		.liid = li_slice_str("LIID-TEST-1"),
		.has_cin = iri->correlation != 0,
		.cin = (uint32_t)iri->correlation,
		.sequence = iri->sequence,
		.at_us = iri->at_us,
	};
}

static li_err keepalive(const struct golden *g, struct li_buf *out)
{
	if (g->acknowledges)
		li_x2_keepalive_ack(7, out);
	else
		li_x2_keepalive(7, out);
	return li_buf_check(out);
}

li_err golden_encode(const struct golden *g, struct li_buf *out)
{
	static const enum li_psp_form forms[] = {[GOLDEN_R19] = LI_PSP_33128,
		[GOLDEN_R17] = LI_PSP_33128_R17,
		[GOLDEN_IPMM] = LI_PSP_IPMM};
	const struct li_psp_head head = golden_head(g);

	if (g->link)
		return golden_link_encode(g->link, &golden_place, &head, out);
	if (!g->iri)
		return keepalive(g, out);
	if (g->form == GOLDEN_X2)
		return li_x2_encode(&sample_place, g->iri, out);
	if (g->form == GOLDEN_X2_SIP)
		return li_x2_encode_sip(&sample_place, g->iri, out);
	return li_psp_encode(&golden_place, &head, forms[g->form], g->type,
		g->iri, out);
}
