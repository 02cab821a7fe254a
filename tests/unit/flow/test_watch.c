/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_build.h"
#include "place.h"

enum { SECOND = 1000000 };
#define START_US INT64_C(1700000000000000)

struct bench {
	struct place place;
	struct li_flow *flow;
	struct li_watch_rules rules;
	struct li_uuid tap;
	uint64_t sequence;
};

static void set_up(struct bench *b, const char *target)
{
	struct li_flow_options o = {.place = place_make(&b->place)};

	place_put(&o.place, LI_ID_IMPU, target);
	b->rules = li_watch_rules_usual();
	b->rules.nodes_count = 2;
	strcpy(b->rules.nodes[0].host, "icscf.ims.example");
	b->rules.nodes[0].role = LI_NODE_ICSCF;
	strcpy(b->rules.nodes[1].host, "hss.ims.example");
	b->rules.nodes[1].role = LI_NODE_HSS;
	o.watch = &b->rules;
	b->sequence = 0;
	b->tap = (struct li_uuid){{7}};
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&o, &b->flow, NULL), LI_OK);
}

static void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	place_remove(&b->place);
}

/* A LIR by a node, which came in by a peer. TS 29.228 cl. 6.1.4 */
static void take_lir(struct bench *b, const char *origin, const char *peer,
	bool local)
{
	struct li_buf request = {.n = 0}, answer = {.n = 0};
	struct li_cx_record r = {.sequence = ++b->sequence,
		.requested_us = START_US,
		.answered_us = START_US + 1,
		.request_local = local,
		.request_peer = li_slice_str(peer)};

	cx_begin(&request, LI_DIAMETER_REQUEST, 302, LI_CX_APPLICATION);
	cx_avp_text(&request, 264, 0, origin);
	cx_avp_text(&request, 601, LI_CX_VENDOR, "sip:canary@ims.example");
	r.request = cx_end(&request);
	cx_begin(&answer, 0, 302, LI_CX_APPLICATION);
	cx_avp_text(&answer, 264, 0, "hss.ims.example");
	cx_avp_u32(&answer, 268, 0, 2001);
	r.answer = cx_end(&answer);
	CU_ASSERT_EQUAL(li_flow_take_cx(b->flow, &b->tap, &r, SECOND), LI_OK);
	li_buf_fini(&request);
	li_buf_fini(&answer);
}

struct seen {
	size_t rows, summaries;
	uint64_t events;
	enum li_rule last;
};

static li_err see(int64_t id, const struct li_security_event *e, void *data)
{
	struct seen *s = data;

	(void)id;
	s->rows++;
	s->summaries += e->number == 0;
	s->events += e->count;
	s->last = e->rule;
	return LI_OK;
}

/* What is committed, as another program reads it. */
static struct seen look(struct bench *b)
{
	const struct li_store_place at = {.path = b->place.path,
		.key_file = b->place.key};
	struct li_store *store = NULL;
	struct seen s = {.rows = 0};

	CU_ASSERT_EQUAL(li_flow_commit(b->flow), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&at, LI_STORE_READER, &store, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_security_each(store, 100, see, &s), LI_OK);
	li_store_close(store);
	return s;
}

/* Does a file of the store hold this in clear? */
static bool holds(const struct bench *b, const char *text)
{
	char command[256];

	snprintf(command, sizeof(command), "grep -qaF -e %s %s*", text,
		b->place.path);
	return system(command) == 0; /* NOLINT(cert-env33-c) */
}

/* Design rule 1: a bystander's event is kept, and nothing of the bystander. */
static void test_watch__keeps_what_is_wrong_and_nobodys_identity(void)
{
	struct bench b;
	struct seen s;

	set_up(&b, "sip:somebody.else@ims.example");
	take_lir(&b, "icscf.ims.example", "icscf.ims.example", false);
	CU_ASSERT_FALSE(li_flow_dirty(b.flow));
	take_lir(&b, "evil.example", "evil.example", false);
	CU_ASSERT_TRUE(li_flow_dirty(b.flow));
	s = look(&b);
	CU_ASSERT_EQUAL(s.rows, 1);
	CU_ASSERT_EQUAL(s.last, LI_RULE_CX_STRANGER);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 0);
	CU_ASSERT_TRUE(holds(&b, "security_events"));
	CU_ASSERT_FALSE(holds(&b, "canary"));
	CU_ASSERT_FALSE(holds(&b, "evil.example"));
	tear_down(&b);
}

/* What is reported of a target is the same, whoever asked. */
static void test_watch__changes_no_record(void)
{
	struct bench b;

	set_up(&b, "sip:canary@ims.example");
	take_lir(&b, "icscf.ims.example", "icscf.ims.example", false);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	CU_ASSERT_EQUAL(look(&b).rows, 0);
	take_lir(&b, "evil.example", "evil.example", false);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 2);
	CU_ASSERT_EQUAL(look(&b).rows, 1);
	tear_down(&b);
}

/* RFC 6733 cl. 2.8.1; what the tap's own daemon made came by no peer */
static void test_watch__knows_the_peer_that_a_message_came_by(void)
{
	struct bench b;

	set_up(&b, "sip:somebody.else@ims.example");
	take_lir(&b, "icscf.ims.example", "hss.ims.example", true);
	CU_ASSERT_EQUAL(look(&b).rows, 0);
	take_lir(&b, "icscf.ims.example", "hss.ims.example", false);
	CU_ASSERT_EQUAL(look(&b).rows, 1);
	CU_ASSERT_EQUAL(look(&b).last, LI_RULE_CX_PEER);
	tear_down(&b);
}

static void test_watch__makes_a_few_rows_and_a_count_of_a_flood(void)
{
	struct li_buf json = {.n = 0};
	struct bench b;
	struct seen s;

	set_up(&b, "sip:somebody.else@ims.example");
	for (int i = 0; i < 500; i++)
		take_lir(&b, "evil.example", "evil.example", false);
	s = look(&b);
	CU_ASSERT_EQUAL(s.rows, b.rules.rows_a_minute);
	CU_ASSERT_EQUAL(li_flow_tick(b.flow, START_US + 61 * SECOND,
				62 * SECOND),
		LI_OK);
	s = look(&b);
	CU_ASSERT_EQUAL(s.rows, b.rules.rows_a_minute + 1);
	CU_ASSERT_EQUAL(s.summaries, 1);
	CU_ASSERT_EQUAL(s.events, 500);
	li_flow_watch_json(b.flow, &json);
	li_buf_put_u8(&json, 0);
	CU_ASSERT_PTR_NOT_NULL(
		strstr((const char *)json.p, "\"cx-stranger\":500,"));
	CU_ASSERT_PTR_NOT_NULL(strstr((const char *)json.p, "\"cx-role\":0,"));
	li_buf_fini(&json);
	tear_down(&b);
}

UNIT_MAIN("flow.watch",
	UNIT_TEST(test_watch__keeps_what_is_wrong_and_nobodys_identity),
	UNIT_TEST(test_watch__changes_no_record),
	UNIT_TEST(test_watch__knows_the_peer_that_a_message_came_by),
	UNIT_TEST(test_watch__makes_a_few_rows_and_a_count_of_a_flood))
