/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_world.h"

#include "ticking.h"

/* TS 102 232-1 cl. 5.2: each LIID has its PDU, with its own numbers; TS 33.126
 * R6.4-140 */
static void check_order(const struct world *w, uint32_t n,
	enum li_scheme scheme)
{
	size_t at = 0;

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < 1 + (i % 2 == 0); k++, at++) {
			const struct got *g = &w->got[at];

			CU_ASSERT_STRING_EQUAL(g->liid, k ? "B" : "A");
			CU_ASSERT_EQUAL(g->sequence, k ? i / 2 : i);
			CU_ASSERT_TRUE(g->has_cin);
			CU_ASSERT_EQUAL(g->cin, 77);
			CU_ASSERT_EQUAL((int)g->type,
				scheme == LI_SCHEME_REPORT || k ? LI_PSP_REPORT
					: i ? LI_PSP_CONTINUE
					    : LI_PSP_BEGIN);
		}
	CU_ASSERT_EQUAL(at, w->peer.count);
}

static void test_link_hi2__delivers_each_format_in_order(void)
{
	static const struct {
		enum li_format format;
		enum li_scheme scheme;
		uint8_t content; /* tag of IRIContents */
	} rows[] = {
		{LI_FORMAT_HI2_33128, LI_SCHEME_REPORT, 19},
		{LI_FORMAT_HI2_33128_R17, LI_SCHEME_SESSION, 19},
		{LI_FORMAT_HI2_IPMM, LI_SCHEME_SESSION, 11},
	};
	const struct li_link_options o = usual();
	static struct world w;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		setup(&w, &o, rows[i].format, rows[i].scheme);
		w.due = 40;
		run(&w, &w.confirms, 3);
		CU_ASSERT_EQUAL(w.confirmed, 40 * id_step);
		CU_ASSERT_TRUE(li_link_drained(w.link));
		CU_ASSERT_EQUAL_FATAL(w.peer.count, 60);
		check_order(&w, 40, rows[i].scheme);
		CU_ASSERT_EQUAL(w.got[0].content, rows[i].content);
		/* TS 102 232-1 cl. 6.3.4: numbers of their own */
		for (uint32_t k = 0; k < w.peer.keepalives; k++)
			CU_ASSERT_EQUAL(w.keepalives[k], k);
		teardown(&w);
	}
}

/* TS 33.128 cl. 7.2.3.4: an event of the HSS has no CIN */
static void test_link_hi2__gives_no_cin_to_an_event_of_the_hss(void)
{
	const struct li_link_options o = usual();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_SESSION);
	w.hss = true;
	w.due = 1;
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL_FATAL(w.peer.count, 2);
	CU_ASSERT_FALSE(w.got[0].has_cin);
	CU_ASSERT_EQUAL(w.got[0].content, 15);
	teardown(&w);
}

/* TS 33.128 cl. 5.7; TS 102 232-1: a test PDU of number 0 at activation */
static void test_link_hi2__tells_what_became_of_an_interception(void)
{
	static const struct {
		enum li_notification what;
		const char *told;
	} rows[] = {
		{LI_NOTIFY_ACTIVATION, "AT A1 BT B1 "},
		{LI_NOTIFY_DEACTIVATION, "A2 B2 "},
		{LI_NOTIFY_MODIFICATION, "A3 B3 "},
	};
	const struct li_link_options o = usual();
	static struct world w;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		setup(&w, &o, LI_FORMAT_HI2_IPMM, LI_SCHEME_SESSION);
		w.notification = rows[i].what;
		w.due = 1;
		run(&w, &w.confirms, 1);
		CU_ASSERT_EQUAL(w.peer.count, 0);
		CU_ASSERT_STRING_EQUAL(w.told, rows[i].told);
		teardown(&w);
	}
}

/* TS 33.128, IMSI: at least 6 digits, where a task takes 5 */
static void test_link_hi2__tells_of_a_target_that_no_type_holds(void)
{
	const struct li_link_options o = usual();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.notification = LI_NOTIFY_DEACTIVATION;
	w.short_imsi = true;
	w.due = 1;
	run(&w, &w.confirms, 1);
	CU_ASSERT_STRING_EQUAL(w.told, "A2 B2 ");
	teardown(&w);
}

/* TS 102 232-1 cl. 6.3.4: TIME3; only the number of a keep-alive answers it */
static void test_link_hi2__takes_nothing_sent_for_delivered(void)
{
	struct li_link_options o = usual();
	static struct world w;

	o.time3_us = 100000;
	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.wrong = true;
	w.due = 2;
	run(&w, &w.peer.connections, 2);
	CU_ASSERT_EQUAL(w.confirms, 0);
	CU_ASSERT_TRUE(li_link_counts(w.link)->stray_acks > 0);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(li_link_why(w.link), "no acknowledgement within"));
	w.wrong = false;
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL(w.confirmed, 2 * id_step);
	/* Numbers go on: they are of who sends. */
	for (uint32_t k = 0; k < w.peer.keepalives; k++)
		CU_ASSERT_EQUAL(w.keepalives[k], k);
	/* Sent again under the same numbers. */
	CU_ASSERT_TRUE(w.peer.count >= 6);
	for (size_t i = 3; i < w.peer.count; i++) {
		CU_ASSERT_STRING_EQUAL(w.got[i].liid, w.got[i % 3].liid);
		CU_ASSERT_EQUAL(w.got[i].sequence, w.got[i % 3].sequence);
	}
	teardown(&w);
}

/* TS 102 232-1 cl. 6.3.4: TIME1 */
static void test_link_hi2__keeps_alive_when_nothing_is_due(void)
{
	struct li_link_options o = usual();
	static struct world w;

	o.time1_us = 10000;
	o.stay = true;
	setup(&w, &o, LI_FORMAT_HI2_IPMM, LI_SCHEME_REPORT);
	run(&w, &w.peer.keepalives, 4);
	CU_ASSERT_EQUAL(w.peer.count, 0);
	CU_ASSERT_EQUAL(w.confirms, 0);
	teardown(&w);
}

static void test_link_hi2__goes_on_after_a_message_for_people(void)
{
	const struct li_link_options o = usual();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.due = 1;
	run(&w, &w.confirms, 1);
	say(&w.peer, LI_PSP_ACK_RESPONSE, 5);
	w.due = 2;
	run(&w, &w.confirms, 2);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	say(&w.peer, LI_PSP_TEST, 5); /* ours to send */
	w.due = 3;
	run(&w, &w.confirms, 3);
	CU_ASSERT_EQUAL(w.peer.connections, 2);
	teardown(&w);
}

/* TS 102 232-1 cl. 6.4.3: handed over is all that can be known */
static void test_link_hi2__goes_on_with_a_peer_that_never_answers(void)
{
	struct li_link_options o = usual();
	static struct world w;

	o.time1_us = 10000;
	o.time3_us = 20000;
	setup_as(&w, &o,
		&(struct li_handover){.format = LI_FORMAT_HI2_33128,
			.delivery_country = "NL",
			.silent = true});
	w.peer.ack = false;
	w.due = 20;
	run(&w, &w.peer.keepalives, 4);
	CU_ASSERT_EQUAL(w.confirmed, 20 * id_step);
	CU_ASSERT_EQUAL(w.peer.count, 30);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	teardown(&w);
}

/* TS 102 232-1 cl. 6.3.4: TIME1 runs anew from each that is sent; one that is not
 * answered within TIME3 ends the connection, and another one is made */
static void test_link_hi2__ends_a_quiet_connection_without_answers(void)
{
	struct li_link_options o = usual();
	static struct world w;
	int64_t began_us;

	o.time1_us = 40000;
	o.time3_us = 100000;
	o.stay = true;
	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	run(&w, &w.peer.keepalives, 1);
	began_us = li_clock_mono_us();
	run(&w, &w.peer.keepalives, 4);
	CU_ASSERT_TRUE(li_clock_mono_us() - began_us >= 3 * 39000);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	w.peer.ack = false;
	began_us = li_clock_mono_us();
	run(&w, &w.peer.connections, 2);
	CU_ASSERT_TRUE(li_clock_mono_us() - began_us >= 99000);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(li_link_why(w.link), "no acknowledgement within"));
	teardown(&w);
}

/* TS 102 232-1 cl. 5.2.4: operatorIdentifier is mandatory */
static void test_link_hi2__does_not_connect_without_an_operator(void)
{
	struct li_link_options o = usual();
	static struct world w;

	o.place.operator_id = "";
	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.due = 1;
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.peer.connections, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(li_link_why(w.link), "element.operator"));
	CU_ASSERT_FALSE(li_link_drained(w.link));
	teardown(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_hi2__delivers_each_format_in_order),
	UNIT_TEST(test_link_hi2__gives_no_cin_to_an_event_of_the_hss),
	UNIT_TEST(test_link_hi2__tells_what_became_of_an_interception),
	UNIT_TEST(test_link_hi2__tells_of_a_target_that_no_type_holds),
	UNIT_TEST(test_link_hi2__takes_nothing_sent_for_delivered),
	UNIT_TEST(test_link_hi2__keeps_alive_when_nothing_is_due),
	UNIT_TEST(test_link_hi2__goes_on_after_a_message_for_people),
	UNIT_TEST(test_link_hi2__goes_on_with_a_peer_that_never_answers),
	UNIT_TEST(test_link_hi2__ends_a_quiet_connection_without_answers),
	UNIT_TEST(test_link_hi2__does_not_connect_without_an_operator),
};

int main(void)
{
	return creds_main("deliver.link_hi2", tests,
		sizeof(tests) / sizeof(tests[0]));
}
