/* SPDX-License-Identifier: BSD-3-Clause */
#include "track.h"

#include <stdlib.h>

#include "base/table.h"

struct stream {
	struct stream *next;
	struct li_key key;
	struct li_key who, liid; /* of HI2: whose records, and of which LIID */
	uint32_t turn;           /* how often it began anew */
	struct track_stream of;
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

static struct li_key x2_key(const struct track *t, const struct li_x2_pdu *pdu)
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

/* TS 102 232-1 cl. 5.2.5 table 1A: NID */
static struct li_key who_key(const struct track *t, const struct li_psp *psp)
{
	struct li_hasher h;

	li_hasher_init(&h, &t->secret);
	add_text(&h, psp->operator_id);
	add_text(&h, psp->element);
	return li_hasher_end(&h);
}

static enum track_what what_of(const struct li_psp *psp)
{
	return psp->kind != LI_PSP_INTEGRITY ? TRACK_RECORDS
		: psp->check_type == 2       ? TRACK_SIGNATURES
					     : TRACK_HASHES;
}

/* TS 102 232-1 cl. 5.2.5: HI4 has numbers of its own; annex J.1: so has each chain
 * of checks */
static struct li_key hi2_key(const struct track *t, const struct li_psp *psp,
	enum track_what what)
{
	static const char names[] = {[TRACK_RECORDS] = 'h',
		[TRACK_HASHES] = 'c',
		[TRACK_SIGNATURES] = 's'};
	const uint64_t cin = psp->has_cin ? psp->cin : UINT64_MAX;
	char name = names[what];
	struct li_hasher h;

	if (psp->notice_count)
		name = 'n';
	li_hasher_init(&h, &t->secret);
	add_text(&h, psp->liid);
	li_hasher_add(&h, li_slice(&cin, sizeof(cin)));
	add_text(&h, psp->operator_id);
	add_text(&h, psp->element);
	return li_key_named(li_hasher_end(&h), name);
}

static struct li_key number_key(const struct track *t, struct li_key stream,
	uint32_t turn, uint32_t number)
{
	struct li_hasher h;

	li_hasher_init(&h, &t->secret);
	li_hasher_add(&h, li_slice(&stream, sizeof(stream)));
	li_hasher_add(&h, li_slice(&turn, sizeof(turn)));
	li_hasher_add(&h, li_slice(&number, sizeof(number)));
	return li_hasher_end(&h);
}

static struct stream *begin(struct track *t, struct li_key key, uint32_t turn)
{
	struct stream *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->key = key;
	s->turn = turn;
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

static li_err take(struct track *t, struct stream *s, uint32_t number,
	struct li_slice octets, enum track_verdict *verdict)
{
	const struct li_key key = number_key(t, s->key, s->turn, number);
	void *const mark = mark_of(t, octets);
	void *before = li_table_get(&t->numbers, key);

	if (before) {
		*verdict = before == mark ? TRACK_SAME : TRACK_DIFFERS;
		return LI_OK;
	}
	if (li_table_set(&t->numbers, key, mark) != LI_OK)
		return LI_ENOMEM;
	if (s->count == 0 || number < s->lowest)
		s->lowest = number;
	if (number > s->highest)
		s->highest = number;
	s->count++;
	*verdict = TRACK_NEW;
	return LI_OK;
}

li_err track_x2(struct track *t, const struct li_x2_pdu *pdu,
	struct li_slice octets, enum track_verdict *verdict)
{
	const struct li_key key = x2_key(t, pdu);
	struct stream *s = li_table_get(&t->streams, key);

	if (!s) {
		s = begin(t, key, 0);
		if (!s)
			return LI_ENOMEM;
		s->of.x2 = true;
		s->of.xid = pdu->xid;
		s->of.correlation = pdu->correlation;
	}
	return take(t, s, pdu->sequence, octets, verdict);
}

static struct stream *begin_hi2(struct track *t, const struct li_psp *psp,
	struct li_key key, uint32_t turn)
{
	struct stream *s = begin(t, key, turn);

	if (!s)
		return NULL;
	s->who = who_key(t, psp);
	s->liid = li_hash(&t->secret, psp->liid);
	s->of.what = what_of(psp);
	record_liid(psp->liid, s->of.liid);
	s->of.has_cin = psp->has_cin;
	s->of.cin = psp->cin;
	return s;
}

li_err track_hi2(struct track *t, const struct li_psp *psp,
	struct li_slice octets, enum track_verdict *verdict)
{
	const struct li_key key = hi2_key(t, psp, what_of(psp));
	struct stream *s = li_table_get(&t->streams, key);

	if (!s)
		s = begin_hi2(t, psp, key, 0);
	return s ? take(t, s, psp->sequence, octets, verdict) : LI_ENOMEM;
}

/* TS 102 232-1 cl. 6.2.2: of no LIID, it is of all; of one, of all its sessions. It
 * says nothing of records that others send. */
static bool is_reset(const struct track *t, const struct li_psp *psp,
	const struct stream *s)
{
	return li_key_eq(s->who, who_key(t, psp)) &&
		(li_slice_is(psp->liid, "-") ||
			li_key_eq(s->liid, li_hash(&t->secret, psp->liid)));
}

static li_err begin_anew(struct track *t, const struct stream *s)
{
	struct stream *anew = begin(t, s->key, s->turn + 1);

	if (!anew)
		return LI_ENOMEM;
	anew->who = s->who;
	anew->liid = s->liid;
	anew->of = s->of;
	return LI_OK;
}

/* Those of before stay in the list behind those that begin. */
li_err track_reset(struct track *t, const struct li_psp *psp)
{
	li_err err = LI_OK;

	for (struct stream *s = t->list; s && !err; s = s->next)
		if (s->count > 0 && is_reset(t, psp, s) &&
			li_table_get(&t->streams, s->key) == s)
			err = begin_anew(t, s);
	return err;
}

struct li_key track_key(const struct track *t, const struct li_psp *psp,
	uint32_t number)
{
	const struct li_key key = hi2_key(t, psp, TRACK_RECORDS);
	const struct stream *s = li_table_get(&t->streams, key);

	return number_key(t, key, s ? s->turn : 0, number);
}

static uint32_t first_missing(const struct track *t, const struct stream *s,
	uint32_t from)
{
	while (li_table_get(&t->numbers, number_key(t, s->key, s->turn, from)))
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
			.stream = &s->of,
			.missing = span - s->count,
		};

		/* One that began anew may have no number yet. */
		if (s->count == 0 || gap.missing == 0)
			continue;
		gap.first = first_missing(track, s, from);
		fn(&gap, data);
		all += gap.missing;
	}
	return all;
}
