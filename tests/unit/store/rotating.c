/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "rotating.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/rotate.h"

void rotating_close(struct place *p)
{
	li_store_close(p->store);
	p->store = NULL;
}

void rotating_init(struct place *p)
{
	place_init(p);
	place_fill(p, 1);
	CU_ASSERT_EQUAL(place_commit(p, 1, 7, ROTATING_WAITING), LI_OK);
	rotating_close(p);
}

void rotating_put(const char *path, const uint8_t key[LI_MASTER_KEY])
{
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0400);
	CU_ASSERT_EQUAL(write(fd, key, LI_MASTER_KEY), LI_MASTER_KEY);
	close(fd);
}

li_err rotating_try(struct place *p, struct li_fault *fault)
{
	bool finished = true;
	li_err err;

	*fault = (struct li_fault){0};
	err = li_store_key_rotate(&p->at, &place_actor, &finished, fault);
	CU_ASSERT_FALSE(!err && finished);
	return err;
}

void rotating_do(struct place *p)
{
	struct li_fault fault;
	const li_err err = rotating_try(p, &fault);

	if (err)
		printf("%s\n", fault.text);
	CU_ASSERT_EQUAL(err, LI_OK);
}

bool rotating_next(const struct place *p)
{
	char next[PLACE_PATH + 8];

	snprintf(next, sizeof(next), "%s.new", p->key);
	return access(next, F_OK) == 0;
}

static li_err count_one(const struct li_outbox_entry *entry, void *data)
{
	(void)entry;
	++*(int64_t *)data;
	return LI_OK;
}

/* Is all there, to be read, found and written, and the audit whole? */
void rotating_whole(struct place *p)
{
	const struct li_uuid did = place_destination(1).did,
			     xid = place_uuid(1);
	int64_t n = 0, row = 0;
	const struct li_store_page page = {.limit = 100,
		.fn = count_one,
		.data = &n};
	static struct li_task task;
	struct li_fault fault = {0};
	uint64_t rows = 0;
	size_t count;

	place_reopen(p);
	CU_ASSERT_FALSE(rotating_next(p) && p->store->next_key);
	CU_ASSERT_EQUAL(li_store_task_get(p->store, &xid, &task), LI_OK);
	CU_ASSERT_STRING_EQUAL(task.liid, "CANARYLIID");
	CU_ASSERT_EQUAL(li_store_claim(p->store, &did, &page, &count), LI_OK);
	CU_ASSERT_EQUAL(n, ROTATING_WAITING);
	CU_ASSERT_EQUAL(li_store_audit_verify(p->store, &row, &rows, &fault),
		LI_OK);
	CU_ASSERT_PTR_NULL(place_canary(p));
	rotating_close(p);
}

int64_t rotating_done(struct place *p)
{
	return place_number(p,
		"SELECT count(*) FROM audit WHERE action = 'key.rotate' AND "
		"via = 'test' AND actor IS NOT NULL AND detail IS NULL");
}
