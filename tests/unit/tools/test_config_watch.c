/* SPDX-License-Identifier: BSD-3-Clause */
#include "scratch.h"

/* What a program goes by without a configuration is what the file says when it
 * says nothing. */
static void test_config_watch__has_the_usual_rules(void)
{
	const struct li_watch_rules usual = li_watch_rules_usual();
	struct li_fault fault = {{0}};
	struct li_config c;

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT, &c, &fault), LI_OK);
	CU_ASSERT_EQUAL(c.watch.nodes_count, 0);
	CU_ASSERT_EQUAL(c.watch.servers_count, 0);
	CU_ASSERT_EQUAL(c.watch.learn_s, usual.learn_s);
	CU_ASSERT_EQUAL(c.watch.window_s, usual.window_s);
	CU_ASSERT_EQUAL(c.watch.proof_s, usual.proof_s);
	CU_ASSERT_EQUAL(c.watch.travel_s, usual.travel_s);
	CU_ASSERT_EQUAL(c.watch.lir_identities, usual.lir_identities);
	CU_ASSERT_EQUAL(c.watch.lir_unknown, usual.lir_unknown);
	CU_ASSERT_EQUAL(c.watch.mar_identities, usual.mar_identities);
	CU_ASSERT_EQUAL(c.watch.mar_of_one, usual.mar_of_one);
	CU_ASSERT_EQUAL(c.watch.failures, usual.failures);
	CU_ASSERT_EQUAL(c.watch.failures_by, usual.failures_by);
	CU_ASSERT_EQUAL(c.watch.place_users, usual.place_users);
	CU_ASSERT_EQUAL(c.watch.rows_a_minute, usual.rows_a_minute);
	CU_ASSERT_EQUAL(c.watch.users_max, usual.users_max);
}

/* TS 23.228 cl. 4.6 */
static void test_config_watch__reads_nodes_and_servers(void)
{
	struct li_fault fault = {{0}};
	struct li_config c;

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT
				      "watch:\n"
				      "  nodes:\n"
				      "    - {host: a.example, role: i-cscf}\n"
				      "    - {role: s-cscf, host: a.example}\n"
				      "    - {host: h.example, role: hss}\n"
				      "    - {host: d.example, role: relay}\n"
				      "  servers: [s.example, t.example]\n"
				      "  lir_identities: 0\n",
				      &c, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(c.watch.nodes_count, 4);
	CU_ASSERT_STRING_EQUAL(c.watch.nodes[1].host, "a.example");
	CU_ASSERT_EQUAL(c.watch.nodes[0].role, LI_NODE_ICSCF);
	CU_ASSERT_EQUAL(c.watch.nodes[1].role, LI_NODE_SCSCF);
	CU_ASSERT_EQUAL(c.watch.nodes[2].role, LI_NODE_HSS);
	CU_ASSERT_EQUAL(c.watch.nodes[3].role, LI_NODE_RELAY);
	CU_ASSERT_EQUAL(c.watch.servers_count, 2);
	CU_ASSERT_STRING_EQUAL(c.watch.servers[1], "t.example");
	CU_ASSERT_EQUAL(c.watch.lir_identities, 0);
}

static void test_config_watch__takes_as_many_as_it_says(void)
{
	static char text[LI_NODES_MAX * 160];
	struct li_fault fault = {{0}};
	struct li_config c;
	size_t n;

	for (int over = 0; over < 2; over++) {
		n = (size_t)snprintf(text, sizeof(text), "%swatch:\n  nodes:\n",
			ELEMENT);
		for (int i = 0; i < LI_NODES_MAX + over; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"    - {host: n%d.example, role: hss}\n", i);
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"  servers:\n");
		for (int i = 0; i < LI_SERVERS_MAX; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"    - s%d.example\n", i);
		CU_ASSERT(n < sizeof(text));
		CU_ASSERT_EQUAL(load(text, &c, &fault),
			over ? LI_ECONFIG : LI_OK);
	}
	CU_ASSERT_PTR_NOT_NULL(
		strstr(fault.text, "'watch.nodes': allowed: 0 to 64 entries"));
}

static void test_config_watch__refuses_with_key_and_what_is_allowed(void)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{"watch: {nodes: [{host: a.example, role: dra}]}",
			"key 'watch.nodes[0].role': allowed: i-cscf, "
			"s-cscf, hss, relay"},
		{"watch: {nodes: [{host: a.example}]}",
			"'watch.nodes[0].role' is missing"},
		{"watch: {nodes: [{host: '', role: hss}]}",
			"allowed: 1 to 253 characters"},
		{"watch: {window_s: 0}",
			"key 'watch.window_s': allowed: 1 to 3600"},
		{"watch: {lir_sweep: 1}",
			"key 'watch': a key is unknown; allowed here: nodes, "
			"servers, learn_s"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_fault fault = {{0}};
		struct li_config c;
		char text[256];

		snprintf(text, sizeof(text), "%s%s\n", ELEMENT, rows[i].text);
		CU_ASSERT_EQUAL(load(text, &c, &fault), LI_ECONFIG);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].says));
	}
}

UNIT_MAIN("tools.config_watch",
	UNIT_TEST(test_config_watch__has_the_usual_rules),
	UNIT_TEST(test_config_watch__reads_nodes_and_servers),
	UNIT_TEST(test_config_watch__takes_as_many_as_it_says),
	UNIT_TEST(test_config_watch__refuses_with_key_and_what_is_allowed))
