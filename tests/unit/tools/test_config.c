/* SPDX-License-Identifier: BSD-3-Clause */
#include "scratch.h"

static void test_config__fills_in_defaults(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT, &c, &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(c.element.nfid, "lmisf-1");
	CU_ASSERT_STRING_EQUAL(c.store.path, "/var/lib/lmisf/lmisf.db");
	CU_ASSERT_STRING_EQUAL(c.sockets.cx, "/run/lmisf/cx.sock");
	CU_ASSERT_EQUAL(c.intake.hep_udp.count, 0);
	CU_ASSERT_EQUAL(c.intake.capture_count, 0);
	CU_ASSERT_EQUAL(c.intake.from_count, 0);
	CU_ASSERT_EQUAL(c.intake.max_connections, 256);
	CU_ASSERT_EQUAL(c.intake.idle_s, 0);
	CU_ASSERT_EQUAL(c.deliver.keepalive_s, 60); /* TS 103 221-2 cl. 6.2.4 */
	CU_ASSERT_EQUAL(c.deliver.ack_timeout_s, 180);
	CU_ASSERT_FALSE(c.deliver.tls.tls12);
	CU_ASSERT_EQUAL(c.log.level, LI_LOG_NOTICE);
	CU_ASSERT_STRING_EQUAL(c.deliver.tls.key, "");
}

static void test_config__reads_what_is_given(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL_FATAL(
		load(ELEMENT "store: {path: a/b.db, key_file: /k}\n"
			     "intake:\n"
			     "  hep_udp: [\"0.0.0.0:9060\", \"[::1]:9061\"]\n"
			     "  sip_udp: []\n"
			     "mirror: {max_sessions: 5}\n"
			     "deliver: {tls_min: 1.2, key: k.pem}\n"
			     "log: {level: debug}\n",
			&c, &fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(c.store.key_file, "/k");
	CU_ASSERT_EQUAL(c.intake.hep_udp.count, 2);
	CU_ASSERT_EQUAL(c.intake.hep_udp.at[0].family, 4);
	CU_ASSERT_EQUAL(c.intake.hep_udp.at[0].port, 9060);
	CU_ASSERT_EQUAL(c.intake.hep_udp.at[1].family, 6);
	CU_ASSERT_EQUAL(c.intake.hep_udp.at[1].ip[15], 1);
	CU_ASSERT_EQUAL(c.intake.sip_udp.count, 0);
	CU_ASSERT_EQUAL(c.mirror.max_sessions, 5);
	CU_ASSERT(c.deliver.tls.tls12);
	CU_ASSERT_EQUAL(c.log.level, LI_LOG_DEBUG);
}

static void test_config__reads_every_kind_of_intake(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};
	char want[160];

	CU_ASSERT_EQUAL_FATAL(
		load(ELEMENT "intake:\n"
			     "  hep_tls: [\"[::1]:9061\"]\n"
			     "  sip_tcp: [\"[::1]:5060\", \"127.0.0.1:5060\"]\n"
			     "  sip_tls: [\"[::1]:5061\"]\n"
			     "  capture:\n"
			     "    - {interface: eth1, filter: udp port 5060}\n"
			     "    - interface: any\n"
			     "  from: [\"2001:db8::/32\", 192.0.2.7]\n"
			     "  idle_s: 60\n"
			     "  tls: {certificate: c, key: /k, ca: /a,\n"
			     "    tls_min: 1.2, peers: [a.test, b.test]}\n",
			&c, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(c.intake.hep_tls.count, 1);
	CU_ASSERT_EQUAL(c.intake.sip_tcp.at[1].family, 4);
	CU_ASSERT_EQUAL(c.intake.sip_tls.at[0].port, 5061);
	CU_ASSERT_EQUAL(c.intake.capture_count, 2);
	CU_ASSERT_STRING_EQUAL(c.intake.capture[0].filter, "udp port 5060");
	CU_ASSERT_STRING_EQUAL(c.intake.capture[1].interface, "any");
	CU_ASSERT_STRING_EQUAL(c.intake.capture[1].filter, "");
	CU_ASSERT_EQUAL(c.intake.from_count, 2);
	CU_ASSERT_EQUAL(c.intake.from[0].bits, 32);
	CU_ASSERT_EQUAL(c.intake.from[1].bits, 32);
	CU_ASSERT_EQUAL(c.intake.idle_s, 60);
	CU_ASSERT(c.intake.tls.tls12);
	snprintf(want, sizeof(want), "%s/c", scratch_folder);
	CU_ASSERT_STRING_EQUAL(c.intake.tls.certificate, want);
	CU_ASSERT_EQUAL(c.intake.peers_count, 2);
	CU_ASSERT_STRING_EQUAL(c.intake.peers[1], "b.test");
}

static void test_config__takes_what_tls_may_ask_of_peers(void)
{
	static const char text[] = ELEMENT
		"deliver:\n  certificate: c\n"
		"  key: 'pkcs11:token=li;object=x2?pin-source=/run/pin'\n"
		"  ca: /ca\n  crl: crl\n  ocsp: /r.der\n"
		"  ocsp_required: yes\n  pins:\n"
		"    - AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=\n"
		"    - AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
	struct li_fault fault = {{0}};
	struct li_tls_files files;
	struct li_config c;
	char want[128];

	CU_ASSERT_EQUAL_FATAL(load(text, &c, &fault), LI_OK);
	files = li_config_tls_files(&c.deliver.tls);
	CU_ASSERT_STRING_EQUAL(files.key,
		"pkcs11:token=li;object=x2?pin-source=/run/pin");
	snprintf(want, sizeof(want), "%s/crl", scratch_folder);
	CU_ASSERT_STRING_EQUAL(files.crl, want);
	CU_ASSERT_STRING_EQUAL(files.ocsp, "/r.der");
	CU_ASSERT_TRUE(files.ocsp_required);
	CU_ASSERT_FALSE(files.tls12);
	CU_ASSERT_EQUAL_FATAL(files.pin_count, 2);
	CU_ASSERT_EQUAL(files.pins[0].octet[31], 1);
	CU_ASSERT_EQUAL(files.pins[1].octet[0], 2);
}

static void test_config__starts_relative_paths_at_its_folder(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};
	char want[160];

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT "store: {path: a/b.db}\n", &c,
				      &fault),
		LI_OK);
	snprintf(want, sizeof(want), "%s/a/b.db", scratch_folder);
	CU_ASSERT_STRING_EQUAL(c.store.path, want);
	CU_ASSERT_STRING_EQUAL(c.file, scratch_file);
}

static const struct refusal {
	const char *text, *says; /* after "FILE:" */
} refusals[] = {
	{"", "1:1: empty"},
	{"- a\n", "1:1: allowed: keys with values"},
	{"element: {nfid: a}\n", "1:1: key 'element.ipid' is missing"},
	{"log: {level: info}\n", "1:1: key 'element' is missing"},
	{"element:\n  nfid:\n  ipid: b\n",
		"2:3: key 'element.nfid': allowed: 1 to 128 characters"},
	{ELEMENT "stor: {}\n",
		"2:1: a key is unknown; allowed here: element, store, "
		"sockets, users, modes, intake, mirror, watch, deliver, keys, x1, "
		"metrics, tasks, log, sandbox"},
	{ELEMENT "store:\n\n  # why\n  pat: x\n",
		"5:3: key 'store': a key is unknown; allowed here: path, key_file, "
		"audit_key"},
	{ELEMENT "store: {}\nstore: {}\n", "3:1: key 'store': given twice"},
	{ELEMENT "log: info\n", "2:1: key 'log': allowed: keys with values"},
	{ELEMENT "log: {level: loud}\n",
		"2:7: key 'log.level': allowed: error, warning, notice, "
		"info, debug"},
	{ELEMENT "log: &a {level: info}\nmirror: *a\n",
		"3:1: key 'mirror': aliases are not allowed"},
	{ELEMENT "log: {level: info\n",
		"3:1: not YAML: did not find expected ',' or '}'"},
	{ELEMENT "---\n" ELEMENT, "2:1: a second document; one is allowed"},
	{ELEMENT "store: {path: \"a\\nb\"}\n",
		"2:9: key 'store.path': control characters in it"},
	{ELEMENT "deliver: {tls_min: 1.1}\n",
		"2:11: key 'deliver.tls_min': allowed: 1.2, 1.3"},
	{ELEMENT "deliver: {keepalive_s: 60s}\n",
		"2:11: key 'deliver.keepalive_s': allowed: a decimal "
		"number"},
	{ELEMENT "deliver: {keepalive_s: -1}\n",
		"2:11: key 'deliver.keepalive_s': allowed: a decimal "
		"number"},
	{ELEMENT "deliver: {keepalive_s: 0}\n",
		"2:11: key 'deliver.keepalive_s': allowed: 1 to 3600"},
	{ELEMENT "deliver: {keepalive_s: [60]}\n",
		"2:11: key 'deliver.keepalive_s': allowed: one value"},
	{ELEMENT "deliver: {keepalive_s: 200}\n",
		"2:11: key 'deliver.keepalive_s': allowed: a value that "
		"deliver.ack_timeout_s is more than"},
	{ELEMENT "deliver: {backoff_min_ms: 500, backoff_max_ms: 400}\n",
		"2:32: key 'deliver.backoff_max_ms': allowed: at least "
		"deliver.backoff_min_ms"},
	{ELEMENT "sockets: {cx: /a, control: /a}\n",
		"2:19: key 'sockets.control': allowed: another path than "
		"sockets.cx"},
	{ELEMENT "sockets: {x1: /a, operate: /a}\n",
		"2:19: key 'sockets.operate': allowed: another path than "
		"sockets.x1"},
	{ELEMENT "users:\n  audit:\n    - root\n    - no-such-user\n",
		"5:7: key 'users.audit[1]': allowed: a user of "
		"this machine, by name or number"},
	{ELEMENT "users: {nobody: [root]}\n",
		"2:9: key 'users': a key is unknown; allowed here: cx, control, "
		"x1, deliver, audit, operate, metrics"},
	{ELEMENT "modes: {x1: \"0677\"}\n",
		"2:9: key 'modes.x1': allowed: 0600 to 0666, four digits "
		"in quotes"},
	{ELEMENT "modes: {x1: \"0066\"}\n",
		"2:9: key 'modes.x1': allowed: 0600 to 0666, four digits "
		"in quotes"},
	{ELEMENT "modes: {x1: \"660\"}\n",
		"2:9: key 'modes.x1': allowed: 0600 to 0666, four digits "
		"in quotes"},
	{ELEMENT "intake: {hep_udp: \"127.0.0.1:9060\"}\n",
		"2:10: key 'intake.hep_udp': allowed: a list"},
	{ELEMENT "intake:\n  hep_tcp:\n    - 127.0.0.1:1\n    - 127.0.0:1\n",
		"5:7: key 'intake.hep_tcp[1]': allowed: "
		"ADDRESS:PORT, such as 127.0.0.1:9060 or [::1]:9060"},
	{ELEMENT "intake: {sip_tls: [\"[::1]:5061\"]}\n",
		"2:10: key 'intake.sip_tls': allowed with intake.tls.certificate, "
		"which is missing"},
	{ELEMENT "intake:\n  hep_tls: [\"[::1]:1\"]\n"
		 "  tls: {certificate: c, key: k}\n",
		"3:3: key 'intake.hep_tls': allowed with intake.tls.ca, which "
		"is missing"},
	{ELEMENT "x1:\n  pins:\n    - AAAA\n",
		"4:7: key 'x1.pins[0]': allowed: SHA-256 of a public key in "
		"base64, 44 characters"},
	{ELEMENT "intake:\n  from:\n    - 192.0.2.1/24\n",
		"4:7: key 'intake.from[0]': allowed: ADDRESS or "
		"ADDRESS/BITS, such as 192.0.2.0/24 or 2001:db8::/32"},
	{ELEMENT "intake: {capture: [{filter: udp}]}\n",
		"2:20: key 'intake.capture[0].interface' is missing"},
	{ELEMENT "intake: {capture: [{interface: abcdefghijklmnop}]}\n",
		"2:21: key 'intake.capture[0].interface': "
		"allowed: 1 to 15 characters"},
	{ELEMENT "intake: {capture_buffer_mb: 0}\n",
		"2:10: key 'intake.capture_buffer_mb': allowed: 1 to 1024"},
	{ELEMENT "intake: {hep: []}\n",
		"2:10: key 'intake': a key is unknown; allowed here: hep_udp, "
		"hep_tcp, hep_tls, sip_udp, sip_tcp, sip_tls, lite_tls, "
		"capture, capture_buffer_mb, from, max_connections, idle_s, "
		"handshake_s, tls"},
};

static void test_config__refuses_with_line_key_and_what_is_allowed(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct li_config c = {.element.nfid = "before"};
		struct li_fault fault = {{0}};
		size_t n;

		CU_ASSERT_EQUAL(load(refusals[i].text, &c, &fault), LI_ECONFIG);
		n = strlen(scratch_file);
		CU_ASSERT_EQUAL(strncmp(fault.text, scratch_file, n), 0);
		CU_ASSERT_STRING_EQUAL(fault.text + n + 1, refusals[i].says);
		CU_ASSERT_STRING_EQUAL(c.element.nfid, "before");
	}
}

static void test_config__refuses_bad_addresses(void)
{
	static const char *const cases[] = {"9060", ":9060", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "::1:9060",
		"[::1]", "[::1:9060", "localhost:9060", "127.0.0.1:90 60"};
	char text[200];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_config c;
		struct li_fault fault = {{0}};

		snprintf(text, sizeof(text),
			ELEMENT "intake: {sip_udp: [\"%s\"]}", cases[i]);
		CU_ASSERT_EQUAL(load(text, &c, &fault), LI_ECONFIG);
	}
}

static void test_config__refuses_a_file_that_is_not_there_or_huge(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};
	char *huge = malloc(70001);

	CU_ASSERT_EQUAL(li_config_load("/nonexistent/x.yaml", &c, &fault),
		LI_ECONFIG);
	CU_ASSERT_STRING_EQUAL(fault.text,
		"/nonexistent/x.yaml: No such file or directory");
	CU_ASSERT_PTR_NOT_NULL_FATAL(huge);
	memset(huge, '#', 70000);
	huge[70000] = '\0';
	CU_ASSERT_EQUAL(load(huge, &c, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "larger than 65536 octets"));
	free(huge);
}

static void test_config__delivery_needs_its_certificate_key_and_ca(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT "deliver: {certificate: c, ca: a}\n",
				      &c, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_config_check_deliver(&c, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "'deliver.key' is missing"));
	strcpy(c.deliver.tls.key, "k");
	CU_ASSERT_EQUAL(li_config_check_deliver(&c, &fault), LI_OK);
}

#define X1                                                                     \
	"x1: {listen: [\"192.0.2.5:443\"], certificate: c, key: k, ca: a,\n"   \
	"  admf_identifier: admf-1, ne_identifier: ne-1"

/* TS 103 221-1 cl. 5.2.2, 6.2.4, 6.3.4, 6.6.2, 7.2.2.3, 8.2.2: what holds unless
 * another thing is agreed */
static void test_config__has_what_x1_is_by_default(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT X1 "}\n", &c, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_config_check_x1(&c, &fault), LI_OK);
	CU_ASSERT_EQUAL(c.x1.listen.count, 1);
	CU_ASSERT_EQUAL(c.x1.listen.at[0].port, 443);
	CU_ASSERT_STRING_EQUAL(c.x1.admf_identifier, "admf-1");
	CU_ASSERT_STRING_EQUAL(c.x1.path, "/X1/NE");
	CU_ASSERT_EQUAL(c.x1.answer_s, 5);
	CU_ASSERT_EQUAL(c.x1.time_p2_s, 3600);
	CU_ASSERT_STRING_EQUAL(c.x1.state, "/var/lib/lmisf/x1.state");
	CU_ASSERT_TRUE(c.x1.tls.tls12);
	CU_ASSERT_TRUE(c.x1.deactivate_all_tasks);
	CU_ASSERT_TRUE(c.x1.remove_all_destinations);
	CU_ASSERT_TRUE(c.x1.keepalive);
	CU_ASSERT_TRUE(c.x1.report_checkpoints);
	CU_ASSERT_TRUE(c.x1.report_clock);
	CU_ASSERT_EQUAL_FATAL(
		load(ELEMENT X1 ", tls_min: 1.3, path: /li, keepalive: no,\n"
				"  deactivate_all_tasks: no, "
				"remove_all_destinations: no, "
				"report_checkpoints: no, report_clock: no}\n",
			&c, &fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(c.x1.path, "/li");
	CU_ASSERT_FALSE(c.x1.tls.tls12);
	CU_ASSERT_FALSE(c.x1.deactivate_all_tasks);
	CU_ASSERT_FALSE(c.x1.remove_all_destinations);
	CU_ASSERT_FALSE(c.x1.keepalive);
	CU_ASSERT_FALSE(c.x1.report_checkpoints);
	CU_ASSERT_FALSE(c.x1.report_clock);
}

static void test_config__x1_needs_both_ends_and_a_certificate(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT, &c, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_config_check_x1(&c, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "'x1.listen' is missing"));
	CU_ASSERT_EQUAL_FATAL(load(ELEMENT X1 "}\n", &c, &fault), LI_OK);
	c.x1.ne_identifier[0] = '\0';
	CU_ASSERT_EQUAL(li_config_check_x1(&c, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(fault.text, "'x1.ne_identifier' is missing"));
	CU_ASSERT_EQUAL(load(ELEMENT "x1: {listen: [\"192.0.2.5\"]}\n", &c,
				&fault),
		LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "x1.listen[0]"));
}

static void test_config__has_places_for_a_token(void)
{
	struct li_config c;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL_FATAL(load(ELEMENT, &c, &fault), LI_OK);
	CU_ASSERT_EQUAL(c.sandbox.paths_count, 0);
	CU_ASSERT_EQUAL_FATAL(load(ELEMENT "sandbox: {paths: [/a, /b/c]}\n", &c,
				      &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(c.sandbox.paths_count, 2);
	CU_ASSERT_STRING_EQUAL(c.sandbox.paths[1], "/b/c");
	CU_ASSERT_EQUAL(load(ELEMENT "sandbox: {paths: [1,2,3,4,5,6,7,8,9]}\n",
				&c, &fault),
		LI_ECONFIG);
}

UNIT_MAIN("tools.config", UNIT_TEST(test_config__has_places_for_a_token),
	UNIT_TEST(test_config__has_what_x1_is_by_default),
	UNIT_TEST(test_config__x1_needs_both_ends_and_a_certificate),
	UNIT_TEST(test_config__fills_in_defaults),
	UNIT_TEST(test_config__reads_what_is_given),
	UNIT_TEST(test_config__reads_every_kind_of_intake),
	UNIT_TEST(test_config__takes_what_tls_may_ask_of_peers),
	UNIT_TEST(test_config__starts_relative_paths_at_its_folder),
	UNIT_TEST(test_config__refuses_with_line_key_and_what_is_allowed),
	UNIT_TEST(test_config__refuses_bad_addresses),
	UNIT_TEST(test_config__refuses_a_file_that_is_not_there_or_huge),
	UNIT_TEST(test_config__delivery_needs_its_certificate_key_and_ca))
