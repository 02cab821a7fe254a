/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report_cx.h"

/* TS 33.107 cl. 7A.2.3.1, 7A.2.3.3: a Server-Assignment-Type that takes the
 * registration down terminates it, any other tells who serves the target. A
 * failed authentication takes nothing down. TS 29.229 cl. 6.3.15 */
static enum li_iri_kind assignment(int32_t type)
{
	switch (type) {
	case 4:  /* TIMEOUT_DEREGISTRATION */
	case 5:  /* USER_DEREGISTRATION */
	case 6:  /* TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME */
	case 7:  /* USER_DEREGISTRATION_STORE_SERVER_NAME */
	case 8:  /* ADMINISTRATIVE_DEREGISTRATION */
	case 11: /* DEREGISTRATION_TOO_MUCH_DATA */
		return LI_IRI_HSS_REGISTRATION_TERMINATION;
	default: return LI_IRI_HSS_SERVING_SYSTEM;
	}
}

bool li_report_cx_kind(const struct li_cx *cx, const struct li_change *change,
	enum li_iri_kind *kind)
{
	switch (cx->command) {
	case LI_CX_SAR: *kind = assignment(cx->assignment_type); return true;
	case LI_CX_RTR:
		*kind = LI_IRI_HSS_REGISTRATION_TERMINATION;
		return true;
	case LI_CX_LIR: /* TS 33.107 cl. 7A.2.3.4 */
		*kind = LI_IRI_HSS_LOCATION_INFORMATION_REQUEST;
		return true;
	case LI_CX_UAR: /* TS 33.107 cl. 7A.2.3.1: it has roamed */
		*kind = LI_IRI_HSS_SERVING_SYSTEM;
		return change->visited_changed;
	case LI_CX_MAR:
	case LI_CX_PPR: return false;
	}
	return false;
}
