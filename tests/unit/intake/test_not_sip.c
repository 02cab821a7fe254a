/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/not_sip.h"
#include "unit.h"

#define CASE(text, what)                                                       \
	{                                                                      \
		text, sizeof(text) - 1, what                                   \
	}

static const struct {
	const char *octets;
	size_t n;
	enum li_not_sip what;
} cases[] = {
	CASE("", LI_NOT_SIP_KEEPALIVE),
	CASE("\0", LI_NOT_SIP_KEEPALIVE),
	CASE("\0\0\0\0", LI_NOT_SIP_KEEPALIVE),
	CASE("\0\0\0\0\0", LI_NOT_SIP_OTHER),
	/* RFC 8489 cl. 5: a binding request, its answer, one cut short */
	CASE("\0\1\0\0\x21\x12\xa4\x42twelveoctets", LI_NOT_SIP_KEEPALIVE),
	CASE("\1\1\0\0\x21\x12\xa4\x42twelveoctets", LI_NOT_SIP_KEEPALIVE),
	CASE("\0\1\0\0\x21\x12\xa4\x42twelveoctet", LI_NOT_SIP_OTHER),
	CASE("\0\1\0\0\x21\x12\xa4\x43twelveoctets", LI_NOT_SIP_OTHER),
	/* RFC 3320 cl. 7: 11111, then the T bit and two of the length */
	CASE("\xf8whatever", LI_NOT_SIP_SIGCOMP),
	CASE("\xff", LI_NOT_SIP_SIGCOMP),
	CASE("\xf7whatever", LI_NOT_SIP_OTHER),
	CASE("GET / HTTP/1.1\r\n\r\n", LI_NOT_SIP_OTHER),
};

static void test_not_sip__tells_keepalives_and_sigcomp_from_the_rest(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_not_sip(
					li_slice(cases[i].octets, cases[i].n)),
			cases[i].what);
}

UNIT_MAIN("intake.not_sip",
	UNIT_TEST(test_not_sip__tells_keepalives_and_sigcomp_from_the_rest))
