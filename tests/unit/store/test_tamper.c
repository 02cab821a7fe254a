/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.126 R6.6-110: random tamperings are found, and located. LMISF_TAMPERINGS
 * is how many (10000 is the long form), LMISF_SEED where they begin.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "tamper_kinds.h"
#include "unit.h"

static struct tamper tamper;

/* One tampering; false: the dice gave none. */
static bool one(struct tamper *t, const struct tamper_kind *k)
{
	struct li_verdict verdict = {0};
	struct tamper_where w;
	li_err err;

	tamper_sql(t->db, "SAVEPOINT one", 0, 0);
	w = k->run(t);
	if (w.from > 0) {
		err = tamper_verify(t, t->db, true, &verdict);
		CU_ASSERT_EQUAL(err, LI_ECORRUPT);
		CU_ASSERT_TRUE(verdict.row >= w.from && verdict.row <= w.to);
		if (err != LI_ECORRUPT || verdict.row < w.from ||
			verdict.row > w.to)
			printf("\n%s: row %lld (%lld to %lld) %s\n", k->name,
				(long long)verdict.row, (long long)w.from,
				(long long)w.to, verdict.text);
	}
	tamper_sql(t->db, "ROLLBACK TO one; RELEASE one", 0, 0);
	return w.from > 0;
}

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_tamper__finds_and_locates_what_chance_does(void)
{
	uint64_t most = from_environment("LMISF_TAMPERINGS", 280);
	uint64_t done[TAMPER_KINDS] = {0}, sum = 0;

	while (sum < most) {
		size_t k = tamper_dice(&tamper, TAMPER_KINDS);

		if (!one(&tamper, &tamper_kinds[k]))
			continue;
		done[k]++;
		sum++;
	}
	for (size_t k = 0; k < TAMPER_KINDS; k++) {
		CU_ASSERT_TRUE(done[k] > 0);
		printf("\n  %6" PRIu64 " %s", done[k], tamper_kinds[k].name);
	}
}

/* The database of another day is whole in itself. */
static void test_tamper__finds_an_old_database(void)
{
	struct li_verdict verdict;

	for (int i = 0; i < TAMPER_OLD; i++) {
		CU_ASSERT_EQUAL(tamper_verify(&tamper, tamper.old[i], false,
					&verdict),
			LI_OK);
		CU_ASSERT_EQUAL(tamper_verify(&tamper, tamper.old[i], true,
					&verdict),
			LI_ECORRUPT);
		CU_ASSERT_EQUAL(verdict.row,
			tamper_number(tamper.old[i],
				"SELECT max(id) + 1 FROM audit", 0));
	}
}

/* What is whole is called so, and the limit is where the manual says. */
static void test_tamper__cannot_see_behind_the_last_handed_out(void)
{
	int64_t last = tamper.marks[tamper.mark_count - 1].row;
	struct li_verdict verdict;

	CU_ASSERT_EQUAL(tamper_verify(&tamper, tamper.db, true, &verdict),
		LI_OK);
	CU_ASSERT_EQUAL(verdict.rows, (uint64_t)tamper.rows);
	tamper_sql(tamper.db, "SAVEPOINT one", 0, 0);
	tamper_cut(&tamper, last);
	CU_ASSERT_EQUAL(tamper_verify(&tamper, tamper.db, true, &verdict),
		LI_OK);
	tamper_cut(&tamper, last - 1);
	CU_ASSERT_EQUAL(tamper_verify(&tamper, tamper.db, true, &verdict),
		LI_ECORRUPT);
	CU_ASSERT_EQUAL(verdict.row, last);
	tamper_sql(tamper.db, "ROLLBACK TO one; RELEASE one", 0, 0);
}

static void test_tamper__begins(void)
{
	uint64_t seed = from_environment("LMISF_SEED", 1);

	printf("LMISF_SEED=%" PRIu64 " ", seed);
	tamper_init(&tamper, seed);
}

static void test_tamper__ends(void)
{
	tamper_fini(&tamper);
}

UNIT_MAIN("store.tamper", UNIT_TEST(test_tamper__begins),
	UNIT_TEST(test_tamper__cannot_see_behind_the_last_handed_out),
	UNIT_TEST(test_tamper__finds_an_old_database),
	UNIT_TEST(test_tamper__finds_and_locates_what_chance_does),
	UNIT_TEST(test_tamper__ends))
