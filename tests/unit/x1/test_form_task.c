/* SPDX-License-Identifier: BSD-3-Clause */
#include "messages.h"
#include "x1/form.h"

static const struct li_x1_asked asked = {"admf-1", 1795316645678901,
	1795316645678901};

#define IMPU TARGET("impu", "sip:canary@ims.example")
#define ACTIVATE(targets, rest)                                                \
	ROOT(MESSAGE("ActivateTask", TASK(targets, rest)))
#define MEDIATION(rest)                                                        \
	EL("listOfMediationDetails",                                           \
		EL("mediationDetails", EL("LIID", "LIID-1") rest))
#define HI2(rest) MEDIATION(EL("deliveryType", "HI2Only") rest)

/* TS 33.128 cl. 5.2; TS 103 221-1 table 4 */
static void test_form_task__makes_a_task_of_what_was_asked(void)
{
	struct li_x1_request r = read_one(
		ACTIVATE(IMPU TARGET("peiImei", "35693803564380"), ""));
	struct li_x1_refusal no;
	struct li_task t;
	const char *why;

	CU_ASSERT_TRUE_FATAL(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(li_task_check(&t, &why), LI_OK);
	CU_ASSERT_EQUAL(t.target_count, 2);
	CU_ASSERT_EQUAL(t.targets[0].kind, LI_ID_IMPU);
	CU_ASSERT_EQUAL(t.targets[1].kind, LI_ID_IMEI);
	CU_ASSERT_STRING_EQUAL(t.liid, "29f28e1cf230486aa860f5a784ab9172");
	CU_ASSERT_STRING_EQUAL(t.operator_name, "admf-1");
	CU_ASSERT_STRING_EQUAL(t.warrant, "X1 formats=-,peiImei");
	CU_ASSERT_EQUAL(t.starts_us, asked.since_us);
	CU_ASSERT_EQUAL(t.ends_us, LI_X1_FOREVER_US);
	CU_ASSERT_FALSE(t.content);
	CU_ASSERT_EQUAL(t.destination_count, 1);
	r = read_one(ACTIVATE(IMPU,
		MEDIATION(EL("deliveryType", "HI2andHI3") EL("EndTime",
			"2027-01-01T00:00:00.000001Z") EL("StartTime",
			"2026-12-01T00:00:00.000000Z"))));
	CU_ASSERT_TRUE_FATAL(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_STRING_EQUAL(t.liid, "LIID-1");
	CU_ASSERT_EQUAL(t.ends_us, 1798761600000001);
	CU_ASSERT_EQUAL(t.starts_us, 1796083200000000);
	CU_ASSERT_TRUE(t.content);
}

/* TS 103 221-1 table 46: the most specific code for each */
static const struct {
	const char *message;
	int code;
} refusals[] = {
	{ACTIVATE(TARGET("nonLocalIdentifier", "Local"), ""), 3010},
	{ACTIVATE(TARGET("hashedIdentifier", ""), ""), 3010},
	{ACTIVATE(TARGET("impu", "canary"), ""), 3010},
	{ACTIVATE(IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU, ""), 3020},
	{ACTIVATE(IMPU, EL("listOfServiceTypes", EL("serviceType", "voice"))),
		3050},
	{ACTIVATE(IMPU, EL("productID", DID)), 3000},
	{ACTIVATE(IMPU, EL("taskDetailsExtensions", EL("Owner", "x"))), 3000},
	{ACTIVATE(IMPU,
		 EL("listOfTrafficPolicyReferences",
			 EL("trafficPolicyReference", DID))),
		2060},
	{ACTIVATE(IMPU, HI2(EL("EndTime", "2026-01-01T00:00:00.000000Z"))),
		3000},
	{ACTIVATE(IMPU,
		 HI2(EL("StartTime", "2027-01-01T00:00:00.000000Z")
				 EL("EndTime",
					 "2027-01-01T00:00:00."
					 "000000Z"))),
		3000},
	{ACTIVATE(IMPU, MEDIATION(EL("deliveryType", "HI3Only"))), 3000},
	{ACTIVATE(IMPU, HI2(EL("listOfDIDs", EL("dId", XID)))), 3040},
	{ACTIVATE(IMPU,
		 HI2(EL("serviceScopingOptions",
			 EL("serviceScopingOptions",
				 EL("serviceType",
					 EL("serviceType", "voice")))))),
		3050},
	{ACTIVATE(IMPU,
		 HI2(EL("serviceScopingOptions",
			 EL("serviceScopingOptions",
				 EL("suspendOnOutboundInternational"
				    "Roaming",
					 "true"))))),
		3000},
};

static void test_form_task__refuses_with_the_code_that_says_most(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct li_x1_request r = read_one(refusals[i].message);
		struct li_x1_refusal no = {0};
		struct li_task t;

		CU_ASSERT_EQUAL_FATAL(r.code, LI_X1_NO_ERROR);
		CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
		CU_ASSERT_EQUAL((int)no.code, refusals[i].code);
		/* TS 103 221-1 table 45 */
		CU_ASSERT_TRUE(!no.why || !strstr(no.why, "canary"));
		if (no.code != LI_X1_ACTIVATE_FAILED)
			continue;
		r.type = LI_X1_MODIFY_TASK;
		CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
		CU_ASSERT_EQUAL(no.code, LI_X1_MODIFY_FAILED);
	}
}

/* Destinations and delivery. TS 103 221-1 cl. 6.2.1.2 */
static void test_form_task__refuses_destinations_that_do_not_fit(void)
{
	struct li_x1_request good = read_one(ACTIVATE(IMPU, "")), r;
	struct li_x1_refusal no;
	struct li_task t;

	r = good;
	r.task.dids.count = 0;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_DELIVERY_COMBINATION);
	r = good;
	r.task.dids.sets = 1;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_OBJECT_UNKNOWN);
	r = good;
	r.task.dids.count = LI_TASK_DESTINATIONS_MAX + 1;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_DESTINATIONS_TOO_MANY);
	r = good;
	r.task.dids.did[1] = r.task.dids.did[0];
	r.task.dids.count = 2;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_DELIVERY_COMBINATION);
	r = good;
	r.task.delivery = LI_X1_X2_AND_X3;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_ACTIVATE_FAILED);
	r = good;
	r.task.mediation_count = 2;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_ACTIVATE_FAILED);
}

static void check_same(const struct li_x1_task *said,
	const struct li_x1_task *asked_for)
{
	const struct li_x1_mediation *m = &said->mediation;
	const struct li_x1_mediation *want = &asked_for->mediation;

	CU_ASSERT_EQUAL_FATAL(said->target_count, asked_for->target_count);
	for (size_t i = 0; i < said->target_count; i++) {
		CU_ASSERT_EQUAL(said->targets[i].format,
			asked_for->targets[i].format);
		CU_ASSERT_STRING_EQUAL(said->targets[i].value,
			asked_for->targets[i].value);
	}
	CU_ASSERT_EQUAL(said->dids.count, 1);
	CU_ASSERT_EQUAL(said->has_correlation, asked_for->has_correlation);
	CU_ASSERT_EQUAL(said->correlation, asked_for->correlation);
	CU_ASSERT_EQUAL(said->implicit, asked_for->implicit);
	CU_ASSERT_EQUAL(said->mediation_count, asked_for->mediation_count);
	if (asked_for->mediation_count == 0)
		return;
	CU_ASSERT_STRING_EQUAL(m->liid, want->liid);
	CU_ASSERT_EQUAL(m->delivery, want->delivery);
	CU_ASSERT_EQUAL(m->starts_us, want->starts_us);
	CU_ASSERT_EQUAL(m->ends_us, want->ends_us);
	CU_ASSERT_EQUAL(m->dids.count, want->dids.count);
}

/* What GetTaskDetails gives is what was asked for. TS 103 221-1 cl. 6.4.2 */
static void test_form_task__says_what_was_asked(void)
{
	static const char *const all[] = {
		ACTIVATE(IMPU, ""),
		ACTIVATE(TARGET("sipUri", "sip:canary@ims.example")
				 TARGET("gpsiMsisdn", "15551230001"),
			EL("correlationID", "7")
				EL("implicitDeactivationAllowed", "true")),
		ACTIVATE(TARGET("imsi", "001010000000001"),
			HI2(EL("EndTime", "2027-01-01T00:00:00.000001Z")
					EL("listOfDIDs", EL("dId", DID)))),
		ACTIVATE(TARGET("nai", "a@ims.example"),
			MEDIATION(EL("deliveryType", "HI2andHI3"))),
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_x1_request r = read_one(all[i]);
		struct li_x1_refusal no;
		struct li_x1_task said;
		struct li_task t;

		CU_ASSERT_TRUE_FATAL(li_x1_task_make(&r, &asked, &t, &no));
		li_x1_task_say(&t, &said);
		check_same(&said, &r.task);
	}
}

UNIT_MAIN("x1.form_task",
	UNIT_TEST(test_form_task__makes_a_task_of_what_was_asked),
	UNIT_TEST(test_form_task__refuses_with_the_code_that_says_most),
	UNIT_TEST(test_form_task__refuses_destinations_that_do_not_fit),
	UNIT_TEST(test_form_task__says_what_was_asked))
