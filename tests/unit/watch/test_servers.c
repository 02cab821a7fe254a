/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"
#include "watch/servers.h"

static void exchange(struct kit *k, const char *server)
{
	kit_cx(k, LI_CX_MAR, KIT_SCSCF);
	k->event.cx.server_name = li_slice_str(server);
	kit_user(k, KIT_IMPI, KIT_IMPU);
	kit_take(k);
}

/* TS 29.229 cl. 6.3.3: Server-Name is a SIP URI */
static void test_servers__finds_the_host_of_a_name(void)
{
	static const char *const rows[][2] = {
		{"sip:scscf.ims.example", "scscf.ims.example"},
		{"SIP:scscf.ims.example:6060;transport=tcp",
			"scscf.ims.example"},
		{"sips:user@scscf.ims.example?a=b", "scscf.ims.example"},
		{"sip:[2001:db8::1]:5060", "[2001:db8::1]"},
		{"scscf.ims.example", "scscf.ims.example"},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT(li_slice_is(li_server_host(li_slice_str(rows[i][0])),
			rows[i][1]));
}

static void test_servers__learns_in_silence_at_first(void)
{
	struct kit k;

	kit_rules(&k);
	k.rules.learn_s = 7200;
	kit_begin(&k);
	exchange(&k, "sip:a.example");
	CU_ASSERT_EQUAL(k.count, 0);
	kit_pass(&k, 7200);
	exchange(&k, "sip:A.example:6060");
	CU_ASSERT_EQUAL(k.count, 0);
	exchange(&k, "sip:b.example");
	CU_ASSERT_EQUAL(k.count, 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(kit_found(&k, LI_RULE_CX_SERVER));
	CU_ASSERT(li_slice_is(k.out->server, "b.example"));
	CU_ASSERT_EQUAL(k.out->severity, LI_SEVERITY_MEDIUM);
	exchange(&k, "sip:b.example");
	CU_ASSERT_EQUAL(k.count, 0);
	kit_close(&k);
}

static void test_servers__learns_no_name_that_the_hss_refuses(void)
{
	struct kit k;

	kit_open(&k);
	for (int i = 0; i < 2; i++) {
		kit_cx(&k, LI_CX_SAR, KIT_SCSCF);
		k.event.cx.server_name = li_slice_str("sip:b.example");
		kit_refuse(&k, 5005);
		CU_ASSERT_EQUAL(kit_take(&k), 1);
		CU_ASSERT_PTR_NOT_NULL(kit_found(&k, LI_RULE_CX_SERVER));
	}
	kit_close(&k);
}

static void test_servers__goes_by_the_list_where_there_is_one(void)
{
	struct kit k;

	kit_rules(&k);
	snprintf(k.rules.servers[0], sizeof(k.rules.servers[0]),
		"sip:A.example");
	k.rules.servers_count = 1;
	k.rules.learn_s = 7200;
	kit_begin(&k);
	exchange(&k, "sip:a.example:6060");
	CU_ASSERT_EQUAL(k.count, 0);
	for (int i = 0; i < 2; i++) {
		exchange(&k, "sip:b.example");
		CU_ASSERT_EQUAL(k.count, 1);
		CU_ASSERT_EQUAL(k.out->severity, LI_SEVERITY_HIGH);
	}
	kit_close(&k);
}

static void test_servers__hears_only_those_that_name_themselves(void)
{
	struct kit k;

	kit_open(&k);
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	k.event.cx.server_name = li_slice_str("sip:b.example");
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_close(&k);
}

static void test_servers__keeps_no_more_than_it_has_room_for(void)
{
	struct li_servers s = {.count = 0};

	for (uint64_t i = 1; i <= LI_SERVERS_KNOWN + 10; i++)
		li_server_learn(&s, i);
	CU_ASSERT_EQUAL(s.count, LI_SERVERS_KNOWN);
	CU_ASSERT(li_server_known(&s, LI_SERVERS_KNOWN));
	CU_ASSERT_FALSE(li_server_known(&s, LI_SERVERS_KNOWN + 1));
}

UNIT_MAIN("watch.servers", UNIT_TEST(test_servers__finds_the_host_of_a_name),
	UNIT_TEST(test_servers__learns_in_silence_at_first),
	UNIT_TEST(test_servers__learns_no_name_that_the_hss_refuses),
	UNIT_TEST(test_servers__goes_by_the_list_where_there_is_one),
	UNIT_TEST(test_servers__hears_only_those_that_name_themselves),
	UNIT_TEST(test_servers__keeps_no_more_than_it_has_room_for))
