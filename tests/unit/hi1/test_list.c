/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 103 120 cl. 6.4.8: what is listed is what was asked for, newest first.
 */
#include "warrant.h"

enum { SECOND = 1000000 };

static struct li_hi1_list asked(const char *list)
{
	struct li_hi1_request *r = read_request(list);
	const struct li_hi1_list got = r->objects[0].list;

	CU_ASSERT_EQUAL(r->objects[0].verb, LI_HI1_LIST);
	free(r);
	return got;
}

#define LIST(rest) REQUEST(ACTION("0", "<h:LIST>" rest "</h:LIST>"))

/* An authorisation that lasts, one that was cancelled, and a task that waits;
 * changed one second apart. */
static void find(struct li_hi1_found *f, const struct li_hi1_list *l)
{
	struct li_authorisation a = {.id = {{1}},
		.generation = 3,
		.ends_us = now_us + SECOND,
		.changed_us = now_us + 999999};
	struct li_task t = {.xid = {{3}},
		.generation = 1,
		.starts_us = now_us + 5,
		.ends_us = now_us + SECOND,
		.changed_us = now_us - SECOND};

	*f = (struct li_hi1_found){.owner = {"XX", "LEA-1"}};
	CU_ASSERT_EQUAL(li_hi1_find_authorisation(f, l, &a, now_us), LI_OK);
	CU_ASSERT_EQUAL(li_hi1_find_task(f, l, &t, now_us), LI_OK);
	a.id.octet[0] = 2;
	a.ended_us = 1;
	a.changed_us = now_us - 2 * SECOND;
	CU_ASSERT_EQUAL(li_hi1_find_authorisation(f, l, &a, now_us), LI_OK);
	/* it is under both authorisations */
	CU_ASSERT_EQUAL(li_hi1_find_task(f, l, &t, now_us), LI_OK);
	li_hi1_found_end(f, l);
}

/* TS 103 120 table 6.12, and the fields of later versions */
static void test_list__has_what_is_asked_for(void)
{
	static const struct {
		const char *list, *ids;
	} all[] = {
		{LIST(""), "132"},
		{LIST(ENTRY("h:ObjectType", "Authorisation")), "12"},
		{LIST(ENTRY("h:ObjectType", "Task")), "3"},
		{LIST(ENTRY("h:ObjectType", "Delivery")), ""},
		{LIST(ENTRY("h:Status", "Cancelled")), "2"},
		{LIST(ENTRY("h:Status", "AwaitingProvisioning")), "3"},
		{LIST("<h:LastChanged>2026-09-21T14:13:20Z</h:LastChanged>"),
			"1"},
		{LIST("<h:LastChanged>2026-09-21T16:13:19+02:00"
		      "</h:LastChanged>"),
			"13"},
		{LIST("<h:LastChangedTimespan><c:StartTime>2026-09-21T14:13:18Z"
		      "</c:StartTime><c:EndTime>2026-09-21T14:13:19Z"
		      "</c:EndTime></h:LastChangedTimespan>"),
			"32"},
		{LIST("<h:MaximumObjectCount>2</h:MaximumObjectCount>"), "13"},
		{LIST("<h:MaximumObjectCount>9</h:MaximumObjectCount>"), "132"},
		{LIST("<h:CountryCode>XX</h:CountryCode>"), "132"},
		{LIST("<h:CountryCode>YY</h:CountryCode>"), ""},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct li_hi1_list l = asked(all[i].list);
		struct li_hi1_found f;
		char ids[8] = "";

		find(&f, &l);
		for (size_t k = 0; k < f.count && k < sizeof(ids) - 1; k++)
			ids[k] = (char)('0' + f.all[k].id.octet[0]);
		CU_ASSERT_STRING_EQUAL(ids, all[i].ids);
		li_hi1_found_free(&f);
	}
}

static bool says(const struct li_buf *b, const char *text)
{
	return memmem(b->p, b->n, text, strlen(text)) != NULL;
}

/* TS 103 120 table 6.13 */
static void test_list__is_told_record_by_record(void)
{
	const struct li_hi1_list l = {.type = ""};
	struct li_hi1_request *r = read_request(LIST(""));
	struct li_hi1_done done = {.code = LI_HI1_OK};
	const struct li_hi1_outcome o = {.at_us = now_us, .each = &done};
	struct li_buf b = {0};

	CU_ASSERT_TRUE(r->lists);
	find(&done.found, &l);
	li_hi1_respond(&b, r, &o);
	CU_ASSERT_TRUE(says(&b,
		"<LISTResponse><ListResponseRecord><ObjectType><common:Owner>"
		"ETSI</common:Owner><common:Name>ObjectType</common:Name>"
		"<common:Value>Authorisation</common:Value></ObjectType>"
		"<Identifier>01000000-0000-0000-0000-000000000000</Identifier>"
		"<CountryCode>XX</CountryCode><OwnerIdentifier>LEA-1"
		"</OwnerIdentifier><Generation>3</Generation><LastChanged>"
		"2026-09-21T14:13:20Z</LastChanged></ListResponseRecord>"));
	CU_ASSERT_TRUE(says(&b, ">Task<"));
	li_hi1_found_free(&done.found);
	li_buf_reset(&b);
	li_hi1_respond(&b, r, &o);
	CU_ASSERT_TRUE(says(&b, "<LISTResponse></LISTResponse>"));
	li_buf_fini(&b);
	free(r);
}

/* What is not known might leave less to be told. */
static void test_list__refuses_what_it_does_not_understand(void)
{
	static const char *const all[] = {
		LIST("<h:MaximumObjectCount>0</h:MaximumObjectCount>"),
		LIST("<h:MaximumObjectCount>x</h:MaximumObjectCount>"),
		LIST("<h:LastChanged>yesterday</h:LastChanged>"),
		LIST("<h:CountryCode>xx</h:CountryCode>"),
		LIST("<h:ObjectType>Task</h:ObjectType>"),
		LIST("<h:Owner/>"),
	};
	struct li_hi1_request *r = malloc(sizeof(*r));
	const char *where;

	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CU_ASSERT_EQUAL(li_hi1_read(li_slice_str(all[i]), r, &where),
			LI_EMALFORMED);
	free(r);
}

/* TS 103 120 cl. 6.4.8: no LIST where a national profile does not ask for it */
static void test_list__is_for_who_has_it_in_his_profile(void)
{
	char text[] = LIST(""), *at = strstr(text, "ProfileOwner>XX");
	struct li_hi1_request *r;

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	memcpy(at, "ProfileOwner>YY", 15);
	r = read_request(text);
	CU_ASSERT_FALSE(r->lists);
	free(r);
}

UNIT_MAIN("hi1.list", UNIT_TEST(test_list__has_what_is_asked_for),
	UNIT_TEST(test_list__is_told_record_by_record),
	UNIT_TEST(test_list__refuses_what_it_does_not_understand),
	UNIT_TEST(test_list__is_for_who_has_it_in_his_profile))
