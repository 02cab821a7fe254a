/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls_gnutls.h"
#include "tls_pair.h"

static const struct end lmisf = {"lmisf", "ca.pem", true, NULL};
static const struct end mdf = {"mdf", "ca.pem", true, "lmisf.test"};

/* What the client then says of the server; "" when it takes it. */
static void claim(struct end client, struct more more, struct end server,
	struct more theirs, const char *why)
{
	struct pair p;

	setup_more(&p, client, more, server, theirs);
	shake(&p);
	CU_ASSERT_EQUAL(p.c, why[0] ? LI_TLS_FAILED : LI_TLS_OK);
	CU_ASSERT_STRING_EQUAL(li_tls_why(p.client), why);
	teardown(&p);
}

/* A server that shows whatever it has; ours would not. */
static int show(gnutls_session_t session, void *name, gnutls_datum_t *out)
{
	char path[PATH];

	(void)session;
	path_of(path, name);
	return gnutls_load_file(path, out);
}

static void try_response(char *file, bool wanted, const char *why)
{
	struct pair p;

	setup_more(&p, lmisf, (struct more){.ocsp_required = wanted}, mdf,
		(struct more){0});
	gnutls_certificate_set_ocsp_status_request_function(p.server->creds
								    ->x509,
		show, file);
	shake(&p);
	CU_ASSERT_EQUAL(p.c, why[0] ? LI_TLS_FAILED : LI_TLS_OK);
	CU_ASSERT_STRING_EQUAL(li_tls_why(p.client), why);
	teardown(&p);
}

/* RFC 6960 cl. 3.2, TS 33.210 cl. 6.2: what came with the certificate is
 * believed if it may be, wanted or not. */
static void test_tls_peer__believes_an_ocsp_response_that_may_be(void)
{
	static struct {
		char ocsp[16];
		const char *why;
	} cases[] = {
		{"good.der", ""},
		{"endless.der", ""},
		{"delegated.der", ""},
		{"revoked.der", "peer certificate: revoked"},
		{"unknown.der", "peer certificate: its CA does not know it"},
		{"stale.der",
			"peer certificate: its OCSP response is not of now"},
		{"early.der",
			"peer certificate: its OCSP response is not of now"},
		{"stranger.der",
			"peer certificate: its OCSP response is not of its CA"},
		{"nobody.der",
			"peer certificate: its OCSP response is not of its CA"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int wanted = 0; wanted <= 1; wanted++)
			try_response(cases[i].ocsp, wanted, cases[i].why);
}

static void test_tls_peer__goes_without_a_response_only_if_it_may(void)
{
	claim(lmisf, (struct more){0}, mdf, (struct more){0}, "");
	claim(lmisf, (struct more){.ocsp_required = true}, mdf,
		(struct more){0},
		"peer certificate: no OCSP response came with it");
}

/* RFC 8446 cl. 4.4.2.1: a client has one too. */
static void test_tls_peer__wants_a_response_of_clients(void)
{
	const struct more asks = {.ocsp_required = true};
	struct pair p;

	for (int has = 0; has <= 1; has++) {
		setup_more(&p, lmisf,
			(struct more){.ocsp = has ? "lmisf.der" : NULL}, mdf,
			asks);
		shake(&p);
		CU_ASSERT_EQUAL(p.s, has ? LI_TLS_OK : LI_TLS_FAILED);
		CU_ASSERT_STRING_EQUAL(li_tls_why(p.server),
			has ? ""
			    : "peer certificate: no OCSP response came "
			      "with it");
		teardown(&p);
	}
}

/* RFC 5280 cl. 4.2.1.12: of a client's certificate and a server's neither will do
 * for the other. */
static void test_tls_peer__takes_no_certificate_for_another_use(void)
{
	static const struct end asks = {"asks", "ca.pem", true, NULL};
	static const struct end serves = {"serves", "ca.pem", true, NULL};
	static const char why[] = "peer certificate: not for this use";
	struct pair p;

	claim(asks, (struct more){0}, serves, (struct more){0}, "");
	claim(asks, (struct more){0}, asks, (struct more){0}, why);
	setup(&p, serves, serves);
	shake(&p);
	CU_ASSERT_EQUAL(p.s, LI_TLS_FAILED);
	CU_ASSERT_STRING_EQUAL(li_tls_why(p.server), why);
	teardown(&p);
}

/* That of mdf. */
static void read_pin(char text[static LI_TLS_PIN_TEXT + 2])
{
	char path[PATH];
	FILE *f;

	path_of(path, "mdf.pin");
	f = fopen(path, "re");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(text, LI_TLS_PIN_TEXT + 2, f));
	fclose(f);
	text[LI_TLS_PIN_TEXT] = '\0';
}

static void test_tls_peer__takes_only_a_key_that_is_pinned(void)
{
	char text[LI_TLS_PIN_TEXT + 2] = "";

	read_pin(text);
	claim(lmisf, (struct more){.pin = text}, mdf, (struct more){0}, "");
	claim(lmisf, (struct more){.pin = text},
		(struct end){"x1", "ca.pem", true, NULL}, (struct more){0},
		"peer certificate: has another key");
}

/* What the client says of mdf when its credentials and this connection have
 * pins: the key must be in both lists, wherever in them. */
static void claim_pins(const char *creds, const struct li_pins *pins,
	const char *why)
{
	struct pair p;

	setup_more(&p, lmisf, (struct more){.pin = creds}, mdf,
		(struct more){0});
	li_tls_pin(p.client, pins);
	shake(&p);
	CU_ASSERT_STRING_EQUAL(li_tls_why(p.client), why);
	/* and when it is looked at again */
	CU_ASSERT_EQUAL(!why[0] && li_tls_recheck(p.client, p.client->creds),
		!why[0]);
	teardown(&p);
}

static void test_tls_peer__takes_only_a_key_that_is_pinned_here_too(void)
{
	static const char other[] =
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
	static const char bad[] = "peer certificate: has another key";
	char text[LI_TLS_PIN_TEXT + 2] = "", again[LI_TLS_PIN_TEXT + 1];
	struct li_pins pins = {.count = 1};

	read_pin(text);
	claim_pins(NULL, &pins, bad);
	CU_ASSERT_EQUAL(li_tls_pin_parse(text, &pins.pin[1]), LI_OK);
	CU_ASSERT_EQUAL(li_tls_pin_format(&pins.pin[1], again), LI_OK);
	CU_ASSERT_STRING_EQUAL(again, text);
	claim_pins(NULL, &pins, bad);
	pins.count = 2;
	claim_pins(NULL, &pins, "");
	claim_pins(text, &pins, "");
	claim_pins(other, &pins, bad);
	pins.count = 0;
	claim_pins(NULL, &pins, "");
	claim_pins(text, &pins, "");
}

/* RFC 7469 cl. 2.4, RFC 4648 cl. 4 */
static void test_tls_peer__reads_pins(void)
{
	static const char *const bad[] = {"",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=A"};
	struct li_pin pin;

	CU_ASSERT_EQUAL(
		li_tls_pin_parse("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
			&pin),
		LI_OK);
	CU_ASSERT_EQUAL(pin.octet[0], 0);
	CU_ASSERT_EQUAL(pin.octet[31], 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(li_tls_pin_parse(bad[i], &pin), LI_EMALFORMED);
}

/* RFC 5280 cl. 6.3.3: the list of its CA says nothing of it, and is there. */
static void test_tls_peer__wants_a_list_of_each_ca(void)
{
	claim(lmisf, (struct more){.crl = "crl.pem"}, mdf, (struct more){0},
		"");
	claim((struct end){"lmisf", "both.pem", true, NULL},
		(struct more){.crl = "crl.pem"},
		(struct end){"stranger", "both.pem", true, NULL},
		(struct more){0},
		"peer certificate: no revocation list of its CA");
	claim((struct end){"lmisf", "both.pem", true, NULL},
		(struct more){.crl = "stale-and-crl.pem"}, mdf,
		(struct more){0}, "");
	claim((struct end){"lmisf", "both.pem", true, NULL},
		(struct more){.crl = "stale-and-crl.pem"},
		(struct end){"stranger", "both.pem", true, NULL},
		(struct more){0},
		"peer certificate: the revocation list is not of now");
}

/* TS 33.127 cl. 8: who is revoked in the midst of a session is not kept, who
 * is not is. */
static void test_tls_peer__looks_again_at_an_open_session(void)
{
	static const struct {
		struct more more;
		const char *why;
	} cases[] = {
		{{0}, ""},
		{{.crl = "crl.pem"}, ""},
		{{.crl = "mdf-revoked.pem"}, "peer certificate: revoked"},
		{{.ocsp_required = true},
			"peer certificate: no OCSP response came with it"},
	};
	struct li_tls_creds *creds;
	char got[8];
	struct pair p;
	size_t n;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL_FATAL(load_more("x1", "ca.pem", true,
					      &cases[i].more, &creds, NULL),
			LI_OK);
		setup(&p, lmisf, mdf);
		CU_ASSERT_FALSE(li_tls_recheck(p.client, creds));
		teardown(&p);
		setup(&p, lmisf, mdf);
		shake(&p);
		CU_ASSERT_EQUAL(li_tls_recheck(p.client, creds),
			cases[i].why[0] == '\0');
		li_tls_creds_free(creds);
		CU_ASSERT_STRING_EQUAL(li_tls_why(p.client), cases[i].why);
		CU_ASSERT_EQUAL(li_tls_write(p.client, li_slice_str("on"), &n),
			LI_TLS_OK);
		CU_ASSERT_EQUAL(li_tls_read(p.server, got, sizeof(got), &n),
			LI_TLS_OK);
		teardown(&p);
	}
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_tls_peer__believes_an_ocsp_response_that_may_be),
	UNIT_TEST(test_tls_peer__goes_without_a_response_only_if_it_may),
	UNIT_TEST(test_tls_peer__wants_a_response_of_clients),
	UNIT_TEST(test_tls_peer__takes_no_certificate_for_another_use),
	UNIT_TEST(test_tls_peer__takes_only_a_key_that_is_pinned),
	UNIT_TEST(test_tls_peer__takes_only_a_key_that_is_pinned_here_too),
	UNIT_TEST(test_tls_peer__reads_pins),
	UNIT_TEST(test_tls_peer__wants_a_list_of_each_ca),
	UNIT_TEST(test_tls_peer__looks_again_at_an_open_session),
};

static const char commands[] =
	"for s in good revoked unknown stale early endless; do"
	"  \"$OCSP\" . mdf $s ca $s.der; done;"
	"\"$OCSP\" . lmisf good ca lmisf.der;"
	"\"$OCSP\" . mdf good stranger stranger.der;"
	"\"$OCSP\" . mdf good lmisf nobody.der;"
	"make() { certtool --generate-privkey --key-type ecdsa --curve"
	"  secp256r1 --no-text --outfile $1.key 2>log; chmod 0400 $1.key;"
	"  printf \"cn = $1\\nsigning_key\\n$2\\nexpiration_days = 1\\n\""
	"  >template; certtool --generate-certificate --no-text"
	"  --load-privkey $1.key --load-ca-certificate ca.pem"
	"  --load-ca-privkey ca.key --template template --outfile $1.pem"
	"  2>log; };"
	"make asks tls_www_client; make serves tls_www_server;"
	/* one that the CA lets speak for it: RFC 6960 cl. 4.2.2.2 */
	"make speaker ocsp_signing_key;"
	"\"$OCSP\" . mdf good speaker delegated.der;"
	"openssl x509 -in mdf.pem -noout -pubkey |"
	"  openssl pkey -pubin -outform der | openssl dgst -sha256 -binary |"
	"  base64 >mdf.pin;"
	"crl() { printf '%s\\n' 'crl_number = 1' \"$3\" >template;"
	"  certtool --generate-crl --no-text --load-ca-privkey $1.key"
	"  --load-ca-certificate $1.pem $4 --template template"
	"  --outfile $2 2>log; };"
	"crl ca crl.pem 'crl_next_update = 30' '';"
	"crl ca mdf-revoked.pem 'crl_next_update = 30'"
	"  '--load-certificate mdf.pem';"
	"crl other-ca stale.pem 'crl_this_update_date = \"2020-01-01 00:00:00"
	" UTC\"\ncrl_next_update_date = \"2020-02-01 00:00:00 UTC\"' '';"
	"cat stale.pem crl.pem >stale-and-crl.pem;"
	"cat ca.pem other-ca.pem >both.pem";

int main(void)
{
	return with_certs(commands, "net.tls_peer", tests,
		sizeof(tests) / sizeof(tests[0]));
}
