/* SPDX-License-Identifier: BSD-3-Clause */
#include "lmisf-ctl/ladder_draw.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

static struct ctl_rung rung(int64_t at_us, uint32_t sequence, uint8_t from,
	uint8_t to, const char *method)
{
	struct ctl_rung one = {.r = {.at_us = at_us,
				       .sequence = sequence,
				       .kind = LI_IRI_IMS_MESSAGE,
				       .direction = LI_DIRECTION_BOTH}};

	one.r.from = (struct li_address){.family = 4,
		.ip = {192, 0, 2, from},
		.port = 5060};
	one.r.to = (struct li_address){.family = 4,
		.ip = {192, 0, 2, to},
		.port = 5060};
	snprintf(one.r.method, sizeof(one.r.method), "%s", method);
	return one;
}

/* Sort and draw; the caller's text ends with a NUL. */
static void draw(struct ctl_rung *rungs, size_t count, struct li_buf *out)
{
	li_buf_reset(out);
	ctl_ladder_sort(rungs, count);
	ctl_ladder_draw(rungs, count, out);
	li_buf_put_u8(out, 0);
	CU_ASSERT_EQUAL_FATAL(li_buf_check(out), LI_OK);
}

/* No line is wider than it may be, and nothing in it moves a cursor. */
static void check_lines(const struct li_buf *out)
{
	struct li_slice rest = li_slice(out->p, out->n - 1);

	while (rest.n) {
		struct li_slice line = li_slice_cut(&rest, '\n');

		CU_ASSERT_TRUE(line.n <= CTL_LADDER_WIDTH);
		for (size_t i = 0; i < line.n; i++)
			CU_ASSERT_TRUE(line.p[i] >= 0x20 && line.p[i] <= 0x7e);
	}
}

static void test_ladder_draw__draws_who_sent_what_to_whom(void)
{
	struct ctl_rung r[] = {rung(2500000, 1, 2, 1, "INVITE"),
		rung(1000000, 0, 1, 2, "INVITE"), rung(3000000, 2, 1, 1, "ACK"),
		rung(3000001, 3, 1, 2, "")};
	struct li_buf out = {0};

	r[0].r.status = 180;
	r[0].r.repeat = true;
	r[3].r.erased = true;
	r[3].r.from.family = r[3].r.to.family = 0;
	draw(r, 4, &out);
	CU_ASSERT_STRING_EQUAL((char *)out.p,
		"                    192.0.2.1:5060\n"
		"                    |                             "
		"192.0.2.2:5060\n"
		"       0.000000     |-----------INVITE----------->|\n"
		"       1.500000 r   |<--------180 INVITE----------|\n"
		"       2.000000     | ACK                         |\n"
		"       2.000001     | sip (erased)                |\n"
		"r repeated, l late, x redacted\n");
	check_lines(&out);
	li_buf_fini(&out);
}

static void test_ladder_draw__keeps_six_lanes_in_its_width(void)
{
	struct ctl_rung r[6];
	struct li_buf out = {0};

	for (uint8_t i = 0; i < 6; i++) {
		r[i] = rung(i, i, i, (uint8_t)((i + 1) % 6), "SUBSCRIBE123456");
		r[i].r.status = 699;
		memset(r[i].r.from.ip, 0xee, 16);
		memset(r[i].r.to.ip, 0xee, 16);
		r[i].r.from.ip[0] = i;
		r[i].r.to.ip[0] = (uint8_t)((i + 1) % 6);
		r[i].r.from.family = r[i].r.to.family = 6;
	}
	draw(r, 6, &out);
	check_lines(&out);
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p, "|699 SUBSCRIBE>|"));
	/* back over all of them there is room for all of it */
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p, "-699 SUBSCRIBE123456-"));
	li_buf_fini(&out);
}

static void test_ladder_draw__makes_a_list_of_seven(void)
{
	struct ctl_rung r[7];
	struct li_buf out = {0};

	for (uint8_t i = 0; i < 7; i++)
		r[i] = rung(i, i, i, (uint8_t)(i + 1), "INVITE");
	memset(r[6].r.from.ip, 0xee, 16);
	memset(r[6].r.to.ip, 0xdd, 16);
	r[6].r.from.family = r[6].r.to.family = 6;
	draw(r, 7, &out);
	check_lines(&out);
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p,
		"INVITE              192.0.2.1:5060 -> 192.0.2.2:5060\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p, "\n          "));
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p, "-> [dddd:"));
	li_buf_fini(&out);
}

/* TS 103 221-2 cl. 5.3.9 */
static void test_ladder_draw__tells_what_came_late(void)
{
	struct ctl_rung r[] = {rung(1, 5, 1, 2, "REGISTER"),
		rung(2, 3, 1, 2, "A"), rung(3, 4, 1, 2, "B"),
		rung(4, UINT32_MAX, 1, 2, "C"), rung(5, 0, 1, 2, "D")};
	struct ctl_rung wraps[] = {rung(1, UINT32_MAX, 1, 2, "A"),
		rung(2, 0, 1, 2, "B")};

	ctl_ladder_sort(r, 3);
	CU_ASSERT_TRUE(r[0].late);
	CU_ASSERT_FALSE(r[1].late);
	CU_ASSERT_FALSE(r[2].late);
	ctl_ladder_sort(r + 3, 2);
	CU_ASSERT_FALSE(r[3].late);
	ctl_ladder_sort(wraps, 2);
	CU_ASSERT_FALSE(wraps[0].late);
	ctl_ladder_sort(wraps, 0);
}

static void test_ladder_draw__lets_nothing_odd_out(void)
{
	struct ctl_rung r[] = {rung(0, 0, 1, 2, "\x1b[2J\r\n\t\x7f\xff a")};
	struct li_buf out = {0};

	draw(r, 1, &out);
	check_lines(&out);
	CU_ASSERT_PTR_NOT_NULL(strstr((char *)out.p, "-?[2J??????a-"));
	li_buf_fini(&out);
}

UNIT_MAIN("tools.ladder_draw",
	UNIT_TEST(test_ladder_draw__draws_who_sent_what_to_whom),
	UNIT_TEST(test_ladder_draw__keeps_six_lanes_in_its_width),
	UNIT_TEST(test_ladder_draw__makes_a_list_of_seven),
	UNIT_TEST(test_ladder_draw__tells_what_came_late),
	UNIT_TEST(test_ladder_draw__lets_nothing_odd_out))
