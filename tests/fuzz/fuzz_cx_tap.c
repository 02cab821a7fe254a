/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The way of messages through the Cx tap: cut, ring, pairs, keep. The octets
 * are a sequence of messages, each after four of its own: what to do (0: a
 * request, 1: an answer, 2: give the oldest request up; 0x40 set: the next is
 * taken at once with it), which of 256 exchanges it is of, and how long it is. Each request is given to its own answer, whole
 * and cut; what the keep sends is what was put there; and no string that was
 * made at run time gets into a log line. TS 33.127 cl. 8.7
 */
#include <stdarg.h>
#include <string.h>

#include "fuzz.h"
#include "intake/cx_avp.h"
#include "lmisf_cx/keep.h"
#include "lmisf_cx/pairs.h"
#include "lmisf_cx/ring.h"
#include "lmisf_cx/scrub.h"

enum { EXCHANGES = 256, ROOM = 1 << 20, HEAD = 4, IOV = 4, MORE = 0x40 };

static struct {
	struct li_ring *ring;
	struct li_pairs *pairs;
	struct li_keep *keep;
	struct li_slice waiting[EXCHANGES]; /* of the input, uncut */
	uint64_t added, number[EXCHANGES];
} tap;

static bool same(struct li_slice cut, struct li_slice whole)
{
	uint8_t *want = malloc(whole.n ? whole.n : 1);
	bool equal;

	FUZZ_CHECK(want != NULL);
	(void)li_cx_cut(whole, want);
	equal = li_slice_eq(cut, li_slice(want, whole.n));
	free(want);
	return equal;
}

/* Through the ring; NULL when it is full or the message too long. */
static const struct li_cx_item *pass(struct li_slice m, uint64_t exchange,
	bool answer)
{
	struct li_ring_place place;
	struct li_cx_item *item;
	struct li_slice got;

	if (!li_ring_reserve(tap.ring, sizeof(*item) + m.n, &place))
		return NULL;
	item = (struct li_cx_item *)(void *)place.p;
	*item = (struct li_cx_item){
		.exchange = exchange,
		.octets = (uint32_t)m.n,
		.answer = answer,
	};
	(void)li_cx_cut(m, item->data);
	li_ring_commit(place);
	FUZZ_CHECK(li_ring_next(tap.ring, &got));
	item = (struct li_cx_item *)(void *)place.p;
	FUZZ_CHECK((const void *)got.p == (const void *)item);
	FUZZ_CHECK(got.n == sizeof(*item) + m.n);
	return item;
}

static void keep(const struct li_waiting *w, struct li_slice answer)
{
	const struct li_cx_record r = {
		.request = li_cx_item_message(w->item),
		.answer = answer,
	};
	struct iovec iov[IOV];
	size_t n;

	if (li_keep_add(tap.keep, &r) != LI_OK)
		return;
	FUZZ_CHECK(li_keep_last(tap.keep) == ++tap.added);
	while ((n = li_keep_unsent(tap.keep, iov, IOV)) > 0) {
		size_t all = 0;

		for (size_t i = 0; i < n; i++)
			all += iov[i].iov_len;
		li_keep_sent(tap.keep, (all + 1) / 2);
	}
	li_keep_acked(tap.keep, tap.added);
}

static void take_request(uint8_t which, struct li_slice m)
{
	const struct li_cx_item *item;

	if (tap.number[which] != 0)
		return;
	tap.number[which] = (tap.added + 1) << 9 | which | 1U << 8;
	item = pass(m, tap.number[which], false);
	if (!item || li_pairs_add(tap.pairs, item, 0) != LI_OK)
		tap.number[which] = 0;
	else
		tap.waiting[which] = m;
}

static void take_answer(uint8_t which, struct li_slice m)
{
	const struct li_cx_item *item = pass(m, tap.number[which], true);
	struct li_waiting *w;

	if (!item)
		return;
	w = li_pairs_take(tap.pairs, tap.number[which]);
	FUZZ_CHECK((w != NULL) == (tap.number[which] != 0));
	if (w) {
		FUZZ_CHECK(
			same(li_cx_item_message(w->item), tap.waiting[which]));
		keep(w, li_cx_item_message(item));
	}
	tap.number[which] = 0;
	if (w)
		li_pairs_done(tap.pairs, w);
}

static void give_up(void)
{
	struct li_waiting *w = li_pairs_take_older(tap.pairs, 0);
	const struct li_slice none = {0};

	if (!w)
		return;
	FUZZ_CHECK(same(li_cx_item_message(w->item),
		tap.waiting[w->item->exchange & 0xff]));
	tap.number[w->item->exchange & 0xff] = 0;
	keep(w, none);
	li_pairs_done(tap.pairs, w);
}

/* The end of what the worker takes from the ring at once. */
static void settle(void)
{
	FUZZ_CHECK(li_pairs_settle(tap.pairs) == 0);
	li_ring_release(tap.ring);
}

static size_t line(char *buf, size_t cap, const char *fmt, ...)
{
	va_list args;
	size_t n;

	va_start(args, fmt);
	n = li_scrub(buf, cap, false, fmt, args);
	va_end(args);
	return n;
}

static void log_it(const char *text, size_t n)
{
	static const char want[] =
		"AVP " LI_SCRUB_OMITTED " of " LI_SCRUB_OMITTED;
	char buf[64];

	FUZZ_CHECK(line(buf, sizeof(buf), "AVP %s of %.*s", text, (int)n,
			   text) == sizeof(want) - 1);
	FUZZ_CHECK(memcmp(buf, want, sizeof(want)) == 0);
	n = line(buf, 8, "%u %s", (unsigned int)n, text);
	FUZZ_CHECK(n < 8 && strlen(buf) == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1);

	FUZZ_CHECK(text != NULL);
	memcpy(text, data, size);
	log_it(text, size);
	free(text);
	memset(&tap, 0, sizeof(tap));
	FUZZ_CHECK(li_ring_new(ROOM, &tap.ring) == LI_OK &&
		li_pairs_new(ROOM, &tap.pairs) == LI_OK &&
		li_keep_new(ROOM, &tap.keep) == LI_OK);
	while (size >= HEAD) {
		size_t n = (size_t)data[2] << 8 | data[3];
		struct li_slice m;

		n = n < size - HEAD ? n : size - HEAD;
		m = li_slice(data + HEAD, n);
		if (data[0] % 3 == 0)
			take_request(data[1], m);
		else if (data[0] % 3 == 1)
			take_answer(data[1], m);
		else
			give_up();
		if ((data[0] & MORE) == 0)
			settle();
		data += HEAD + n;
		size -= HEAD + n;
	}
	li_ring_free(tap.ring);
	li_pairs_free(tap.pairs);
	li_keep_free(tap.keep);
	return 0;
}
