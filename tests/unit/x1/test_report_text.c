/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "x1/report_text.h"

static const struct li_x1_ends ends = {.admf = "admf-1",
	.ne = "ne-1",
	.at_us = 1795316645678901};
static const char id[] = "29f28e1c-f230-486a-a860-f5a784ab9172";

static struct li_uuid uuid(void)
{
	struct li_uuid u = {{0}};

	CU_ASSERT_EQUAL(li_uuid_parse(id, &u), LI_OK);
	return u;
}

static const struct {
	enum li_issue_cause cause;
	enum li_issue_state state;
	uint64_t number;
	const char *has[3];
} said[] = {
	{LI_ISSUE_LOST, LI_ISSUE_RAISED, 3,
		{"ReportNEIssueRequest",
			"<ns1:typeOfNeIssueMessage>FaultReport<",
			"<ns1:issueCode>9020<"}},
	{LI_ISSUE_LOST, LI_ISSUE_CLEARED, 0,
		{"ReportNEIssueRequest", ">FaultCleared<",
			"<ns1:issueCode>9000<"}},
	{LI_ISSUE_SHED, LI_ISSUE_RAISED, 3,
		{">FaultReport<", "not all kept", ">9020<"}},
	{LI_ISSUE_RESTART, LI_ISSUE_NEWS, 0,
		{"ReportNEIssueRequest", ">Warning<", ">9010<"}},
	{LI_ISSUE_SECURITY, LI_ISSUE_NEWS, 1,
		{"ReportNEIssueRequest", ">Alert<",
			"</ns1:description></ns1:x1Request"}},
	{LI_ISSUE_DOWN, LI_ISSUE_RAISED, 0,
		{"ReportDestinationIssueRequest",
			"<ns1:dId>29f28e1c-f230-486a-a860-f5a784ab9172<",
			">NonTerminatingFault<"}},
	{LI_ISSUE_DOWN, LI_ISSUE_CLEARED, 0,
		{"ReportDestinationIssueRequest", ">AllClear<",
			"<ns1:destinationIssueErrorCode>9000<"}},
	{LI_ISSUE_ENDED, LI_ISSUE_NEWS, 0,
		{"ReportTaskIssueRequest",
			"<ns1:xId>29f28e1c-f230-486a-a860-f5a784ab9172<",
			">ImplicitDeactivation<"}},
	{LI_ISSUE_TASK_LATE, LI_ISSUE_NEWS, 0,
		{"ReportTaskIssueRequest", ">FullyActionedAndSuccessful<",
			"<ns1:taskIssueErrorCode>9040<"}},
	{LI_ISSUE_TASK_LATE, LI_ISSUE_NEWS, LI_EEXIST,
		{"ReportTaskIssueRequest", ">FullyActionedAndUnsuccessful<",
			">9040<"}},
};

/* TS 103 221-1 cl. 6.5.2, 6.5.3, 6.5.4: which message, type and code each issue is */
static void test_report_text__says_each_as_the_schema_has_it(void)
{
	const struct li_uuid transaction = {{1}};

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		const struct li_admin_report report = {
			.issue = {.cause = said[i].cause,
				.state = said[i].state,
				.number = said[i].number,
				.id = uuid(),
				.times = 1}};
		struct li_buf b = {0};

		li_x1_report_put(&b, &ends, &transaction, &report);
		li_buf_put_u8(&b, 0);
		CU_ASSERT_EQUAL_FATAL(li_buf_check(&b), LI_OK);
		for (size_t n = 0; n < 3; n++)
			CU_ASSERT_PTR_NOT_NULL(
				strstr((char *)b.p, said[i].has[n]));
		li_buf_fini(&b);
	}
}

/* TS 33.126 R6.6-110; TS 103 221-1 cl. 6.5.4 */
static void test_report_text__hands_out_a_checkpoint(void)
{
	const struct li_uuid transaction = {{1}};
	struct li_admin_report report = {.issue = {.cause = LI_ISSUE_CHECKPOINT,
						 .state = LI_ISSUE_NEWS,
						 .number = 31,
						 .times = 1},
		.words = "lmisf2:31:28:5:ab:cd:ef"};
	struct li_buf b = {0};

	li_x1_report_put(&b, &ends, &transaction, &report);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL_FATAL(li_buf_check(&b), LI_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)b.p, "ReportNEIssueRequest"));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)b.p,
		">checkpoint of 31 rows of the audit: "
		"lmisf2:31:28:5:ab:cd:ef, at 1970-"));
	li_buf_fini(&b);
}

#define RESPONSE(type, admf, ne, transaction, body)                            \
	"<X1Response xmlns=\"http://uri.etsi.org/03221/X1/2017/10\" "          \
	"xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\">"               \
	"<x1ResponseMessage x:type=\"" type "Response\"><admfIdentifier>" admf \
	"</admfIdentifier><neIdentifier>" ne "</neIdentifier>"                 \
	"<messageTimestamp>2026-11-22T07:00:00.000000Z</messageTimestamp>"     \
	"<version>v1.6.1</version><x1TransactionId>" transaction               \
	"</x1TransactionId>" body "</x1ResponseMessage></X1Response>"
#define T "29f28e1c-f230-486a-a860-f5a784ab9172"
#define OK "<oK>AcknowledgedAndCompleted</oK>"
#define ERROR(code)                                                            \
	"<requestMessageType>ReportNEIssue</requestMessageType>"               \
	"<errorInformation><errorCode>" code                                   \
	"</errorCode><errorDescription>no</errorDescription>"                  \
	"</errorInformation>"

static const struct {
	const char *text;
	li_err err;
	uint32_t code;
} answers[] = {
	{RESPONSE("ReportNEIssue", "admf-1", "ne-1", T, OK), LI_OK, 0},
	{RESPONSE("ReportTaskIssue", "admf-1", "ne-1", T,
		 "<oK>Acknowledged</oK>"),
		LI_OK, 0},
	{RESPONSE("Error", "admf-1", "ne-1", T, ERROR("1000")), LI_OK, 1000},
	{RESPONSE("ReportNEIssue", "admf-2", "ne-1", T, OK), LI_EMALFORMED, 7},
	{RESPONSE("ReportNEIssue", "admf-1", "ne-2", T, OK), LI_EMALFORMED, 7},
	{RESPONSE("ReportNEIssue", "admf-1", "ne-1",
		 "39f28e1c-f230-486a-a860-f5a784ab9172", OK),
		LI_EMALFORMED, 7},
	{RESPONSE("ReportNEIssue", "admf-1", "ne-1", T, ""), LI_EMALFORMED, 7},
	{RESPONSE("ReportNEIssue", "admf-1", "ne-1", T, "<oK>perhaps</oK>"),
		LI_EMALFORMED, 7},
	{RESPONSE("Ping", "admf-1", "ne-1", T, OK), LI_EMALFORMED, 7},
	{RESPONSE("Error", "admf-1", "ne-1", T, ERROR("x")), LI_EMALFORMED, 7},
	{RESPONSE("Error", "admf-1", "ne-1", T, ERROR("0")), LI_EMALFORMED, 7},
	{"<html/>", LI_EMALFORMED, 7},
	{"", LI_EMALFORMED, 7},
	{"<!DOCTYPE x><X1Response/>", LI_EMALFORMED, 7},
};

/* TS 103 221-1 cl. 8.2.4: nothing but the ADMF's OK to this very request */
static void test_report_text__takes_only_the_answer_to_its_request(void)
{
	const struct li_uuid transaction = uuid();

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		uint32_t code = 7;

		CU_ASSERT_EQUAL(li_x1_report_answer(li_slice_str(
							    answers[i].text),
					&ends, &transaction, &code),
			answers[i].err);
		CU_ASSERT_EQUAL(code, answers[i].code);
	}
}

UNIT_MAIN("x1.report_text",
	UNIT_TEST(test_report_text__says_each_as_the_schema_has_it),
	UNIT_TEST(test_report_text__hands_out_a_checkpoint),
	UNIT_TEST(test_report_text__takes_only_the_answer_to_its_request))
