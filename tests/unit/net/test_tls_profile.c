/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls_gnutls.h"
#include "tls_pair.h"

static const struct end lmisf = {"lmisf", "ca.pem", true, NULL};
static const struct end mdf = {"mdf", "ca.pem", true, "lmisf.test"};

/* TS 33.210 cl. 6.2: though both ends would offer it, and so agree */
static void test_tls_profile__agrees_on_nothing_weak(void)
{
	static const struct {
		const char *priority, *why;
	} weak[] = {
		{"NORMAL:-VERS-ALL:+VERS-TLS1.2:%NO_SESSION_HASH",
			"peer has no extended master secret"},
		{"NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION",
			"peer has no safe renegotiation"},
		{"NORMAL:-VERS-ALL:+VERS-TLS1.1",
			"another TLS version was agreed"},
		{"NORMAL:-CIPHER-ALL:+AES-128-CCM",
			"a cipher, group or signature that is too weak"},
		{"NORMAL:-GROUP-ALL:+GROUP-X25519",
			"a cipher, group or signature that is too weak"},
	};

	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++) {
		struct pair p;

		setup(&p, lmisf, mdf);
		CU_ASSERT_EQUAL(gnutls_priority_set_direct(p.client->session,
					weak[i].priority, NULL),
			0);
		CU_ASSERT_EQUAL(gnutls_priority_set_direct(p.server->session,
					weak[i].priority, NULL),
			0);
		shake(&p);
		CU_ASSERT_EQUAL(p.c, LI_TLS_FAILED);
		CU_ASSERT_STRING_EQUAL(li_tls_why(p.client), weak[i].why);
		teardown(&p);
	}
}

static int show_none(gnutls_session_t session, const gnutls_datum_t *ca, int n,
	const gnutls_pk_algorithm_t *algorithms, int count,
	gnutls_retr2_st *out)
{
	(void)session, (void)ca, (void)n, (void)algorithms, (void)count;
	*out = (gnutls_retr2_st){.cert_type = GNUTLS_CRT_X509};
	return 0;
}

/* TS 33.210 cl. 6.2: each end shows one, and 1.2 is for who allows it */
static void test_tls_profile__takes_nobody_unknown_and_no_older_version(void)
{
	struct pair p;

	setup(&p, lmisf, mdf);
	gnutls_certificate_set_retrieve_function(p.client->creds->x509,
		show_none);
	shake(&p);
	CU_ASSERT_EQUAL(p.s, LI_TLS_FAILED);
	CU_ASSERT_STRING_EQUAL(li_tls_why(p.server),
		"peer certificate: missing");
	teardown(&p);
	setup(&p, (struct end){"lmisf", "ca.pem", false, NULL}, mdf);
	CU_ASSERT_EQUAL(gnutls_priority_set_direct(p.server->session,
				"NORMAL:-VERS-ALL:+VERS-TLS1.2", NULL),
		0);
	shake(&p);
	CU_ASSERT_EQUAL(p.s, LI_TLS_FAILED);
	CU_ASSERT_STRING_EQUAL(li_tls_why(p.server),
		"no TLS version or cipher in common");
	teardown(&p);
}

static size_t lines; /* that GnuTLS logged */

static void count_line(int level, const char *text)
{
	(void)level;
	(void)text;
	lines++;
}

/* TS 33.127 cl. 8.4: it would say whose certificates came. */
static void test_tls_profile__is_silent(void)
{
	struct pair p;

	gnutls_global_set_log_function(count_line);
	gnutls_global_set_log_level(9);
	setup(&p, lmisf, mdf);
	lines = 0;
	shake(&p);
	CU_ASSERT_EQUAL(p.c, LI_TLS_OK);
	CU_ASSERT_EQUAL(lines, 0);
	teardown(&p);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_tls_profile__agrees_on_nothing_weak),
	UNIT_TEST(test_tls_profile__takes_nobody_unknown_and_no_older_version),
	UNIT_TEST(test_tls_profile__is_silent),
};

int main(void)
{
	return with_certs(":", "net.tls_profile", tests,
		sizeof(tests) / sizeof(tests[0]));
}
