/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_keep.h"

li_err li_admin_keep_terms(struct li_store *store, struct li_task *task,
	struct li_fault *fault)
{
	struct li_task now;
	li_err err = li_store_task_get(store, &task->xid, &now);

	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, LI_ESTATE, "no such task");
	if (err)
		return err;
	if (!task->starts_us)
		task->starts_us = now.starts_us;
	for (size_t i = 0; i < task->mediation_count; i++) {
		struct li_mediation *m = &task->mediations[i];

		if (!m->starts_us)
			m->starts_us = now.starts_us;
		if (m->starts_us < task->starts_us || i == 0)
			task->starts_us = m->starts_us;
	}
	task->erase_at_end = now.erase_at_end;
	explicit_bzero(&now, sizeof(now));
	return LI_OK;
}

static li_err keep(const struct li_destination *now, void *data)
{
	struct li_destination *d = data;

	if (!li_uuid_eq(&now->did, &d->did))
		return LI_OK;
	d->handover = now->handover;
	d->pins = now->pins;
	d->second = now->second;
	return LI_OK;
}

li_err li_admin_keep_handover(struct li_store *store,
	struct li_destination *destination)
{
	return li_store_destination_each(store, keep, destination);
}
