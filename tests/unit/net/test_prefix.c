/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/prefix.h"
#include "net/sock.h"
#include "unit.h"

static bool has(const char *prefix, const char *address)
{
	struct li_prefix p;
	struct li_address at;

	CU_ASSERT_EQUAL_FATAL(li_prefix_parse(prefix, &p), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_parse(address, &at), LI_OK);
	return li_prefix_has(&p, &at);
}

static void test_prefix__has_what_shares_its_bits(void)
{
	CU_ASSERT_TRUE(has("2001:db8::/32", "[2001:db8:1::9]:1"));
	CU_ASSERT_FALSE(has("2001:db8::/32", "[2001:db9::]:1"));
	CU_ASSERT_TRUE(has("2001:db8:8000::/33", "[2001:db8:ffff::]:1"));
	CU_ASSERT_FALSE(has("2001:db8:8000::/33", "[2001:db8:7fff::]:1"));
	CU_ASSERT_TRUE(has("192.0.2.0/24", "192.0.2.255:1"));
	CU_ASSERT_FALSE(has("192.0.2.0/24", "192.0.3.0:1"));
	CU_ASSERT_TRUE(has("192.0.2.128/25", "192.0.2.128:1"));
	CU_ASSERT_FALSE(has("192.0.2.128/25", "192.0.2.127:1"));
}

static void test_prefix__of_an_address_alone_is_that_address(void)
{
	CU_ASSERT_TRUE(has("192.0.2.1", "192.0.2.1:65535"));
	CU_ASSERT_FALSE(has("192.0.2.1", "192.0.2.2:1"));
	CU_ASSERT_TRUE(has("::1", "[::1]:1"));
	CU_ASSERT_FALSE(has("::1", "[::2]:1"));
}

static void test_prefix__keeps_the_families_apart(void)
{
	CU_ASSERT_TRUE(has("0.0.0.0/0", "203.0.113.9:1"));
	CU_ASSERT_FALSE(has("0.0.0.0/0", "[::]:1"));
	CU_ASSERT_TRUE(has("::/0", "[2001:db8::]:1"));
	CU_ASSERT_FALSE(has("::/0", "0.0.0.0:1"));
	CU_ASSERT_FALSE(has("192.0.2.1", "[::ffff:192.0.2.1]:1"));
}

static void test_prefix__refuses_what_could_mean_something_else(void)
{
	static const char *const bad[] = {"", "/8", "192.0.2.0/", "192.0.2/24",
		"192.0.2.0/33", "::/129", "192.0.2.1/24", "2001:db8::1/64",
		"192.0.2.0/-1", "192.0.2.0/24x", "[::1]", "192.0.2.1:5060",
		"host", "192.0.2.0/24/24"};
	struct li_prefix p = {.bits = 77};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(li_prefix_parse(bad[i], &p), LI_EINVAL);
	CU_ASSERT_EQUAL(p.bits, 77);
}

UNIT_MAIN("net.prefix", UNIT_TEST(test_prefix__has_what_shares_its_bits),
	UNIT_TEST(test_prefix__of_an_address_alone_is_that_address),
	UNIT_TEST(test_prefix__keeps_the_families_apart),
	UNIT_TEST(test_prefix__refuses_what_could_mean_something_else))
