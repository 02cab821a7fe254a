/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 103 221-1 cl. 6.2.2: formats of destinations that X1 cannot say.
 */
#include "scratch.h"

/* TS 103 221-1 cl. 6.2.2 */
static void test_config_profiles__are_read_in_order(void)
{
	static struct li_config c;
	struct li_fault fault = {{0}};
	const struct li_profile *p = c.x1.destinations;

	CU_ASSERT_EQUAL_FATAL(
		load(ELEMENT
			"x1:\n"
			"  destinations:\n"
			"    - {host: 192.0.2.7, port_from: 4000, port_to: 4099,\n"
			"       format: hi2-33128, authorization_country: XX,\n"
			"       delivery_country: YY, peer: lemf.example}\n"
			"    - {host: \"2001:db8::7\", format: hi2-ipmm,\n"
			"       scheme: session, acknowledges: no}\n"
			"    - {host: 192.0.2.8, format: x2, acknowledges: yes}\n",
			&c, &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(c.x1.destinations_count, 3);
	CU_ASSERT_STRING_EQUAL(p[0].host, "192.0.2.7");
	CU_ASSERT_EQUAL(p[0].port_from, 4000);
	CU_ASSERT_EQUAL(p[0].port_to, 4099);
	CU_ASSERT_EQUAL(p[0].handover.format, LI_FORMAT_HI2_33128);
	CU_ASSERT_STRING_EQUAL(p[0].handover.authorization_country, "XX");
	CU_ASSERT_STRING_EQUAL(p[0].handover.delivery_country, "YY");
	CU_ASSERT_STRING_EQUAL(p[0].peer, "lemf.example");
	CU_ASSERT_FALSE(p[0].handover.silent);
	CU_ASSERT_EQUAL(p[1].port_from, 1);
	CU_ASSERT_EQUAL(p[1].port_to, 65535);
	CU_ASSERT_EQUAL(p[1].handover.scheme, LI_SCHEME_SESSION);
	CU_ASSERT_TRUE(p[1].handover.silent);
	CU_ASSERT_FALSE(p[2].handover.silent);
}

static void test_config_profiles__are_refused_where_they_are_not_so(void)
{
	static const struct {
		const char *text, *says;
	} all[] = {
		{"{format: x2}", "host"},
		{"{host: 192.0.2.7}", "format"},
		{"{host: 192.0.2.7, format: hi3}", "format"},
		{"{host: 192.0.2.7, format: x2, port_from: 0}", "port_from"},
		{"{host: 192.0.2.7, format: x2, port_to: 65536}", "port_to"},
		{"{host: 192.0.2.7, format: x2, port_from: 2, port_to: 1}",
			"in order"},
		{"{host: 192.0.2.7, format: x2, delivery_country: x}",
			"countries"},
		{"{host: 192.0.2.7, format: x2, more: 1}", "unknown"},
	};
	static struct li_config c;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_fault fault = {{0}};
		char text[256];

		snprintf(text, sizeof(text),
			ELEMENT "x1: {destinations: [%s]}\n", all[i].text);
		CU_ASSERT_EQUAL(load(text, &c, &fault), LI_ECONFIG);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, all[i].says));
		if (!strstr(fault.text, all[i].says))
			fprintf(stderr, "%s: %s\n", all[i].text, fault.text);
	}
}

UNIT_MAIN("tools.config_profiles",
	UNIT_TEST(test_config_profiles__are_read_in_order),
	UNIT_TEST(test_config_profiles__are_refused_where_they_are_not_so))
