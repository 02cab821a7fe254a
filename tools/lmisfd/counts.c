/* SPDX-License-Identifier: BSD-3-Clause */
#include "counts.h"

#include "base/clock.h"
#include "ipc/door.h"

bool counts_asked(const struct li_admin_request *request)
{
	return (request->op == LI_ADMIN_COUNT ||
		       request->op == LI_ADMIN_COUNT_LI) &&
		li_door_allows(request->door, request->op);
}

/* Counted before the screen, or by who listens. TS 33.126 R6.6-05 */
static void put_open(const struct lmisfd *d, uint64_t at[])
{
	const struct li_flow_counts *n = li_flow_counts(d->flow);
	const uint64_t *in = d->intake.counts;
	const enum li_clock_state clock = li_clock_state();

	at[LI_COUNT_PACKETS] = n->packets;
	at[LI_COUNT_SIP] = n->sip;
	at[LI_COUNT_CX] = n->cx;
	at[LI_COUNT_BEARERS] = n->bearers;
	at[LI_COUNT_KEEPALIVES] = n->keepalives;
	at[LI_COUNT_MALFORMED] = n->malformed;
	at[LI_COUNT_UNSUPPORTED] = n->unsupported;
	at[LI_COUNT_HEP_OLD] = n->hep_old;
	at[LI_COUNT_HEP_COMPRESSED] = n->hep_compressed;
	at[LI_COUNT_SIGCOMP] = n->sigcomp;
	at[LI_COUNT_ENCRYPTED] = in[INTAKE_ENCRYPTED];
	at[LI_COUNT_LOST_SOCKET] = in[INTAKE_LOST];
	at[LI_COUNT_LOST_CAPTURE] = in[INTAKE_CAPTURE_LOST];
	at[LI_COUNT_LOST_GAPS] = in[INTAKE_GAPS];
	at[LI_COUNT_LOST_CX] = n->cx_lost;
	at[LI_COUNT_PEERS] = d->intake.connections;
	at[LI_COUNT_REFUSED_ADDRESS] = in[INTAKE_REFUSED];
	at[LI_COUNT_REFUSED_LIMIT] = in[INTAKE_CROWDED];
	at[LI_COUNT_REFUSED_TLS] = in[INTAKE_TLS_REFUSED];
	at[LI_COUNT_REFUSED_TIME] = in[INTAKE_TIMED_OUT];
	at[LI_COUNT_REFUSED_FRAMING] = in[INTAKE_UNFRAMED];
	/* TS 33.126 R6.4-90 */
	at[LI_COUNT_CLOCK_SYNCED] = clock == LI_CLOCK_SYNCED;
	at[LI_COUNT_CLOCK_FREE] = clock == LI_CLOCK_FREE;
	at[LI_COUNT_CLOCK_UNKNOWN] = clock == LI_CLOCK_UNKNOWN;
}

static li_err put_li(const struct lmisfd *d, int64_t now_us, uint64_t at[])
{
	const struct li_flow_counts *n = li_flow_counts(d->flow);
	struct li_store_counts s;
	li_err err = li_flow_stored(d->flow, now_us, &s);

	if (err)
		return err;
	at[LI_COUNT_TASKS] = s.tasks;
	at[LI_COUNT_TASKS_IN_FORCE] = s.tasks_in_force;
	at[LI_COUNT_TASKS_MENDED] = n->mended;
	at[LI_COUNT_TASKS_DIFFER] = n->differ;
	at[LI_COUNT_DESTINATIONS] = s.destinations;
	at[LI_COUNT_IRI] = s.iris;
	at[LI_COUNT_IRI_WAITING] = s.waiting;
	at[LI_COUNT_IRI_CONFIRMED] = s.confirmed;
	at[LI_COUNT_AUDIT_ROWS] = s.audit_rows;
	at[LI_COUNT_SECURITY_EVENTS] = s.security_events;
	at[LI_COUNT_DISAGREED] = n->disagreed;
	at[LI_COUNT_UNHELD] = n->unheld;
	at[LI_COUNT_SHED] = n->shed;
	at[LI_COUNT_PASSED] = d->intake.counts[INTAKE_PASSED];
	for (size_t i = LI_COUNT_KEYS_ASKED; i < LI_COUNTS; i++)
		at[i] = d->of_keys.at[i];
	return LI_OK;
}

bool counts_told(const struct li_admin_request *request)
{
	return request->op == LI_ADMIN_KEYS &&
		li_door_allows(request->door, request->op);
}

void counts_hear(struct lmisfd *d, const struct li_admin_request *request,
	struct li_admin_reply *reply)
{
	*reply = (struct li_admin_reply){
		.err = li_counts_keys_get(request->body, &d->of_keys)};
}

li_err counts_answer(struct lmisfd *d, const struct li_admin_request *request,
	uint64_t *audited, struct li_buf *out, struct li_admin_reply *reply)
{
	const bool of_li = request->op == LI_ADMIN_COUNT_LI;
	const int64_t now_us = li_clock_now_us();
	struct li_counts n = {0};
	struct li_buf item = {0};
	li_err err = LI_OK;

	*reply = (struct li_admin_reply){.err = LI_OK};
	/* TS 33.127 cl. 8.7 */
	if (of_li && !*audited)
		err = li_flow_admin(d->flow, request, now_us, out, reply);
	if (err || reply->err)
		return err;
	put_open(d, n.at);
	if (of_li)
		err = put_li(d, now_us, n.at);
	if (err)
		return err;
	*audited |= of_li;
	li_counts_put(&item, &n, of_li ? LI_COUNTS : LI_COUNTS_OPEN);
	li_admin_item_put(out, li_buf_slice(&item));
	out->bad |= item.bad;
	li_buf_fini(&item);
	return LI_OK;
}
