/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Of a SIP-Auth-Data-Item the tap leaves no more than which scheme it is, and
 * that only where it is one that has no secrets; what is left is read.
 * TS 29.228 cl. 6.3; TS 29.229 cl. 6.3.13; TS 33.127 cl. 8
 */
#include "intake/cx_build.h"
#include "intake/cx_msg.h"
#include "unit.h"

#define CANARY "CANARY-SECRET-0123456789"
#define GPP LI_CX_VENDOR
#define EARLY "Early-IMS-Security"

struct kit {
	struct li_buf request, answer;
	uint8_t cut[512];
	size_t item, end; /* the value of the item */
};

/* A MAA whose item has a scheme between two secrets, cut. */
static void cut(struct kit *k, uint32_t vendor, const char *name)
{
	size_t at;

	cx_begin(&k->request, 0x80, LI_CX_MAR, LI_CX_APPLICATION);
	cx_end(&k->request);
	cx_begin(&k->answer, 0, LI_CX_MAR, LI_CX_APPLICATION);
	at = cx_avp_begin(&k->answer, 612, GPP);
	k->item = k->answer.n;
	cx_avp_text(&k->answer, 610, GPP, CANARY);
	cx_avp_text(&k->answer, 608, vendor, name);
	cx_avp_text(&k->answer, 609, GPP, CANARY);
	cx_avp_end(&k->answer, at);
	k->end = k->answer.n;
	cx_avp_text(&k->answer, 1, 0, "alice@ims.test");
	cx_end(&k->answer);
	li_cx_cut(li_buf_slice(&k->answer), k->cut);
}

/* What is left of the item, without zeroes. */
static const char *left(const struct kit *k)
{
	static char text[512];
	size_t n = 0;

	for (size_t i = k->item; i < k->end; i++)
		if (k->cut[i])
			text[n++] = (char)k->cut[i];
	text[n] = '\0';
	return text;
}

static struct li_slice scheme(const struct kit *k)
{
	static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};
	static struct li_cx_texts texts;
	static struct li_event event;
	const struct li_cx_pair pair = {
		.request = li_buf_slice(&k->request),
		.answer = li_slice(k->cut, k->answer.n),
	};

	CU_ASSERT_EQUAL_FATAL(li_cx_msg_read(&pair, &secret, &texts, &event),
		LI_OK);
	CU_ASSERT(li_slice_is(event.cx.user_name, "alice@ims.test"));
	return event.cx_more.auth_scheme;
}

static void done(struct kit *k)
{
	li_buf_fini(&k->request);
	li_buf_fini(&k->answer);
}

static void test_cx_scheme__is_left_where_it_asks_nothing(void)
{
	struct kit k = {0};

	cut(&k, GPP, "NASS-Bundled");
	CU_ASSERT_STRING_EQUAL(left(&k),
		"\x02\x60\xc0\x18\x28\xafNASS-Bundled");
	CU_ASSERT(li_slice_is(scheme(&k), "NASS-Bundled"));
	cut(&k, GPP, EARLY);
	CU_ASSERT_STRING_EQUAL(left(&k), "\x02\x60\xc0\x1e\x28\xaf" EARLY);
	CU_ASSERT(li_slice_is(scheme(&k), EARLY));
	done(&k);
}

static void test_cx_scheme__is_cut_like_the_rest_else(void)
{
	static const struct {
		uint32_t vendor;
		const char *name;
	} rows[] = {
		{GPP, "Digest-AKAv1-MD5"},
		{GPP, "SIP Digest"},
		{GPP, "NASS-Bundled" CANARY},
		{GPP, CANARY "NASS-Bundled"},
		{GPP, "NASS-Bundle"},
		{GPP, ""},
		{0, "NASS-Bundled"},
		{9999, EARLY},
	};
	struct kit k = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cut(&k, rows[i].vendor, rows[i].name);
		CU_ASSERT_STRING_EQUAL(left(&k), "");
		CU_ASSERT_EQUAL(scheme(&k).n, 0);
	}
	done(&k);
}

/* However far the item is walked, nothing behind the break is left. */
static void test_cx_scheme__is_not_looked_for_behind_a_broken_length(void)
{
	struct kit k = {0};
	uint8_t whole[512];

	cut(&k, GPP, EARLY);
	memcpy(whole, k.answer.p, k.answer.n);
	for (unsigned int len = 0; len < 256; len++) {
		whole[k.item + 7] = (uint8_t)len;
		li_cx_cut(li_slice(whole, k.answer.n), k.cut);
		/* the true one, rounded up as it may be */
		if (len >= 33 && len <= 36)
			CU_ASSERT_PTR_NOT_NULL(strstr(left(&k), EARLY))
		else
			CU_ASSERT_PTR_NULL(strstr(left(&k), EARLY));
		CU_ASSERT_PTR_NULL(strstr(left(&k), "SECRET"));
	}
	done(&k);
}

UNIT_MAIN("intake.cx_scheme",
	UNIT_TEST(test_cx_scheme__is_left_where_it_asks_nothing),
	UNIT_TEST(test_cx_scheme__is_cut_like_the_rest_else),
	UNIT_TEST(test_cx_scheme__is_not_looked_for_behind_a_broken_length))
