/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "store/authorisations.h"
#include "store/inside.h"
#include "store/verify.h"
#include "unit.h"

/* One of the time that the tasks of place.h have, over those of XID [from, to].
 */
static struct li_authorisation order(unsigned int from, unsigned int to)
{
	const struct li_task t = place_task(1, 1, 1);
	struct li_authorisation a = {.id = place_uuid(77),
		.owner = {"XX", "canary-LEA"},
		.reference = "canary-warrant",
		.legal_type = "canary-law",
		.priority = 1,
		.approval = {.name = "canary-name",
			.role = "canary-role",
			.reference = "canary-court",
			.at_us = 5,
			.emergency = true},
		.starts_us = t.starts_us,
		.ends_us = t.ends_us};

	for (unsigned int n = from; n <= to; n++)
		a.tasks[a.task_count++] = place_uuid(n);
	return a;
}

static li_err add(struct place *p, const struct li_authorisation *a)
{
	return li_store_authorisation_add(p->store, a, &place_actor, NULL);
}

/* A store with tasks 1 to 3. */
static void set_up(struct place *p)
{
	place_init(p);
	place_fill(p, 1);
	for (unsigned int n = 2; n <= 3; n++) {
		const struct li_task t = place_task(n, 1, 1);

		CU_ASSERT_EQUAL(li_store_task_add(p->store, &t, &place_actor,
					NULL),
			LI_OK);
	}
}

static void check_audit(struct place *p, li_err want)
{
	const struct li_verify_options options = {.whole = true};
	struct li_verdict verdict = {0};

	CU_ASSERT_EQUAL(li_verify(p->store->db, &options, &verdict), want);
}

/* TS 103 120 cl. 7.2; TS 101 331 cl. 4.7; TS 33.126 R6.6-100 */
static void test_authorisations__are_kept_as_they_were_ordered(void)
{
	const struct li_authorisation a = order(1, 2);
	struct li_authorisation got;
	struct place p;

	set_up(&p);
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	CU_ASSERT_EQUAL(add(&p, &a), LI_EEXIST);
	place_reopen(&p);
	CU_ASSERT_EQUAL(li_store_authorisation_get(p.store, &a.id, &got),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(got.reference, a.reference);
	CU_ASSERT_STRING_EQUAL(got.owner.country, "XX");
	CU_ASSERT_STRING_EQUAL(got.owner.name, "canary-LEA");
	CU_ASSERT_STRING_EQUAL(got.legal_type, a.legal_type);
	CU_ASSERT_STRING_EQUAL(got.approval.name, a.approval.name);
	CU_ASSERT_STRING_EQUAL(got.approval.role, a.approval.role);
	CU_ASSERT_STRING_EQUAL(got.approval.reference, a.approval.reference);
	CU_ASSERT_EQUAL(got.approval.at_us, 5);
	CU_ASSERT_TRUE(got.approval.emergency);
	CU_ASSERT_EQUAL(got.priority, 1);
	CU_ASSERT_EQUAL(got.starts_us, a.starts_us);
	CU_ASSERT_EQUAL(got.ends_us, a.ends_us);
	CU_ASSERT_EQUAL(got.generation, 1);
	CU_ASSERT_EQUAL_FATAL(got.task_count, 2);
	CU_ASSERT_TRUE(li_uuid_eq(&got.tasks[1], &a.tasks[1]));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str("canary-")));
	CU_ASSERT_FALSE(
		place_holds(&p, li_slice(a.id.octet, sizeof(a.id.octet))));
	check_audit(&p, LI_OK);
	place_fini(&p);
}

/* TS 33.126 R6.5-10 */
static void test_authorisations__have_tasks_within_their_time(void)
{
	struct li_authorisation a = order(1, 1), more = order(2, 2);
	struct li_task t = place_task(1, 1, 1);
	struct place p;

	set_up(&p);
	a.ends_us--;
	CU_ASSERT_EQUAL(add(&p, &a), LI_EINVAL);
	a.ends_us++;
	a.tasks[0] = place_uuid(99);
	CU_ASSERT_EQUAL(add(&p, &a), LI_ENOTFOUND);
	a.tasks[0] = t.xid;
	CU_ASSERT_EQUAL(li_store_authorisation_extend(p.store, &more,
				&place_actor, NULL),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	CU_ASSERT_EQUAL(li_store_authorisation_extend(p.store, &more,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_authorisation_get(p.store, &a.id, &more),
		LI_OK);
	CU_ASSERT_EQUAL(more.task_count, 2);
	t.ends_us++;
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_EINVAL);
	t.ends_us -= 2;
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	check_audit(&p, LI_OK);
	place_fini(&p);
}

/* An XID that is ordered anew is ordered by somebody else. */
static void test_authorisations__let_an_ended_task_go(void)
{
	const struct li_authorisation a = order(1, 1);
	struct li_task t = place_task(1, 1, 1);
	struct li_authorisation got;
	struct place p;

	set_up(&p);
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &t.xid, 2000000,
				&place_actor, NULL),
		LI_OK);
	t.ends_us++;
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_authorisation_get(p.store, &a.id, &got),
		LI_OK);
	CU_ASSERT_EQUAL(got.task_count, 0);
	check_audit(&p, LI_OK);
	place_fini(&p);
}

/* TS 103 120 cl. 6.4.7, 7.1.3 */
static void test_authorisations__get_less_time_and_an_end(void)
{
	struct li_authorisation a = order(1, 0), got;
	struct li_authorised_span span = {.id = a.id,
		.generation = 1,
		.ends_us = a.ends_us + 1};
	struct place p;

	set_up(&p);
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
#define NARROW()                                                               \
	li_store_authorisation_narrow(p.store, &span, &place_actor, NULL)
	CU_ASSERT_EQUAL(NARROW(), LI_EINVAL);
	span.ends_us -= 2;
	CU_ASSERT_EQUAL(NARROW(), LI_OK);
	span.ends_us--;
	CU_ASSERT_EQUAL(NARROW(), LI_ESTATE); /* the first is no more */
	CU_ASSERT_EQUAL(li_store_authorisation_end(p.store, &a.id, 9,
				&place_actor, NULL),
		LI_OK);
	span.generation = 0;
	CU_ASSERT_EQUAL(NARROW(), LI_ESTATE);
#undef NARROW
	CU_ASSERT_EQUAL(li_store_authorisation_end(p.store, &a.id, 9,
				&place_actor, NULL),
		LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_authorisation_get(p.store, &a.id, &got),
		LI_OK);
	CU_ASSERT_EQUAL(got.ended_us, 9);
	CU_ASSERT_EQUAL(got.ends_us, a.ends_us - 1);
	CU_ASSERT_EQUAL(got.generation, 3);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE object = "
				"'authorisation 1' AND digest IS NOT NULL"),
		3);
	place_fini(&p);
}

struct found {
	struct li_uuid ids[8];
	size_t count;
};

static li_err note(const struct li_authorisation *a, void *data)
{
	struct found *f = data;

	f->ids[f->count++] = a->id;
	return f->count < 8 ? LI_OK : LI_ETOOBIG;
}

static size_t of(struct place *p, const char *country, const char *name)
{
	struct li_endpoint who = {.name = ""};
	struct found f = {.count = 0};

	strcpy(who.country, country);
	strcpy(who.name, name);
	CU_ASSERT_EQUAL(li_store_authorisation_of(p->store, &who, note, &f),
		LI_OK);
	return f.count;
}

/* TS 103 120 cl. 6.4.8, 7.1.1, 7.1.4; TS 33.126 R6.6-80 */
static void test_authorisations__are_found_by_owner_and_by_task(void)
{
	struct li_authorisation a = order(1, 2);
	const struct li_uuid one = place_uuid(1), three = place_uuid(3);
	struct found f = {.count = 0};
	struct place p;

	set_up(&p);
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	a.id = place_uuid(78);
	a.task_count = 1;
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	a.id = place_uuid(79);
	a.task_count = 0;
	strcpy(a.owner.name, "LEA-2");
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	a.id = place_uuid(80);
	a.owner = (struct li_endpoint){.name = ""}; /* of before */
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	CU_ASSERT_EQUAL(of(&p, "XX", "canary-LEA"), 2);
	CU_ASSERT_EQUAL(of(&p, "XX", "LEA-2"), 1);
	CU_ASSERT_EQUAL(of(&p, "YY", "LEA-2"), 0);
	CU_ASSERT_EQUAL(of(&p, "XX", "LEA"), 0);
	CU_ASSERT_EQUAL(of(&p, "", ""), 0);
	CU_ASSERT_EQUAL(li_store_authorisation_over(p.store, &one, note, &f),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(f.count, 2);
	CU_ASSERT_EQUAL(f.ids[0].octet[15], place_uuid(77).octet[15]);
	CU_ASSERT_EQUAL(f.ids[1].octet[15], place_uuid(78).octet[15]);
	f.count = 0;
	CU_ASSERT_EQUAL(li_store_authorisation_over(p.store, &three, note, &f),
		LI_OK);
	CU_ASSERT_EQUAL(f.count, 0);
	check_audit(&p, LI_OK);
	place_fini(&p);
}

/* TS 33.126 R6.6-110 */
static void test_authorisations__are_evidence(void)
{
	static const char *const deeds[] = {
		"UPDATE authorisation SET ends_us = ends_us + 1",
		"UPDATE authorisation SET ended_us = 0",
		"DELETE FROM authorisation_task",
		"UPDATE authorisation SET owner_blind = x'00'",
		"UPDATE authorisation SET owner = NULL, owner_blind = NULL",
		"INSERT INTO authorisation_task VALUES (1, 3)",
	};
	const struct li_authorisation a = order(1, 1);
	struct place p;

	set_up(&p);
	CU_ASSERT_EQUAL(add(&p, &a), LI_OK);
	CU_ASSERT_EQUAL(li_store_authorisation_end(p.store, &a.id, 9,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_sql(&p, "DELETE FROM authorisation"),
		SQLITE_CONSTRAINT);
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		CU_ASSERT_EQUAL(sqlite3_exec(p.store->db, "SAVEPOINT deed",
					NULL, NULL, NULL),
			SQLITE_OK);
		CU_ASSERT_EQUAL(sqlite3_exec(p.store->db, deeds[i], NULL, NULL,
					NULL),
			SQLITE_OK);
		check_audit(&p, LI_ECORRUPT);
		CU_ASSERT_EQUAL(sqlite3_exec(p.store->db,
					"ROLLBACK TO deed; RELEASE deed", NULL,
					NULL, NULL),
			SQLITE_OK);
		check_audit(&p, LI_OK);
	}
	place_fini(&p);
}

UNIT_MAIN("store.authorisations",
	UNIT_TEST(test_authorisations__are_kept_as_they_were_ordered),
	UNIT_TEST(test_authorisations__have_tasks_within_their_time),
	UNIT_TEST(test_authorisations__are_found_by_owner_and_by_task),
	UNIT_TEST(test_authorisations__let_an_ended_task_go),
	UNIT_TEST(test_authorisations__get_less_time_and_an_end),
	UNIT_TEST(test_authorisations__are_evidence))
