/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "net/tls_gnutls.h"

li_err li_tls_pin_parse(const char *text, struct li_tls_pin *out)
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

bool li_tls_pin_fits(const struct li_tls_creds *creds, gnutls_x509_crt_t crt)
{
	struct li_tls_pin key;
	size_t n = sizeof(key.octet);

	if (creds->pin_count == 0)
		return true;
	if (gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, key.octet,
		    &n) != 0 ||
		n != sizeof(key.octet))
		return false;
	for (size_t i = 0; i < creds->pin_count; i++)
		if (memcmp(creds->pins[i].octet, key.octet, n) == 0)
			return true;
	return false;
}
