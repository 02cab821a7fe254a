/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_field.h"

#include "base/text.h"
#include "intake/sip_addr.h"
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

/* Headers whose values are addresses and nothing else for us. */
static void take_list(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;

	while (li_sip_addr_next(&list, &addr)) {
		li_sip_party_uri(&f->found, role, li_sip_addr_whole(&addr));
		li_sip_party_uri(&f->found, role, addr.lax);
	}
	if (list.bad)
		f->found.bad = true;
}

static void read_contact(struct li_sip_field *f, const struct li_sip_addr *addr,
	struct li_contact *out)
{
	struct li_slice params = addr->params;
	struct li_sip_param param;
	uint64_t seconds;

	*out = (struct li_contact){.uri = addr->uri, .expires_s = -1};
	while (li_sip_param_next(&params, ';', &param)) {
		if (li_slice_is_nocase(param.name, "expires")) {
			if (li_text_u64(param.value, UINT32_MAX, &seconds))
				f->found.bad = true;
			else
				out->expires_s = (int64_t)seconds;
		} else if (li_slice_is_nocase(param.name, "+sip.instance")) {
			out->instance = param.value;
			li_sip_party_instance(&f->found, &param);
		}
	}
}

static void take_contact(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	struct li_sip *sip = &f->found.event->sip;
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;
	struct li_contact contact;

	(void)role; /* a Contact's address is no identity. TS 33.128 7.12.2.8 */
	while (li_sip_addr_next(&list, &addr)) {
		/* An instance without its quotes reads as an address. */
		struct li_sip_param stray = {.value = addr.uri};

		li_sip_party_instance(&f->found, &stray);
		if (addr.bare && li_slice_is(addr.uri, "*")) {
			sip->contact_star = true;
			continue;
		}
		read_contact(f, &addr, &contact);
		if (sip->contact_count == LI_CONTACTS_MAX)
			f->found.event->crowded = true;
		else
			sip->contacts[sip->contact_count++] = contact;
	}
	if (list.bad)
		f->found.bad = true;
}

static void take_credentials(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	li_sip_party_credentials(&f->found, role, value);
}

/* The top Via's branch. */
static void take_via(struct li_sip_field *f, enum li_role role,
	struct li_slice value)
{
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;

	(void)role;
	if (li_sip_addr_next(&list, &addr))
		f->found.event->sip.branch =
			li_sip_param_find(addr.params, "branch");
	else
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

static const struct rule {
	void (*take)(struct li_sip_field *f, enum li_role role,
		struct li_slice value);
	enum li_role role;
	bool once;  /* a second one is an error. RFC 3261 cl. 7.3.1 */
	bool first; /* only the first one is read */
} rules[] = {
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
