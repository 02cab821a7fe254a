/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi1/list.h"
#include "hi1/tasks.h"

/* TS 103 120 table 7.6 */
const char *li_hi1_authorisation_status(const struct li_authorisation *a,
	int64_t at_us)
{
	if (a->ended_us)
		return "Cancelled";
	if (at_us >= a->ends_us)
		return "Expired";
	return a->awaiting ? "AwaitingApproval" : "Approved";
}

static void put_some(struct li_buf *out, const char *name, const char *text)
{
	if (text[0])
		li_hi1_put_text(out, name, text);
}

/* TS 103 120 annex E */
static void put_approval(struct li_buf *out, const struct li_approval *by)
{
	if (!by->name[0] && !by->role[0] && !by->reference[0] && !by->at_us &&
		!by->emergency)
		return;
	li_buf_put_str(out, "<auth:AuthorisationApprovalDetails>");
	put_some(out, "common:ApprovalReference", by->reference);
	if (by->name[0] || by->role[0]) {
		li_buf_put_str(out, "<common:ApproverDetails>");
		put_some(out, "common:ApproverName", by->name);
		put_some(out, "common:ApproverRole", by->role);
		li_buf_put_str(out, "</common:ApproverDetails>");
	}
	if (by->at_us)
		li_hi1_put_time(out, "common:ApprovalTimestamp", by->at_us);
	if (by->emergency)
		li_hi1_put_text(out, "common:ApprovalIsEmergency", "true");
	li_buf_put_str(out, "</auth:AuthorisationApprovalDetails>");
}

/* In the order of the schema: tables 7.1 and 7.3. */
void li_hi1_put_authorisation(struct li_buf *out,
	const struct li_authorisation *a, int64_t at_us)
{
	char id[LI_UUID_TEXT];

	li_uuid_format(&a->id, id);
	li_buf_put_str(out,
		"<HI1Object xsi:type=\"auth:AuthorisationObject\">");
	li_hi1_put_text(out, "ObjectIdentifier", id);
	li_hi1_put_owner(out, &a->owner);
	li_buf_printf(out, "<Generation>%u</Generation>",
		(unsigned int)a->generation);
	li_hi1_put_associated(out, a->tasks, a->task_count);
	li_hi1_put_time(out, "LastChanged", a->changed_us);
	li_hi1_put_text(out, "auth:AuthorisationReference", a->reference);
	if (a->legal_type[0])
		li_hi1_put_entry(out, "auth:AuthorisationLegalType",
			"AuthorisationLegalType", a->legal_type);
	if (a->priority)
		li_hi1_put_entry(out, "auth:AuthorisationPriority",
			"AuthorisationPriority",
			a->priority == 1 ? "High" : "Routine");
	li_hi1_put_entry(out, "auth:AuthorisationStatus", "AuthorisationStatus",
		li_hi1_authorisation_status(a, at_us));
	li_buf_put_str(out, "<auth:AuthorisationTimespan>");
	if (a->starts_us)
		li_hi1_put_start(out, "auth:StartTime", a->starts_us);
	li_hi1_put_time(out, "auth:EndTime", a->ends_us);
	li_buf_put_str(out, "</auth:AuthorisationTimespan>");
	put_approval(out, &a->approval);
	li_buf_put_str(out, "</HI1Object>");
}
