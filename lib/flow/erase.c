/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/inside.h"

/* What was at a tap before the end may come late: so long, and looked for so
 * often. */
#define LATE_US (INT64_C(86400) * 1000000)
#define EACH_US (INT64_C(10) * 1000000)

/* TS 33.107 cl. 20.3.2.3 */
li_err li_flow_erase_tick(struct li_flow *flow, int64_t at_us, int64_t mono_us)
{
	int64_t ended_us = 0;
	li_err err;

	if (flow->erasing.due)
		return LI_OK;
	err = li_store_erasing(flow->store, at_us, &ended_us);
	if (err || !ended_us)
		return err;
	if (ended_us == flow->erasing.ended_us &&
		(mono_us - flow->erasing.begun_us < EACH_US ||
			at_us - ended_us > LATE_US))
		return LI_OK;
	flow->erasing.due = true;
	flow->erasing.at = (struct li_withdrawal){0};
	flow->erasing.ended_us = ended_us;
	flow->erasing.begun_us = mono_us;
	return LI_OK;
}

bool li_flow_erase_due(const struct li_flow *flow)
{
	return flow->erasing.due;
}

li_err li_flow_erase(struct li_flow *flow, int64_t at_us)
{
	flow->untidy = true;
	return li_store_withdraw(flow->store, &flow->erasing.at, at_us,
		&flow->erasing.due);
}
