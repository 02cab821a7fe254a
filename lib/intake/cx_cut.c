/* SPDX-License-Identifier: BSD-3-Clause */
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "intake/cx_avp.h"
#include "intake/cx_octets.h"
#include "model/cx_scheme.h"

enum {
	ITEM = 612,   /* SIP-Auth-Data-Item */
	SCHEME = 608, /* SIP-Authentication-Scheme */

	DEPTH_MAX = 16, /* groups within groups that are walked */
	FOUND_MAX = 16, /* places that are remembered one by one */
	CODE = 4,       /* octets of an AVP's code */
	NARROW = 16,    /* octets that are looked at in one go; */
	WIDE = 128,     /* with AVX2 */
};

/* Where codes of secret AVPs stand in a message, whatever octet they begin at,
 * in ascending order. */
struct found {
	size_t count, next;
	bool many; /* more than there is room for: anywhere */
	size_t at[FOUND_MAX];
};

/* Codes whose values are secret whatever their vendor says: a vendor bit
 * that was forgotten must not open a key. TS 29.229 cl. 6.3 */
static inline bool is_secret(uint32_t code)
{
	switch (code) {
	case 121: /* Digest-HA1 */
	case 609: /* SIP-Authenticate */
	case 610: /* SIP-Authorization */
	case 611: /* SIP-Authentication-Context */
	case 612: /* SIP-Auth-Data-Item */
	case 625: /* Confidentiality-Key */
	case 626: /* Integrity-Key */
	case 635: /* SIP-Digest-Authenticate */
	case 663: /* Alternate-Digest-HA1 */ return true;
	default: return false;
	}
}

/* --- the search --------------------------------------------------------- */

/* Every secret code has two zero octets, then 0 or 2, then one of 64 values
 * from this on: that is what is looked for many octets at a time, and the few
 * that pass are looked at one by one. */
enum { THIRD_OTHER = 0xfd, LAST_FROM = 0x61, LAST_OTHER = 0xc0 };

static void find_at(const uint8_t *p, size_t at, struct found *f)
{
	if (!is_secret(li_be32(p + at)))
		return;
	/* the last octets may be looked at twice */
	if (f->count > 0 && f->at[f->count - 1] >= at)
		return;
	if (f->count == FOUND_MAX)
		f->many = true;
	else
		f->at[f->count++] = at;
}

/* A bit for each octet from `at` on at which a code may begin. */
static inline void find_each(const uint8_t *p, size_t at, uint64_t hits,
	struct found *f)
{
	for (; hits != 0; hits &= hits - 1)
		find_at(p, at + (size_t)__builtin_ctzll(hits), f);
}

static void copy_finding_octets(struct li_slice s, uint8_t *dst,
	struct found *f)
{
	for (size_t i = 0; i < s.n; i++)
		dst[i] = s.p[i];
	for (size_t i = 0; i + CODE <= s.n; i++)
		find_at(s.p, i, f);
}

typedef uint8_t narrow __attribute__((vector_size(NARROW)));

static inline narrow load_narrow(const uint8_t *p)
{
	narrow v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Copy 16 octets and look where in them a code begins: three more are read. */
static inline void find_narrow(struct li_slice s, size_t at, uint8_t *dst,
	struct found *f)
{
	const uint8_t *p = s.p + at;
	narrow v = load_narrow(p);
	narrow other = v | load_narrow(p + 1) |
		(load_narrow(p + 2) & THIRD_OTHER) |
		((load_narrow(p + 3) - LAST_FROM) & LAST_OTHER);
	uint64_t any[2];

	memcpy(dst + at, &v, sizeof(v));
	other = (narrow)(other == 0);
	memcpy(any, &other, sizeof(any));
	if ((any[0] | any[1]) == 0)
		return;
	for (size_t i = 0; i < NARROW; i++)
		if (other[i])
			find_at(s.p, at + i, f);
}

static void copy_finding_narrow(struct li_slice s, uint8_t *dst,
	struct found *f)
{
	const size_t last = s.n - NARROW - CODE + 1;

	for (size_t i = 0; i < last; i += NARROW)
		find_narrow(s, i, dst, f);
	find_narrow(s, last, dst, f);
	memcpy(dst + s.n - CODE, s.p + s.n - CODE, CODE);
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2"))) static inline

AVX2 __m256i load_wide(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* As find_narrow(), of 32 octets: one is 0 where a code may begin. */
AVX2 __m256i look_wide(const uint8_t *p, uint8_t *dst)
{
	const __m256i third = _mm256_set1_epi8((char)THIRD_OTHER);
	const __m256i last = _mm256_set1_epi8((char)LAST_OTHER);
	const __m256i from = _mm256_set1_epi8((char)-LAST_FROM);
	__m256i v = load_wide(p);
	__m256i a = _mm256_or_si256(v, load_wide(p + 1));
	__m256i b = _mm256_and_si256(load_wide(p + 2), third);
	__m256i c = _mm256_add_epi8(load_wide(p + 3), from);

	_mm256_storeu_si256((__m256i *)(void *)dst, v);
	c = _mm256_and_si256(c, last);
	return _mm256_or_si256(_mm256_or_si256(a, b), c);
}

/* A bit for each octet that is 0. */
AVX2 uint64_t zeros(__m256i v)
{
	v = _mm256_cmpeq_epi8(v, _mm256_setzero_si256());
	return (uint32_t)_mm256_movemask_epi8(v);
}

AVX2 void find_wide(struct li_slice s, size_t at, uint8_t *dst, struct found *f)
{
	const uint8_t *const p = s.p + at;
	const __m256i a = look_wide(p, dst + at);
	const __m256i b = look_wide(p + 32, dst + at + 32);
	const __m256i c = look_wide(p + 64, dst + at + 64);
	const __m256i d = look_wide(p + 96, dst + at + 96);
	const __m256i least =
		_mm256_min_epu8(_mm256_min_epu8(a, b), _mm256_min_epu8(c, d));

	if (zeros(least) == 0)
		return;
	find_each(s.p, at, zeros(a) | zeros(b) << 32, f);
	find_each(s.p, at + 64, zeros(c) | zeros(d) << 32, f);
}

AVX2 void copy_finding_wide(struct li_slice s, uint8_t *dst, struct found *f)
{
	const size_t last = s.n - WIDE - CODE + 1;

	for (size_t at = 0;; at = last - at > WIDE ? at + WIDE : last) {
		find_wide(s, at, dst, f);
		if (at == last)
			break;
	}
	memcpy(dst + s.n - CODE, s.p + s.n - CODE, CODE);
}

#undef AVX2

#endif

/* Copy, and find. */
static void copy_finding(struct li_slice s, uint8_t *dst, struct found *f)
{
#if defined(__x86_64__)
	if (s.n >= WIDE + CODE && __builtin_cpu_supports("avx2")) {
		copy_finding_wide(s, dst, f);
		return;
	}
#endif
	if (s.n >= NARROW + CODE)
		copy_finding_narrow(s, dst, f);
	else
		copy_finding_octets(s, dst, f);
}

/* --- the cut ------------------------------------------------------------ */

/* A message on its way: offsets are those of its copy. */
struct cut {
	const uint8_t *from; /* the message; not what was zeroed since */
	uint8_t *p;
	size_t runs;
	struct found found;
};

/* Where the next secret code begins that does not lie before an offset. Asked
 * in ascending order. */
static size_t next_hot(struct found *f, size_t from)
{
	if (f->many)
		return from;
	while (f->next < f->count && f->at[f->next] < from)
		f->next++;
	return f->next < f->count ? f->at[f->next] : SIZE_MAX;
}

static void wipe(struct cut *c, size_t from, size_t to)
{
	if (from == to)
		return;
	memset(c->p + from, 0, to - from);
	c->runs++;
}

/* A SIP-Auth-Data-Item: all of it, but for a scheme that asks the user nothing,
 * so that no more is left than one of two words. A scheme stands before what it
 * has secrets for. TS 29.228 cl. 6.3 */
static void cut_item(struct cut *c, size_t from, size_t to)
{
	struct li_avp_walk w = li_avp_walk(li_slice(c->p + from, to - from));
	struct li_avp avp;
	size_t at = from;

	for (; li_avp_next(&w, &avp); at = to - w.rest.n) {
		if (avp.code != SCHEME || avp.vendor != LI_CX_VENDOR)
			continue;
		if (li_cx_asks_nothing(avp.value)) {
			wipe(c, from, at);
			from = (size_t)(avp.value.p - c->p) + avp.value.n;
		}
		break;
	}
	wipe(c, from, to);
}

/* A value without structure: where a secret header stands in it, at any
 * octet, zero the rest. */
static void cut_octets(struct cut *c, size_t from, size_t to)
{
	for (; from + LI_AVP_HEAD <= to; from++)
		if (is_secret(li_be32(c->p + from))) {
			wipe(c, from, to);
			return;
		}
}

static bool begins_with_avp(const struct cut *c, size_t from, size_t to)
{
	size_t head;

	return li_avp_measure(li_slice(c->p + from, to - from), &head) != 0;
}

/* Padding can hide octets. */
static inline void wipe_padding(struct cut *c, size_t from, size_t to)
{
	for (; from < to; from++)
		c->p[from] = 0;
}

/* Zero the padding of an AVP before `next`, four octets in one go: with no
 * branch for each number of octets. */
static inline void wipe_to_word(uint8_t *next, size_t len)
{
	static const uint8_t kept[4][4] = {{255, 255, 255, 255},
		{255, 255, 255, 0}, {255, 255, 0, 0}, {255, 0, 0, 0}};
	uint32_t word, mask;

	memcpy(&word, next - sizeof(word), sizeof(word));
	memcpy(&mask, kept[-len & 3], sizeof(mask));
	word &= mask;
	memcpy(next - sizeof(word), &word, sizeof(word));
}

/* Go past the AVPs that end, with their padding, before the next secret code.
 * Most of a message is passed here. */
static inline size_t pass_cold(struct cut *c, size_t from, size_t to)
{
	const size_t hot = next_hot(&c->found, from);
	const size_t end = hot < to ? hot : to;

	while (from + LI_AVP_HEAD <= end) {
		/* of the message: the copy may still be on its way */
		const uint32_t word = li_be32(c->from + from + 4);
		const size_t len = word & 0xffffff;
		const size_t next = from + ((len + 3) & ~(size_t)3);

		/* with its vendor, when the first flag says so */
		if (next > end || len < LI_AVP_HEAD + (word >> 31) * 4)
			break;
		wipe_to_word(c->p + next, len);
		from = next;
	}
	return from;
}

static void cut_avps(struct cut *c, size_t from, size_t to, int depth)
{
	while ((from = pass_cold(c, from, to)) < to) {
		size_t head, value, end, next;
		size_t len =
			li_avp_measure(li_slice(c->p + from, to - from), &head);

		if (len == 0) {
			wipe(c, from, to);
			return;
		}
		value = from + head;
		end = from + len;
		next = from + li_avp_padded(len, to - from);
		if (li_be32(c->p + from) == ITEM)
			cut_item(c, value, end);
		else if (is_secret(li_be32(c->p + from)))
			wipe(c, value, end);
		else if (depth < DEPTH_MAX && begins_with_avp(c, value, end))
			cut_avps(c, value, end, depth + 1);
		else
			cut_octets(c, value, end);
		wipe_padding(c, end, next);
		from = next;
	}
}

size_t li_cx_cut(struct li_slice message, uint8_t *dst)
{
	struct cut c;
	uint32_t command;

	c.from = message.p;
	c.p = dst;
	c.runs = 0;
	c.found.count = c.found.next = 0;
	c.found.many = false;
	copy_finding(message, dst, &c.found);
	if (message.n < LI_DIAMETER_HEAD) {
		wipe(&c, 0, message.n);
		return c.runs;
	}
	command = li_be32(message.p + 4) & 0xffffff;
	/* UAR, SAR, LIR and RTR carry no vectors: nothing to look for when no
	 * code is one of theirs. MAR and PPR do. TS 29.228 cl. 6.3, 6.6 */
	if (c.found.count == 0 && (command <= 302 || command == 304) &&
		command >= 300)
		return 0;
	cut_avps(&c, LI_DIAMETER_HEAD, message.n, 0);
	return c.runs;
}
