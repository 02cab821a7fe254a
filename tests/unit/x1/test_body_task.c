/* SPDX-License-Identifier: BSD-3-Clause */
#include "messages.h"
#include "x1/words.h"

#define ACTIVATE(targets, rest)                                                \
	ROOT(MESSAGE("ActivateTask", TASK(targets, rest)))
#define IMPU TARGET("impu", "sip:canary@ims.example")

/* TS 103 221-1 table 4 */
static void test_body_task__reads_every_field(void)
{
	struct li_x1_request r = read_one(ACTIVATE(IMPU TARGET("imei",
							   "35693803564380"),
		EL("listOfMediationDetails",
			EL("mediationDetails",
				EL("LIID", "LIID-1") EL("deliveryType",
					"HI2andHI3") EL("EndTime",
					"2027-01-01T00:00:00."
					"000001Z") EL("listOfDIDs",
					EL("dId", DID)))) EL("correlationID",
			"18446744073709551615")
			EL("implicitDeactivationAllowed", "true")
				EL("productID", DID) EL("listOfServiceTypes",
					EL("serviceType", "voice"))));
	const struct li_x1_task *t = &r.task;

	CU_ASSERT_EQUAL_FATAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_EQUAL(t->xid.octet[15], 0x72);
	CU_ASSERT_EQUAL_FATAL(t->target_count, 2);
	CU_ASSERT_EQUAL(t->targets[0].format, LI_X1_IMPU);
	CU_ASSERT_STRING_EQUAL(t->targets[0].value, "sip:canary@ims.example");
	CU_ASSERT_EQUAL(t->targets[1].format, LI_X1_IMEI);
	CU_ASSERT_EQUAL(t->delivery, LI_X1_X2_ONLY);
	CU_ASSERT_EQUAL(t->dids.count, 1);
	CU_ASSERT_EQUAL(t->dids.did[0].octet[0], 0x19);
	CU_ASSERT_EQUAL(t->mediation_count, 1);
	CU_ASSERT_STRING_EQUAL(t->mediations[0].liid, "LIID-1");
	CU_ASSERT_EQUAL(t->mediations[0].delivery, LI_X1_X2_AND_X3);
	CU_ASSERT_EQUAL(t->mediations[0].starts_us, 0);
	CU_ASSERT_EQUAL(t->mediations[0].ends_us, 1798761600000001);
	CU_ASSERT_EQUAL(t->mediations[0].dids.count, 1);
	CU_ASSERT_STRING_EQUAL(t->correlation, "18446744073709551615");
	CU_ASSERT_FALSE(t->correlation_long);
	CU_ASSERT_EQUAL(t->implicit, LI_X1_TRUE);
	CU_ASSERT_TRUE(t->has_product);
	CU_ASSERT_EQUAL(t->services.bits, LI_SERVICE_VOICE);
	CU_ASSERT_EQUAL(t->services.others, 0);
}

/* TS 103 221-1 table 5: every format is known, and what it may hold */
static void test_body_task__knows_every_format_of_a_target(void)
{
	static const struct {
		const char *message;
		enum li_x1_format format;
	} rows[] = {
		{ACTIVATE(IMPU, ""), LI_X1_IMPU},
		{ACTIVATE(TARGET("impi", "a@b"), ""), LI_X1_IMPI},
		{ACTIVATE(TARGET("imsi", "001010000000001"), ""), LI_X1_IMSI},
		{ACTIVATE(TARGET("e164Number", "447700900000"), ""),
			LI_X1_E164},
		{ACTIVATE(TARGET("sipUri", "sips:a@b"), ""), LI_X1_SIP_URI},
		{ACTIVATE(TARGET("telUri", "tel:+1555"), ""), LI_X1_TEL_URI},
		{ACTIVATE(TARGET("nai", "a@b"), ""), LI_X1_NAI},
		{ACTIVATE(TARGET("supiimsi", "001010"), ""), LI_X1_SUPI_IMSI},
		{ACTIVATE(TARGET("peiImei", "35693803564380"), ""),
			LI_X1_PEI_IMEI},
		{ACTIVATE(TARGET("gpsiMsisdn", "1"), ""), LI_X1_GPSI_MSISDN},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_x1_request r = read_one(rows[i].message);

		CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
		CU_ASSERT_EQUAL(r.task.targets[0].format, rows[i].format);
	}
}

static void test_body_task__passes_on_a_format_that_is_of_no_use(void)
{
	static const char *const others[] = {
		ACTIVATE(TARGET("macAddress", "00:00:5e:00:53:01"), ""),
		ACTIVATE(TARGET("tcpPortRange",
				 "<c:start>1</c:start><c:end>2</c:end>"),
			""),
		ACTIVATE(TARGET("vrf", "x"), ""),
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct li_x1_request r = read_one(others[i]);

		CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
		CU_ASSERT_TRUE(r.task.targets[0].format >= LI_X1_FORMAT_KNOWN);
		CU_ASSERT_STRING_EQUAL(r.task.targets[0].value, "");
	}
}

/* TS 103 221-1 table 5: of the other identifiers, wherever it stands */
static void test_body_task__reads_which_party_it_is(void)
{
	struct li_x1_request r = read_one(
		ACTIVATE(TARGET("nonLocalIdentifier", "NonLocal") IMPU, ""));

	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_EQUAL(r.task.target_count, 1);
	CU_ASSERT_EQUAL(r.task.targets[0].format, LI_X1_IMPU);
	CU_ASSERT_EQUAL(r.task.locality, LI_LOCALITY_NON_LOCAL);
	CU_ASSERT_FALSE(r.task.localities_differ);
	r = read_one(
		ACTIVATE(TARGET("nonLocalIdentifier", "Local")
				 IMPU TARGET("nonLocalIdentifier", "NonLocal"),
			""));
	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_TRUE(r.task.localities_differ);
}

static const struct {
	const char *message, *where;
} outside[] = {
	{ACTIVATE("", ""), "targetIdentifier"},
	{ACTIVATE(EL("targetIdentifier", ""), ""), "targetIdentifier"},
	{ACTIVATE(EL("targetIdentifier",
			  EL("impu", "sip:a@b") EL("impi", "a@b")),
		 ""),
		"targetIdentifier"},
	{ACTIVATE(TARGET("imsi", "12345"), ""), "imsi"},
	{ACTIVATE(TARGET("imsi", "0010100000000011"), ""), "imsi"},
	{ACTIVATE(TARGET("imei", "356938035643809"), ""), "imei"},
	{ACTIVATE(TARGET("e164Number", "+4477"), ""), "e164Number"},
	{ACTIVATE(TARGET("sipUri", "tel:+1555"), ""), "sipUri"},
	{ACTIVATE(TARGET("telUri", "+1555"), ""), "telUri"},
	{ACTIVATE(TARGET("impu", ""), ""), "impu"},
	{ACTIVATE(TARGET("hashedIdentifier", ""), ""), "targetIdentityType"},
	{ACTIVATE(TARGET("nonLocalIdentifier", "local"), ""),
		"nonLocalIdentifier"},
	{ACTIVATE(TARGET("colour", "red"), ""), "targetIdentifier"},
	{ACTIVATE(IMPU, EL("deliveryType", "X2Only")), "deliveryType"},
	{ACTIVATE(IMPU, EL("correlationID", "-1")), "correlationID"},
	{ACTIVATE(IMPU, EL("correlationID", "0x7")), "correlationID"},
	{ACTIVATE(IMPU, EL("correlationID", "")), "correlationID"},
	{ACTIVATE(IMPU, EL("correlationID", "+")), "correlationID"},
	{ACTIVATE(IMPU, EL("correlationID", "+-7")), "correlationID"},
	{ACTIVATE(IMPU, EL("correlationID", "7.0")), "correlationID"},
	{ACTIVATE(IMPU, EL("implicitDeactivationAllowed", "yes")),
		"implicitDeactivationAllowed"},
	{ACTIVATE(IMPU, EL("productID", "x")), "productID"},
	{ACTIVATE(IMPU, EL("listOfServiceTypes", "")), "serviceType"},
	{ACTIVATE(IMPU, EL("listOfServiceTypes", EL("serviceType", "fax"))),
		"serviceType"},
	{ACTIVATE(IMPU, EL("narrowing", "")), "taskDetails"},
};

static void test_body_task__marks_what_the_schema_does_not_have(void)
{
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
		struct li_x1_request r = read_one(outside[i].message);

		CU_ASSERT_EQUAL(r.code, LI_X1_SYNTAX);
		CU_ASSERT_STRING_EQUAL(r.where, outside[i].where);
	}
}

#define MEDIATION(rest)                                                        \
	ACTIVATE(IMPU,                                                         \
		EL("listOfMediationDetails", EL("mediationDetails", rest)))

/* TS 103 280 LIID; TS 103 221-1 annex C */
static void test_body_task__marks_mediation_that_is_not_so(void)
{
	static const char *const bad[] = {
		MEDIATION(EL("LIID", "a")),
		MEDIATION(EL("deliveryType", "HI2Only")),
		MEDIATION(EL("LIID", "") EL("deliveryType", "HI2Only")),
		MEDIATION(EL("LIID", "a b") EL("deliveryType", "HI2Only")),
		MEDIATION(EL("LIID", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
				EL("deliveryType", "HI2Only")),
		MEDIATION(EL("LIID", "a") EL("deliveryType", "X2Only")),
		MEDIATION(EL("LIID", "a") EL("deliveryType", "HI2Only")
				EL("EndTime", "2027-01-01T00:00:00Z")),
	};
	struct li_x1_request r = read_one(MEDIATION(EL("LIID",
		"0123456789abcdef0123456789") EL("deliveryType", "HI2Only")));

	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(read_one(bad[i]).code, LI_X1_SYNTAX);
}

/* Of what is more than is kept, the count says that it came. */
static void test_body_task__counts_what_it_does_not_keep(void)
{
	struct li_x1_request r = read_one(ROOT(MESSAGE("ModifyTask",
		EL("taskDetails",
			EL("xId", XID) EL("targetIdentifiers",
				IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU)
				EL("deliveryType", "X2andX3") EL("listOfDIDs",
					EL("dId", DID) EL("dSId", DID))))));

	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_EQUAL(r.type, LI_X1_MODIFY_TASK);
	CU_ASSERT_EQUAL(r.task.target_count, 9);
	CU_ASSERT_EQUAL(r.task.dids.count, 1);
	CU_ASSERT_EQUAL(r.task.dids.sets, 1);
	CU_ASSERT_EQUAL(r.task.delivery, LI_X1_X2_AND_X3);
}

UNIT_MAIN("x1.body_task", UNIT_TEST(test_body_task__reads_every_field),
	UNIT_TEST(test_body_task__knows_every_format_of_a_target),
	UNIT_TEST(test_body_task__passes_on_a_format_that_is_of_no_use),
	UNIT_TEST(test_body_task__reads_which_party_it_is),
	UNIT_TEST(test_body_task__marks_what_the_schema_does_not_have),
	UNIT_TEST(test_body_task__marks_mediation_that_is_not_so),
	UNIT_TEST(test_body_task__counts_what_it_does_not_keep))
