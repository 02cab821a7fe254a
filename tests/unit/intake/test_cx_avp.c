/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "intake/cx_build.h"
#include "unit.h"

#define CANARY "CANARY-SECRET-0123456789"
#define KEPT "sip:alice@ims.test"

static bool holds(const uint8_t *p, size_t n, const char *text)
{
	return memmem(p, n, text, strlen(text)) != NULL;
}

/* Cut a message into memory of its exact size and look for the canary. */
static bool canary_left(struct li_slice m, bool *kept, size_t *runs)
{
	uint8_t *dst = malloc(m.n ? m.n : 1);
	bool left;

	*runs = li_cx_cut(m, dst);
	left = holds(dst, m.n, "SECRET");
	*kept = holds(dst, m.n, KEPT);
	free(dst);
	return left;
}

/* RFC 6733 cl. 3 */
static void test_cx_avp__reads_a_header(void)
{
	struct li_buf b = {0};
	struct li_diameter d;

	cx_begin(&b, 0x80, 301, LI_CX_APPLICATION);
	cx_avp_u32(&b, 614, LI_CX_VENDOR, 1);
	CU_ASSERT_EQUAL_FATAL(li_diameter_read(cx_end(&b), &d), LI_OK);
	CU_ASSERT_EQUAL(d.command, 301);
	CU_ASSERT_EQUAL(d.application, LI_CX_APPLICATION);
	CU_ASSERT_EQUAL(d.flags, LI_DIAMETER_REQUEST);
	CU_ASSERT_EQUAL(d.hop_by_hop, 0x11111111);
	CU_ASSERT_EQUAL(d.end_to_end, 0x22222222);
	CU_ASSERT_EQUAL(d.avps.n, 16);
	li_buf_fini(&b);
}

static void test_cx_avp__refuses_a_header_that_is_not_one(void)
{
	struct li_buf b = {0};
	struct li_diameter d = {.command = 7};

	cx_begin(&b, 0x80, 301, LI_CX_APPLICATION);
	cx_end(&b);
	CU_ASSERT_EQUAL(li_diameter_read(li_slice(b.p, 19), &d), LI_EMALFORMED);
	li_buf_put_u32(&b, 0);
	CU_ASSERT_EQUAL(li_diameter_read(li_buf_slice(&b), &d), LI_EMALFORMED);
	b.p[0] = 2;
	CU_ASSERT_EQUAL(li_diameter_read(li_slice(b.p, 20), &d), LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_diameter_read(li_slice(NULL, 0), &d), LI_EMALFORMED);
	CU_ASSERT_EQUAL(d.command, 7);
	li_buf_fini(&b);
}

static void test_cx_avp__walks_avps_with_and_without_vendor(void)
{
	struct li_buf b = {0};
	struct li_avp_walk w;
	struct li_avp avp;
	uint32_t v = 0;

	cx_avp_text(&b, 1, 0, "a@b");
	cx_avp_u32(&b, 614, LI_CX_VENDOR, 5);
	w = li_avp_walk(li_buf_slice(&b));
	CU_ASSERT_FATAL(li_avp_next(&w, &avp));
	CU_ASSERT_EQUAL(avp.code, 1);
	CU_ASSERT_EQUAL(avp.vendor, 0);
	CU_ASSERT(li_slice_is(avp.value, "a@b"));
	CU_ASSERT_FALSE(li_avp_u32(&avp, &v));
	CU_ASSERT_FATAL(li_avp_next(&w, &avp));
	CU_ASSERT_EQUAL(avp.code, 614);
	CU_ASSERT_EQUAL(avp.vendor, LI_CX_VENDOR);
	CU_ASSERT(li_avp_u32(&avp, &v));
	CU_ASSERT_EQUAL(v, 5);
	CU_ASSERT_FALSE(li_avp_next(&w, &avp));
	CU_ASSERT_FALSE(w.bad);
	li_buf_fini(&b);
}

/* Each is one broken header in memory of its exact size: a read outside is
 * seen by the sanitizer. RFC 6733 cl. 4.1 */
static void test_cx_avp__ends_where_a_length_is_bad(void)
{
	static const struct {
		const char *what;
		uint8_t octets[12];
		size_t n;
	} cases[] = {
		{"zero", {0, 0, 0, 1, 0x40, 0, 0, 0}, 8},
		{"shorter than its header", {0, 0, 0, 1, 0x40, 0, 0, 7}, 8},
		{"shorter than its header with vendor",
			{0, 0, 0, 1, 0xc0, 0, 0, 11}, 12},
		{"one too many", {0, 0, 0, 1, 0x40, 0, 0, 9}, 8},
		{"far too many", {0, 0, 0, 1, 0x40, 0xff, 0xff, 0xff}, 12},
		{"half a header", {0, 0, 0, 1, 0x40}, 5},
		{"vendor missing", {0, 0, 0, 1, 0xc0, 0, 0, 12}, 8},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t *p = malloc(cases[i].n);
		struct li_avp_walk w;
		struct li_avp avp;

		memcpy(p, cases[i].octets, cases[i].n);
		w = li_avp_walk(li_slice(p, cases[i].n));
		CU_ASSERT_FALSE(li_avp_next(&w, &avp));
		CU_ASSERT(w.bad);
		CU_ASSERT_FALSE(li_avp_next(&w, &avp));
		free(p);
	}
}

static void test_cx_avp__takes_a_last_avp_without_padding(void)
{
	struct li_buf b = {0};
	struct li_avp_walk w;
	struct li_avp avp;

	cx_avp_text(&b, 1, 0, "a@b");
	w = li_avp_walk(li_slice(b.p, b.n - 1));
	CU_ASSERT(li_avp_next(&w, &avp));
	CU_ASSERT(li_slice_is(avp.value, "a@b"));
	CU_ASSERT_FALSE(li_avp_next(&w, &avp));
	CU_ASSERT_FALSE(w.bad);
	li_buf_fini(&b);
}

/* --- the cut: TS 33.127 cl. 8, TS 29.229 cl. 6.3 ------------------------- */

static void test_cx_avp__copies_what_has_no_secret(void)
{
	static const uint32_t commands[] = {300, 301, 302, 303, 304, 305, 299};
	struct li_buf b = {0};

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		uint8_t dst[256];
		size_t at;

		cx_begin(&b, 0x80, commands[i], LI_CX_APPLICATION);
		cx_avp_text(&b, 263, 0, "s;1;2");
		cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
		at = cx_avp_begin(&b, 260, 0);
		cx_avp_u32(&b, 266, 0, LI_CX_VENDOR);
		cx_avp_u32(&b, 258, 0, LI_CX_APPLICATION);
		cx_avp_end(&b, at);
		cx_avp_u32(&b, 607, LI_CX_VENDOR, 1);
		cx_avp_u32(&b, 616, LI_CX_VENDOR, 609);
		cx_end(&b);
		CU_ASSERT_EQUAL(li_cx_cut(li_buf_slice(&b), dst), 0);
		CU_ASSERT(li_slice_eq(li_slice(dst, b.n), li_buf_slice(&b)));
	}
	li_buf_fini(&b);
}

static const uint32_t secrets[] = {121, 609, 610, 611, 612, 625, 626, 635, 663};
enum { SECRETS = sizeof(secrets) / sizeof(secrets[0]) };

static void test_cx_avp__cuts_each_secret_in_each_command(void)
{
	static const uint32_t vendors[] = {0, LI_CX_VENDOR, 9999};
	struct li_buf b = {0};
	bool kept;
	size_t runs;

	for (uint32_t command = 299; command < 308; command++)
		for (size_t i = 0; i < (size_t)SECRETS * 3; i++) {
			cx_begin(&b, 0, command, LI_CX_APPLICATION);
			cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
			cx_avp_text(&b, secrets[i / 3], vendors[i % 3], CANARY);
			cx_avp_u32(&b, 268, 0, 2001);
			CU_ASSERT_FALSE(canary_left(cx_end(&b), &kept, &runs));
			CU_ASSERT(kept);
			CU_ASSERT_EQUAL(runs, 1);
		}
	li_buf_fini(&b);
}

static void test_cx_avp__cuts_inside_groups_of_any_code_and_depth(void)
{
	struct li_buf b = {0};
	bool kept;
	size_t runs;

	for (size_t depth = 1; depth < 40; depth++)
		for (uint32_t command = 301; command < 306; command += 2) {
			size_t at[40];

			cx_begin(&b, 0, command, LI_CX_APPLICATION);
			cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
			for (size_t i = 0; i < depth; i++)
				at[i] = cx_avp_begin(&b, 50000 + (uint32_t)i,
					i % 2 ? LI_CX_VENDOR : 0);
			cx_avp_text(&b, 625, LI_CX_VENDOR, CANARY);
			for (size_t i = depth; i-- > 0;)
				cx_avp_end(&b, at[i]);
			CU_ASSERT_FALSE(canary_left(cx_end(&b), &kept, &runs));
			CU_ASSERT(kept);
		}
	li_buf_fini(&b);
}

/* A group whose inside cannot be walked to its end, with a secret after the
 * break, in a command that may carry one. */
static void test_cx_avp__fails_closed_behind_a_broken_length(void)
{
	static const uint32_t lengths[] = {0x40000000, 0x40000007, 0x40ffffff,
		0xc000000b, 0x40000009, 0x400000f0};
	struct li_buf b = {0};
	bool kept;
	size_t runs;

	for (size_t i = 0; i < 48; i++) {
		uint32_t command = i % 2 ? 303 : 305;
		size_t at;

		cx_begin(&b, 0, command, LI_CX_APPLICATION);
		cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
		at = cx_avp_begin(&b, i % 4 < 2 ? 50000 : 260, 0);
		if (i % 8 < 4)
			cx_avp_u32(&b, 266, 0, LI_CX_VENDOR);
		li_buf_put_u32(&b, 1);
		li_buf_put_u32(&b, lengths[i / 8]);
		cx_avp_text(&b, 609, LI_CX_VENDOR, CANARY);
		cx_avp_end(&b, at);
		cx_avp_u32(&b, 268, 0, 2001);
		CU_ASSERT_FALSE(canary_left(cx_end(&b), &kept, &runs));
		CU_ASSERT(kept);
	}
	li_buf_fini(&b);
}

static void test_cx_avp__cuts_a_secret_off_its_place(void)
{
	struct li_buf b = {0};
	bool kept;
	size_t runs;

	/* padding forgotten: the headers stand at odd octets */
	for (size_t odd = 1; odd < 4; odd++) {
		size_t at;

		cx_begin(&b, 0, 303, LI_CX_APPLICATION);
		cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
		at = cx_avp_begin(&b, 50000, 0);
		li_buf_put(&b, "abc", odd);
		cx_avp_text(&b, 610, LI_CX_VENDOR, CANARY);
		cx_avp_end(&b, at);
		CU_ASSERT_FALSE(canary_left(cx_end(&b), &kept, &runs));
		CU_ASSERT(kept);
	}
	li_buf_fini(&b);
}

static void test_cx_avp__cuts_the_whole_item_however_broken(void)
{
	struct li_buf b = {0};
	bool kept;
	size_t runs, at;

	cx_begin(&b, 0, 303, LI_CX_APPLICATION);
	cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
	at = cx_avp_begin(&b, 612, LI_CX_VENDOR);
	li_buf_put_str(&b, "no avp at all " CANARY);
	cx_avp_end(&b, at);
	CU_ASSERT_FALSE(canary_left(cx_end(&b), &kept, &runs));
	CU_ASSERT(kept);
	li_buf_fini(&b);
}

/* Every prefix of a message full of secrets, in memory of its exact size. */
static void test_cx_avp__cuts_every_prefix(void)
{
	struct li_buf b = {0};
	bool kept;
	size_t runs, at;

	cx_begin(&b, 0, 303, LI_CX_APPLICATION);
	cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
	at = cx_avp_begin(&b, 612, LI_CX_VENDOR);
	cx_avp_text(&b, 609, LI_CX_VENDOR, CANARY);
	cx_avp_text(&b, 625, LI_CX_VENDOR, CANARY);
	cx_avp_end(&b, at);
	at = cx_avp_begin(&b, 635, LI_CX_VENDOR);
	cx_avp_text(&b, 121, 0, CANARY);
	cx_avp_end(&b, at);
	cx_end(&b);
	for (size_t n = 0; n <= b.n; n++) {
		uint8_t *p = malloc(n ? n : 1);

		memcpy(p, b.p, n);
		CU_ASSERT_FALSE(canary_left(li_slice(p, n), &kept, &runs));
		free(p);
	}
	li_buf_fini(&b);
}

/* However long what stands before and behind it: the search goes in pieces. */
static void test_cx_avp__finds_a_secret_at_every_place(void)
{
	static const uint32_t commands[] = {301, 303};
	static const char text[201] = "";
	struct li_buf b = {0};
	bool kept;
	size_t runs;

	for (size_t i = 0; i < 6 * sizeof(text); i++) {
		const size_t before = i / 6, behind = i % 3 * 37;
		size_t at;

		cx_begin(&b, 0, commands[i % 2], LI_CX_APPLICATION);
		cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
		at = cx_avp_begin(&b, 50000, 0);
		li_buf_put(&b, text, before);
		cx_avp_end(&b, at);
		li_buf_put(&b, text, i % 4 == 3); /* off its place, too */
		cx_avp_text(&b, 609, LI_CX_VENDOR, CANARY);
		li_buf_put(&b, text, behind);
		CU_ASSERT_FALSE(canary_left(cx_end(&b), &kept, &runs));
		CU_ASSERT(kept);
	}
	li_buf_fini(&b);
}

static void test_cx_avp__survives_a_thousand_groups(void)
{
	struct li_buf b = {0};
	size_t at[1000], runs;
	bool kept;

	cx_begin(&b, 0x80, 305, LI_CX_APPLICATION);
	cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
	for (size_t i = 0; i < 1000; i++)
		at[i] = cx_avp_begin(&b, 50000, 0);
	cx_avp_text(&b, 626, LI_CX_VENDOR, CANARY);
	for (size_t i = 1000; i-- > 0;)
		cx_avp_end(&b, at[i]);
	CU_ASSERT_FALSE(canary_left(cx_end(&b), &kept, &runs));
	CU_ASSERT(kept);
	li_buf_fini(&b);
}

UNIT_MAIN("intake.cx_avp", UNIT_TEST(test_cx_avp__reads_a_header),
	UNIT_TEST(test_cx_avp__refuses_a_header_that_is_not_one),
	UNIT_TEST(test_cx_avp__walks_avps_with_and_without_vendor),
	UNIT_TEST(test_cx_avp__ends_where_a_length_is_bad),
	UNIT_TEST(test_cx_avp__takes_a_last_avp_without_padding),
	UNIT_TEST(test_cx_avp__copies_what_has_no_secret),
	UNIT_TEST(test_cx_avp__cuts_each_secret_in_each_command),
	UNIT_TEST(test_cx_avp__cuts_inside_groups_of_any_code_and_depth),
	UNIT_TEST(test_cx_avp__fails_closed_behind_a_broken_length),
	UNIT_TEST(test_cx_avp__cuts_a_secret_off_its_place),
	UNIT_TEST(test_cx_avp__cuts_the_whole_item_however_broken),
	UNIT_TEST(test_cx_avp__cuts_every_prefix),
	UNIT_TEST(test_cx_avp__finds_a_secret_at_every_place),
	UNIT_TEST(test_cx_avp__survives_a_thousand_groups))
