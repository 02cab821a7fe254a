/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include <XIRIPayload.h>

#include "encode/ber.h"
#include "encode/xiri.h"
#include "samples.h"
#include "unit.h"

static struct li_iri record(void)
{
	struct sample all[SAMPLES_MAX];

	samples_make(all);
	return all[0].iri;
}

/* X.690 cl. 10: what the generated code makes of the same values */
static bool as_generated(struct li_slice octets)
{
	struct li_buf again = {0};
	void *value = NULL;
	bool same;

	if (li_ber_decode(&asn_DEF_XIRIPayload, octets, &value) != LI_OK)
		return false;
	same = li_ber_encode(&asn_DEF_XIRIPayload, value, &again) == LI_OK &&
		li_slice_eq(li_buf_slice(&again), octets);
	li_ber_free(&asn_DEF_XIRIPayload, value);
	li_buf_fini(&again);
	return same;
}

static bool plain(const struct li_iri *iri, const struct li_xiri_form *form)
{
	struct li_buf out = {0};
	bool good;

	li_buf_put_str(&out, "before");
	good = li_xiri_encode_as(iri, form, &out) == LI_OK &&
		as_generated(li_slice_sub(li_buf_slice(&out), 6, out.n));
	li_buf_fini(&out);
	return good;
}

/* TS 33.128 cl. 7.12.4; X.690 cl. 10.1: where one of the lengths takes an octet
 * more, whichever it is */
static void test_xiri_plain__writes_each_length_as_the_generated_code(void)
{
	static const size_t around[] = {1, 64, 128, 200, 256, 65450, 65536,
		LI_BER_MAX - 4096 - 70};
	static const struct li_xiri_form x2 = {0};
	uint8_t *sip = calloc(1, LI_BER_MAX);
	struct li_iri iri = record();
	size_t bad = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(sip);
	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++)
		for (size_t more = 0; more < 70; more++) {
			iri.sip = li_slice(sip, around[i] + more);
			bad += !plain(&iri, &x2);
		}
	CU_ASSERT_EQUAL(bad, 0);
	free(sip);
}

/* TS 33.128 cl. 7.12.4: each family of an address on either side, each
 * direction, and both releases. cl. 5.3.2 */
static void test_xiri_plain__writes_each_field_as_the_generated_code(void)
{
	static const uint8_t families[] = {0, 4, 6};
	struct li_iri iri = record();
	size_t bad = 0;

	for (size_t i = 0; i < 9 * 4 * 2; i++) {
		const struct li_xiri_form form = {.r17 = i % 2};

		iri.from.family = families[i / 8 % 3];
		iri.to.family = families[i / 24];
		iri.session = (enum li_session_direction)(i / 2 % 4 + 1);
		bad += !plain(&iri, &form);
	}
	CU_ASSERT_EQUAL(bad, 0);
}

static void test_xiri_plain__leaves_a_full_buffer_as_it_was(void)
{
	struct li_iri iri = record();
	struct li_buf out = {.max = 40};

	li_buf_put_str(&out, "before");
	iri.sip = li_slice_str("MESSAGE sip:a@b SIP/2.0\r\n\r\n");
	CU_ASSERT_EQUAL(li_xiri_encode(&iri, &out), LI_ENOMEM);
	CU_ASSERT_TRUE(out.bad);
	CU_ASSERT_EQUAL(out.n, 6);
	li_buf_fini(&out);
}

UNIT_MAIN("encode.xiri_plain",
	UNIT_TEST(test_xiri_plain__writes_each_length_as_the_generated_code),
	UNIT_TEST(test_xiri_plain__writes_each_field_as_the_generated_code),
	UNIT_TEST(test_xiri_plain__leaves_a_full_buffer_as_it_was))
