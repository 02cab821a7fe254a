/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of keys/xk.h: what is said over Xk, and how strictly it is read.
 * TS 33.107 cl. 7A.7.2, 7A.7.3; RFC 4648 cl. 3.5
 */
#include "keys/xk.h"

#include "unit.h"

#define ONE "\"cs_id\":\"AQ==\",\"key\":\"a2V5\""

static li_err read_text(const char *text, struct li_media_keys *out)
{
	memset(out, 0x5a, sizeof(*out));
	return li_xk_answer_read(li_slice_str(text), out);
}

static void test_xk__a_request_says_all(void)
{
	const struct li_key_order order = {.user = li_slice_str(
						   "sip:a\"b@home.example"),
		.kms = li_slice_str("kms@home.example"),
		.init = li_slice_str("AQID"),
		.resp = li_slice_str("BAUG")};
	struct li_buf out = {0};

	CU_ASSERT_EQUAL(li_xk_request_put(&out, &order, "7", 0xab12), LI_OK);
	CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&out),
		"{\"req_id\":\"7\",\"mode\":\"ticket\","
		"\"kms_user_id\":\"sip:a\\\"b@home.example\","
		"\"transfer_init\":\"AQID\",\"transfer_resp\":\"BAUG\","
		"\"call_ref\":\"000000000000ab12\"}"));
	li_buf_fini(&out);
}

static void test_xk__an_order_that_is_no_text_is_not_sent(void)
{
	const struct li_key_order order = {.user = li_slice_str("a\xff"),
		.init = li_slice_str("AQID"),
		.resp = li_slice_str("BAUG")};
	struct li_buf out = {0};

	CU_ASSERT_EQUAL(li_xk_request_put(&out, &order, "7", 1), LI_EMALFORMED);
	CU_ASSERT_EQUAL(out.n, 0);
	li_buf_fini(&out);
}

static void test_xk__a_request_stays_within_its_buffer(void)
{
	const struct li_key_order order = {.user = li_slice_str("a"),
		.init = li_slice_str("AQID"),
		.resp = li_slice_str("BAUG")};
	struct li_buf out = {.max = 20};

	CU_ASSERT_EQUAL(li_xk_request_put(&out, &order, "7", 1), LI_ENOMEM);
	li_buf_fini(&out);
}

static void test_xk__reads_keys_and_salts(void)
{
	struct li_media_keys k;

	CU_ASSERT_EQUAL(read_text("{\"crypto_sessions\":[{" ONE
				  ",\"salt\":\"c2FsdA==\",\"profile\":1},"
				  "{\"cs_id\":\"Ag==\",\"key\":\"a2V6\","
				  "\"salt\":null}],\"expires_at\":5,\"x\":{}}",
				&k),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(k.count, 2);
	CU_ASSERT_FALSE(k.failed);
	CU_ASSERT_EQUAL(k.at[0].cs_id_n, 1);
	CU_ASSERT_EQUAL(k.at[0].cs_id[0], 1);
	CU_ASSERT_TRUE(
		li_slice_is(li_slice(k.at[0].key, k.at[0].key_n), "key"));
	CU_ASSERT_TRUE(
		li_slice_is(li_slice(k.at[0].salt, k.at[0].salt_n), "salt"));
	CU_ASSERT_TRUE(
		li_slice_is(li_slice(k.at[1].key, k.at[1].key_n), "kez"));
	CU_ASSERT_EQUAL(k.at[1].salt_n, 0);
}

/* TS 33.107 cl. 7A.7.3: it may be partial */
static void test_xk__what_lacks_is_a_failure_of_that_alone(void)
{
	static const struct {
		const char *text;
		size_t count;
	} rows[] = {
		{"{\"crypto_sessions\":[]}", 0},
		{"{\"crypto_sessions\":[{\"cs_id\":\"AQ==\"}]}", 0},
		{"{\"crypto_sessions\":[{\"cs_id\":\"Ag==\",\"key\":null},{" ONE
		 "}]}",
			1},
		{"{\"crypto_sessions\":[{" ONE
		 "},{\"cs_id\":\"Ag==\",\"key\":\"\"}]}",
			1},
	};
	struct li_media_keys k;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_EQUAL(read_text(rows[i].text, &k), LI_OK);
		CU_ASSERT_EQUAL(k.count, rows[i].count);
		CU_ASSERT_TRUE(k.failed);
	}
}

static void test_xk__one_too_many_is_left_out(void)
{
	struct li_buf text = {0};
	struct li_media_keys k;

	li_buf_put_str(&text, "{\"crypto_sessions\":[");
	for (int i = 0; i <= LI_MEDIA_KEYS_MAX; i++)
		li_buf_printf(&text, "%s{\"cs_id\":\"%cQ==\",\"key\":\"a2V5\"}",
			i ? "," : "", 'A' + i);
	li_buf_put_str(&text, "]}");
	CU_ASSERT_EQUAL(li_xk_answer_read(li_buf_slice(&text), &k), LI_OK);
	CU_ASSERT_EQUAL(k.count, LI_MEDIA_KEYS_MAX);
	CU_ASSERT_TRUE(k.failed);
	li_buf_fini(&text);
}

/* Octets of zero of so many, as one member of a session that has the others. */
static li_err read_long(const char *member, size_t octets,
	struct li_media_keys *k)
{
	struct li_buf text = {0};
	const bool cs = strcmp(member, "cs_id") == 0;
	const bool key = strcmp(member, "key") == 0;
	li_err err;

	CU_ASSERT_EQUAL(octets % 3, 0);
	li_buf_printf(&text, "{\"crypto_sessions\":[{%s%s\"%s\":\"",
		cs ? "" : "\"cs_id\":\"AQ==\",", key ? "" : "\"key\":\"a2V5\",",
		member);
	for (size_t i = 0; i < octets; i += 3)
		li_buf_put_str(&text, "AAAA");
	li_buf_put_str(&text, "\"}]}");
	err = li_xk_answer_read(li_buf_slice(&text), k);
	li_buf_fini(&text);
	return err;
}

static void test_xk__lengths_are_bounded(void)
{
	struct li_media_keys k;

	CU_ASSERT_EQUAL(read_long("cs_id", 30, &k), LI_OK);
	CU_ASSERT_EQUAL(read_long("cs_id", 33, &k), LI_EMALFORMED);
	CU_ASSERT_EQUAL(read_long("key", 63, &k), LI_OK);
	CU_ASSERT_EQUAL(read_long("key", 66, &k), LI_EMALFORMED);
	CU_ASSERT_EQUAL(read_long("salt", 30, &k), LI_OK);
	CU_ASSERT_EQUAL(read_long("salt", 33, &k), LI_EMALFORMED);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(k.count, 0);
}

static void test_xk__anything_else_is_garbled(void)
{
	static const char *const wrong[] = {"", "{", "[]", "{}", "null", "7",
		"<html/>", "{\"crypto_sessions\":{}}",
		"{\"crypto_sessions\":[7]}", "{\"crypto_sessions\":[{}]}",
		"{\"crypto_sessions\":[{\"key\":\"a2V5\"}]}",
		"{\"crypto_sessions\":[{\"cs_id\":\"\",\"key\":\"a2V5\"}]}",
		"{\"crypto_sessions\":[{\"cs_id\":1,\"key\":\"a2V5\"}]}",
		"{\"crypto_sessions\":[{\"cs_id\":\"AQ==\",\"key\":7}]}",
		"{\"crypto_sessions\":[{\"cs_id\":\"AQ==\",\"key\":\"a2V\"}]}",
		"{\"crypto_sessions\":[{\"cs_id\":\"AR==\",\"key\":\"a2V5\"}]}",
		"{\"crypto_sessions\":[{" ONE ",\"salt\":\"-\"}]}",
		/* one crypto session twice: which is right? */
		"{\"crypto_sessions\":[{" ONE "},{" ONE "}]}",
		"{\"crypto_sessions\":[{" ONE "}],\"crypto_sessions\":[]}",
		"{\"crypto_sessions\":[{" ONE "}]} x"};
	static const struct li_media_keys nothing = {.failed = true};
	struct li_media_keys k;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		CU_ASSERT_EQUAL(read_text(wrong[i], &k), LI_EMALFORMED);
		CU_ASSERT_EQUAL(k.count, 0);
		CU_ASSERT_TRUE(k.failed);
		CU_ASSERT_EQUAL(memcmp(k.at, nothing.at, sizeof(k.at)), 0);
	}
}

static void test_xk__an_answer_is_no_longer_than_it_may_be(void)
{
	struct li_buf text = {0};
	struct li_media_keys k;

	li_buf_put_str(&text, "{\"crypto_sessions\":[{" ONE "}]}");
	while (text.n < LI_XK_ANSWER_MAX)
		li_buf_put_u8(&text, ' ');
	CU_ASSERT_EQUAL(li_xk_answer_read(li_buf_slice(&text), &k), LI_OK);
	li_buf_put_u8(&text, ' ');
	CU_ASSERT_EQUAL(li_xk_answer_read(li_buf_slice(&text), &k),
		LI_EMALFORMED);
	li_buf_fini(&text);
}

UNIT_MAIN("keys.xk", UNIT_TEST(test_xk__a_request_says_all),
	UNIT_TEST(test_xk__an_order_that_is_no_text_is_not_sent),
	UNIT_TEST(test_xk__a_request_stays_within_its_buffer),
	UNIT_TEST(test_xk__reads_keys_and_salts),
	UNIT_TEST(test_xk__what_lacks_is_a_failure_of_that_alone),
	UNIT_TEST(test_xk__one_too_many_is_left_out),
	UNIT_TEST(test_xk__lengths_are_bounded),
	UNIT_TEST(test_xk__anything_else_is_garbled),
	UNIT_TEST(test_xk__an_answer_is_no_longer_than_it_may_be))
