/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/signing.h"

#include <gnutls/abstract.h>
#include <stdlib.h>

#include "unit.h"

static char folder[] = "/tmp/lmisf-signing-XXXXXX";

/* Run a line of shell in the folder. */
static void run(const char *line)
{
	char all[512];

	snprintf(all, sizeof(all), "cd %s && %s >>log 2>&1", folder, line);
	CU_ASSERT_EQUAL_FATAL(system(all), 0); /* NOLINT(cert-env33-c) */
}

static void at(const char *name, char path[static 256])
{
	snprintf(path, 256, "%s/%s", folder, name);
}

/* Does the owner of NAME.pub say so? */
static bool verifies(const char *name, gnutls_sign_algorithm_t how,
	const char *text, const struct li_buf *signature)
{
	const gnutls_datum_t data = {(unsigned char *)(uintptr_t)text,
		(unsigned int)strlen(text)};
	const gnutls_datum_t made = {signature->p, (unsigned int)signature->n};
	gnutls_datum_t pem = {0};
	gnutls_pubkey_t key;
	char path[256];
	bool so;

	at(name, path);
	CU_ASSERT_EQUAL_FATAL(gnutls_load_file(path, &pem), 0);
	CU_ASSERT_EQUAL_FATAL(gnutls_pubkey_init(&key), 0);
	so = gnutls_pubkey_import(key, &pem, GNUTLS_X509_FMT_PEM) >= 0 &&
		gnutls_pubkey_verify_data2(key, how, 0, &data, &made) >= 0;
	gnutls_pubkey_deinit(key);
	gnutls_free(pem.data);
	return so;
}

static void check(const char *key, const char *pub, bool edwards)
{
	const gnutls_sign_algorithm_t how =
		edwards ? GNUTLS_SIGN_EDDSA_ED25519 : GNUTLS_SIGN_ECDSA_SHA256;
	struct li_buf signature = {0};
	struct li_fault fault = {0};
	struct li_signing *s = NULL;

	CU_ASSERT_EQUAL_FATAL(li_signing_open(key, &s, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_signing_is_edwards(s), edwards);
	CU_ASSERT_EQUAL(li_signing_sign(s, li_slice_str("hashes"), &signature),
		LI_OK);
	CU_ASSERT_TRUE(verifies(pub, how, "hashes", &signature));
	CU_ASSERT_FALSE(verifies(pub, how, "hashez", &signature));
	li_buf_fini(&signature);
	li_signing_free(s);
}

/* TS 102 232-1 cl. 7.2: ECDSA as a DER structure, or EdDSA */
static void test_signing__signs_with_a_key_of_a_file(void)
{
	static const char *const kinds[] = {"ecdsa --curve secp256r1",
		"ecdsa --curve secp384r1", "ed25519"};
	char line[256], path[256];

	for (size_t i = 0; i < 3; i++) {
		snprintf(line, sizeof(line),
			"certtool --generate-privkey --key-type %s --outfile "
			"k && certtool --load-privkey k --pubkey-info "
			"--outfile k.pub",
			kinds[i]);
		run(line);
		at("k", path);
		check(path, "k.pub", i == 2);
	}
}

/* RFC 7512: the PIN is in a file, the key never leaves the token. */
static void test_signing__signs_with_a_key_of_a_token(void)
{
	char uri[320], path[256];

	at("softhsm2.conf", path);
	setenv("SOFTHSM2_CONF", path, 1);
	run("mkdir tokens && echo directories.tokendir = $PWD/tokens "
	    ">softhsm2.conf && printf 1234 >pin && softhsm2-util --init-token "
	    "--free --label lmisf --pin 1234 --so-pin 1234");
	run("certtool --generate-privkey --key-type ecdsa --curve secp256r1 "
	    "--outfile t && certtool --load-privkey t --pubkey-info --outfile "
	    "t.pub");
	run("for half in privkey=t pubkey=t.pub; do GNUTLS_PIN=1234 p11tool "
	    "--login --write --load-$half --id 01 --label check "
	    "pkcs11:token=lmisf; done");
	snprintf(uri, sizeof(uri),
		"pkcs11:token=lmisf;object=check;type=private?"
		"pin-source=%s/pin",
		folder);
	check(uri, "t.pub", false);
}

static void test_signing__refuses_what_cannot_sign(void)
{
	struct li_fault fault = {0};
	struct li_signing *s = NULL;
	char path[256];

	at("none", path);
	CU_ASSERT_EQUAL(li_signing_open(path, &s, &fault), LI_ECONFIG);
	run("certtool --generate-privkey --key-type rsa --bits 2048 --outfile "
	    "r");
	at("r", path);
	CU_ASSERT_EQUAL(li_signing_open(path, &s, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "neither of ECDSA"));
	run("chmod 644 k");
	at("k", path);
	CU_ASSERT_EQUAL(li_signing_open(path, &s, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NULL(s);
}

/* The other one signs from then on; what will not do changes nothing. */
static void test_signing__takes_another_key(void)
{
	struct li_buf signature = {0};
	struct li_fault fault = {0};
	struct li_signing *s = NULL;
	char path[256];

	run("certtool --generate-privkey --key-type ecdsa --curve secp256r1 "
	    "--outfile one && certtool --generate-privkey --key-type ed25519 "
	    "--outfile two && certtool --load-privkey two --pubkey-info "
	    "--outfile two.pub && echo none >none && chmod 600 none");
	at("one", path);
	CU_ASSERT_EQUAL_FATAL(li_signing_open(path, &s, &fault), LI_OK);
	CU_ASSERT_FALSE(li_signing_is_edwards(s));
	at("two", path);
	CU_ASSERT_EQUAL(li_signing_reopen(s, path, &fault), LI_OK);
	CU_ASSERT_TRUE(li_signing_is_edwards(s));
	at("none", path);
	CU_ASSERT_EQUAL(li_signing_reopen(s, path, &fault), LI_ECONFIG);
	CU_ASSERT_NOT_EQUAL(fault.text[0], '\0');
	CU_ASSERT_EQUAL(li_signing_sign(s, li_slice_str("x"), &signature),
		LI_OK);
	CU_ASSERT_TRUE(verifies("two.pub", GNUTLS_SIGN_EDDSA_ED25519, "x",
		&signature));
	li_buf_fini(&signature);
	li_signing_free(s);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_signing__takes_another_key),
	UNIT_TEST(test_signing__signs_with_a_key_of_a_file),
	UNIT_TEST(test_signing__signs_with_a_key_of_a_token),
	UNIT_TEST(test_signing__refuses_what_cannot_sign),
};

int main(void)
{
	char line[64];
	int rc;

	if (!mkdtemp(folder))
		return 1;
	rc = unit_main("net.signing", tests, sizeof(tests) / sizeof(tests[0]));
	snprintf(line, sizeof(line), "rm -rf %s", folder);
	return system(line) == 0 ? rc : 1; /* NOLINT(cert-env33-c) */
}
