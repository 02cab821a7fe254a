/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "unit.h"

struct list {
	struct li_destination d[4];
	size_t count;
};

static li_err collect(const struct li_destination *d, void *data)
{
	struct list *list = data;

	if (list->count < 4)
		list->d[list->count++] = *d;
	return LI_OK;
}

static struct list all(struct place *p)
{
	struct list list = {.count = 0};

	CU_ASSERT_EQUAL(li_store_destination_each(p->store, collect, &list),
		LI_OK);
	return list;
}

static li_err verify(struct place *p)
{
	struct li_fault fault = {0};
	uint64_t rows;
	int64_t row;

	return li_store_audit_verify(p->store, &row, &rows, &fault);
}

static void test_destinations__gives_back_what_was_added(void)
{
	struct li_destination want = place_destination(2), got;
	struct place p;
	struct list list;

	place_init(&p);
	place_fill(&p, 2);
	place_reopen(&p);
	list = all(&p);
	CU_ASSERT_EQUAL_FATAL(list.count, 2);
	got = list.d[1];
	CU_ASSERT_EQUAL(got.row, 2);
	CU_ASSERT_TRUE(li_uuid_eq(&got.did, &want.did));
	CU_ASSERT_STRING_EQUAL(got.name, want.name);
	CU_ASSERT_STRING_EQUAL(got.host, want.host);
	CU_ASSERT_STRING_EQUAL(got.peer, want.peer);
	CU_ASSERT_EQUAL(got.port, want.port);
	place_fini(&p);
}

static void test_destinations__refuses_and_changes_nothing(void)
{
	static const struct li_actor nobody = {"x", ""};
	struct li_destination same = place_destination(1);
	struct li_destination other = place_destination(3), bad = other;
	struct li_fault fault = {0};
	struct place p;
	int64_t rows;

	place_init(&p);
	place_fill(&p, 1);
	rows = place_number(&p, "SELECT count(*) FROM audit");
	bad.port = 0;
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &same, &place_actor,
				&fault),
		LI_EEXIST);
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &bad, &place_actor,
				&fault),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "port"));
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &other, &nobody,
				&fault),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_store_destination_remove(p.store, &other.did,
				&place_actor, &fault),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM audit"), rows);
	place_fini(&p);
}

static void test_destinations__stays_while_it_is_used(void)
{
	struct li_destination d = place_destination(1);
	struct li_uuid xid = place_uuid(1);
	struct li_fault fault = {0};
	struct place p;
	size_t count;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_destination_remove(p.store, &d.did,
				&place_actor, &fault),
		LI_ESTATE);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "task"));
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &xid, 5, &place_actor,
				&fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_destination_remove(p.store, &d.did,
				&place_actor, &fault),
		LI_ESTATE);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "waits"));
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &d.did, 2, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(li_store_destination_remove(p.store, &d.did,
				&place_actor, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(all(&p).count, 0);
	/* An ended task still says where its product went. */
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT destinations FROM "
				"audit_tasks"),
		1);
	place_fini(&p);
}

static void test_destinations__can_come_back_under_its_did(void)
{
	struct li_destination d = place_destination(1);
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_destination_remove(p.store, &d.did,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(all(&p).count, 1);
	CU_ASSERT_EQUAL(all(&p).d[0].row, 2);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action LIKE 'destination.%'"),
		3);
	place_fini(&p);
}

/* TS 102 232-1 cl. 5.2 */
static const struct li_handover hi2 = {.format = LI_FORMAT_HI2_33128,
	.scheme = LI_SCHEME_SESSION,
	.silent = true,
	.authorization_country = "NL",
	.delivery_country = "DE"};

static void test_destinations__has_its_format(void)
{
	struct li_destination d = place_destination(1);
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(all(&p).d[0].handover.format, LI_FORMAT_X2);
	d.handover = hi2;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	place_reopen(&p);
	CU_ASSERT_TRUE(li_handover_eq(&all(&p).d[0].handover, &hi2));
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit_backlog WHERE "
				"format = 'hi2-33128' AND scheme = 'session' "
				"AND acknowledges = 'no'"),
		1);
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"UPDATE destination SET silent = 0 "
				"RETURNING 1"),
		1);
	CU_ASSERT_EQUAL(verify(&p), LI_ECORRUPT);
	place_fini(&p);
}

/* TS 33.126 R6.6-120 to 150; the audit vouches for the keys too */
static void test_destinations__has_the_keys_of_its_peer(void)
{
	struct li_destination d = place_destination(1);
	struct place p;

	place_init(&p);
	d.pins = (struct li_pins){.pin = {{{1}}, {{2}}}, .count = 2};
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	place_reopen(&p);
	CU_ASSERT_TRUE(li_pins_eq(&all(&p).d[0].pins, &d.pins));
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	d.pins.count = 0;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(all(&p).d[0].pins.count, 0);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM destination "
				"WHERE pins IS NULL"),
		1);
	d.pins.count = LI_PINS_MAX + 1;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				NULL),
		LI_EINVAL);
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	place_fini(&p);
}

static void test_destinations__has_its_secondary_address(void)
{
	static const struct li_second second = {.host = "canary2.example",
		.port = 4445,
		.peer = "canary3.example"};
	struct li_destination d = place_destination(1);
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_destination_add(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(all(&p).d[0].second.host, "");
	d.second = second;
	d.second.port = 0;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				NULL),
		LI_EINVAL);
	d.second = second;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	place_reopen(&p);
	CU_ASSERT_TRUE(li_second_eq(&all(&p).d[0].second, &second));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str(second.host)));
	CU_ASSERT_FALSE(place_holds(&p, li_slice_str(second.peer)));
	CU_ASSERT_EQUAL(verify(&p), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"UPDATE destination SET second_port = 1 "
				"RETURNING 1"),
		1);
	CU_ASSERT_EQUAL(verify(&p), LI_ECORRUPT);
	place_fini(&p);
}

/* TS 102 232-5 cl. 5.4: schemes are not mixed within one LIID */
static void test_destinations__keeps_its_format_while_it_is_used(void)
{
	struct li_destination d = place_destination(1);
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	d.handover = hi2;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				&fault),
		LI_ESTATE);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "task"));
	d.handover = (struct li_handover){0};
	d.port++;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				&fault),
		LI_OK);
	place_fini(&p);
}

/* TS 103 221-1 cl. 6.3.2 */
static void test_destinations__is_replaced_whole_under_its_did(void)
{
	struct li_destination d = place_destination(1), bad, other;
	struct li_fault fault = {0};
	struct place p;
	struct list list;

	place_init(&p);
	place_fill(&p, 1);
	strcpy(d.name, "moved");
	strcpy(d.host, "192.0.2.77");
	strcpy(d.peer, "moved.test");
	d.port = 7777;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				&fault),
		LI_OK);
	bad = d;
	bad.port = 0;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &bad, &place_actor,
				&fault),
		LI_EINVAL);
	other = place_destination(3);
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &other,
				&place_actor, &fault),
		LI_ENOTFOUND);
	place_reopen(&p);
	list = all(&p);
	CU_ASSERT_EQUAL_FATAL(list.count, 1);
	CU_ASSERT_EQUAL(list.d[0].row, 1);
	CU_ASSERT_TRUE(li_uuid_eq(&list.d[0].did, &d.did));
	CU_ASSERT_STRING_EQUAL(list.d[0].name, "moved");
	CU_ASSERT_STRING_EQUAL(list.d[0].host, "192.0.2.77");
	CU_ASSERT_STRING_EQUAL(list.d[0].peer, "moved.test");
	CU_ASSERT_EQUAL(list.d[0].port, 7777);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action = 'destination.modify'"),
		1);
	place_fini(&p);
}

UNIT_MAIN("store.destinations",
	UNIT_TEST(test_destinations__is_replaced_whole_under_its_did),
	UNIT_TEST(test_destinations__gives_back_what_was_added),
	UNIT_TEST(test_destinations__refuses_and_changes_nothing),
	UNIT_TEST(test_destinations__has_its_format),
	UNIT_TEST(test_destinations__has_the_keys_of_its_peer),
	UNIT_TEST(test_destinations__has_its_secondary_address),
	UNIT_TEST(test_destinations__keeps_its_format_while_it_is_used),
	UNIT_TEST(test_destinations__stays_while_it_is_used),
	UNIT_TEST(test_destinations__can_come_back_under_its_did))
