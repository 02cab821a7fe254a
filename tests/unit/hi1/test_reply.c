/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 103 120 cl. 6.3.3, cl. 6.4.9: the answer has each object's status, or why
 * nothing was done.
 */
#include "warrant.h"

static char *respond(const struct li_hi1_outcome *outcome, struct li_buf *b)
{
	struct li_hi1_request *r =
		read_request(REQUEST(AUTHORISATION("0", "") TASK("1")));

	li_hi1_respond(b, r, outcome);
	li_buf_put_u8(b, 0);
	CU_ASSERT_EQUAL_FATAL(li_buf_check(b), LI_OK);
	free(r);
	return (char *)b->p;
}

/* TS 103 120 cl. 7.2.5, cl. 8.2.3 */
static void test_reply__sets_the_status_of_each_object(void)
{
	static const struct {
		bool awaiting, active;
		const char *authorisation, *task;
	} all[] = {
		{false, true, ">Approved<", ">Active<"},
		{false, false, ">Approved<", ">AwaitingProvisioning<"},
		{true, false, ">AwaitingApproval<", ">AwaitingApproval<"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const bool active[] = {false, all[i].active};
		const struct li_hi1_outcome o = {.at_us = now_us,
			.awaiting = all[i].awaiting,
			.active = active};
		struct li_buf b = {0};
		char *text = respond(&o, &b);
		char *at = strstr(text, all[i].authorisation);

		CU_ASSERT_PTR_NOT_NULL_FATAL(at);
		CU_ASSERT_PTR_NOT_NULL(strstr(at + 1, all[i].task));
		CU_ASSERT_PTR_NOT_NULL(
			strstr(text, "<Identifier>" TASK_ID "<"));
		CU_ASSERT_PTR_NOT_NULL(
			strstr(text, "c02358b2-76cf-4ba4-a8eb-f6436ccaea2e"));
		CU_ASSERT_PTR_NOT_NULL(
			strstr(text, "<UniqueIdentifier>LEA-1<"));
		CU_ASSERT_PTR_NULL(strstr(text, "canary"));
		li_buf_fini(&b);
	}
}

/* TS 103 120 cl. 6.4.6, 6.4.7: the generation is not known here */
static void test_reply__says_that_a_task_is_cancelled(void)
{
	static const bool active[1];
	const struct li_hi1_outcome o = {.at_us = now_us, .active = active};
	struct li_hi1_request *r =
		read_request(REQUEST(UPDATE("0", TASK_ID, "Cancelled")));
	struct li_buf b = {0};

	li_hi1_respond(&b, r, &o);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_PTR_NOT_NULL(
		strstr((char *)b.p, "<UPDATEResponse><Identifier>" TASK_ID));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)b.p, ">Cancelled<"));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)b.p, "</UPDATEResponse>"));
	CU_ASSERT_PTR_NULL(strstr((char *)b.p, "Generation"));
	li_buf_fini(&b);
	free(r);
}

static void test_reply__says_why_nothing_was_done(void)
{
	const struct li_hi1_outcome o = {.at_us = now_us,
		.error = "a <b> & \"c\""};
	struct li_buf b = {0};
	char *text = respond(&o, &b);

	CU_ASSERT_PTR_NOT_NULL(strstr(text,
		"<ErrorDescription>a &lt;b&gt; &amp; \"c\"</ErrorDescription>"));
	CU_ASSERT_PTR_NULL(strstr(text, "ActionResponse"));
	li_buf_fini(&b);
}

/* TS 103 120 cl. 6.2.4: who did not say who he is */
static void test_reply__answers_what_could_not_be_read(void)
{
	struct li_hi1_request *r = calloc(1, sizeof(*r));
	const struct li_hi1_outcome o = {.at_us = now_us, .error = "XML"};
	struct li_buf b = {0};

	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	li_hi1_respond(&b, r, &o);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)b.p, ">ZZ<"));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)b.p, ">UNKNOWN<"));
	li_buf_fini(&b);
	free(r);
}

static struct li_hi1_done a_task(void)
{
	struct li_hi1_done d = {.owner = {"XX", "LEA-1"},
		.associated = {{{1}}},
		.associated_count = 1,
		.delivery_count = 2};
	struct li_task *t = &d.task;

	t->starts_us = now_us - 5;
	t->ends_us = now_us + 5;
	t->generation = 7;
	strcpy(t->liid, "LIID-1");
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU,
				li_slice_str("tel:+4930123"), &t->targets[0]),
		LI_OK);
	t->target_count = 1;
	strcpy(d.deliveries[0].host, "192.0.2.7");
	d.deliveries[0].port = 4444;
	strcpy(d.deliveries[1].host, "lemf.example");
	d.deliveries[1].handover = LI_HI1_HANDOVER_IPMM;
	return d;
}

static bool says(const struct li_buf *b, const char *text)
{
	return memmem(b->p, b->n, text, strlen(text)) != NULL;
}

/* TS 103 120 cl. 6.4.3, cl. 6.4.5, cl. 8.2.6, cl. 8.2.8, annexes C and D */
static void test_reply__answers_each_action_by_itself(void)
{
	struct li_hi1_request *r =
		read_request(REQUEST(GET("0", TASK_ID) GET("1", TASK2_ID)));
	const struct li_hi1_done each[2] = {a_task(),
		{.code = LI_HI1_GETS_NONE, .why = "Identifier"}};
	const struct li_hi1_outcome o = {.at_us = now_us, .each = each};
	struct li_buf b = {0};

	li_hi1_respond(&b, r, &o);
	CU_ASSERT_TRUE(says(&b,
		"<ActionIdentifier>0</ActionIdentifier><GETResponse><HI1Object "
		"xsi:type=\"task:LITaskObject\">"));
	CU_ASSERT_TRUE(says(&b,
		"<CountryCode>XX</CountryCode><OwnerIdentifier>LEA-1"
		"</OwnerIdentifier><Generation>7</Generation>"
		"<AssociatedObjects><AssociatedObject>01000000-0000-0000-0000-"
		"000000000000</AssociatedObject></AssociatedObjects>"
		"<LastChanged>"));
	CU_ASSERT_TRUE(says(&b, ">Active<"));
	CU_ASSERT_TRUE(says(&b,
		">TEL-URI</task:FormatName></task:FormatType>"
		"<task:Value>tel:+4930123<"));
	CU_ASSERT_TRUE(says(&b,
		"<etsi:TCPPort>4444</etsi:TCPPort></etsi:port>"
		"</task:IPAddressPort></task:DeliveryAddress>"
		"</task:DeliveryDestination>"));
	CU_ASSERT_TRUE(says(&b,
		"<task:FQDN>lemf.example</task:FQDN></task:DeliveryAddress>"
		"<task:HandoverFormat><common:Owner>ETSI</common:Owner>"
		"<common:Name>HandoverFormat</common:Name>"
		"<common:Value>TS102232-5<"));
	CU_ASSERT_TRUE(says(&b,
		"<ActionIdentifier>1</ActionIdentifier><ErrorInformation>"
		"<ErrorCode>3014</ErrorCode>"));
	li_buf_fini(&b);
	free(r);
}

/* TS 103 280 QualifiedDateTime, IPv6Address: what the schema allows, and nothing
 * that is not so yet or no longer */
static void test_reply__says_times_and_addresses_as_the_schema_has_them(void)
{
	struct li_hi1_done d = a_task();
	struct li_buf b = {0};

	d.task.starts_us = now_us + 1;
	d.task.ends_us = now_us + 5999999;
	d.task.changed_us = now_us - 1;
	strcpy(d.deliveries[0].host, "2001:db8::7");
	li_hi1_put_task(&b, &d, now_us);
	CU_ASSERT_TRUE(
		says(&b, "<LastChanged>2026-09-21T14:13:19Z</LastChanged>"));
	CU_ASSERT_TRUE(says(&b,
		"<task:StartTime>2026-09-21T14:13:21Z</task:StartTime>"
		"<task:EndTime>2026-09-21T14:13:25Z</task:EndTime>"));
	CU_ASSERT_TRUE(says(&b,
		"<etsi:IPv6Address>2001:0db8:0000:0000:0000:0000:0000:0007<"));
	li_buf_fini(&b);
}

/* TS 103 120 annex C: a format that ETSI does not have is of another owner. */
static void test_reply__owns_the_format_of_a_digest(void)
{
	struct li_hi1_done d = a_task();
	struct li_buf b = {0};

	d.task.targets[0].kind = LI_ID_HASHED;
	li_hi1_put_task(&b, &d, now_us);
	CU_ASSERT_TRUE(says(&b,
		"<task:FormatOwner>lmisf</task:FormatOwner><task:FormatName>"
		"HashedIdentifier</task:FormatName>"));
	li_buf_fini(&b);
}

/* TS 103 120 table 8.2 */
static void test_reply__says_how_a_task_is(void)
{
	struct li_hi1_done d = a_task();
	static const struct {
		int64_t ends, ended, starts;
		bool awaiting;
		const char *status;
	} all[] = {
		{5, 0, -5, false, ">Active<"},
		{5, 0, 1, false, ">AwaitingProvisioning<"},
		{5, 0, -5, true, ">AwaitingApproval<"},
		{0, 0, -5, false, ">Expired<"},
		{5, -1, -5, false, ">Cancelled<"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_buf b = {0};

		d.task.starts_us = now_us + all[i].starts;
		d.task.ends_us = now_us + all[i].ends;
		d.task.ended_us = all[i].ended ? now_us + all[i].ended : 0;
		d.task.awaiting = all[i].awaiting;
		li_hi1_put_task(&b, &d, now_us);
		CU_ASSERT_TRUE(says(&b, all[i].status));
		li_buf_fini(&b);
	}
}

/* TS 103 120 tables 7.1, 7.3, 7.6, annex E */
static void test_reply__says_how_an_authorisation_is(void)
{
	struct li_authorisation a = {.reference = "order<1>",
		.legal_type = "law & order",
		.priority = 1,
		.approval = {.name = "judge", .reference = "court/7"},
		.generation = 3,
		.ends_us = now_us + 5};
	struct {
		int64_t ends, ended;
		bool awaiting;
		const char *status;
	} all[] = {
		{5, 0, false, ">Approved<"},
		{5, 0, true, ">AwaitingApproval<"},
		{0, 0, true, ">Expired<"},
		{5, 1, false, ">Cancelled<"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_buf b = {0};

		a.ends_us = now_us + all[i].ends;
		a.ended_us = all[i].ended;
		a.awaiting = all[i].awaiting;
		li_hi1_put_authorisation(&b, &a, now_us);
		CU_ASSERT_TRUE(says(&b, all[i].status));
		CU_ASSERT_TRUE(says(&b, "<Generation>3<"));
		CU_ASSERT_TRUE(says(&b, ">order&lt;1&gt;<"));
		CU_ASSERT_TRUE(says(&b, ">law &amp; order<"));
		CU_ASSERT_TRUE(says(&b, ">High<"));
		CU_ASSERT_TRUE(says(&b,
			"<common:ApprovalReference>court/7</common:"
			"ApprovalReference><common:ApproverDetails><common:"
			"ApproverName>judge<"));
		CU_ASSERT_FALSE(says(&b, "auth:StartTime"));
		li_buf_fini(&b);
	}
}

/* TS 103 120 cl. 7.1.1, 7.1.4 */
static void test_reply__says_what_is_under_an_authorisation(void)
{
	const struct li_authorisation a = {.reference = "order",
		.generation = 3,
		.tasks = {{{2}}},
		.task_count = 1,
		.ends_us = now_us};
	struct li_buf b = {0};

	li_hi1_put_authorisation(&b, &a, now_us);
	CU_ASSERT_FALSE(says(&b, "OwnerIdentifier")); /* not known */
	CU_ASSERT_TRUE(says(&b,
		"<AssociatedObject>02000000-0000-0000-0000-000000000000"
		"</AssociatedObject></AssociatedObjects><LastChanged>"));
	li_buf_fini(&b);
}

UNIT_MAIN("hi1.reply",
	UNIT_TEST(test_reply__says_what_is_under_an_authorisation),
	UNIT_TEST(test_reply__says_how_an_authorisation_is),
	UNIT_TEST(test_reply__sets_the_status_of_each_object),
	UNIT_TEST(test_reply__says_that_a_task_is_cancelled),
	UNIT_TEST(test_reply__answers_each_action_by_itself),
	UNIT_TEST(test_reply__says_how_a_task_is),
	UNIT_TEST(test_reply__says_times_and_addresses_as_the_schema_has_them),
	UNIT_TEST(test_reply__owns_the_format_of_a_digest),
	UNIT_TEST(test_reply__says_why_nothing_was_done),
	UNIT_TEST(test_reply__answers_what_could_not_be_read))
