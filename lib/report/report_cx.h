/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report_cx.h - which HSS event a Cx exchange is.
 *
 * Floor    2, inside report/.
 * Threads  Pure function.
 * Memory   None.
 * Spec     TS 33.107 cl. 7A.2.3
 */
#ifndef LI_REPORT_REPORT_CX_H
#define LI_REPORT_REPORT_CX_H

#include "report/report.h"

/* False when the exchange is none of the events. */
bool li_report_cx_kind(const struct li_cx *cx, const struct li_change *change,
	enum li_iri_kind *kind);

#endif
