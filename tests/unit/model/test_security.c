/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/security.h"
#include "unit.h"

static void test_security__names_each_rule_once(void)
{
	size_t n = 0;

	for (enum li_rule a; (a = li_rule_nth(n)) != LI_RULE_NONE; n++) {
		CU_ASSERT(a <= LI_RULE_LAST);
		CU_ASSERT_STRING_NOT_EQUAL(li_rule_name(a), "?");
		for (size_t k = 0; k < n; k++) {
			CU_ASSERT_NOT_EQUAL(li_rule_nth(k), a);
			CU_ASSERT_STRING_NOT_EQUAL(li_rule_name(li_rule_nth(k)),
				li_rule_name(a));
		}
	}
	CU_ASSERT(n > 20);
	CU_ASSERT_STRING_EQUAL(li_rule_name(LI_RULE_NONE), "?");
	CU_ASSERT_STRING_EQUAL(li_severity_name(LI_SEVERITY_HIGH), "high");
	CU_ASSERT_STRING_EQUAL(li_severity_name((enum li_severity)0), "?");
}

static void test_security__reads_what_it_packed(void)
{
	const struct li_security_event e = {.rule = LI_RULE_LIR_SWEEP,
		.severity = LI_SEVERITY_HIGH,
		.source = LI_SOURCE_CX,
		.number = 7,
		.at_us = 1750000000000001,
		.since_us = 1750000000000000,
		.count = 12001,
		.limit = 12000,
		.code = LI_CX_LIR,
		.subject = UINT64_MAX,
		.node = li_slice_str("icscf.ims.example"),
		.peer = li_slice_str("dra.ims.example")};
	struct li_buf b = {.n = 0};
	struct li_security_event got;

	li_pack_security(&b, &e);
	CU_ASSERT_EQUAL_FATAL(li_unpack_security(li_buf_slice(&b), &got),
		LI_OK);
	CU_ASSERT_EQUAL(got.rule, e.rule);
	CU_ASSERT_EQUAL(got.severity, e.severity);
	CU_ASSERT_EQUAL(got.source, e.source);
	CU_ASSERT_EQUAL(got.number, e.number);
	CU_ASSERT_EQUAL(got.at_us, e.at_us);
	CU_ASSERT_EQUAL(got.since_us, e.since_us);
	CU_ASSERT_EQUAL(got.count, e.count);
	CU_ASSERT_EQUAL(got.limit, e.limit);
	CU_ASSERT_EQUAL(got.code, e.code);
	CU_ASSERT_EQUAL(got.subject, e.subject);
	CU_ASSERT(li_slice_eq(got.node, e.node));
	CU_ASSERT(li_slice_eq(got.peer, e.peer));
	CU_ASSERT_EQUAL(got.server.n, 0);
	li_buf_fini(&b);
}

static void test_security__reads_nothing_that_is_cut_or_too_long(void)
{
	const struct li_security_event e = {.rule = LI_RULE_CX_ROLE,
		.severity = LI_SEVERITY_HIGH,
		.source = LI_SOURCE_CX,
		.node = li_slice_str("icscf.ims.example")};
	struct li_buf b = {.n = 0};
	struct li_security_event got;

	li_pack_security(&b, &e);
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(li_unpack_security(li_slice(b.p, n), &got),
			LI_EMALFORMED);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(li_unpack_security(li_buf_slice(&b), &got),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

static void test_security__reads_no_rule_that_there_is_not(void)
{
	struct li_security_event e = {.rule = (enum li_rule)9,
		.severity = LI_SEVERITY_LOW,
		.source = LI_SOURCE_SIP};
	struct li_buf b = {.n = 0};

	li_pack_security(&b, &e);
	CU_ASSERT_EQUAL(li_unpack_security(li_buf_slice(&b), &e),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

UNIT_MAIN("model.security", UNIT_TEST(test_security__names_each_rule_once),
	UNIT_TEST(test_security__reads_what_it_packed),
	UNIT_TEST(test_security__reads_nothing_that_is_cut_or_too_long),
	UNIT_TEST(test_security__reads_no_rule_that_there_is_not))
