/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/hashed.h"
#include "unit.h"

static struct li_hashed full(void)
{
	struct li_hashed h = {.type = "InternationalE164", .kind = LI_ID_E164};

	h.context.algorithm = LI_HASH_SHA3_512;
	h.context.salt_n = LI_HASH_SALT_MAX;
	memset(h.context.id.octet, 0xe3, sizeof(h.context.id.octet));
	memset(h.context.salt, 0x5a, sizeof(h.context.salt));
	memset(h.digest, 0xf0, sizeof(h.digest));
	return h;
}

/* The longest of all fits. TS 103 221-1 cl. D.2.3 */
static void test_hashed__comes_back_as_it_was(void)
{
	struct li_hashed in = full(), out;
	struct li_identity id;

	CU_ASSERT_EQUAL_FATAL(li_hashed_write(&in, &id), LI_OK);
	CU_ASSERT_EQUAL(id.kind, LI_ID_HASHED);
	CU_ASSERT_EQUAL(id.len, strlen(id.text));
	CU_ASSERT_TRUE(id.len <= LI_ID_MAX);
	CU_ASSERT_EQUAL_FATAL(li_hashed_read(&id, &out), LI_OK);
	CU_ASSERT_TRUE(li_uuid_eq(&in.context.id, &out.context.id));
	CU_ASSERT_TRUE(li_hash_same(&in.context, &out.context));
	CU_ASSERT_STRING_EQUAL(in.type, out.type);
	CU_ASSERT_EQUAL(in.kind, out.kind);
	CU_ASSERT_EQUAL(memcmp(in.digest, out.digest, sizeof(in.digest)), 0);
}

static void test_hashed__refuses_what_was_cut_or_is_none(void)
{
	struct li_hashed in = full(), out;
	struct li_identity id, cut;

	CU_ASSERT_EQUAL_FATAL(li_hashed_write(&in, &id), LI_OK);
	for (uint16_t n = 0; n < id.len; n++) {
		cut = id;
		cut.len = n;
		cut.text[n] = '\0';
		CU_ASSERT_EQUAL(li_hashed_read(&cut, &out), LI_EMALFORMED);
	}
	id.kind = LI_ID_IMPU;
	CU_ASSERT_EQUAL(li_hashed_read(&id, &out), LI_EMALFORMED);
	in.context.salt_n = LI_HASH_SALT_MIN - 1; /* cl. D.2.2 */
	CU_ASSERT_EQUAL(li_hashed_write(&in, &id), LI_EINVAL);
	in = full();
	in.kind = LI_ID_HASHED;
	CU_ASSERT_EQUAL(li_hashed_write(&in, &id), LI_EINVAL);
	in = full();
	strcpy(in.type, "a b");
	CU_ASSERT_EQUAL(li_hashed_write(&in, &id), LI_EINVAL);
}

static void test_hashed__packs_a_context(void)
{
	struct li_hash_context in = full().context, out;
	struct li_buf b = {0};

	li_pack_hash_context(&b, &in);
	CU_ASSERT_EQUAL_FATAL(li_unpack_hash_context(li_buf_slice(&b), &out),
		LI_OK);
	CU_ASSERT_TRUE(li_uuid_eq(&in.id, &out.id));
	CU_ASSERT_TRUE(li_hash_same(&in, &out));
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(li_unpack_hash_context(li_slice(b.p, n), &out),
			LI_EMALFORMED);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(li_unpack_hash_context(li_buf_slice(&b), &out),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

/* TS 103 221-1 cl. D.2.2 */
static void test_hashed__knows_the_algorithms_by_name(void)
{
	static const char *const names[] = {"sha-256", "sha-512", "sha3-512"};
	enum li_hash_algorithm a = LI_HASH_SHA256;

	for (size_t i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(li_hash_of_name(names[i], &a), LI_OK);
		CU_ASSERT_STRING_EQUAL(li_hash_name(a), names[i]);
		CU_ASSERT_EQUAL(li_hash_octets(a), i ? 64 : 32);
	}
	CU_ASSERT_EQUAL(li_hash_of_name("sha-1", &a), LI_EINVAL);
	CU_ASSERT_EQUAL(li_hash_of_name("SHA-256", &a), LI_EINVAL);
}

static const struct {
	enum li_id_kind kind;
	const char *text, *forms;
} named[] = {
	{LI_ID_IMPU, "SIP:alice@IMS.example;user=phone",
		"impu:sip:alice@ims.example "},
	{LI_ID_IMPU, "sip:+44-7700-900000@ims.example",
		"impu:sip:+447700900000@ims.example "
		"impu:tel:+447700900000 e164:447700900000 "},
	{LI_ID_IMPU, "sip:+44-7700900000;ext=5@ims.example",
		"impu:sip:+447700900000;ext=5@ims.example "
		"impu:tel:+447700900000;ext=5 impu:tel:+447700900000 "
		"e164:447700900000 "},
	{LI_ID_IMPU, "tel:+447700900000;ext=5",
		"impu:tel:+447700900000;ext=5 impu:tel:+447700900000 "
		"e164:447700900000 "},
	{LI_ID_IMPU, "tel:7042;ext=5;phone-context=a",
		"impu:tel:7042;ext=5;phone-context=a "},
	{LI_ID_IMPU, "tel:+447700900000",
		"impu:tel:+447700900000 e164:447700900000 "},
	{LI_ID_IMPU,
		"sip:001010000000001@ims.mnc001.mcc001."
		"3gppnetwork.org",
		"impu:sip:001010000000001@ims.mnc001.mcc001."
		"3gppnetwork.org imsi:001010000000001 "},
	{LI_ID_IMPI,
		"001010000000001@ims.mnc001.mcc001."
		"3gppnetwork.org",
		"impi:001010000000001@ims.mnc001.mcc001."
		"3gppnetwork.org imsi:001010000000001 "},
	{LI_ID_IMPI, "+1555@ims.example", "impi:+1555@ims.example "},
	{LI_ID_E164, "447700900000",
		"e164:447700900000 impu:tel:+447700900000 "},
	{LI_ID_IMEI, "35123400-123456-0", "imei:35123400123456 "},
};

/* TS 103 221-1 cl. D.2.3.2; TS 23.003 cl. 13.3, 13.4B */
static void test_hashed__knows_what_an_identity_may_be_named_as(void)
{
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		struct li_identity id, forms[LI_HASH_FORMS_MAX];
		char all[1024] = "";
		size_t n;

		CU_ASSERT_EQUAL_FATAL(li_identity_parse(named[i].kind,
					      li_slice_str(named[i].text), &id),
			LI_OK);
		n = li_hashed_forms(&id, forms);
		for (size_t f = 0; f < n; f++)
			sprintf(all + strlen(all), "%s:%s ",
				li_id_kind_name(forms[f].kind), forms[f].text);
		CU_ASSERT_STRING_EQUAL(all, named[i].forms);
	}
}

UNIT_MAIN("model.hashed", UNIT_TEST(test_hashed__comes_back_as_it_was),
	UNIT_TEST(test_hashed__refuses_what_was_cut_or_is_none),
	UNIT_TEST(test_hashed__packs_a_context),
	UNIT_TEST(test_hashed__knows_the_algorithms_by_name),
	UNIT_TEST(test_hashed__knows_what_an_identity_may_be_named_as))
