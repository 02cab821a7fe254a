/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "store/rotate.h"

static struct li_store_place place_of(const struct ctl *c)
{
	return (struct li_store_place){.path = c->config.store.path,
		.key_file = c->config.store.key_file};
}

li_err ctl_init(struct ctl *c)
{
	const struct li_store_place place = place_of(c);
	const struct li_actor actor = {c->operator_name, "lmisf-ctl"};
	bool made_key;
	li_err err;

	/* Before a key is made: a refusal leaves nothing behind. */
	if (access(place.path, F_OK) == 0)
		return li_fault_set(&c->fault, LI_EEXIST,
			"%s: exists already; nothing was changed", place.path);
	err = li_store_key_create(place.key_file, &c->fault);
	if (err && err != LI_EEXIST)
		return err;
	made_key = !err;
	err = li_store_create(&place, &actor, &c->fault);
	if (err) {
		if (made_key)
			unlink(place.key_file);
		return err;
	}
	printf("%s: made\n%s: %s\n", place.path, place.key_file,
		made_key ? "made; keep a copy in a safe place: without it "
			   "nobody can read the store"
			 : "was there and is used");
	return LI_OK;
}

li_err ctl_restored(struct ctl *c)
{
	struct li_store_place place = place_of(c);
	const struct li_actor actor = {c->operator_name, "lmisf-ctl"};
	li_err err;

	place.audit_key = c->config.store.audit_key;
	err = li_store_open(&place, LI_STORE_WRITER, &c->store, &c->fault);
	if (err == LI_EAGAIN)
		return li_fault_set(&c->fault, err,
			"%s: in use; stop lmisfd first", place.path);
	if (!err)
		err = li_store_restored(c->store, &actor, &c->fault);
	if (!err)
		puts("numbers of HI2 begin anew; destinations of HI2 are told");
	return err;
}

li_err ctl_key_rotate(struct ctl *c)
{
	struct li_store_place place = place_of(c);
	const struct li_actor actor = {c->operator_name, "lmisf-ctl"};
	bool finished;
	li_err err;

	place.audit_key = c->config.store.audit_key;
	err = li_store_key_rotate(&place, &actor, &finished, &c->fault);
	if (err == LI_EAGAIN)
		return li_fault_set(&c->fault, err,
			"%s: in use; stop lmisfd, lmisf-deliver and lmisf-x1d "
			"first",
			place.path);
	if (!err)
		printf("%s: %s; keep a copy in a safe place: without it nobody "
		       "can read the store\n",
			place.key_file,
			finished ? "what was begun before is finished"
				 : "replaced");
	return err;
}

li_err ctl_check(struct ctl *c)
{
	const struct li_store_place place = place_of(c);
	li_err err;

	err = li_store_open(&place, LI_STORE_READER, &c->store, &c->fault);
	if (!err)
		printf("%s: good\n", c->config.file);
	return err;
}
