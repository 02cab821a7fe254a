/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of the section "keys" of common/config.h. TS 33.107 cl. 7A.7
 */
#include "scratch.h"

#define TLS "keys:\n  tls: {certificate: c, key: k, ca: a}\n"

static void test_keys__are_nobodys_by_default(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT, &c, &fault), LI_OK);
	CU_ASSERT_FALSE(c.keys.for_iri_only);
	CU_ASSERT_EQUAL(c.keys.timeout_ms, 3000);
	CU_ASSERT_EQUAL(c.keys.ttl_s, 60);
	CU_ASSERT_EQUAL(c.keys.kms_count, 0);
}

static void test_keys__are_read(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};
	const char *file;

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT TLS
				      "  for_iri_only: true\n"
				      "  timeout_ms: 100\n"
				      "  kms:\n"
				      "    - {url: \"https://kms.test\"}\n"
				      "    - name: kms@far.example\n"
				      "      domain: far.example\n"
				      "      url: https://[2001:db8::1]:7443/\n"
				      "      visited: true\n"
				      "      agreement: \"2026/7\"\n",
				      &c, &fault),
		LI_OK);
	CU_ASSERT_TRUE(c.keys.for_iri_only);
	CU_ASSERT_EQUAL(c.keys.timeout_ms, 100);
	CU_ASSERT_EQUAL_FATAL(c.keys.kms_count, 2);
	CU_ASSERT_STRING_EQUAL(c.keys.kms[0].name, "");
	CU_ASSERT_STRING_EQUAL(c.keys.kms[0].domain, "");
	CU_ASSERT_FALSE(c.keys.kms[0].visited);
	CU_ASSERT_STRING_EQUAL(c.keys.kms[1].name, "kms@far.example");
	CU_ASSERT_STRING_EQUAL(c.keys.kms[1].agreement, "2026/7");
	CU_ASSERT_TRUE(c.keys.kms[1].visited);
	/* As all paths: beside the file. */
	file = strrchr(c.keys.tls.certificate, '/');
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	CU_ASSERT_STRING_EQUAL(file, "/c");
}

static void test_keys__what_is_none_is_refused(void)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{TLS "  timeout_ms: 99\n",
			"'keys.timeout_ms': allowed: 100 to 10000"},
		{TLS "  ttl_s: 0\n", "'keys.ttl_s': allowed: 1 to 3600"},
		{TLS "  kms: [{name: x}]\n", "url"},
		{TLS "  kms: [{url: \"http://kms.test\"}]\n",
			"'keys.kms[0].url': allowed: https://HOST"},
		{TLS "  kms: [{url: \"https://\"}]\n", "'keys.kms[0].url'"},
		{TLS "  kms: [{url: \"https:///x\"}]\n", "'keys.kms[0].url'"},
		{TLS "  kms: [{url: \"https://a/b\"}]\n", "'keys.kms[0].url'"},
		{TLS "  kms: [{url: \"https://a@b\"}]\n", "'keys.kms[0].url'"},
		{TLS "  kms: [{url: \"https://a?b\"}]\n", "'keys.kms[0].url'"},
		{"keys: {kms: [{url: \"https://a\"}]}\n",
			"'keys.kms': allowed with keys.tls.certificate, which "
			"is missing"},
		{"keys: {kms: [{url: \"https://a\"}], tls: {certificate: c, "
		 "key: k}}\n",
			"'keys.kms': allowed with keys.tls.ca, which is "
			"missing"},
		{"keys: {tls: {pins: [x]}}\n", "'keys.tls.pins[0]'"},
		{"keys: {kms_url: x}\n", "'keys': a key is unknown"},
	};
	struct li_config c;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_fault fault = {{0}};
		char text[512];

		snprintf(text, sizeof(text), "%s%s", ELEMENT, rows[i].text);
		CU_ASSERT_EQUAL(load(text, &c, &fault), LI_ECONFIG);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].why));
		if (!strstr(fault.text, rows[i].why))
			printf("%zu: %s\n", i, fault.text);
	}
}

UNIT_MAIN("tools.config_keys", UNIT_TEST(test_keys__are_nobodys_by_default),
	UNIT_TEST(test_keys__are_read),
	UNIT_TEST(test_keys__what_is_none_is_refused))
