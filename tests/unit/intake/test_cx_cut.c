/* SPDX-License-Identifier: BSD-3-Clause
 *
 * More than one secret in a message. TS 33.127 cl. 8; TS 29.229 cl. 6.3
 */
#include "intake/cx_build.h"
#include "unit.h"

#define CANARY "CANARY-SECRET-0123456789"
#define KEPT "sip:alice@ims.test"

static uint8_t dst[4096]; /* what is left */

/* Behind a first one, and however far; what stands between them is left. */
static void test_cx_cut__finds_every_other_secret(void)
{
	static const char text[301] = "";
	struct li_buf b = {0};

	for (size_t i = 0; i < 3 * sizeof(text); i++) {
		const size_t gap = i / 3;
		size_t at;

		cx_begin(&b, 0, 301 + 2 * (uint32_t)(i % 3), LI_CX_APPLICATION);
		cx_avp_text(&b, 612, LI_CX_VENDOR, CANARY);
		at = cx_avp_begin(&b, 50000, 0);
		li_buf_put(&b, text, gap);
		cx_avp_end(&b, at);
		cx_avp_text(&b, 601, LI_CX_VENDOR, KEPT);
		cx_avp_text(&b, 626, LI_CX_VENDOR, CANARY);
		li_buf_put(&b, text, gap % 7);
		CU_ASSERT(li_cx_cut(cx_end(&b), dst) >= 2);
		CU_ASSERT_PTR_NULL(memmem(dst, b.n, "SECRET", 6));
		CU_ASSERT_PTR_NOT_NULL(memmem(dst, b.n, KEPT, strlen(KEPT)));
	}
	li_buf_fini(&b);
}

/* However many there are: what holds none is left as it came, though it begins
 * as an AVP does. */
static void test_cx_cut__leaves_what_stands_among_many(void)
{
	static const uint8_t odd[] = {0, 0, 0, 1, 0x40, 0, 0, 9, 'a', 'b', 'c',
		'd', 1, 2, 3, 4};
	struct li_buf b = {0};

	for (size_t secrets_before = 0; secrets_before < 64; secrets_before++) {
		size_t at, from;

		cx_begin(&b, 0, 303, LI_CX_APPLICATION);
		for (size_t i = 0; i < secrets_before; i++)
			cx_avp_text(&b, 610, LI_CX_VENDOR, CANARY);
		at = cx_avp_begin(&b, 50000, 0);
		from = b.n;
		li_buf_put(&b, odd, sizeof(odd));
		cx_avp_end(&b, at);
		cx_avp_text(&b, 610, LI_CX_VENDOR, CANARY);
		cx_end(&b);
		CU_ASSERT_FATAL(b.n <= sizeof(dst));
		CU_ASSERT_EQUAL(li_cx_cut(li_buf_slice(&b), dst),
			secrets_before + 1);
		CU_ASSERT_EQUAL(memcmp(dst + from, odd, sizeof(odd)), 0);
	}
	li_buf_fini(&b);
}

UNIT_MAIN("intake.cx_cut", UNIT_TEST(test_cx_cut__finds_every_other_secret),
	UNIT_TEST(test_cx_cut__leaves_what_stands_among_many))
