/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/inside.h"
#include "report/report_cx.h"

size_t li_report_kinds(const struct li_report_case *c,
	enum li_iri_kind kinds[static LI_REPORT_KINDS_MAX])
{
	if (c->event->source == LI_SOURCE_CX)
		return li_report_cx_kinds(c, kinds);
	/* TS 33.107 cl. 7A.3.0: all SIP messages to and from the target, and
	 * executed on its behalf */
	kinds[0] = LI_IRI_IMS_MESSAGE;
	return 1;
}

size_t li_report_most(const struct li_change *change)
{
	size_t changes = li_report_changes(change);

	return changes > 1 ? changes : 1;
}

static bool listed(const struct li_identity *id, const struct li_iri *iri)
{
	for (size_t i = 0; i < iri->matched_count; i++)
		if (li_identity_same(id, &iri->matched[i]))
			return true;
	for (size_t i = 0; i < iri->other_count; i++)
		if (li_identity_same(id, &iri->others[i]))
			return true;
	return false;
}

void li_report_name(const struct li_report_case *c, struct li_iri *iri)
{
	for (size_t i = 0; i < c->task->target_count; i++)
		li_brief_target(c->task, i,
			&iri->matched[iri->matched_count++]);
	for (size_t i = 0;
		i < c->other_count && iri->other_count < LI_IRI_IDENTITIES_MAX;
		i++)
		if (!listed(&c->others[i], iri))
			iri->others[iri->other_count++] = c->others[i];
}

bool li_report_iri(const struct li_report_case *c, enum li_iri_kind kind,
	size_t nth, struct li_iri *iri)
{
	const struct li_event *event = c->event;
	bool changes = kind == LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE;

	if (nth >= (changes ? li_report_changes(c->change) : 1))
		return false;
	iri->task = c->task->row;
	iri->xid = *li_brief_told(c->task);
	iri->event = event->number;
	iri->kind = kind;
	iri->at_us = event->at_us;
	iri->direction = li_report_direction(c);
	iri->session = li_report_session_direction(c);
	iri->from = event->from;
	iri->to = event->to;
	iri->ip_proto = event->ip_proto;
	iri->matched_roles = c->roles;
	iri->services = c->change->services;
	iri->part = li_report_part(c);
	li_report_name(c, iri);
	if (kind == LI_IRI_IMS_MESSAGE) {
		iri->correlation = c->change->correlation;
		iri->sip = c->sip;
		iri->modifications = c->modifications;
		iri->sip_status = event->sip.status;
		li_slice_copy(event->sip.method_name, iri->sip_method,
			sizeof(iri->sip_method));
		return true;
	}
	li_report_cx_fill(c, kind, iri);
	if (changes)
		li_report_change(c->change, nth, iri);
	return true;
}
