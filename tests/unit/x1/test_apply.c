/* SPDX-License-Identifier: BSD-3-Clause */
#include "desk.h"
#include "store/report.h"

/* TS 103 221-1 cl. 6.2.1, cl. 6.2.3: the life of a task, with what goes wrong at each step */
static void test_apply__carries_a_task_through_its_life(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 2040);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(code(&d, MODIFY), 2020);
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 0);
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 2010);
	CU_ASSERT_TRUE(says(&d, ONE("GetTaskDetails", "xId", XID),
		"<ns1:telUri>tel:+15551230001</ns1:telUri>"));
	CU_ASSERT_EQUAL(code(&d, MODIFY), 0);
	CU_ASSERT_TRUE(says(&d, ONE("GetTaskDetails", "xId", XID),
		"<ns1:telUri>tel:+15551230002</ns1:telUri>"));
	CU_ASSERT_TRUE(says(&d, ONE("GetTaskDetails", "xId", XID),
		"<ns1:correlationID>7</ns1:correlationID>"));
	CU_ASSERT_TRUE(says(&d, ONE("GetTaskDetails", "xId", XID),
		"<ns1:provisioningStatus>complete</ns1:provisioningStatus>"));
	CU_ASSERT_EQUAL(code(&d, ONE("GetTaskDetails", "xId", XID2)), 2020);
	CU_ASSERT_EQUAL(code(&d, ONE("DeactivateTask", "xId", XID2)), 2020);
	CU_ASSERT_EQUAL(code(&d, ONE("DeactivateTask", "xId", XID)), 0);
	CU_ASSERT_EQUAL(code(&d, ONE("DeactivateTask", "xId", XID)), 2020);
	CU_ASSERT_EQUAL(code(&d, ONE("GetTaskDetails", "xId", XID)), 2020);
	CU_ASSERT_EQUAL(code(&d, MODIFY), 2020);
	/* The XID is free again: cl. 5.1.2 */
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 0);
	CU_ASSERT_EQUAL(code(&d, BARE("DeactivateAllTasks")), 0);
	CU_ASSERT_EQUAL(code(&d, ONE("GetTaskDetails", "xId", XID)), 2020);
	tear_down(&d);
}

/* A task that is modified keeps its beginning, and an unknown DID is not an
 * unknown XID. TS 103 221-1 cl. 6.2.2 */
static void test_apply__replaces_a_task_but_not_its_beginning(void)
{
	struct li_uuid xid;
	struct li_task t;
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(li_uuid_parse(XID, &xid), LI_OK);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 0);
	CU_ASSERT_EQUAL(
		code(&d,
			ROOT(MESSAGE("ModifyTask",
				EL("taskDetails",
					EL("xId", XID) EL("targetIdentifiers",
						TARGET("imei",
							"35693803564380"))
						EL("deliveryType", "X2Only") EL(
							"listOfDIDs",
							EL("dId", XID)))))),
		2040);
	CU_ASSERT_EQUAL(li_store_task_get(d.store, &xid, &t), LI_OK);
	CU_ASSERT_EQUAL(t.targets[0].kind, LI_ID_IMPU);
	CU_ASSERT_EQUAL(code(&d, MODIFY), 0);
	CU_ASSERT_EQUAL(li_store_task_get(d.store, &xid, &t), LI_OK);
	CU_ASSERT_EQUAL(t.starts_us, now_us);
	CU_ASSERT_STRING_EQUAL(t.operator_name, "admf-1");
	tear_down(&d);
}

/* TS 103 221-1 cl. 5.1.3, cl. 6.3.1, cl. 6.3.3 */
static void test_apply__carries_a_destination_through_its_life(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, ONE("RemoveDestination", "dId", DID)), 2040);
	CU_ASSERT_EQUAL(code(&d, ONE("GetDestinationDetails", "dId", DID)),
		2040);
	CU_ASSERT_EQUAL(
		code(&d,
			ROOT(MESSAGE("ModifyDestination",
				DESTINATION(IP_PORT("<c:IPv4Address>192.0.2.8"
						    "</c:IPv4Address>",
					"<c:TCPPort>1</c:TCPPort>"))))),
		2040);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(code(&d, CREATE), 2030);
	CU_ASSERT_EQUAL(
		code(&d,
			ROOT(MESSAGE("ModifyDestination",
				DESTINATION(IP_PORT("<c:IPv4Address>192.0.2.8"
						    "</c:IPv4Address>",
					"<c:TCPPort>1</c:TCPPort>"))))),
		0);
	CU_ASSERT_TRUE(says(&d, ONE("GetDestinationDetails", "dId", DID),
		"<common:IPv4Address>192.0.2.8</common:IPv4Address>"));
	CU_ASSERT_FALSE(says(&d, ONE("GetDestinationDetails", "dId", DID),
		"friendlyName"));
	CU_ASSERT_TRUE(says(&d, ONE("GetDestinationDetails", "dId", DID),
		"activeAndWorking"));
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 0);
	CU_ASSERT_EQUAL(code(&d, ONE("RemoveDestination", "dId", DID)), 7010);
	CU_ASSERT_EQUAL(code(&d, BARE("RemoveAllDestinations")), 8010);
	CU_ASSERT_EQUAL(code(&d, BARE("DeactivateAllTasks")), 0);
	CU_ASSERT_EQUAL(code(&d, BARE("RemoveAllDestinations")), 0);
	CU_ASSERT_EQUAL(code(&d, ONE("GetDestinationDetails", "dId", DID)),
		2040);
	tear_down(&d);
}

static li_err keep_one(const struct li_destination *d, void *data)
{
	*(struct li_destination *)data = *d;
	return LI_OK;
}

/* X1 cannot say a format, pins or a second address, so it leaves those of an
 * operator. */
static void test_apply__leaves_the_format_of_a_destination(void)
{
	static const struct li_actor actor = {"operator", "lmisf-ctl"};
	struct li_destination now = {0};
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(li_store_destination_each(d.store, keep_one, &now),
		LI_OK);
	CU_ASSERT_EQUAL(now.handover.format, LI_FORMAT_X2);
	now.handover.format = LI_FORMAT_HI2_IPMM;
	now.pins.count = 1;
	now.second = (struct li_second){.host = "192.0.2.9",
		.port = 4445,
		.peer = "mdf2.example"};
	CU_ASSERT_EQUAL(li_store_destination_modify(d.store, &now, &actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(
		code(&d,
			ROOT(MESSAGE("ModifyDestination",
				DESTINATION(IP_PORT("<c:IPv4Address>192.0.2.8"
						    "</c:IPv4Address>",
					"<c:TCPPort>1</c:TCPPort>"))))),
		0);
	CU_ASSERT_EQUAL(li_store_destination_each(d.store, keep_one, &now),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(now.host, "192.0.2.8");
	CU_ASSERT_EQUAL(now.handover.format, LI_FORMAT_HI2_IPMM);
	CU_ASSERT_EQUAL(now.pins.count, 1);
	CU_ASSERT_STRING_EQUAL(now.second.host, "192.0.2.9");
	CU_ASSERT_EQUAL(now.second.port, 4445);
	tear_down(&d);
}

/* TS 103 221-1 cl. 6.4 */
static void test_apply__lists_what_there_is(void)
{
	static const char *const lists[] = {BARE("GetAllDetails"),
		BARE("GetAllTaskDetails"), BARE("GetAllDestinationDetails"),
		BARE("ListAllDetails")};
	struct desk d;

	set_up(&d);
	/* Empty lists are lists. */
	for (size_t i = 0; i < 4; i++)
		CU_ASSERT_TRUE(says(&d, lists[i], "istOf"));
	CU_ASSERT_TRUE(says(&d, lists[3],
		"<ns1:ListOfXIDs></ns1:ListOfXIDs><ns1:ListOfDIDs>"
		"</ns1:ListOfDIDs><ns1:ListOfGenericObjectIDs>"
		"</ns1:ListOfGenericObjectIDs></ns1:x1ResponseMessage>"));
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 0);
	CU_ASSERT_TRUE(says(&d, lists[0], "<ns1:neStatus>OK</ns1:neStatus>"));
	CU_ASSERT_TRUE(says(&d, lists[0], "<ns1:xId>" XID));
	CU_ASSERT_TRUE(says(&d, lists[0], "<ns1:friendlyName>mdf"));
	CU_ASSERT_TRUE(says(&d, lists[1], "<ns1:xId>" XID));
	CU_ASSERT_TRUE(says(&d, lists[2], "<ns1:dId>" DID));
	CU_ASSERT_TRUE(says(&d, lists[3],
		"<ns1:ListOfXIDs><ns1:xId>" XID "</ns1:xId></ns1:ListOfXIDs>"
		"<ns1:ListOfDIDs><ns1:dId>" DID "</ns1:dId>"));
	CU_ASSERT_TRUE(says(&d, BARE("GetNEStatus"),
		"<ns1:neStatus>OK</ns1:neStatus><ns1:listOfFaults>"
		"</ns1:listOfFaults>"));
	tear_down(&d);
}

/* TS 103 221-1 cl. 6.2.4, 6.3.4, 6.6.2: as agreed */
static void test_apply__refuses_what_is_agreed_to_be_off(void)
{
	struct li_store_counts n[2];
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, BARE("Keepalive")), 0);
	CU_ASSERT_EQUAL(code(&d, BARE("Ping")), 0);
	d.service.keepalive = d.service.deactivate_all = d.service.remove_all =
		false;
	CU_ASSERT_EQUAL(li_store_count(d.store, now_us, &n[0]), LI_OK);
	CU_ASSERT_EQUAL(code(&d, BARE("Keepalive")), 1070);
	/* TS 33.127 cl. 8.7: of what lmisfd is not asked, too */
	CU_ASSERT_EQUAL(li_store_count(d.store, now_us, &n[1]), LI_OK);
	CU_ASSERT_EQUAL(n[1].audit_rows, n[0].audit_rows + 1);
	CU_ASSERT_EQUAL(code(&d, BARE("DeactivateAllTasks")), 5010);
	CU_ASSERT_EQUAL(code(&d, BARE("RemoveAllDestinations")), 8020);
	CU_ASSERT_EQUAL(code(&d, BARE("Ping")), 0);
	tear_down(&d);
}

static void issue(struct desk *d, enum li_issue_cause cause,
	enum li_issue_state state, const char *id)
{
	struct li_issue i = {.cause = cause, .state = state, .number = 5};

	if (id)
		CU_ASSERT_EQUAL_FATAL(li_uuid_parse(id, &i.id), LI_OK);
	CU_ASSERT_EQUAL(li_store_issue(d->store, &i), LI_OK);
}

/* TS 103 221-1 table 29: Faults is an NE that loses traffic */
static void test_apply__says_that_signalling_is_lost(void)
{
	static const char faults[] = "<ns1:neStatus>Faults</ns1:neStatus>";
	struct desk d;

	set_up(&d);
	issue(&d, LI_ISSUE_QUEUE, LI_ISSUE_RAISED, NULL); /* a warning */
	CU_ASSERT_FALSE(says(&d, BARE("GetNEStatus"), faults));
	issue(&d, LI_ISSUE_LOST, LI_ISSUE_RAISED, NULL);
	CU_ASSERT_TRUE(says(&d, BARE("GetNEStatus"), faults));
	CU_ASSERT_TRUE(says(&d, BARE("GetNEStatus"), "signalling is lost"));
	CU_ASSERT_TRUE(says(&d, BARE("GetAllDetails"), faults));
	issue(&d, LI_ISSUE_LOST, LI_ISSUE_CLEARED, NULL);
	CU_ASSERT_FALSE(says(&d, BARE("GetNEStatus"), faults));
	tear_down(&d);
}

/* TS 103 221-1 tables 24, 27: what was reported of one is found at it */
static void test_apply__says_what_is_wrong_with_a_task_and_destination(void)
{
	static const char bad[] =
		"<ns1:destinationDeliveryStatus>deliveryFault";
	static const char over[] = "<ns1:errorCode>9030</ns1:errorCode>";
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(code(&d, ACTIVATE), 0);
	issue(&d, LI_ISSUE_DOWN, LI_ISSUE_RAISED, XID2); /* another's */
	issue(&d, LI_ISSUE_LOST, LI_ISSUE_RAISED, NULL);
	CU_ASSERT_FALSE(
		says(&d, ONE("GetDestinationDetails", "dId", DID), bad));
	CU_ASSERT_FALSE(says(&d, ONE("GetTaskDetails", "xId", XID), over));
	issue(&d, LI_ISSUE_DOWN, LI_ISSUE_RAISED, DID);
	issue(&d, LI_ISSUE_EXPIRED, LI_ISSUE_RAISED, XID);
	CU_ASSERT_TRUE(says(&d, ONE("GetDestinationDetails", "dId", DID), bad));
	CU_ASSERT_TRUE(says(&d, BARE("GetAllDestinationDetails"), bad));
	CU_ASSERT_TRUE(says(&d, ONE("GetTaskDetails", "xId", XID), over));
	CU_ASSERT_TRUE(says(&d, BARE("GetAllTaskDetails"), over));
	issue(&d, LI_ISSUE_DOWN, LI_ISSUE_CLEARED, DID);
	CU_ASSERT_FALSE(
		says(&d, ONE("GetDestinationDetails", "dId", DID), bad));
	tear_down(&d);
}

/* No answer of lmisfd is never OK. TS 103 221-1 cl. 5.2.2 */
static void test_apply__never_says_ok_when_nobody_answered(void)
{
	static const struct {
		const char *message;
		int code;
	} rows[] = {{CREATE, 6000}, {ACTIVATE, 3000}, {MODIFY, 3001},
		{ONE("DeactivateTask", "xId", XID), 4000},
		{BARE("DeactivateAllTasks"), 5000},
		{ONE("RemoveDestination", "dId", DID), 7000},
		{BARE("RemoveAllDestinations"), 8000},
		{ONE("GetTaskDetails", "xId", XID), 1000},
		{ONE("GetDestinationDetails", "dId", DID), 1000},
		{BARE("GetAllDetails"), 1000}, {BARE("ListAllDetails"), 1000},
		{BARE("GetAllTaskDetails"), 1000}, {BARE("Ping"), 0},
		/* in its list of faults: TS 103 221-1 table 29 */
		{BARE("GetNEStatus"), 9020}};
	static const li_err errors[] = {LI_ENOTFOUND, LI_ECLOSED, LI_ETIMEOUT,
		LI_EDENIED};
	struct desk d;

	set_up(&d);
	for (size_t e = 0; e < 4; e++) {
		d.broken = errors[e];
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			CU_ASSERT_EQUAL(code(&d, rows[i].message),
				rows[i].code);
	}
	CU_ASSERT_TRUE(says(&d, BARE("GetNEStatus"),
		"<ns1:neStatus>Faults</ns1:neStatus>"));
	tear_down(&d);
}

UNIT_MAIN("x1.apply", UNIT_TEST(test_apply__carries_a_task_through_its_life),
	UNIT_TEST(test_apply__replaces_a_task_but_not_its_beginning),
	UNIT_TEST(test_apply__carries_a_destination_through_its_life),
	UNIT_TEST(test_apply__leaves_the_format_of_a_destination),
	UNIT_TEST(test_apply__lists_what_there_is),
	UNIT_TEST(test_apply__refuses_what_is_agreed_to_be_off),
	UNIT_TEST(test_apply__says_that_signalling_is_lost),
	UNIT_TEST(test_apply__says_what_is_wrong_with_a_task_and_destination),
	UNIT_TEST(test_apply__never_says_ok_when_nobody_answered))
