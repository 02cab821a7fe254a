/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/diff.h"
#include "mirror/sdp_samples.h"
#include "mirror/split.h"
#include "unit.h"

static struct li_texts store;
static struct li_pool pool;

static struct li_text *put(const char *text, enum li_text_kind kind)
{
	return li_texts_put(&store, &pool, li_slice_str(text), kind);
}

static bool holds(const struct li_text *kept, const char *text)
{
	struct li_buf out = {.n = 0};
	bool same;

	li_texts_get(&store, kept, &out);
	same = li_slice_is(li_buf_slice(&out), text);
	li_buf_fini(&out);
	return same;
}

static void finish(void)
{
	li_texts_fini(&store);
	li_pool_fini(&pool);
}

static void test_text__gives_back_every_octet(void)
{
	static const char *const all[] = {"x", "v=0\r\n",
		"a=", "o=", "o=a b c d e f g\r\n", "o=- 1 1 IN IP4 192.0.2.1\n",
		"m=\r\n", "m=audio 1", "c=IN IP4 233.252.0.1/127/3\r\n",
		"\r\n\r\n",
		"a=candidate:1 1 UDP 2130706431 2001:db8::1 8998 typ host\r\n",
		"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc|2^20|1:4\r\n",
		"a=fingerprint:sha-256 AB:CD:EF\r\na=ice-pwd:x\r\n",
		"i=what\r\nk=prompt\r\na=path:msrp://192.0.2.1:7654/x;tcp\r\n",
		"a=rtcp:5 IN IP6 ::1\r\na=ssrc:1 cname:x\r\na=ssrc:1 msid:y",
		"\x80\xff\r\no=\xff \xff \xff \xff \xff \xff\r\n"};
	char sdp[SDP_SAMPLE_MAX];

	for (size_t round = 0; round < 2; round++)
		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
			CU_ASSERT_TRUE(holds(put(all[i], LI_TEXT_SDP), all[i]));
	for (unsigned i = 0; i < 400; i++) {
		sdp_sample(i, i * 977, i % 3, sdp);
		CU_ASSERT_TRUE(holds(put(sdp, LI_TEXT_SDP), sdp));
	}
	finish();
}

static void test_text__keeps_of_an_sdp_what_differs(void)
{
	char sdp[SDP_SAMPLE_MAX];
	size_t before = 0;

	for (unsigned i = 0; i < 100 * SDP_MODELS; i++) {
		const struct li_text *kept;

		sdp_sample(i, i, false, sdp);
		kept = put(sdp, LI_TEXT_SDP);
		CU_ASSERT_PTR_NOT_NULL_FATAL(kept);
		CU_ASSERT_TRUE(kept->size <= 56);
		if (i == SDP_MODELS)
			before = store.count;
	}
	CU_ASSERT_EQUAL(store.count, before);
	CU_ASSERT_EQUAL(store.count, SDP_MODELS);
	finish();
}

static void test_text__keeps_of_uris_the_user(void)
{
	static const char *const all[] = {
		("0sip:+4915112345678@ims.example\n0tel:+4915112345678\n"
		 "2tel:+4915187654321\n"),
		"1sip:alice@ims.example;user=phone\n2sip:ims.example\n",
		"1urn:service:sos\n2sips:a:b@[2001:db8::1]:5061;x?y=z\n", "x"};

	for (size_t i = 0; i < 4; i++)
		CU_ASSERT_TRUE(holds(put(all[i], LI_TEXT_URIS), all[i]));
	CU_ASSERT_TRUE(put(all[0], LI_TEXT_URIS)->size <= 20);
	finish();
}

/* A text that is like no other one. */
static const char *odd(unsigned n)
{
	static char text[400];
	size_t at = 0;

	for (unsigned i = 0; i < 30; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, " %u", n);
	return text;
}

static void test_text__frees_shapes_that_nobody_uses(void)
{
	struct li_text *one = put("s=one\r\n", LI_TEXT_SDP), *kept[200];

	for (unsigned i = 0; i < 200; i++)
		kept[i] = put(odd(i), LI_TEXT_SDP);
	CU_ASSERT_EQUAL(store.count, 201);
	for (unsigned i = 0; i < 200; i++)
		li_texts_drop(&store, &pool, kept[i]);
	CU_ASSERT_EQUAL(store.count, 1 + LI_TEXT_IDLE);
	CU_ASSERT_TRUE(holds(one, "s=one\r\n"));
	for (unsigned i = 0; i < 200; i++)
		CU_ASSERT_TRUE(holds(put(odd(i), LI_TEXT_SDP), odd(i)));
	li_texts_drop(&store, &pool, NULL);
	finish();
}

/* TS 33.107 cl. 7A.3.1: what is not stored has no start record */
static void test_text__is_bounded(void)
{
	static char large[LI_TEXT_MAX + 2];
	size_t kept = 0;

	memset(large, 'x', sizeof(large) - 1);
	CU_ASSERT_PTR_NULL(put(large, LI_TEXT_SDP));
	CU_ASSERT_PTR_NULL(put("", LI_TEXT_SDP));
	CU_ASSERT_EQUAL(store.refused, 2);
	for (unsigned i = 0; i < LI_TEXT_SHAPES_MAX + 100; i++)
		if (put(odd(i), LI_TEXT_SDP))
			kept++;
	CU_ASSERT_EQUAL(kept, LI_TEXT_SHAPES_MAX);
	CU_ASSERT_TRUE(holds(put(odd(7), LI_TEXT_SDP), odd(7)));
	finish();
}

/* Lines and words that one has and the other has not, both ways. */
static void test_text__tells_any_text_from_one_like_it(void)
{
	static const char *const all[] = {"s=a\r\nb=c d\r\n", "s=a\r\nb=c\r\n",
		"s=a\r\nb=c d e\r\n", "s=a\r\n", "s=a", "s= a\r\n\r\nb=c d\r\n",
		"s=\1\r\nb=2001:db8::1 d\r\n", "s=a\r\nb=2001:db8::2 d\r\n",
		"\n\n\n", "s=a  b=c d\r\n"};
	struct li_buf out = {.n = 0};
	uint8_t values[256];
	size_t n;

	for (size_t i = 0; i < 100; i++) {
		struct li_slice from = li_slice_str(all[i / 10]),
				to = li_slice_str(all[i % 10]);

		CU_ASSERT_TRUE(
			li_diff_put(from, to, values, sizeof(values), &n));
		CU_ASSERT_EQUAL(n == 0, i / 10 == i % 10);
		li_buf_reset(&out);
		li_diff_get(from, li_slice(values, n), &out);
		CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&out), to));
		CU_ASSERT_FALSE(n && li_diff_put(from, to, values, n - 1, &n));
	}
	li_buf_fini(&out);
}

/* One of three models that begin and end alike, with one number of its own. */
static const char *alike(unsigned model, unsigned n)
{
	static char text[600];
	size_t at =
		(size_t)snprintf(text, sizeof(text), "v=0\r\no=- %u\r\n", n);

	for (unsigned i = 0; i < 20; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at,
			"a=%c%c\r\n", 'g' + (int)model, 'g' + (int)(i + model));
	snprintf(text + at, sizeof(text) - at, "a=sendrecv\r\n");
	return text;
}

static void test_text__tells_models_apart_that_look_alike(void)
{
	for (unsigned i = 0; i < 30; i++) {
		const struct li_text *kept =
			put(alike(i % 3, 1000 + i), LI_TEXT_SDP);

		CU_ASSERT_PTR_NOT_NULL_FATAL(kept);
		CU_ASSERT_TRUE(holds(kept, alike(i % 3, 1000 + i)));
		/* learned from the second of each */
		CU_ASSERT_TRUE(i < 6 || (kept->stencil && kept->size == 3));
	}
	CU_ASSERT_EQUAL(store.count, 3);
	finish();
}

/* Texts that no stencil tells are learned from ever less often. */
static void test_text__learns_again_after_many_that_were_in_vain(void)
{
	static const char head[] =
		"v=0\r\no=- 7 7 IN IP4 192.0.2.1\r\ns=a long name of this\r\n";
	const struct li_text *kept = NULL;
	size_t tries = 0;
	char text[400];

	snprintf(text, sizeof(text), "%sa=sendrecv\r\n", head);
	CU_ASSERT_PTR_NOT_NULL(put(text, LI_TEXT_SDP));
	for (unsigned i = 0; i < 100; i++) {
		snprintf(text, sizeof(text), "%sa=sendrecv%c\r\n", head,
			"!$%&(*"[i % 6]);
		kept = put(text, LI_TEXT_SDP);
		CU_ASSERT_TRUE(kept && kept->stencil == 0);
		CU_ASSERT_TRUE(holds(kept, text));
	}
	for (; tries < 200 && (!kept || !kept->stencil); tries++) {
		snprintf(text, sizeof(text), "%sa=sendrecv7\r\n", head);
		kept = put(text, LI_TEXT_SDP);
		CU_ASSERT_TRUE(holds(kept, text));
	}
	CU_ASSERT_TRUE(tries > 1 && tries < 200);
	finish();
}

static void test_split__leaves_an_octet_between_any_two(void)
{
	static struct li_spans spans;
	char sdp[SDP_SAMPLE_MAX];
	size_t n = sdp_sample(0, 1, false, sdp);

	li_split(li_slice(sdp, n), LI_TEXT_SDP, &spans);
	CU_ASSERT_EQUAL(spans.count, 6);
	for (size_t i = 0; i + 1 < spans.count; i++)
		CU_ASSERT_TRUE(spans.at[i].from < spans.at[i].to &&
			spans.at[i].to < spans.at[i + 1].from);
}

UNIT_MAIN("mirror.text", UNIT_TEST(test_text__gives_back_every_octet),
	UNIT_TEST(test_text__keeps_of_an_sdp_what_differs),
	UNIT_TEST(test_text__keeps_of_uris_the_user),
	UNIT_TEST(test_text__frees_shapes_that_nobody_uses),
	UNIT_TEST(test_text__is_bounded),
	UNIT_TEST(test_text__tells_any_text_from_one_like_it),
	UNIT_TEST(test_text__tells_models_apart_that_look_alike),
	UNIT_TEST(test_text__learns_again_after_many_that_were_in_vain),
	UNIT_TEST(test_split__leaves_an_octet_between_any_two))
