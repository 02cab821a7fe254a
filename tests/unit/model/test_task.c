/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "model/task.h"
#include "unit.h"

static struct li_task good(void)
{
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1000,
		.ends_us = 2000,
		.operator_name = "op",
		.warrant = "W 1/26"};

	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU,
				      li_slice_str("sip:a@b"), &t.targets[0]),
		LI_OK);
	return t;
}

/* The field that the check names, "" when it names none. */
static const char *refused(const struct li_task *t)
{
	static char field[32];
	const char *why = "";

	field[0] = '\0';
	if (li_task_check(t, &why) == LI_OK)
		return field;
	snprintf(field, sizeof(field), "%.*s", (int)strcspn(why, ":"), why);
	return field;
}

static void test_task__takes_a_liid_of_text_or_digits(void)
{
	/* TS 103 280, LIID */
	static const struct {
		const char *liid;
		bool good;
	} cases[] = {
		{"A", true},
		{"!~-_/1234567890123456789a", true},
		{"A234567890123456789012345", true},
		{"A2345678901234567890123456", false},
		{"01234567890123456789abcdef", true},
		{"01234567890123456789abcdeF", false},
		{"01234567890123456789012345678901234567890123456789", true},
		{"has space", false},
		{"\xc3\xa4", false},
		{"tab\t", false},
		{"", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_task t = good();

		snprintf(t.liid, sizeof(t.liid), "%s", cases[i].liid);
		CU_ASSERT_STRING_EQUAL(refused(&t),
			cases[i].good ? "" : "liid");
	}
}

static void test_task__needs_an_end_after_its_start(void)
{
	/* TS 33.126 R6.5-10 */
	struct li_task t = good();

	CU_ASSERT_STRING_EQUAL(refused(&t), "");
	t.ends_us = 0;
	CU_ASSERT_STRING_EQUAL(refused(&t), "ends");
	t.ends_us = t.starts_us;
	CU_ASSERT_STRING_EQUAL(refused(&t), "ends");
}

static void test_task__needs_targets_operator_and_warrant(void)
{
	struct li_task t = good();

	t.target_count = 0;
	CU_ASSERT_STRING_EQUAL(refused(&t), "targets");
	t.target_count = LI_TASK_TARGETS_MAX + 1;
	CU_ASSERT_STRING_EQUAL(refused(&t), "targets");
	t = good();
	t.target_count = 2;
	CU_ASSERT_STRING_EQUAL(refused(&t), "targets");
	t = good(); /* TS 23.003 cl. 13.5 */
	strcpy(t.targets[0].text, "sip:a!.*!@b");
	CU_ASSERT_STRING_EQUAL(refused(&t), "targets");
	t = good();
	t.operator_name[0] = '\0';
	CU_ASSERT_STRING_EQUAL(refused(&t), "operator");
	t = good();
	memcpy(t.warrant, "a\nb", 4);
	CU_ASSERT_STRING_EQUAL(refused(&t), "warrant");
	t = good();
	memset(t.warrant, 'w', sizeof(t.warrant)); /* no NUL in it */
	CU_ASSERT_STRING_EQUAL(refused(&t), "warrant");
}

static void test_task__names_a_destination_once(void)
{
	struct li_task t = good();

	CU_ASSERT_EQUAL(li_uuid_draw(&t.destinations[0]), LI_OK);
	CU_ASSERT_EQUAL(li_uuid_draw(&t.destinations[1]), LI_OK);
	t.destination_count = 2;
	CU_ASSERT_STRING_EQUAL(refused(&t), "");
	t.destinations[1] = t.destinations[0];
	CU_ASSERT_STRING_EQUAL(refused(&t), "destinations");
	t.destination_count = LI_TASK_DESTINATIONS_MAX + 1;
	CU_ASSERT_STRING_EQUAL(refused(&t), "destinations");
}

static void test_task__is_in_force_from_its_start_until_its_end(void)
{
	/* TS 33.126 R6.5-10: starts <= t < ends */
	struct li_task t = good();

	CU_ASSERT_FALSE(li_task_in_force(&t, 999));
	CU_ASSERT(li_task_in_force(&t, 1000));
	CU_ASSERT(li_task_in_force(&t, 1999));
	CU_ASSERT_FALSE(li_task_in_force(&t, 2000));
	t.ended_us = 1500;
	CU_ASSERT(li_task_in_force(&t, 1499));
	CU_ASSERT_FALSE(li_task_in_force(&t, 1500));
}

static bool brief_tells(const struct li_brief *b, const struct li_task *t)
{
	struct li_identity id;

	for (size_t i = 0; i < t->target_count; i++) {
		li_brief_target(b, i, &id);
		if (id.kind != t->targets[i].kind ||
			id.len != t->targets[i].len ||
			strcmp(id.text, t->targets[i].text))
			return false;
	}
	return b->target_count == t->target_count && b->row == t->row &&
		li_uuid_eq(&b->xid, &t->xid) && b->content == t->content;
}

static void test_task__has_all_its_targets_in_brief(void)
{
	static _Alignas(struct li_brief) char room[256];
	struct li_brief *b = (struct li_brief *)(void *)room;
	struct li_task t = good();

	t.row = 9;
	t.xid.octet[3] = 7;
	t.content = true;
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMSI,
				      li_slice_str("001010000000001"),
				      &t.targets[1]),
		LI_OK);
	t.target_count = 2;
	CU_ASSERT_EQUAL_FATAL(li_brief_size(&t),
		sizeof(*b) + strlen("sip:a@b") + 15);
	li_brief_write(&t, b);
	CU_ASSERT_TRUE(brief_tells(b, &t));
}

/* TS 33.126 R6.5-10 */
/* TS 103 221-1 table 4, ProductID: instead of the XID when there is one */
static void test_task__is_told_by_its_product_when_it_has_one(void)
{
	static _Alignas(struct li_brief) char room[256];
	struct li_brief *b = (struct li_brief *)(void *)room;
	struct li_task t = good();

	t.xid.octet[3] = 7;
	li_brief_write(&t, b);
	CU_ASSERT_FALSE(li_task_has_product(&t));
	CU_ASSERT_TRUE(li_uuid_eq(li_brief_told(b), &t.xid));
	t.product.octet[15] = 8;
	li_brief_write(&t, b);
	CU_ASSERT_TRUE(li_task_has_product(&t));
	CU_ASSERT_TRUE(li_uuid_eq(li_brief_told(b), &t.product));
}

/* TS 33.128 cl. 7.12.2.8: an IMPU alone is looked for as a far party */
static void test_task__is_of_one_party_by_numbers_and_uris_alone(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
		bool good;
	} cases[] = {
		{LI_ID_IMPU, "sip:a@b", true},
		{LI_ID_IMPU, "tel:+15551230001", true},
		{LI_ID_E164, "15551230001", true},
		{LI_ID_IMPI, "a@b", false},
		{LI_ID_IMSI, "001010000000001", false},
		{LI_ID_IMEI, "35693803564380", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_task t = good();

		CU_ASSERT_EQUAL_FATAL(li_identity_parse(cases[i].kind,
					      li_slice_str(cases[i].text),
					      &t.targets[1]),
			LI_OK);
		t.target_count = 2;
		CU_ASSERT_STRING_EQUAL(refused(&t), "");
		for (int l = LI_LOCALITY_LOCAL; l <= LI_LOCALITY_LAST; l++) {
			t.locality = (enum li_locality)l;
			CU_ASSERT_STRING_EQUAL(refused(&t),
				cases[i].good ? "" : "locality");
		}
	}
}

static void test_task__is_in_force_in_brief_when_it_is(void)
{
	static _Alignas(struct li_brief) char room[256];
	struct li_brief *b = (struct li_brief *)(void *)room;
	struct li_task t = good();

	t.ended_us = 1500;
	li_brief_write(&t, b);
	for (int64_t at = 900; at < 2100; at += 50)
		CU_ASSERT_EQUAL(li_brief_in_force(b, at),
			li_task_in_force(&t, at));
	CU_ASSERT_TRUE(li_brief_in_force(b, 1499));
	CU_ASSERT_FALSE(li_brief_in_force(b, 1500));
}

static void test_task__checks_each_field_of_a_destination(void)
{
	const struct li_destination full = {.name = "MDF",
		.host = "mdf.example",
		.port = 4444,
		.peer = "mdf.example"};
	struct li_destination d = full;
	const char *why = "";

	CU_ASSERT_EQUAL(li_destination_check(&d, &why), LI_OK);
	d.name[0] = '\0';
	CU_ASSERT_EQUAL(li_destination_check(&d, &why), LI_EINVAL);
	d = full;
	d.host[0] = '\0';
	CU_ASSERT_EQUAL(li_destination_check(&d, &why), LI_EINVAL);
	d = full;
	d.port = 0;
	CU_ASSERT_EQUAL(li_destination_check(&d, &why), LI_EINVAL);
	CU_ASSERT_STRING_EQUAL(why, "port: 1 to 65535");
	d = full;
	d.handover.scheme = LI_SCHEME_SESSION; /* of X2 */
	CU_ASSERT_EQUAL(li_destination_check(&d, &why), LI_EINVAL);
	d = full;
	d.peer[0] = '\0';
	CU_ASSERT_EQUAL(li_destination_check(&d, &why), LI_EINVAL);
}

/* A task of two LIIDs: [1000, 1500) for voice, [1400, 2000) for messaging. */
static struct li_task mediated(void)
{
	struct li_task t = good();

	t.mediation_count = 2;
	t.mediations[0] = (struct li_mediation){.liid = "L-1",
		.starts_us = 1000,
		.ends_us = 1500,
		.services = LI_SERVICE_VOICE};
	t.mediations[1] = (struct li_mediation){.liid = "L-2",
		.starts_us = 1400,
		.ends_us = 2000,
		.services = LI_SERVICE_MESSAGING};
	return t;
}

/* TS 103 221-1 table C.1 */
static void test_task__checks_each_mediation(void)
{
	struct li_task t = mediated();

	CU_ASSERT_STRING_EQUAL(refused(&t), "");
	t.mediations[1].ends_us = 2001;
	CU_ASSERT_STRING_EQUAL(refused(&t), "mediations");
	t = mediated();
	t.mediations[1].ends_us = 1400;
	CU_ASSERT_STRING_EQUAL(refused(&t), "mediations");
	t = mediated();
	strcpy(t.mediations[1].liid, "L-1");
	CU_ASSERT_STRING_EQUAL(refused(&t), "mediations");
	t = mediated();
	t.mediations[0].services = LI_SERVICE_ALL + 1;
	CU_ASSERT_STRING_EQUAL(refused(&t), "mediations");
	t = mediated();
	t.mediation_count = LI_TASK_MEDIATIONS_MAX + 1;
	CU_ASSERT_STRING_EQUAL(refused(&t), "mediations");
}

/* TS 103 120 cl. 7.2 */
static void test_task__checks_what_authorised_it(void)
{
	struct li_task t = good();

	t.services = LI_SERVICE_ALL + 1;
	CU_ASSERT_STRING_EQUAL(refused(&t), "services");
	t = good();
	t.location = (enum li_location_scope)(LI_LOCATION_LAST + 1);
	CU_ASSERT_STRING_EQUAL(refused(&t), "location");
	t = good();
	strcpy(t.legal_type, "a\nb");
	CU_ASSERT_STRING_EQUAL(refused(&t), "legal-type");
	t = good();
	strcpy(t.approval.role, "\x7f");
	CU_ASSERT_STRING_EQUAL(refused(&t), "approver");
}

static uint8_t services_at(const struct li_task *t, int64_t at_us)
{
	struct li_brief *b = malloc(li_brief_size(t));
	uint8_t services;

	CU_ASSERT_PTR_NOT_NULL_FATAL(b);
	li_brief_write(t, b);
	services = li_brief_services(b, at_us);
	CU_ASSERT_EQUAL(li_brief_in_force(b, at_us), services != 0);
	free(b);
	return services;
}

/* TS 33.126 R6.5-10, R6.3-410: one microsecond on each side of each border */
static void test_task__is_of_the_services_of_the_liids_in_force(void)
{
	static const struct {
		int64_t at_us;
		uint8_t services;
	} cases[] = {
		{999, 0},
		{1000, LI_SERVICE_VOICE},
		{1399, LI_SERVICE_VOICE},
		{1400, LI_SERVICE_VOICE | LI_SERVICE_MESSAGING},
		{1499, LI_SERVICE_VOICE | LI_SERVICE_MESSAGING},
		{1500, LI_SERVICE_MESSAGING},
		{1999, LI_SERVICE_MESSAGING},
		{2000, 0},
	};
	struct li_task t = mediated();

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(services_at(&t, cases[i].at_us),
			cases[i].services);
		CU_ASSERT_EQUAL(li_task_in_force(&t, cases[i].at_us),
			cases[i].services != 0);
	}
	t.ended_us = 1450;
	CU_ASSERT_NOT_EQUAL(services_at(&t, 1449), 0);
	CU_ASSERT_EQUAL(services_at(&t, 1450), 0);
}

static void test_task__is_of_what_task_and_liid_have_in_common(void)
{
	struct li_task t = mediated();

	t.services = LI_SERVICE_MESSAGING;
	CU_ASSERT_EQUAL(services_at(&t, 1000), 0);
	CU_ASSERT_EQUAL(services_at(&t, 1450), LI_SERVICE_MESSAGING);
	t.mediation_count = 0;
	CU_ASSERT_EQUAL(services_at(&t, 1000), LI_SERVICE_MESSAGING);
	t.services = 0;
	CU_ASSERT_EQUAL(services_at(&t, 1000), LI_SERVICE_ALL);
}

static void test_task__is_not_in_force_while_it_awaits_approval(void)
{
	struct li_task t = good();

	t.awaiting = true;
	CU_ASSERT_EQUAL(services_at(&t, 1500), 0);
	CU_ASSERT_FALSE(li_task_in_force(&t, 1500));
	t.awaiting = false;
	CU_ASSERT_EQUAL(services_at(&t, 1500), LI_SERVICE_ALL);
}

UNIT_MAIN("model.task", UNIT_TEST(test_task__takes_a_liid_of_text_or_digits),
	UNIT_TEST(test_task__needs_an_end_after_its_start),
	UNIT_TEST(test_task__needs_targets_operator_and_warrant),
	UNIT_TEST(test_task__names_a_destination_once),
	UNIT_TEST(test_task__is_in_force_from_its_start_until_its_end),
	UNIT_TEST(test_task__has_all_its_targets_in_brief),
	UNIT_TEST(test_task__is_told_by_its_product_when_it_has_one),
	UNIT_TEST(test_task__is_of_one_party_by_numbers_and_uris_alone),
	UNIT_TEST(test_task__is_in_force_in_brief_when_it_is),
	UNIT_TEST(test_task__checks_each_field_of_a_destination),
	UNIT_TEST(test_task__checks_each_mediation),
	UNIT_TEST(test_task__checks_what_authorised_it),
	UNIT_TEST(test_task__is_of_the_services_of_the_liids_in_force),
	UNIT_TEST(test_task__is_of_what_task_and_liid_have_in_common),
	UNIT_TEST(test_task__is_not_in_force_while_it_awaits_approval))
