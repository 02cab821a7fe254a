/* SPDX-License-Identifier: BSD-3-Clause
 *
 * entry.h - one identity of a session: its key, where it stood and on whose
 * side, in 20 octets, since most of what a session weighs are these.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   Allocates nothing: entries are in the array of their session.
 * Spec     TS 33.128 SessionDirection; TS 33.107 cl. 20.3.1.4
 */
#ifndef LI_MIRROR_ENTRY_H
#define LI_MIRROR_ENTRY_H

#include <stdint.h>
#include <string.h>

#include "base/hash.h"
#include "model/identity.h"

/* How an entry was learned. */
enum li_entry_fact {
	LI_ENTRY_FIRM = 1 << 0,    /* of the opening or an answer to it */
	LI_ENTRY_OPENING = 1 << 1, /* sides are those of the opening */
};

/* Where a key stood, and on which side, is one word: roles as li_entry_fold()
 * has them, enum li_side bits, of the opening in the low half of an octet, of
 * what else was seen in the high one, and enum li_entry_fact bits. */
enum {
	LI_STAND_SIDES_AT = 16,
	LI_STAND_FACTS_AT = 24,
	LI_STAND_SIDES = 0xff << LI_STAND_SIDES_AT,
	LI_STAND_FIRM = LI_ENTRY_FIRM << LI_STAND_FACTS_AT,
};

/* Make one of these three. */
static inline uint32_t li_stand(uint16_t roles, uint8_t sides, uint8_t facts)
{
	return roles | (uint32_t)sides << LI_STAND_SIDES_AT |
		(uint32_t)facts << LI_STAND_FACTS_AT;
}

/* What it is made of. */
static inline uint16_t li_stand_roles(uint32_t stand)
{
	return (uint16_t)stand;
}

/* As above. */
static inline uint8_t li_stand_sides(uint32_t stand)
{
	return (uint8_t)(stand >> LI_STAND_SIDES_AT);
}

/* As above. */
static inline uint8_t li_stand_facts(uint32_t stand)
{
	return (uint8_t)(stand >> LI_STAND_FACTS_AT);
}

/* A key that takes part in the session. */
struct li_entry {
	uint32_t key[4]; /* in words, so that no octet is lost between */
	uint32_t stand;
};

/* The key of an entry. */
static inline struct li_key li_entry_key(const struct li_entry *entry)
{
	struct li_key key;

	memcpy(&key, entry->key, sizeof(key));
	return key;
}

/* No SIP message has these three roles. */
enum {
	LI_ENTRY_SMS_ORIGINATOR = LI_ROLE_CX_PUBLIC_IDENTITY,
	LI_ENTRY_SMS_DESTINATION = LI_ROLE_CX_USER_NAME,
	LI_ENTRY_SMS = LI_ENTRY_SMS_ORIGINATOR | LI_ENTRY_SMS_DESTINATION,
	LI_ENTRY_SERVED = LI_ROLE_CX_USER_DATA,
	LI_ENTRY_OTHERS = LI_ENTRY_SMS | LI_ENTRY_SERVED,
};

/* Roles in 16 bits: those of an SMS, and that of who is served, take the place of
 * three that only Cx has. Of its session case the side is left. */
static inline uint16_t li_entry_fold(uint32_t roles)
{
	uint32_t out = roles & UINT16_MAX & ~(uint32_t)LI_ENTRY_OTHERS;

	if (__builtin_expect(!(roles >> 16), 1))
		return (uint16_t)out;
	if (roles & LI_ROLE_SMS_ORIGINATOR)
		out |= LI_ENTRY_SMS_ORIGINATOR;
	if (roles & LI_ROLE_SMS_DESTINATION)
		out |= LI_ENTRY_SMS_DESTINATION;
	if (roles & LI_ROLE_SERVED_ANY)
		out |= LI_ENTRY_SERVED;
	return (uint16_t)out;
}

/* The roles again. */
uint32_t li_entry_roles(const struct li_entry *entry);

/* The sides of an entry. */
uint8_t li_entry_sides(const struct li_entry *entry);

#endif
