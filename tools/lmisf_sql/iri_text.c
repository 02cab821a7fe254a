/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>

#include "iri_text.h"
#include "model/roles.h"

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
	if (iri->matched_roles)
		li_buf_put_str(out, " as ");
	li_roles_put(out, iri->matched_roles);
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

/* TS 33.128 cl. 7.12.4.2.2 */
static void start_text(const struct li_iri *iri, struct li_buf *out)
{
	li_buf_put_str(out, li_iri_kind_name(iri->kind));
	for (size_t i = 0; i < iri->originating_count; i++)
		field("originating", iri->originating[i], out);
	field("terminating", iri->terminating, out);
	field("diversion", iri->diversion, out);
	if (iri->offer.n || iri->answer.n)
		li_buf_put_str(out, "\r\n");
	li_buf_put_slice(out, iri->offer);
	li_buf_put_slice(out, iri->answer);
}

static void address(const struct li_address *a, struct li_buf *out)
{
	char text[INET6_ADDRSTRLEN];

	if (a->family == 0 ||
		!inet_ntop(a->family == 4 ? AF_INET : AF_INET6, a->ip, text,
			sizeof(text)))
		li_buf_put_u8(out, '?');
	else
		li_buf_printf(out, a->family == 4 ? "%s:%u" : "[%s]:%u", text,
			a->port);
}

void li_iri_hop(const struct li_iri *iri, struct li_buf *out)
{
	address(&iri->from, out);
	li_buf_put_str(out, " -> ");
	address(&iri->to, out);
}

void li_iri_text(const struct li_iri *iri, struct li_buf *out)
{
	switch (iri->kind) {
	case LI_IRI_IMS_MESSAGE: li_buf_put_slice(out, iri->sip); break;
	case LI_IRI_START_OF_INTERCEPTION: start_text(iri, out); break;
	case LI_IRI_HSS_SERVING_SYSTEM:
	case LI_IRI_HSS_REGISTRATION_TERMINATION:
	case LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE:
	case LI_IRI_HSS_LOCATION_INFORMATION_REQUEST:
		cx_text(&iri->cx, out);
		break;
	case LI_IRI_REGISTERED_TARGET:
		li_buf_printf(out, "%s status=%d", li_iri_kind_name(iri->kind),
			(int)iri->status);
		break;
	case LI_IRI_MEDIA_KEYS:
		li_buf_put_str(out, li_iri_kind_name(iri->kind));
		break;
	case LI_IRI_NOTIFICATION:
		li_buf_printf(out, "%s type=%d", li_iri_kind_name(iri->kind),
			(int)iri->notification);
		break;
	}
}
