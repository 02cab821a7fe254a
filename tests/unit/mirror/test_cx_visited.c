/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx_visited.h"
#include "mirror/kit_mirror.h"

#define HOME "home.example"
#define AWAY "away.example"

/* An UAR and its answer: an Experimental-Result when `result` says so. */
static void ask(const char *network, int32_t authorization, uint32_t result)
{
	struct li_event e = kit_cx(LI_CX_UAR, -1, IMPI, ALICE);

	e.cx.visited_network = li_slice_str(network);
	e.cx.authorization_type = authorization;
	e.cx.experimental = true;
	e.cx.result_vendor = 10415;
	e.cx.result = result;
	apply(e);
}

static void assign(int32_t type, uint32_t result)
{
	struct li_event e = kit_cx(LI_CX_SAR, type, IMPI, ALICE);

	e.cx.result = result;
	apply(e);
}

static void is(bool changed, const char *network)
{
	CU_ASSERT_EQUAL(change.visited_changed, changed);
	CU_ASSERT_TRUE(li_slice_is(change.visited, network ? network : ""));
}

/* TS 33.107 cl. 7A.2.3.1: an attempt, and the registration that follows */
static void test_cx_visited__changes_once_with_an_attempt_and_once_for_good(
	void)
{
	fresh_usual();
	ask(HOME, -1, 2001);
	is(true, HOME);
	ask(HOME, 0, 2002);
	is(false, HOME);
	apply(kit_cx(LI_CX_MAR, -1, IMPI, ALICE));
	is(false, NULL);
	assign(1, 2001);
	is(true, HOME);
	ask(HOME, -1, 2002);
	is(false, HOME);
	assign(2, 2001);
	is(false, HOME);
	ask(AWAY, -1, 2002);
	is(true, AWAY);
	assign(2, 2001);
	is(true, AWAY);
	assign(2, 2001);
	is(false, AWAY);
}

/* TS 29.228 cl. 6.1.1.1: 5004 is told each time, and nothing is changed */
static void test_cx_visited__stays_when_an_attempt_is_refused(void)
{
	fresh_usual();
	ask(HOME, -1, 2001);
	assign(1, 2001);
	for (int i = 0; i < 2; i++) {
		ask(AWAY, -1, 5004);
		is(true, AWAY);
	}
	assign(2, 2001);
	is(false, HOME);
	ask(HOME, -1, 2002);
	is(false, HOME);
	/* What the S-CSCF was refused is told too. TS 33.127 cl. 5.3.2.4 */
	ask(AWAY, -1, 2002);
	assign(2, 5012);
	is(true, AWAY);
	assign(2, 2001);
	is(true, AWAY);
}

/* TS 29.228 cl. 6.1.1.1, 6.1.2.1; TS 29.229 cl. 6.2.1: not each 2xxx grants, it
 * has to be one of the command, and of 3GPP where it is an Experimental one. */
static void test_cx_visited__is_changed_by_the_commands_own_results_alone(void)
{
	static const struct {
		bool experimental;
		uint32_t vendor, result;
		bool asked, assigned; /* does it grant an UAR, a SAR? */
	} rows[] = {
		{false, 0, 2001, true, true},
		{true, 10415, 2001, true, false},
		{true, 10415, 2002, true, false},
		{true, 10415, 2004, false, true},
		{false, 0, 2002, false, false},
		{false, 0, 2003, false, false},
		{true, 10415, 2003, false, false},
		{true, 9, 2001, false, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e = kit_cx(LI_CX_UAR, -1, IMPI, ALICE);

		fresh_usual();
		ask(HOME, -1, 2001);
		assign(1, 2001);
		e.cx.visited_network = li_slice_str(AWAY);
		e.cx.experimental = rows[i].experimental;
		e.cx.result_vendor = rows[i].vendor;
		e.cx.result = rows[i].result;
		apply(e);
		is(true, AWAY);
		ask(AWAY, -1, 5004);
		is(!rows[i].asked, AWAY);
		ask(AWAY, -1, 2002);
		e.cx.command = LI_CX_SAR;
		e.cx.assignment_type = 2;
		apply(e);
		is(true, AWAY);
		apply(e);
		is(!rows[i].assigned, AWAY);
	}
}

/* TS 29.229 cl. 6.3.24: DE_REGISTRATION is no registration; cl. 6.3.15:
 * UNREGISTERED_USER is none from there */
static void test_cx_visited__is_of_registrations_alone(void)
{
	fresh_usual();
	ask(HOME, -1, 2001);
	assign(1, 2001);
	ask(AWAY, 1, 2001);
	is(false, NULL);
	ask(AWAY, 2, 2001);
	is(true, AWAY);
	assign(3, 2001);
	is(false, NULL);
}

/* TS 33.108 table 7.9, Previous serving system identifier */
static void test_cx_visited__is_told_when_a_registration_ends(void)
{
	struct li_event rtr = kit_cx(LI_CX_RTR, -1, IMPI, NULL);

	fresh_usual();
	ask(HOME, -1, 2001);
	assign(1, 2001);
	ask(AWAY, -1, 2001);
	rtr.cx.answered = false;
	apply(rtr);
	is(false, HOME);
	rtr.cx.answered = true;
	apply(rtr);
	is(false, HOME);
	assign(5, 2001);
	is(false, HOME);
}

/* An octet string of any length: TS 29.229 cl. 6.3.1 */
static void test_cx_visited__that_is_too_long_is_a_change_each_time(void)
{
	char name[300] = "";

	memset(name, 'n', sizeof(name) - 1);
	fresh_usual();
	for (int i = 0; i < 2; i++) {
		ask(name, -1, 2001);
		is(true, name);
	}
	assign(1, 2001);
	is(false, NULL);
}

static void test_cx_visited__names_leave_with_the_last_user(void)
{
	size_t before;

	fresh_usual();
	before = mirror->users.hosts.bytes;
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	ask(HOME, -1, 2001);
	assign(1, 2001);
	CU_ASSERT_TRUE(mirror->users.hosts.bytes > before);
	assign(5, 2001);
	pass(2 * LI_USER_GRACE_S);
	CU_ASSERT_EQUAL(counts().registrations, 0);
	for (size_t i = 0; i < mirror->users.hosts.count; i++)
		CU_ASSERT_EQUAL(li_intern_text(&mirror->users.hosts,
					(uint16_t)(i + 1))
					.n,
			0);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_visited",
	UNIT_TEST(
		test_cx_visited__changes_once_with_an_attempt_and_once_for_good),
	UNIT_TEST(test_cx_visited__stays_when_an_attempt_is_refused),
	UNIT_TEST(
		test_cx_visited__is_changed_by_the_commands_own_results_alone),
	UNIT_TEST(test_cx_visited__is_of_registrations_alone),
	UNIT_TEST(test_cx_visited__is_told_when_a_registration_ends),
	UNIT_TEST(test_cx_visited__that_is_too_long_is_a_change_each_time),
	UNIT_TEST(test_cx_visited__names_leave_with_the_last_user))
