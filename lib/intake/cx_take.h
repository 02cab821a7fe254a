/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_take.h - what is done with an AVP that counts: a row of the table of
 * intake/cx_field.c names one of these.
 *
 * Floor    2, inside intake/.
 * Threads  As cx_msg.h.
 * Memory   As cx_msg.h.
 * Spec     TS 29.229 cl. 6.2, 6.3
 */
#ifndef LI_INTAKE_CX_TAKE_H
#define LI_INTAKE_CX_TAKE_H

#include "intake/cx_avp.h"
#include "intake/cx_field.h"

/* An AVP that counts, what is done with it, in which of the two messages; `at`
 * is the place in the event that its value goes to, or the number of a group. */
struct li_cx_row {
	uint32_t code, vendor;
	void (*take)(struct li_cx_reader *r, const struct li_cx_row *row,
		const struct li_avp *avp);
	uint16_t at;
	uint8_t where;
};

/* A value to its place; of several the first, or the last. */
void li_cx_take_slice(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_last(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);

/* A number, flags, whether it is there at all. */
void li_cx_take_number(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_flags(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_presence(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);

/* Who it is about, and who serves it. */
void li_cx_take_impu(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_user_name(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_associated(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_registered(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_user_data(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_server(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);

/* The two results, which are not each other's. */
void li_cx_take_result(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);
void li_cx_take_experimental(struct li_cx_reader *r,
	const struct li_cx_row *row, const struct li_avp *avp);

/* A pair of an emergency registration. */
void li_cx_take_emergency(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);

#endif
