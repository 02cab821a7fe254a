/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report_cx.h"

enum {
	THREE_GPP = 10415,
	ROAMING_NOT_ALLOWED = 5004, /* TS 29.229 cl. 6.2.2.4 */
};

/* TS 29.229 cl. 6.3.15 */
enum assignment {
	REGISTERS, /* REGISTRATION, RE_REGISTRATION, UNREGISTERED_USER */
	TAKES_DOWN,
	AUTHENTICATION_FAILED,
	SAYS_NOTHING, /* NO_ASSIGNMENT, RESTORATION, and those of SWx */
};

static enum assignment assignment(int32_t type)
{
	switch (type) {
	case 1:
	case 2:
	case 3: return REGISTERS;
	case 4: /* TIMEOUT_DEREGISTRATION */
	case 5: /* USER_DEREGISTRATION */
	case 6: /* TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME */
	case 7: /* USER_DEREGISTRATION_STORE_SERVER_NAME */
	case 8: /* ADMINISTRATIVE_DEREGISTRATION */
	case 11: /* DEREGISTRATION_TOO_MUCH_DATA */ return TAKES_DOWN;
	case 9: /* AUTHENTICATION_FAILURE */
	case 10: /* AUTHENTICATION_TIMEOUT */ return AUTHENTICATION_FAILED;
	default: return SAYS_NOTHING;
	}
}

static bool roaming_refused(const struct li_cx *cx)
{
	return cx->answered && cx->experimental &&
		cx->result_vendor == THREE_GPP &&
		cx->result == ROAMING_NOT_ALLOWED;
}

/* TS 33.107 cl. 7A.2.3.1: "when the HSS has detected that the target has roamed
 * during its registration process". That it may not is an attempt that failed:
 * TS 33.127 cl. 5.3.2.4. So is an authentication, which SIP tells better. */
static bool serving_system(const struct li_report_case *c)
{
	const struct li_cx *cx = &c->event->cx;

	switch (cx->command) {
	case LI_CX_UAR:
		return c->change->visited_changed || roaming_refused(cx);
	case LI_CX_MAR: return c->change->visited_changed;
	case LI_CX_SAR:
		switch (assignment(cx->assignment_type)) {
		case REGISTERS: return c->change->visited_changed;
		case AUTHENTICATION_FAILED: return !c->sip_seen;
		case TAKES_DOWN:
		case SAYS_NOTHING: return false;
		}
		return false;
	case LI_CX_LIR:
	case LI_CX_RTR:
	case LI_CX_PPR: return false;
	}
	return false;
}

/* TS 33.107 cl. 7A.2.3.2: "only be used to report when there is a change of
 * association between IMSI, MSISDN/IMPU/IMPI/TEL URI/SIP URI, or IMEI". What is
 * learnt of a user for the first time has not changed. A profile that the HSS
 * pushes changes it, and one that a S-CSCF fetches may show that it has. */
static bool record_change(const struct li_report_case *c)
{
	const struct li_change *change = c->change;
	const struct li_cx *cx = &c->event->cx;

	return (cx->command == LI_CX_PPR || cx->command == LI_CX_SAR) &&
		li_cx_success(cx) &&
		(change->reg_before == LI_REG_REGISTERED ||
			change->reg_before == LI_REG_UNREGISTERED) &&
		li_report_changes(change) > 0;
}

/* TS 33.107 cl. 7A.2.3.3: a SAR that indicates de-registration, and a RTR,
 * whatever comes of them: TS 33.127 cl. 5.3.2.4 */
static bool termination(const struct li_cx *cx)
{
	return cx->command == LI_CX_RTR ||
		(cx->command == LI_CX_SAR &&
			assignment(cx->assignment_type) == TAKES_DOWN);
}

size_t li_report_cx_kinds(const struct li_report_case *c,
	enum li_iri_kind kinds[static LI_REPORT_KINDS_MAX])
{
	const struct li_cx *cx = &c->event->cx;
	size_t n = 0;

	if (serving_system(c))
		kinds[n++] = LI_IRI_HSS_SERVING_SYSTEM;
	if (termination(cx))
		kinds[n++] = LI_IRI_HSS_REGISTRATION_TERMINATION;
	if (record_change(c))
		kinds[n++] = LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE;
	if (cx->command == LI_CX_LIR) /* TS 33.107 cl. 7A.2.3.4 */
		kinds[n++] = LI_IRI_HSS_LOCATION_INFORMATION_REQUEST;
	return n;
}

/* An IMPU that the HSS does not know as registered any more.
 * TS 33.108 table 7.9, Other User Identities */
static void mark_down(const struct li_report_case *c, struct li_iri *iri)
{
	for (size_t i = 0; i < iri->other_count; i++)
		for (size_t k = 0; k < c->other_count; k++)
			if (iri->others[i].kind == LI_ID_IMPU &&
				li_identity_same(&iri->others[i],
					&c->others[k]) &&
				!(c->others_up & 1U << k))
				iri->down |= 1U << i;
}

void li_report_cx_fill(const struct li_report_case *c, enum li_iri_kind kind,
	struct li_iri *iri)
{
	/* TS 33.128 cl. 7.2.3.4: HSS records have no correlation. The profile
	 * data of a user is none of theirs. */
	iri->cx = c->event->cx;
	iri->cx.user_data = (struct li_slice){0};
	/* TS 33.108 tables 7.7, 7.9: current, and previous, serving system */
	if (kind != LI_IRI_HSS_LOCATION_INFORMATION_REQUEST &&
		!iri->cx.visited_network.n)
		iri->cx.visited_network = c->change->visited;
	if (kind == LI_IRI_HSS_REGISTRATION_TERMINATION)
		mark_down(c, iri);
}
