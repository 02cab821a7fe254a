/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls_foreign.h"

#include <stdbool.h>

#include "net/tls_gnutls.h"

/* TS 33.210 cl. 6.2: ECDHE with AEAD only */
static bool good(gnutls_session_t session)
{
	const gnutls_protocol_t version = gnutls_protocol_get_version(session);
	const gnutls_kx_algorithm_t kx = gnutls_kx_get(session);
	const gnutls_cipher_algorithm_t cipher = gnutls_cipher_get(session);

	if (version != GNUTLS_TLS1_3 && version != GNUTLS_TLS1_2)
		return false;
	if (version == GNUTLS_TLS1_2 &&
		(!gnutls_session_ext_master_secret_status(session) ||
			(kx != GNUTLS_KX_ECDHE_RSA &&
				kx != GNUTLS_KX_ECDHE_ECDSA)))
		return false;
	return cipher == GNUTLS_CIPHER_AES_128_GCM ||
		cipher == GNUTLS_CIPHER_AES_256_GCM ||
		cipher == GNUTLS_CIPHER_CHACHA20_POLY1305;
}

li_err li_tls_foreign_uid(void *session, char *out, size_t cap)
{
	return good(session) ? li_tls_session_uid(session, out, cap)
			     : LI_EDENIED;
}
