/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/xiri.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static struct li_iri record(const char *name)
{
	struct sample all[SAMPLES_MAX];
	size_t n = samples_make(all);
	const struct li_iri *found = sample_find(all, n, name);

	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	return *found;
}

static void name(struct li_identity *id, enum li_id_kind kind, const char *text)
{
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(text), id),
		LI_OK);
}

static void written(const struct li_iri *iri, struct li_arena *arena,
	struct li_xiri *out)
{
	struct li_buf b = {0};

	CU_ASSERT_EQUAL_FATAL(li_xiri_encode(iri, &b), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_xiri_decode(li_buf_slice(&b), arena, out),
		LI_OK);
	li_buf_wipe(&b); /* what was read is a copy */
	li_buf_fini(&b);
}

static void is(const struct li_xiri *x, size_t i, enum li_id_kind kind,
	const char *text)
{
	CU_ASSERT_TRUE_FATAL(i < x->registered.count);
	CU_ASSERT_EQUAL(x->registered.ids[i].kind, kind);
	CU_ASSERT_TRUE(li_slice_is(x->registered.ids[i].text, text));
}

/* TS 33.128 cl. 7.2.4.3.3: [173] with hSSIdentities [1], iMSRegistrationStatus
 * [3], and no iMSProfileData [2]; both choices are tagged explicitly */
static void test_xiri_reg__writes_the_octets_of_its_module(void)
{
	struct li_iri iri = record("registered_target");
	struct li_buf got = {0}, want = {0};

	name(&iri.matched[0], LI_ID_IMPU, "sip:a@b");
	name(&iri.others[0], LI_ID_IMPI, "a@b");
	name(&iri.others[1], LI_ID_E164, "1");
	name(&iri.others[2], LI_ID_IMPU, "tel:+1");
	octets_hex(&want,
		"303d 8105 0413130301 a234 bf812d30 a12b"
		"3012 a103 820131 a20b a209 8107 7369703a614062"
		"3007 a205 8103 614062"
		"300c a20a a208 8206 74656c3a2b31"
		"830101");
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &got), LI_OK);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&got), li_buf_slice(&want)));
	li_buf_fini(&got);
	li_buf_fini(&want);
}

static void test_xiri_reg__is_read_as_it_was_written(void)
{
	struct li_iri iri = record("registered_target");
	struct li_arena arena = {0};
	struct li_xiri x;

	written(&iri, &arena, &x);
	CU_ASSERT_EQUAL(x.event, LI_XIRI_REGISTERED_TARGET);
	CU_ASSERT_EQUAL(x.release, 19);
	CU_ASSERT_EQUAL(x.version, 3);
	CU_ASSERT_EQUAL(x.registered.status, LI_IMS_INITIAL_REGISTRATION);
	CU_ASSERT_EQUAL_FATAL(x.registered.count, 5);
	/* TS 23.003 cl. 13.3: what an IMPI is made of */
	is(&x, 0, LI_ID_IMSI, "001010000000001");
	is(&x, 1, LI_ID_IMEI, "35676508123456");
	is(&x, 2, LI_ID_IMPU, "sip:alice@ims.example");
	is(&x, 3, LI_ID_IMPI,
		"001010000000001@ims.mnc001.mcc001.3gppnetwork.org");
	is(&x, 4, LI_ID_IMPU, "tel:+15551230001");
	CU_ASSERT_EQUAL(x.registered.crowded, 0);
	li_arena_fini(&arena);
}

/* TS 33.128 IMSRegistrationStatus */
static void test_xiri_reg__tells_each_status(void)
{
	struct li_iri iri = record("registered_little");
	struct li_arena arena = {0};
	struct li_buf out = {0};
	struct li_xiri x;

	for (int i = LI_IMS_INITIAL_REGISTRATION; i <= LI_IMS_UNREGISTERED_USER;
		i++) {
		iri.status = (enum li_ims_status)i;
		written(&iri, &arena, &x);
		CU_ASSERT_EQUAL(x.registered.status, i);
	}
	is(&x, 0, LI_ID_E164, "15551230001");
	CU_ASSERT_EQUAL(x.registered.count, 1);
	iri.status = (enum li_ims_status)0;
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &out), LI_EINVAL);
	iri.status = (enum li_ims_status)(LI_IMS_UNREGISTERED_USER + 1);
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &out), LI_EINVAL);
	CU_ASSERT_EQUAL(out.n, 0);
	li_buf_fini(&out);
	li_arena_fini(&arena);
}

/* "Shall include one or more subscriber identifier": TS 33.128 cl. 7.2.4.3.3 */
static void test_xiri_reg__needs_an_identity(void)
{
	struct li_iri iri = record("registered_little");
	struct li_buf out = {0};

	iri.matched[0].text[0] = 'x';
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &out), LI_EINVAL);
	name(&iri.matched[0], LI_ID_IMSI, "00101"); /* SIZE (6..15) */
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &out), LI_EINVAL);
	iri.other_count = LI_IRI_IDENTITIES_MAX + 1;
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &out), LI_EINVAL);
	CU_ASSERT_EQUAL(out.n, 0);
	li_buf_fini(&out);
}

/* RFC 3986 cl. 2.1; RFC 7542 cl. 2.1: a NAI is UTF-8 */
static void test_xiri_reg__escapes_what_is_no_utf8(void)
{
	struct li_iri iri = record("registered_target");
	struct li_arena arena = {0};
	struct li_xiri x;

	name(&iri.matched[0], LI_ID_IMPU, "sip:b\xff@d");
	name(&iri.others[0], LI_ID_IMPI, "b\xff@d");
	iri.other_count = 1;
	written(&iri, &arena, &x);
	CU_ASSERT_EQUAL(x.registered.count, 1);
	is(&x, 0, LI_ID_IMPU, "sip:b%FF@d");
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.xiri_reg",
	UNIT_TEST(test_xiri_reg__writes_the_octets_of_its_module),
	UNIT_TEST(test_xiri_reg__is_read_as_it_was_written),
	UNIT_TEST(test_xiri_reg__tells_each_status),
	UNIT_TEST(test_xiri_reg__needs_an_identity),
	UNIT_TEST(test_xiri_reg__escapes_what_is_no_utf8))
