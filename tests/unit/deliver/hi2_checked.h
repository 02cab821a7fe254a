/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hi2_checked.h - a link that checks and signs what it sends, until an agency has
 * all of it.
 */
#ifndef UNIT_DELIVER_HI2_CHECKED_H
#define UNIT_DELIVER_HI2_CHECKED_H

#include "hi2_lemf.h"

static const struct li_handover handover = {.format = LI_FORMAT_HI2_33128,
	.delivery_country = "NL"};

static struct li_signing *signing;

static inline void begin(const struct li_link_options *o,
	const struct li_handover *h)
{
	forget();
	setup_as(&w, o, h);
	w.peer.take = take_and_look;
}

/* TS 102 232-1 annex J: who confirmed a record has the check that it is in. */
static inline void check_confirmed(void)
{
	for (uint32_t n = 0; (n + 1) * id_step <= w.confirmed; n++) {
		CU_ASSERT_FATAL(had[0].by[n] > 0);
		CU_ASSERT_FATAL(n % 2 || had[1].by[n / 2] > 0);
	}
}

static inline bool all_signed(void)
{
	for (size_t i = 0; i < LIIDS; i++)
		for (uint32_t n = 0; n < had[i].checks; n++)
			if (!had[i].signed_by[n])
				return false;
	return true;
}

/* Go on until all that is due is confirmed, and signed if it is to be. */
static inline void finish(uint32_t due)
{
	const int64_t until = li_clock_mono_us() + 10000000;
	int turn = 0;

	while (li_clock_mono_us() < until &&
		(w.confirmed < due * id_step || !all_signed() ||
			li_link_counts(w.link)->sent == 0)) {
		if (turn++ % 2 == 0 && w.due < due)
			w.due++;
		li_link_wake(w.link);
		CU_ASSERT_EQUAL(li_loop_turn(w.loop, 1000), LI_OK);
		check_confirmed();
	}
	CU_ASSERT_EQUAL(w.confirmed, due * id_step);
	CU_ASSERT_TRUE(all_signed());
}

static inline void until_confirmed(int64_t records)
{
	for (int i = 0; i < 100 && w.confirmed < records * id_step; i++)
		run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.confirmed, records * id_step);
}

static inline void drain(void)
{
	const int64_t until = li_clock_mono_us() + 5000000;

	li_link_finish(w.link);
	while (li_clock_mono_us() < until && !li_link_drained(w.link))
		CU_ASSERT_EQUAL(li_loop_turn(w.loop, 1000), LI_OK);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	check_confirmed();
}

static inline struct li_link_options checking(void)
{
	struct li_link_options o = usual();

	o.stay = true;
	o.confirm_every = 3;
	o.check_every = 3;
	o.check_us = 2000;
	o.signing = signing;
	o.sign_every = 2;
	o.sign_us = 4000;
	return o;
}

/* With the key of the certificate: what it signs is for others to judge. */
static inline void test_signing__opens(void)
{
	struct li_fault fault = {0};
	char key[128];

	snprintf(key, sizeof(key), "%s/lmisf.key", dir);
	CU_ASSERT_EQUAL_FATAL(li_signing_open(key, &signing, &fault), LI_OK);
}

static inline void test_signing__ends(void)
{
	forget();
	li_signing_free(signing);
}

#define LEMF_BEGIN UNIT_TEST(test_signing__opens)
#define LEMF_END UNIT_TEST(test_signing__ends)

#endif
