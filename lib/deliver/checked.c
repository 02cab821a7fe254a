/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/checked.h"

#include "base/log.h"
#include "store/checked.h"

static li_err keep(void *data, const struct li_uuid *did,
	const struct li_checking *checking, uint64_t *keeping)
{
	const struct li_checked_place *p = data;

	return li_recorder_checking(p->recorder, did, checking, keeping);
}

static li_err each(void *data, const struct li_uuid *did,
	li_store_checking_fn fn, void *fn_data)
{
	const struct li_checked_place *p = data;

	return li_store_checking_each(p->store, did, fn, fn_data);
}

static li_err read_numbers(void *data, const struct li_uuid *did,
	struct li_checked *checked)
{
	const struct li_checked_place *p = data;

	return li_store_checked(p->store, did, checked);
}

static void had(void *data, const struct li_uuid *did,
	const struct li_checked *checked)
{
	const struct li_checked_place *p = data;
	const li_err err = li_recorder_checked(p->recorder, did, checked);

	if (err)
		li_log(LI_LOG_WARNING, "deliver", 0,
			"a number of an integrity check was not kept: %s",
			li_err_name(err));
}

static bool kept(void *data, const struct li_uuid *did)
{
	const struct li_checked_place *p = data;

	return li_recorder_keeps(p->recorder, did);
}

struct li_link_numbers li_checked_numbers(struct li_checked_place *place)
{
	return (struct li_link_numbers){keep, each, read_numbers, had, kept,
		place};
}
