/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen/screen.h"
#include "step/kit.h"
#include "unit.h"

static struct li_screen *with(const struct li_task *tasks, size_t n)
{
	struct li_screen *s = NULL;

	CU_ASSERT_EQUAL_FATAL(li_screen_new(&kit_secret, &s), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_screen_load(s, tasks, n), LI_OK);
	return s;
}

static size_t hits(const struct li_task *task, const struct li_event *event,
	const struct li_change *change)
{
	struct li_screen *s = with(task, 1);
	const struct li_hit *h;
	size_t n = li_screen_match(s, event, change, &h);

	li_screen_free(s);
	return n;
}

/* TS 33.128 cl. 7.12.2.8 */
static void test_screen__finds_a_target_where_its_kind_counts(void)
{
	static const struct {
		enum li_role role;
		bool in_register, in_invite;
	} rows[] = {
		{LI_ROLE_FROM, true, true},
		{LI_ROLE_TO, true, true},
		{LI_ROLE_REQUEST_URI, false, true},
		{LI_ROLE_P_ASSERTED, false, true},
		{LI_ROLE_P_PREFERRED, false, true},
		{LI_ROLE_P_CALLED_PARTY, false, true},
		{LI_ROLE_HISTORY_INFO, false, true},
		{LI_ROLE_DIVERSION, false, true},
		{LI_ROLE_P_ASSOCIATED, false, false},
		{LI_ROLE_AUTH_USERNAME, true, false},
		{LI_ROLE_CONTACT_INSTANCE, true, true},
	};
	static const struct li_change change = {.from_opener = true};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum li_id_kind kind = kit_kind(rows[i].role);
		const char *who = kind == LI_ID_IMPU ? ALICE
			: kind == LI_ID_IMPI         ? IMPI
						     : IMEI;
		struct li_task task = kit_task(1, kind, who);
		struct li_event reg = kit_sip(LI_SIP_REGISTER, 0, "r");
		struct li_event call = kit_sip(LI_SIP_INVITE, 0, "c");

		kit_party(&reg, rows[i].role, who);
		kit_party(&call, rows[i].role, who);
		CU_ASSERT_EQUAL(hits(&task, &reg, &change),
			rows[i].in_register);
		CU_ASSERT_EQUAL(hits(&task, &call, &change), rows[i].in_invite);
	}
}

/* RFC 3261 cl. 8.1.3.4: the Contacts of a redirection are others' */
static void test_screen__finds_a_device_in_its_own_contact_alone(void)
{
	static const struct li_change change = {.from_opener = false};
	struct li_task task = kit_task(1, LI_ID_IMEI, IMEI);
	struct li_event e = kit_sip(LI_SIP_INVITE, 200, "c");

	kit_party(&e, LI_ROLE_CONTACT_INSTANCE, IMEI);
	CU_ASSERT_EQUAL(hits(&task, &e, &change), 1);
	e.sip.status = 302;
	CU_ASSERT_EQUAL(hits(&task, &e, &change), 0);
}

static void test_screen__finds_the_forms_of_a_number(void)
{
	static const struct {
		const char *target, *seen;
		size_t hits;
	} rows[] = {
		{"tel:+15551230001", "tel:+1-555-123-0001", 1},
		{"tel:+15551230001", "sip:+15551230001@a.example;user=phone",
			1},
		{"sip:+15551230001@a.example", "tel:+15551230001", 1},
		{"sip:+15551230001@a.example", "sip:+15551230001@b.example", 0},
		{ALICE, "sips:alice@IMS.example:5061;transport=tcp", 1},
		{ALICE, "sip:Alice@ims.example", 0},
	};
	static const struct li_change change = {.from_opener = true};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_task task = kit_task(1, LI_ID_IMPU, rows[i].target);
		struct li_event e = kit_sip(LI_SIP_INVITE, 0, "c");

		kit_party(&e, LI_ROLE_FROM, rows[i].seen);
		CU_ASSERT_EQUAL(hits(&task, &e, &change), rows[i].hits);
	}
}

/* TS 103 221-1 cl. 6.2.1.2 */
static void test_screen__wants_all_targets_of_a_task(void)
{
	static const struct li_change change = {.from_opener = true};
	struct li_task task = kit_task(1, LI_ID_IMPU, ALICE);
	struct li_event one = kit_sip(LI_SIP_INVITE, 0, "c");
	struct li_event both = kit_call(LI_SIP_INVITE, 0, NULL);

	task.targets[task.target_count++] = kit_identity(LI_ID_IMPU, BOB);
	kit_party(&one, LI_ROLE_FROM, ALICE);
	kit_party(&one, LI_ROLE_P_ASSERTED, ALICE);
	CU_ASSERT_EQUAL(hits(&task, &one, &change), 0);
	CU_ASSERT_EQUAL(hits(&task, &both, &change), 1);
}

/* TS 33.126 R6.5-10 */
static void test_screen__asks_the_event_for_the_time(void)
{
	static const struct {
		int64_t at_us;
		size_t hits;
	} rows[] = {{99, 0}, {100, 1}, {199, 1}, {200, 0}};
	static const struct li_change change = {.from_opener = true};
	struct li_task task = kit_task(1, LI_ID_IMPU, ALICE);

	task.starts_us = 100;
	task.ends_us = 200;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);

		e.at_us = rows[i].at_us;
		CU_ASSERT_EQUAL(hits(&task, &e, &change), rows[i].hits);
	}
}

static struct li_change knows(enum li_id_kind kind, const char *text,
	uint32_t roles)
{
	struct li_change change = {.from_opener = true, .known_count = 1};
	struct li_identity id = kit_identity(kind, text);

	change.known[0].roles = roles;
	change.known[0].sides = LI_SIDE_ANSWERER;
	change.known[0].key_count = (uint8_t)li_identity_keys_given(&id,
		&kit_secret, change.known[0].keys);
	return change;
}

/* TS 33.107 cl. 7A.2.3.0; TS 33.126 R6.3-400 */
static void test_screen__extends_by_impi_and_imei_not_by_impu(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
		uint32_t roles;
		size_t hits;
	} rows[] = {
		{LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION, 1},
		{LI_ID_IMEI, IMEI, LI_ROLE_REGISTRATION, 1},
		{LI_ID_IMPU, ALICE, LI_ROLE_REGISTRATION, 0},
		{LI_ID_IMPU, ALICE, LI_ROLE_DIALOG | LI_ROLE_FROM, 1},
		{LI_ID_IMPI, IMPI, LI_ROLE_DIALOG | LI_ROLE_REGISTRATION, 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_task task = kit_task(1, rows[i].kind, rows[i].text);
		struct li_change change =
			knows(rows[i].kind, rows[i].text, rows[i].roles);
		struct li_event e = kit_sip(LI_SIP_BYE, 0, "c");

		CU_ASSERT_EQUAL(hits(&task, &e, &change), rows[i].hits);
	}
}

static void test_screen__tells_every_hit_in_the_order_of_rows(void)
{
	enum { MANY = 500 };
	static struct li_task tasks[MANY];
	static const struct li_change change = {.from_opener = true};
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	const struct li_hit *h;
	struct li_screen *s;
	bool sorted = true;

	for (int i = 0; i < MANY; i++)
		tasks[i] = kit_task(MANY - i, LI_ID_IMPU, i % 2 ? ALICE : BOB);
	s = with(tasks, MANY);
	CU_ASSERT_EQUAL_FATAL(li_screen_match(s, &e, &change, &h), MANY);
	for (int i = 0; i < MANY; i++)
		sorted = sorted && h[i].task->row == i + 1;
	CU_ASSERT_TRUE(sorted);
	li_screen_free(s);
}

static void test_screen__says_role_side_and_party_of_a_hit(void)
{
	struct li_task task = kit_task(1, LI_ID_IMPU, BOB);
	struct li_screen *s = with(&task, 1);
	struct li_change change = {.from_opener = true};
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	const struct li_hit *h;

	CU_ASSERT_EQUAL_FATAL(li_screen_match(s, &e, &change, &h), 1);
	CU_ASSERT_EQUAL(h->roles, LI_ROLE_TO);
	CU_ASSERT_EQUAL(h->sides, LI_SIDE_ANSWERER);
	CU_ASSERT_EQUAL(h->party[0], 1);
	change = knows(LI_ID_IMPU, BOB, LI_ROLE_DIALOG | LI_ROLE_TO);
	e.party_count = 0;
	CU_ASSERT_EQUAL_FATAL(li_screen_match(s, &e, &change, &h), 1);
	CU_ASSERT_EQUAL(h->roles, LI_ROLE_DIALOG | LI_ROLE_TO);
	CU_ASSERT_EQUAL(h->party[0], LI_HIT_KNOWN);
	li_screen_free(s);
}

static void test_screen__keeps_its_tasks_when_new_ones_are_refused(void)
{
	struct li_task good = kit_task(1, LI_ID_IMPU, ALICE), bad = good;
	struct li_screen *s = with(&good, 1);
	static const struct li_change change = {.from_opener = true};
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	const struct li_hit *h;

	bad.target_count = 0;
	CU_ASSERT_EQUAL(li_screen_load(s, &bad, 1), LI_EINVAL);
	bad.target_count = LI_TASK_TARGETS_MAX + 1;
	CU_ASSERT_EQUAL(li_screen_load(s, &bad, 1), LI_EINVAL);
	CU_ASSERT_EQUAL(li_screen_match(s, &e, &change, &h), 1);
	CU_ASSERT_EQUAL(li_screen_load(s, NULL, 0), LI_OK);
	CU_ASSERT_EQUAL(li_screen_match(s, &e, &change, &h), 0);
	li_screen_free(s);
	li_screen_free(NULL);
}

/* TS 29.228 cl. 6.1.2, 6.1.3 */
static void test_screen__takes_listed_impis_of_an_rtr_alone(void)
{
	static const struct li_change change = {.from_opener = true};
	struct li_task task = kit_task(1, LI_ID_IMPI, "second@ims.example");
	struct li_event saa = kit_cx(LI_CX_SAR, 1, IMPI, ALICE);
	struct li_event rtr = kit_cx(LI_CX_RTR, -1, IMPI, ALICE);

	kit_party(&saa, LI_ROLE_CX_USER_NAME, "second@ims.example");
	kit_party(&rtr, LI_ROLE_CX_USER_NAME, "second@ims.example");
	CU_ASSERT_EQUAL(hits(&task, &saa, &change), 0);
	CU_ASSERT_EQUAL(hits(&task, &rtr, &change), 1);
}

UNIT_MAIN("screen.screen",
	UNIT_TEST(test_screen__finds_a_target_where_its_kind_counts),
	UNIT_TEST(test_screen__finds_a_device_in_its_own_contact_alone),
	UNIT_TEST(test_screen__finds_the_forms_of_a_number),
	UNIT_TEST(test_screen__wants_all_targets_of_a_task),
	UNIT_TEST(test_screen__asks_the_event_for_the_time),
	UNIT_TEST(test_screen__extends_by_impi_and_imei_not_by_impu),
	UNIT_TEST(test_screen__tells_every_hit_in_the_order_of_rows),
	UNIT_TEST(test_screen__says_role_side_and_party_of_a_hit),
	UNIT_TEST(test_screen__keeps_its_tasks_when_new_ones_are_refused),
	UNIT_TEST(test_screen__takes_listed_impis_of_an_rtr_alone))
