/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_world.h"

#include "ticking.h"

static struct li_link_options asking(void)
{
	struct li_link_options o = usual();

	o.ask_acknowledgement = true;
	o.open_timeout_us = 60000000; /* nothing here waits for that */
	return o;
}

/* How often it was told what. */
static size_t told(const struct world *w, char what)
{
	size_t n = 0;

	for (const char *p = w->asked; *p; p++)
		n += *p == what;
	return n;
}

/* TS 102 232-1 cl. 6.3.5.2, annex I.1.3: options first, a keep-alive behind the
 * question; cl. 6.3.6: then records are confirmed by the peer's word on them.
 * cl. 5.2.5: numbers of a kind count by themselves. */
static void test_link_option__asks_for_acknowledgements(void)
{
	const struct li_link_options o = asking();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.options = true;
	w.due = 40;
	run(&w, &w.confirms, 3);
	CU_ASSERT_EQUAL(w.confirmed, 40 * id_step);
	CU_ASSERT_EQUAL(w.peer.keepalives, 1);
	CU_ASSERT_EQUAL(w.keepalives[0], 0);
	CU_ASSERT_STRING_EQUAL(w.asked, "o0 c1 a0 a1 a2 ");
	CU_ASSERT_EQUAL(w.peer.count, 60);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	CU_ASSERT_EQUAL(li_link_counts(w.link)->stray_acks, 0);
	teardown(&w);
}

/* cl. 6.3.5.2, annex I.1.1: the response to the keep-alive says at once that it
 * knows no options */
static void test_link_option__goes_on_without_options(void)
{
	const struct li_link_options o = asking();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.due = 40;
	run(&w, &w.confirms, 3);
	CU_ASSERT_EQUAL(w.confirmed, 40 * id_step);
	CU_ASSERT_EQUAL(w.peer.keepalives, 4);
	CU_ASSERT_STRING_EQUAL(w.asked, "o0 ");
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	teardown(&w);
}

/* cl. 6.3.5.2: one that says that it takes none has keep-alives, and is asked anew
 * when it is there again; those numbers are of the connection */
static void test_link_option__goes_on_when_options_are_declined(void)
{
	const struct li_link_options o = asking();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.declines = true;
	w.due = 40;
	run(&w, &w.confirms, 3);
	CU_ASSERT_EQUAL(w.confirmed, 40 * id_step);
	CU_ASSERT_EQUAL(w.peer.keepalives, 4);
	CU_ASSERT_STRING_EQUAL(w.asked, "o0 c1 ");
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	w.declines = false;
	w.options = true;
	peer_hang_up(&w.peer);
	w.due = 41;
	run(&w, &w.confirms, 4);
	CU_ASSERT_STRING_EQUAL(w.asked, "o0 c1 o0 c1 a0 ");
	CU_ASSERT_EQUAL(w.peer.keepalives, 5);
	teardown(&w);
}

/* cl. 6.3.5.2, annex I.1.2: one that asks for an option itself is given none, and
 * is waited for */
static void test_link_option__gives_none_to_who_asks_back(void)
{
	const struct li_link_options o = asking();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.options = true;
	w.wants = true;
	w.due = 40;
	run(&w, &w.confirms, 3);
	CU_ASSERT_EQUAL(w.confirmed, 40 * id_step);
	CU_ASSERT_EQUAL(told(&w, 'r'), 1);
	CU_ASSERT_EQUAL(told(&w, 'c'), 1);
	CU_ASSERT_EQUAL(told(&w, 'a'), 3);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	teardown(&w);
}

/* cl. 6.3.5.2: no option is used before both are content. How long that takes is
 * for operators and authorities to agree on. */
static void test_link_option__uses_none_that_is_not_agreed_on(void)
{
	struct li_link_options o = asking();
	static struct world w;

	o.open_timeout_us = 200000;
	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.options = true;
	w.forgets = true;
	w.due = 40;
	run(&w, &w.confirms, 3);
	CU_ASSERT_EQUAL(w.confirmed, 40 * id_step);
	CU_ASSERT_STRING_EQUAL(w.asked, "o0 c1 ");
	CU_ASSERT_EQUAL(w.peer.keepalives, 4);
	teardown(&w);
}

/* cl. 6.3.5.2: what is agreed on is not talked about any more */
static void test_link_option__ends_with_who_begins_anew(void)
{
	static const enum li_psp_kind late[] = {LI_PSP_OPTION_REQUEST,
		LI_PSP_OPTION_COMPLETE};
	const struct li_link_options o = asking();
	static struct world w;

	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.options = true;
	for (uint32_t i = 0; i < 2; i++) {
		w.due++;
		run(&w, &w.confirms, w.due);
		CU_ASSERT_EQUAL(w.peer.connections, i + 1);
		say(&w.peer, late[i], 7);
	}
	w.due++;
	run(&w, &w.confirms, w.due);
	CU_ASSERT_EQUAL(w.peer.connections, 3);
	teardown(&w);
}

/* cl. 6.3.6: TIME5. A word on PDUs that does not come is as a keep-alive's. */
static void test_link_option__sends_again_what_is_not_acknowledged(void)
{
	struct li_link_options o = asking();
	static struct world w;

	o.time3_us = 100000;
	setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	w.options = true;
	run(&w, NULL, 0);
	w.due = 1;
	w.mute = true;
	run(&w, &w.peer.connections, 2);
	CU_ASSERT_EQUAL(w.confirms, 0);
	CU_ASSERT_TRUE(told(&w, 'a') >= 1);
	w.mute = false;
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL(w.confirmed, id_step);
	teardown(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_option__asks_for_acknowledgements),
	UNIT_TEST(test_link_option__goes_on_without_options),
	UNIT_TEST(test_link_option__goes_on_when_options_are_declined),
	UNIT_TEST(test_link_option__gives_none_to_who_asks_back),
	UNIT_TEST(test_link_option__uses_none_that_is_not_agreed_on),
	UNIT_TEST(test_link_option__ends_with_who_begins_anew),
	UNIT_TEST(test_link_option__sends_again_what_is_not_acknowledged),
};

int main(void)
{
	return creds_main("deliver.link_option", tests,
		sizeof(tests) / sizeof(tests[0]));
}
