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

/* TS 103 120 table 8.11: one stream of records serves all of them. */
static void test_tasks__have_one_delivery_type(void)
{
	const char *why = "";
	struct li_task t;

	CU_ASSERT_EQUAL(make(REQUEST(AUTHORISATION("0", "") HANDED("1",
				     ENTRY("t:IRIorCC", "IRIOnly"))),
				&t, &why),
		LI_OK);
	CU_ASSERT_EQUAL(make(REQUEST(AUTHORISATION("0", "") HANDED("1",
				     ENTRY("t:IRIorCC", "IRIandCC"))),
				&t, &why),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "IRIorCC"));
}

/* TS 103 120 table 8.13 */
static void test_tasks__know_what_a_destination_hands_over_in(void)
{
	CU_ASSERT_EQUAL(li_hi1_handover_of(LI_FORMAT_X2), LI_HI1_HANDOVER_ANY);
	CU_ASSERT_EQUAL(li_hi1_handover_of(LI_FORMAT_X2_SIP),
		LI_HI1_HANDOVER_ANY);
	CU_ASSERT_EQUAL(li_hi1_handover_of(LI_FORMAT_HI2_IPMM),
		LI_HI1_HANDOVER_IPMM);
	CU_ASSERT_EQUAL(li_hi1_handover_of(LI_FORMAT_HI2_33128),
		LI_HI1_HANDOVER_MOBILE);
	CU_ASSERT_EQUAL(li_hi1_handover_of(LI_FORMAT_HI2_33128_R17),
		LI_HI1_HANDOVER_MOBILE);
}

#define END_ON(day) "<t:EndTime>" day "T00:00:00Z</t:EndTime>"

/* TS 103 120 cl. 6.4.7 */
static void test_tasks__are_cancelled_by_an_update(void)
{
	struct li_hi1_request *r = read_request(REQUEST(UPDATE("0", TASK_ID,
		"Cancelled") UPDATE("1", TASK2_ID, "Cancelled")));
	const char *why = "";

	CU_ASSERT_EQUAL_FATAL(r->object_count, 2);
	CU_ASSERT_EQUAL(r->objects[1].verb, LI_HI1_UPDATE);
	CU_ASSERT_TRUE(r->objects[1].is_task);
	CU_ASSERT_EQUAL(li_hi1_check(r, &why), LI_OK);
	free(r);
	CU_ASSERT_EQUAL(check(REQUEST(UPDATE("0", TASK_ID, "Active")), &why),
		LI_EINVAL);
	CU_ASSERT_STRING_EQUAL(why,
		"DesiredStatus: Cancelled, in an UPDATE, or a Timespan");
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

/* TS 103 120 cl. 6.4.5, 6.4.8, 6.4.10 */
static void test_tasks__are_told_action_by_action(void)
{
	const char *why;

	CU_ASSERT_EQUAL(check(REQUEST(GET("0", TASK_ID) GET("1",
				      TASK_ID) ACTION("2",
				      "<h:LIST/>") ACTION("3",
				      "<h:GETCSPCONFIG/>") NARROW("4", "1",
				      END_ON("2027-01-01"))),
				&why),
		LI_OK);
	CU_ASSERT_EQUAL(check(REQUEST(AUTHORISATION("0", "") TASK("1")
					      GET("2", TASK_ID)),
				&why),
		LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "in one request"));
}

/* TS 103 120 cl. 6.4.7, cl. 7.1.3; TS 33.126 R6.5-10 */
static void test_tasks__get_less_time_by_an_update_and_never_more(void)
{
	static const struct {
		const char *request;
		enum li_hi1_code code;
	} all[] = {
		{REQUEST(NARROW("0", "3", END_ON("2027-01-01"))), LI_HI1_OK},
		{REQUEST(NARROW("0", "2", END_ON("2027-01-01"))),
			LI_HI1_BAD_CHANGE},
		{REQUEST(NARROW("0", "3", END_ON("2027-06-02"))),
			LI_HI1_BAD_CHANGE},
		{REQUEST(NARROW("0", "3", END_ON("2026-01-02"))),
			LI_HI1_BAD_VALUE},
	};
	struct li_task t, before;
	struct li_hi1_done done;
	const char *why;

	CU_ASSERT_EQUAL_FATAL(make(REQUEST(AUTHORISATION("0", "") TASK("1")),
				      &before, &why),
		LI_OK);
	before.generation = 3;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_hi1_request *r = read_request(all[i].request);
		const struct li_hi1_object *o = &r->objects[0];

		t = before;
		CU_ASSERT_EQUAL(li_hi1_narrow(o, now_us, &t, &done),
			all[i].code ? LI_EINVAL : LI_OK);
		CU_ASSERT_EQUAL(done.code, all[i].code);
		CU_ASSERT_EQUAL(t.ends_us,
			all[i].code ? before.ends_us : o->ends_us);
		t.ended_us = 1;
		CU_ASSERT_EQUAL(li_hi1_narrow(o, now_us, &t, &done), LI_EINVAL);
		CU_ASSERT_EQUAL(done.code, LI_HI1_EXPIRED);
		free(r);
	}
}

/* TS 103 120 cl. 7.1.5: also one of before */
static void test_tasks__may_be_under_an_authorisation_of_before(void)
{
	struct li_hi1_request *r = read_request(REQUEST(TASK("0")));
	struct li_authorisation a = {.reference = "order/1",
					.ends_us = INT64_C(1811800800000001),
					.generation = 4},
				got;
	const char *why = "";
	struct li_task t;

	a.id = r->objects[0].associated[0];
	li_hi1_know(r, &a);
	CU_ASSERT_EQUAL(li_hi1_check(r, &why), LI_OK);
	CU_ASSERT_EQUAL(li_hi1_task(r, 0, now_us, &t, &why), LI_OK);
	CU_ASSERT_STRING_EQUAL(t.warrant, "order/1");
	CU_ASSERT_EQUAL(t.ends_us, a.ends_us);
	li_hi1_authorisation(r, &r->known[0], &got);
	CU_ASSERT_EQUAL(got.generation, 4);
	CU_ASSERT_EQUAL(got.task_count, 1);
	CU_ASSERT_TRUE(li_uuid_eq(&got.tasks[0], &t.xid));
	free(r);
}

#define OF_AUTH(number, rest)                                                  \
	ACTION(number,                                                         \
		"<h:UPDATE><h:HI1Object xsi:type=\"a:AuthorisationObject\">"   \
		"<h:ObjectIdentifier>" AUTH_ID "</h:ObjectIdentifier>" rest    \
		"</h:HI1Object></h:UPDATE>")

/* TS 103 120 cl. 6.4.7, 7.2 */
static void test_tasks__end_with_their_authorisation(void)
{
	static const struct {
		const char *request;
		enum li_hi1_code code; /* of one that lasts */
	} all[] = {
		{REQUEST(OF_AUTH("0",
			 ENTRY("a:AuthorisationDesiredStatus", "Cancelled"))),
			LI_HI1_OK},
		{REQUEST(OF_AUTH("0", SPAN("2026-12-01T00:00:00Z"))),
			LI_HI1_OK},
		{REQUEST(OF_AUTH("0", SPAN("2028-12-01T00:00:00Z"))),
			LI_HI1_BAD_CHANGE},
		{REQUEST(OF_AUTH("0", SPAN("2026-01-02T00:00:00Z"))),
			LI_HI1_BAD_VALUE},
	};
	struct li_authorisation a = {.generation = 1,
		.ends_us = INT64_C(1811800800000001)};
	struct li_hi1_done done;
	const char *why;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_hi1_request *r = read_request(all[i].request);
		const struct li_hi1_object *o = &r->objects[0];

		CU_ASSERT_EQUAL(li_hi1_check(r, &why), LI_OK);
		CU_ASSERT_EQUAL(li_hi1_way(o), LI_HI1_EACH);
		(void)!li_hi1_narrow_authorisation(o, now_us, &a, &done);
		CU_ASSERT_EQUAL(done.code, all[i].code);
		a.ended_us = 1;
		(void)!li_hi1_narrow_authorisation(o, now_us, &a, &done);
		CU_ASSERT_EQUAL(done.code, LI_HI1_EXPIRED);
		a.ended_us = 0;
		free(r);
	}
}

/* TS 103 120 cl. 6.4.7 */
static void test_tasks__end_with_their_authorisation_or_do_not(void)
{
	const char *why;

	CU_ASSERT_EQUAL(check(REQUEST(OF_AUTH("0", "")), &why), LI_EINVAL);
	CU_ASSERT_EQUAL(check(REQUEST(OF_AUTH("0",
				      ENTRY("a:AuthorisationDesiredStatus",
					      "Suspended"))),
				&why),
		LI_EINVAL);
}

#define OWNED(country, name)                                                   \
	REQUEST(AUTHORISATION("0",                                             \
		"<h:CountryCode>" country                                      \
		"</h:CountryCode><h:OwnerIdentifier>" name                     \
		"</h:OwnerIdentifier>") TASK("1"))

/* TS 103 120 cl. 7.1.1, annex B.2.3.2 */
static void test_tasks__are_of_who_sends_them(void)
{
	struct li_hi1_request *r = read_request(OWNED("XX", "LEA-1"));
	struct li_authorisation a;
	const char *why = "";

	CU_ASSERT_EQUAL(li_hi1_check(r, &why), LI_OK);
	li_hi1_authorisation(r, &r->objects[0], &a);
	CU_ASSERT_STRING_EQUAL(a.owner.country, "XX");
	CU_ASSERT_STRING_EQUAL(a.owner.name, "LEA-1");
	free(r);
	CU_ASSERT_EQUAL(check(OWNED("XX", "LEA-2"), &why), LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "OwnerIdentifier"));
	CU_ASSERT_EQUAL(check(OWNED("YY", "LEA-1"), &why), LI_EINVAL);
}

UNIT_MAIN("hi1.tasks", UNIT_TEST(test_tasks__are_of_who_sends_them),
	UNIT_TEST(test_tasks__may_be_under_an_authorisation_of_before),
	UNIT_TEST(test_tasks__end_with_their_authorisation),
	UNIT_TEST(test_tasks__end_with_their_authorisation_or_do_not),
	UNIT_TEST(test_tasks__take_what_the_authorisation_says),
	UNIT_TEST(test_tasks__lie_within_the_time_of_the_authorisation),
	UNIT_TEST(test_tasks__belong_to_an_authorisation_of_the_request),
	UNIT_TEST(test_tasks__are_active_and_of_a_known_delivery),
	UNIT_TEST(test_tasks__have_one_delivery_type),
	UNIT_TEST(test_tasks__know_what_a_destination_hands_over_in),
	UNIT_TEST(test_tasks__are_cancelled_by_an_update),
	UNIT_TEST(test_tasks__are_told_action_by_action),
	UNIT_TEST(test_tasks__get_less_time_by_an_update_and_never_more))
