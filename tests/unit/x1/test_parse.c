/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/buf.h"
#include "messages.h"
#include "x1/words.h"

static void test_parse__reads_the_head_of_a_message(void)
{
	struct li_x1_request r = read_one(ROOT(MESSAGE("Ping", "")));
	char text[LI_UUID_TEXT];

	CU_ASSERT_EQUAL(r.type, LI_X1_PING);
	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_STRING_EQUAL(r.header.admf, "admf-1");
	CU_ASSERT_STRING_EQUAL(r.header.ne, "ne-1");
	CU_ASSERT_STRING_EQUAL(r.header.version, "v1.6.1");
	CU_ASSERT_EQUAL(r.header.at_us, 1795316645678901);
	li_uuid_format(&r.header.transaction, text);
	CU_ASSERT_STRING_EQUAL(text, "3741800e-971b-4aa9-85f4-466d2b1adc7f");
}

/* TS 103 221-1 cl. 7.2.1: a prefix is the writer's choice */
static void test_parse__reads_any_prefix_and_any_layout(void)
{
	static const char *const pings[] = {
		"<X1Request xmlns='" LI_X1_NS "' xmlns:i='" XSI "'>"
		"<x1RequestMessage i:type='PingRequest'>"
		"<version>v1.22.1</version>"
		"<x1TransactionId>\n 3741800e-971b-4aa9-85f4-466d2b1adc7f\n"
		"</x1TransactionId><admfIdentifier>admf-1</admfIdentifier>"
		"<messageTimestamp>2026-11-22T05:04:05.678901+02:00"
		"</messageTimestamp><neIdentifier>ne-1</neIdentifier>"
		"</x1RequestMessage></X1Request>",
		"<a:X1Request xmlns:a='" LI_X1_NS "' xmlns:b='" LI_X1_NS "'>"
		"<b:x1RequestMessage xmlns:xsi='" XSI "' xmlns:q='" LI_X1_NS
		"' xsi:type='q:PingRequest'><!-- head -->"
		"<admfIdentifier xmlns='" LI_X1_NS "'>admf-1</admfIdentifier>"
		"<a:neIdentifier><![CDATA[ne-1]]></a:neIdentifier>"
		"<q:messageTimestamp>2026-11-22T03:04:05.678901Z"
		"</q:messageTimestamp><a:version>v1.22.1</a:version>"
		"<b:x1TransactionId>3741800e-971b-4aa9-85f4-466d2b1adc7f"
		"</b:x1TransactionId></b:x1RequestMessage></a:X1Request>",
	};

	for (size_t i = 0; i < sizeof(pings) / sizeof(pings[0]); i++) {
		struct li_x1_request r = read_one(pings[i]);

		CU_ASSERT_EQUAL(r.type, LI_X1_PING);
		CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
		CU_ASSERT_STRING_EQUAL(r.header.admf, "admf-1");
		CU_ASSERT_STRING_EQUAL(r.header.ne, "ne-1");
		CU_ASSERT_EQUAL(r.header.at_us, 1795316645678901);
	}
}

/* TS 103 221-1 cl. 6.1 */
static void test_parse__reads_each_message_of_a_container(void)
{
	struct li_x1_container *c = NULL;
	struct li_x1_request r;

	CU_ASSERT_EQUAL_FATAL(
		li_x1_container_open(
			li_slice_str(ROOT(MESSAGE("Ping",
				"") MESSAGE("DeactivateTask",
				EL("xId", "wrong")) MESSAGE("RemoveDestination",
				EL("dId", DID)))),
			&c),
		LI_OK);
	CU_ASSERT_TRUE(li_x1_container_next(c, &r));
	CU_ASSERT_EQUAL(r.type, LI_X1_PING);
	CU_ASSERT_TRUE(li_x1_container_next(c, &r));
	CU_ASSERT_EQUAL(r.type, LI_X1_DEACTIVATE_TASK);
	CU_ASSERT_EQUAL(r.code, LI_X1_SYNTAX);
	CU_ASSERT_STRING_EQUAL(r.where, "xId");
	CU_ASSERT_TRUE(li_x1_container_next(c, &r));
	CU_ASSERT_EQUAL(r.type, LI_X1_REMOVE_DESTINATION);
	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_EQUAL(r.id.octet[0], 0x19);
	CU_ASSERT_FALSE(li_x1_container_next(c, &r));
	li_x1_container_close(c);
}

/* TS 103 221-1 cl. 6.1: what cannot be answered one by one */
static void test_parse__refuses_a_container_that_cannot_be_answered(void)
{
	static const char *const bad[] = {
		"",
		"{}",
		ROOT(""),
		ROOT("text" MESSAGE("Ping", "")),
		ROOT(EL("x1ResponseMessage", HEAD)),
		ROOT(EL("x1RequestMessage", HEAD)),
		ROOT(MESSAGE("Unheard", "")),
		ROOT(MESSAGE("Ping", "") EL("other", "")),
		ROOT("<ns1:x1RequestMessage xsi:type='ns1:PingRequest'/>"),
		ROOT("<ns1:x1RequestMessage xsi:type='none:PingRequest'>" HEAD
		     "</ns1:x1RequestMessage>"),
		"<X1Request/>",
		"<n:X1Response xmlns:n='" LI_X1_NS "'/>",
		"<n:X1Request xmlns:n='urn:other'/>",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(open_error(li_slice_str(bad[i])),
			LI_EMALFORMED);
}

static void test_parse__bounds_the_messages_of_a_container(void)
{
	struct li_buf b = {0};

	li_buf_put_str(&b,
		"<ns1:X1Request xmlns:ns1='" LI_X1_NS "' xmlns:xsi='" XSI "'>");
	for (size_t i = 0; i < LI_X1_MESSAGES_MAX; i++)
		li_buf_put_str(&b, MESSAGE("Ping", ""));
	li_buf_put_str(&b, "</ns1:X1Request>");
	CU_ASSERT_EQUAL(open_error(li_buf_slice(&b)), LI_OK);
	b.n -= strlen("</ns1:X1Request>");
	li_buf_put_str(&b, MESSAGE("Ping", "") "</ns1:X1Request>");
	CU_ASSERT_EQUAL(open_error(li_buf_slice(&b)), LI_ETOOBIG);
	li_buf_fini(&b);
}

/* Each has one thing that the schema does not have, or lacks one. */
static void test_parse__marks_a_message_that_is_not_as_the_schema_has_it(void)
{
	static const char *const bad[] = {
		ROOT(MESSAGE("Ping", EL("more", ""))),
		ROOT(MESSAGE("Ping", "text")),
		ROOT(MESSAGE("Ping", EL("version", "v1.6.1"))),
		ROOT(MESSAGE("DeactivateTask", "")),
		ROOT(MESSAGE("DeactivateTask", EL("dId", DID))),
		ROOT(MESSAGE("DeactivateTask", EL("xId", XID) EL("xId", XID))),
		ROOT(MESSAGE("DeactivateTask",
			EL("xId", "29F28E1C-f230-486a-a860-f5a784ab9172"))),
		ROOT(MESSAGE("DeactivateTask", "<xId>" XID "</xId>")),
		ROOT(MESSAGE("DeactivateTask",
			"<ns1:xId id='x'>" XID "</ns1:xId>")),
		ROOT(MESSAGE("ActivateTask", "")),
		ROOT(MESSAGE("CreateObject", "")),
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(read_one(bad[i]).code, LI_X1_SYNTAX);
}

#define WITH_TIME(time)                                                        \
	ROOT("<ns1:x1RequestMessage xsi:type='ns1:PingRequest'>" EL(           \
		"admfIdentifier", "a") EL("neIdentifier",                      \
		"n") EL("messageTimestamp", time) EL("version", "v1.1.1")      \
			EL("x1TransactionId", XID) "</ns1:x1RequestMessage>")

/* TS 103 280 QualifiedMicrosecondDateTime */
static void test_parse__wants_six_digits_and_a_zone_of_a_time(void)
{
	static const char *const bad[] = {
		WITH_TIME("2026-11-22T03:04:05Z"),
		WITH_TIME("2026-11-22T03:04:05.678Z"),
		WITH_TIME("2026-11-22T03:04:05.6789012Z"),
		WITH_TIME("2026-11-22T03:04:05.678901"),
		WITH_TIME("2026-11-22T03:04:05.678901z"),
		WITH_TIME("2026-11-22T03:04:05.678901+0200"),
		WITH_TIME("2026-11-22 03:04:05.678901Z"),
		WITH_TIME("2026-02-30T03:04:05.678901Z"),
		WITH_TIME(""),
	};

	CU_ASSERT_EQUAL(read_one(WITH_TIME("2026-11-22T03:04:05.678901-11:30"))
				.code,
		LI_X1_NO_ERROR);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct li_x1_request r = read_one(bad[i]);

		CU_ASSERT_EQUAL(r.code, LI_X1_SYNTAX);
		CU_ASSERT_STRING_EQUAL(r.where, "messageTimestamp");
	}
}

/* Of another standard's request only the head is known. TS 103 221-1 annex B */
static void test_parse__knows_a_request_of_another_standard(void)
{
	struct li_x1_request r =
		read_one(ROOT("<ns1:x1RequestMessage xmlns:t='urn:3gpp' "
			      "xsi:type='t:SomeRequest'>" HEAD
			      "<t:any/></ns1:x1RequestMessage>"));

	CU_ASSERT_EQUAL(r.type, LI_X1_EXTENDED);
	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
}

UNIT_MAIN("x1.parse", UNIT_TEST(test_parse__reads_the_head_of_a_message),
	UNIT_TEST(test_parse__reads_any_prefix_and_any_layout),
	UNIT_TEST(test_parse__reads_each_message_of_a_container),
	UNIT_TEST(test_parse__refuses_a_container_that_cannot_be_answered),
	UNIT_TEST(test_parse__bounds_the_messages_of_a_container),
	UNIT_TEST(test_parse__marks_a_message_that_is_not_as_the_schema_has_it),
	UNIT_TEST(test_parse__wants_six_digits_and_a_zone_of_a_time),
	UNIT_TEST(test_parse__knows_a_request_of_another_standard))
