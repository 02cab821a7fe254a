/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/inside.h"

/* What a Server-Assignment-Type made of a user, as TS 33.128 IMSRegistrationStatus
 * has it: 1 is an initial registration, 2 another one, 3 an unregistered user,
 * which one that left with its S-CSCF's name kept (6, 7) is too.
 * TS 29.229 cl. 6.3.15 */
static bool status(enum li_reg_state state, bool again, enum li_ims_status *out)
{
	if (state == LI_REG_REGISTERED)
		*out = again ? LI_IMS_REREGISTRATION
			     : LI_IMS_INITIAL_REGISTRATION;
	else
		*out = LI_IMS_UNREGISTERED_USER;
	return state == LI_REG_REGISTERED || state == LI_REG_UNREGISTERED;
}

/* TS 33.128 cl. 7.2.4.3.3 */
bool li_report_registered(const struct li_report_case *c,
	enum li_reg_state state, bool again, struct li_iri *iri)
{
	enum li_ims_status known;

	if (!status(state, again, &known))
		return false;
	*iri = (struct li_iri){
		.task = c->task->row,
		.xid = *li_brief_told(c->task),
		.event = c->event->number,
		.kind = LI_IRI_REGISTERED_TARGET,
		.at_us = c->event->at_us,
		.direction = LI_DIRECTION_NONE,
		.session = LI_SESSION_INDETERMINATE,
		.matched_roles = LI_ROLE_REGISTRATION,
		.status = known,
	};
	li_report_name(c, iri);
	return true;
}
