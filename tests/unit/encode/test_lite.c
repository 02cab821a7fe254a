/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/lite.h"
#include "encode/x2.h"
#include "octets.h"
#include "unit.h"

static const struct li_hash_secret secret = {.k0 = 7};

static struct li_key key(enum li_id_kind kind, const char *text)
{
	struct li_key keys[LI_ID_KEYS_MAX];

	CU_ASSERT(
		li_identity_keys(kind, li_slice_str(text), &secret, keys) > 0);
	return keys[0];
}

/* A PDU of such a type and format; nfid may be NULL. TS 103 221-2 cl. 5 */
static void pdu(struct li_buf *b, uint16_t type, uint16_t format,
	const char *nfid, struct li_slice payload)
{
	const size_t n = nfid ? strlen(nfid) : 0;

	li_buf_put_u16(b, 0x0005);
	li_buf_put_u16(b, type);
	li_buf_put_u32(b, (uint32_t)(40 + (nfid ? 4 + n : 0)));
	li_buf_put_u32(b, (uint32_t)payload.n);
	li_buf_put_u16(b, format);
	li_buf_put_u16(b, 5);
	for (int i = 0; i < 24; i++)
		li_buf_put_u8(b, 0);
	if (nfid) {
		li_buf_put_u16(b, 6);
		li_buf_put_u16(b, (uint16_t)n);
		li_buf_put_str(b, nfid);
	}
	li_buf_put_slice(b, payload);
}

static li_err read_payload(struct li_slice payload, struct li_lite *out)
{
	struct li_buf b = {0};
	li_err err;

	pdu(&b, 1, 2, "smf-1", payload);
	*out = (struct li_lite){.sequence = 99};
	err = li_lite_read(li_buf_slice(&b), &secret, out);
	CU_ASSERT(err == LI_OK || out->sequence == 99);
	li_buf_fini(&b);
	return err;
}

static li_err read_hex(const char *hex, struct li_lite *out)
{
	struct li_buf b = {0};
	li_err err;

	octets_hex(&b, hex);
	CU_ASSERT_FALSE(b.bad);
	err = read_payload(li_buf_slice(&b), out);
	li_buf_fini(&b);
	return err;
}

static struct li_lite read_file(const char *name)
{
	struct li_buf b = {0};
	struct li_lite lite;
	char path[64];

	snprintf(path, sizeof(path), "lite/%s.hex", name);
	CU_ASSERT_TRUE_FATAL(octets_file(&b, path));
	CU_ASSERT_EQUAL_FATAL(read_payload(li_buf_slice(&b), &lite), LI_OK);
	li_buf_fini(&b);
	return lite;
}

/* The record of an EPS bearer is that of its PDN connection. */
static const struct {
	const char *file;
	enum li_lite_kind kind;
	enum li_bearer_what what;
	uint16_t id;
	bool has_imei;
} files[] = {
	{"n9_all", LI_LITE_BEARER, LI_BEARER_BEGUN, 5, true},
	{"n9_imei", LI_LITE_BEARER, LI_BEARER_THERE, 255, true},
	{"n9_least", LI_LITE_BEARER, LI_BEARER_GONE, 5, false},
	{"n9_mac", LI_LITE_BEARER, LI_BEARER_THERE, 1, false},
	{"n9_nai", LI_LITE_OTHER, 0, 0, false},
	{"s8_all", LI_LITE_BEARER, LI_BEARER_THERE, LI_BEARER_EPS | 5, true},
	{"s8_default", LI_LITE_BEARER, LI_BEARER_BEGUN, LI_BEARER_EPS | 5,
		true},
	{"s8_dedicated_deleted", LI_LITE_BEARER, LI_BEARER_THERE,
		LI_BEARER_EPS | 5, false},
	{"s8_least", LI_LITE_BEARER, LI_BEARER_GONE, LI_BEARER_EPS | 5, false},
};

/* TS 33.128 cl. 7.10: what the published module's own octets say. */
static void test_lite__reads_what_the_published_module_wrote(void)
{
	const struct li_key imsi = key(LI_ID_IMSI, "001010000000001");
	const struct li_key imei = key(LI_ID_IMEI, "35123400123456");
	const struct li_key none = {0, 0};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct li_lite lite = read_file(files[i].file);

		CU_ASSERT_EQUAL(lite.kind, files[i].kind);
		if (lite.kind != LI_LITE_BEARER)
			continue;
		CU_ASSERT_EQUAL(lite.bearer.what, files[i].what);
		CU_ASSERT_EQUAL(lite.bearer.id, files[i].id);
		CU_ASSERT(li_key_eq(lite.bearer.imsi, imsi));
		CU_ASSERT(li_key_eq(lite.bearer.imei,
			files[i].has_imei ? imei : none));
		CU_ASSERT_EQUAL(lite.bearer.node,
			li_hash_low(&secret, li_slice_str("smf-1")));
	}
}

/* TS 23.003 cl. 13.3: IMPI and IMPU of the IMSI have its key, whichever of its
 * digits are those of the MNC. */
static void test_lite__finds_whose_identities_are_derived(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
	} rows[] = {
		{LI_ID_IMPI,
			"001010000000001@ims.mnc001.mcc001.3gppnetwork.org"},
		{LI_ID_IMPI,
			"001010000000001@ims.mnc010.mcc001.3gppnetwork.org"},
		{LI_ID_IMPU,
			"sip:001010000000001@ims.mnc001.mcc001.3gppnetwork.org"},
	};
	struct li_key imsi = read_file("n9_imei").bearer.imsi;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_key keys[LI_ID_KEYS_MAX];

		CU_ASSERT_EQUAL_FATAL(li_identity_keys(rows[i].kind,
					      li_slice_str(rows[i].text),
					      &secret, keys),
			2);
		CU_ASSERT(li_key_eq(keys[1], imsi));
	}
}

#define OID "8105 041311 0f01"
#define IMSI "810f 303031303130303030303030303031"

/* X.690 cl. 8.1.3.6, 8.1.4: other forms than the shortest; a later release may
 * say more. */
static void test_lite__reads_forms_that_we_never_write(void)
{
	struct li_lite lite;

	CU_ASSERT_EQUAL(
		read_hex("3080" OID "a280 bf6580" IMSI
			 "820e3335313233343030313233343536 830105 880101"
			 "0000 0000 0000",
			&lite),
		LI_OK);
	CU_ASSERT_EQUAL(lite.kind, LI_LITE_BEARER);
	CU_ASSERT(
		li_key_eq(lite.bearer.imei, key(LI_ID_IMEI, "35123400123456")));
	/* a cause that is new, behind a field that is */
	CU_ASSERT_EQUAL(read_hex("3026" OID "a21d bf651a" IMSI
				 "830105 880109 99021234",
				&lite),
		LI_EMALFORMED); /* its length is one too long */
	CU_ASSERT_EQUAL(read_hex("3027" OID "a21e bf651b" IMSI
				 "830105 880109 99021234",
				&lite),
		LI_OK);
	CU_ASSERT_EQUAL(lite.bearer.what, LI_BEARER_THERE);
	/* a check digit, or a software version, where the module has neither */
	CU_ASSERT_EQUAL(read_hex("3035" OID "a22c bf6529" IMSI
				 "8210 33353132333430303132333435363738"
				 "830105 880101",
				&lite),
		LI_OK);
	CU_ASSERT(
		li_key_eq(lite.bearer.imei, key(LI_ID_IMEI, "35123400123456")));
}

/* What must be there, and its range. TS 33.128 cl. 7.10 */
static void test_lite__refuses_what_is_no_notice(void)
{
	static const char *const rows[] = {
		"",
		"00",
		"30",
		"3000",
		"3007" OID,                             /* no event */
		"3020" OID "a217 bf6514" IMSI "830105", /* no cause */
		"3014" OID "a20b bf6408 8100 830105 870101",
		"3024" OID "a21b bf6518" IMSI "8302 0100 880101", /* 256 */
		"3023" OID "a21a bf6517" IMSI "8301 ff 880101",   /* -1 */
		"3026" OID "a21d bf651a" IMSI "830105 840180 880101",
		"3026" OID "a21d bf641a a111" IMSI "8302 0100 870101",
		"3025" OID "a21c bf6419 a111" IMSI "8301 ff 870101",
		/* an IMSI of five digits, of sixteen, of letters */
		"3019" OID "a210 bf650d 8105 3030313031 830105 880104",
		"3024" OID "a21b bf6518"
		"8110 30303130313030303030303030303031 830105 880104",
		"301a" OID "a211 bf650e 8106 303031303161 830105 880104",
		/* an IMEI of thirteen digits, of seventeen, of letters */
		"3032" OID "a229 bf6526" IMSI
		"820d 33353132333430303132333435 830105 880101",
		"3036" OID "a22d bf652a" IMSI
		"8211 3335313233343030313233343536373839 830105 880101",
		"3033" OID "a22a bf6527" IMSI
		"820e 333531323334303031323334357a 830105 880101",
		/* octets behind it */
		"3023" OID "a21a bf6517" IMSI "830105 880104 00",
	};
	struct li_lite lite;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_EQUAL(read_hex(rows[i], &lite), LI_EMALFORMED);
	/* and the same with nothing wrong */
	CU_ASSERT_EQUAL(read_hex("3023" OID "a21a bf6517" IMSI "830105 880104",
				&lite),
		LI_OK);
}

/* TS 103 221-2 cl. 5.2.2, 5.4.1: passed over */
static void test_lite__passes_over_what_it_has_no_use_for(void)
{
	static const struct {
		uint16_t type, format;
	} rows[] = {{0, 2}, {2, 2}, {4, 0}, {5, 2}, {1, 0}, {1, 9}, {1, 14},
		{1, 17}, {1, 0xffff}};
	struct li_lite lite;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_buf b = {0};

		pdu(&b, rows[i].type, rows[i].format, NULL,
			li_slice_str(rows[i].type == 4 ? "" : "x"));
		lite.kind = LI_LITE_BEARER;
		CU_ASSERT_EQUAL(li_lite_read(li_buf_slice(&b), &secret, &lite),
			LI_OK);
		CU_ASSERT_EQUAL(lite.kind, LI_LITE_OTHER);
		li_buf_fini(&b);
	}
	/* another event: [109], and one of what we send: [105] */
	CU_ASSERT_EQUAL(read_hex("300f" OID "a206 bf6d03 800101", &lite),
		LI_OK);
	CU_ASSERT_EQUAL(lite.kind, LI_LITE_OTHER);
	CU_ASSERT_EQUAL(read_hex("302b" OID
				 "a222 bf691f a117 a115 a106 8104 01020304"
				 "a206 8104 01020304 8303 782079 820101 830102",
				&lite),
		LI_OK);
	CU_ASSERT_EQUAL(lite.kind, LI_LITE_OTHER);
}

/* TS 103 221-2 cl. 6.2.4 */
static void test_lite__knows_a_keepalive_by_its_number(void)
{
	struct li_buf b = {0};
	struct li_lite lite;

	li_x2_keepalive(0xfffffffe, &b);
	CU_ASSERT_EQUAL(li_lite_read(li_buf_slice(&b), &secret, &lite), LI_OK);
	CU_ASSERT_EQUAL(lite.kind, LI_LITE_KEEPALIVE);
	CU_ASSERT_EQUAL(lite.sequence, 0xfffffffe);
	li_buf_reset(&b);
	li_x2_keepalive_ack(1, &b);
	CU_ASSERT_EQUAL(li_lite_read(li_buf_slice(&b), &secret, &lite), LI_OK);
	CU_ASSERT_EQUAL(lite.kind, LI_LITE_OTHER);
	li_buf_reset(&b);
	pdu(&b, 3, 0, NULL, li_slice_str(""));
	CU_ASSERT_EQUAL(li_lite_read(li_buf_slice(&b), &secret, &lite), LI_OK);
	CU_ASSERT_EQUAL(lite.kind, LI_LITE_OTHER); /* nothing to answer with */
	li_buf_fini(&b);
}

/* TS 103 221-2 cl. 5.2.3, 5.2.4 */
static void test_lite__cuts_a_stream_by_its_lengths(void)
{
	static const struct {
		const char *hex;
		li_err err;
	} rows[] = {
		{"", LI_EAGAIN},
		{"0005 0001 00000028 000000", LI_EAGAIN},
		{"0005 0001 00000028 00000000", LI_EAGAIN},
		{"0005 0001 00000028 0000ffd8", LI_EAGAIN},
		{"0005 0001 00000028 0000ffd9", LI_ETOOBIG},
		{"0005 0001 00000028 ffffffff", LI_ETOOBIG},
		{"0005 0001 00010001 00000000", LI_ETOOBIG},
		{"0005 0001 00000027 00000000", LI_EMALFORMED},
		{"0105 0001 00000028 00000000", LI_EVERSION},
		/* another type is none of its business */
		{"0006 00ff 00000028 00000000", LI_EAGAIN},
	};
	struct li_buf b = {0};
	size_t n;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		li_buf_reset(&b);
		octets_hex(&b, rows[i].hex);
		CU_ASSERT_EQUAL(li_lite_frame(li_buf_slice(&b), &n),
			rows[i].err);
	}
	li_buf_reset(&b);
	pdu(&b, 9, 2, "smf-1", li_slice_str("octets"));
	for (size_t i = 0; i < b.n; i++)
		CU_ASSERT_EQUAL(li_lite_frame(li_slice(b.p, i), &n), LI_EAGAIN);
	pdu(&b, 1, 2, NULL, li_slice_str(""));
	CU_ASSERT_EQUAL(li_lite_frame(li_buf_slice(&b), &n), LI_OK);
	CU_ASSERT_EQUAL(n, 40 + 4 + 5 + 6);
	li_buf_fini(&b);
}

UNIT_MAIN("encode.lite",
	UNIT_TEST(test_lite__reads_what_the_published_module_wrote),
	UNIT_TEST(test_lite__finds_whose_identities_are_derived),
	UNIT_TEST(test_lite__reads_forms_that_we_never_write),
	UNIT_TEST(test_lite__refuses_what_is_no_notice),
	UNIT_TEST(test_lite__passes_over_what_it_has_no_use_for),
	UNIT_TEST(test_lite__knows_a_keepalive_by_its_number),
	UNIT_TEST(test_lite__cuts_a_stream_by_its_lengths))
