/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "flow/flow_tasks.h"

struct tasks {
	struct li_task *at;
	size_t n, cap;
};

static li_err add(const struct li_task *task, void *data)
{
	struct tasks *t = data;

	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 64;
		struct li_task *more = calloc(cap, sizeof(*more));

		if (!more)
			return LI_ENOMEM;
		if (t->n) {
			memcpy(more, t->at, t->n * sizeof(*more));
			explicit_bzero(t->at, t->n * sizeof(*more));
		}
		free(t->at);
		t->at = more;
		t->cap = cap;
	}
	t->at[t->n++] = *task;
	return LI_OK;
}

li_err li_flow_load_tasks(struct li_store *store, struct li_step *step)
{
	struct tasks t = {0};
	li_err err = li_store_task_each(store, add, &t);

	if (!err)
		err = li_step_tasks(step, t.at, t.n);
	if (t.at)
		explicit_bzero(t.at, t.n * sizeof(*t.at));
	free(t.at);
	return err;
}
