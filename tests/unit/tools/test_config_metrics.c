/* SPDX-License-Identifier: BSD-3-Clause */
#include "scratch.h"

static void test_config_metrics__is_for_this_machine_unless_told(void)
{
	static const uint8_t loopback[4] = {127, 0, 0, 1};
	struct li_fault fault = {{0}};
	struct li_config c;

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT, &c, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(c.metrics.listen.count, 1);
	CU_ASSERT_EQUAL(c.metrics.listen.at[0].family, 4);
	CU_ASSERT_EQUAL(memcmp(c.metrics.listen.at[0].ip, loopback, 4), 0);
	CU_ASSERT_EQUAL(c.metrics.listen.at[0].port, 9464);
	CU_ASSERT_EQUAL(c.metrics.li_listen.count, 0);
	CU_ASSERT_FALSE(c.metrics.tls.tls12);
	CU_ASSERT_EQUAL(c.metrics.every_s, 10);
	CU_ASSERT_EQUAL(c.metrics.request_s, 5);
	CU_ASSERT_EQUAL(c.metrics.max_connections, 8);
	CU_ASSERT_EQUAL(li_config_check_metrics(&c, false, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(load(ELEMENT "metrics: {listen: []}", &c, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_config_check_metrics(&c, false, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text,
		": key 'metrics.listen' is missing: /metrics needs it"));
}

/* TS 33.127 cl. 8.2: nothing of LI without certificates, and names */
static void test_config_metrics__of_li_needs_certificates_and_readers(void)
{
	static const char *const keys[] = {"li_listen: [\"127.0.0.1:9465\"]",
		"certificate: c", "key: k", "ca: a", "readers: [r-1, r-2]"};
	char text[400];

	for (size_t without = 0; without <= 5; without++) {
		struct li_fault fault = {{0}};
		struct li_config c;
		int n = snprintf(text, sizeof(text), ELEMENT "metrics:\n");

		for (size_t i = 0; i < 5; i++)
			if (i != without)
				n += snprintf(text + n,
					sizeof(text) - (size_t)n, "  %s\n",
					keys[i]);
		CU_ASSERT_EQUAL_FATAL(load(text, &c, &fault), LI_OK);
		CU_ASSERT_EQUAL(li_config_check_metrics(&c, true, &fault),
			without < 5 ? LI_ECONFIG : LI_OK);
		CU_ASSERT_EQUAL(strstr(fault.text, " is missing: ") != NULL,
			without < 5);
		CU_ASSERT_EQUAL(li_config_check_metrics(&c, false, &fault),
			LI_OK);
	}
}

static void test_config_metrics__refuses(void)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{"metrics: {listen: [\"9464\"]}",
			"key 'metrics.listen[0]': allowed: "
			"ADDRESS:PORT"},
		{"metrics: {li_listen: [\"::1\"]}",
			"key 'metrics.li_listen[0]': allowed: "
			"ADDRESS:PORT"},
		{"metrics: {every_s: 0}",
			"key 'metrics.every_s': allowed: 1 to 300"},
		{"metrics: {pins: [AAAA]}", "key 'metrics.pins[0]': allowed"},
		{"metrics: {readers: [\"\"]}",
			"key 'metrics.readers[0]': allowed"},
		{"metrics: {labels: []}", "key 'metrics': a key is unknown"},
		{"sockets: {operate: /a, metrics: /a}",
			"key 'sockets.metrics': allowed: another path than "
			"sockets.operate"},
	};
	char text[200];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_fault fault = {{0}};
		struct li_config c;

		snprintf(text, sizeof(text), ELEMENT "%s\n", rows[i].text);
		CU_ASSERT_EQUAL(load(text, &c, &fault), LI_ECONFIG);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].says));
	}
}

UNIT_MAIN("tools.config_metrics",
	UNIT_TEST(test_config_metrics__is_for_this_machine_unless_told),
	UNIT_TEST(test_config_metrics__of_li_needs_certificates_and_readers),
	UNIT_TEST(test_config_metrics__refuses))
