/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "flow/inside.h"
#include "store/audit.h"

/* To the log, and so to the log host: what is written there is out of reach of
 * who can change the store. Numbers and hashes, no identity.
 * TS 33.126 R6.6-110 */
static void hand_out(struct li_flow *flow, int64_t mono_us)
{
	const struct li_checkpoint *c = li_store_marked(flow->store);
	char line[LI_CHECKPOINT_LINE];

	if (!c || c->row == flow->marked_row)
		return;
	flow->marked_row = c->row;
	flow->marked_us = mono_us;
	if (!c->rooted)
		return;
	li_checkpoint_format(c, line);
	li_log(LI_LOG_NOTICE, "audit", 0, "checkpoint %s", line);
}

void li_flow_audit_end(struct li_flow *flow)
{
	if (li_store_mark(flow->store) == LI_OK)
		hand_out(flow, flow->marked_us);
	else
		li_log(LI_LOG_WARNING, "audit", 0, "the end was not signed");
}

li_err li_flow_audit_tick(struct li_flow *flow, int64_t mono_us)
{
	const int64_t each_us = (int64_t)LI_FLOW_MARK_S * 1000000;
	li_err err = LI_OK;

	if (flow->marked_us == 0)
		flow->marked_us = mono_us;
	hand_out(flow, mono_us);
	if (mono_us - flow->marked_us < each_us ||
		li_store_audit_rows(flow->store) == flow->marked_row)
		return LI_OK;
	err = li_flow_commit(flow);
	if (!err)
		err = li_store_mark(flow->store);
	if (!err)
		hand_out(flow, mono_us);
	return err;
}
