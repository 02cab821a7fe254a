/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_find.h - finding octets, 32 at a time. For the files that
 * sip_plain_body.h makes.
 *
 * What is looked at are lines behind which 128 octets more can be read, as
 * sip_plain_lines.h finds them. Each ends with its CR, which stops a search
 * that names no end.
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
	PLAIN_BEHIND = 2 * PLAIN_VIEW,
};

/* A text of at most 64 octets, to compare others with: a mask of its first 32
 * octets, and where its last 32 are. */
struct plain_text {
	const uint8_t *p; /* NULL: none */
	unsigned int n, tail;
	const uint8_t *mask;
};

/* A scan in progress. */
struct plain {
	struct li_sip_field *f;
	struct li_event *event;
	const struct li_hash_secret *secret;
	uint32_t seen; /* as that of f, which has it when it is asked */
	/* From what is read to where it stands in the message: its last lines
	 * are read in a copy. */
	ptrdiff_t away;
	/* Identities so far, as they are hashed, and whose keys they gave:
	 * mostly a message names the same few again and again. */
	struct plain_name {
		struct plain_text text;
		bool host_only;
		const struct li_party *party;
	} names[PLAIN_NAMES], *names_end;
	struct plain_hosts *hosts; /* of the thread */
};

/* Keep a text of at most 64 octets. */
static inline struct plain_text plain_text(const uint8_t *p, size_t n)
{
	return (struct plain_text){
		.p = p,
		.n = (unsigned int)n,
		.tail = n > LI_OCTETS ? (unsigned int)n - LI_OCTETS : 0,
		.mask = li_octets_first + LI_OCTETS -
			(n < LI_OCTETS ? n : LI_OCTETS),
	};
}

/* Does it stand at p, too? */
static inline bool plain_same(const struct plain_text *text, const uint8_t *p)
{
	const li_octets mask = li_octets_load(text->mask);

	return !li_octets_differ(li_octets_load(p), li_octets_load(text->p),
		       mask) &&
		!li_octets_differ(li_octets_load(p + text->tail),
			li_octets_load(text->p + text->tail), mask);
}

/* What stands from p to `to`, in the message. */
static inline struct li_slice plain_slice(const struct plain *s,
	const uint8_t *p, const uint8_t *to)
{
	return li_slice(p + s->away, (size_t)(to - p));
}

/* Where the first set bit of a mask of octets at p is; there is one. */
static inline const uint8_t *plain_bit(const uint8_t *p, uint64_t mask)
{
	return p + (unsigned int)__builtin_ctzll(mask);
}

/* A bit for each octet at p that is one of two. */
static inline uint32_t plain_either(const uint8_t *p, uint8_t a, uint8_t b)
{
	li_octets v = li_octets_load(p);

	return li_octets_mask(
		li_octets_or(li_octets_eq(v, a), li_octets_eq(v, b)));
}

/* The first octet from p on that is one of three, or `to`. */
static inline const uint8_t *plain_find3(const uint8_t *p, const uint8_t *to,
	const uint8_t want[static 3])
{
	for (; p < to; p += LI_OCTETS) {
		uint32_t mask = plain_either(p, want[0], want[1]) |
			li_octets_mask(
				li_octets_eq(li_octets_load(p), want[2]));

		if (mask) {
			p = plain_bit(p, mask);
			return p < to ? p : to;
		}
	}
	return to;
}

/* A bit for each octet at p that no URI in brackets holds; for some that are
 * above 127, too. */
static inline uint32_t plain_uri_stops(const uint8_t *p)
{
	li_octets v = li_octets_load(p);

	return li_octets_mask(li_octets_or(li_octets_or(li_octets_eq(v, '>'),
						   li_octets_under(v, 0x21)),
		li_octets_or(li_octets_eq(v, 0x7f), li_octets_eq(v, '<'))));
}

/* The first of them from there on. It is compiled apart from the first look,
 * which mostly is the only one and has nothing to prepare. */
static __attribute__((noinline)) const uint8_t *plain_find_stop_on(
	const uint8_t *p)
{
	uint32_t mask;

	while (!(mask = plain_uri_stops(p)))
		p += LI_OCTETS;
	return plain_bit(p, mask);
}

/* The first of them; mostly it is there already. */
static inline const uint8_t *plain_find_stop(const uint8_t *p)
{
	uint32_t mask;

	if (*p == '>')
		return p;
	mask = plain_uri_stops(p);
	return mask ? plain_bit(p, mask) : plain_find_stop_on(p + LI_OCTETS);
}

/* The first quote or backslash from there on, or `to`. */
static __attribute__((noinline)) const uint8_t *
plain_find_quote_on(const uint8_t *p, const uint8_t *to)
{
	for (; p < to; p += LI_OCTETS) {
		uint32_t mask = plain_either(p, '"', '\\');

		if (mask)
			return plain_bit(p, mask);
	}
	return to;
}

/* The first quote or backslash, or something at or behind `to`. */
static inline const uint8_t *plain_find_quote(const uint8_t *p,
	const uint8_t *to)
{
	uint32_t mask = plain_either(p, '"', '\\');

	return mask ? plain_bit(p, mask)
		    : plain_find_quote_on(p + LI_OCTETS, to);
}

/* Does a quoted string end at p? Behind `to` none does. */
static inline bool plain_closes(const uint8_t *p, const uint8_t *to)
{
	return p < to && *p == '"';
}

/* A bit for each octet at p that is no letter, digit, '-' or '.', which a tag
 * mostly is made of. */
static inline uint32_t plain_word_stops(const uint8_t *p)
{
	li_octets v = li_octets_load(p);

	return ~li_octets_mask(
		li_octets_or(li_octets_within(li_octets_fold(v), 'a', 26),
			li_octets_or(li_octets_within(v, '-', 2),
				li_octets_within(v, '0', 10))));
}

/* The first of them from there on. */
static __attribute__((noinline)) const uint8_t *plain_find_word_end_on(
	const uint8_t *p)
{
	uint32_t mask;

	while (!(mask = plain_word_stops(p)))
		p += LI_OCTETS;
	return plain_bit(p, mask);
}

/* The first of them; mostly it is there already. */
static inline const uint8_t *plain_find_word_end(const uint8_t *p)
{
	uint32_t mask = plain_word_stops(p);

	return mask ? plain_bit(p, mask)
		    : plain_find_word_end_on(p + LI_OCTETS);
}

/* The first blank or CR, or octet above 127. */
static inline const uint8_t *plain_find_blank(const uint8_t *p)
{
	uint32_t mask;

	while (!(mask = li_octets_mask(
			 li_octets_under(li_octets_load(p), 0x21))))
		p += LI_OCTETS;
	return plain_bit(p, mask);
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
