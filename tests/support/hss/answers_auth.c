/* SPDX-License-Identifier: BSD-3-Clause
 *
 * answers_auth.c - see answers_auth.h.
 */
#include "answers_auth.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum {
	RESULT_SUCCESS = 2001,
	RESULT_AUTH_SCHEME_NOT_SUPPORTED = 5006, /* experimental */
	MD5_BYTES = 16
};

static const char scheme_aka[] = "Digest-AKAv1-MD5";
static const char scheme_digest[] = "SIP Digest";

static bool is(struct cx_text text, const char *want)
{
	return text.data != NULL && text.len == strlen(want) &&
		strncasecmp((const char *)text.data, want, text.len) == 0;
}

/* SIP-Authorization of a request is RAND || AUTS: take the UE's SQN. */
static void resync(struct subscriber *who, struct cx_text text)
{
	uint8_t sqn[MILENAGE_SQN];

	if (text.data == NULL || text.len != MILENAGE_BLOCK + MILENAGE_AUTS)
		return;
	if (!milenage_resync(&who->key, text.data, text.data + MILENAGE_BLOCK,
		    sqn))
		return;
	who->sqn = 0;
	for (int i = 0; i < MILENAGE_SQN; i++)
		who->sqn = who->sqn << 8 | sqn[i];
}

/* TS 29.228 table 6.3.4 */
static int put_aka(struct subscriber *who, msg_or_avp *item)
{
	struct milenage_vector v;
	uint8_t challenge[2 * MILENAGE_BLOCK];
	int rc = EIO;

	if (subscriber_vector(who, &v)) {
		memcpy(challenge, v.rand, MILENAGE_BLOCK);
		memcpy(challenge + MILENAGE_BLOCK, v.autn, MILENAGE_BLOCK);
		rc = cx_put_text(item, AVP_SIP_AUTHENTICATION_SCHEME,
			scheme_aka);
		if (rc == 0)
			rc = cx_put_octets(item, AVP_SIP_AUTHENTICATE,
				challenge, sizeof(challenge));
		if (rc == 0)
			rc = cx_put_octets(item, AVP_SIP_AUTHORIZATION,
				v.out.res, sizeof(v.out.res));
		if (rc == 0)
			rc = cx_put_octets(item, AVP_CONFIDENTIALITY_KEY,
				v.out.ck, sizeof(v.out.ck));
		if (rc == 0)
			rc = cx_put_octets(item, AVP_INTEGRITY_KEY, v.out.ik,
				sizeof(v.out.ik));
	}
	gnutls_memset(&v, 0, sizeof(v));
	return rc;
}

/* H(IMPI:realm:password) in hexadecimal. */
static bool make_ha1(const struct subscriber *who, const char *realm,
	char ha1[2 * MD5_BYTES + 1])
{
	char text[3 * SUBSCRIBER_ID];
	uint8_t md5[MD5_BYTES];
	int len, rc;

	len = snprintf(text, sizeof(text), "%s:%s:%s", who->impi, realm,
		who->password);
	rc = gnutls_hash_fast(GNUTLS_DIG_MD5, text, (size_t)len, md5);
	gnutls_memset(text, 0, sizeof(text));
	for (size_t i = 0; rc == 0 && i < sizeof(md5); i++)
		snprintf(ha1 + 2 * i, 3, "%02x", md5[i]);
	return rc == 0;
}

/* TS 29.228 table 6.3.5 */
static int put_digest(struct subscriber *who, msg_or_avp *item)
{
	const char *at = strchr(who->impi, '@');
	const char *realm = at == NULL ? who->impi : at + 1;
	char ha1[2 * MD5_BYTES + 1];
	msg_or_avp *group = NULL;
	int rc;

	if (!make_ha1(who, realm, ha1))
		return EIO;
	rc = cx_put_text(item, AVP_SIP_AUTHENTICATION_SCHEME, scheme_digest);
	if (rc == 0)
		rc = cx_put_group(item, AVP_SIP_DIGEST_AUTHENTICATE, &group);
	if (rc == 0)
		rc = cx_put_text(group, AVP_DIGEST_REALM, realm);
	if (rc == 0)
		rc = cx_put_text(group, AVP_DIGEST_ALGORITHM, "MD5");
	if (rc == 0)
		rc = cx_put_text(group, AVP_DIGEST_QOP, "auth");
	if (rc == 0)
		rc = cx_put_text(group, AVP_DIGEST_HA1, ha1);
	gnutls_memset(ha1, 0, sizeof(ha1));
	return rc;
}

static int put_identities(struct subscriber *who, msg_or_avp *request,
	msg_or_avp *answer)
{
	struct cx_text impu = cx_get_text(request, AVP_PUBLIC_IDENTITY);
	int rc = cx_put_text(answer, AVP_USER_NAME, who->impi);

	if (rc == 0 && impu.data != NULL)
		rc = cx_put_octets(answer, AVP_PUBLIC_IDENTITY, impu.data,
			impu.len);
	return rc;
}

int answers_auth(struct subscriber *who, msg_or_avp *request,
	msg_or_avp *answer)
{
	msg_or_avp *asked = cx_get_group(request, AVP_SIP_AUTH_DATA_ITEM);
	msg_or_avp *item = NULL;
	struct cx_text scheme = {NULL, 0};
	bool aka, digest;
	int rc;

	if (asked != NULL) {
		scheme = cx_get_text(asked, AVP_SIP_AUTHENTICATION_SCHEME);
		resync(who, cx_get_text(asked, AVP_SIP_AUTHORIZATION));
	}
	digest = is(scheme, scheme_digest) ||
		(is(scheme, "unknown") && who->password[0] != '\0');
	aka = is(scheme, scheme_aka) || (is(scheme, "unknown") && !digest);
	if (!aka && (!digest || who->password[0] == '\0'))
		return cx_put_result(answer, true,
			RESULT_AUTH_SCHEME_NOT_SUPPORTED);
	rc = put_identities(who, request, answer);
	if (rc == 0)
		rc = cx_put_number(answer, AVP_SIP_NUMBER_AUTH_ITEMS, 1);
	if (rc == 0)
		rc = cx_put_group(answer, AVP_SIP_AUTH_DATA_ITEM, &item);
	if (rc == 0)
		rc = cx_put_number(item, AVP_SIP_ITEM_NUMBER, 1);
	if (rc == 0)
		rc = digest ? put_digest(who, item) : put_aka(who, item);
	return rc == 0 ? cx_put_result(answer, false, RESULT_SUCCESS) : rc;
}

int answers_auth_item(struct subscriber *who, msg_or_avp *message)
{
	msg_or_avp *item = NULL;
	int rc = cx_put_group(message, AVP_SIP_AUTH_DATA_ITEM, &item);

	if (rc == 0)
		rc = cx_put_number(item, AVP_SIP_ITEM_NUMBER, 1);
	return rc == 0 ? put_aka(who, item) : rc;
}
