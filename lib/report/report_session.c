/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/inside.h"

static struct li_slice party(const struct li_event *event, enum li_role role)
{
	for (size_t i = 0; i < event->party_count; i++)
		if (event->parties[i].role == role)
			return event->parties[i].text;
	return (struct li_slice){0};
}

static const char *method_name(enum li_sip_method method)
{
	switch (method) {
	case LI_SIP_OTHER: return "";
	case LI_SIP_REGISTER: return "REGISTER";
	case LI_SIP_INVITE: return "INVITE";
	case LI_SIP_ACK: return "ACK";
	case LI_SIP_BYE: return "BYE";
	case LI_SIP_CANCEL: return "CANCEL";
	case LI_SIP_MESSAGE: return "MESSAGE";
	case LI_SIP_PRACK: return "PRACK";
	case LI_SIP_UPDATE: return "UPDATE";
	case LI_SIP_INFO: return "INFO";
	case LI_SIP_REFER: return "REFER";
	case LI_SIP_SUBSCRIBE: return "SUBSCRIBE";
	case LI_SIP_NOTIFY: return "NOTIFY";
	case LI_SIP_PUBLISH: return "PUBLISH";
	case LI_SIP_OPTIONS: return "OPTIONS";
	}
	return "";
}

bool li_report_session(const struct li_report_case *c,
	struct li_session_row *row)
{
	const struct li_event *event = c->event;
	const struct li_change *change = c->change;
	struct li_slice method;
	bool asked_by_opener;

	if (!change->session || change->correlation == 0)
		return false;
	asked_by_opener = event->sip.is_request == change->from_opener;
	*row = (struct li_session_row){
		.task = c->task->row,
		.correlation = change->correlation,
		.call_id = event->sip.call_id,
		.from = party(event,
			asked_by_opener ? LI_ROLE_FROM : LI_ROLE_TO),
		.to = party(event, asked_by_opener ? LI_ROLE_TO : LI_ROLE_FROM),
		.direction = li_report_session_direction(c),
		.state = change->session_after,
		.status = event->sip.status >= 200 ? event->sip.status : 0,
		.closed = change->session_after == LI_SESSION_GONE,
		.at_us = event->at_us,
	};
	method = change->method == LI_SIP_OTHER
		? event->sip.method_name
		: li_slice_str(method_name(change->method));
	li_slice_copy(method, row->method, sizeof(row->method));
	return true;
}

/* TS 102 232-5 cl. 5.4 table 1: what is of no session, or of one that cannot be
 * read, is a REPORT. So are the notices of a subscription: they tell of others.
 */
enum li_iri_part li_report_part(const struct li_report_case *c)
{
	const struct li_change *change = c->change;
	const struct li_event *event = c->event;

	if (event->source != LI_SOURCE_SIP || event->broken ||
		!change->session || !change->correlation ||
		(change->method != LI_SIP_INVITE &&
			change->method != LI_SIP_SUBSCRIBE))
		return LI_IRI_PART_NONE;
	if (change->closed)
		return LI_IRI_PART_LAST;
	return event->sip.method == LI_SIP_NOTIFY &&
			change->method == LI_SIP_SUBSCRIBE
		? LI_IRI_PART_NONE
		: LI_IRI_PART_WITHIN;
}
