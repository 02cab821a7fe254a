/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "net/tls_gnutls.h"

li_err li_tls_pin_parse(const char *text, struct li_pin *out)
{
	gnutls_datum_t got = {.data = NULL};
	gnutls_datum_t in = {.size = (unsigned int)strlen(text)};
	li_err err = LI_EMALFORMED;

	memcpy(&in.data, &text, sizeof(in.data));
	/* 32 octets are 43 characters and one that fills up: RFC 4648 cl. 4 */
	if (in.size == LI_TLS_PIN_TEXT &&
		gnutls_base64_decode2(&in, &got) == 0 &&
		got.size == sizeof(out->octet)) {
		memcpy(out->octet, got.data, sizeof(out->octet));
		err = LI_OK;
	}
	gnutls_free(got.data);
	return err;
}

li_err li_tls_pin_format(const struct li_pin *pin,
	char out[static LI_TLS_PIN_TEXT + 1])
{
	uint8_t octet[sizeof(pin->octet)];
	gnutls_datum_t got = {.data = NULL};
	const gnutls_datum_t in = {.data = octet, .size = sizeof(octet)};
	li_err err = LI_ENOMEM;

	memcpy(octet, pin->octet, sizeof(octet));
	if (gnutls_base64_encode2(&in, &got) == 0 &&
		got.size == LI_TLS_PIN_TEXT) {
		memcpy(out, got.data, LI_TLS_PIN_TEXT);
		out[LI_TLS_PIN_TEXT] = '\0';
		err = LI_OK;
	}
	gnutls_free(got.data);
	return err;
}

void li_tls_pin(struct li_tls *tls, const struct li_pins *pins)
{
	tls->pins = pins;
}

/* Is it one of these, or are there none? */
static bool is_one(const struct li_pin *key, const struct li_pin *pins,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (memcmp(pins[i].octet, key->octet, sizeof(key->octet)) == 0)
			return true;
	return count == 0;
}

bool li_tls_pin_fits(const struct li_tls *tls, gnutls_x509_crt_t crt)
{
	const struct li_tls_creds *creds = tls->creds;
	const size_t own = tls->pins ? tls->pins->count : 0;
	struct li_pin key;
	size_t n = sizeof(key.octet);

	if (creds->pin_count == 0 && own == 0)
		return true;
	if (gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, key.octet,
		    &n) != 0 ||
		n != sizeof(key.octet))
		return false;
	return is_one(&key, creds->pins, creds->pin_count) &&
		is_one(&key, own ? tls->pins->pin : NULL, own);
}
