/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_confirm.h"

#include <stdio.h>

#include "ipc/checked.h"
#include "store/checked.h"
#include "store/outbox.h"

static li_err give(struct li_buf *items, const struct li_admin_confirm *m)
{
	struct li_buf one = {0};

	li_admin_confirm_put(&one, m);
	return li_admin_item_give(items, &one);
}

li_err li_admin_confirm(struct li_store *store,
	const struct li_admin_request *request, int64_t at_us,
	struct li_buf *items, struct li_admin_reply *reply)
{
	struct li_admin_confirm m;
	struct li_had had;
	size_t count = 0;
	li_err err = li_admin_confirm_get(request->body, &m);

	if (err)
		return err;
	had = (struct li_had){m.did, m.id, m.list, m.count};
	err = li_store_confirm_step(store, &had, at_us, &count);
	if (err)
		return err;
	snprintf(reply->text, sizeof(reply->text), "%zu", count);
	m.id = had.id;
	m.count = 0;
	return give(items, &m);
}

li_err li_admin_aside(struct li_store *store,
	const struct li_admin_request *request, int64_t at_us)
{
	struct li_admin_aside m;
	li_err err = li_admin_aside_get(request->body, &m);

	return err ? err
		   : li_store_aside(store, &m.did, m.id,
			     &(struct li_aside_why){m.why, at_us});
}

li_err li_admin_checked(struct li_store *store,
	const struct li_admin_request *request)
{
	struct li_admin_checked m;
	li_err err = li_admin_checked_get(request->body, &m);

	return err ? err
		   : li_store_checked_keep(store, &m.did, m.list, m.count);
}

li_err li_admin_checking(struct li_store *store,
	const struct li_admin_request *request)
{
	struct li_admin_checking m;
	li_err err = li_admin_checking_get(request->body, &m);

	return err ? err
		   : li_store_checking_keep(store, &m.did, m.list, m.count);
}
