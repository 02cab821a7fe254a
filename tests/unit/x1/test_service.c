/* SPDX-License-Identifier: BSD-3-Clause */
#include "desk.h"

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

/* TS 103 221-1 cl. 6.6.2: whatever it asks, and before that is done */
static void test_service__hears_its_admf_in_any_request(void)
{
	struct desk d;

	set_up(&d);
	serve_as(&d, "admf-1", BARE("Ping"));
	serve_as(&d, "admf-1", ONE("DeactivateTask", "xId", "canary"));
	CU_ASSERT_EQUAL(d.heard, 2);
	serve_as(&d, "admf-2", BARE("Ping"));
	serve_as(&d, "admf-1", "<canary>");
	CU_ASSERT_EQUAL(d.heard, 2);
	tear_down(&d);
}

#define ACTIVATE_AS(xid, user)                                                 \
	MESSAGE("ActivateTask",                                                \
		EL("taskDetails",                                              \
			EL("xId", xid) EL("targetIdentifiers",                 \
				TARGET("sipUri", "sip:" user "@x.example"))    \
				EL("deliveryType", "X2Only")                   \
					EL("listOfDIDs", EL("dId", DID))))
#define CREATED                                                                \
	MESSAGE("CreateDestination",                                           \
		DESTINATION(                                                   \
			IP_PORT("<c:IPv4Address>192.0.2.7</c:IPv4Address>",    \
				"<c:TCPPort>4444</c:TCPPort>")))

/* The codes of all answers, 0 for OK and others, in order. */
static void codes_of(const char *answer, int *codes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *end, *code;

		answer = strstr(answer, "<ns1:x1ResponseMessage");
		CU_ASSERT_PTR_NOT_NULL_FATAL(answer);
		end = strstr(answer, "</ns1:x1ResponseMessage>");
		code = strstr(answer, "<ns1:errorCode>");
		codes[i] = code && code < end ? atoi(code + 15) : 0;
		answer = end;
	}
	CU_ASSERT_PTR_NULL(strstr(answer, "<ns1:x1ResponseMessage"));
}

/* One container of these messages, whatever their number. */
static const char *serve_all(struct desk *d, const char *const *messages,
	size_t n)
{
	static char text[16384];
	size_t at = (size_t)snprintf(text, sizeof(text), "%.*s",
		(int)(sizeof(ROOT("")) - sizeof("</ns1:X1Request>")), ROOT(""));

	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%s",
			messages[i]);
	snprintf(text + at, sizeof(text) - at, "</ns1:X1Request>");
	return serve_as(d, "admf-1", text);
}

#define TASK_ON(user, rest)                                                    \
	TASK(TARGET("sipUri", "sip:" user "@x.example"), rest)
#define DATA EL("listOfServiceTypes", EL("serviceType", "data"))

/* TS 103 221-1 cl. 6.1: each has its own answer, in their order, and all that
 * they ask is asked at once */
static void test_service__asks_for_all_of_a_container_at_once(void)
{
	static const char *const messages[] = {CREATED, ACTIVATE_AS(XID, "a"),
		ACTIVATE_AS(XID, "b"), ACTIVATE_AS(XID2, "c"),
		MESSAGE("ModifyTask", TASK_ON("d", "")),
		MESSAGE("DeactivateTask", EL("xId", XID2)),
		MESSAGE("DeactivateTask", EL("xId", XID2)), MESSAGE("Ping", ""),
		MESSAGE("RemoveDestination", EL("dId", DID)),
		MESSAGE("RemoveDestination", EL("dId", XID)),
		MESSAGE("ActivateTask", TASK_ON("e", DATA)),
		MESSAGE("GetTaskDetails", EL("xId", XID2))};
	enum { ALL = sizeof(messages) / sizeof(messages[0]) };
	static const int want[ALL] = {0, 0, 2010, 0, 0, 0, 2020, 0, 7010, 2040,
		3050, 2020};
	struct desk d;
	int got[ALL];

	set_up(&d);
	codes_of(serve_all(&d, messages, ALL), got, ALL);
	for (size_t i = 0; i < ALL; i++)
		CU_ASSERT_EQUAL(got[i], want[i]);
	CU_ASSERT_EQUAL(d.asked, 1);
	CU_ASSERT_TRUE(
		says(&d, ONE("GetTaskDetails", "xId", XID), "sip:d@x.example"));
	tear_down(&d);
}

/* What lists all sees what was asked before it, and nothing of what was asked
 * after. */
static void test_service__keeps_the_order_of_a_container(void)
{
	const char *answer, *second;
	struct desk d;

	set_up(&d);
	answer = serve_as(&d, "admf-1",
		ROOT(CREATED ACTIVATE_AS(XID, "a") MESSAGE("ListAllDetails", "")
				ACTIVATE_AS(XID2, "b")
					MESSAGE("ListAllDetails", "")));
	answer = strstr(answer, "ListAllDetailsResponse");
	CU_ASSERT_PTR_NOT_NULL_FATAL(answer);
	second = strstr(answer + 1, "ListAllDetailsResponse");
	CU_ASSERT_PTR_NOT_NULL_FATAL(second);
	CU_ASSERT_TRUE(strstr(answer, XID) && strstr(answer, XID) < second);
	CU_ASSERT_TRUE(strstr(answer, XID2) > second);
	CU_ASSERT_PTR_NOT_NULL(strstr(second, XID));
	tear_down(&d);
}

/* TS 103 221-1 cl. 5.2.2: nobody is told OK of what is not known */
static void test_service__says_of_each_that_no_answer_came(void)
{
	static const char two[] = ROOT(ACTIVATE_AS(XID, "a") ACTIVATE_AS(XID2,
		"b") MESSAGE("GetTaskDetails", EL("xId", XID)));
	const char *answer;
	struct li_cursor c;
	struct desk d;
	int got[3];

	set_up(&d);
	d.broken = LI_ENOTFOUND;
	codes_of(serve_as(&d, "admf-1", two), got, 3);
	CU_ASSERT_TRUE(got[0] == 3000 && got[1] == 3000 && got[2] == 1000);
	CU_ASSERT_EQUAL(d.asked, 1);
	/* One that has them all tells of the two that change something. */
	li_buf_reset(&d.lates);
	d.broken = LI_ETIMEOUT;
	d.later = true;
	answer = serve_as(&d, "admf-1", two);
	codes_of(answer, got, 3);
	CU_ASSERT_TRUE(got[0] == 0 && got[1] == 0 && got[2] == 1000);
	CU_ASSERT_PTR_NULL(strstr(answer, "AcknowledgedAndCompleted"));
	c = li_cursor(li_buf_slice(&d.lates));
	CU_ASSERT_TRUE(li_unpack_slice(&c).n > 0);
	CU_ASSERT_TRUE(li_unpack_slice(&c).n > 0);
	CU_ASSERT_EQUAL(li_unpack_slice(&c).n, 0);
	CU_ASSERT_TRUE(!c.bad && c.rest.n == 0);
	tear_down(&d);
}

UNIT_MAIN("x1.service",
	UNIT_TEST(test_service__asks_for_all_of_a_container_at_once),
	UNIT_TEST(test_service__keeps_the_order_of_a_container),
	UNIT_TEST(test_service__says_of_each_that_no_answer_came),
	UNIT_TEST(test_service__looks_at_who_asks_whom_in_which_version),
	UNIT_TEST(test_service__answers_all_of_a_container_or_at_the_top),
	UNIT_TEST(test_service__hears_its_admf_in_any_request))
