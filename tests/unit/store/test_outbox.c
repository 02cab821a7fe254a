/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/roles.h"
#include "place.h"
#include "unit.h"

struct seen {
	size_t count;
	int64_t last_id;
	uint32_t last_sequence;
	uint64_t sequences; /* their sum */
	bool bad;
};

static li_err look(const struct li_outbox_entry *entry, void *data)
{
	struct seen *seen = data;

	seen->bad |= entry->id <= seen->last_id || entry->liid_count != 0 ||
		entry->iri.sip.n != 1200 || entry->iri.task != 1 ||
		memcmp(entry->iri.sip.p, "INVITE sip:", 11) != 0;
	seen->count++;
	seen->last_id = entry->id;
	seen->last_sequence = entry->iri.sequence;
	seen->sequences += entry->iri.sequence;
	return LI_OK;
}

static struct seen claim(struct place *p, unsigned int destination,
	int64_t after, size_t limit)
{
	struct li_destination d = place_destination(destination);
	struct seen seen = {.last_id = after};
	const struct li_store_page page = {after, limit, look, &seen};
	size_t count = 99;

	CU_ASSERT_EQUAL(li_store_claim(p->store, &d.did, &page, &count), LI_OK);
	CU_ASSERT_EQUAL(count, seen.count);
	CU_ASSERT_FALSE(seen.bad);
	return seen;
}

/* TS 103 221-2 cl. 5.3.9 */
static void test_outbox__numbers_from_zero_in_each_correlation(void)
{
	struct place p;
	struct seen seen;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 77, 3), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 78, 2), LI_OK);
	place_reopen(&p);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 77, 1), LI_OK);
	seen = claim(&p, 1, 0, 100);
	CU_ASSERT_EQUAL(seen.count, 6);
	CU_ASSERT_EQUAL(seen.sequences, 0 + 1 + 2 + 0 + 1 + 3);
	CU_ASSERT_EQUAL(seen.last_sequence, 3);
	place_fini(&p);
}

static void test_outbox__claims_in_order_behind_a_place(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 10), LI_OK);
	CU_ASSERT_EQUAL(claim(&p, 1, 0, 4).last_id, 4);
	CU_ASSERT_EQUAL(claim(&p, 1, 4, 4).last_id, 8);
	CU_ASSERT_EQUAL(claim(&p, 1, 8, 4).count, 2);
	CU_ASSERT_EQUAL(claim(&p, 1, 10, 4).count, 0);
	place_fini(&p);
}

static void test_outbox__tells_an_unknown_destination(void)
{
	struct li_destination d = place_destination(9);
	struct seen seen = {0};
	const struct li_store_page page = {0, 1, look, &seen};
	struct place p;
	size_t count;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_claim(p.store, &d.did, &page, &count),
		LI_ENOTFOUND);
	place_fini(&p);
}

static void test_outbox__queues_nothing_without_a_destination(void)
{
	struct li_task t = place_task(1, 1, 0);
	struct li_store_counts c;
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_count(p.store, 5, &c), LI_OK);
	CU_ASSERT_EQUAL(c.iris, 3);
	CU_ASSERT_EQUAL(c.waiting, 0);
	CU_ASSERT_EQUAL(c.confirmed, 0);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), 3);
	place_fini(&p);
}

static li_err stop_at_two(const struct li_outbox_entry *entry, void *data)
{
	(void)data;
	return entry->id == 2 ? LI_ENOTFOUND : LI_OK;
}

static void test_outbox__stops_when_told_so(void)
{
	struct li_destination d = place_destination(1);
	const struct li_store_page page = {0, 9, stop_at_two, NULL};
	struct place p;
	size_t count;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_claim(p.store, &d.did, &page, &count),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(count, 1);
	place_fini(&p);
}

/* TS 103 221-2 cl. 5.3.9: after 2^32 - 1 comes 0 */
static void test_outbox__wraps_the_sequence_number(void)
{
	struct place p;
	struct seen seen;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(place_sql(&p, "UPDATE stream SET next = 4294967295"),
		SQLITE_OK);
	place_reopen(&p);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	seen = claim(&p, 1, 1, 9);
	CU_ASSERT_EQUAL(seen.sequences, 4294967295 + 0);
	CU_ASSERT_EQUAL(seen.last_sequence, 0);
	place_fini(&p);
}

/* The same IRI has one number at every destination. */
static void test_outbox__gives_each_destination_all(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 3);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 4), LI_OK);
	for (unsigned int d = 1; d <= 3; d++) {
		CU_ASSERT_EQUAL(claim(&p, d, 0, 9).count, 4);
		CU_ASSERT_EQUAL(claim(&p, d, 0, 9).sequences, 6);
	}
	place_fini(&p);
}

static void test_outbox__finds_a_changed_record(void)
{
	struct li_destination d = place_destination(1);
	struct seen seen = {0};
	const struct li_store_page page = {0, 9, look, &seen};
	struct place p;
	size_t count;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(
		place_sql(&p,
			"UPDATE payload SET record = "
			"(SELECT record FROM payload WHERE iri = 1) WHERE iri = 2"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_claim(p.store, &d.did, &page, &count),
		LI_ECORRUPT);
	CU_ASSERT_EQUAL(seen.count, 1);
	CU_ASSERT_STRING_EQUAL(li_store_why(p.store),
		"payload: a sealed value does not open");
	place_fini(&p);
}

/* Marked for the auditor, delivered all the same. */
static void test_outbox__marks_a_repeat(void)
{
	struct li_iri iris[2] = {place_iri(1, 7), place_iri(1, 7)};
	struct li_product product = {.iris = iris, .iri_count = 2};
	struct place p;

	iris[1].repeat = true;
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT iri FROM audit_iri WHERE "
				"repeat = 'yes'"),
		2);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM outbox"), 2);
	place_fini(&p);
}

static void confirm_all(struct place *p)
{
	const struct li_destination d = place_destination(1);
	size_t count;

	CU_ASSERT_EQUAL(li_store_begin(p->store), LI_OK);
	CU_ASSERT_EQUAL(li_store_confirm(p->store, &d.did, 99, 1, &count),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p->store), LI_OK);
	CU_ASSERT_EQUAL(place_number(p, "SELECT count(*) FROM payload"), 0);
}

/* TS 33.126 R6.5-70: which header named the target tells how far to trust it,
 * for good; in the words of lib/model/roles.c. */
static void test_outbox__says_where_a_target_stood_for_good(void)
{
	enum { ROLES = 18 };
	struct li_iri iris[ROLES + 2];
	struct li_product product = {.iris = iris, .iri_count = ROLES + 2};
	struct place p;

	for (unsigned int i = 0; i < ROLES + 2; i++) {
		iris[i] = place_iri(1, 7);
		iris[i].matched_roles = i < ROLES ? 1U << i
			: i == ROLES              ? (1U << ROLES) - 1
						  : 0;
	}
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	confirm_all(&p);
	for (unsigned int i = 0; i < ROLES + 2; i++) {
		struct li_buf names = {0};
		char sql[512];

		li_roles_put(&names, iris[i].matched_roles);
		snprintf(sql, sizeof(sql),
			"SELECT iri FROM audit_iri WHERE roles = '%.*s' "
			"AND matched = 'erased'",
			(int)names.n, names.n ? (const char *)names.p : "");
		CU_ASSERT_EQUAL(place_number(&p, sql), i + 1);
		li_buf_fini(&names);
	}
	place_fini(&p);
}

struct keys {
	int64_t ids[8];
	size_t count, wanted;
};

static li_err note_key(int64_t id, int64_t task, void *data)
{
	struct keys *k = data;

	CU_ASSERT_EQUAL(task, 1);
	CU_ASSERT_FATAL(k->count < 8);
	k->ids[k->count++] = id;
	return LI_OK;
}

static bool next_key(int64_t *id, void *data)
{
	static const int64_t wanted[] = {5, 2, 99, 1};
	struct keys *k = data;

	if (k->wanted == 4)
		return false;
	*id = wanted[k->wanted++];
	return true;
}

static li_err note_entry(const struct li_outbox_entry *entry, void *data)
{
	return note_key(entry->id, entry->iri.task, data);
}

/* TS 33.126 R6.4-80: whose turn it is does not depend on who waits longer */
static void test_outbox__gives_those_that_are_wanted(void)
{
	struct li_destination d = place_destination(1);
	struct keys scanned = {.count = 0}, fetched = {.count = 0};
	const struct li_store_keys keys = {2, 2, note_key, &scanned};
	const struct li_store_picks picks = {next_key, note_entry, &fetched};
	struct place p;
	size_t count = 0;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 77, 6), LI_OK);
	CU_ASSERT_EQUAL(li_store_scan(p.store, &d.did, &keys, &count), LI_OK);
	CU_ASSERT_EQUAL(count, 2);
	CU_ASSERT_EQUAL(scanned.ids[0], 3);
	CU_ASSERT_EQUAL(scanned.ids[1], 4);
	CU_ASSERT_EQUAL(li_store_fetch(p.store, &d.did, &picks, &count), LI_OK);
	CU_ASSERT_EQUAL(count, 3);
	CU_ASSERT_EQUAL(fetched.ids[0], 5);
	CU_ASSERT_EQUAL(fetched.ids[1], 2);
	CU_ASSERT_EQUAL(fetched.ids[2], 1);
	d = place_destination(9);
	CU_ASSERT_EQUAL(li_store_scan(p.store, &d.did, &keys, &count),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(li_store_fetch(p.store, &d.did, &picks, &count),
		LI_ENOTFOUND);
	place_fini(&p);
}

/* What is asked and given, in its order. */
struct talk {
	char words[64];
	size_t wanted;
	bool full;
};

static void say(struct talk *t, char what, int64_t id)
{
	const size_t n = strlen(t->words);

	snprintf(t->words + n, sizeof(t->words) - n, "%c%lld ", what,
		(long long)id);
}

static bool ask(int64_t *id, void *data)
{
	static const int64_t wanted[] = {5, 2, 99, 6, 1};
	struct talk *t = data;

	if (t->wanted == 5)
		return false;
	*id = wanted[t->wanted++];
	say(t, '?', *id);
	return true;
}

static li_err take(const struct li_outbox_entry *entry, void *data)
{
	struct talk *t = data;

	say(t, '!', entry->id);
	return t->full ? LI_EAGAIN : LI_OK;
}

static struct talk talk(struct li_store *store, bool full, li_err want)
{
	const struct li_destination d = place_destination(1);
	struct talk t = {.full = full};
	const struct li_store_picks picks = {ask, take, &t};
	size_t count = 9;

	CU_ASSERT_EQUAL(li_store_fetch(store, &d.did, &picks, &count), want);
	CU_ASSERT_EQUAL(count, full ? 0 : 4);
	return t;
}

/* TS 33.126 R6.4-150: what was not taken is not passed by. A reader reads on
 * when somebody upgrades the database beside it, too. */
static void test_outbox__asks_for_each_when_the_last_was_taken(void)
{
	static const char all[] = "?5 !5 ?2 !2 ?99 ?6 !6 ?1 !1 ";
	struct li_store *reader = NULL;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 77, 6), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&p.at, LI_STORE_READER, &reader,
				      NULL),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(talk(p.store, false, LI_OK).words, all);
	CU_ASSERT_STRING_EQUAL(talk(reader, true, LI_EAGAIN).words, "?5 !5 ");
	CU_ASSERT_STRING_EQUAL(talk(reader, false, LI_OK).words, all);
	CU_ASSERT_EQUAL(place_sql(&p, "CREATE TABLE newer (id INTEGER)"), 0);
	CU_ASSERT_STRING_EQUAL(talk(reader, false, LI_OK).words, all);
	CU_ASSERT_STRING_EQUAL(talk(p.store, false, LI_OK).words, all);
	li_store_close(reader);
	place_fini(&p);
}

UNIT_MAIN("store.outbox",
	UNIT_TEST(test_outbox__asks_for_each_when_the_last_was_taken),
	UNIT_TEST(test_outbox__gives_those_that_are_wanted),
	UNIT_TEST(test_outbox__says_where_a_target_stood_for_good),
	UNIT_TEST(test_outbox__marks_a_repeat),
	UNIT_TEST(test_outbox__numbers_from_zero_in_each_correlation),
	UNIT_TEST(test_outbox__claims_in_order_behind_a_place),
	UNIT_TEST(test_outbox__tells_an_unknown_destination),
	UNIT_TEST(test_outbox__queues_nothing_without_a_destination),
	UNIT_TEST(test_outbox__stops_when_told_so),
	UNIT_TEST(test_outbox__wraps_the_sequence_number),
	UNIT_TEST(test_outbox__gives_each_destination_all),
	UNIT_TEST(test_outbox__finds_a_changed_record))
