/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "hi1/tasks.h"
#include "x1/xml.h"

static void put_text(struct li_buf *out, const char *text)
{
	for (; *text; text++)
		if (*text == '<')
			li_buf_put_str(out, "&lt;");
		else if (*text == '&')
			li_buf_put_str(out, "&amp;");
		else if (*text == '>')
			li_buf_put_str(out, "&gt;");
		else
			li_buf_put_u8(out, (uint8_t)*text);
}

void li_hi1_put_text(struct li_buf *out, const char *name, const char *text)
{
	li_buf_printf(out, "<%s>", name);
	put_text(out, text);
	li_buf_printf(out, "</%s>", name);
}

static void put_uuid(struct li_buf *out, const char *name,
	const struct li_uuid *id)
{
	char text[LI_UUID_TEXT];

	li_uuid_format(id, text);
	li_hi1_put_text(out, name, text);
}

void li_hi1_put_owner(struct li_buf *out, const struct li_endpoint *owner)
{
	if (!owner->name[0])
		return;
	li_hi1_put_text(out, "CountryCode", owner->country);
	li_hi1_put_text(out, "OwnerIdentifier", owner->name);
}

void li_hi1_put_associated(struct li_buf *out, const struct li_uuid *ids,
	size_t count)
{
	if (!count)
		return;
	li_buf_put_str(out, "<AssociatedObjects>");
	for (size_t i = 0; i < count; i++)
		put_uuid(out, "AssociatedObject", &ids[i]);
	li_buf_put_str(out, "</AssociatedObjects>");
}

static void put_endpoint(struct li_buf *out, const char *name,
	const struct li_endpoint *e)
{
	li_buf_printf(out, "<%s>", name);
	/* TS 103 120 cl. 6.2.4 */
	li_hi1_put_text(out, "CountryCode", e->country[0] ? e->country : "ZZ");
	li_hi1_put_text(out, "UniqueIdentifier",
		e->name[0] ? e->name : "UNKNOWN");
	li_buf_printf(out, "</%s>", name);
}

static void put_header(struct li_buf *out, const struct li_hi1_request *r,
	int64_t at_us)
{
	char text[LI_CLOCK_TEXT];

	li_buf_put_str(out, "<Header>");
	put_endpoint(out, "SenderIdentifier", &r->sender);
	put_endpoint(out, "ReceiverIdentifier", &r->receiver);
	put_uuid(out, "TransactionIdentifier", &r->transaction);
	li_clock_format(at_us, text);
	li_hi1_put_text(out, "Timestamp", text);
	li_buf_put_str(out,
		"<Version><ETSIVersion>V1.11.1</ETSIVersion>"
		"<NationalProfileOwner>XX</NationalProfileOwner>"
		"<NationalProfileVersion>v1.0</NationalProfileVersion>"
		"</Version></Header>");
}

void li_hi1_put_entry(struct li_buf *out, const char *element,
	const char *dictionary, const char *value)
{
	li_buf_printf(out,
		"<%s><common:Owner>ETSI</common:Owner><common:Name>%s"
		"</common:Name>",
		element, dictionary);
	li_hi1_put_text(out, "common:Value", value);
	li_buf_printf(out, "</%s>", element);
}

/* The status is the receiver's to set. TS 103 120 cl. 7.2.5, 8.2.3 */
static void put_object(struct li_buf *out, const struct li_hi1_object *o,
	const struct li_hi1_outcome *outcome, bool active)
{
	const bool update = o->verb == LI_HI1_UPDATE;
	const char *status = update ? "Cancelled"
		: outcome->awaiting ? "AwaitingApproval"
		: active            ? "Active"
				    : "AwaitingProvisioning";

	li_buf_printf(out, "<HI1Object xsi:type=\"%s\">",
		o->is_task ? "task:LITaskObject" : "auth:AuthorisationObject");
	put_uuid(out, "ObjectIdentifier", &o->id);
	/* TS 103 120 cl. 6.4.6 */
	if (!update)
		li_hi1_put_text(out, "Generation", "1");
	if (!o->is_task)
		li_hi1_put_entry(out, "auth:AuthorisationStatus",
			"AuthorisationStatus",
			outcome->awaiting ? "AwaitingApproval" : "Approved");
	else
		li_hi1_put_entry(out, "task:Status", "TaskStatus", status);
	li_buf_put_str(out, "</HI1Object>");
}

static void put_responses(struct li_buf *out, const struct li_hi1_request *r,
	const struct li_hi1_outcome *outcome)
{
	li_buf_put_str(out, "<ActionResponses>");
	for (size_t i = 0; i < r->object_count; i++) {
		const char *verb = r->objects[i].verb == LI_HI1_UPDATE
			? "UPDATE"
			: "CREATE";

		li_buf_printf(out,
			"<ActionResponse><ActionIdentifier>%zu"
			"</ActionIdentifier><%sResponse>",
			i, verb);
		put_uuid(out, "Identifier", &r->objects[i].id);
		put_object(out, &r->objects[i], outcome, outcome->active[i]);
		li_buf_printf(out, "</%sResponse></ActionResponse>", verb);
	}
	li_buf_put_str(out, "</ActionResponses>");
}

/* TS 103 120 cl. 6.4.9 */
static void put_error(struct li_buf *out, enum li_hi1_code code,
	const char *why)
{
	li_buf_printf(out, "<ErrorInformation><ErrorCode>%d</ErrorCode>",
		(int)code);
	li_hi1_put_text(out, "ErrorDescription", why);
	li_buf_put_str(out, "</ErrorInformation>");
}

/* TS 103 120 cl. 6.4.5, 6.4.7, 6.4.8 */
static void put_done(struct li_buf *out, const struct li_hi1_object *o,
	const struct li_hi1_done *done, int64_t at_us)
{
	const bool update = o->verb == LI_HI1_UPDATE;

	if (done->code) {
		put_error(out, done->code, done->why);
		return;
	}
	if (o->verb == LI_HI1_LIST) {
		li_hi1_put_found(out, &done->found);
		return;
	}
	li_buf_put_str(out, update ? "<UPDATEResponse>" : "<GETResponse>");
	if (update)
		put_uuid(out, "Identifier", &o->id);
	if (done->of_authorisation)
		li_hi1_put_authorisation(out, &done->authorisation, at_us);
	else
		li_hi1_put_task(out, done, at_us);
	li_buf_put_str(out, update ? "</UPDATEResponse>" : "</GETResponse>");
}

/* Each action has an answer of its own. TS 103 120 cl. 6.4.3 */
static void put_each(struct li_buf *out, const struct li_hi1_request *r,
	const struct li_hi1_outcome *outcome)
{
	li_buf_put_str(out, "<ActionResponses>");
	for (size_t i = 0; i < r->object_count; i++) {
		li_buf_printf(out,
			"<ActionResponse><ActionIdentifier>%zu"
			"</ActionIdentifier>",
			i);
		put_done(out, &r->objects[i], &outcome->each[i],
			outcome->at_us);
		li_buf_put_str(out, "</ActionResponse>");
	}
	li_buf_put_str(out, "</ActionResponses>");
}

void li_hi1_respond(struct li_buf *out, const struct li_hi1_request *r,
	const struct li_hi1_outcome *outcome)
{
	li_buf_put_str(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<HI1Message xmlns=\"" LI_HI1_NS
		"\" xmlns:common=\"" LI_HI1_NS_COMMON
		"\" xmlns:auth=\"" LI_HI1_NS_AUTH
		"\" xmlns:task=\"" LI_HI1_NS_TASK
		"\" xmlns:etsi=\"" LI_X1_NS_COMMON
		"\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
	put_header(out, r, outcome->at_us);
	li_buf_put_str(out, "<Payload><ResponsePayload>");
	/* All or nothing: so it is the whole request that failed.
	 * TS 103 120 cl. 6.4.9 */
	if (outcome->error)
		put_error(out, LI_HI1_GENERIC, outcome->error);
	else if (outcome->each)
		put_each(out, r, outcome);
	else
		put_responses(out, r, outcome);
	li_buf_put_str(out, "</ResponsePayload></Payload></HI1Message>\n");
}
