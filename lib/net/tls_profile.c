/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls_gnutls.h"

/* TS 33.210 cl. 6.2: ECDHE and AEAD only, P-256 and P-384, no SHA-1. */
#define COMMON                                                                 \
	":+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AEAD"                  \
	":+GROUP-SECP256R1:+GROUP-SECP384R1"                                   \
	":+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384"           \
	":+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384"                               \
	":+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384"                 \
	":+SIGN-RSA-SHA256:+SIGN-RSA-SHA384"                                   \
	":+CTYPE-X509:+COMP-NULL:%PROFILE_MEDIUM:%SERVER_PRECEDENCE"           \
	":%SAFE_RENEGOTIATION:%NO_TICKETS"

static const char only_13[] = "NONE:+VERS-TLS1.3" COMMON;
static const char also_12[] =
	"NONE:+VERS-TLS1.3:+VERS-TLS1.2:+ECDHE-ECDSA:+ECDHE-RSA" COMMON;

const char *li_tls_priority(bool tls12)
{
	return tls12 ? also_12 : only_13;
}

static bool good_group(gnutls_session_t session)
{
	const gnutls_group_t group = gnutls_group_get(session);

	return group == GNUTLS_GROUP_SECP256R1 ||
		group == GNUTLS_GROUP_SECP384R1;
}

static bool good_cipher(gnutls_session_t session)
{
	const gnutls_cipher_algorithm_t cipher = gnutls_cipher_get(session);

	return cipher == GNUTLS_CIPHER_AES_128_GCM ||
		cipher == GNUTLS_CIPHER_AES_256_GCM ||
		cipher == GNUTLS_CIPHER_CHACHA20_POLY1305;
}

/* 0 is that of an end that did not sign. */
static bool good_signature(int algorithm)
{
	switch (algorithm) {
	case 0:
	case GNUTLS_SIGN_ECDSA_SECP256R1_SHA256:
	case GNUTLS_SIGN_ECDSA_SECP384R1_SHA384:
	case GNUTLS_SIGN_ECDSA_SHA256:
	case GNUTLS_SIGN_ECDSA_SHA384:
	case GNUTLS_SIGN_RSA_PSS_RSAE_SHA256:
	case GNUTLS_SIGN_RSA_PSS_RSAE_SHA384:
	case GNUTLS_SIGN_RSA_SHA256:
	case GNUTLS_SIGN_RSA_SHA384: return true;
	default: return false;
	}
}

/* TS 33.210 cl. 6.2: what has to be with TLS 1.2, and is with 1.3 */
static const char *unfit_12(gnutls_session_t session)
{
	const gnutls_kx_algorithm_t kx = gnutls_kx_get(session);

	if (!gnutls_session_ext_master_secret_status(session))
		return "peer has no extended master secret";
	if (!gnutls_safe_renegotiation_status(session))
		return "peer has no safe renegotiation";
	if (kx != GNUTLS_KX_ECDHE_RSA && kx != GNUTLS_KX_ECDHE_ECDSA)
		return "no forward secrecy was agreed";
	return NULL;
}

const char *li_tls_unfit(gnutls_session_t session)
{
	const gnutls_protocol_t version = gnutls_protocol_get_version(session);
	const char *why = NULL;

	if (version == GNUTLS_TLS1_2)
		why = unfit_12(session);
	else if (version != GNUTLS_TLS1_3)
		why = "another TLS version was agreed";
	if (why)
		return why;
	if (!good_cipher(session) || !good_group(session) ||
		!good_signature(gnutls_sign_algorithm_get(session)) ||
		!good_signature(gnutls_sign_algorithm_get_client(session)))
		return "a cipher, group or signature that is too weak";
	return NULL;
}
