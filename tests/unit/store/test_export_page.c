/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 101 331 cl. 4.9: which rows somebody is given who may see some tasks.
 */
#include "place.h"
#include "store/authorisations.h"
#include "store/export.h"
#include "unit.h"

/* How many of the rows are about an authorisation. */
static li_err count_row(const struct li_export_row *e, void *data)
{
	static const char word[] = "authorisation ";
	size_t *count = data;

	*count += li_slice_is(li_slice_sub(e->row.object, 0, sizeof(word) - 1),
		word);
	return LI_OK;
}

static size_t rows_for(struct place *p, const int64_t *tasks, size_t count)
{
	struct li_buf hashes = {0};
	size_t rows = 0;
	const struct li_export_page page = {.until = INT64_MAX,
		.tasks = tasks,
		.task_count = count,
		.fn = count_row,
		.data = &rows};

	CU_ASSERT_EQUAL(li_store_export_page(p->store, &page, &hashes), LI_OK);
	li_buf_fini(&hashes);
	return rows;
}

/* An authorisation over the first so many tasks. */
static void authorise(struct place *p, unsigned int n, size_t count)
{
	const struct li_authorisation a = {.id = place_uuid(n),
		.reference = "court order",
		.ends_us = INT64_MAX,
		.tasks = {place_uuid(1), place_uuid(2)},
		.task_count = count};

	CU_ASSERT_EQUAL(li_store_authorisation_add(p->store, &a, &place_actor,
				NULL),
		LI_OK);
}

/* TS 103 120 cl. 7.2: it names what is under it, so it is for who may see all of
 * that. */
static void test_export_page__has_an_authorisation_for_who_sees_all_of_it(void)
{
	static const int64_t both[] = {1, 2}, other = 2;
	struct li_task t = place_task(2, 1, 1);
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_OK);
	authorise(&p, 77, 2);
	CU_ASSERT_EQUAL(rows_for(&p, both, 2), 1);
	CU_ASSERT_EQUAL(rows_for(&p, both, 1), 0);
	authorise(&p, 78, 1);
	authorise(&p, 79, 0); /* over nothing */
	CU_ASSERT_EQUAL(rows_for(&p, both, 2), 2);
	CU_ASSERT_EQUAL(rows_for(&p, both, 1), 1);
	CU_ASSERT_EQUAL(rows_for(&p, &other, 1), 0);
	place_fini(&p);
}

UNIT_MAIN("store.export_page",
	UNIT_TEST(
		test_export_page__has_an_authorisation_for_who_sees_all_of_it))
