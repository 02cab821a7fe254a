/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "store/lag.h"
#include "unit.h"

enum { ENTRIES_MAX = 16 };

/* What a destination is given, in order. */
struct given {
	struct {
		enum li_iri_kind kind;
		enum li_notification what;
		uint32_t sequence, cin; /* of HI2, or of X2 without LIIDs */
		int64_t at_us, starts_us, ends_us;
	} of[ENTRIES_MAX];
	size_t count;
};

static li_err keep(const struct li_outbox_entry *entry, void *data)
{
	struct given *g = data;

	CU_ASSERT_FATAL(g->count < ENTRIES_MAX);
	g->of[g->count].kind = entry->iri.kind;
	g->of[g->count].what = entry->iri.notification;
	g->of[g->count].sequence = entry->liid_count ? entry->liids[0].sequence
						     : entry->iri.sequence;
	g->of[g->count].cin = entry->cin;
	g->of[g->count].at_us = entry->iri.at_us;
	g->of[g->count].starts_us = entry->iri.starts_us;
	g->of[g->count].ends_us = entry->iri.ends_us;
	g->count++;
	return LI_OK;
}

static struct given claim(struct place *p, unsigned int destination)
{
	struct li_destination d = place_destination(destination);
	struct given g = {.count = 0};
	const struct li_store_page page = {.limit = ENTRIES_MAX,
		.fn = keep,
		.data = &g};
	size_t count;

	CU_ASSERT_EQUAL_FATAL(li_store_claim(p->store, &d.did, &page, &count),
		LI_OK);
	return g;
}

/* Destination 1 of HI2, 2 of X2. */
static void setup(struct place *p)
{
	struct li_destination d = place_destination(1);

	place_init(p);
	d.handover.format = LI_FORMAT_HI2_33128;
	CU_ASSERT_EQUAL_FATAL(li_store_destination_add(p->store, &d,
				      &place_actor, NULL),
		LI_OK);
	d = place_destination(2);
	CU_ASSERT_EQUAL_FATAL(li_store_destination_add(p->store, &d,
				      &place_actor, NULL),
		LI_OK);
}

static li_err add(struct place *p, const struct li_task *t)
{
	return li_store_task_add(p->store, t, &place_actor, NULL);
}

static li_err verify(struct place *p)
{
	struct li_fault fault = {0};
	uint64_t rows;
	int64_t row;

	return li_store_audit_verify(p->store, &row, &rows, &fault);
}

static void is(const struct given *g, size_t i, enum li_notification what,
	uint32_t sequence)
{
	CU_ASSERT_EQUAL(g->of[i].kind, LI_IRI_NOTIFICATION);
	CU_ASSERT_EQUAL(g->of[i].what, what);
	CU_ASSERT_EQUAL(g->of[i].sequence, sequence);
	CU_ASSERT_EQUAL(g->of[i].cin, 0);
}

/* TS 33.128 cl. 5.7: in order with the IRI; TS 102 232-1 cl. 5.2.5: numbered
 * by themselves */
static void test_notification__is_told_in_order_with_the_iri(void)
{
	struct li_task t = place_task(1, 1, 2);
	struct li_uuid xid = place_uuid(1);
	struct given g;
	struct place p;

	setup(&p);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	t.ends_us--;
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	place_reopen(&p);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 0, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &xid, 1800000000000000,
				&place_actor, NULL),
		LI_OK);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 6);
	is(&g, 0, LI_NOTIFY_ACTIVATION, 0);
	is(&g, 2, LI_NOTIFY_MODIFICATION, 1);
	is(&g, 5, LI_NOTIFY_DEACTIVATION, 2);
	CU_ASSERT_EQUAL(g.of[0].starts_us, t.starts_us);
	CU_ASSERT_EQUAL(g.of[0].ends_us, t.ends_us + 1);
	CU_ASSERT_EQUAL(g.of[2].ends_us, t.ends_us);
	CU_ASSERT_EQUAL(g.of[5].ends_us, 1800000000000000);
	CU_ASSERT_EQUAL(g.of[5].at_us, 1800000000000000);
	CU_ASSERT_EQUAL(g.of[3].kind, LI_IRI_IMS_MESSAGE);
	CU_ASSERT_EQUAL(g.of[3].sequence, 0);
	CU_ASSERT_EQUAL(g.of[4].sequence, 1);
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	place_fini(&p);
}

/* X2 has none, and no gap where one was. TS 103 221-2 cl. 5.3.9 */
static void test_notification__is_not_for_x2(void)
{
	struct li_task t = place_task(1, 1, 2);
	struct given g;
	struct place p;

	setup(&p);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 0, 2), LI_OK);
	g = claim(&p, 2);
	CU_ASSERT_EQUAL_FATAL(g.count, 2);
	for (size_t i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(g.of[i].kind, LI_IRI_IMS_MESSAGE);
		CU_ASSERT_EQUAL(g.of[i].sequence, i);
	}
	place_fini(&p);
	setup(&p);
	t = place_task(1, 2, 2);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM iri"), 0);
	place_fini(&p);
}

/* TS 101 331 cl. 4.7: what awaits approval is no interception yet */
static void test_notification__comes_with_the_approval(void)
{
	static const struct li_actor other = {"another", "lmisf-ctl"};
	struct li_task t = place_task(1, 1, 1);
	struct li_uuid xid = place_uuid(1);
	struct given g;
	struct place p;

	setup(&p);
	t.awaiting = true;
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(claim(&p, 1).count, 0);
	CU_ASSERT_EQUAL(li_store_task_approve(p.store, &xid, 1700000000000000,
				&other, NULL),
		LI_OK);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 1);
	is(&g, 0, LI_NOTIFY_ACTIVATION, 0);
	place_fini(&p);
}

static void test_notification__is_taken_back_with_its_change(void)
{
	struct li_task t = place_task(1, 1, 1);
	struct place p;

	setup(&p);
	CU_ASSERT_EQUAL_FATAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(add(&p, &t), LI_OK);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(claim(&p, 1).count, 0);
	CU_ASSERT_EQUAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(claim(&p, 1).count, 1);
	CU_ASSERT_EQUAL(claim(&p, 1).of[0].sequence, 0);
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	place_fini(&p);
}

/* TS 33.128 cl. 5.7: a warrant that runs out deactivates; once, whoever ends the
 * task later */
static void test_notification__comes_when_the_time_of_a_task_is_over(void)
{
	struct li_task t = place_task(1, 1, 2);
	struct li_uuid xid = place_uuid(1);
	struct given g;
	struct place p;

	setup(&p);
	t.ends_us = 1700000000000001;
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(li_store_task_expire(p.store, &xid), LI_OK);
		place_reopen(&p);
	}
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 3);
	is(&g, 2, LI_NOTIFY_DEACTIVATION, 1);
	CU_ASSERT_EQUAL(g.of[2].at_us, t.ends_us);
	CU_ASSERT_EQUAL(g.of[2].ends_us, t.ends_us);
	CU_ASSERT_EQUAL(claim(&p, 2).count, 1);
	/* Nothing begins again by a change that leaves it over. */
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(claim(&p, 1).count, 3);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &xid, 1800000000000000,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(claim(&p, 1).count, 3);
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	place_fini(&p);
}

/* TS 33.128 cl. 5.7: more time is an activation to who was told the end */
static void test_notification__begins_again_with_more_time(void)
{
	struct li_task t = place_task(1, 1, 1);
	struct li_uuid xid = place_uuid(1);
	struct given g;
	struct place p;

	setup(&p);
	t.ends_us = 1700000000000001;
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_expire(p.store, &xid), LI_OK);
	t.ends_us = 9000000000000000;
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_expire(p.store, &xid), LI_OK);
	g = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(g.count, 4);
	is(&g, 1, LI_NOTIFY_DEACTIVATION, 1);
	is(&g, 2, LI_NOTIFY_ACTIVATION, 2);
	is(&g, 3, LI_NOTIFY_DEACTIVATION, 3);
	place_fini(&p);
}

/* Give task 1 to the destinations [from, to]. */
static void give(struct place *p, unsigned int from, unsigned int to)
{
	struct li_task t = place_task(1, from, to);

	CU_ASSERT_EQUAL(li_store_task_modify(p->store, &t, &place_actor, NULL),
		LI_OK);
}

/* TS 33.128 cl. 5.7: where a task goes no more it has ended, where it goes from
 * now on it begins; no destination sees a gap. TS 102 232-1 cl. 5.2.5 */
static void test_notification__is_by_destination(void)
{
	struct li_destination d = place_destination(3);
	struct li_task t = place_task(1, 1, 2);
	struct given one, three;
	struct place p;

	setup(&p);
	d.handover.format = LI_FORMAT_HI2_IPMM;
	CU_ASSERT_EQUAL_FATAL(li_store_destination_add(p.store, &d,
				      &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(add(&p, &t), LI_OK);
	give(&p, 1, 3);
	give(&p, 2, 3);
	give(&p, 2, 2);
	one = claim(&p, 1);
	CU_ASSERT_EQUAL_FATAL(one.count, 3);
	is(&one, 0, LI_NOTIFY_ACTIVATION, 0);
	is(&one, 1, LI_NOTIFY_MODIFICATION, 1);
	is(&one, 2, LI_NOTIFY_DEACTIVATION, 2);
	CU_ASSERT_TRUE(one.of[2].ends_us < t.ends_us);
	three = claim(&p, 3);
	CU_ASSERT_EQUAL_FATAL(three.count, 3);
	is(&three, 0, LI_NOTIFY_ACTIVATION, 1);
	is(&three, 1, LI_NOTIFY_MODIFICATION, 2);
	is(&three, 2, LI_NOTIFY_DEACTIVATION, 3);
	CU_ASSERT_EQUAL(claim(&p, 2).count, 0);
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	place_fini(&p);
}

UNIT_MAIN("store.notification",
	UNIT_TEST(test_notification__is_told_in_order_with_the_iri),
	UNIT_TEST(test_notification__is_not_for_x2),
	UNIT_TEST(test_notification__comes_with_the_approval),
	UNIT_TEST(test_notification__is_taken_back_with_its_change),
	UNIT_TEST(test_notification__comes_when_the_time_of_a_task_is_over),
	UNIT_TEST(test_notification__begins_again_with_more_time),
	UNIT_TEST(test_notification__is_by_destination))
