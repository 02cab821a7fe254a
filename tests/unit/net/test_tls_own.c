/* SPDX-License-Identifier: BSD-3-Clause */
#include "tls_pair.h"

static char uri[3][256]; /* the key; one that is not there; with a PIN in it */

/* RFC 7512: either end signs with a key that never leaves its token. */
static void test_tls_own__has_a_key_in_a_token(void)
{
	const struct end lmisf = {"lmisf", "ca.pem", false, "mdf.test"};
	const struct end mdf = {"mdf", "ca.pem", false, "lmisf.test"};
	const struct more token = {.key = uri[0]};
	struct pair p;

	setup_more(&p, lmisf, token, mdf, (struct more){0});
	shake(&p);
	CU_ASSERT_EQUAL(p.c, LI_TLS_OK);
	CU_ASSERT_EQUAL(p.s, LI_TLS_OK);
	teardown(&p);
	setup_more(&p, (struct end){"mdf", "ca.pem", true, NULL},
		(struct more){0}, (struct end){"lmisf", "ca.pem", true, NULL},
		token);
	shake(&p);
	CU_ASSERT_EQUAL(p.c, LI_TLS_OK);
	CU_ASSERT_EQUAL(p.s, LI_TLS_OK);
	teardown(&p);
}

/* RFC 7512 cl. 2.4 */
static void test_tls_own__says_what_a_token_lacks_and_no_pin(void)
{
	static const struct {
		const char *name, *key, *says;
	} cases[] = {
		{"lmisf", uri[0], NULL},
		{"mdf", uri[0], "not the key of certificate"},
		{"lmisf", uri[1], "no key that can be used"},
		{"lmisf", uri[2], "pin-source="},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_tls_creds *creds = NULL;
		struct li_fault fault = {0};
		li_err err = load_more(cases[i].name, "ca.pem", false,
			&(struct more){.key = cases[i].key}, &creds, &fault);

		CU_ASSERT_EQUAL(err, cases[i].says ? LI_ECONFIG : LI_OK);
		if (cases[i].says)
			CU_ASSERT_PTR_NOT_NULL(
				strstr(fault.text, cases[i].says));
		CU_ASSERT_PTR_NULL(strstr(fault.text, "1234"));
		li_tls_creds_free(creds);
	}
}

static void test_tls_own__takes_only_a_response_of_its_certificate(void)
{
	static const struct {
		const char *ocsp, *says;
	} cases[] = {
		{"lmisf.der", NULL},
		{"mdf.der", "/mdf.der: holds no good OCSP response"},
		{"ca.pem", "/ca.pem: holds no good OCSP response"},
		{"revoked.der", "/revoked.der: holds no good OCSP response"},
		{"stale.der", NULL},
		{"none.der", "/none.der: No such file"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_tls_creds *creds = NULL;
		struct li_fault fault = {0};
		li_err err = load_more("lmisf", "ca.pem", false,
			&(struct more){.ocsp = cases[i].ocsp}, &creds, &fault);

		CU_ASSERT_EQUAL(err, cases[i].says ? LI_ECONFIG : LI_OK);
		if (cases[i].says)
			CU_ASSERT_PTR_NOT_NULL(
				strstr(fault.text, cases[i].says));
		li_tls_creds_free(creds);
	}
}

/* A certificate comes with those between it and the CA. */
static void test_tls_own__shows_its_chain(void)
{
	struct pair p;

	setup(&p, (struct end){"under", "ca.pem", false, NULL},
		(struct end){"mdf", "ca.pem", false, "under.test"});
	shake(&p);
	CU_ASSERT_EQUAL(p.c, LI_TLS_OK);
	CU_ASSERT_EQUAL(p.s, LI_TLS_OK);
	teardown(&p);
}

static void test_tls_own__sees_each_file_change(void)
{
	static const char *const names[] = {"x1.pem", "x1.key", "ca.pem",
		"crl.pem", "x1.der"};
	char path[5][PATH];
	struct li_tls_files files;
	uint64_t before, after;

	for (size_t i = 0; i < 5; i++)
		path_of(path[i], names[i]);
	files = (struct li_tls_files){.certificate = path[0],
		.key = path[1],
		.ca = path[2],
		.crl = path[3],
		.ocsp = path[4]};
	before = li_tls_files_stamp(&files);
	CU_ASSERT_EQUAL(li_tls_files_stamp(&files), before);
	for (size_t i = 0; i < 5; i++) {
		FILE *f;

		(void)chmod(path[i], 0600); /* some are not there yet */
		f = fopen(path[i], "ae");
		CU_ASSERT_PTR_NOT_NULL_FATAL(f);
		fputs("\n", f);
		fclose(f);
		after = li_tls_files_stamp(&files);
		CU_ASSERT_NOT_EQUAL(after, before);
		before = after;
	}
	files.crl = NULL;
	CU_ASSERT_NOT_EQUAL(li_tls_files_stamp(&files), before);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_tls_own__has_a_key_in_a_token),
	UNIT_TEST(test_tls_own__says_what_a_token_lacks_and_no_pin),
	UNIT_TEST(test_tls_own__takes_only_a_response_of_its_certificate),
	UNIT_TEST(test_tls_own__shows_its_chain),
	/* Last: it changes them. */
	UNIT_TEST(test_tls_own__sees_each_file_change),
};

static const char commands[] =
	"\"$OCSP\" . lmisf good ca lmisf.der; \"$OCSP\" . mdf good ca mdf.der;"
	"for s in revoked stale; do \"$OCSP\" . lmisf $s ca $s.der; done;"
	"mkdir tokens; printf 'directories.tokendir = '\"$PWD\"'/tokens\\n'"
	"  >softhsm2.conf; export SOFTHSM2_CONF=$PWD/softhsm2.conf;"
	"softhsm2-util --init-token --free --label lmisf --pin 1234"
	"  --so-pin 1234 >log; printf 1234 >pin;"
	"certtool --load-privkey lmisf.key --pubkey-info --outfile public.pem"
	"  2>log;"
	"for half in privkey=lmisf.key pubkey=public.pem; do"
	"  GNUTLS_PIN=1234 p11tool --login --write --load-$half --id 01"
	"  --label tls pkcs11:token=lmisf >log 2>&1; done;"
	/* a CA below the CA, and who it vouches for */
	"make() { certtool --generate-privkey --key-type ecdsa --curve"
	"  secp256r1 --no-text --outfile $1.key 2>log; chmod 0400 $1.key;"
	"  certtool --generate-certificate --no-text --load-privkey $1.key"
	"  --load-ca-certificate $2.pem --load-ca-privkey $2.key"
	"  --template template --outfile $1.pem 2>log; };"
	"printf 'cn = sub\\nca\\ncert_signing_key\\nexpiration_days = 1\\n'"
	"  >template; make sub ca;"
	"printf 'cn = under\\nsigning_key\\ntls_www_client\\n"
	"dns_name = under.test\\nexpiration_days = 1\\n' >template;"
	"make under sub; cat sub.pem >>under.pem";

int main(void)
{
	char conf[sizeof(uri[0])];

	/* Before the library of tokens is loaded. */
	name_dir();
	snprintf(conf, sizeof(conf), "%s/softhsm2.conf", dir);
	setenv("SOFTHSM2_CONF", conf, 1);
	for (size_t i = 0; i < 3; i++)
		snprintf(uri[i], sizeof(uri[i]),
			"pkcs11:token=lmisf;object=%s;type=private?%s%s%s",
			i == 1 ? "none" : "tls",
			i == 2 ? "pin-value=1234" : "pin-source=",
			i == 2 ? "" : dir, i == 2 ? "" : "/pin");
	return with_certs(commands, "net.tls_own", tests,
		sizeof(tests) / sizeof(tests[0]));
}
