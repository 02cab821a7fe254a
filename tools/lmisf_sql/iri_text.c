/* SPDX-License-Identifier: BSD-3-Clause */
#include "iri_text.h"

void li_iri_summary(const struct li_iri *iri, struct li_buf *out)
{
	if (iri->kind != LI_IRI_IMS_MESSAGE)
		li_buf_put_str(out, li_iri_kind_name(iri->kind));
	else if (iri->sip_status > 0)
		li_buf_printf(out, "%u to %s", (unsigned int)iri->sip_status,
			iri->sip_method);
	else
		li_buf_put_str(out, iri->sip_method);
}

void li_iri_matched(const struct li_iri *iri, struct li_buf *out)
{
	for (size_t i = 0; i < iri->matched_count; i++)
		li_buf_printf(out, "%s%s:%s", i > 0 ? " " : "",
			li_id_kind_name(iri->matched[i].kind),
			iri->matched[i].text);
}

/* TS 29.229 cl. 6.1 */
static const char *command_name(enum li_cx_command command)
{
	switch (command) {
	case LI_CX_UAR: return "UAR/UAA";
	case LI_CX_SAR: return "SAR/SAA";
	case LI_CX_LIR: return "LIR/LIA";
	case LI_CX_MAR: return "MAR/MAA";
	case LI_CX_RTR: return "RTR/RTA";
	case LI_CX_PPR: return "PPR/PPA";
	}
	return "Cx";
}

static void field(const char *name, struct li_slice value, struct li_buf *out)
{
	if (value.n == 0)
		return;
	li_buf_printf(out, " %s=", name);
	li_buf_put_slice(out, value);
}

static void cx_text(const struct li_cx *cx, struct li_buf *out)
{
	li_buf_put_str(out, command_name(cx->command));
	if (cx->answered)
		li_buf_printf(out, " result=%u", cx->result);
	if (cx->assignment_type >= 0)
		li_buf_printf(out, " server-assignment-type=%d",
			cx->assignment_type);
	if (cx->reason_code >= 0)
		li_buf_printf(out, " reason-code=%d", cx->reason_code);
	field("user-name", cx->user_name, out);
	for (size_t i = 0; i < cx->impu_count; i++)
		field("public-identity", cx->impus[i], out);
	for (size_t i = 0; i < cx->impi_count; i++)
		field("associated-identity", cx->impis[i], out);
	field("server-name", cx->server_name, out);
	field("visited-network", cx->visited_network, out);
	field("origin-host", cx->origin_host, out);
}

void li_iri_text(const struct li_iri *iri, struct li_buf *out)
{
	if (iri->kind == LI_IRI_IMS_MESSAGE)
		li_buf_put_slice(out, iri->sip);
	else
		cx_text(&iri->cx, out);
}
