/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "desk.h"

/* A change whose answer was lost with the connection is looked for: OK when it is
 * so, else the error of before. */

/* A desk whose clock is that of the store: it tells what came before what. */
static void set_up_now(struct desk *d)
{
	set_up(d);
	d->at_us = li_clock_now_us();
}

static int lost(struct desk *d, enum heard how, const char *text)
{
	d->next = how;
	d->at_us = li_clock_now_us();
	return code(d, text);
}

/* TS 103 221-1 cl. 5.2.2, 6.2, 6.3: an error says that it was not done */
static void test_lost__is_ok_when_it_was_done_and_else_an_error(void)
{
	static const struct {
		const char *message;
		int code;
	} rows[] = {{CREATE, 6000}, {ACTIVATE, 3000}, {MODIFY, 3001},
		{ONE("DeactivateTask", "xId", XID), 4000}, {ACTIVATE, 3000},
		{BARE("DeactivateAllTasks"), 5000},
		{ONE("RemoveDestination", "dId", DID), 7000}};
	struct desk d;
	size_t asked;

	set_up_now(&d);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_EQUAL(lost(&d, LOST_UNDONE, rows[i].message),
			rows[i].code);
		asked = d.asked;
		CU_ASSERT_EQUAL(lost(&d, LOST_DONE, rows[i].message), 0);
		/* The question itself is not put again. */
		CU_ASSERT_EQUAL(d.asked, asked + 2);
	}
	/* Each was done once, and is over. */
	CU_ASSERT_EQUAL(code(&d, ONE("GetTaskDetails", "xId", XID)), 2020);
	CU_ASSERT_EQUAL(code(&d, ONE("GetDestinationDetails", "dId", DID)),
		2040);
	tear_down(&d);
}

/* What was so before the request is not what it did: TS 103 221-1 cl. 6.2.1 (the
 * XID exists), cl. 6.2.3 */
static void test_lost__is_no_ok_of_what_was_there_before(void)
{
	struct desk d;

	set_up_now(&d);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 0);
	CU_ASSERT_EQUAL(lost(&d, LOST_DONE, ACTIVATE), 3000);
	CU_ASSERT_EQUAL(lost(&d, LOST_UNDONE, MODIFY), 3001);
	CU_ASSERT_EQUAL(code(&d, ONE("DeactivateTask", "xId", XID)), 0);
	CU_ASSERT_EQUAL(lost(&d, LOST_DONE, MODIFY), 3001);
	CU_ASSERT_EQUAL(lost(&d, LOST_UNDONE, ACTIVATE), 3000);
	tear_down(&d);
}

#define AT_192_0_2_7                                                           \
	IP_PORT("<c:IPv4Address>192.0.2.7</c:IPv4Address>",                    \
		"<c:TCPPort>4444</c:TCPPort>")

/* So with each of a container: all of it was committed, or nothing. */
static void test_lost__looks_for_each_of_a_container(void)
{
	static const char two[] = ROOT(MESSAGE("CreateDestination",
		DESTINATION(AT_192_0_2_7)) MESSAGE("ActivateTask",
		TASK_OF("tel:+15551230001", "")));
	struct desk d;

	set_up_now(&d);
	d.next = LOST_UNDONE;
	CU_ASSERT_PTR_NOT_NULL(strstr(serve_as(&d, "admf-1", two),
		"<ns1:errorCode>6000</ns1:errorCode>"));
	d.next = LOST_DONE;
	d.at_us = li_clock_now_us();
	CU_ASSERT_PTR_NULL(strstr(serve_as(&d, "admf-1", two), "errorCode"));
	CU_ASSERT_TRUE(says(&d, ONE("GetTaskDetails", "xId", XID),
		"<ns1:telUri>tel:+15551230001</ns1:telUri>"));
	tear_down(&d);
}

/* The codes of the two answers to a container whose own was lost. */
static void codes_of_two(struct desk *d, const char *container, int codes[2])
{
	static const char part[] = "<ns1:x1ResponseMessage";
	char *first, *second;

	d->next = LOST_DONE;
	d->at_us = li_clock_now_us();
	first = strstr(serve_as(d, "admf-1", container), part);
	CU_ASSERT_PTR_NOT_NULL_FATAL(first);
	second = strstr(first + 1, part);
	CU_ASSERT_PTR_NOT_NULL_FATAL(second);
	codes[1] = code_of(second);
	*second = 0;
	codes[0] = code_of(first);
}

/* What is in force behind a container does not say of which of two requests: no
 * OK for the one that was refused (2010), or changed nothing any more. TS 103
 * 221-1 cl. 6.1, 6.2.1 */
static void test_lost__is_no_ok_of_two_about_the_same(void)
{
	static const struct {
		const char *container;
		int codes[2];
	} rows[] = {
#define ACTIVATION MESSAGE("ActivateTask", TASK_OF("tel:+15551230001", ""))
#define ENDING MESSAGE("DeactivateTask", EL("xId", XID))
		{ROOT(ACTIVATION ACTIVATION), {3000, 3000}},
		{ROOT(ACTIVATION ENDING), {3000, 4000}},
		{ROOT(ACTIVATION MESSAGE("DeactivateTask", EL("xId", XID2))),
			{0, 4000}},
		{ROOT(ENDING MESSAGE("DeactivateTask", EL("xId", XID2))),
			{0, 4000}},
		{ROOT(ACTIVATION MESSAGE("DeactivateAllTasks", "")), {3000, 0}},
	};
	struct desk d;
	int codes[2];

	set_up_now(&d);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		codes_of_two(&d, rows[i].container, codes);
		CU_ASSERT_EQUAL(codes[0], rows[i].codes[0]);
		CU_ASSERT_EQUAL(codes[1], rows[i].codes[1]);
		if (i == 0)
			CU_ASSERT_EQUAL(code(&d,
						ONE("DeactivateTask", "xId",
							XID)),
				0);
	}
	tear_down(&d);
}

UNIT_MAIN("x1.lost",
	UNIT_TEST(test_lost__is_ok_when_it_was_done_and_else_an_error),
	UNIT_TEST(test_lost__is_no_ok_of_what_was_there_before),
	UNIT_TEST(test_lost__looks_for_each_of_a_container),
	UNIT_TEST(test_lost__is_no_ok_of_two_about_the_same))
