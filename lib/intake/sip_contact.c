/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_contact.h"

#include "base/text.h"
#include "intake/sip_addr.h"

void li_sip_contact_param(struct li_sip_field *f,
	const struct li_sip_param *param, struct li_contact *out)
{
	uint64_t n;

	if (li_slice_is_nocase(param->name, "expires")) {
		if (li_text_u64(param->value, UINT32_MAX, &n))
			f->found.bad = true;
		else
			out->expires_s = (int64_t)n;
	} else if (li_slice_is_nocase(param->name, "+sip.instance")) {
		out->instance = param->value;
		li_sip_party_instance(&f->found, param);
	} else if (li_slice_is_nocase(param->name, "reg-id")) {
		/* RFC 5626 cl. 4.2: who cannot read it ignores it */
		if (li_text_u64(param->value, UINT32_MAX, &n) == LI_OK)
			out->reg_id = (uint32_t)n;
	} else if (li_slice_is_nocase(param->name, "pub-gruu")) {
		out->pub_gruu = param->value;
	} else if (li_slice_is_nocase(param->name, "temp-gruu")) {
		out->temp_gruu = param->value;
	} else if (li_slice_is_nocase(param->name, "isfocus")) {
		out->isfocus = true;
	}
}

static void read_contact(struct li_sip_field *f, const struct li_sip_addr *addr,
	struct li_contact *out)
{
	struct li_slice params = addr->params;
	struct li_sip_param param;

	*out = (struct li_contact){.uri = addr->uri, .expires_s = -1};
	while (li_sip_param_next(&params, ';', &param))
		li_sip_contact_param(f, &param, out);
}

void li_sip_contact_take(struct li_sip_field *f, struct li_slice value)
{
	struct li_sip *sip = &f->found.event->sip;
	struct li_sip_list list = {.rest = value};
	struct li_sip_addr addr;
	struct li_contact contact;

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
