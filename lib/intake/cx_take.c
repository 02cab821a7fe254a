/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_take.h"

enum { ABSENT = -1 };

static void *place(struct li_cx_reader *r, const struct li_cx_row *row)
{
	return (char *)r->event + row->at;
}

/* The first one counts. */
void li_cx_take_slice(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_slice *to = place(r, row);

	if (to->n == 0)
		*to = avp->value;
}

void li_cx_take_last(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	*(struct li_slice *)place(r, row) = avp->value;
}

/* Who serves the user: as the S-CSCF says of itself, and as the HSS names it.
 * TS 29.229 cl. 6.3.3 */
void li_cx_take_server(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_slice *answered = &r->event->cx_more.answered_server;

	li_cx_take_slice(r, row, avp);
	if (r->where == LI_CX_IN_ANSWER && answered->n == 0)
		*answered = avp->value;
}

void li_cx_take_number(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	int32_t *to = place(r, row);
	uint32_t v;

	if (*to == ABSENT && li_avp_u32(avp, &v) && v <= INT32_MAX)
		*to = (int32_t)v;
}

void li_cx_take_flags(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	uint32_t v;

	if (li_avp_u32(avp, &v))
		*(uint32_t *)place(r, row) |= v;
}

void li_cx_take_presence(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	(void)avp;
	*(bool *)place(r, row) = true;
}

/* Add to a list of at most max; false when it is full. */
static bool list(struct li_cx_reader *r, struct li_slice *to, size_t *count,
	size_t max, struct li_slice value)
{
	if (*count == max) {
		r->event->crowded = true;
		return false;
	}
	to[(*count)++] = value;
	return true;
}

/* TS 29.229 cl. 6.3.2 */
void li_cx_take_impu(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_cx *cx = &r->event->cx;

	(void)row;
	(void)list(r, cx->impus, &cx->impu_count, LI_CX_IMPUS_MAX, avp->value);
	(void)li_cx_party(r, LI_ID_IMPU, LI_ROLE_CX_PUBLIC_IDENTITY,
		avp->value);
}

/* RFC 6733 cl. 8.14: the IMPI. TS 29.228 cl. 6.1 */
void li_cx_take_user_name(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	li_cx_take_slice(r, row, avp);
	(void)li_cx_party(r, LI_ID_IMPI, LI_ROLE_CX_USER_NAME, avp->value);
}

/* Other IMPIs of the subscription. TS 29.229 cl. 6.3.33 */
void li_cx_take_associated(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_cx *cx = &r->event->cx;

	(void)row;
	(void)list(r, cx->impis, &cx->impi_count, LI_CX_IMPUS_MAX, avp->value);
	(void)li_cx_party(r, LI_ID_IMPI, LI_ROLE_CX_USER_NAME, avp->value);
}

/* IMPIs that are registered with the IMPU. TS 29.229 cl. 6.3.50 */
void li_cx_take_registered(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_cx_more *more = &r->event->cx_more;

	(void)row;
	(void)list(r, more->registered_impis, &more->registered_impi_count,
		LI_CX_PAIRS_MAX, avp->value);
}

void li_cx_take_user_data(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	enum li_cx_command command = r->event->cx.command;

	/* TS 29.229 cl. 6.1.4, 6.1.11: no other message has one */
	if ((command != LI_CX_SAR || r->where != LI_CX_IN_ANSWER) &&
		(command != LI_CX_PPR || r->where != LI_CX_IN_REQUEST))
		return;
	if (r->event->cx.user_data.n == 0)
		li_cx_user_data(r, avp->value);
	li_cx_take_slice(r, row, avp);
}

void li_cx_take_result(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_cx *cx = &r->event->cx;
	uint32_t v;

	(void)row;
	if (!cx->experimental && cx->result == 0 && li_avp_u32(avp, &v))
		cx->result = v;
}

/* A result is this AVP, this vendor and this code: 2001 of the one is not 2001
 * of the other. Where a peer sends both, the particular one is meant.
 * TS 29.229 cl. 6.2; RFC 6733 cl. 7.6, 7.7 */
void li_cx_take_experimental(struct li_cx_reader *r,
	const struct li_cx_row *row, const struct li_avp *in)
{
	struct li_avp_walk w = li_avp_walk(in->value);
	struct li_cx *cx = &r->event->cx;
	uint32_t vendor = 0, code = 0;
	struct li_avp avp;

	(void)row;
	while (li_avp_next(&w, &avp)) {
		if (avp.vendor == 0 && avp.code == 266 && vendor == 0)
			(void)li_avp_u32(&avp, &vendor);
		else if (avp.vendor == 0 && avp.code == 298 && code == 0)
			(void)li_avp_u32(&avp, &code);
	}
	if (cx->experimental || code == 0)
		return;
	cx->experimental = true;
	cx->result_vendor = vendor;
	cx->result = code;
}

/* TS 29.229 cl. 6.3.57 */
void li_cx_take_emergency(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *in)
{
	struct li_avp_walk w = li_avp_walk(in->value);
	struct li_cx_more *more = &r->event->cx_more;
	struct li_cx_emergency pair = {.impi = {0}};
	struct li_avp avp;

	(void)row;
	while (li_avp_next(&w, &avp)) {
		if (avp.code == 1 && avp.vendor == 0 && pair.impi.n == 0)
			pair.impi = avp.value;
		else if (avp.code == 601 && avp.vendor == LI_CX_VENDOR &&
			pair.impu.n == 0)
			pair.impu = avp.value;
	}
	if (pair.impi.n == 0 || pair.impu.n == 0)
		return;
	if (more->emergency_count == LI_CX_PAIRS_MAX)
		r->event->crowded = true;
	else
		more->emergency[more->emergency_count++] = pair;
}
