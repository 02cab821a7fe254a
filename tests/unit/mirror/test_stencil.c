/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/diff.h"
#include "mirror/sdp_samples.h"
#include "mirror/stencil.h"
#include "mirror/ways.h"
#include "unit.h"

/* A sample with the slack that is read behind it. */
struct sample {
	char text[512 + LI_STENCIL_SLACK];
	struct li_slice octets;
};

static struct sample sample_of(const char *text)
{
	static struct sample s;

	memset(&s, 0, sizeof(s));
	s.octets = li_slice(s.text, strlen(text));
	memcpy(s.text, text, s.octets.n);
	return s;
}

/* What is learned from one text more; frees what was known before. */
static struct li_stencil *learned(struct li_stencil *before,
	const struct sample *s, const char *text)
{
	struct li_slice sample = li_slice(s->text, s->octets.n);
	struct li_stencil *x;
	uint8_t values[256];
	size_t n = 0;

	CU_ASSERT_TRUE(li_diff_put(sample, li_slice_str(text), values,
		sizeof(values), &n));
	x = li_stencil_learn(before, sample, li_slice_str(text),
		li_slice(values, n));
	free(before);
	return x;
}

/* Octets that a text takes, with its every octet back; 0 when it is refused. */
static int taken(const struct li_stencil *x, const struct sample *s,
	const char *text)
{
	struct li_slice sample = li_slice(s->text, s->octets.n);
	struct li_buf out = {.n = 0};
	uint8_t values[256];
	struct li_written w = {.at = values, .cap = sizeof(values)};

	if (!li_stencil_put(x, sample, li_slice_str(text), &w))
		return 0;
	li_stencil_get(x, sample, li_slice(values, w.n), &out);
	CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&out), text));
	li_buf_fini(&out);
	return (int)w.n;
}

static void test_stencil__keeps_what_is_in_the_holes(void)
{
	struct sample s =
		sample_of("o=- 1111 7 IN IP6 2001:db8::1\r\n"
			  "c=IN IP6 2001:db8::1\r\nm=audio 4000 x\r\n");
	struct li_stencil *x = learned(NULL, &s,
		"o=- 2345 7 IN IP6 2001:db8::2\r\n"
		"c=IN IP6 2001:db8::2\r\nm=audio 4000 x\r\n");

	CU_ASSERT_PTR_NOT_NULL_FATAL(x);
	CU_ASSERT_EQUAL(x->count, 3);
	CU_ASSERT_EQUAL(x->holes[2].same, 2);
	CU_ASSERT_EQUAL(taken(x, &s,
				"o=- 1234 7 IN IP6 2001:db8::77\r\n"
				"c=IN IP6 2001:db8::77\r\nm=audio 4000 x\r\n"),
		3 + 2);
	/* a word as the sample has it is an octet */
	CU_ASSERT_EQUAL(taken(x, &s, s.text), 3 + 2);
	/* numbers of other lengths, and what is no number */
	CU_ASSERT_TRUE(taken(x, &s,
		"o=-  7 IN IP6 2001:db8::a:b\r\n"
		"c=IN IP6 2001:db8::a:b\r\nm=audio 4000 x\r\n"));
	CU_ASSERT_TRUE(taken(x, &s,
		"o=- 123456789012345678 7 IN IP6 2001:db8::x\r\n"
		"c=IN IP6 2001:db8::x\r\nm=audio 4000 x\r\n"));
	free(x);
}

static void test_stencil__refuses_what_differs_beside_the_holes(void)
{
	static const char *const others[] = {"", "a", "a=1 b=2",
		"a=1 b=2 c=3\n", "a=1 b=x c=33", "a=1 b=2 c=333",
		"x=1 b=2 c=33", "a=1 b=12345678901234567890123456789012 c=33",
		"a=1 b=2\n c=33 c=33", "a=1 b=4\nx c=33"};
	struct sample s = sample_of("a=1 b=2 c=33");
	struct li_stencil *x = learned(NULL, &s, "a=1 b=3 c=33");

	CU_ASSERT_PTR_NOT_NULL_FATAL(x);
	CU_ASSERT_TRUE(taken(x, &s, "a=1 b=444 c=33"));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CU_ASSERT_EQUAL(taken(x, &s, others[i]), i == 4 ? 2 : 0);
	free(x);
}

static void test_stencil__learns_from_each_text(void)
{
	struct sample s = sample_of("u=7 p=40 r=40 end");
	struct li_stencil *x = learned(NULL, &s, "u=7 p=50 r=50 end");

	CU_ASSERT_EQUAL(taken(x, &s, "u=7 p=60 r=61 end"), 0);
	x = learned(x, &s, "u=7 p=60 r=61 end");
	CU_ASSERT_EQUAL(x->count, 2);
	CU_ASSERT_TRUE(taken(x, &s, "u=7 p=60 r=61 end"));
	CU_ASSERT_EQUAL(taken(x, &s, "u=8 p=60 r=60 end"), 0);
	x = learned(x, &s, "u=8 p=60 r=60 last");
	CU_ASSERT_EQUAL(x->count, 4);
	CU_ASSERT_TRUE(taken(x, &s, "u=1 p=2 r=3 4"));
	free(x);
	/* a line that one has and the other has not is no hole */
	s = sample_of("a=1\r\n b=2\r\n");
	CU_ASSERT_PTR_NULL(learned(NULL, &s, "a=1\r\n\r\nb=2\r\n"));
}

/* A text that is longer by `pad`, with these two words. */
static int write_text(char text[300], int pad, const char *one, const char *two)
{
	return snprintf(text, 300, "o=- %s 7\r\na=%0*d\r\nm=audio %s x\r\n",
		one, pad, 0, two);
}

/* Whichever octet is another one, of a text of whatever length: it is refused,
 * or comes back. */
static void test_stencil__loses_no_octet(void)
{
	static const char *const words[] = {"2345", "1", "123456789"};
	char first[300], text[300];

	for (int pad = 0; pad < 140; pad++) {
		struct sample s;
		struct li_stencil *x;

		write_text(first, pad, "1111", "4000");
		s = sample_of(first);
		write_text(text, pad, "2222", "5000");
		x = learned(NULL, &s, text);
		CU_ASSERT_PTR_NOT_NULL_FATAL(x);
		for (size_t i = 0; i < 9; i++) {
			int n = write_text(text, pad, words[i / 3],
				words[i % 3]);

			CU_ASSERT_TRUE(taken(x, &s, text));
			for (int at = 0; at < n; at++) {
				text[at] ^= 1;
				taken(x, &s, text);
				text[at] ^= 1;
			}
			text[n - 1] = '\0';
			CU_ASSERT_FALSE(taken(x, &s, text));
		}
		free(x);
	}
}

/* Both write the same octets of differences, and of holes; `sample` has slack
 * behind it. */
static void compare(const struct li_ways *one, const struct li_ways *other,
	struct li_slice sample, struct li_slice text)
{
	uint8_t out[2][512];
	struct li_written a = {.at = out[0], .cap = sizeof(out[0])};
	struct li_written b = {.at = out[1], .cap = sizeof(out[1])};
	bool kept = one->diff(sample, text, &a);
	struct li_stencil *x;

	CU_ASSERT_EQUAL(other->diff(sample, text, &b), kept);
	CU_ASSERT_TRUE(!kept || (a.n == b.n && !memcmp(a.at, b.at, a.n)));
	x = kept ? li_stencil_learn(NULL, sample, text, li_slice(a.at, a.n))
		 : NULL;
	if (!x)
		return;
	CU_ASSERT_TRUE(one->fill(x, sample, text, &a));
	CU_ASSERT_TRUE(other->fill(x, sample, text, &b));
	CU_ASSERT_TRUE(a.n == b.n && !memcmp(a.at, b.at, a.n));
	free(x);
}

static void test_ways__do_not_differ(void)
{
	char first[SDP_SAMPLE_MAX + LI_STENCIL_SLACK] = {0};
	char other[SDP_SAMPLE_MAX];

	for (unsigned i = 0; i < 400; i++) {
		struct li_slice sample =
			li_slice(first, sdp_sample(i, 1, false, first));
		struct li_slice text = li_slice(other,
			sdp_sample(i + (i % 7 == 0), i * 977, i % 3 == 0,
				other));

		compare(&li_ways_words, li_ways_best(), sample, text);
#if defined(__x86_64__)
		compare(&li_ways_words, &li_ways_sse2, sample, text);
#endif
	}
}

/* Both fill the hole with the same octets, or refuse. */
static void fill_both(const struct li_ways *one, const struct li_ways *other,
	const struct li_stencil *x, const struct sample *s, const char *text)
{
	struct li_slice sample = li_slice(s->text, s->octets.n);
	uint8_t out[2][64];
	struct li_written a = {.at = out[0], .cap = sizeof(out[0])};
	struct li_written b = {.at = out[1], .cap = sizeof(out[1])};
	bool kept = one->fill(x, sample, li_slice_str(text), &a);

	CU_ASSERT_EQUAL(other->fill(x, sample, li_slice_str(text), &b), kept);
	CU_ASSERT_TRUE(!kept || (a.n == b.n && !memcmp(a.at, b.at, a.n)));
}

/* A number of n digits, in which this octet stands at `at`. */
static void try_number(const struct li_stencil *x, const struct sample *s,
	int n, int at, char odd)
{
	char digits[] = "90817263549081726354", text[64];

	digits[at] = odd;
	snprintf(text, sizeof(text), "n=%.*s%s", n, digits,
		strchr(s->text, ' '));
	CU_ASSERT_TRUE(taken(x, s, text));
	fill_both(&li_ways_words, li_ways_best(), x, s, text);
#if defined(__x86_64__)
	fill_both(&li_ways_words, &li_ways_sse2, x, s, text);
#endif
}

static void test_ways__write_numbers_alike(void)
{
	static const char odds[] = "0/:Aa\x7f\x80\xb5\xff";
	static const char *const samples[][2] = {
		{"n=1111 and sixteen octets more\r\n",
			"n=2222 and sixteen octets more\r\n"},
		{"n=1111 .", "n=2222 ."},
	};

	for (size_t i = 0; i < 2; i++) {
		struct sample s = sample_of(samples[i][0]);
		struct li_stencil *x = learned(NULL, &s, samples[i][1]);

		CU_ASSERT_PTR_NOT_NULL_FATAL(x);
		for (int n = 1; n <= 20; n++)
			for (int at = 0; at < n; at++)
				for (const char *odd = odds; *odd; odd++)
					try_number(x, &s, n, at, *odd);
		free(x);
	}
}

UNIT_MAIN("mirror.stencil", UNIT_TEST(test_stencil__keeps_what_is_in_the_holes),
	UNIT_TEST(test_stencil__refuses_what_differs_beside_the_holes),
	UNIT_TEST(test_stencil__learns_from_each_text),
	UNIT_TEST(test_stencil__loses_no_octet),
	UNIT_TEST(test_ways__do_not_differ),
	UNIT_TEST(test_ways__write_numbers_alike))
