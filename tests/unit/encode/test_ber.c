/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include <XIRIPayload.h>

#include "encode/ber.h"
#include "octets.h"
#include "unit.h"

/* The smallest payload: a SIP message of one octet. */
static const char tiny[] = "3025 8105 0413130301 a21c bf6919 a114 a112"
			   "a106 810400000000 a206 810400000000 8300 820104";

static li_err decode(const char *hex)
{
	struct li_buf b = {0};
	void *value = NULL;
	li_err err;

	octets_hex(&b, hex);
	CU_ASSERT_FALSE_FATAL(b.bad);
	err = li_ber_decode(&asn_DEF_XIRIPayload, li_buf_slice(&b), &value);
	CU_ASSERT_EQUAL(value == NULL, err != LI_OK);
	li_ber_free(&asn_DEF_XIRIPayload, value);
	li_buf_fini(&b);
	return err;
}

static void test_ber__takes_a_value_that_fills_the_octets(void)
{
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(decode(tiny), LI_OK);
	octets_hex(&b, tiny);
	for (size_t n = 0; n < b.n; n++) {
		void *value = NULL;

		CU_ASSERT_EQUAL(li_ber_decode(&asn_DEF_XIRIPayload,
					li_slice(b.p, n), &value),
			LI_EMALFORMED);
		CU_ASSERT_PTR_NULL(value);
	}
	li_buf_fini(&b);
}

static void test_ber__refuses_what_follows_a_value(void)
{
	char more[sizeof(tiny) + 2];

	snprintf(more, sizeof(more), "%s00", tiny);
	CU_ASSERT_EQUAL(decode(more), LI_EMALFORMED);
	CU_ASSERT_EQUAL(decode("ffffff"), LI_EMALFORMED);
	CU_ASSERT_EQUAL(decode("00"), LI_EMALFORMED);
}

static void test_ber__takes_lengths_that_der_has_not(void)
{
	/* Non-minimal and indefinite ones are legal BER. X.690 cl. 8.1.3 */
	CU_ASSERT_EQUAL(decode("308125 8105 0413130301 a21c bf6919 a114 a112"
			       "a106 810400000000 a206 810400000000 8300 "
			       "820104"),
		LI_OK);
	CU_ASSERT_EQUAL(decode("3080 8105 0413130301 a280 bf6980 a180 a180"
			       "a180 810400000000 0000 a206 810400000000 8300 "
			       "0000 0000"
			       "820104 0000 0000 0000"),
		LI_OK);
}

static void test_ber__ends_when_an_end_of_contents_is_cut(void)
{
	/* 00 a2 where 00 00 must end a CHOICE of indefinite length */
	CU_ASSERT_EQUAL(decode("3080 8105 0413130301 a280 bf6980 a180 a180"
			       "a180 810400000000 00a2 06 810400000000 8300 "
			       "0000 0000"
			       "820104 0000 0000 0000"),
		LI_EMALFORMED);
}

static void test_ber__bounds_size_and_depth(void)
{
	size_t n = LI_BER_MAX + 1;
	uint8_t *octets = malloc(n);
	struct li_buf b = {0};
	void *value = NULL;

	CU_ASSERT_PTR_NOT_NULL_FATAL(octets);
	memset(octets, 0, n);
	CU_ASSERT_EQUAL(li_ber_decode(&asn_DEF_XIRIPayload, li_slice(octets, n),
				&value),
		LI_ETOOBIG);
	/* An extension that nests for as long as it can. */
	octets_hex(&b, tiny);
	CU_ASSERT_FALSE_FATAL(b.bad);
	for (size_t i = b.n; i + 1 < LI_BER_MAX; i += 2) {
		octets[i] = 0xbe;
		octets[i + 1] = 0x80;
	}
	memcpy(octets, b.p, b.n);
	octets[1] = 0x80; /* as long as all that follows */
	CU_ASSERT_EQUAL(li_ber_decode(&asn_DEF_XIRIPayload,
				li_slice(octets, LI_BER_MAX), &value),
		LI_EMALFORMED);
	CU_ASSERT_PTR_NULL(value);
	li_buf_fini(&b);
	free(octets);
}

static void test_ber__gives_the_buffer_back_as_it_was(void)
{
	XIRIPayload_t none = {0}; /* no event: breaks its type */
	struct li_buf out = {0}, full = {.max = 2};

	li_buf_put_str(&out, "before");
	CU_ASSERT_EQUAL(li_ber_encode(&asn_DEF_XIRIPayload, &none, &out),
		LI_EINVAL);
	CU_ASSERT_EQUAL(out.n, 6);
	CU_ASSERT_FALSE(out.bad);
	none.event.present = XIRIEvent_PR_iMSMessage;
	CU_ASSERT_NOT_EQUAL(li_ber_encode(&asn_DEF_XIRIPayload, &none, &full),
		LI_OK);
	CU_ASSERT_EQUAL(full.n, 0);
	li_buf_fini(&out);
	li_buf_fini(&full);
}

UNIT_MAIN("encode.ber",
	UNIT_TEST(test_ber__takes_a_value_that_fills_the_octets),
	UNIT_TEST(test_ber__refuses_what_follows_a_value),
	UNIT_TEST(test_ber__takes_lengths_that_der_has_not),
	UNIT_TEST(test_ber__ends_when_an_end_of_contents_is_cut),
	UNIT_TEST(test_ber__bounds_size_and_depth),
	UNIT_TEST(test_ber__gives_the_buffer_back_as_it_was))
