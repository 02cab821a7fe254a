/* SPDX-License-Identifier: BSD-3-Clause
 *
 * identity.h - IMPU, IMPI, IMEI in the one form in which they are compared.
 *
 * An identity is compared by keys: keyed hashes of its canonical text. A
 * message's identity gives the keys it is known by, a target's identity the
 * keys it is looked for by:
 *
 *   in a message                     gives         a target        looks for
 *   sip:alice@ims.example            sip:          same            sip:
 *   tel:+15551230001                 tel: num:     same            num:
 *   sip:+15551230001@d;user=phone    sip: num:     same            sip: tel:
 *   either one with ;ext=5           tel: num:     same            tel:
 *   <IMSI>@ims.mnc..3gppnetwork.org  impi: imsi:   same            impi:
 *   sip: the same                    sip: imsi:    same            sip:
 *                                                  IMSI            imsi:
 *   an SMS party, 15551230001        num:          E.164           num:
 *
 * so that a TEL target finds every form of its number, and a SIP target its
 * own URI and the bare number, but not the same number in another domain. Who
 * is behind a number, as an extension of a PBX or by an ISDN subaddress, is
 * another one than the number: he is looked for by tel:+15551230001;ext=5, which
 * he has in both schemes and every domain, and gives the number without as num:.
 * So a TEL or E.164 target finds calls to its number whoever is asked for behind
 * it, and a target behind it finds nobody else there.
 *
 * Floor    1: base only. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Values; nothing is allocated.
 * Spec     TS 23.003 cl. 13; RFC 3261 cl. 19.1.4; RFC 3966 cl. 4, 5.2,
 *          5.3; RFC 5954 cl. 4.2; RFC 7254; TS 103 280 (IMEI of 14 digits)
 */
#ifndef LI_MODEL_IDENTITY_H
#define LI_MODEL_IDENTITY_H

#include "base/hash.h"

enum li_id_kind {
	LI_ID_IMPU = 1,
	LI_ID_IMPI = 2,
	LI_ID_IMEI = 3,
	LI_ID_IMSI = 4,   /* 5 to 15 digits; of targets only */
	LI_ID_E164 = 5,   /* 1 to 15 digits without '+'; of targets and SMS */
	LI_ID_HASHED = 6, /* a digest of one: model/hashed.h; of targets only */
	LI_ID_LAST = LI_ID_HASHED,
};

enum {
	LI_ID_MAX = 255,    /* octets of canonical text; longer is refused */
	LI_ID_KEYS_MAX = 2, /* keys of one identity */
};

/* Where in a message an identity stood. Bits, so that a hit can have many. */
enum li_role {
	LI_ROLE_FROM = 1 << 0,
	LI_ROLE_TO = 1 << 1,
	LI_ROLE_REQUEST_URI = 1 << 2,
	LI_ROLE_P_ASSERTED = 1 << 3,
	LI_ROLE_P_PREFERRED = 1 << 4,
	LI_ROLE_P_CALLED_PARTY = 1 << 5,
	LI_ROLE_HISTORY_INFO = 1 << 6,
	LI_ROLE_DIVERSION = 1 << 7,
	LI_ROLE_AUTH_USERNAME = 1 << 8,
	LI_ROLE_CONTACT_INSTANCE = 1 << 9,
	LI_ROLE_P_ASSOCIATED = 1 << 10,
	LI_ROLE_CX_PUBLIC_IDENTITY = 1 << 11,
	LI_ROLE_CX_USER_NAME = 1 << 12,
	LI_ROLE_CX_USER_DATA = 1 << 13,
	LI_ROLE_REGISTRATION = 1
		<< 14,            /* known from the mirror, not the message */
	LI_ROLE_DIALOG = 1 << 15, /* inherited from the dialog's opening */
	/* TS 23.040 cl. 9.2.3.7, 9.2.3.14: TP-OA, TP-RA. A status report comes
	 * from where the short message went to. */
	LI_ROLE_SMS_ORIGINATOR = 1 << 16,
	LI_ROLE_SMS_DESTINATION = 1 << 17, /* TP-DA: cl. 9.2.3.8 */
	/* P-Served-User, by its session case. RFC 5502 cl. 6; RFC 8498 cl. 4 */
	LI_ROLE_SERVED = 1 << 18, /* it does not say which */
	LI_ROLE_SERVED_ORIGINATING = 1 << 19,
	LI_ROLE_SERVED_TERMINATING = 1 << 20,
	LI_ROLE_SERVED_DIVERTING = 1 << 21, /* orig-cdiv */
};

enum {
	LI_ROLE_SERVED_ANY = LI_ROLE_SERVED | LI_ROLE_SERVED_ORIGINATING |
		LI_ROLE_SERVED_TERMINATING | LI_ROLE_SERVED_DIVERTING
};

/* A canonical identity. */
struct li_identity {
	enum li_id_kind kind;
	uint16_t len;
	char text[LI_ID_MAX + 1]; /* NUL-terminated */
};

/* Bring an identity into canonical form. text is a URI (sip, sips, tel) for
 * an IMPU, a NAI for an IMPI (some clients send it without its realm), an URN
 * or digits for an IMEI (the first 14 count: check digit and software version
 * are ignored).
 *   LI_EMALFORMED   not such an identity; *out is untouched
 *   LI_ETOOBIG      longer than LI_ID_MAX in canonical form; untouched
 */
LI_MUST_USE li_err li_identity_parse(enum li_id_kind kind, struct li_slice text,
	struct li_identity *out);

/* Bring an identity that was kept by an earlier version into the form that it has
 * in this one; what has none stays as it is. */
void li_identity_renew(struct li_identity *id);

/* Is it an expression for many identities, which stands between two "!" of a URI?
 * It is the key of a profile in the HSS, and nobody's identity. TS 23.003
 * cl. 13.5, 13.4A */
bool li_identity_wildcard(const struct li_identity *id);

/* Are both the same identity, as a canonical text? */
static inline bool li_identity_same(const struct li_identity *a,
	const struct li_identity *b)
{
	return a->kind == b->kind && a->len == b->len &&
		memcmp(a->text, b->text, a->len) == 0;
}

/* Is it somebody behind a number? RFC 3966 cl. 5.2, 5.3 */
bool li_identity_behind(const struct li_identity *id);

/* Write the keys that a message's identity gives; returns how many. */
size_t li_identity_keys_given(const struct li_identity *id,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* Write the keys that a target's identity looks for; returns how many. */
size_t li_identity_keys_wanted(const struct li_identity *id,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* The same, where the `n` keys that it gives are known; at least one. */
size_t li_identity_keys_turned(const struct li_identity *id,
	const struct li_key *given, size_t n,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* The keys that text gives as such an identity, in one step; 0 when it is
 * none or too long. */
size_t li_identity_keys(enum li_id_kind kind, struct li_slice text,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* "impu", "impi", "imei", "imsi", "e164", "hashed". Static storage. */
const char *li_id_kind_name(enum li_id_kind kind);

/* The kind of a name; a digest is never named by hand.
 *   LI_EINVAL   no such name; *out is untouched
 */
LI_MUST_USE li_err li_id_kind_parse(const char *name, enum li_id_kind *out);

/* The XML element of TS 103 221-1 TargetIdentifier that this identity is
 * written as in X2 attributes 17 and 18: "impu", "impi", "imei", "imsi",
 * "e164Number". */
const char *li_identity_element(const struct li_identity *id);

#endif
