/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_msg.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

#include "base/text.h"
#include "intake/osip.h"
#include "intake/sip_param.h"
#include "intake/sip_scan.h"

/* A judgement in progress. */
struct court {
	const struct li_event *scanned;
	const struct li_hash_secret *secret;
	osip_message_t *sip;
	bool lossy; /* its escapes cannot be trusted */
	bool split; /* it splits a list where none is */
};

/* Whatever it returns, the caller calls li_osip_end(). */
static li_err parse(struct li_slice message, osip_message_t **out)
{
	osip_message_t *sip = NULL;

	li_osip_begin();
	if (message.n > LI_SIP_MESSAGE_MAX)
		return LI_ETOOBIG;
	if (message.n == 0)
		return LI_EMALFORMED;
	if (osip_message_init(&sip) != OSIP_SUCCESS)
		return LI_ENOMEM;
	if (osip_message_parse(sip, (const char *)message.p, message.n) !=
			OSIP_SUCCESS ||
		!sip->call_id || !sip->cseq || !sip->cseq->method)
		return LI_EMALFORMED;
	*out = sip;
	return LI_OK;
}

static li_err facts_of(osip_message_t *sip, struct li_sip_facts *out)
{
	char *call_id = NULL;

	if (osip_call_id_to_str(sip->call_id, &call_id) != OSIP_SUCCESS)
		return LI_EMALFORMED;
	snprintf(out->method, sizeof(out->method), "%s", sip->cseq->method);
	snprintf(out->call_id, sizeof(out->call_id), "%s", call_id);
	if (MSG_IS_RESPONSE(sip))
		out->status = (uint16_t)sip->status_code;
	return LI_OK;
}

li_err li_sip_msg_facts(struct li_slice message, struct li_sip_facts *out)
{
	struct li_sip_facts facts = {0};
	osip_message_t *sip = NULL;
	li_err err, short_of;

	err = parse(message, &sip);
	if (!err)
		err = facts_of(sip, &facts);
	short_of = li_osip_end();
	if (short_of || err)
		return short_of ? short_of : err;
	*out = facts;
	return LI_OK;
}

/* Did the scan find this identity in one of these roles? What has no canonical form is
 * nobody's identity. */
static bool found(const struct court *c, uint32_t roles, enum li_id_kind kind,
	struct li_slice text)
{
	const struct li_event *e = c->scanned;
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_identity id;

	if (li_identity_parse(kind, text, &id))
		return true;
	if (li_identity_keys_given(&id, c->secret, keys) == 0)
		return true;
	for (size_t i = 0; i < e->party_count; i++)
		if (e->parties[i].role & roles && e->parties[i].kind == kind &&
			li_key_eq(e->parties[i].keys[0], keys[0]))
			return true;
	return e->crowded;
}

/* Is there a % in the message that begins no escape, or the escape of a NUL?
 * What libosip2 makes of the one, it alone knows; the other ends its text. */
static bool stray_percent(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '%' &&
			(i + 2 >= s.n || memcmp(s.p + i, "%00", 3) == 0 ||
				li_text_hex((char)s.p[i + 1]) < 0 ||
				li_text_hex((char)s.p[i + 2]) < 0))
			return true;
	return false;
}

/* Is there a comma inside brackets, where libosip2 splits a list and others
 * do not? */
static bool lossy_comma(struct li_slice s)
{
	bool inside = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			inside = true;
		else if (s.p[i] == '>' || s.p[i] == '\n')
			inside = false;
		else if (s.p[i] == ',' && inside)
			return true;
	}
	return false;
}

/* No URI holds these octets, and nobody is called so: RFC 3986 cl. 2. A blank
 * or control octet is what libosip2 writes as an escape. It also undoes that
 * of a ; which makes another user of it: RFC 3261 cl. 19.1.4 */
static bool nobody(const osip_uri_t *uri, const char *text)
{
	const char *at = text;

	if (strpbrk(text, "<>\"") ||
		(uri->username && strpbrk(uri->username, ";<>\"")))
		return true;
	while ((at = strchr(at, '%'))) {
		at++;
		if (*at == '0' || *at == '1' || strncmp(at, "20", 2) == 0 ||
			strncasecmp(at, "7f", 2) == 0)
			return true;
	}
	return false;
}

/* Nor is there a host or port of other octets. An address in brackets is a
 * place and no name: libosip2 steps over what stands around it, and no IMPU
 * has one. TS 23.003 cl. 13.4 */
static bool nowhere(const struct court *c, const osip_uri_t *uri)
{
	static const char
		digits[] = "0123456789",
		name[] = "-._0123456789"
			 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char bracket[LI_ID_MAX];
	int n;

	if ((uri->port && uri->port[strspn(uri->port, digits)]) ||
		(uri->host && uri->host[strspn(uri->host, name)]))
		return true;
	n = snprintf(bracket, sizeof(bracket), "[%s",
		uri->host ? uri->host : "");
	return n < (int)sizeof(bracket) &&
		memmem(c->scanned->raw.p, c->scanned->raw.n, bracket,
			(size_t)n);
}

static bool uri_found(const struct court *c, uint32_t roles,
	const osip_uri_t *uri)
{
	char *text = NULL;
	bool yes = true;

	if (uri && !c->lossy && !nowhere(c, uri) &&
		osip_uri_to_str(uri, &text) == OSIP_SUCCESS)
		yes = nobody(uri, text) ||
			found(c, roles, LI_ID_IMPU, li_slice_str(text));
	return yes;
}

/* Every value of a header that libosip2 keeps as text. */
static bool header_found(const struct court *c, uint32_t roles,
	const char *name)
{
	osip_header_t *header;
	bool yes = true;
	int at = 0;

	for (;;) {
		osip_from_t *from = NULL;

		header = NULL;
		at = osip_message_header_get_byname(c->sip, name, at, &header);
		if (at < 0 || !header)
			return yes;
		at++;
		if (!header->hvalue || osip_from_init(&from) != OSIP_SUCCESS)
			continue;
		if (osip_from_parse(from, header->hvalue) == OSIP_SUCCESS)
			yes = yes && uri_found(c, roles, from->url);
	}
}

/* A quoted value of libosip2, quotes and quoted pairs in it. */
static bool quoted_found(const struct court *c, enum li_role role,
	enum li_id_kind kind, const char *quoted)
{
	uint8_t room[2 * LI_ID_MAX];
	struct li_sip_param param = {.value = li_slice_trim(
					     li_slice_str(quoted)),
		.escaped = true};
	size_t n = param.value.n;

	if (n >= 2 && param.value.p[0] == '"' && param.value.p[n - 1] == '"')
		param.value = li_slice_sub(param.value, 1, n - 1);
	return found(c, role, kind,
		li_sip_param_text(&param, room, sizeof(room)));
}

static bool credentials_found(const struct court *c, const osip_list_t *list)
{
	for (int i = 0; i < osip_list_size(list); i++) {
		const osip_authorization_t *a = osip_list_get(list, i);

		if (a->username &&
			!quoted_found(c, LI_ROLE_AUTH_USERNAME, LI_ID_IMPI,
				a->username))
			return false;
	}
	return true;
}

static bool instances_found(const struct court *c)
{
	for (int i = 0; i < osip_list_size(&c->sip->contacts); i++) {
		osip_contact_t *contact = osip_list_get(&c->sip->contacts, i);
		osip_generic_param_t *param = NULL;
		char name[] = "+sip.instance";

		osip_contact_param_get_byname(contact, name, &param);
		if (param && param->gvalue &&
			strstr(param->gvalue, "urn:gsma:imei:") &&
			!quoted_found(c, LI_ROLE_CONTACT_INSTANCE, LI_ID_IMEI,
				param->gvalue))
			return false;
	}
	return true;
}

static bool start_agrees(const struct court *c)
{
	const struct li_sip *scan = &c->scanned->sip;
	osip_message_t *sip = c->sip;

	if (scan->is_request != !MSG_IS_RESPONSE(sip))
		return false;
	if (!scan->is_request)
		return scan->status == sip->status_code;
	return li_slice_is(scan->method_name, sip->sip_method);
}

static bool call_id_agrees(const struct court *c)
{
	char *text = NULL;

	return osip_call_id_to_str(c->sip->call_id, &text) != OSIP_SUCCESS ||
		li_slice_is(c->scanned->sip.call_id, text);
}

static bool cseq_agrees(const struct court *c)
{
	const struct li_sip *scan = &c->scanned->sip;
	const osip_cseq_t *cseq = c->sip->cseq;

	if (!cseq->number || strtoull(cseq->number, NULL, 10) != scan->cseq)
		return false;
	return scan->is_request || li_slice_is(scan->method_name, cseq->method);
}

static bool tag_agrees(osip_from_t *party, struct li_slice scanned)
{
	osip_generic_param_t *tag = NULL;
	char name[] = "tag";

	if (!party)
		return true;
	osip_generic_param_get_byname(&party->gen_params, name, &tag);
	return !tag || !tag->gvalue || li_slice_is(scanned, tag->gvalue);
}

/* The first header with an identity that the scan missed, or NULL. */
static const char *missed(const struct court *c)
{
	static const struct {
		const char *name, *lower;
		uint32_t roles;
	} lists[] = {
		{"P-Asserted-Identity", "p-asserted-identity",
			LI_ROLE_P_ASSERTED},
		{"P-Preferred-Identity", "p-preferred-identity",
			LI_ROLE_P_PREFERRED},
		{"P-Called-Party-ID", "p-called-party-id",
			LI_ROLE_P_CALLED_PARTY},
		{"P-Associated-URI", "p-associated-uri", LI_ROLE_P_ASSOCIATED},
		{"History-Info", "history-info", LI_ROLE_HISTORY_INFO},
		{"Diversion", "diversion", LI_ROLE_DIVERSION},
		{"P-Served-User", "p-served-user", LI_ROLE_SERVED_ANY},
	};
	osip_message_t *sip = c->sip;

	/* libosip2 takes for the method all octets up to a blank, lines too. */
	if (MSG_IS_REQUEST(sip) && !strpbrk(sip->sip_method, "\r\n") &&
		!uri_found(c, LI_ROLE_REQUEST_URI, sip->req_uri))
		return "Request-URI";
	if (sip->from && !uri_found(c, LI_ROLE_FROM, sip->from->url))
		return "From";
	if (sip->to && !uri_found(c, LI_ROLE_TO, sip->to->url))
		return "To";
	if (!credentials_found(c, &sip->authorizations) ||
		!credentials_found(c, &sip->proxy_authorizations))
		return "Authorization";
	if (!instances_found(c))
		return "Contact";
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (!c->split &&
			!header_found(c, lists[i].roles, lists[i].lower))
			return lists[i].name;
	return NULL;
}

/* The first part that is not the same, identities aside, or NULL. */
static const char *difference(const struct court *c)
{
	if (!start_agrees(c))
		return "start line";
	if (!call_id_agrees(c))
		return "Call-ID";
	if (!cseq_agrees(c))
		return "CSeq";
	if (!tag_agrees(c->sip->from, c->scanned->sip.from_tag))
		return "From tag";
	if (!tag_agrees(c->sip->to, c->scanned->sip.to_tag))
		return "To tag";
	return NULL;
}

li_err li_sip_msg_judge(const struct li_event *scanned,
	const struct li_hash_secret *secret, struct li_sip_verdict *out)
{
	struct court c = {.scanned = scanned, .secret = secret};
	struct li_sip_verdict verdict;
	struct li_slice head;
	li_err err, short_of;

	err = parse(scanned->raw, &c.sip);
	if (!err) {
		head = li_slice_sub(scanned->raw, 0, scanned->sip.body_at);
		c.lossy = stray_percent(head);
		c.split = lossy_comma(head);
		verdict.what = missed(&c);
		verdict.identity = verdict.what;
		if (!verdict.what)
			verdict.what = difference(&c);
	}
	short_of = li_osip_end();
	if (short_of || err)
		return short_of ? short_of : err;
	if (!verdict.what)
		return LI_OK;
	*out = verdict;
	return LI_ESTATE;
}
