/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/inside.h"

static const struct li_actor ourselves = {.name = "lmisfd", .via = "lmisfd"};

/* Messages that stand in a ring, which outlives us: how far it was taken is
 * stored with what came of it. */

li_err li_flow_ring(struct li_flow *flow, const struct li_uuid *name,
	uint64_t settled, uint64_t *committed)
{
	uint64_t position = 0;
	li_err err = li_store_feed_position(flow->store, name, &position);

	if (err && err != LI_ENOTFOUND)
		return err;
	if (err)
		position = 0; /* nothing of it was stored */
	flow->ring.named = true;
	flow->ring.name = *name;
	flow->ring.marked = position;
	flow->ring.committed = position > settled ? position : settled;
	*committed = flow->ring.committed;
	return LI_OK;
}

void li_flow_before_tasks(struct li_flow *flow, void (*fn)(void *data),
	void *data)
{
	flow->ring.before_tasks = fn;
	flow->ring.data = data;
}

void li_flow_at(struct li_flow *flow, uint64_t sequence)
{
	flow->ring.now = sequence;
}

void li_flow_took(struct li_flow *flow, uint64_t sequence)
{
	flow->ring.taken = sequence;
}

uint64_t li_flow_taken(const struct li_flow *flow)
{
	return flow->ring.taken;
}

li_err li_flow_mark(struct li_flow *flow)
{
	li_err err;

	if (!flow->ring.named || flow->ring.taken <= flow->ring.marked)
		return LI_OK;
	err = li_store_feed_mark(flow->store, &flow->ring.name,
		flow->ring.taken);
	if (!err)
		flow->ring.marked = flow->ring.taken;
	return err;
}

void li_flow_leave(struct li_flow *flow)
{
	li_store_leave(flow->store);
	flow->store = NULL;
}

li_err li_flow_reopen(struct li_flow *flow, const struct li_store_place *place,
	bool tasks, int64_t at_us, struct li_fault *fault)
{
	li_err err = li_flow_open_store(flow, place, fault);

	flow->tap_known = false;
	li_flow_admf_again(flow);
	if (!err && tasks)
		err = li_flow_retask(flow, at_us);
	/* In one commit with what the ring has: each waits for the disk. */
	if (!err)
		err = li_store_begin(flow->store);
	if (err)
		return err;
	flow->dirty = true;
	return li_store_audit(flow->store, &ourselves, "lmisfd.resume", NULL,
		(struct li_slice){0});
}
