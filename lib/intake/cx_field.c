/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "intake/cx_take.h"

enum {
	IN_REQUEST = LI_CX_IN_REQUEST,
	IN_ANSWER = LI_CX_IN_ANSWER,
	IN_BOTH = IN_REQUEST | IN_ANSWER,
};

/* The AVPs of a group. */
struct group {
	const struct li_cx_row *rows;
	size_t count;
};

#define AT(member) offsetof(struct li_event, member)
#define GPP LI_CX_VENDOR
#define GROUP(rows)                                                            \
	{                                                                      \
		rows, sizeof(rows) / sizeof((rows)[0])                         \
	}

/* A group's AVPs: `at` says which group it is. */
static void take_group(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp);

/* The contact that is being read is restored[restored_count]: rows of it are
 * those of the first one. */
static void take_restored(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_cx_more *more = &r->event->cx_more;
	struct li_slice *to = (struct li_slice *)(void *)((char *)r->event +
		row->at + more->restored_count * sizeof(more->restored[0]));

	if (to->n == 0)
		*to = avp->value;
}

/* TS 29.229 cl. 6.3.52 */
static void take_contact(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *avp)
{
	struct li_cx_more *more = &r->event->cx_more;

	if (more->restored_count == LI_CX_RESTORED_MAX)
		return; /* enough to tell the devices apart */
	take_group(r, row, avp);
	if (more->restored[more->restored_count].contact.n)
		more->restored_count++;
	else
		more->restored[more->restored_count] =
			(struct li_cx_restored){.contact = {0}};
}

/* ---- groups ---- */

enum { REASON, IDENTITIES, REGISTERED, RESTORATION, CONTACT, SUBSCRIPTION };

/* TS 29.229 cl. 6.3.16 */
static const struct li_cx_row reason[] = {
	{616, GPP, li_cx_take_number, AT(cx.reason_code), IN_BOTH},
	{617, GPP, li_cx_take_slice, AT(cx_more.reason_info), IN_BOTH},
};

static const struct li_cx_row identities[] = {
	{1, 0, li_cx_take_associated, 0, IN_BOTH},
};

static const struct li_cx_row registered[] = {
	{1, 0, li_cx_take_registered, 0, IN_BOTH},
};

/* TS 29.229 cl. 6.3.46 */
static const struct li_cx_row restoration[] = {
	{649, GPP, take_contact, CONTACT, IN_BOTH},
	{608, GPP, li_cx_take_slice, AT(cx_more.auth_scheme), IN_BOTH},
};

static const struct li_cx_row contact[] = {
	{640, GPP, take_restored, AT(cx_more.restored[0].path), IN_BOTH},
	{641, GPP, take_restored, AT(cx_more.restored[0].contact), IN_BOTH},
	{642, GPP, take_group, SUBSCRIPTION, IN_BOTH},
};

/* TS 29.229 cl. 6.3.49 */
static const struct li_cx_row subscription[] = {
	{643, GPP, take_restored, AT(cx_more.restored[0].call_id), IN_BOTH},
	{644, GPP, take_restored, AT(cx_more.restored[0].from), IN_BOTH},
	{645, GPP, take_restored, AT(cx_more.restored[0].to), IN_BOTH},
};

static const struct group groups[] = {
	[REASON] = GROUP(reason),
	[IDENTITIES] = GROUP(identities),
	[REGISTERED] = GROUP(registered),
	[RESTORATION] = GROUP(restoration),
	[CONTACT] = GROUP(contact),
	[SUBSCRIPTION] = GROUP(subscription),
};

static void take_group(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *in)
{
	const struct group *g = &groups[row->at];
	struct li_avp_walk w = li_avp_walk(in->value);
	struct li_avp avp;

	while (li_avp_next(&w, &avp))
		for (size_t i = 0; i < g->count; i++)
			if (g->rows[i].code == avp.code &&
				g->rows[i].vendor == avp.vendor)
				g->rows[i].take(r, &g->rows[i], &avp);
}

/* Of what is asked for and given, the name of the scheme alone; its other AVPs
 * are secret, and the tap has put zeroes in their place. TS 29.229 cl. 6.3.9,
 * 6.3.13 */
static void take_scheme(struct li_cx_reader *r, const struct li_cx_row *row,
	const struct li_avp *item)
{
	for (size_t at = 0; at < item->value.n; at += 4) {
		struct li_avp_walk w = li_avp_walk(
			li_slice_sub(item->value, at, item->value.n));
		struct li_avp avp;

		if (li_avp_next(&w, &avp) && avp.code == 608 &&
			avp.vendor == GPP) {
			li_cx_take_slice(r, row, &avp);
			return;
		}
	}
}

/* ---- the message itself ---- */

enum { HOMES = 64 };

/* Each table has its AVPs at home in the low bits of their codes, which are
 * all different. */
#define HOME(code) [(code) % HOMES]

static const struct li_cx_row base[HOMES] = {
	HOME(1) = {1, 0, li_cx_take_user_name, AT(cx.user_name), IN_BOTH},
	HOME(263) = {263, 0, li_cx_take_slice, AT(cx_more.session_id),
		IN_REQUEST},
	HOME(268) = {268, 0, li_cx_take_result, 0, IN_ANSWER},
	HOME(282) = {282, 0, li_cx_take_last, AT(cx_more.route_record),
		IN_REQUEST},
	HOME(293) = {293, 0, li_cx_take_slice, AT(cx_more.destination_host),
		IN_REQUEST},
	HOME(296) = {296, 0, li_cx_take_slice, AT(cx.origin_realm), IN_REQUEST},
	HOME(297) = {297, 0, li_cx_take_experimental, 0, IN_ANSWER},
};

/* Origin-Host has a place for each message. */
static const struct li_cx_row origin[] = {
	{264, 0, li_cx_take_slice, AT(cx.origin_host), IN_REQUEST},
	{264, 0, li_cx_take_slice, AT(cx_more.answer_host), IN_ANSWER},
};

static const struct li_cx_row gpp[HOMES] = {
	HOME(600) = {600, GPP, li_cx_take_slice, AT(cx.visited_network),
		IN_REQUEST},
	HOME(601) = {601, GPP, li_cx_take_impu, 0, IN_REQUEST},
	HOME(602) = {602, GPP, li_cx_take_server, AT(cx.server_name), IN_BOTH},
	HOME(603) = {603, GPP, li_cx_take_presence, AT(cx_more.capabilities),
		IN_ANSWER},
	HOME(606) = {606, GPP, li_cx_take_user_data, AT(cx.user_data), IN_BOTH},
	HOME(607) = {607, GPP, li_cx_take_number, AT(cx_more.auth_items),
		IN_BOTH},
	HOME(612) = {612, GPP, take_scheme, AT(cx_more.auth_scheme), IN_BOTH},
	HOME(614) = {614, GPP, li_cx_take_number, AT(cx.assignment_type),
		IN_REQUEST},
	HOME(615) = {615, GPP, take_group, REASON, IN_REQUEST},
	HOME(618) = {618, GPP, li_cx_take_presence, AT(cx_more.charging),
		IN_BOTH},
	HOME(623) = {623, GPP, li_cx_take_number, AT(cx.authorization_type),
		IN_REQUEST},
	HOME(624) = {624, GPP, li_cx_take_number, AT(cx_more.data_available),
		IN_REQUEST},
	HOME(632) = {632, GPP, take_group, IDENTITIES, IN_BOTH},
	HOME(633) = {633, GPP, li_cx_take_number, AT(cx_more.originating),
		IN_REQUEST},
	HOME(634) = {634, GPP, li_cx_take_slice, AT(cx_more.wildcarded),
		IN_BOTH},
	HOME(636) = {636, GPP, li_cx_take_slice, AT(cx_more.wildcarded_impu),
		IN_BOTH},
	HOME(637) = {637, GPP, li_cx_take_flags, AT(cx_more.uar_flags),
		IN_REQUEST},
	HOME(639) = {639, GPP, take_group, RESTORATION, IN_BOTH},
	HOME(647) = {647, GPP, take_group, REGISTERED, IN_ANSWER},
	HOME(648) = {648, GPP, li_cx_take_number,
		AT(cx_more.multiple_registration), IN_REQUEST},
	HOME(651) = {651, GPP, li_cx_take_emergency, 0, IN_ANSWER},
	HOME(653) = {653, GPP, li_cx_take_flags, AT(cx_more.lia_flags),
		IN_ANSWER},
	HOME(655) = {655, GPP, li_cx_take_flags, AT(cx_more.sar_flags),
		IN_REQUEST},
	HOME(659) = {659, GPP, li_cx_take_flags, AT(cx_more.rtr_flags),
		IN_REQUEST},
};

void li_cx_fields_read(struct li_cx_reader *r, struct li_slice avps)
{
	struct li_avp_walk w = li_avp_walk(avps);
	struct li_avp avp;

	while (li_avp_next(&w, &avp)) {
		const struct li_cx_row *row = &base[avp.code % HOMES];

		if (avp.vendor == GPP)
			row = &gpp[avp.code % HOMES];
		else if (avp.code == origin[0].code)
			row = &origin[r->where == IN_ANSWER];
		if (row->code == avp.code && row->vendor == avp.vendor &&
			row->where & r->where)
			row->take(r, row, &avp);
	}
}
