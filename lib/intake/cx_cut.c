/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_avp.h"
#include "intake/cx_find.h"
#include "intake/cx_octets.h"
#include "model/cx_scheme.h"

enum {
	ITEM = 612,   /* SIP-Auth-Data-Item */
	SCHEME = 608, /* SIP-Authentication-Scheme */

	DEPTH_MAX = 16, /* groups within groups that are walked */
};

/* A message on its way: offsets are those of both. What is asked is asked of
 * the message, as its copy may still be on its way through the CPU; whatever
 * is asked was not zeroed before. */
struct cut {
	struct li_slice from;
	uint8_t *p;
	size_t hot; /* where a secret code begins next */
	size_t runs;
};

/* The next secret code that does not begin before an offset. Asked in
 * ascending order. */
static inline size_t next_hot(struct cut *c, size_t from)
{
	if (c->hot < from)
		c->hot = li_cx_find(c->from, from);
	return c->hot;
}

static void wipe(struct cut *c, size_t from, size_t to)
{
	if (from == to)
		return;
	memset(c->p + from, 0, to - from);
	c->runs++;
}

static inline size_t measure(const struct cut *c, size_t from, size_t to,
	size_t *head)
{
	return li_avp_measure(li_slice(c->from.p + from, to - from), head);
}

/* A SIP-Auth-Data-Item: all of it, but for a scheme that asks the user nothing,
 * so that no more is left than one of two words. A scheme stands before what it
 * has secrets for. TS 29.228 cl. 6.3 */
static void cut_item(struct cut *c, size_t from, size_t to)
{
	size_t at = from, head, len;

	for (; (len = measure(c, at, to, &head)) != 0;
		at += li_avp_padded(len, to - at)) {
		const uint8_t *p = c->from.p + at;

		if (li_be32(p) != SCHEME || head == LI_AVP_HEAD ||
			li_be32(p + LI_AVP_HEAD) != LI_CX_VENDOR)
			continue;
		if (li_cx_asks_nothing(li_slice(p + head, len - head))) {
			wipe(c, from, at);
			from = at + len;
		}
		break;
	}
	wipe(c, from, to);
}

/* A value without structure: where a secret header stands in it, at any
 * octet, zero the rest. */
static void cut_octets(struct cut *c, size_t from, size_t to)
{
	const size_t hot = next_hot(c, from);

	if (hot < to && to - hot >= LI_AVP_HEAD)
		wipe(c, hot, to);
}

/* Padding can hide octets. */
static inline void wipe_padding(struct cut *c, size_t from, size_t to)
{
	for (; from < to; from++)
		c->p[from] = 0;
}

/* Zero the padding of an AVP before `next`, four octets in one go: with no
 * branch for each number of octets, and none that is read of the copy. */
static inline void wipe_to_word(const uint8_t *from, uint8_t *to, size_t next,
	size_t len)
{
	static const uint8_t kept[4][4] = {{255, 255, 255, 255},
		{255, 255, 255, 0}, {255, 255, 0, 0}, {255, 0, 0, 0}};
	uint32_t word, mask;

	memcpy(&word, from + next - sizeof(word), sizeof(word));
	memcpy(&mask, kept[-len & 3], sizeof(mask));
	word &= mask;
	memcpy(to + next - sizeof(word), &word, sizeof(word));
}

/* Is there room for its header, with a vendor when the first flag says so? */
static inline bool holds_head(size_t word, size_t len)
{
	return len >= LI_AVP_HEAD_VENDOR ||
		len >= LI_AVP_HEAD + (word >> 31) * 4;
}

/* Go past the AVPs that end, with their padding, before the next secret code.
 * Most of a message is passed here, so there are two comparisons for each AVP
 * that another may follow. AVPs begin at multiples of four. */
static size_t pass_cold(struct cut *c, size_t from, size_t to)
{
	const uint8_t *const src = c->from.p;
	uint8_t *const dst = c->p;
	const size_t hot = next_hot(c, from);
	const size_t end = hot < to ? hot : to;
	const size_t more = end - LI_AVP_HEAD; /* end is behind the header */
	size_t word, len, next;

	if (from > more)
		return from;
	for (;; from = next) {
		word = li_be32(src + from + 4);
		len = word & 0xffffff;
		next = (from + len + 3) & ~(size_t)3;
		if (next > more || !holds_head(word, len))
			break;
		wipe_to_word(src, dst, next, len);
	}
	if (next > end || !holds_head(word, len))
		return from;
	wipe_to_word(src, dst, next, len);
	return next;
}

static void cut_avps(struct cut *c, size_t from, size_t to, int depth)
{
	while ((from = pass_cold(c, from, to)) < to) {
		size_t head, inner, value, end, next;
		const size_t len = measure(c, from, to, &head);
		uint32_t code;

		if (len == 0) {
			wipe(c, from, to);
			return;
		}
		code = li_be32(c->from.p + from);
		value = from + head;
		end = from + len;
		next = from + li_avp_padded(len, to - from);
		if (code == ITEM)
			cut_item(c, value, end);
		else if (li_cx_is_secret(code))
			wipe(c, value, end);
		else if (depth < DEPTH_MAX && measure(c, value, end, &inner))
			cut_avps(c, value, end, depth + 1);
		else
			cut_octets(c, value, end);
		wipe_padding(c, end, next);
		from = next;
	}
}

static __attribute__((noinline)) size_t cut_from(struct li_slice message,
	uint8_t *dst, size_t hot)
{
	struct cut c = {.from = message, .p = dst, .hot = hot};

	if (message.n < LI_DIAMETER_HEAD)
		wipe(&c, 0, message.n);
	else
		cut_avps(&c, LI_DIAMETER_HEAD, message.n, 0);
	return c.runs;
}

/* UAR, SAR, LIR and RTR carry no vectors: nothing to look for when no code is
 * one of theirs. MAR and PPR do. TS 29.228 cl. 6.3, 6.6 */
static inline bool carries_none(struct li_slice message)
{
	enum { FIRST = 300, LAST = 304, MAR = 303 };
	uint32_t command;

	if (message.n < LI_DIAMETER_HEAD)
		return false;
	command = li_be32(message.p + 4) & 0xffffff;
	return command - FIRST <= LAST - FIRST && command != MAR;
}

size_t li_cx_cut(struct li_slice message, uint8_t *dst)
{
	const size_t hot = li_cx_copy_finding(message, dst);

	if (hot == LI_CX_NOWHERE && carries_none(message))
		return 0;
	if (hot != LI_CX_NOWHERE)
		memcpy(dst + hot, message.p + hot, message.n - hot);
	return cut_from(message, dst, hot);
}
