/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ident.h - an identity as a user keeps it: digits two in an octet, the domain
 * as a number, and of its keys what the index does not hold.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   An ident lies in the body of its user, and moves with it.
 * Spec     TS 23.003 cl. 13 (how identities look)
 */
#ifndef LI_MIRROR_IDENT_H
#define LI_MIRROR_IDENT_H

#include "mirror/intern.h"
#include "model/identity.h"

enum {
	LI_IDENT_PACKED_MAX = LI_ID_MAX + 2,
	LI_IDENT_KEYS_MAX = 3, /* an IMPU: its own, its number's, its IMSI's */
	LI_IDENT_MAX = 8 + 32 + LI_IDENT_PACKED_MAX,
};

/* Keys first, then the text. An IMPI has whole keys: its own, and its IMSI's;
 * an IMPU halves of those it is looked for by, and an IMSI's whole. */
struct li_ident {
	uint8_t kind : 3;   /* enum li_id_kind: IMPU or IMPI */
	uint8_t flags : 5;  /* enum li_ident_flag */
	uint8_t form;       /* how the text is packed, and LI_IDENT_IMSI */
	uint8_t state, set; /* of an IMPU: enum li_reg_state; implicit set */
	uint8_t halves : 2; /* keys as halves */
	uint8_t alias : 6;  /* its alias group in the set; 0 none */
	uint8_t len;        /* octets of the text */
	uint8_t at[];
};

/* What Cx says of an IMPU under its IMPI. TS 29.228 cl. 6.5, 6.6 */
enum li_ident_flag {
	LI_IDENT_BARRED = 1 << 0,
	LI_IDENT_WILDCARD = 1 << 1, /* stands for many, is none itself */
	LI_IDENT_DEFAULT = 1 << 2,  /* the set's default IMPU */
	LI_IDENT_EMERGENCY = 1 << 3,
	LI_IDENT_CX = 1 << 4, /* a SAR registered it, and none took it down */
	LI_IDENT_FLAGS = (1 << 5) - 1,
};

enum { LI_IDENT_ALIAS_MAX = (1 << 6) - 1 };

enum { LI_IDENT_IMSI = 1 << 7 };

/* Keys of an identity: as it is looked for, and those of its IMSI. */
struct li_ident_keys {
	struct li_key at[LI_IDENT_KEYS_MAX];
	size_t count;
	bool imsi; /* the last one is that of the IMSI it was derived from */
};

/* Write them. */
void li_ident_keys(const struct li_identity *id,
	const struct li_hash_secret *secret, struct li_ident_keys *out);

/* The same, where the `n` keys that it gives are known; at least one. */
void li_ident_keys_turned(const struct li_identity *id,
	const struct li_key *given, size_t n, struct li_ident_keys *out);

/* Pack into room of LI_IDENT_MAX octets; returns what it takes. Its domain is
 * taken from `hosts`. */
size_t li_ident_pack(struct li_intern *hosts,
	const struct li_hash_secret *secret, const struct li_identity *id,
	const struct li_ident_keys *keys, struct li_ident *room);

/* The text again. */
void li_ident_unpack(const struct li_intern *hosts, const struct li_ident *id,
	struct li_identity *out);

/* Give its domain back. */
void li_ident_drop(struct li_intern *hosts, const struct li_ident *id);

/* Whole keys of an IMPI, or the one of an IMPU's IMSI; returns how many. */
size_t li_ident_whole(const struct li_ident *id,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* Where its whole keys are: of an IMPI its own, then the IMSI's if it has one. */
static inline const uint8_t *li_ident_wholes(const struct li_ident *id)
{
	return id->at + id->halves * sizeof(uint64_t);
}

/* Octets of the keys. */
static inline size_t li_ident_keys_size(const struct li_ident *id)
{
	size_t whole = id->form / LI_IDENT_IMSI;

	if (id->kind == LI_ID_IMPI)
		whole++;
	return id->halves * sizeof(uint64_t) + whole * sizeof(struct li_key);
}

/* Octets of all. */
static inline size_t li_ident_size(const struct li_ident *id)
{
	return sizeof(*id) + li_ident_keys_size(id) + id->len;
}

/* What is kept of a key as a half. Keys of the same content under two names
 * differ in their high half alone, so that has to show in it. */
static inline uint64_t li_ident_half(struct li_key key)
{
	return key.lo ^ (key.hi << 32 | key.hi >> 32);
}

/* Is this, of which the index knows the rest, one of the keys that it has as
 * halves? */
static inline bool li_ident_has_half(const struct li_ident *id,
	struct li_key key)
{
	const uint64_t half = li_ident_half(key);
	uint64_t kept;

	for (size_t i = 0; i < id->halves; i++) {
		memcpy(&kept, id->at + i * sizeof(kept), sizeof(kept));
		if (kept == half)
			return true;
	}
	return false;
}

/* The same of those that it has whole. */
static inline bool li_ident_has_whole(const struct li_ident *id,
	struct li_key key)
{
	size_t at = id->halves * sizeof(uint64_t), end = li_ident_keys_size(id);
	struct li_key whole;

	for (; at < end; at += sizeof(whole)) {
		memcpy(&whole, id->at + at, sizeof(whole));
		if (li_key_eq(whole, key))
			return true;
	}
	return false;
}

/* The same of all. */
static inline bool li_ident_has(const struct li_ident *id, struct li_key key)
{
	return li_ident_has_half(id, key) || li_ident_has_whole(id, key);
}

/* Is this the key that an IMPU is itself? */
static inline bool li_ident_is(const struct li_ident *id, struct li_key own)
{
	uint64_t kept;

	memcpy(&kept, id->at, sizeof(kept));
	return kept == li_ident_half(own);
}

#endif
