/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin.h"
#include "messages.h"
#include "../flow/place.h"
#include "x1/service.h"

/* A service on a store of its own: what lmisfd does, without lmisfd. */
struct desk {
	struct place place;
	struct li_store *store;
	struct li_x1_service service;
	struct li_x1_losses losses;
	uint64_t lost; /* as lmisfd tells */
	int64_t at_us;
	li_err broken; /* the asker gives this instead */
	struct li_buf out;
};

static const int64_t now_us = 1795316645678901;

/* As lmisfd's own item has it, of that what counts here. */
static void put_counts(const struct desk *d, struct li_buf *items)
{
	struct li_buf json = {0};

	li_buf_printf(&json, "{\"packets\":7,\"lost\":%llu,\"cx_lost\":0}",
		(unsigned long long)d->lost);
	li_admin_item_put(items, li_buf_slice(&json));
	li_buf_fini(&json);
}

static li_err ask(void *data, const struct li_admin_request *request,
	struct li_x1_answer *answer)
{
	struct li_admin_change change;
	struct desk *d = data;

	li_buf_wipe(&answer->items);
	if (d->broken)
		return d->broken;
	CU_ASSERT_STRING_EQUAL(request->actor, "admf-1");
	CU_ASSERT_STRING_EQUAL(request->via, "lmisf-x1d");
	li_admin_apply(d->store, request, now_us, &answer->items,
		&answer->reply, &change);
	if (request->op == LI_ADMIN_STATUS)
		put_counts(d, &answer->items);
	return LI_OK;
}

static void set_up(struct desk *d)
{
	struct li_store_place at;

	*d = (struct desk){.service = {.admf = "admf-1",
				   .ne = "ne-1",
				   .ask = ask,
				   .ask_data = d,
				   .deactivate_all = true,
				   .remove_all = true,
				   .keepalive = true,
				   .losses = &d->losses,
				   .fault_after_us = 60000000},
		.at_us = now_us};
	at = place_make(&d->place);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&at, LI_STORE_WRITER, &d->store,
				      NULL),
		LI_OK);
}

static void tear_down(struct desk *d)
{
	li_store_close(d->store);
	li_buf_fini(&d->out);
	place_remove(&d->place);
}

/* Serve a document; the answer is NUL-terminated. */
static const char *serve_as(struct desk *d, const char *uid, const char *text)
{
	const struct li_x1_arrived arrived = {li_slice_str(text), uid,
		d->at_us};
	bool from_admf = true;

	li_buf_reset(&d->out);
	CU_ASSERT_EQUAL_FATAL(li_x1_serve(&d->service, &arrived, &d->out,
				      &from_admf),
		LI_OK);
	li_buf_put_u8(&d->out, 0);
	CU_ASSERT_PTR_NULL(strstr((char *)d->out.p, "canary"));
	return (char *)d->out.p;
}

/* The error code of the only answer; 0: OK; -1: something else. */
static int code_of(const char *answer)
{
	const char *at = strstr(answer, "<ns1:errorCode>");

	if (at)
		return atoi(at + strlen("<ns1:errorCode>"));
	return strstr(answer, "<ns1:oK>AcknowledgedAndCompleted</ns1:oK>") ? 0
									   : -1;
}

static int code(struct desk *d, const char *text)
{
	return code_of(serve_as(d, "admf-1", text));
}

static bool says(struct desk *d, const char *text, const char *answer)
{
	return strstr(serve_as(d, "admf-1", text), answer) != NULL;
}

#define XID2 "29f28e1c-f230-486a-a860-f5a784ab9173"
#define TASK_OF(target, rest) TASK(TARGET("telUri", target), rest)
#define CREATE                                                                 \
	ROOT(MESSAGE("CreateDestination",                                      \
		DESTINATION(EL("friendlyName", "mdf") IP_PORT(                 \
			"<c:IPv4Address>192.0.2.7</c:IPv4Address>",            \
			"<c:TCPPort>4444</c:TCPPort>"))))
#define ACTIVATE ROOT(MESSAGE("ActivateTask", TASK_OF("tel:+15551230001", "")))
#define MODIFY                                                                 \
	ROOT(MESSAGE("ModifyTask",                                             \
		TASK_OF("tel:+15551230002", EL("correlationID", "7"))))
#define ONE(type, name, value) ROOT(MESSAGE(type, EL(name, value)))
#define BARE(type) ROOT(MESSAGE(type, ""))

/* TS 103 221-1 cl. 6.2.1, cl. 6.2.3: the life of a task, with what goes wrong at each step */
static void test_service__carries_a_task_through_its_life(void)
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
static void test_service__replaces_a_task_but_not_its_beginning(void)
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
static void test_service__carries_a_destination_through_its_life(void)
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

/* TS 103 221-1 cl. 6.4 */
static void test_service__lists_what_there_is(void)
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
		"</ns1:ListOfDIDs></ns1:x1ResponseMessage>"));
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
static void test_service__refuses_what_is_agreed_to_be_off(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, BARE("Keepalive")), 0);
	CU_ASSERT_EQUAL(code(&d, BARE("Ping")), 0);
	d.service.keepalive = d.service.deactivate_all = d.service.remove_all =
		false;
	CU_ASSERT_EQUAL(code(&d, BARE("Keepalive")), 1070);
	CU_ASSERT_EQUAL(code(&d, BARE("DeactivateAllTasks")), 5010);
	CU_ASSERT_EQUAL(code(&d, BARE("RemoveAllDestinations")), 8020);
	CU_ASSERT_EQUAL(code(&d, BARE("Ping")), 0);
	tear_down(&d);
}

/* TS 103 221-1 cl. 6.8: no generic objects here */
static void test_service__has_no_objects(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, ONE("CreateObject", "createObject", "")),
		8500);
	CU_ASSERT_EQUAL(code(&d, ONE("ModifyObject", "modifyObject", "")),
		2060);
	CU_ASSERT_EQUAL(code(&d, ONE("GetObject", "objectId", XID)), 2060);
	CU_ASSERT_EQUAL(code(&d, ONE("DeleteObject", "objectId", XID)), 2060);
	CU_ASSERT_EQUAL(code(&d, BARE("DeleteAllObjects")), 0);
	CU_ASSERT_TRUE(says(&d, ONE("ListObjectsOfType", "objectType", "Q{}x"),
		"<ns1:listOfObjects></ns1:listOfObjects>"));
	CU_ASSERT_TRUE(says(&d, BARE("GetAllGenericObjectDetails"),
		"GetAllGenericObjectDetailsResponse"));
	CU_ASSERT_EQUAL(code(&d, BARE("ReportNEIssue")), 1000);
	tear_down(&d);
}

/* TS 103 221-1 cl. 8.2.4, table 46 */
static const struct {
	const char *uid, *admf, *ne, *version;
	int code;
} askers[] = {
	{"admf-1", "admf-1", "ne-1", "v1.22.1", 0},
	{"admf-2", "admf-1", "ne-1", "v1.22.1", 1030},
	{"admf-1", "admf-2", "ne-1", "v1.22.1", 1030},
	{"admf-2", "admf-2", "ne-1", "v1.22.1", 1040},
	{"admf-1", "admf-1", "ne-2", "v1.22.1", 1060},
	{"admf-1", "admf-1", "ne-1", "v2.0.0", 1020},
	{"admf-1", "admf-1", "ne-1", "BAD VERSION", 1020},
	{"admf-1", "admf-1", "ne-1", "", 1010},
	{"admf-2", "admf-1", "ne-2", "v2.0.0", 1030},
};

static void test_service__looks_at_who_asks_whom_in_which_version(void)
{
	struct desk d;
	char text[2048];

	set_up(&d);
	for (size_t i = 0; i < sizeof(askers) / sizeof(askers[0]); i++) {
		snprintf(text, sizeof(text),
			"<a:X1Request xmlns:a='" LI_X1_NS "' xmlns:xsi='" XSI
			"'><a:x1RequestMessage xsi:type='a:PingRequest'>"
			"<a:admfIdentifier>%s</a:admfIdentifier>"
			"<a:neIdentifier>%s</a:neIdentifier>"
			"<a:messageTimestamp>2026-11-22T03:04:05.678901Z"
			"</a:messageTimestamp>%s%s%s<a:x1TransactionId>" XID
			"</a:x1TransactionId></a:x1RequestMessage>"
			"</a:X1Request>",
			askers[i].admf, askers[i].ne,
			askers[i].version[0] ? "<a:version>" : "",
			askers[i].version,
			askers[i].version[0] ? "</a:version>" : "");
		CU_ASSERT_EQUAL(code_of(serve_as(&d, askers[i].uid, text)),
			askers[i].code);
		CU_ASSERT_PTR_NOT_NULL(
			strstr((char *)d.out.p, "<ns1:neIdentifier>ne-1<"));
	}
	tear_down(&d);
}

/* TS 103 221-1 cl. 6.1 */
static void test_service__answers_all_of_a_container_or_at_the_top(void)
{
	const char *answer;
	struct desk d;

	set_up(&d);
	answer = serve_as(&d, "admf-1",
		ROOT(MESSAGE("Ping", "") MESSAGE("DeactivateTask",
			EL("xId", "canary")) MESSAGE("Keepalive", "")));
	CU_ASSERT_EQUAL(code_of(answer), 1010);
	CU_ASSERT_PTR_NOT_NULL(strstr(answer, "PingResponse"));
	CU_ASSERT_PTR_NOT_NULL(strstr(answer, "KeepaliveResponse"));
	answer = serve_as(&d, "admf-1", "<canary>");
	CU_ASSERT_PTR_NOT_NULL(strstr(answer, "X1TopLevelErrorResponse"));
	CU_ASSERT_PTR_NOT_NULL(strstr(answer, "<ns1:admfIdentifier>admf-1<"));
	CU_ASSERT_PTR_NULL(strstr(answer, "x1TransactionId"));
	/* Nothing of a container is done when one of it has no answer. */
	answer = serve_as(&d, "admf-1",
		ROOT(MESSAGE("CreateDestination",
			DESTINATION(IP_PORT("<c:IPv4Address>192.0.2.7"
					    "</c:IPv4Address>",
				"<c:TCPPort>4444</c:TCPPort>")))
				MESSAGE("Unheard", "")));
	CU_ASSERT_PTR_NOT_NULL(strstr(answer, "X1TopLevelErrorResponse"));
	CU_ASSERT_EQUAL(code(&d, ONE("GetDestinationDetails", "dId", DID)),
		2040);
	tear_down(&d);
}

/* TS 103 221-1 table 29: Faults is an NE that loses traffic */
static void test_service__says_that_signalling_is_lost(void)
{
	static const char faults[] = "<ns1:neStatus>Faults</ns1:neStatus>";
	struct desk d;

	set_up(&d);
	CU_ASSERT_FALSE(says(&d, BARE("GetNEStatus"), faults));
	d.lost = 5;
	CU_ASSERT_TRUE(says(&d, BARE("GetNEStatus"), faults));
	CU_ASSERT_TRUE(says(&d, BARE("GetAllDetails"), faults));
	d.at_us += 59000000;
	CU_ASSERT_TRUE(says(&d, BARE("GetNEStatus"), faults));
	d.at_us += 1000000;
	CU_ASSERT_FALSE(says(&d, BARE("GetNEStatus"), faults));
	/* It was started again, and has lost some since. */
	d.lost = 2;
	CU_ASSERT_TRUE(says(&d, BARE("GetNEStatus"), faults));
	d.at_us += 60000000;
	CU_ASSERT_FALSE(says(&d, BARE("GetNEStatus"), faults));
	tear_down(&d);
}

/* No answer of lmisfd is never OK. TS 103 221-1 cl. 5.2.2 */
static void test_service__never_says_ok_when_nobody_answered(void)
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

UNIT_MAIN("x1.service",
	UNIT_TEST(test_service__carries_a_task_through_its_life),
	UNIT_TEST(test_service__replaces_a_task_but_not_its_beginning),
	UNIT_TEST(test_service__carries_a_destination_through_its_life),
	UNIT_TEST(test_service__lists_what_there_is),
	UNIT_TEST(test_service__refuses_what_is_agreed_to_be_off),
	UNIT_TEST(test_service__has_no_objects),
	UNIT_TEST(test_service__looks_at_who_asks_whom_in_which_version),
	UNIT_TEST(test_service__answers_all_of_a_container_or_at_the_top),
	UNIT_TEST(test_service__says_that_signalling_is_lost),
	UNIT_TEST(test_service__never_says_ok_when_nobody_answered))
