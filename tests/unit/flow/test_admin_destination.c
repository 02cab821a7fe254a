/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 103 221-1 cl. 6.2.2: a destination that comes over X1 has the format that
 * its address was agreed for; what an operator enters has what he says.
 */
#include "admin_bench.h"

static const struct li_profile profile = {.host = "192.0.2.7",
	.port_from = 1,
	.port_to = 65535,
	.handover = {.format = LI_FORMAT_HI2_33128},
	.peer = "lemf.example"};

/* The one destination, added by a program. */
static struct li_destination added(const char *via)
{
	struct li_destination d = {.did = {{1}}, .port = 4444};
	struct li_buf body = {0};
	struct li_ipc_message m;
	struct bench b;

	strcpy(d.name, "name (X2Only)");
	strcpy(d.host, "192.0.2.7");
	strcpy(d.peer, "192.0.2.7");
	li_pack_destination(&body, &d);
	set_up(&b);
	b.terms.profiles = &profile;
	b.terms.profile_count = 1;
	CU_ASSERT_EQUAL(ask_by(&b, LI_ADMIN_DESTINATION_ADD, via, "somebody",
				li_buf_slice(&body)),
		LI_OK);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_DESTINATION_LIST, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b.items), &m), LI_OK);
	CU_ASSERT_EQUAL(li_unpack_destination(m.body, &d), LI_OK);
	li_buf_fini(&body);
	tear_down(&b);
	return d;
}

/* TS 103 221-1 cl. 6.2.2 */
static void test_admin_destination__has_the_format_of_its_address(void)
{
	struct li_destination d = added("lmisf-x1d");

	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_HI2_33128);
	CU_ASSERT_STRING_EQUAL(d.peer, "lemf.example");
}

static void test_admin_destination__of_an_operator_is_what_he_says(void)
{
	struct li_destination d = added("lmisf-ctl");

	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_X2);
	CU_ASSERT_STRING_EQUAL(d.peer, "192.0.2.7");
}

UNIT_MAIN("flow.admin_destination",
	UNIT_TEST(test_admin_destination__has_the_format_of_its_address),
	UNIT_TEST(test_admin_destination__of_an_operator_is_what_he_says))
