/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps_raw.h"
#include "octets.h"
#include "unit.h"

static struct li_iri exchange(enum li_cx_command command)
{
	struct li_iri iri = {.kind = LI_IRI_HSS_SERVING_SYSTEM};

	iri.cx = (struct li_cx){.command = command,
		.answered = true,
		.result = 2001,
		.assignment_type = -1};
	return iri;
}

static void gives(const struct li_iri *iri, const char *hex)
{
	struct li_buf got = {0}, want = {0};

	octets_hex(&want, hex);
	CU_ASSERT_FALSE_FATAL(want.bad);
	li_eps_raw(iri, &got);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&got), li_buf_slice(&want)));
	li_buf_fini(&got);
	li_buf_fini(&want);
}

/* TS 33.127 cl. 5.3.2.4; RFC 6733 cl. 7.1, 7.6 */
static void test_eps_raw__says_why_an_exchange_failed(void)
{
	struct li_iri iri = exchange(LI_CX_UAR);

	gives(&iri, "");
	iri.cx.result = 5012;
	gives(&iri, "0000010c 4000000c 00001394");
	iri.cx.experimental = true;
	iri.cx.result_vendor = 10415;
	iri.cx.result = 5004; /* TS 29.229 cl. 6.2.2.4 */
	gives(&iri,
		"00000129 40000020 0000010a 4000000c 000028af"
		"0000012a 4000000c 0000138c");
	iri.cx.result = 2002; /* TS 29.229 cl. 6.2.1.2 */
	gives(&iri, "");
	iri.cx.result = 5004;
	iri.cx.answered = false; /* there is nothing to say */
	gives(&iri, "");
}

/* TS 29.229 cl. 6.3.15: 9 and 10 are no termination, and Serving System has no
 * place for them */
static void test_eps_raw__says_which_authentication_failed(void)
{
	struct li_iri iri = exchange(LI_CX_SAR);

	for (int32_t type = 0; type <= 14; type++) {
		iri.cx.assignment_type = type;
		gives(&iri,
			type == 9 ? "00000266 c0000010 000028af 00000009"
				: type == 10
				? "00000266 c0000010 000028af 0000000a"
				: "");
	}
}

/* TS 29.229 cl. 6.3.1: it need not be text; RFC 6733 cl. 4.1: padded */
static void test_eps_raw__has_a_visited_network_that_is_no_text(void)
{
	struct li_iri iri = exchange(LI_CX_UAR);

	iri.cx.visited_network = li_slice_str("ims.example");
	gives(&iri, "");
	iri.cx.visited_network = li_slice_str("\xff\x01");
	gives(&iri, "00000258 c000000e 000028af ff010000");
	iri.cx.visited_network = li_slice_str("\xff\x01\x02\x03");
	gives(&iri, "00000258 c0000010 000028af ff010203");
}

UNIT_MAIN("encode.eps_raw",
	UNIT_TEST(test_eps_raw__says_why_an_exchange_failed),
	UNIT_TEST(test_eps_raw__says_which_authentication_failed),
	UNIT_TEST(test_eps_raw__has_a_visited_network_that_is_no_text))
