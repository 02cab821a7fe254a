/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_calls.h"

enum { UTC_S = 1750000000 };

#define INVITE LI_SIP_INVITE

static const struct step call[] = {
	{0, false, INVITE, 0, 1, NULL, "1"},
	{1, false, INVITE, 183, 1, "b1", "1"},
	{2, false, INVITE, 180, 1, "b2", NULL},
	{3, false, INVITE, 200, 1, "b1", NULL},
	{4, false, LI_SIP_ACK, 0, 1, "b1", NULL},
	{5, true, INVITE, 0, 1, "b1", "2 hold"},
	{6, true, INVITE, 200, 1, "b1", "2"},
	{7, true, LI_SIP_ACK, 0, 1, "b1", NULL},
	{8, false, LI_SIP_BYE, 0, 2, "b1", NULL},
	{9, false, LI_SIP_BYE, 200, 2, "b1", NULL},
};

enum { STEPS = sizeof(call) / sizeof(call[0]) };

static void save(struct li_buf *out)
{
	li_buf_reset(out);
	CU_ASSERT_EQUAL(li_mirror_save_session(mirror,
				(UTC_S + mono_s) * INT64_C(1000000), out),
		LI_OK);
}

static li_err load(struct li_slice octets, int64_t after_s)
{
	return li_mirror_load_session(mirror, octets,
		(UTC_S + after_s) * INT64_C(1000000), mono_s * 1000000);
}

/* What a change says, as far as a restart may not alter it. */
static uint64_t told(void)
{
	uint64_t h = change.correlation;

	h = h * 31 + change.session_after;
	h = h * 31 + change.session_before;
	h = h * 31 + change.from_opener;
	h = h * 31 + change.in_dialog;
	h = h * 31 + change.held_by;
	h = h * 31 + change.known_count;
	for (size_t i = 0; i < change.known_count; i++)
		h += change.known[i].keys[0].lo *
			(change.known[i].roles + change.known[i].sides);
	return h;
}

static void test_save_session__goes_on_as_if_nothing_had_been(void)
{
	struct li_buf octets = {.n = 0};
	uint64_t want[STEPS], digest;

	fresh_usual();
	for (size_t i = 0; i < STEPS; i++) {
		run_steps(&call[i], 1);
		want[i] = told();
	}
	digest = li_mirror_digest(mirror);
	for (size_t cut = 1; cut < STEPS; cut++) {
		fresh_usual();
		run_steps(call, cut);
		save(&octets);
		fresh_usual();
		CU_ASSERT_EQUAL(load(li_buf_slice(&octets), 1), LI_OK);
		for (size_t i = cut; i < STEPS; i++) {
			run_steps(&call[i], 1);
			CU_ASSERT_EQUAL(told(), want[i]);
		}
		CU_ASSERT_EQUAL(li_mirror_digest(mirror), digest);
	}
	li_buf_fini(&octets);
}

/* TS 33.108 cl. 7.1.3 */
static void test_save_session__keeps_all_legs(void)
{
	struct li_event e = kit_call(INVITE, 0, NULL);
	struct li_buf octets = {.n = 0};
	uint64_t number;

	fresh_usual();
	e.sip.icid = li_slice_str("x");
	apply(e);
	number = change.correlation;
	e.sip.call_id = li_slice_str("other leg");
	apply(e);
	save(&octets);
	fresh_usual();
	CU_ASSERT_EQUAL(load(li_buf_slice(&octets), 1), LI_OK);
	CU_ASSERT_EQUAL(counts().sessions, 2);
	CU_ASSERT_EQUAL(load(li_buf_slice(&octets), 1), LI_EEXIST);
	CU_ASSERT_EQUAL(counts().sessions, 2);
	e.sip.icid = li_slice_str(NULL);
	apply(e);
	CU_ASSERT_EQUAL(change.correlation, number);
	li_buf_fini(&octets);
}

/* TS 33.107 cl. 7A.3.1: the time goes on while we are down */
static void test_save_session__keeps_its_times(void)
{
	struct li_buf octets = {.n = 0};

	fresh((struct li_mirror_options){.session_age_s = 1000});
	run_steps(call, 5);
	pass(400);
	run_steps(&call[4], 1);
	save(&octets);
	fresh((struct li_mirror_options){.session_age_s = 1000});
	CU_ASSERT_EQUAL(load(li_buf_slice(&octets), 900), LI_OK);
	pass(95);
	CU_ASSERT_EQUAL(counts().sessions, 1);
	pass(10);
	CU_ASSERT_EQUAL(counts().sessions, 0);
	CU_ASSERT_EQUAL(load(li_buf_slice(&octets), 5000), LI_OK);
	pass(2);
	CU_ASSERT_EQUAL(counts().sessions, 0);
	li_buf_fini(&octets);
}

/* Another device of hers may come to be registered there: TS 33.128
 * cl. 7.12.2.8. A copy of the INVITE tells no more. */
static void test_save_session__keeps_where_it_came_from(void)
{
	struct li_buf first = {.n = 0}, then = {.n = 0}, without = {.n = 0};
	struct li_event e = kit_call(INVITE, 0, NULL);

	fresh_usual();
	apply(e);
	save(&without);
	kit_contact(&e, "sip:alice@192.0.2.1:5060", NULL, -1);
	fresh_usual();
	apply(e);
	save(&first);
	CU_ASSERT_EQUAL(first.n, without.n + 4);
	fresh_usual();
	CU_ASSERT_EQUAL(load(li_buf_slice(&first), 0), LI_OK);
	apply(e);
	save(&then);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&first), li_buf_slice(&then)));
	li_buf_fini(&first);
	li_buf_fini(&then);
	li_buf_fini(&without);
}

static void test_save_session__refuses_what_is_not_ours(void)
{
	struct li_buf octets = {.n = 0};
	struct li_slice whole;

	fresh_usual();
	CU_ASSERT_EQUAL(li_mirror_save_session(mirror, 0, &octets),
		LI_ENOTFOUND);
	run_steps(call, 6);
	save(&octets);
	li_buf_put_u8(&octets, 0);
	whole = li_buf_slice(&octets);
	fresh_usual();
	for (size_t n = 0; n <= whole.n; n++) {
		if (n == whole.n - 1)
			continue; /* as it was saved */
		CU_ASSERT_EQUAL(load(li_slice(whole.p, n), 1), LI_EMALFORMED);
	}
	CU_ASSERT_EQUAL(counts().sessions, 0);
	CU_ASSERT_EQUAL(li_mirror_digest(mirror), 0);
	li_buf_fini(&octets);
}

/* Whatever octet is wrong, the mirror stays sound. */
static void test_save_session__bears_any_wrong_octet(void)
{
	struct li_buf octets = {.n = 0};

	fresh_usual();
	run_steps(call, 6);
	save(&octets);
	for (size_t i = 0; i < octets.n; i++) {
		uint8_t was = octets.p[i];

		octets.p[i] = (uint8_t)(was ^ (1U << i % 8));
		fresh_usual();
		if (load(li_buf_slice(&octets), 1) == LI_OK)
			CU_ASSERT_TRUE(counts().sessions >= 1);
		octets.p[i] = was;
		run_steps(call, STEPS);
		pass(2);
	}
	li_buf_fini(&octets);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.save_session",
	UNIT_TEST(test_save_session__goes_on_as_if_nothing_had_been),
	UNIT_TEST(test_save_session__keeps_all_legs),
	UNIT_TEST(test_save_session__keeps_its_times),
	UNIT_TEST(test_save_session__keeps_where_it_came_from),
	UNIT_TEST(test_save_session__refuses_what_is_not_ours),
	UNIT_TEST(test_save_session__bears_any_wrong_octet))
