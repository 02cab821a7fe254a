/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_check.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

#include "odd_link.h"

enum { KEPT = 16, SHA256 = 32 };

static struct li_buf sent[KEPT];   /* records */
static struct li_buf values[KEPT]; /* of checks, by their number */
static struct li_buf checks[KEPT]; /* whole ones */
static char key_path[512];

static void copy(struct li_buf *to, struct li_slice octets)
{
	li_buf_reset(to);
	li_buf_put_slice(to, octets);
}

void hi2_check_sent(uint32_t number, struct li_slice octets)
{
	copy(&sent[number % KEPT], octets);
}

void hi2_check_key(const char *path)
{
	li_slice_copy(li_slice_str(path), key_path, sizeof(key_path));
}

static void put(const struct hi2_check *c, struct li_slice value,
	bool signature, struct li_buf *out)
{
	uint32_t numbers[KEPT];
	struct li_psp_check check = {
		.numbers = numbers,
		.value = value,
		.signature = signature,
	};

	for (uint32_t i = c->from; i <= c->to && check.count < KEPT; i++)
		numbers[check.count++] = i;
	odd_need(li_psp_encode_check(c->place, &c->head, &check, out), "check");
}

void hi2_check_hash(const struct hi2_check *c, struct li_buf *out)
{
	const uint32_t own = c->head.sequence % KEPT;
	uint8_t value[SHA256];
	struct li_buf text = {0};

	for (uint32_t i = c->from; i <= c->to; i++)
		li_buf_put_slice(&text, li_buf_slice(&sent[i % KEPT]));
	odd_need(gnutls_hash_fast(GNUTLS_DIG_SHA256, text.p, text.n, value)
			? LI_EIO
			: LI_OK,
		"hash");
	value[0] ^= c->is_false;
	put(c, li_slice(value, sizeof(value)), false, out);
	copy(&values[own], li_slice(value, sizeof(value)));
	copy(&checks[own], li_buf_slice(out));
	li_buf_fini(&text);
}

static void sign(const struct li_buf *text, gnutls_datum_t *signature)
{
	const gnutls_datum_t data = {text->p, (unsigned int)text->n};
	gnutls_datum_t pem = {0};
	gnutls_privkey_t key = NULL;
	int rc = gnutls_load_file(key_path, &pem);

	if (rc >= 0)
		rc = gnutls_privkey_init(&key);
	if (rc >= 0)
		rc = gnutls_privkey_import_x509_raw(key, &pem,
			GNUTLS_X509_FMT_PEM, NULL, 0);
	if (rc >= 0)
		rc = gnutls_privkey_sign_data2(key, GNUTLS_SIGN_ECDSA_SHA256, 0,
			&data, signature);
	odd_need(rc < 0 ? LI_EIO : LI_OK, gnutls_strerror(rc));
	gnutls_privkey_deinit(key);
	gnutls_free(pem.data);
}

void hi2_check_sign(const struct hi2_check *c, struct li_buf *out)
{
	const struct li_buf *from = c->whole ? checks : values;
	gnutls_datum_t signature = {0};
	struct li_buf text = {0};

	for (uint32_t i = c->from; i <= c->to; i++)
		li_buf_put_slice(&text, li_buf_slice(&from[i % KEPT]));
	if (c->is_false)
		text.p[0] ^= 1;
	sign(&text, &signature);
	put(c, li_slice(signature.data, signature.size), true, out);
	gnutls_free(signature.data);
	li_buf_fini(&text);
}
