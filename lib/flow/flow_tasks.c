/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/flow_tasks.h"

li_err li_flow_task_changed(struct li_store *store, struct li_step *step,
	const struct li_uuid *xid)
{
	struct li_task task;
	li_err err = li_store_task_get(store, xid, &task);

	if (!err)
		err = li_step_put(step, &task);
	explicit_bzero(&task, sizeof(task));
	return err;
}
