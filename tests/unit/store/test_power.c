/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "odd_disk.h"
#include "place.h"
#include "unit.h"

/* The power goes at some write, sync or truncation of a store at work. What
 * was committed before is there, and of the transaction that was under way all
 * or nothing. LI_POWER_LOSSES=N tries so many times, LI_POWER_SEED=N begins
 * with that one. */

enum { LOSSES = 20, COMMITS = 40, LOSE_WITHIN = 400 };

/* What the store said to be durable, and what it was about to make so. */
struct books {
	int64_t iris, confirmed;
	int64_t more_iris, more_confirmed;
};

static unsigned draw(uint64_t *state, unsigned n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33) % n;
}

static void copy_key(const struct place *from, const struct place *to)
{
	uint8_t key[256];
	int fd = open(from->key, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, key, sizeof(key));

	close(fd);
	fd = open(to->key, O_WRONLY | O_CREAT | O_CLOEXEC, 0400);
	CU_ASSERT_EQUAL_FATAL(write(fd, key, (size_t)n), n);
	close(fd);
}

/* Records, confirmations, a tidied store now and then, until the power goes. */
static void work(struct place *p, uint64_t seed, struct books *b)
{
	const struct li_uuid did = place_destination(1).did;
	uint64_t state = seed;
	size_t count;

	for (int i = 0; i < COMMITS; i++) {
		const int64_t n = 1 + draw(&state, 6);

		b->more_iris = n;
		if (place_commit(p, 1, draw(&state, 3), (size_t)n) != LI_OK)
			return;
		b->iris += n;
		b->more_iris = 0;
		if (draw(&state, 4) == 0) {
			b->more_confirmed = b->iris - b->confirmed;
			if (li_store_confirm(p->store, &did, b->iris, 1,
				    &count) != LI_OK)
				return;
			b->confirmed = b->iris;
			b->more_confirmed = 0;
		}
		if (draw(&state, 6) == 0 && li_store_tidy(p->store) != LI_OK)
			return;
	}
}

static li_err count_one(const struct li_outbox_entry *entry, void *data)
{
	(void)entry;
	++*(int64_t *)data;
	return LI_OK;
}

/* How many of a destination's records can be read and sent. */
static int64_t sendable(struct place *p)
{
	const struct li_uuid did = place_destination(1).did;
	int64_t n = 0;
	const struct li_store_page page = {.limit = 100000,
		.fn = count_one,
		.data = &n};
	size_t count;

	return li_store_claim(p->store, &did, &page, &count) == LI_OK ? n : -1;
}

/* Is the store whole, and does it have what the books say? */
static bool whole(struct place *p, const struct books *b)
{
	struct li_fault fault = {0};
	int64_t row = 0, iris, confirmed;
	uint64_t rows = 0;

	if (li_store_open(&p->at, LI_STORE_WRITER, &p->store, &fault) != LI_OK)
		return false;
	iris = place_number(p, "SELECT count(*) FROM iri");
	confirmed = place_number(p,
		"SELECT count(*) FROM iri WHERE confirmed_us <> 0");
	return (iris == b->iris || iris == b->iris + b->more_iris) &&
		(confirmed == b->confirmed ||
			confirmed == b->confirmed + b->more_confirmed) &&
		sendable(p) == iris - confirmed && place_gapless(p) &&
		place_number(p, "SELECT count(*) FROM payload") ==
		iris - confirmed &&
		li_store_audit_verify(p->store, &row, &rows, &fault) == LI_OK &&
		place_commit(p, 1, 7, 1) == LI_OK;
}

/* Let the power go once; true when nothing was lost. */
static bool survives(uint64_t seed, bool normal, unsigned *went)
{
	struct odd_disk disk = {.seed = seed, .normal = normal};
	struct place p, after;
	struct books books = {0};
	uint64_t state = seed;
	bool kept;

	place_empty(&after);
	disk.rescued = after.dir;
	odd_disk_on(&disk);
	place_init(&p);
	place_fill(&p, 1);
	disk.lose_at = disk.changes + 1 + draw(&state, LOSE_WITHIN);
	work(&p, seed, &books);
	li_store_close(p.store);
	p.store = NULL;
	odd_disk_off();
	copy_key(&p, &after);
	place_fini(&p);
	*went += disk.lost; /* else all was done before */
	kept = !disk.lost || whole(&after, &books);
	place_fini(&after);
	return kept;
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_power__keeps_what_was_committed(void)
{
	const uint64_t seed = number_of("LI_POWER_SEED", 1);
	const uint64_t losses = number_of("LI_POWER_LOSSES", LOSSES);
	unsigned went = 0;

	for (uint64_t i = seed; i < seed + losses; i++)
		if (!survives(i, false, &went)) {
			printf(" LI_POWER_SEED=%llu", (unsigned long long)i);
			CU_FAIL("something was lost");
		}
	CU_ASSERT_TRUE(went > losses / 2);
}

/* The same harness must see what synchronous=NORMAL loses. */
static void test_power__would_lose_without_a_sync_of_each_commit(void)
{
	unsigned lost = 0, went = 0;

	for (uint64_t i = 1; i <= LOSSES; i++)
		lost += !survives(i, true, &went);
	CU_ASSERT_TRUE(lost > LOSSES / 4);
}

UNIT_MAIN("store.power", UNIT_TEST(test_power__keeps_what_was_committed),
	UNIT_TEST(test_power__would_lose_without_a_sync_of_each_commit))
