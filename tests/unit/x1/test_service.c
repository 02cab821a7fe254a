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

UNIT_MAIN("x1.service",
	UNIT_TEST(test_service__looks_at_who_asks_whom_in_which_version),
	UNIT_TEST(test_service__answers_all_of_a_container_or_at_the_top),
	UNIT_TEST(test_service__hears_its_admf_in_any_request))
