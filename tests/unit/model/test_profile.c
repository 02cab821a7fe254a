/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 103 221-1 cl. 6.2.2: a destination's format goes by its address.
 */
#include <string.h>

#include "model/profile.h"
#include "unit.h"

static const struct li_profile profiles[] = {
	{.host = "192.0.2.7",
		.port_from = 4000,
		.port_to = 4099,
		.handover = {.format = LI_FORMAT_HI2_33128,
			.authorization_country = "XX"},
		.peer = "lemf.example"},
	{.host = "192.0.2.7",
		.port_from = 1,
		.port_to = 65535,
		.handover = {.format = LI_FORMAT_X2_SIP}},
	{.host = "2001:db8::7",
		.port_from = 1,
		.port_to = 65535,
		.handover = {.format = LI_FORMAT_HI2_IPMM,
			.scheme = LI_SCHEME_SESSION,
			.silent = true}},
};

static struct li_destination apply(const char *host, uint16_t port)
{
	struct li_destination d = {.port = port};

	strcpy(d.host, host);
	strcpy(d.peer, host);
	li_profile_apply(profiles, 3, &d);
	return d;
}

/* TS 103 221-1 cl. 6.2.2 */
static void test_profile__goes_by_the_address(void)
{
	struct li_destination d = apply("192.0.2.7", 4000);

	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_HI2_33128);
	CU_ASSERT_STRING_EQUAL(d.handover.authorization_country, "XX");
	CU_ASSERT_STRING_EQUAL(d.peer, "lemf.example");
	d = apply("192.0.2.7", 4099);
	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_HI2_33128);
	d = apply("192.0.2.7", 4100);
	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_X2_SIP);
	CU_ASSERT_STRING_EQUAL(d.peer, "192.0.2.7");
	d = apply("2001:DB8:0::0:7", 1);
	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_HI2_IPMM);
	CU_ASSERT_EQUAL(d.handover.scheme, LI_SCHEME_SESSION);
	CU_ASSERT_TRUE(d.handover.silent);
	d = apply("192.0.2.70", 4000);
	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_X2);
}

static void test_profile__leaves_what_says_its_format_itself(void)
{
	struct li_destination d = {.host = "192.0.2.7",
		.port = 4000,
		.handover = {.format = LI_FORMAT_X2_SIP}};

	li_profile_apply(profiles, 3, &d);
	CU_ASSERT_EQUAL(d.handover.format, LI_FORMAT_X2_SIP);
	CU_ASSERT_STRING_EQUAL(d.peer, "");
}

static void test_profile__says_what_is_not_so(void)
{
	struct li_profile p = profiles[0];
	const char *why = "";

	CU_ASSERT_EQUAL(li_profile_check(&p, &why), LI_OK);
	p.port_from = 4100;
	CU_ASSERT_EQUAL(li_profile_check(&p, &why), LI_EINVAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "port_from"));
	p = profiles[0];
	p.port_to = 65536;
	CU_ASSERT_EQUAL(li_profile_check(&p, &why), LI_EINVAL);
	p = profiles[0];
	p.host[0] = '\0';
	CU_ASSERT_EQUAL(li_profile_check(&p, &why), LI_EINVAL);
	p = profiles[0];
	strcpy(p.handover.authorization_country, "x1");
	CU_ASSERT_EQUAL(li_profile_check(&p, &why), LI_EINVAL);
}

UNIT_MAIN("model.profile", UNIT_TEST(test_profile__goes_by_the_address),
	UNIT_TEST(test_profile__leaves_what_says_its_format_itself),
	UNIT_TEST(test_profile__says_what_is_not_so))
