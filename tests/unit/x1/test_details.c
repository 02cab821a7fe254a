/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/details.h"

#include "ipc/admin.h"

#include "messages.h"

static struct li_buf out;

/* What was written since; NUL-terminated. */
static const char *written(void)
{
	CU_ASSERT_EQUAL(li_buf_check(&out), LI_OK);
	li_buf_put_u8(&out, 0);
	return (const char *)out.p;
}

/* Are these in the text, in this order? TS 103 221-1: the schema has them in
 * sequences. */
static bool in_order(const char *text, const char *const *words)
{
	for (; *words; words++) {
		text = strstr(text, *words);
		if (!text)
			return false;
		text += strlen(*words);
	}
	return true;
}

/* Nothing is wrong. */
static const struct li_x1_faults none = {.kind = LI_ISSUE_OF_TASK};
static const struct li_x1_task_status changed = {.provisioning = "complete",
	.modifications = 2,
	.modified_us = 3000000,
	.amount = {.at_us = 4000000, .counted = true, .octets = 5000000000}};

/* A destination with an id of zeros is down: LI_ADMIN_FAULT_LIST. */
static struct li_x1_faults down(struct li_buf *items)
{
	const struct li_issue issue = {.cause = LI_ISSUE_DOWN,
		.state = LI_ISSUE_RAISED,
		.at_us = 1000000,
		.since_us = 1000000,
		.times = 1};
	struct li_buf body = {0};

	li_pack_issue(&body, &issue);
	li_admin_item_put(items, li_buf_slice(&body));
	li_buf_fini(&body);
	return (struct li_x1_faults){.items = li_buf_slice(items),
		.kind = LI_ISSUE_OF_DESTINATION};
}

static struct li_x1_task full_task(void)
{
	return (struct li_x1_task){
		.targets = {{LI_X1_TEL_URI, "tel:+1"}, {LI_X1_IMEI, "1&2"}},
		.target_count = 2,
		.delivery = LI_X1_X2_ONLY,
		.dids = {.did = {{{1}}, {{2}}}, .count = 2},
		.mediations = {{.liid = "<LIID>",
			.delivery = LI_X1_X2_AND_X3,
			.starts_us = 1000000,
			.ends_us = 2000000}},
		.mediation_count = 1,
		.correlation = "7",
		.implicit = LI_X1_FALSE,
	};
}

/* TS 103 221-1 tables 4, 24, C.1 */
static void test_details__says_all_of_a_task_in_the_schema_s_order(void)
{
	static const char *const words[] = {"<ns1:taskResponseDetails>",
		"<ns1:taskDetails>", "<ns1:xId>",
		"<ns1:telUri>tel:+1</ns1:telUri>",
		"<ns1:imei>1&amp;2</ns1:imei>", "<ns1:deliveryType>X2Only<",
		"<ns1:listOfDIDs>", "<ns1:dId>01000000-", "<ns1:dId>02000000-",
		"<ns1:LIID>&lt;LIID&gt;</ns1:LIID>",
		"<ns1:deliveryType>HI2andHI3<",
		"<ns1:StartTime>1970-01-01T00:00:01.000000Z<",
		"<ns1:EndTime>1970-01-01T00:00:02.000000Z<",
		"<ns1:correlationID>7<",
		"<ns1:implicitDeactivationAllowed>false<", "</ns1:taskDetails>",
		"<ns1:taskStatus>", "<ns1:provisioningStatus>complete<",
		"<ns1:listOfFaults>",
		"<ns1:timeOfLastIntercept>1970-01-01T00:00:04.000000Z<",
		"<ns1:amountOfX2Data>5000000000<",
		"<ns1:timeOfLastModification>1970-01-01T00:00:03.000000Z<",
		"<ns1:numberOfModifications>2<", "</ns1:taskResponseDetails>",
		NULL};
	struct li_x1_task t = full_task();

	li_x1_put_task(&out, &t, &changed, &none);
	CU_ASSERT_TRUE(in_order(written(), words));
	li_buf_fini(&out);
}

static void test_details__says_nothing_that_was_not_said(void)
{
	struct li_x1_task t = full_task();
	const char *text;

	t.mediation_count = 0;
	t.correlation[0] = '\0';
	t.implicit = LI_X1_UNSAID;
	li_x1_put_task(&out, &t,
		&(struct li_x1_task_status){.provisioning = "complete"}, &none);
	text = written();
	CU_ASSERT_PTR_NULL(strstr(text, "ediation"));
	CU_ASSERT_PTR_NULL(strstr(text, "correlation"));
	CU_ASSERT_PTR_NULL(strstr(text, "implicit"));
	CU_ASSERT_PTR_NULL(strstr(text, "unresolvedFault"));
	CU_ASSERT_PTR_NULL(strstr(text, "timeOfLast"));
	CU_ASSERT_PTR_NULL(strstr(text, "amountOf"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "numberOfModifications>0<"));
	li_buf_fini(&out);
}

/* TS 103 280 IPv6Address: eight groups of four digits */
static void test_details__writes_addresses_in_full(void)
{
	struct li_x1_destination d = {.delivery = LI_X1_X2_ONLY,
		.kind = LI_X1_IP_PORT,
		.host = "2001:db8::7",
		.port = 4444};
	struct li_x1_faults faults;
	struct li_buf items = {0};

	li_x1_put_destination(&out, &d, &none);
	CU_ASSERT_PTR_NOT_NULL(strstr(written(),
		"<common:IPv6Address>2001:0db8:0000:0000:0000:0000:0000:0007<"));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p, "activeAndWorking"));
	CU_ASSERT_PTR_NULL(strstr((char *)out.p, "friendlyName"));
	li_buf_fini(&out);
	li_slice_copy(li_slice_str("192.0.2.7"), d.host, sizeof(d.host));
	d.has_name = true;
	faults = down(&items);
	li_x1_put_destination(&out, &d, &faults);
	CU_ASSERT_PTR_NOT_NULL(strstr(written(),
		"<common:IPv4Address>192.0.2.7</common:IPv4Address>"));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p,
		"deliveryFault</ns1:destinationDeliveryStatus>"
		"<ns1:listOfFaults><ns1:unresolvedFault>"
		"<ns1:errorCode>9020</ns1:errorCode>"
		"<ns1:errorDescription>"));
	li_buf_fini(&out);
	/* of another destination it is no fault */
	d.did.octet[0] = faults.id.octet[0] = 1;
	li_x1_put_destination(&out, &d, &faults);
	CU_ASSERT_PTR_NOT_NULL(strstr(written(), "activeAndWorking"));
	li_buf_fini(&out);
	li_buf_fini(&items);
}

/* TS 103 221-1 table 29 */
static void test_details__says_how_the_ne_is(void)
{
	struct li_x1_faults faults = {.kind = LI_ISSUE_OF_NE};

	li_x1_put_ne_status(&out, &faults);
	CU_ASSERT_STRING_EQUAL(written(),
		"<ns1:neStatusDetails><ns1:neStatus>OK</ns1:neStatus>"
		"<ns1:listOfFaults></ns1:listOfFaults></ns1:neStatusDetails>");
	li_buf_fini(&out);
	faults.own = "lost";
	li_x1_put_ne_status(&out, &faults);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(written(), "<ns1:neStatus>Faults</ns1:neStatus>"));
	li_buf_fini(&out);
}

UNIT_MAIN("x1.details",
	UNIT_TEST(test_details__says_all_of_a_task_in_the_schema_s_order),
	UNIT_TEST(test_details__says_nothing_that_was_not_said),
	UNIT_TEST(test_details__writes_addresses_in_full),
	UNIT_TEST(test_details__says_how_the_ne_is))
