/* SPDX-License-Identifier: BSD-3-Clause */
#include "messages.h"
#include "x1/form.h"

static const struct li_x1_asked asked = {.admf = "admf-1",
	.at_us = 1795316645678901,
	.since_us = 1795316645678901};

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
	{ACTIVATE(TARGET("nonLocalIdentifier", "Local"), ""), 3020},
	{ACTIVATE(IMPU TARGET("nonLocalIdentifier", "Local")
			  TARGET("nonLocalIdentifier", "NonLocal"),
		 ""),
		3020},
	{ACTIVATE(TARGET("impi", "canary@ims.example")
			  TARGET("nonLocalIdentifier", "NonLocal"),
		 ""),
		3020},
	{ACTIVATE(IMPU TARGET("imei", "35693803564380")
			  TARGET("nonLocalIdentifier", "NonLocal"),
		 ""),
		3020},
	{ACTIVATE(TARGET("impu", "canary"), ""), 3010},
	{ACTIVATE(TARGET("impu", "sip:canary!.*!@ims.example"), ""), 3010},
	{ACTIVATE(IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU, ""), 3020},
	{ACTIVATE(IMPU, EL("listOfServiceTypes", EL("serviceType", "data"))),
		3050},
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
					 EL("serviceType", "data")))))),
		3050},
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

/* The ADMF is told the rule that a task breaks. TS 103 221-1 cl. 6.7 */
static void test_form_task__says_which_rule_is_broken(void)
{
	struct li_x1_request r = read_one(ACTIVATE(IMPU, HI2("")));
	struct li_x1_refusal no = {0};
	struct li_task t;

	r.task.mediations[1] = r.task.mediations[0];
	r.task.mediation_count = 2;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_ACTIVATE_FAILED);
	CU_ASSERT_STRING_EQUAL_FATAL(no.why,
		"mediations: an LIID is there twice");
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
	r.task.mediation_count = LI_TASK_MEDIATIONS_MAX + 1;
	CU_ASSERT_FALSE(li_x1_task_make(&r, &asked, &t, &no));
	CU_ASSERT_EQUAL(no.code, LI_X1_ACTIVATE_FAILED);
}

static void check_same(const struct li_x1_task *said,
	const struct li_x1_task *asked_for)
{
	const struct li_x1_mediation *m = &said->mediations[0];
	const struct li_x1_mediation *want = &asked_for->mediations[0];

	CU_ASSERT_EQUAL_FATAL(said->target_count, asked_for->target_count);
	for (size_t i = 0; i < said->target_count; i++) {
		CU_ASSERT_EQUAL(said->targets[i].format,
			asked_for->targets[i].format);
		CU_ASSERT_STRING_EQUAL(said->targets[i].value,
			asked_for->targets[i].value);
	}
	CU_ASSERT_EQUAL(said->dids.count, 1);
	CU_ASSERT_STRING_EQUAL(said->correlation, asked_for->correlation);
	CU_ASSERT_EQUAL(said->implicit, asked_for->implicit);
	CU_ASSERT_EQUAL(said->locality, asked_for->locality);
	CU_ASSERT_EQUAL(said->has_product, asked_for->has_product);
	CU_ASSERT_TRUE(li_uuid_eq(&said->product, &asked_for->product));
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
		ACTIVATE(IMPU TARGET("nonLocalIdentifier", "NonLocal"),
			EL("productID", DID)),
		ACTIVATE(TARGET("nonLocalIdentifier", "Local")
				 TARGET("e164Number", "15551230001"),
			""),
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

#define SCOPED(options)                                                        \
	EL("serviceScopingOptions", EL("serviceScopingOptions", options))
#define ONE(liid, rest)                                                        \
	EL("mediationDetails",                                                 \
		EL("LIID", liid) EL("deliveryType", "HI2Only") rest)
#define VOICE EL("serviceType", EL("serviceType", "voice"))
#define ENDS                                                                   \
	EL("locationType",                                                     \
		EL("listOfLocationTypes",                                      \
			EL("locationType", EL("beginningAndEnd", "true"))))
#define AT_HOME EL("suspendOnOutboundInternationalRoaming", "true")
#define TWO                                                                    \
	ACTIVATE(IMPU,                                                         \
		EL("listOfMediationDetails",                                   \
			ONE("L-1",                                             \
				EL("StartTime", "2026-11-01T00:00:00.000001Z") \
					EL("EndTime",                          \
						"2027-01-01T00:00:00.000000Z") \
						SCOPED(VOICE ENDS AT_HOME))    \
				ONE("L-2",                                     \
					EL("EndTime",                          \
						"2027-02-01T00:00:00.000002Z") \
						SCOPED(ENDS AT_HOME)))         \
			EL("listOfServiceTypes",                               \
				EL("serviceType", "RCS")                       \
					EL("serviceType", "voice")))

static const struct li_x1_asked in_2026 = {.admf = "admf-1",
	.at_us = 1790000000000000,
	.since_us = 1790000000000000};

/* TS 103 221-1 table C.1: each LIID has a time and services of its own */
static void test_form_task__makes_a_task_of_several_liids(void)
{
	struct li_x1_request r = read_one(TWO);
	struct li_x1_refusal no;
	struct li_task t;

	CU_ASSERT_EQUAL_FATAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_TRUE_FATAL(li_x1_task_make(&r, &in_2026, &t, &no));
	CU_ASSERT_STRING_EQUAL(t.liid, "L-1");
	CU_ASSERT_EQUAL_FATAL(t.mediation_count, 2);
	CU_ASSERT_STRING_EQUAL(t.mediations[0].liid, "L-1");
	CU_ASSERT_STRING_EQUAL(t.mediations[1].liid, "L-2");
	CU_ASSERT_EQUAL(t.mediations[0].starts_us, 1793491200000001);
	CU_ASSERT_EQUAL(t.mediations[0].ends_us, 1798761600000000);
	CU_ASSERT_EQUAL(t.mediations[1].starts_us, in_2026.since_us);
	CU_ASSERT_EQUAL(t.mediations[1].ends_us, 1801440000000002);
	CU_ASSERT_EQUAL(t.starts_us, in_2026.since_us);
	CU_ASSERT_EQUAL(t.ends_us, 1801440000000002);
	CU_ASSERT_EQUAL(t.services, LI_SERVICE_VOICE | LI_SERVICE_RCS);
	CU_ASSERT_EQUAL(t.mediations[0].services, LI_SERVICE_VOICE);
	CU_ASSERT_EQUAL(t.mediations[1].services, 0);
	CU_ASSERT_EQUAL(t.location, LI_LOCATION_ENDS);
	CU_ASSERT_TRUE(t.home_only);
}

/* TS 103 221-1 cl. 6.4.2 */
static void test_form_task__says_several_liids_as_they_were_asked(void)
{
	struct li_x1_request r = read_one(TWO);
	struct li_x1_refusal no;
	struct li_x1_task said;
	struct li_task t;

	CU_ASSERT_TRUE_FATAL(li_x1_task_make(&r, &in_2026, &t, &no));
	li_x1_task_say(&t, &said);
	check_same(&said, &r.task);
	CU_ASSERT_EQUAL(said.services.bits, r.task.services.bits);
	for (size_t i = 0; i < 2; i++) {
		const struct li_x1_mediation *m = &said.mediations[i];
		const struct li_x1_mediation *want = &r.task.mediations[i];

		CU_ASSERT_STRING_EQUAL(m->liid, want->liid);
		CU_ASSERT_EQUAL(m->starts_us, want->starts_us);
		CU_ASSERT_EQUAL(m->ends_us, want->ends_us);
		CU_ASSERT_EQUAL(m->services.bits, want->services.bits);
		CU_ASSERT_EQUAL(m->places.ends, want->places.ends);
		CU_ASSERT_EQUAL(m->home_only, want->home_only);
		CU_ASSERT_EQUAL(m->scopings, 1);
	}
}

#define SCOPE(options)                                                         \
	ACTIVATE(IMPU,                                                         \
		EL("listOfMediationDetails", ONE("L-1", SCOPED(options))))
#define PLACE(options)                                                         \
	SCOPE(EL("locationType",                                               \
		EL("listOfLocationTypes", EL("locationType", options))))

/* What narrows an interception and cannot be done is never overlooked.
 * TS 103 221-1 table C.2, table 46 */
static void test_form_task__refuses_scopes_that_it_cannot_keep(void)
{
	static const struct {
		const char *message;
		enum li_x1_code code;
	} rows[] = {
		{ACTIVATE(IMPU,
			 EL("listOfServiceTypes",
				 EL("serviceType", "voice")
					 EL("serviceType", "data"))),
			LI_X1_SERVICE_UNSUPPORTED},
		{SCOPE(EL("serviceType", EL("serviceType", "pushToTalk"))),
			LI_X1_SERVICE_UNSUPPORTED},
		{PLACE(EL("uponChange", "true")), LI_X1_ACTIVATE_FAILED},
		{PLACE(EL("beginningAndEnd", "true") EL("LALS", "true")),
			LI_X1_ACTIVATE_FAILED},
		{PLACE(""), LI_X1_ACTIVATE_FAILED},
		{SCOPE(EL("reportPostDialledDigits", "false")),
			LI_X1_ACTIVATE_FAILED},
		/* One stream serves all LIIDs of an XID. */
		{ACTIVATE(IMPU,
			 EL("listOfMediationDetails",
				 ONE("L-1", "") ONE("L-2", SCOPED(AT_HOME)))),
			LI_X1_ACTIVATE_FAILED},
		{ACTIVATE(IMPU,
			 EL("listOfMediationDetails",
				 ONE("L-1", "") ONE("L-1", ""))),
			LI_X1_ACTIVATE_FAILED},
	};
	struct li_x1_refusal no;
	struct li_task t;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_x1_request r = read_one(rows[i].message);

		CU_ASSERT_EQUAL_FATAL(r.code, LI_X1_NO_ERROR);
		CU_ASSERT_FALSE(li_x1_task_make(&r, &in_2026, &t, &no));
		CU_ASSERT_EQUAL(no.code, rows[i].code);
	}
}

static void test_form_task__takes_a_location_that_is_not_to_be_told(void)
{
	struct li_x1_request r =
		read_one(SCOPE(EL("locationType", EL("doNotReport", ""))));
	struct li_x1_refusal no;
	struct li_x1_task said;
	struct li_task t;

	CU_ASSERT_EQUAL_FATAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_TRUE_FATAL(li_x1_task_make(&r, &in_2026, &t, &no));
	CU_ASSERT_EQUAL(t.location, LI_LOCATION_NONE);
	li_x1_task_say(&t, &said);
	CU_ASSERT_EQUAL(said.mediations[0].places.none, 1);
	/* A choice is one of its elements. */
	r = read_one(SCOPE(EL("locationType", "")));
	CU_ASSERT_EQUAL(r.code, LI_X1_SYNTAX);
}

UNIT_MAIN("x1.form_task",
	UNIT_TEST(test_form_task__makes_a_task_of_what_was_asked),
	UNIT_TEST(test_form_task__refuses_with_the_code_that_says_most),
	UNIT_TEST(test_form_task__says_which_rule_is_broken),
	UNIT_TEST(test_form_task__refuses_destinations_that_do_not_fit),
	UNIT_TEST(test_form_task__says_what_was_asked),
	UNIT_TEST(test_form_task__makes_a_task_of_several_liids),
	UNIT_TEST(test_form_task__says_several_liids_as_they_were_asked),
	UNIT_TEST(test_form_task__refuses_scopes_that_it_cannot_keep),
	UNIT_TEST(test_form_task__takes_a_location_that_is_not_to_be_told))
