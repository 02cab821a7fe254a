/* SPDX-License-Identifier: BSD-3-Clause
 *
 * place.h - a store in a folder of its own, for the tests of flow.
 */
#ifndef LI_UNIT_FLOW_PLACE_H
#define LI_UNIT_FLOW_PLACE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "flow/flow.h"
#include "model/pack.h"
#include "unit.h"

struct place {
	char folder[64], path[96], key[96];
};

static const struct li_actor place_actor = {.name = "tester", .via = "test"};

static inline struct li_store_place place_make(struct place *p)
{
	struct li_store_place at;

	snprintf(p->folder, sizeof(p->folder), "/tmp/lmisf-flow.XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(p->folder));
	snprintf(p->path, sizeof(p->path), "%s/db", p->folder);
	snprintf(p->key, sizeof(p->key), "%s/key", p->folder);
	at = (struct li_store_place){.path = p->path, .key_file = p->key};
	CU_ASSERT_EQUAL_FATAL(li_store_key_create(p->key, NULL), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_create(&at, &place_actor, NULL), LI_OK);
	return at;
}

static inline void place_remove(const struct place *p)
{
	static const char *const tails[] = {"", "-wal", "-shm", ".lock"};
	char name[128];

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", p->path, tails[i]);
		unlink(name);
	}
	unlink(p->key);
	rmdir(p->folder);
}

/* A task on one target, in force all the time. */
static inline struct li_task place_task(enum li_id_kind kind,
	const char *target)
{
	struct li_task t = {.starts_us = 0,
		.ends_us = INT64_MAX,
		.target_count = 1};

	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&t.xid), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(target),
				      &t.targets[0]),
		LI_OK);
	strcpy(t.liid, "LIID-1");
	strcpy(t.operator_name, "tester");
	strcpy(t.warrant, "order");
	return t;
}

/* Put such a task into the store at `at`, which nobody has open. */
static inline void place_put(const struct li_store_place *at,
	enum li_id_kind kind, const char *target)
{
	struct li_task task = place_task(kind, target);
	struct li_store *store = NULL;

	CU_ASSERT_EQUAL_FATAL(li_store_open(at, LI_STORE_WRITER, &store, NULL),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(store, &task, &place_actor,
				      NULL),
		LI_OK);
	li_store_close(store);
}

#endif
