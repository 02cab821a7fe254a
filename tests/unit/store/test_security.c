/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "unit.h"

static struct li_security_event event(enum li_rule rule)
{
	return (struct li_security_event){.rule = rule,
		.severity = LI_SEVERITY_HIGH,
		.source = LI_SOURCE_CX,
		.number = 12,
		.at_us = 2000000,
		.since_us = 1000000,
		.count = 3,
		.limit = 2,
		.code = LI_CX_LIR,
		.subject = UINT64_C(0xfedcba9876543210),
		.node = li_slice_str("canary-host.example"),
		.server = li_slice_str("canary-scscf.example")};
}

static li_err save(struct place *p, const struct li_security_event *e, size_t n)
{
	struct li_product product = {.security = e, .security_count = n};
	li_err err = li_store_begin(p->store);

	if (!err)
		err = li_store_product(p->store, &product);
	return err ? err : li_store_commit(p->store);
}

struct seen {
	int64_t first, last;
	size_t count;
	struct li_security_event e;
	char node[LI_SECURITY_TEXT + 1], server[LI_SECURITY_TEXT + 1];
};

static li_err see(int64_t id, const struct li_security_event *e, void *data)
{
	struct seen *s = data;

	s->first = s->first ? s->first : id;
	s->last = id;
	s->count++;
	s->e = *e;
	li_slice_copy(e->node, s->node, sizeof(s->node));
	li_slice_copy(e->server, s->server, sizeof(s->server));
	return LI_OK;
}

static void test_security__reads_what_it_kept(void)
{
	struct li_security_event e = event(LI_RULE_LIR_SWEEP);
	struct seen s = {.count = 0};
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(save(&p, &e, 1), LI_OK);
	CU_ASSERT_EQUAL(li_store_security_each(p.store, 10, see, &s), LI_OK);
	CU_ASSERT_EQUAL(s.count, 1);
	CU_ASSERT_EQUAL(s.last, 1);
	CU_ASSERT_EQUAL(s.e.rule, e.rule);
	CU_ASSERT_EQUAL(s.e.severity, e.severity);
	CU_ASSERT_EQUAL(s.e.source, e.source);
	CU_ASSERT_EQUAL(s.e.number, e.number);
	CU_ASSERT_EQUAL(s.e.at_us, e.at_us);
	CU_ASSERT_EQUAL(s.e.since_us, e.since_us);
	CU_ASSERT_EQUAL(s.e.count, e.count);
	CU_ASSERT_EQUAL(s.e.limit, e.limit);
	CU_ASSERT_EQUAL(s.e.code, e.code);
	CU_ASSERT_EQUAL(s.e.subject, e.subject);
	CU_ASSERT_STRING_EQUAL(s.node, "canary-host.example");
	CU_ASSERT_STRING_EQUAL(s.server, "canary-scscf.example");
	CU_ASSERT_EQUAL(s.e.peer.n, 0);
	place_fini(&p);
}

/* TS 33.126 R6.6-100: names that a stranger chose do not stand in clear */
static void test_security__seals_names(void)
{
	struct li_security_event e = event(LI_RULE_CX_STRANGER);
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(save(&p, &e, 1), LI_OK);
	CU_ASSERT_PTR_NULL(place_canary(&p));
	place_fini(&p);
}

static void test_security__walks_the_last_ones(void)
{
	struct li_security_event e[5];
	struct seen s = {.count = 0};
	struct li_store_counts c;
	struct place p;

	for (int i = 0; i < 5; i++)
		e[i] = event(LI_RULE_CX_ROLE);
	place_init(&p);
	CU_ASSERT_EQUAL(li_store_security_each(p.store, 3, see, &s), LI_OK);
	CU_ASSERT_EQUAL(s.count, 0);
	CU_ASSERT_EQUAL(save(&p, e, 5), LI_OK);
	CU_ASSERT_EQUAL(li_store_security_each(p.store, 3, see, &s), LI_OK);
	CU_ASSERT_EQUAL(s.count, 3);
	CU_ASSERT_EQUAL(s.first, 3);
	CU_ASSERT_EQUAL(s.last, 5);
	CU_ASSERT_EQUAL(li_store_count(p.store, 5, &c), LI_OK);
	CU_ASSERT_EQUAL(c.security_events, 5);
	place_reopen(&p);
	CU_ASSERT_EQUAL(save(&p, e, 1), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT max(id) FROM security_events"),
		6);
	place_fini(&p);
}

/* TS 33.127 cl. 8.7; TS 33.126 R6.6-110: each has its row in the chain */
static void test_security__is_vouched_for_by_the_audit(void)
{
	struct li_security_event e[2] = {event(LI_RULE_CX_ROLE),
		event(LI_RULE_CX_PEER)};
	struct li_fault fault = {{0}};
	uint64_t rows = 0;
	int64_t row = 0;
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(save(&p, e, 2), LI_OK);
	CU_ASSERT_EQUAL(
		place_number(&p,
			"SELECT count(*) FROM audit a JOIN security_events e "
			"ON a.object = 'security ' || e.id "
			"WHERE a.action = 'security.event' AND a.detail IS NOT "
			"NULL"),
		2);
	CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(place_sql(&p,
				"UPDATE security_events SET severity = 1"),
		SQLITE_CONSTRAINT);
	CU_ASSERT_EQUAL(place_sql(&p, "DELETE FROM security_events"),
		SQLITE_CONSTRAINT);
	place_fini(&p);
}

static void test_security__goes_back_with_its_transaction(void)
{
	struct li_security_event e = event(LI_RULE_CX_ROLE);
	struct li_product product = {.security = &e, .security_count = 1};
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(save(&p, &e, 1), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT max(id) FROM security_events"),
		1);
	place_fini(&p);
}

/* A value that was put elsewhere does not open there. */
static void test_security__tells_a_changed_name(void)
{
	struct li_security_event e = event(LI_RULE_CX_ROLE);
	struct seen s = {.count = 0};
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(save(&p, &e, 1), LI_OK);
	CU_ASSERT_EQUAL(place_sql(&p, "DROP TRIGGER security_events_no_update"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(place_sql(&p,
				"UPDATE security_events SET node = server"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_security_each(p.store, 3, see, &s),
		LI_ECORRUPT);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(li_store_why(p.store), "security_events"));
	place_fini(&p);
}

/* The view names each rule as the programs do. */
static void test_security__has_a_view_that_knows_all_rules(void)
{
	struct place p;
	char sql[160];

	place_init(&p);
	for (size_t i = 0; li_rule_nth(i) != LI_RULE_NONE; i++) {
		struct li_security_event e = event(li_rule_nth(i));

		CU_ASSERT_EQUAL(save(&p, &e, 1), LI_OK);
		snprintf(sql, sizeof(sql),
			"SELECT count(*) FROM audit_security WHERE security = "
			"%zu AND rule = '%s' AND severity = 'high' "
			"AND code = 'LIR' AND subject = 'fedcba9876543210'",
			i + 1, li_rule_name(e.rule));
		CU_ASSERT_EQUAL(place_number(&p, sql), 1);
	}
	place_fini(&p);
}

UNIT_MAIN("store.security", UNIT_TEST(test_security__reads_what_it_kept),
	UNIT_TEST(test_security__seals_names),
	UNIT_TEST(test_security__walks_the_last_ones),
	UNIT_TEST(test_security__is_vouched_for_by_the_audit),
	UNIT_TEST(test_security__goes_back_with_its_transaction),
	UNIT_TEST(test_security__tells_a_changed_name),
	UNIT_TEST(test_security__has_a_view_that_knows_all_rules))
