/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report_cx.h - which HSS events a Cx exchange is.
 *
 * Floor    2, inside report/.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     TS 33.107 cl. 7A.2.3; TS 33.108 cl. 7.5.1
 */
#ifndef LI_REPORT_REPORT_CX_H
#define LI_REPORT_REPORT_CX_H

#include "report/report.h"

/* Write the kinds; returns how many. */
size_t li_report_cx_kinds(const struct li_report_case *c,
	enum li_iri_kind kinds[static LI_REPORT_KINDS_MAX]);

/* Fill in what a record of this kind has of the exchange. */
void li_report_cx_fill(const struct li_report_case *c, enum li_iri_kind kind,
	struct li_iri *iri);

/* How many records tell all identities that came and left: each has room for
 * one of a kind. TS 33.108 cl. B.9, Change-Of-Target-Identity */
size_t li_report_changes(const struct li_change *change);

/* Fill in those of the n-th. */
void li_report_change(const struct li_change *change, size_t nth,
	struct li_iri *iri);

#endif
