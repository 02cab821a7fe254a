/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "model/iri.h"
#include "unit.h"

static struct li_iri order(void)
{
	static const struct li_media_keys keys = {.count = 1,
		.at = {{.cs_id_n = 1,
			.key = "a key in no record",
			.key_n = 18}}};
	struct li_iri iri = {.kind = LI_IRI_MEDIA_KEYS,
		.task = 7,
		.at_us = 1700000000000000,
		.correlation = 9,
		.direction = LI_DIRECTION_TO_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.matched_count = 1,
		.order = {.user = li_slice_str("sip:alice@ims.example"),
			.kms = li_slice_str("kms@ims.example"),
			.init = li_slice_str("AQ4FAA=="),
			.resp = li_slice_str("AQ8FAA==")},
		.keys = &keys};

	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU,
				li_slice_str("sip:alice@ims.example"),
				&iri.matched[0]),
		LI_OK);
	return iri;
}

/* TS 33.107 cl. 7A.7.2: what a KMS is asked is kept, and no key of what it
 * answered */
static void test_iri_keys__an_order_comes_back_without_keys(void)
{
	const struct li_iri in = order();
	struct li_buf b = {0};
	struct li_iri out;

	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	CU_ASSERT_EQUAL(out.kind, LI_IRI_MEDIA_KEYS);
	CU_ASSERT_EQUAL(out.correlation, in.correlation);
	CU_ASSERT_TRUE(li_slice_eq(out.order.user, in.order.user));
	CU_ASSERT_TRUE(li_slice_eq(out.order.kms, in.order.kms));
	CU_ASSERT_TRUE(li_slice_eq(out.order.init, in.order.init));
	CU_ASSERT_TRUE(li_slice_eq(out.order.resp, in.order.resp));
	CU_ASSERT_PTR_NULL(out.keys);
	CU_ASSERT_PTR_NULL(memmem(b.p, b.n, "a key in", 8));
	li_buf_fini(&b);
}

static void test_iri_keys__are_refused_when_cut_or_longer(void)
{
	const struct li_iri in = order();
	struct li_buf b = {0};
	struct li_iri out;

	li_iri_pack(&in, &b);
	for (size_t n = 0; n < b.n; n++) {
		/* of its own, so that a sanitizer sees what is read behind it */
		uint8_t *cut = malloc(n ? n : 1);

		CU_ASSERT_PTR_NOT_NULL_FATAL(cut);
		memcpy(cut, b.p, n);
		CU_ASSERT_EQUAL(li_iri_unpack(li_slice(cut, n), &out),
			LI_EMALFORMED);
		free(cut);
	}
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(li_iri_unpack(li_buf_slice(&b), &out), LI_EMALFORMED);
	li_buf_fini(&b);
}

/* A notification is of no interception; TS 33.128 cl. 5.7 */
static void test_iri_keys__intercept_as_all_but_notifications_do(void)
{
	CU_ASSERT_TRUE(li_iri_kind_intercepts(LI_IRI_MEDIA_KEYS));
	CU_ASSERT_TRUE(li_iri_kind_intercepts(LI_IRI_IMS_MESSAGE));
	CU_ASSERT_FALSE(li_iri_kind_intercepts(LI_IRI_NOTIFICATION));
	CU_ASSERT_FALSE(li_iri_kind_intercepts((enum li_iri_kind)0));
	CU_ASSERT_FALSE(
		li_iri_kind_intercepts((enum li_iri_kind)(LI_IRI_LAST + 1)));
}

UNIT_MAIN("model.iri_keys",
	UNIT_TEST(test_iri_keys__an_order_comes_back_without_keys),
	UNIT_TEST(test_iri_keys__are_refused_when_cut_or_longer),
	UNIT_TEST(test_iri_keys__intercept_as_all_but_notifications_do))
