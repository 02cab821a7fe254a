/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "model/pack.h"
#include "unit.h"

static struct li_task full_task(void)
{
	struct li_task t = {.row = 3,
		.liid = "LIID-1",
		.target_count = 2,
		.starts_us = -5,
		.ends_us = 2000,
		.ended_us = 1500,
		.content = true,
		.destination_count = 2,
		.operator_name = "op",
		.warrant = "W 1"};

	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&t.xid), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&t.destinations[0]), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&t.destinations[1]), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU,
				      li_slice_str("sip:a@b"), &t.targets[0]),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMEI,
				      li_slice_str("35693803564380"),
				      &t.targets[1]),
		LI_OK);
	return t;
}

static struct li_task limited_task(void)
{
	struct li_task t = full_task();

	t.awaiting = true;
	t.erase_at_end = true;
	t.services = LI_SERVICE_VOICE | LI_SERVICE_RCS;
	t.location = LI_LOCATION_ENDS;
	t.mediation_count = 2;
	t.mediations[0] = (struct li_mediation){.liid = "L-1",
		.starts_us = -4,
		.ends_us = 9,
		.services = LI_SERVICE_VOICE};
	t.mediations[1] = (struct li_mediation){.liid = "L-2",
		.starts_us = 5,
		.ends_us = 1999};
	strcpy(t.legal_type, "lawful order");
	t.priority = 7;
	t.approval = (struct li_approval){.name = "N",
		.role = "judge",
		.reference = "R-1",
		.at_us = 1234,
		.emergency = true};
	t.generation = 3;
	t.changed_us = 1LL << 50;
	t.locality = LI_LOCALITY_NON_LOCAL;
	t.product.octet[0] = 0x29;
	return t;
}

static const struct li_destination mdf = {.row = 4,
	.name = "MDF",
	.host = "mdf.example",
	.port = 4444,
	.peer = "mdf.example",
	.pins = {.pin = {{{1, 2}}, {{3}}}, .count = 2},
	.handover = {.format = LI_FORMAT_HI2_IPMM,
		.scheme = LI_SCHEME_SESSION,
		.silent = true,
		.authorization_country = "NL",
		.delivery_country = "DE"},
	.second = {.host = "192.0.2.2", .port = 4445, .peer = "mdf2.example"}};

static void test_pack__a_task_comes_back_as_it_was(void)
{
	struct li_task in = full_task(), out = {0};
	struct li_buf b = {0};

	li_pack_task(&b, &in);
	CU_ASSERT_EQUAL_FATAL(li_unpack_task(li_buf_slice(&b), &out), LI_OK);
	CU_ASSERT_EQUAL(in.row, out.row);
	CU_ASSERT(li_uuid_eq(&in.xid, &out.xid));
	CU_ASSERT_STRING_EQUAL(in.liid, out.liid);
	CU_ASSERT_EQUAL(in.target_count, out.target_count);
	CU_ASSERT_STRING_EQUAL(in.targets[0].text, out.targets[0].text);
	CU_ASSERT_EQUAL(in.targets[1].kind, out.targets[1].kind);
	CU_ASSERT_EQUAL(in.targets[1].len, out.targets[1].len);
	CU_ASSERT_EQUAL(in.starts_us, out.starts_us);
	CU_ASSERT_EQUAL(in.ends_us, out.ends_us);
	CU_ASSERT_EQUAL(in.ended_us, out.ended_us);
	CU_ASSERT_EQUAL(in.content, out.content);
	CU_ASSERT_EQUAL(in.destination_count, out.destination_count);
	CU_ASSERT(li_uuid_eq(&in.destinations[1], &out.destinations[1]));
	CU_ASSERT_STRING_EQUAL(in.operator_name, out.operator_name);
	CU_ASSERT_STRING_EQUAL(in.warrant, out.warrant);
	li_buf_fini(&b);
}

static void test_pack__a_destination_comes_back_as_it_was(void)
{
	struct li_destination out = {0};
	struct li_buf b = {0};

	li_pack_destination(&b, &mdf);
	CU_ASSERT_EQUAL_FATAL(li_unpack_destination(li_buf_slice(&b), &out),
		LI_OK);
	CU_ASSERT_EQUAL(out.row, mdf.row);
	CU_ASSERT(li_uuid_eq(&out.did, &mdf.did));
	CU_ASSERT_STRING_EQUAL(out.name, mdf.name);
	CU_ASSERT_STRING_EQUAL(out.host, mdf.host);
	CU_ASSERT_EQUAL(out.port, mdf.port);
	CU_ASSERT_STRING_EQUAL(out.peer, mdf.peer);
	CU_ASSERT_TRUE(li_handover_eq(&out.handover, &mdf.handover));
	CU_ASSERT_TRUE(li_pins_eq(&out.pins, &mdf.pins));
	CU_ASSERT_TRUE(li_second_eq(&out.second, &mdf.second));
	li_buf_fini(&b);
}

/* Cut octets to n in memory of their own and unpack them. */
static li_err unpack_cut(const struct li_buf *b, size_t n, bool task)
{
	uint8_t *copy = malloc(n ? n : 1);
	struct li_destination d;
	struct li_task t;
	li_err err;

	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	memcpy(copy, b->p, n);
	err = task ? li_unpack_task(li_slice(copy, n), &t)
		   : li_unpack_destination(li_slice(copy, n), &d);
	free(copy);
	return err;
}

static void test_pack__refuses_what_is_cut_at_any_octet_or_longer(void)
{
	struct li_task t = limited_task();

	for (int task = 0; task < 2; task++) {
		struct li_buf b = {0};

		if (task)
			li_pack_task(&b, &t);
		else
			li_pack_destination(&b, &mdf);
		for (size_t n = 0; n < b.n; n++)
			CU_ASSERT_EQUAL(unpack_cut(&b, n, task), LI_EMALFORMED);
		CU_ASSERT_EQUAL(unpack_cut(&b, b.n, task), LI_OK);
		li_buf_put_u8(&b, 0);
		CU_ASSERT_EQUAL(unpack_cut(&b, b.n, task), LI_EMALFORMED);
		li_buf_fini(&b);
	}
}

static void test_pack__refuses_text_that_does_not_fit_or_holds_a_nul(void)
{
	static const struct {
		const char *octets;
		size_t n;
		bool bad;
	} cases[] = {
		{"\0\0\0\3abc", 7, false},
		{"\0\0\0\4abcd", 8, true},
		{"\0\0\0\3a\0c", 7, true},
		{"\0\0\0\0", 4, false},
		{"\xff\xff\xff\xff", 4, true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_cursor c =
			li_cursor(li_slice(cases[i].octets, cases[i].n));
		char text[4];

		li_unpack_text(&c, text, sizeof(text));
		CU_ASSERT_EQUAL(c.bad, cases[i].bad);
		CU_ASSERT(strnlen(text, sizeof(text)) < sizeof(text));
	}
}

static void check_approval(const struct li_task *a, const struct li_task *b)
{
	CU_ASSERT_STRING_EQUAL(a->legal_type, b->legal_type);
	CU_ASSERT_EQUAL(a->priority, b->priority);
	CU_ASSERT_STRING_EQUAL(a->approval.name, b->approval.name);
	CU_ASSERT_STRING_EQUAL(a->approval.role, b->approval.role);
	CU_ASSERT_STRING_EQUAL(a->approval.reference, b->approval.reference);
	CU_ASSERT_EQUAL(a->approval.at_us, b->approval.at_us);
	CU_ASSERT_EQUAL(a->approval.emergency, b->approval.emergency);
	CU_ASSERT_EQUAL(a->generation, b->generation);
	CU_ASSERT_EQUAL(a->changed_us, b->changed_us);
}

/* TS 103 221-1 annex C; TS 103 120 cl. 7.2 */
static void test_pack__a_task_comes_back_with_its_limits(void)
{
	struct li_task in = limited_task(), out = {0};
	struct li_buf b = {0};

	li_pack_task(&b, &in);
	CU_ASSERT_EQUAL_FATAL(li_unpack_task(li_buf_slice(&b), &out), LI_OK);
	CU_ASSERT_TRUE(out.awaiting);
	CU_ASSERT_FALSE(out.home_only);
	CU_ASSERT_TRUE(out.erase_at_end);
	CU_ASSERT_EQUAL(in.services, out.services);
	CU_ASSERT_EQUAL(in.location, out.location);
	CU_ASSERT_EQUAL(in.locality, out.locality);
	CU_ASSERT_TRUE(li_uuid_eq(&in.product, &out.product));
	CU_ASSERT_EQUAL_FATAL(in.mediation_count, out.mediation_count);
	for (size_t i = 0; i < in.mediation_count; i++) {
		const struct li_mediation *m = &in.mediations[i];
		const struct li_mediation *o = &out.mediations[i];

		CU_ASSERT_STRING_EQUAL(m->liid, o->liid);
		CU_ASSERT_EQUAL(m->starts_us, o->starts_us);
		CU_ASSERT_EQUAL(m->ends_us, o->ends_us);
		CU_ASSERT_EQUAL(m->services, o->services);
	}
	check_approval(&in, &out);
	li_buf_fini(&b);
}

UNIT_MAIN("model.pack", UNIT_TEST(test_pack__a_task_comes_back_as_it_was),
	UNIT_TEST(test_pack__a_destination_comes_back_as_it_was),
	UNIT_TEST(test_pack__refuses_what_is_cut_at_any_octet_or_longer),
	UNIT_TEST(test_pack__refuses_text_that_does_not_fit_or_holds_a_nul),
	UNIT_TEST(test_pack__a_task_comes_back_with_its_limits))
