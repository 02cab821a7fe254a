/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.126 R6.6-110: the audit is signed by a key of a file or of a token.
 */
#include <stdlib.h>
#include <unistd.h>

#include "place.h"
#include "store/audit.h"
#include "unit.h"

static void run(const char *format, const char *dir)
{
	char *command = sqlite3_mprintf(format, dir, dir, dir);

	CU_ASSERT_EQUAL_FATAL(system(command), 0);
	sqlite3_free(command);
}

static void act(struct place *p, int n)
{
	for (int i = 0; i < n; i++)
		CU_ASSERT_EQUAL(li_store_audit(p->store, &place_actor, "x",
					NULL, (struct li_slice){0}),
			LI_OK);
}

/* Close it, and open it with this key. */
static li_err again(struct place *p, const char *key, struct li_fault *fault)
{
	li_store_close(p->store);
	p->store = NULL;
	p->at.audit_key = key;
	return li_store_open(&p->at, LI_STORE_WRITER, &p->store, fault);
}

static li_err verify(struct place *p, const struct li_checkpoint *c, size_t n,
	int64_t *row)
{
	struct li_verdict v = {0};
	struct li_fault fault = {0};
	li_err err = li_store_audit_verify_since(p->store, c, n, &v, &fault);

	*row = v.row;
	return err;
}

/* From the store's own key to another, and on with that one. */
static void hand_over(struct place *p, const char *key, const char *other)
{
	struct li_checkpoint c[2];
	struct li_fault fault = {0};
	int64_t row;

	act(p, 3);
	CU_ASSERT_EQUAL(li_store_mark(p->store), LI_OK);
	c[0] = *li_store_marked(p->store);
	if (again(p, key, &fault))
		printf("%s\n", fault.text);
	CU_ASSERT_PTR_NOT_NULL_FATAL(p->store);
	CU_ASSERT_EQUAL(place_number(p, "SELECT row FROM audit_key"), 5);
	act(p, 2);
	CU_ASSERT_EQUAL_FATAL(again(p, key, &fault), LI_OK);
	CU_ASSERT_EQUAL(place_number(p, "SELECT count(*) FROM audit_key"), 1);
	act(p, 1);
	CU_ASSERT_EQUAL(li_store_mark(p->store), LI_OK);
	c[1] = *li_store_marked(p->store);
	CU_ASSERT_EQUAL(verify(p, c, 2, &row), LI_OK);
	CU_ASSERT_EQUAL(again(p, NULL, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "another key signs"));
	CU_ASSERT_EQUAL(again(p, other, &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL_FATAL(again(p, key, &fault), LI_OK);
	/* The store's own key is no longer good for anything. */
	CU_ASSERT_EQUAL(place_sql(p,
				"DROP TRIGGER audit_key_no_delete; "
				"DELETE FROM audit_key"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(verify(p, c, 2, &row), LI_ECORRUPT);
	CU_ASSERT_EQUAL(row, 5);
}

static void test_audit_key__is_one_of_a_file(void)
{
	char key[PLACE_PATH], other[PLACE_PATH];
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	snprintf(key, sizeof(key), "%s/audit.pem", p.dir);
	snprintf(other, sizeof(other), "%s/other.pem", p.dir);
	run("certtool --generate-privkey --key-type ed25519 --outfile "
	    "%s/audit.pem 2>%s/log && certtool --generate-privkey --key-type "
	    "ed25519 --outfile %s/other.pem 2>/dev/null",
		p.dir);
	CU_ASSERT_EQUAL(again(&p, "/nonexistent", &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL_FATAL(again(&p, NULL, &fault), LI_OK);
	hand_over(&p, key, other);
	place_fini(&p);
}

/* RFC 7512: the PIN is in a file, the key never leaves the token. */
static void test_audit_key__is_one_of_a_token(void)
{
	char uri[320], other[PLACE_PATH];
	struct place p;

	place_init(&p);
	snprintf(other, sizeof(other), "%s/softhsm2.conf", p.dir);
	setenv("SOFTHSM2_CONF", other, 1);
	run("mkdir %s/tokens && printf 'directories.tokendir = %s/tokens\\n' "
	    ">%s/softhsm2.conf",
		p.dir);
	run("softhsm2-util --init-token --free --label lmisf --pin 1234 "
	    "--so-pin 1234 >%s/log && printf 1234 >%s/pin",
		p.dir);
	run("certtool --generate-privkey --key-type ed25519 --outfile "
	    "%s/token.pem 2>/dev/null && certtool --load-privkey %s/token.pem "
	    "--pubkey-info --outfile %s/public.pem 2>/dev/null",
		p.dir);
	run("for half in privkey=%s/token.pem pubkey=%s/public.pem; do "
	    "GNUTLS_PIN=1234 p11tool --login --write --load-$half --id 01 "
	    "--label audit pkcs11:token=lmisf >%s/log 2>&1; done",
		p.dir);
	snprintf(uri, sizeof(uri),
		"pkcs11:token=lmisf;object=audit;type=private?"
		"pin-source=%s/pin",
		p.dir);
	hand_over(&p, uri, "pkcs11:token=none;object=audit;type=private");
	li_store_close(p.store);
	p.store = NULL;
	run("rm -r %s/tokens", p.dir);
	place_fini(&p);
}

UNIT_MAIN("store.audit_key", UNIT_TEST(test_audit_key__is_one_of_a_file),
	UNIT_TEST(test_audit_key__is_one_of_a_token))
