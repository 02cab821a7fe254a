/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <stdio.h>

#include "base/ip.h"
#include "unit.h"

/* Both readers say of a text what inet_pton() says, value and all. */
static bool agrees(const char *text)
{
	uint8_t ours[16] = {0}, theirs[16] = {0};
	struct li_slice s = li_slice_str(text);
	bool is4 = inet_pton(AF_INET, text, theirs) == 1;

	if (li_ip_read4(s, ours) != is4 ||
		(is4 && memcmp(ours, theirs, 4) != 0))
		return false;
	is4 = inet_pton(AF_INET6, text, theirs) == 1;
	return li_ip_read6(s, ours) == is4 &&
		(!is4 || memcmp(ours, theirs, 16) == 0);
}

/* RFC 4291 cl. 2.2, and what is none. */
static const char *const texts[] = {
	"2001:DB8:0:0:8:800:200C:417A",
	"2001:db8::8:800:200c:417a",
	"ff01::101",
	"::1",
	"::",
	"1::",
	"1:2:3:4:5:6:7::",
	"::2:3:4:5:6:7:8",
	"0:0:0:0:0:0:13.1.68.3",
	"::ffff:129.144.52.38",
	"1:2:3:4:5:6:7:1.2.3.4",
	"1:2:3:4:5:6::1.2.3.4",
	"1:2:3:4:5::1.2.3.4",
	"",
	":",
	":::",
	":::1",
	"1:::2",
	"1::2::3",
	"1:2:3:4:5:6:7",
	"1:2:3:4:5:6:7:8",
	"1:2:3:4:5:6:7:8:",
	"1:2:3:4:5:6:7:8:9",
	"1:2:3:4:5:6:7:8::",
	"::1:2:3:4:5:6:7:8",
	"1:2:3:4::5:6:7:8",
	":1:2:3:4:5:6:7",
	"1:2:3:4:5:6:7:",
	"12345::",
	"00001::",
	"g::",
	"fe80::1%eth0",
	"[::1]",
	"::1.2.3",
	"::1.2.3.4.5",
	"::256.2.3.4",
	"1.2.3.4::",
	"1.2.3.4",
	"0.0.0.0",
	"255.255.255.255",
	"256.1.1.1",
	"01.2.3.4",
	"1.02.3.4",
	"1.2.3.00",
	"1.2.3",
	"1.2.3.",
	"1.2.3.4.",
	".1.2.3.4",
	"1..3.4",
	"1.2.3.4 ",
	" 1.2.3.4",
	"0x1.2.3.4",
	"99999999999.1.1.1",
};

static void test_ip__reads_what_inet_pton_reads(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		CU_ASSERT_TRUE(agrees(texts[i]));
	CU_ASSERT_TRUE(agrees("::\xc1"));
}

static uint32_t draw(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Texts that are nearly addresses. */
static void test_ip__agrees_with_inet_pton_on_whatever_is_made_up(void)
{
	static const char *const pieces[] = {":", "::", ".", "0", "1", "9",
		"10", "255", "256", "01", "f", "dB8", "2001", "ffff", "12345",
		"1.2.3.4", ":1", "1:", ":1:2:3", "g"};
	enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };
	uint32_t seed = 4711, read = 0;

	for (int i = 0; i < 200000; i++) {
		uint32_t n = 1 + draw(&seed) % 12;
		uint8_t out[16];
		char text[128];
		size_t at = 0;

		for (uint32_t k = 0; k < n; k++)
			at += (size_t)snprintf(text + at, sizeof(text) - at,
				"%s%s", pieces[draw(&seed) % PIECES],
				draw(&seed) % 2 ? ":" : "");
		if (draw(&seed) % 2)
			text[at - 1] = '\0';
		if (!agrees(text))
			CU_FAIL_FATAL("one was read otherwise");
		read += li_ip_read6(li_slice_str(text), out);
	}
	CU_ASSERT_TRUE(read > 1000);
}

static void test_ip__reads_back_every_kind_of_address(void)
{
	uint32_t seed = 42;

	for (int i = 0; i < 50000; i++) {
		uint8_t ip[16], out[16];
		char text[INET6_ADDRSTRLEN];

		for (size_t k = 0; k < sizeof(ip); k++)
			ip[k] = draw(&seed) % 3 ? 0 : (uint8_t)draw(&seed);
		inet_ntop(AF_INET6, ip, text, sizeof(text));
		if (!li_ip_read6(li_slice_str(text), out) ||
			memcmp(ip, out, 16) != 0)
			CU_FAIL_FATAL("an IPv6 address did not come back");
		inet_ntop(AF_INET, ip, text, sizeof(text));
		if (!li_ip_read4(li_slice_str(text), out) ||
			memcmp(ip, out, 4) != 0)
			CU_FAIL_FATAL("an IPv4 address did not come back");
	}
}

static void test_ip__is_not_in_a_text_that_is_nowhere(void)
{
	const struct li_slice nowhere = {0};
	uint8_t out[16];

	CU_ASSERT_FALSE(li_ip_read4(nowhere, out));
	CU_ASSERT_FALSE(li_ip_read6(nowhere, out));
}

/* TS 103 280 IPv6Address */
static void test_ip__writes_all_groups(void)
{
	char out[LI_IP_FULL6] = "-";

	CU_ASSERT_FALSE(li_ip_full6(li_slice_str("192.0.2.7"), out));
	CU_ASSERT_STRING_EQUAL(out, "-");
	CU_ASSERT_TRUE(li_ip_full6(li_slice_str("2001:DB8::a"), out));
	CU_ASSERT_STRING_EQUAL(out, "2001:0db8:0000:0000:0000:0000:0000:000a");
}

/* RFC 5952 cl. 4, 4.1, 4.2, 4.3 */
static void test_ip__writes_the_shortest_text(void)
{
	static const struct {
		const char *text, *shortest;
	} rows[] = {
		{"2001:DB8:0:0:0:0:0:A", "2001:db8::a"},
		{"2001:0db8::0001", "2001:db8::1"},
		{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
		{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
		{"1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"},
		{"0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"},
		{"0:0:0:0:0:0:0:0", "::"},
		{"::1", "::1"},
		{"1::", "1::"},
		{"::ffff:192.0.2.1", "::ffff:c000:201"},
		{"fe80:10:100:1000:a0:b00:c:0", "fe80:10:100:1000:a0:b00:c:0"},
	};
	char out[LI_IP_FULL6] = "-";

	CU_ASSERT_EQUAL(li_ip_short6(li_slice_str("1:2"), out), 0);
	CU_ASSERT_STRING_EQUAL(out, "-");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = li_ip_short6(li_slice_str(rows[i].text), out);

		CU_ASSERT(li_slice_is(li_slice(out, n), rows[i].shortest));
	}
}

/* RFC 5952 cl. 2; RFC 4343 */
static void test_ip__knows_a_host_in_another_spelling(void)
{
	CU_ASSERT_TRUE(li_host_eq("2001:DB8::7",
		"2001:0db8:0000:0000:0000:0000:0000:0007"));
	CU_ASSERT_TRUE(li_host_eq("::ffff:192.0.2.7", "::ffff:c000:207"));
	CU_ASSERT_TRUE(li_host_eq("192.0.2.7", "192.0.2.7"));
	CU_ASSERT_TRUE(li_host_eq("MDF.example", "mdf.example"));
	CU_ASSERT_FALSE(li_host_eq("2001:db8::7", "2001:db8::70"));
	CU_ASSERT_FALSE(li_host_eq("::ffff:192.0.2.7", "192.0.2.7"));
	CU_ASSERT_FALSE(li_host_eq("192.0.2.7", "192.0.2.70"));
	CU_ASSERT_FALSE(li_host_eq("mdf.example", "mdf.example.org"));
	CU_ASSERT_FALSE(li_host_eq("192.0.2.7", "mdf.example"));
}

UNIT_MAIN("base.ip", UNIT_TEST(test_ip__knows_a_host_in_another_spelling),
	UNIT_TEST(test_ip__writes_all_groups),
	UNIT_TEST(test_ip__writes_the_shortest_text),
	UNIT_TEST(test_ip__reads_what_inet_pton_reads),
	UNIT_TEST(test_ip__agrees_with_inet_pton_on_whatever_is_made_up),
	UNIT_TEST(test_ip__reads_back_every_kind_of_address),
	UNIT_TEST(test_ip__is_not_in_a_text_that_is_nowhere))
