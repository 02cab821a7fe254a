/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/report_text.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "x1/words.h"
#include "x1/xml.h"

/* ---- writing ---- */

/* TS 103 221-1 cl. 6.5.2 TaskReportType, which destinations have too */
static const char *type_of(const struct li_issue *i)
{
	if (i->state == LI_ISSUE_CLEARED)
		return "AllClear";
	switch (li_issue_weight(i->cause)) {
	case LI_ISSUE_IMPLICIT: return "ImplicitDeactivation";
	case LI_ISSUE_ACTIONED:
		return i->number ? "FullyActionedAndUnsuccessful"
				 : "FullyActionedAndSuccessful";
	case LI_ISSUE_FAULT: return "NonTerminatingFault";
	case LI_ISSUE_WARNING:
	case LI_ISSUE_ALERT: break;
	}
	return "Warning";
}

/* TS 103 221-1 cl. 6.5.4 TypeOfNeIssueMessage */
static const char *ne_type_of(const struct li_issue *i)
{
	if (i->state == LI_ISSUE_CLEARED)
		return "FaultCleared";
	if (li_issue_weight(i->cause) == LI_ISSUE_ALERT)
		return "Alert";
	return li_issue_weight(i->cause) == LI_ISSUE_FAULT ? "FaultReport"
							   : "Warning";
}

/* TS 103 221-1 table 46; 0: none fits */
static int code_of(const struct li_issue *i)
{
	if (i->state == LI_ISSUE_CLEARED)
		return LI_X1_CLEARED;
	switch (li_issue_weight(i->cause)) {
	case LI_ISSUE_WARNING: return LI_X1_WARNING;
	case LI_ISSUE_FAULT: return LI_X1_FAULT;
	case LI_ISSUE_ACTIONED: return LI_X1_ACTIONED;
	case LI_ISSUE_ALERT:
	case LI_ISSUE_IMPLICIT: break;
	}
	return 0;
}

static void put_code(struct li_buf *out, const char *name, int code)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", code);
	if (code)
		li_x1_put_element(out, name, text);
}

/* An ADMF that was away must know when it was. */
static void put_words(struct li_buf *out, const char *name,
	const struct li_admin_report *report)
{
	const struct li_issue *i = &report->issue;
	char text[LI_ISSUE_TEXT], at[LI_CLOCK_TEXT];

	li_issue_text(i, text);
	li_clock_format(i->at_us, at);
	li_x1_put_begin(out, name);
	li_x1_put_text(out, text);
	if (report->words[0]) {
		li_buf_put_str(out, ": ");
		li_x1_put_text(out, report->words);
	}
	li_buf_put_str(out, ", at ");
	li_x1_put_text(out, at);
	li_x1_put_end(out, name);
}

/* TS 103 221-1 cl. 6.5.2 to 6.5.4 */
static void put_body(struct li_buf *out, const struct li_admin_report *report)
{
	const struct li_issue *i = &report->issue;

	switch (li_issue_kind(i->cause)) {
	case LI_ISSUE_OF_TASK:
		li_x1_put_uuid(out, "xId", &i->id);
		li_x1_put_element(out, "taskReportType", type_of(i));
		put_code(out, "taskIssueErrorCode", code_of(i));
		put_words(out, "taskIssueDetails", report);
		break;
	case LI_ISSUE_OF_DESTINATION:
		li_x1_put_uuid(out, "dId", &i->id);
		li_x1_put_element(out, "destinationReportType", type_of(i));
		put_code(out, "destinationIssueErrorCode", code_of(i));
		put_words(out, "destinationIssueDetails", report);
		break;
	case LI_ISSUE_OF_NE:
		li_x1_put_element(out, "typeOfNeIssueMessage", ne_type_of(i));
		put_words(out, "description", report);
		put_code(out, "issueCode", code_of(i));
		break;
	}
}

static enum li_x1_type request_of(const struct li_issue *i)
{
	switch (li_issue_kind(i->cause)) {
	case LI_ISSUE_OF_TASK: return LI_X1_REPORT_TASK_ISSUE;
	case LI_ISSUE_OF_DESTINATION: return LI_X1_REPORT_DESTINATION_ISSUE;
	case LI_ISSUE_OF_NE: break;
	}
	return LI_X1_REPORT_NE_ISSUE;
}

void li_x1_report_put(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_uuid *transaction, const struct li_admin_report *report)
{
	li_x1_request_begin(out, ends, request_of(&report->issue), transaction);
	put_body(out, report);
	li_x1_request_end(out);
}

/* ---- reading ---- */

/* What is looked at of a response. */
struct answer {
	char admf[LI_X1_IDENTIFIER_MAX + 1], ne[LI_X1_IDENTIFIER_MAX + 1];
	char transaction[LI_UUID_TEXT], ok[32], code[16];
};

static void read_text(const struct li_x1_element *e, const char *name,
	char *out, size_t cap)
{
	if (li_x1_xml_is(e, LI_X1_NS, name) &&
		li_x1_xml_text(e, out, cap) != LI_OK)
		out[0] = '\0';
}

static void read_message(const struct li_x1_element *message, struct answer *a)
{
	for (const struct li_x1_element *e = li_x1_xml_first(message); e;
		e = li_x1_xml_next(e)) {
		read_text(e, "admfIdentifier", a->admf, sizeof(a->admf));
		read_text(e, "neIdentifier", a->ne, sizeof(a->ne));
		read_text(e, "x1TransactionId", a->transaction,
			sizeof(a->transaction));
		read_text(e, "oK", a->ok, sizeof(a->ok));
		if (!li_x1_xml_is(e, LI_X1_NS, "errorInformation"))
			continue;
		for (const struct li_x1_element *i = li_x1_xml_first(e); i;
			i = li_x1_xml_next(i))
			read_text(i, "errorCode", a->code, sizeof(a->code));
	}
}

static li_err judge(const struct answer *a, const struct li_x1_ends *ends,
	const struct li_uuid *transaction, uint32_t *code)
{
	struct li_uuid t;
	uint64_t n = 0;

	if (strcmp(a->admf, ends->admf) != 0 || strcmp(a->ne, ends->ne) != 0 ||
		li_uuid_parse(a->transaction, &t) ||
		!li_uuid_eq(&t, transaction))
		return LI_EMALFORMED;
	if (a->code[0] == '\0') {
		if (strcmp(a->ok, "AcknowledgedAndCompleted") != 0 &&
			strcmp(a->ok, "Acknowledged") != 0)
			return LI_EMALFORMED;
		*code = 0;
		return LI_OK;
	}
	if (li_text_u64(li_slice_str(a->code), 99999, &n) || n == 0)
		return LI_EMALFORMED;
	*code = (uint32_t)n;
	return LI_OK;
}

/* The type that a response has to a request of ours. */
static bool is_response(const struct li_x1_element *message)
{
	char type[64];
	bool ours = false;

	if (!li_x1_xml_is(message, LI_X1_NS, "x1ResponseMessage") ||
		li_x1_xml_type(message, type, sizeof(type), &ours) || !ours)
		return false;
	return strcmp(type, "ReportTaskIssueResponse") == 0 ||
		strcmp(type, "ReportDestinationIssueResponse") == 0 ||
		strcmp(type, "ReportNEIssueResponse") == 0 ||
		strcmp(type, "ErrorResponse") == 0;
}

li_err li_x1_report_answer(struct li_slice document,
	const struct li_x1_ends *ends, const struct li_uuid *transaction,
	uint32_t *code)
{
	const struct li_x1_element *message;
	struct answer a = {.admf = ""};
	struct li_x1_xml *xml = NULL;
	li_err err = li_x1_xml_open(document, &xml);

	if (err)
		return err == LI_ENOMEM ? err : LI_EMALFORMED;
	message = li_x1_xml_first(li_x1_xml_root(xml));
	if (li_x1_xml_is(li_x1_xml_root(xml), LI_X1_NS, "X1Response") &&
		message && !li_x1_xml_next(message) && is_response(message))
		read_message(message, &a);
	err = judge(&a, ends, transaction, code);
	li_x1_xml_close(xml);
	return err;
}
