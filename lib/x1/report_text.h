/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report_text.h - write a report, read what the ADMF says to it.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Text is appended to the caller's buffer; a failure shows there.
 * Spec     TS 103 221-1 cl. 6.1, 6.5, table 46; cl. 6.7 (no personal data)
 */
#ifndef LI_X1_REPORT_TEXT_H
#define LI_X1_REPORT_TEXT_H

#include "ipc/admin.h"
#include "x1/reply.h"

/* Append a whole document with one request. */
void li_x1_report_put(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_uuid *transaction,
	const struct li_admin_report *report);

/* Codes of faults. TS 103 221-1 table 46 */
enum {
	LI_X1_CLEARED = 9000,
	LI_X1_WARNING = 9010,
	LI_X1_ACTIONED = 9040,
};

/* Is the document a response to that request, from the ADMF of ends to us? Then
 * *code is 0 when it says OK, else its error code.
 *   LI_EMALFORMED   it is something else, or another's: TS 103 221-1 cl. 8.2.4
 *   LI_ENOMEM       *code is untouched on an error
 */
LI_MUST_USE li_err li_x1_report_answer(struct li_slice document,
	const struct li_x1_ends *ends, const struct li_uuid *transaction,
	uint32_t *code);

#endif
