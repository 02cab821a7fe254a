/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_find.h - finding octets, 32 at a time. For the files that
 * sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   Nothing is read past the message.
 * Spec     none
 */
#ifndef LI_INTAKE_SIP_PLAIN_FIND_H
#define LI_INTAKE_SIP_PLAIN_FIND_H

#include "base/octets.h"
#include "intake/sip_field.h"
#include "model/id_keys.h"

enum {
	PLAIN_NAMES = 8,
	PLAIN_VIEW = 2 * LI_OCTETS, /* what is looked at around an identity */
};

/* A scan in progress. */
struct plain {
	struct li_sip_field *f;
	struct li_event *event;
	const struct li_hash_secret *secret;
	const uint8_t *end;  /* of the message */
	const uint8_t *last; /* its last 64 octets */
	/* They, and zeros behind them. */
	uint8_t room[2 * PLAIN_VIEW];
	/* Identities so far, as they are hashed, and whose keys they gave:
	 * mostly a message names the same few again and again. */
	struct plain_name {
		const uint8_t *p;
		unsigned int n, tail; /* octets; where the last 32 are */
		uint32_t head;        /* a bit for each of the first 32 */
		bool host_only;
		const struct li_party *party;
	} names[PLAIN_NAMES];
	unsigned int name_count;
	struct li_id_host host;
};

/* 64 octets from p on: where they are, or near the end of the message in a
 * copy that goes on with zeros. */
static inline const uint8_t *plain_at(const struct plain *s, const uint8_t *p)
{
	if (__builtin_expect(p <= s->last, 1))
		return p;
	return p < s->end ? s->room + (p - s->last) : s->room + PLAIN_VIEW;
}

/* Where the first set bit of `mask` is, but not behind `to`. */
static inline const uint8_t *plain_first(const uint8_t *p, uint32_t mask,
	const uint8_t *to)
{
	p += (unsigned int)__builtin_ctz(mask);
	return p < to ? p : to;
}

/* The first of three octets from p on, or `to`. */
static inline const uint8_t *plain_find3(const struct plain *s,
	const uint8_t *p, const uint8_t *to, const uint8_t want[static 3])
{
	for (; p < to; p += LI_OCTETS) {
		li_octets v = li_octets_load(plain_at(s, p));
		uint32_t mask =
			li_octets_mask(li_octets_or(li_octets_eq(v, want[0]),
				li_octets_or(li_octets_eq(v, want[1]),
					li_octets_eq(v, want[2]))));

		if (mask)
			return plain_first(p, mask, to);
	}
	return to;
}

/* The first of four octets from p on, or `to`. */
static inline const uint8_t *plain_find4(const struct plain *s,
	const uint8_t *p, const uint8_t *to, const uint8_t want[static 4])
{
	for (; p < to; p += LI_OCTETS) {
		li_octets v = li_octets_load(plain_at(s, p));
		uint32_t mask = li_octets_mask(
			li_octets_or(li_octets_or(li_octets_eq(v, want[0]),
					     li_octets_eq(v, want[1])),
				li_octets_or(li_octets_eq(v, want[2]),
					li_octets_eq(v, want[3]))));

		if (mask)
			return plain_first(p, mask, to);
	}
	return to;
}

/* The first octet of a line that no URI in brackets holds, or `to`. */
static inline const uint8_t *plain_find_stop(const struct plain *s,
	const uint8_t *p, const uint8_t *to)
{
	static const uint8_t stops[4] = {'>', ' ', 0x7f, '<'};

	if (p < to && *p == '>')
		return p; /* so it is mostly */
	return plain_find4(s, p, to, stops);
}

/* The first octet of a line that is c, or `to`. */
static inline const uint8_t *plain_find1(const struct plain *s,
	const uint8_t *p, const uint8_t *to, uint8_t c)
{
	for (; p < to; p += LI_OCTETS) {
		li_octets v = li_octets_load(plain_at(s, p));
		uint32_t mask = li_octets_mask(li_octets_eq(v, c));

		if (mask)
			return plain_first(p, mask, to);
	}
	return to;
}

/* The first quote or backslash, or `to`. */
static inline const uint8_t *plain_find_quote(const struct plain *s,
	const uint8_t *p, const uint8_t *to)
{
	for (; p < to; p += LI_OCTETS) {
		li_octets v = li_octets_load(plain_at(s, p));
		uint32_t mask =
			li_octets_mask(li_octets_or(li_octets_eq(v, '"'),
				li_octets_eq(v, '\\')));

		if (mask)
			return plain_first(p, mask, to);
	}
	return to;
}

/* The first octet that is no letter, digit, '-' or '.', or `to`: what a tag
 * mostly is. */
static inline const uint8_t *plain_find_end_of_word(const struct plain *s,
	const uint8_t *p, const uint8_t *to)
{
	for (; p < to; p += LI_OCTETS) {
		li_octets v = li_octets_load(plain_at(s, p));
		uint32_t mask = ~li_octets_mask(
			li_octets_or(li_octets_within(li_octets_fold(v), 'a',
					     26),
				li_octets_or(li_octets_within(v, '-', 2),
					li_octets_within(v, '0', 10))));

		if (mask)
			return plain_first(p, mask, to);
	}
	return to;
}

/* The 8 octets at p. */
static inline uint64_t plain_load64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* The 4 octets at p. */
static inline uint32_t plain_load32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Are these 8 octets all digits? */
static inline bool plain_digits8(const uint8_t *p)
{
	const uint64_t threes = UINT64_C(0x3030303030303030);
	uint64_t v = plain_load64(p);

	/* each high half is 3, and adding 6 to each low half carries nowhere */
	return (v & UINT64_C(0xf0f0f0f0f0f0f0f0)) == threes &&
		((v + UINT64_C(0x0606060606060606)) &
			UINT64_C(0xf0f0f0f0f0f0f0f0)) == threes;
}

/* Are these 4 octets that text, in any case? It has none but lower case
 * letters and octets that have the bit of lower case anyway; the octets at p
 * are no control octets. */
static inline bool plain_is4(const uint8_t *p, const char *text)
{
	return (plain_load32(p) | UINT32_C(0x20202020)) ==
		plain_load32((const uint8_t *)text);
}

/* The same for 8. */
static inline bool plain_is8(const uint8_t *p, const char *text)
{
	return (plain_load64(p) | UINT64_C(0x2020202020202020)) ==
		plain_load64((const uint8_t *)text);
}

#endif
