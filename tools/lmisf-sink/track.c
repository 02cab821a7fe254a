/* SPDX-License-Identifier: BSD-3-Clause */
#include "track.h"

#include <stdlib.h>

#include "base/table.h"

struct stream {
	struct stream *next;
	struct li_key key;
	struct li_uuid xid;
	uint64_t correlation;
	uint32_t lowest, highest;
	uint64_t count; /* different numbers */
};

struct track {
	struct li_hash_secret secret;
	struct li_table streams;
	struct li_table numbers; /* (stream, number) to a hash of the octets */
	struct stream *list;
};

li_err track_new(struct track **out)
{
	struct track *t = calloc(1, sizeof(*t));

	if (!t)
		return LI_ENOMEM;
	if (li_hash_secret_draw(&t->secret) != LI_OK) {
		free(t);
		return LI_EIO;
	}
	*out = t;
	return LI_OK;
}

void track_free(struct track *track)
{
	if (!track)
		return;
	while (track->list) {
		struct stream *s = track->list;

		track->list = s->next;
		free(s);
	}
	li_table_fini(&track->streams);
	li_table_fini(&track->numbers);
	free(track);
}

static void add_text(struct li_hasher *h, struct li_slice s)
{
	li_hasher_add(h, li_slice(&s.n, sizeof(s.n)));
	li_hasher_add(h, s);
}

static struct li_key stream_key(const struct track *t,
	const struct li_x2_pdu *pdu)
{
	struct li_hasher h;

	li_hasher_init(&h, &t->secret);
	li_hasher_add(&h, li_slice(pdu->xid.octet, sizeof(pdu->xid.octet)));
	li_hasher_add(&h,
		li_slice(&pdu->correlation, sizeof(pdu->correlation)));
	add_text(&h, pdu->nfid);
	add_text(&h, pdu->ipid);
	return li_hasher_end(&h);
}

static struct li_key number_key(const struct track *t, const struct stream *s,
	uint32_t number)
{
	struct li_hasher h;

	li_hasher_init(&h, &t->secret);
	li_hasher_add(&h, li_slice(&s->key, sizeof(s->key)));
	li_hasher_add(&h, li_slice(&number, sizeof(number)));
	return li_hasher_end(&h);
}

static struct stream *stream_of(struct track *t, const struct li_x2_pdu *pdu)
{
	const struct li_key key = stream_key(t, pdu);
	struct stream *s = li_table_get(&t->streams, key);

	if (s)
		return s;
	s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	s->key = key;
	s->xid = pdu->xid;
	s->correlation = pdu->correlation;
	s->lowest = s->highest = pdu->sequence;
	if (li_table_set(&t->streams, key, s) != LI_OK) {
		free(s);
		return NULL;
	}
	s->next = t->list;
	t->list = s;
	return s;
}

/* The hash stands where a table keeps a pointer: odd, so never NULL. */
static void *mark_of(const struct track *t, struct li_slice octets)
{
	return (void *)(uintptr_t)(li_hash(&t->secret, octets).lo | 1);
}

li_err track_take(struct track *track, const struct li_x2_pdu *pdu,
	struct li_slice octets, enum track_verdict *verdict)
{
	struct stream *s = stream_of(track, pdu);
	void *const mark = mark_of(track, octets);
	struct li_key key;
	void *before;

	if (!s)
		return LI_ENOMEM;
	key = number_key(track, s, pdu->sequence);
	before = li_table_get(&track->numbers, key);
	if (before) {
		*verdict = before == mark ? TRACK_SAME : TRACK_DIFFERS;
		return LI_OK;
	}
	if (li_table_set(&track->numbers, key, mark) != LI_OK)
		return LI_ENOMEM;
	s->count++;
	if (pdu->sequence < s->lowest)
		s->lowest = pdu->sequence;
	if (pdu->sequence > s->highest)
		s->highest = pdu->sequence;
	*verdict = TRACK_NEW;
	return LI_OK;
}

static uint32_t first_missing(const struct track *t, const struct stream *s,
	uint32_t from)
{
	while (li_table_get(&t->numbers, number_key(t, s, from)))
		from++;
	return from;
}

uint64_t track_gaps(const struct track *track, bool resume, track_gap_fn fn,
	void *data)
{
	uint64_t all = 0;

	for (const struct stream *s = track->list; s; s = s->next) {
		/* TS 103 221-2 cl. 5.3.9: the first number is 0 */
		const uint32_t from = resume ? s->lowest : 0;
		const uint64_t span = (uint64_t)s->highest - from + 1;
		struct track_gap gap = {
			.xid = s->xid,
			.correlation = s->correlation,
			.missing = span - s->count,
		};

		if (gap.missing == 0)
			continue;
		gap.first = first_missing(track, s, from);
		fn(&gap, data);
		all += gap.missing;
	}
	return all;
}
