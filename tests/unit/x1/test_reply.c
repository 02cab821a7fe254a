/* SPDX-License-Identifier: BSD-3-Clause */
#include "messages.h"
#include "x1/reply.h"
#include "x1/words.h"

static const struct li_x1_ends ends = {"admf-1", "ne-1", 1795316645678901};

static void is(struct li_buf *b, const char *text)
{
	li_buf_put_u8(b, 0);
	CU_ASSERT_EQUAL_FATAL(li_buf_check(b), LI_OK);
	CU_ASSERT_STRING_EQUAL(b->p, text);
	li_buf_fini(b);
}

#define HEAD_BACK(version)                                                     \
	"<ns1:admfIdentifier>admf-1</ns1:admfIdentifier>"                      \
	"<ns1:neIdentifier>ne-1</ns1:neIdentifier>"                            \
	"<ns1:messageTimestamp>2026-11-22T03:04:05.678901Z"                    \
	"</ns1:messageTimestamp><ns1:version>" version "</ns1:version>"
#define TRANSACTION                                                            \
	"<ns1:x1TransactionId>3741800e-971b-4aa9-85f4-466d2b1adc7f"            \
	"</ns1:x1TransactionId>"

/* TS 103 221-1 cl. 6.1, table 1 */
static void test_reply__answers_with_the_transaction_of_the_request(void)
{
	struct li_x1_request r = read_one(ROOT(MESSAGE("Ping", "")));
	struct li_buf b = {0};

	li_x1_reply_ok(&b, &ends, &r);
	is(&b,
		"<ns1:x1ResponseMessage xsi:type=\"ns1:PingResponse\">" HEAD_BACK(
			"v1.6.1") TRANSACTION
		"<ns1:oK>AcknowledgedAndCompleted</ns1:oK>"
		"</ns1:x1ResponseMessage>");
}

/* TS 103 221-1 table 44, 45 */
static void test_reply__says_which_request_failed_and_why(void)
{
	struct li_x1_request r =
		read_one(ROOT(MESSAGE("DeactivateTask", EL("xId", XID))));
	struct li_buf b = {0};

	strcpy(r.header.version, "v2.0.0");
	li_x1_reply_error(&b, &ends, &r,
		(struct li_x1_refusal){LI_X1_XID_UNKNOWN, NULL});
	is(&b,
		"<ns1:x1ResponseMessage xsi:type=\"ns1:ErrorResponse\">" HEAD_BACK(
			LI_X1_OUR_VERSION) TRANSACTION
		"<ns1:requestMessageType>DeactivateTask"
		"</ns1:requestMessageType><ns1:errorInformation>"
		"<ns1:errorCode>2020</ns1:errorCode><ns1:errorDescription>"
		"XID does not exist on NE</ns1:errorDescription>"
		"</ns1:errorInformation></ns1:x1ResponseMessage>");
	li_x1_reply_error(&b, &ends, &r,
		(struct li_x1_refusal){LI_X1_SYNTAX, "xId"});
	li_buf_put_u8(&b, 0);
	CU_ASSERT_PTR_NOT_NULL(
		strstr((char *)b.p, "Syntax/schema error: xId</"));
	li_buf_fini(&b);
}

/* TS 103 221-1 cl. 6.1: no transaction, for none could be read */
static void test_reply__says_that_a_document_could_not_be_read(void)
{
	struct li_buf b = {0};

	li_x1_reply_top_level(&b, &ends);
	is(&b,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<ns1:X1TopLevelErrorResponse xmlns:ns1=\"" LI_X1_NS
		"\" xmlns:common=\"" LI_X1_NS_COMMON "\" xmlns:xsi=\"" XSI
		"\">" HEAD_BACK(
			LI_X1_OUR_VERSION) "</ns1:X1TopLevelErrorResponse>");
}

static void test_reply__escapes_what_is_not_text(void)
{
	struct li_buf b = {0};

	li_x1_put_element(&b, "friendlyName", "a<b>&\"c\x01\xc3\xa9");
	is(&b,
		"<ns1:friendlyName>a&lt;b&gt;&amp;&quot;c?\xc3\xa9"
		"</ns1:friendlyName>");
}

UNIT_MAIN("x1.reply",
	UNIT_TEST(test_reply__answers_with_the_transaction_of_the_request),
	UNIT_TEST(test_reply__says_which_request_failed_and_why),
	UNIT_TEST(test_reply__says_that_a_document_could_not_be_read),
	UNIT_TEST(test_reply__escapes_what_is_not_text))
