/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "flow/inside.h"
#include "store/audit.h"
#include "store/report.h"

/* TS 33.127 cl. 8.7 */
li_err li_flow_note(struct li_flow *flow, const char *action,
	const char *object)
{
	const struct li_actor ourselves = {.name = "lmisfd", .via = "lmisfd"};

	return li_store_audit(flow->store, &ourselves, action, object,
		(struct li_slice){0});
}

/* TS 103 221-1 cl. 6.5.4: a report waits until the ADMF has taken it. */
static li_err tell(struct li_flow *flow, const struct li_checkpoint *c)
{
	li_err err = flow->tell_marks ? li_flow_commit(flow) : LI_OK;

	return err || !flow->tell_marks
		? err
		: li_store_issue(flow->store,
			  &(struct li_issue){.cause = LI_ISSUE_CHECKPOINT,
				  .state = LI_ISSUE_NEWS,
				  .number = (uint64_t)c->row,
				  .at_us = c->at_us});
}

/* To the log, and so to the log host, and to the ADMF: what is there is out of
 * reach of who can change the store. Numbers and hashes, no identity.
 * TS 33.126 R6.6-110 */
static li_err hand_out(struct li_flow *flow, int64_t mono_us)
{
	const struct li_checkpoint *c = li_store_marked(flow->store);
	char line[LI_CHECKPOINT_LINE];

	if (!c || c->row == flow->marked_row)
		return LI_OK;
	flow->marked_row = c->row;
	flow->marked_us = mono_us;
	if (!c->rooted)
		return LI_OK;
	li_checkpoint_format(c, line);
	li_log(LI_LOG_NOTICE, "audit", 0, "checkpoint %s", line);
	return tell(flow, c);
}

void li_flow_audit_end(struct li_flow *flow)
{
	if (li_store_mark(flow->store) != LI_OK ||
		hand_out(flow, flow->marked_us) != LI_OK)
		li_log(LI_LOG_WARNING, "audit", 0,
			"the end was not signed and handed out");
}

li_err li_flow_audit_tick(struct li_flow *flow, int64_t mono_us)
{
	const int64_t each_us = (int64_t)LI_FLOW_MARK_S * 1000000;
	li_err err;

	if (flow->marked_us == 0)
		flow->marked_us = mono_us;
	err = hand_out(flow, mono_us);
	if (err || mono_us - flow->marked_us < each_us ||
		li_store_audit_rows(flow->store) == flow->marked_row)
		return err;
	err = li_flow_commit(flow);
	if (!err)
		err = li_store_mark(flow->store);
	if (!err)
		err = hand_out(flow, mono_us);
	return err;
}
