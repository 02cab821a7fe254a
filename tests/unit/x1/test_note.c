/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"
#include "x1/note.h"

static struct li_x1_task task(size_t targets)
{
	struct li_x1_task t = {.target_count = targets};

	t.mediations[0].starts_us = 1;
	t.mediations[0].ends_us = 2;
	t.dids.count = 1;
	return t;
}

/* What is said of a task, and what a note makes of it again */
static void test_note__says_what_a_task_does_not_have(void)
{
	struct li_x1_task in = task(3), out = task(3);
	char text[LI_WARRANT_MAX + 1];

	CU_ASSERT_EQUAL(li_x1_note_format(&in, text), LI_OK);
	CU_ASSERT_STRING_EQUAL(text, "X1");
	in.mediation_count = 1;
	in.mediations[0].starts_us = 0;
	in.mediations[0].dids.count = 1;
	in.mediations[0].delivery = LI_X1_X2_AND_X3;
	strcpy(in.correlation, "18446744073709551615");
	in.implicit = LI_X1_FALSE;
	in.targets[1].format = LI_X1_SIP_URI;
	in.targets[2].format = LI_X1_IMEI;
	CU_ASSERT_EQUAL(li_x1_note_format(&in, text), LI_OK);
	CU_ASSERT_STRING_EQUAL(text,
		"X1 mediation=HI2andHI3,end,dids "
		"correlation=18446744073709551615 implicit=false "
		"formats=-,sipUri,-");
	out.targets[2].format = LI_X1_IMEI;
	CU_ASSERT_TRUE(li_x1_note_parse(text, &out));
	CU_ASSERT_EQUAL(out.mediation_count, 1);
	CU_ASSERT_EQUAL(out.mediations[0].delivery, LI_X1_X2_AND_X3);
	CU_ASSERT_EQUAL(out.mediations[0].starts_us, 0);
	CU_ASSERT_EQUAL(out.mediations[0].ends_us, 2);
	CU_ASSERT_EQUAL(out.mediations[0].dids.count, 1);
	CU_ASSERT_STRING_EQUAL(out.correlation, "18446744073709551615");
	CU_ASSERT_EQUAL(out.implicit, LI_X1_FALSE);
	CU_ASSERT_EQUAL(out.targets[0].format, LI_X1_IMPU);
	CU_ASSERT_EQUAL(out.targets[1].format, LI_X1_SIP_URI);
	CU_ASSERT_EQUAL(out.targets[2].format, LI_X1_IMEI);
}

static void test_note__leaves_the_task_of_an_operator_as_it_is(void)
{
	struct li_x1_task out = task(1);

	out.mediation_count = 1;
	CU_ASSERT_FALSE(li_x1_note_parse("court order 7", &out));
	CU_ASSERT_FALSE(li_x1_note_parse("X10 order", &out));
	CU_ASSERT_EQUAL(out.mediation_count, 1);
	CU_ASSERT_EQUAL(out.mediations[0].starts_us, 1);
	CU_ASSERT_TRUE(li_x1_note_parse("X1", &out));
	CU_ASSERT_EQUAL(out.mediation_count, 0);
}

static void test_note__does_not_grow_beyond_its_field(void)
{
	struct li_x1_task in = task(8);
	char text[LI_WARRANT_MAX + 1] = "before";

	in.mediation_count = 1;
	strcpy(in.correlation, "18446744073709551615");
	for (size_t i = 0; i < 8; i++)
		in.targets[i].format = LI_X1_GPSI_MSISDN;
	CU_ASSERT_EQUAL(li_x1_note_format(&in, text), LI_ETOOBIG);
	CU_ASSERT_STRING_EQUAL(text, "before");
}

UNIT_MAIN("x1.note", UNIT_TEST(test_note__says_what_a_task_does_not_have),
	UNIT_TEST(test_note__leaves_the_task_of_an_operator_as_it_is),
	UNIT_TEST(test_note__does_not_grow_beyond_its_field))
