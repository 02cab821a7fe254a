/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static struct li_event uar(const char *network)
{
	struct li_event e = kit_cx(LI_CX_UAR, -1, IMPI, ALICE);

	e.cx.visited_network = li_slice_str(network);
	return e;
}

static void test_cx_query__tells_a_change_of_the_visited_network(void)
{
	struct li_event e;

	fresh_usual();
	apply(uar("one.example"));
	CU_ASSERT_TRUE(change.visited_changed);
	apply(uar("one.example"));
	CU_ASSERT_FALSE(change.visited_changed);
	e = uar("two.example");
	e.cx.result = 5004; /* is told each time, and not kept */
	apply(e);
	apply(e);
	CU_ASSERT_TRUE(change.visited_changed);
	apply(uar("one.example"));
	CU_ASSERT_FALSE(change.visited_changed);
	apply(uar(NULL));
	CU_ASSERT_FALSE(change.visited_changed);
}

/* TS 29.228 cl. 6.1.1, 6.3 */
static void test_cx_query__proves_that_impi_and_impu_are_one_user(void)
{
	static const struct {
		enum li_cx_command command;
		int32_t authorization;
		uint32_t result;
		bool proven;
	} rows[] = {
		{LI_CX_UAR, -1, 2001, true},
		{LI_CX_UAR, 0, 2001, true},
		{LI_CX_UAR, 1, 2001, false},
		{LI_CX_UAR, -1, 5002, false},
		{LI_CX_MAR, -1, 2001, true},
		{LI_CX_MAR, -1, 5001, false},
		{LI_CX_LIR, -1, 2001, false},
		{LI_CX_PPR, -1, 2001, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e = kit_cx(rows[i].command, -1, IMPI, ALICE);

		fresh_usual();
		e.cx.authorization_type = rows[i].authorization;
		e.cx.result = rows[i].result;
		apply(e);
		CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
		apply(kit_register(401, 1, NULL));
		CU_ASSERT_EQUAL(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION),
			rows[i].proven);
	}
}

static void test_cx_query__changes_no_registration(void)
{
	fresh_usual();
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	apply(kit_cx(LI_CX_MAR, -1, IMPI, ALICE));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	apply(uar("one.example"));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	apply(kit_cx(LI_CX_LIR, -1, NULL, ALICE));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_query",
	UNIT_TEST(test_cx_query__tells_a_change_of_the_visited_network),
	UNIT_TEST(test_cx_query__proves_that_impi_and_impu_are_one_user),
	UNIT_TEST(test_cx_query__changes_no_registration))
