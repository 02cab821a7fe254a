/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_field.h"

#include "base/text.h"
#include "intake/sip_addr.h"
#include "intake/sip_contact.h"
#include "intake/sip_param.h"

static bool is_token(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!li_sip_token(s.p[i]))
			return false;
	return true;
}

/* From and To: their parameters are the header's. RFC 3261 cl. 20.20 */
static void take_party(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	struct li_sip *sip = &f->found.event->sip;
	struct li_slice *tag =
		role == LI_ROLE_FROM ? &sip->from_tag : &sip->to_tag;
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;
	size_t count = 0;

	if (value.n && value.p[0] == ',')
		f->found.bad = true;
	for (; li_sip_addr_next(&list, &addr); count++) {
		if (list.rest.n)
			f->found.bad =
				true; /* only a list goes on. cl. 20.20 */
		li_sip_party_uri(&f->found, role, addr.uri);
		li_sip_party_uri(&f->found, role, addr.lax);
		if (tag->n == 0)
			*tag = li_sip_param_find(addr.params, "tag");
		if (addr.uri.n == 0)
			f->found.bad = true;
	}
	if (count != 1 || list.bad || !is_token(*tag))
		f->found.bad = true;
}

/* Headers whose values are addresses and nothing else for us. Proxies pass on
 * what they cannot read of them, so that the message is no less of its session
 * for it. RFC 3261 cl. 16.3 */
static void take_list(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;
	bool bad = f->found.bad;

	f->found.bad = false;
	while (li_sip_addr_next(&list, &addr)) {
		li_sip_party_uri(&f->found, role, li_sip_addr_whole(&addr));
		li_sip_party_uri(&f->found, role, addr.lax);
	}
	if (list.bad || f->found.bad)
		f->found.odd = true;
	f->found.bad = bad;
}

/* Which part the served user has: calls, is called, or has diverted what now
 * goes on from there. RFC 5502 cl. 6; RFC 8498 cl. 4 */
static enum li_role served_as(struct li_slice params)
{
	enum li_role role = LI_ROLE_SERVED;
	struct li_sip_param param;

	while (li_sip_param_next(&params, ';', &param)) {
		if (li_slice_is_nocase(param.name, "orig-cdiv"))
			return LI_ROLE_SERVED_DIVERTING;
		if (!li_slice_is_nocase(param.name, "sescase"))
			continue;
		if (li_slice_is_nocase(param.value, "orig"))
			role = LI_ROLE_SERVED_ORIGINATING;
		else if (li_slice_is_nocase(param.value, "term"))
			role = LI_ROLE_SERVED_TERMINATING;
	}
	return role;
}

/* P-Served-User: its parameters are the header's. Who adds it knows whom it
 * serves; nothing hangs on it but who that is. TS 24.229 cl. 5.4.3.2 */
static void take_served(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;
	bool bad = f->found.bad;

	f->found.bad = false;
	while (li_sip_addr_next(&list, &addr)) {
		role = served_as(addr.params);
		li_sip_party_uri(&f->found, role, addr.uri);
		li_sip_party_uri(&f->found, role, addr.lax);
	}
	if (list.bad || f->found.bad)
		f->found.odd = true;
	f->found.bad = bad;
}

static void take_contact(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role; /* a Contact's address is no identity. TS 33.128 7.12.2.8 */
	li_sip_contact_take(f, value);
}

static void take_credentials(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	li_sip_party_credentials(&f->found, role, value);
}

/* A Via must say something; what, does not matter here. */
static void take_via(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;

	(void)role;
	if (!li_sip_addr_next(&list, &addr))
		f->found.bad = true;
}

static void take_call_id(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.call_id = value;
	if (value.n == 0)
		f->found.bad = true;
	for (size_t i = 0; i < value.n; i++)
		if (li_sip_blank(value.p[i]))
			f->found.bad = true;
}

static void take_cseq(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	size_t digits = 0;
	uint64_t n;

	(void)role;
	while (digits < value.n && li_text_digit(value.p[digits]))
		digits++;
	f->cseq_method = li_slice_trim(li_slice_sub(value, digits, value.n));
	f->cseq_is = li_sip_method_find(f->cseq_method);
	if (li_text_u64(li_slice_sub(value, 0, digits), UINT32_MAX, &n))
		f->found.bad = true;
	else
		f->found.event->sip.cseq = (uint32_t)n;
	if (digits == value.n || !li_sip_blank(value.p[digits]) ||
		!is_token(f->cseq_method))
		f->found.bad = true;
}

static void take_expires(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	uint64_t n;

	(void)role;
	if (li_text_u64(value, UINT32_MAX, &n))
		f->found.bad = true;
	else
		f->found.event->sip.expires_s = (int64_t)n;
}

static void take_content_type(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.content_type = value;
}

static void take_content_encoding(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.content_encoding = value;
}

static void take_content_length(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	uint64_t n;

	(void)role;
	if (li_text_u64(value, UINT32_MAX, &n))
		f->found.bad = true;
	else
		f->content_length = n;
}

/* RFC 7315 cl. 5.6: the legs of a B2BUA have it in common */
static void take_charging_vector(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.icid = li_sip_param_find(value, "icid-value");
}

/* What stands in front of the first parameter. */
static struct li_slice first_word(struct li_slice value)
{
	return li_slice_trim(li_slice_sub(value, 0, li_slice_find(value, ';')));
}

static void take_event(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.event_package = first_word(value);
}

static void take_subscription_state(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.subscription_state = first_word(value);
}

static void take_replaces(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.replaces = value;
}

static void take_in_reply_to(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	(void)role;
	f->found.event->sip.in_reply_to = value;
}

/* RFC 4028 cl. 4; who cannot read it takes it for absent, or a word would keep
 * a session from being mirrored. */
static void take_session_expires(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	uint64_t n;

	(void)role;
	if (li_text_u64(first_word(value), UINT32_MAX, &n) == LI_OK)
		f->found.event->sip.session_expires_s = (int64_t)n;
}

static const struct rule {
	void (*take)(struct li_sip_field *f, enum li_role role,
		struct li_slice value);
	enum li_role role;
	bool once;  /* a second one is an error. RFC 3261 cl. 7.3.1 */
	bool first; /* only the first one is read */
} rules[LI_SIP_NAME_COUNT] = {
	[LI_SIP_NAME_FROM] = {take_party, LI_ROLE_FROM, true, false},
	[LI_SIP_NAME_TO] = {take_party, LI_ROLE_TO, true, false},
	[LI_SIP_NAME_CALL_ID] = {take_call_id, 0, true, true},
	[LI_SIP_NAME_CSEQ] = {take_cseq, 0, true, true},
	[LI_SIP_NAME_VIA] = {take_via, 0, false, true},
	[LI_SIP_NAME_CONTACT] = {take_contact, 0, false, false},
	[LI_SIP_NAME_EXPIRES] = {take_expires, 0, true, true},
	[LI_SIP_NAME_CONTENT_TYPE] = {take_content_type, 0, true, true},
	[LI_SIP_NAME_CONTENT_LENGTH] = {take_content_length, 0, true, true},
	[LI_SIP_NAME_CONTENT_ENCODING] = {take_content_encoding, 0, false,
		true},
	[LI_SIP_NAME_AUTHORIZATION] = {take_credentials, LI_ROLE_AUTH_USERNAME,
		false, false},
	[LI_SIP_NAME_PROXY_AUTHORIZATION] = {take_credentials,
		LI_ROLE_AUTH_USERNAME, false, false},
	[LI_SIP_NAME_P_ASSERTED_IDENTITY] = {take_list, LI_ROLE_P_ASSERTED,
		false, false},
	[LI_SIP_NAME_P_PREFERRED_IDENTITY] = {take_list, LI_ROLE_P_PREFERRED,
		false, false},
	[LI_SIP_NAME_P_CALLED_PARTY_ID] = {take_list, LI_ROLE_P_CALLED_PARTY,
		false, false},
	[LI_SIP_NAME_P_ASSOCIATED_URI] = {take_list, LI_ROLE_P_ASSOCIATED,
		false, false},
	[LI_SIP_NAME_HISTORY_INFO] = {take_list, LI_ROLE_HISTORY_INFO, false,
		false},
	[LI_SIP_NAME_DIVERSION] = {take_list, LI_ROLE_DIVERSION, false, false},
	[LI_SIP_NAME_P_SERVED_USER] = {take_served, LI_ROLE_SERVED, false,
		false},
	[LI_SIP_NAME_P_CHARGING_VECTOR] = {take_charging_vector, 0, false,
		true},
	[LI_SIP_NAME_EVENT] = {take_event, 0, false, true},
	[LI_SIP_NAME_SUBSCRIPTION_STATE] = {take_subscription_state, 0, false,
		true},
	[LI_SIP_NAME_REPLACES] = {take_replaces, 0, false, true},
	[LI_SIP_NAME_IN_REPLY_TO] = {take_in_reply_to, 0, false, true},
	[LI_SIP_NAME_SESSION_EXPIRES] = {take_session_expires, 0, false, true},
};

void li_sip_field_take(struct li_sip_field *f, enum li_sip_name name,
	struct li_slice value)
{
	const struct rule *rule = &rules[name];
	bool again = li_sip_field_seen(f, name);

	if (again && rule->once)
		f->found.bad = true;
	if (rule->take && !(again && rule->first))
		rule->take(f, rule->role, value);
	f->seen |= 1U << name;
}

void li_sip_field_line(struct li_sip_field *f, struct li_slice line)
{
	struct li_sip *sip = &f->found.event->sip;
	size_t colon = li_slice_find(line, ':');
	enum li_sip_name name;

	if (colon == line.n) {
		f->found.bad = true;
		return;
	}
	/* RFC 3261 cl. 25.1: HCOLON may have blanks before it */
	name = li_sip_name_find(li_slice_trim(li_slice_sub(line, 0, colon)));
	switch ((int)name) {
	case LI_SIP_NAME_OTHER: return;
	case LI_SIP_NAME_P_ACCESS_NETWORK_INFO:
		if (li_sip_field_wants_access(sip))
			li_sip_field_keep(&sip->access, line);
		return;
	case LI_SIP_NAME_ACCEPT_CONTACT:
	case LI_SIP_NAME_P_ASSERTED_SERVICE:
	case LI_SIP_NAME_P_PREFERRED_SERVICE:
		if (li_sip_field_wants_services(sip))
			li_sip_field_keep(&sip->services, line);
		return;
	default:
		li_sip_field_take(f, name,
			li_slice_trim(li_slice_sub(line, colon + 1, line.n)));
	}
}
