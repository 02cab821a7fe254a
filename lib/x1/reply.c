/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/reply.h"

#include <stdio.h>

#include "base/clock.h"
#include "x1/words.h"
#include "x1/xml.h"

static const char declaration[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
static const char namespaces[] =
	" xmlns:ns1=\"" LI_X1_NS "\" xmlns:common=\"" LI_X1_NS_COMMON
	"\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";

static const char *escape(char c)
{
	switch (c) {
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '&': return "&amp;";
	case '"': return "&quot;";
	default: return NULL;
	}
}

void li_x1_put_text(struct li_buf *out, const char *text)
{
	for (; *text; text++) {
		const char *instead = escape(*text);

		if (instead)
			li_buf_put_str(out, instead);
		else
			li_buf_put_u8(out,
				(unsigned char)*text < 0x20 || *text == 0x7f
					? '?'
					: (uint8_t)*text);
	}
}

void li_x1_put_begin(struct li_buf *out, const char *name)
{
	li_buf_printf(out, "<ns1:%s>", name);
}

void li_x1_put_end(struct li_buf *out, const char *name)
{
	li_buf_printf(out, "</ns1:%s>", name);
}

void li_x1_put_element(struct li_buf *out, const char *name, const char *text)
{
	li_x1_put_begin(out, name);
	li_x1_put_text(out, text);
	li_x1_put_end(out, name);
}

void li_x1_put_uuid(struct li_buf *out, const char *name,
	const struct li_uuid *uuid)
{
	char text[LI_UUID_TEXT];

	li_uuid_format(uuid, text);
	li_x1_put_element(out, name, text);
}

/* TS 103 280 QualifiedMicrosecondDateTime */
void li_x1_put_time(struct li_buf *out, const char *name, int64_t at_us)
{
	char text[LI_CLOCK_TEXT];

	li_clock_format(at_us, text);
	li_x1_put_element(out, name, text);
}

void li_x1_reply_begin(struct li_buf *out)
{
	li_buf_put_str(out, declaration);
	li_buf_put_str(out, "<ns1:X1Response");
	li_buf_put_str(out, namespaces);
}

void li_x1_reply_end(struct li_buf *out)
{
	li_x1_put_end(out, "X1Response");
}

/* TS 103 221-1 table 1. What we write is in every minor version that a request
 * may have come in. cl. 4.5 */
static void head(struct li_buf *out, const struct li_x1_ends *ends,
	const char *version)
{
	li_x1_put_element(out, "admfIdentifier", ends->admf);
	li_x1_put_element(out, "neIdentifier", ends->ne);
	li_x1_put_time(out, "messageTimestamp", ends->at_us);
	li_x1_put_element(out, "version", version);
}

static void message(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request, const char *type)
{
	li_buf_printf(out,
		"<ns1:x1ResponseMessage xsi:type=\"ns1:%sResponse\">", type);
	head(out, ends,
		li_x1_version_known(request->header.version)
			? request->header.version
			: LI_X1_OUR_VERSION);
	li_x1_put_uuid(out, "x1TransactionId", &request->header.transaction);
}

void li_x1_request_begin(struct li_buf *out, const struct li_x1_ends *ends,
	enum li_x1_type type, const struct li_uuid *transaction)
{
	li_buf_put_str(out, declaration);
	li_buf_put_str(out, "<ns1:X1Request");
	li_buf_put_str(out, namespaces);
	li_buf_printf(out, "<ns1:x1RequestMessage xsi:type=\"ns1:%sRequest\">",
		li_x1_type_name(type));
	head(out, ends, LI_X1_OUR_VERSION);
	li_x1_put_uuid(out, "x1TransactionId", transaction);
}

void li_x1_request_end(struct li_buf *out)
{
	li_x1_put_end(out, "x1RequestMessage");
	li_x1_put_end(out, "X1Request");
}

void li_x1_response_begin(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request)
{
	message(out, ends, request, li_x1_type_name(request->type));
}

void li_x1_response_end(struct li_buf *out)
{
	li_x1_put_end(out, "x1ResponseMessage");
}

void li_x1_reply_ok(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request)
{
	li_x1_response_begin(out, ends, request);
	li_x1_put_element(out, "oK", "AcknowledgedAndCompleted");
	li_x1_response_end(out);
}

/* TS 103 221-1 cl. 5.2.2 */
void li_x1_reply_acknowledged(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request)
{
	li_x1_response_begin(out, ends, request);
	li_x1_put_element(out, "oK", "Acknowledged");
	li_x1_response_end(out);
}

/* TS 103 221-1 table 44, 45: the words are our own, never the requester's */
void li_x1_reply_error(struct li_buf *out, const struct li_x1_ends *ends,
	const struct li_x1_request *request, struct li_x1_refusal refusal)
{
	char code[16];

	message(out, ends, request, "Error");
	li_x1_put_element(out, "requestMessageType",
		li_x1_type_name(request->type));
	li_x1_put_begin(out, "errorInformation");
	snprintf(code, sizeof(code), "%d", (int)refusal.code);
	li_x1_put_element(out, "errorCode", code);
	li_x1_put_begin(out, "errorDescription");
	li_x1_put_text(out, li_x1_code_text(refusal.code));
	if (refusal.why) {
		li_buf_put_str(out, ": ");
		li_x1_put_text(out, refusal.why);
	}
	li_x1_put_end(out, "errorDescription");
	li_x1_put_end(out, "errorInformation");
	li_x1_response_end(out);
}

void li_x1_reply_top_level(struct li_buf *out, const struct li_x1_ends *ends)
{
	li_buf_put_str(out, declaration);
	li_buf_put_str(out, "<ns1:X1TopLevelErrorResponse");
	li_buf_put_str(out, namespaces);
	head(out, ends, LI_X1_OUR_VERSION);
	li_x1_put_end(out, "X1TopLevelErrorResponse");
}
