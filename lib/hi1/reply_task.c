/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/ip.h"
#include "hi1/list.h"
#include "hi1/tasks.h"

enum { SECOND_US = 1000000 };

/* TS 103 280 QualifiedDateTime has no fraction: the beginning of the second. */
void li_hi1_put_time(struct li_buf *out, const char *name, int64_t at_us)
{
	char text[LI_CLOCK_TEXT];

	li_clock_format(at_us, text);
	li_buf_printf(out, "<%s>%.19sZ</%s>", name, text, name);
}

/* Never before it is so. */
void li_hi1_put_start(struct li_buf *out, const char *name, int64_t at_us)
{
	li_hi1_put_time(out, name, at_us + SECOND_US - 1);
}

/* TS 103 120 table 8.2 */
const char *li_hi1_task_status(const struct li_task *t, int64_t at_us)
{
	if (t->ended_us)
		return "Cancelled";
	if (at_us >= t->ends_us)
		return "Expired";
	if (t->awaiting)
		return "AwaitingApproval";
	return li_task_in_force(t, at_us) ? "Active" : "AwaitingProvisioning";
}

/* TS 103 120 annex C */
static const char *format_of(const struct li_identity *id)
{
	switch (id->kind) {
	case LI_ID_IMPU:
		return strncmp(id->text, "tel:", 4) == 0 ? "TEL-URI"
							 : "SIP-URI";
	case LI_ID_IMPI: return "IMPI";
	case LI_ID_IMEI: return "IMEI";
	case LI_ID_IMSI: return "IMSI";
	case LI_ID_E164: return "InternationalE164";
	case LI_ID_HASHED: break;
	}
	return "HashedIdentifier";
}

/* A digest came over X1: ETSI has no format of it for HI1. */
static const char *owner_of(const struct li_identity *id)
{
	return id->kind == LI_ID_HASHED ? "lmisf" : "ETSI";
}

/* TS 103 120 cl. 8.2.6 */
static void put_targets(struct li_buf *out, const struct li_task *t)
{
	li_buf_put_str(out,
		"<task:TargetIdentifier><task:TargetIdentifierValues>");
	for (size_t i = 0; i < t->target_count; i++) {
		li_buf_put_str(out,
			"<task:TargetIdentifierValue><task:FormatType>");
		li_hi1_put_text(out, "task:FormatOwner",
			owner_of(&t->targets[i]));
		li_hi1_put_text(out, "task:FormatName",
			format_of(&t->targets[i]));
		li_buf_put_str(out, "</task:FormatType>");
		li_hi1_put_text(out, "task:Value", t->targets[i].text);
		li_buf_put_str(out, "</task:TargetIdentifierValue>");
	}
	li_buf_put_str(out,
		"</task:TargetIdentifierValues></task:TargetIdentifier>");
}

static void put_address(struct li_buf *out, const struct li_hi1_address *a)
{
	const struct li_slice host = li_slice_str(a->host);
	char full[LI_IP_FULL6];
	uint8_t octets[4];
	const bool is6 = li_ip_full6(host, full);

	if (!is6 && !li_ip_read4(host, octets)) {
		li_hi1_put_text(out, "task:FQDN", a->host);
		return;
	}
	li_buf_put_str(out, "<task:IPAddressPort><etsi:address>");
	li_hi1_put_text(out, is6 ? "etsi:IPv6Address" : "etsi:IPv4Address",
		is6 ? full : a->host);
	li_buf_printf(out,
		"</etsi:address><etsi:port><etsi:TCPPort>%u</etsi:TCPPort>"
		"</etsi:port></task:IPAddressPort>",
		(unsigned int)a->port);
}

/* TS 103 120 cl. 8.2.8.4 */
static void put_handover(struct li_buf *out, enum li_hi1_handover handover)
{
	char value[16];

	if (handover == LI_HI1_HANDOVER_ANY)
		return;
	snprintf(value, sizeof(value), "TS102232-%d", (int)handover);
	li_hi1_put_entry(out, "task:HandoverFormat", "HandoverFormat", value);
}

/* TS 103 120 cl. 8.2.8 */
static void put_deliveries(struct li_buf *out, const struct li_hi1_done *done)
{
	if (!done->delivery_count)
		return;
	li_buf_put_str(out, "<task:DeliveryDetails>");
	for (size_t i = 0; i < done->delivery_count; i++) {
		li_buf_put_str(out,
			"<task:DeliveryDestination><task:DeliveryAddress>");
		put_address(out, &done->deliveries[i]);
		li_buf_put_str(out, "</task:DeliveryAddress>");
		put_handover(out, done->deliveries[i].handover);
		li_buf_put_str(out, "</task:DeliveryDestination>");
	}
	li_buf_put_str(out, "</task:DeliveryDetails>");
}

/* In the order of the schema: tables 7.1 and 8.1. */
void li_hi1_put_task(struct li_buf *out, const struct li_hi1_done *done,
	int64_t at_us)
{
	const struct li_task *t = &done->task;
	char id[LI_UUID_TEXT];

	li_uuid_format(&t->xid, id);
	li_buf_put_str(out, "<HI1Object xsi:type=\"task:LITaskObject\">");
	li_hi1_put_text(out, "ObjectIdentifier", id);
	li_hi1_put_owner(out, &done->owner);
	li_buf_printf(out, "<Generation>%u</Generation>",
		(unsigned int)t->generation);
	li_hi1_put_associated(out, done->associated, done->associated_count);
	li_hi1_put_time(out, "LastChanged", t->changed_us);
	li_hi1_put_text(out, "task:Reference", t->liid);
	li_hi1_put_entry(out, "task:Status", "TaskStatus",
		li_hi1_task_status(t, at_us));
	li_buf_put_str(out, "<task:Timespan>");
	li_hi1_put_start(out, "task:StartTime", t->starts_us);
	li_hi1_put_time(out, "task:EndTime", t->ends_us);
	li_buf_put_str(out, "</task:Timespan>");
	put_targets(out, t);
	li_hi1_put_entry(out, "task:DeliveryType", "TaskDeliveryType",
		t->content ? "IRIandCC" : "IRIOnly");
	put_deliveries(out, done);
	li_buf_put_str(out, "</HI1Object>");
}
