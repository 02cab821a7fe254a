/* SPDX-License-Identifier: BSD-3-Clause */
#include "tls_pair.h"

static void test_tls__carries_octets_between_peers_that_know_each_other(void)
{
	struct pair p;
	char got[64];
	size_t n = 0;

	setup(&p, (struct end){"lmisf", "ca.pem", false, "mdf.test"},
		(struct end){"mdf", "ca.pem", false, "lmisf.test"});
	shake(&p);
	CU_ASSERT_EQUAL_FATAL(p.c, LI_TLS_OK);
	CU_ASSERT_EQUAL_FATAL(p.s, LI_TLS_OK);
	/* TS 33.210 cl. 6.2: 1.3 is what is agreed on */
	CU_ASSERT_STRING_EQUAL(li_tls_version(p.client), "TLS1.3");
	CU_ASSERT_EQUAL(li_tls_read(p.client, got, sizeof(got), &n),
		LI_TLS_WANT_IN);
	CU_ASSERT_EQUAL(li_tls_write(p.client, li_slice_str("hello"), &n),
		LI_TLS_OK);
	CU_ASSERT_EQUAL(n, 5);
	CU_ASSERT_EQUAL(li_tls_read(p.server, got, sizeof(got), &n), LI_TLS_OK);
	CU_ASSERT_TRUE(li_slice_is(li_slice(got, n), "hello"));
	li_tls_bye(p.client);
	CU_ASSERT_EQUAL(li_tls_read(p.server, got, sizeof(got), &n),
		LI_TLS_CLOSED);
	teardown(&p);
}

static void test_tls__goes_on_after_a_full_socket(void)
{
	static uint8_t octets[1 << 20], got[1 << 20];
	size_t put = 0, taken = 0, n = 0, stalls = 0;
	struct pair p;

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)(i * 7 + i / 251);
	setup(&p, (struct end){"lmisf", "ca.pem", false, NULL},
		(struct end){"mdf", "ca.pem", false, NULL});
	shake(&p);
	while (taken < sizeof(octets)) {
		enum li_tls_outcome o = LI_TLS_OK;

		while (o == LI_TLS_OK && put < sizeof(octets)) {
			o = li_tls_write(p.client,
				li_slice(octets + put, sizeof(octets) - put),
				&n);
			put += o == LI_TLS_OK ? n : 0;
		}
		stalls += o == LI_TLS_WANT_OUT;
		o = li_tls_read(p.server, got + taken, sizeof(got) - taken, &n);
		CU_ASSERT_TRUE_FATAL(o == LI_TLS_OK || o == LI_TLS_WANT_IN);
		taken += o == LI_TLS_OK ? n : 0;
	}
	CU_ASSERT_TRUE(stalls > 0);
	CU_ASSERT_EQUAL(memcmp(octets, got, sizeof(got)), 0);
	teardown(&p);
}

/* What each end says of a peer that it must not talk with. The client learns
 * of its own refusal by reading. TS 33.210 cl. 6.2, TS 103 221-2 cl. 6.2 */
static const struct {
	struct end client, server;
	const char *client_why, *server_why;
} refusals[] = {
	{{"lmisf", "ca.pem", 0, "mdf.test"}, {"stranger", "ca.pem", 0, NULL},
		"peer certificate: not of our CA",
		"peer refused our certificate: not of its CA"},
	{{"lmisf", "other-ca.pem", 0, NULL}, {"mdf", "ca.pem", 0, NULL},
		"peer certificate: not of our CA",
		"peer refused our certificate: not of its CA"},
	{{"stranger", "ca.pem", 0, NULL}, {"mdf", "ca.pem", 0, NULL},
		"peer refused our certificate: not of its CA",
		"peer certificate: not of our CA"},
	{{"lmisf", "ca.pem", 0, "mdf2.test"}, {"mdf", "ca.pem", 0, NULL},
		"peer certificate: has another name",
		"peer refused our certificate"},
	{{"lmisf", "ca.pem", 0, "127.0.0.2"}, {"mdf", "ca.pem", 0, NULL},
		"peer certificate: has another name",
		"peer refused our certificate"},
	{{"lmisf", "ca.pem", 0, "mdf"}, {"mdf", "ca.pem", 0, NULL},
		"peer certificate: has another name",
		"peer refused our certificate"},
	{{"lmisf", "ca.pem", 0, NULL}, {"mdf", "ca.pem", 0, "other.test"},
		"peer refused our certificate",
		"peer certificate: has another name"},
};

static void test_tls__refuses_a_wrong_peer_and_says_why(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct pair p;
		char got[8];
		size_t n;

		setup(&p, refusals[i].client, refusals[i].server);
		shake(&p);
		if (p.c == LI_TLS_OK)
			p.c = li_tls_read(p.client, got, sizeof(got), &n);
		if (p.s == LI_TLS_OK)
			p.s = li_tls_read(p.server, got, sizeof(got), &n);
		CU_ASSERT_EQUAL(p.c, LI_TLS_FAILED);
		CU_ASSERT_EQUAL(p.s, LI_TLS_FAILED);
		CU_ASSERT_STRING_EQUAL(li_tls_why(p.client),
			refusals[i].client_why);
		CU_ASSERT_STRING_EQUAL(li_tls_why(p.server),
			refusals[i].server_why);
		teardown(&p);
	}
}

static void test_tls__accepts_names_and_addresses_of_the_certificate(void)
{
	static const char *const names[] = {"mdf.test", "MDF.Test", "127.0.0.1",
		"::1", "0:0:0:0:0:0:0:1"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct pair p;

		setup(&p, (struct end){"lmisf", "ca.pem", false, names[i]},
			(struct end){"mdf", "ca.pem", false, NULL});
		shake(&p);
		CU_ASSERT_EQUAL(p.c, LI_TLS_OK);
		teardown(&p);
	}
}

/* TS 33.210 cl. 6.2: both versions can be had, the lower one only if asked */
static void test_tls__takes_one_of_several_names_and_no_other(void)
{
	static const char *const names[] = {"other.test", "lmisf.test"};

	for (size_t count = 0; count <= 2; count++) {
		struct pair p;

		setup(&p, (struct end){"lmisf", "ca.pem", false, NULL},
			(struct end){"mdf", "ca.pem", false, NULL});
		li_tls_expect(p.server, names, count);
		shake(&p);
		/* One name, and not its own: refused. */
		CU_ASSERT_EQUAL(p.s, count == 1 ? LI_TLS_FAILED : LI_TLS_OK);
		if (count == 1)
			CU_ASSERT_STRING_EQUAL(li_tls_why(p.server),
				"peer certificate: has another name");
		teardown(&p);
	}
}

static void test_tls__agrees_on_the_highest_version_both_allow(void)
{
	struct pair p;

	setup(&p, (struct end){"lmisf", "ca.pem", true, NULL},
		(struct end){"mdf", "ca.pem", true, NULL});
	shake(&p);
	CU_ASSERT_EQUAL(p.c, LI_TLS_OK);
	CU_ASSERT_STRING_EQUAL(li_tls_version(p.server), "TLS1.3");
	teardown(&p);
}

static void test_tls__loads_only_files_that_will_do(void)
{
	static const struct {
		const char *name, *ca, *says, *names;
	} cases[] = {
		{"lmisf", "ca.pem", NULL, NULL},
		{"expired", "ca.pem",
			"certificate expired at 2020-01-01T00:00:00Z",
			"/expired.pem"},
		{"open", "ca.pem", "key file is open to others", "/open.key"},
		{"mixed", "ca.pem", "not the key of certificate", "/mixed.key"},
		{"lmisf", "no-ca.pem", "No such file", "/no-ca.pem"},
		{"lmisf", "junk.pem", "holds no certificate", "/junk.pem"},
		{"junk", "ca.pem", "holds no certificate", "/junk.pem"},
		{"junkkey", "ca.pem", "holds no private key", "/junkkey.key"},
		{"none", "ca.pem", "No such file", "/none.pem"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_tls_creds *creds = NULL;
		struct li_fault fault = {0};
		li_err err =
			load(cases[i].name, cases[i].ca, false, &creds, &fault);

		CU_ASSERT_EQUAL(err, cases[i].says ? LI_ECONFIG : LI_OK);
		if (cases[i].says) {
			CU_ASSERT_PTR_NULL(creds);
			CU_ASSERT_PTR_NOT_NULL(
				strstr(fault.text, cases[i].says));
			CU_ASSERT_PTR_NOT_NULL(
				strstr(fault.text, cases[i].names));
		}
		li_tls_creds_free(creds);
	}
}

/* A certificate, and then as many empty lines as there may be, and one more. */
static void test_tls__reads_no_file_without_end(void)
{
	struct li_tls_creds *creds = NULL;
	struct li_fault fault = {0};
	char path[PATH], big[PATH];
	struct stat st;
	FILE *in, *out;
	int c;

	path_of(path, "ca.pem");
	path_of(big, "big.pem");
	in = fopen(path, "re");
	out = fopen(big, "we");
	CU_ASSERT_FATAL(in && out);
	while ((c = fgetc(in)) != EOF)
		fputc(c, out);
	while (ftell(out) < LI_TLS_FILE_MAX)
		fputc('\n', out);
	(void)fflush(out);
	CU_ASSERT_EQUAL(stat(big, &st), 0);
	CU_ASSERT_EQUAL(st.st_size, LI_TLS_FILE_MAX);
	CU_ASSERT_EQUAL(load("lmisf", "big.pem", false, &creds, &fault), LI_OK);
	li_tls_creds_free(creds);
	fputc('\n', out);
	(void)fclose(in);
	(void)fclose(out);
	CU_ASSERT_EQUAL(load("lmisf", "big.pem", false, &creds, &fault),
		LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "not a PEM file"));
}

/* TS 103 221-1 cl. 8.2.4: one UID, and whole */
static void test_tls__reads_the_uid_of_either_side(void)
{
	static const struct {
		const char *name;
		size_t cap;
		li_err err;
		const char *uid;
	} cases[] = {
		{"admf", 64, LI_OK, "admf-1"},
		{"admf", 7, LI_OK, "admf-1"},
		{"admf", 6, LI_ETOOBIG, "before"},
		{"admf-nobody", 64, LI_ENOTFOUND, "before"},
		{"admf-twice", 64, LI_EMALFORMED, "before"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_tls_creds *creds = NULL;
		char uid[64] = "before", own[64] = "before";
		struct pair p;

		setup(&p, (struct end){cases[i].name, "ca.pem", false, NULL},
			(struct end){"x1", "ca.pem", false, NULL});
		CU_ASSERT_EQUAL(li_tls_peer_uid(p.server, uid, sizeof(uid)),
			LI_ENOTFOUND);
		shake(&p);
		CU_ASSERT_EQUAL_FATAL(p.s, LI_TLS_OK);
		CU_ASSERT_EQUAL(li_tls_peer_uid(p.server, uid, cases[i].cap),
			cases[i].err);
		CU_ASSERT_STRING_EQUAL(uid, cases[i].uid);
		CU_ASSERT_EQUAL_FATAL(load(cases[i].name, "ca.pem", false,
					      &creds, NULL),
			LI_OK);
		CU_ASSERT_EQUAL(li_tls_creds_uid(creds, own, cases[i].cap),
			cases[i].err);
		CU_ASSERT_STRING_EQUAL(own, cases[i].uid);
		li_tls_creds_free(creds);
		teardown(&p);
	}
}

static void test_tls__never_logs_keys(void)
{
	char path[PATH];
	struct pair p;

	path_of(path, "keylog");
	CU_ASSERT_EQUAL(setenv("SSLKEYLOGFILE", path, 1), 0);
	setup(&p, (struct end){"lmisf", "ca.pem", false, NULL},
		(struct end){"mdf", "ca.pem", false, NULL});
	shake(&p);
	CU_ASSERT_EQUAL(p.c, LI_TLS_OK);
	CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
	teardown(&p);
}

static const struct unit_test tests[] = {
	/* First: GnuTLS looks at the environment once. */
	UNIT_TEST(test_tls__never_logs_keys),
	UNIT_TEST(test_tls__carries_octets_between_peers_that_know_each_other),
	UNIT_TEST(test_tls__goes_on_after_a_full_socket),
	UNIT_TEST(test_tls__reads_no_file_without_end),
	UNIT_TEST(test_tls__refuses_a_wrong_peer_and_says_why),
	UNIT_TEST(test_tls__accepts_names_and_addresses_of_the_certificate),
	UNIT_TEST(test_tls__takes_one_of_several_names_and_no_other),
	UNIT_TEST(test_tls__agrees_on_the_highest_version_both_allow),
	UNIT_TEST(test_tls__loads_only_files_that_will_do),
	UNIT_TEST(test_tls__reads_the_uid_of_either_side),
};

int main(void)
{
	return with_certs("cp lmisf.pem open.pem;"
			  "cp lmisf.key open.key; chmod 0440 open.key;"
			  "cp lmisf.pem mixed.pem; cp mdf.key mixed.key;"
			  "echo junk >junk.pem; cp lmisf.pem junkkey.pem;"
			  "echo junk >junkkey.key; chmod 0400 junkkey.key",
		"net.tls", tests, sizeof(tests) / sizeof(tests[0]));
}
