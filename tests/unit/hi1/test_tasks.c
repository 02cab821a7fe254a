/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.128 table 5.4.1-1, TS 33.126 R6.5-10: a task is what its authorisation
 * allows, and no longer.
 */
#include "warrant.h"

static li_err check(const char *text, const char **why)
{
	struct li_hi1_request *r = read_request(text);
	li_err err;

	*why = "";
	err = li_hi1_check(r, why);
	free(r);
	return err;
}

static li_err make(const char *text, struct li_task *t, const char **why)
{
	struct li_hi1_request *r = read_request(text);
	li_err err;

	*why = "";
	err = li_hi1_task(r, 1, now_us, t, why);
	free(r);
	return err;
}

static void test_tasks__take_what_the_authorisation_says(void)
{
	const char *why;
	struct li_task t;

	CU_ASSERT_EQUAL(make(REQUEST(AUTHORISATION("0", "") TASK("1")), &t,
				&why),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(t.warrant, "order/1");
	CU_ASSERT_STRING_EQUAL(t.legal_type, "law");
	CU_ASSERT_STRING_EQUAL(t.liid, "LIID-1");
	CU_ASSERT_EQUAL(t.priority, 1);
	CU_ASSERT_EQUAL(t.ends_us, INT64_C(1811800800000001));
	CU_ASSERT_EQUAL(t.starts_us, INT64_C(1767225600000000));
	CU_ASSERT_FALSE(t.content);
	CU_ASSERT_EQUAL(t.target_count, 1);
}

#define TIMES(start, end)                                                      \
	"<t:TimeSpan><t:StartTime>" start "</t:StartTime><t:EndTime>" end      \
	"</t:EndTime></t:TimeSpan>"
#define TIMED(start, end)                                                      \
	REQUEST(AUTHORISATION("0", "") TASK_OF("1", TASK_ID, "Active", IMPU,   \
		"IRIandCC", TIMES(start, end)))

/* TS 33.126 R6.5-10 */
static void test_tasks__lie_within_the_time_of_the_authorisation(void)
{
	const char *why;
	struct li_task t;

	CU_ASSERT_EQUAL(make(TIMED("2026-10-01T00:00:00Z",
				     "2027-05-31T22:00:00.000001Z"),
				&t, &why),
		LI_OK);
	CU_ASSERT_TRUE(t.content);
	CU_ASSERT_EQUAL(t.ends_us, INT64_C(1811800800000001));
	CU_ASSERT_EQUAL(make(TIMED("2026-10-01T00:00:00Z",
				     "2027-05-31T22:00:00.000002Z"),
				&t, &why),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "not within"));
	CU_ASSERT_EQUAL(make(TIMED("2025-12-31T23:59:59.999999Z",
				     "2027-01-01T00:00:00Z"),
				&t, &why),
		LI_EINVAL);
	CU_ASSERT_EQUAL(make(TIMED("2026-02-01T00:00:00Z",
				     "2026-03-01T00:00:00Z"),
				&t, &why),
		LI_EINVAL);
	CU_ASSERT_STRING_EQUAL(why, "EndTime: it is over");
}

static void test_tasks__belong_to_an_authorisation_of_the_request(void)
{
	const char *why;
	struct li_task t;

	CU_ASSERT_EQUAL(check(REQUEST(AUTHORISATION("0", "") TASK("1")), &why),
		LI_OK);
	CU_ASSERT_EQUAL(check(REQUEST(AUTHORISATION("0", "")), &why),
		LI_EINVAL);
	CU_ASSERT_STRING_EQUAL(why, "ActionRequests: no LITaskObject");
	CU_ASSERT_EQUAL(check(REQUEST(TASK("0")), &why), LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "no AuthorisationObject"));
	CU_ASSERT_EQUAL(make(REQUEST(TASK("0") TASK_OF("1", TASK2_ID, "Active",
				     IMPU, "IRIOnly", "")),
				&t, &why),
		LI_EINVAL);
	CU_ASSERT_EQUAL(check(REQUEST(AUTHORISATION("0", "")
					      AUTHORISATION("1", "")),
				&why),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "there twice"));
}

static void test_tasks__are_active_and_of_a_known_delivery(void)
{
	const char *why;
	struct li_task t;

	CU_ASSERT_EQUAL(check(REQUEST(AUTHORISATION("0", "")
					      TASK_OF("1", TASK_ID, "Suspended",
						      IMPU, "IRIOnly", "")),
				&why),
		LI_EINVAL);
	CU_ASSERT_STRING_EQUAL(why, "DesiredStatus: Active");
	CU_ASSERT_EQUAL(make(REQUEST(AUTHORISATION("0", "") TASK_OF("1",
				     TASK_ID, "Active", IMPU, "CCOnly", "")),
				&t, &why),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "DeliveryType"));
}

/* TS 103 120 cl. 6.4.7 */
static void test_tasks__are_cancelled_by_an_update(void)
{
	struct li_hi1_request *r = read_request(REQUEST(UPDATE("0", TASK_ID,
		"Cancelled") UPDATE("1", TASK2_ID, "Cancelled")));
	const char *why = "";

	CU_ASSERT_EQUAL_FATAL(r->object_count, 2);
	CU_ASSERT_TRUE(r->objects[1].update && r->objects[1].is_task);
	CU_ASSERT_EQUAL(li_hi1_check(r, &why), LI_OK);
	free(r);
	CU_ASSERT_EQUAL(check(REQUEST(UPDATE("0", TASK_ID, "Active")), &why),
		LI_EINVAL);
	CU_ASSERT_STRING_EQUAL(why, "DesiredStatus: Cancelled, in an UPDATE");
	CU_ASSERT_EQUAL(check(REQUEST(AUTHORISATION("0", "") UPDATE("1",
				      TASK_ID, "Cancelled")),
				&why),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "in one request"));
	CU_ASSERT_EQUAL(check(REQUEST(UPDATE("0", TASK_ID, "Cancelled")
					      UPDATE("1", TASK_ID,
						      "Cancelled")),
				&why),
		LI_EINVAL);
}

UNIT_MAIN("hi1.tasks", UNIT_TEST(test_tasks__take_what_the_authorisation_says),
	UNIT_TEST(test_tasks__lie_within_the_time_of_the_authorisation),
	UNIT_TEST(test_tasks__belong_to_an_authorisation_of_the_request),
	UNIT_TEST(test_tasks__are_active_and_of_a_known_delivery),
	UNIT_TEST(test_tasks__are_cancelled_by_an_update))
