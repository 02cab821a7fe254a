/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "lmisf_cx/keep.h"

enum {
	PIECE = 256 << 10,
	FRAME_MORE = 1024, /* of a record, beside its two messages */
	SPARE_MAX = 8,
};

struct piece {
	struct piece *next;
	struct li_buf buf;
	size_t sent;
	uint64_t last; /* sequence of its last record */
};

struct li_keep {
	struct piece *first, *last;
	struct piece *sending; /* NULL: the first that will be added */
	struct piece *spare;
	size_t spares, pieces, max_pieces;
	uint64_t sequence, acked;
};

li_err li_keep_new(size_t max_octets, struct li_keep **out)
{
	struct li_keep *keep = calloc(1, sizeof(*keep));

	if (!keep)
		return LI_ENOMEM;
	keep->max_pieces = max_octets / PIECE < 2 ? 2 : max_octets / PIECE;
	*out = keep;
	return LI_OK;
}

static void pieces_free(struct piece *p)
{
	while (p) {
		struct piece *next = p->next;

		li_buf_fini(&p->buf);
		free(p);
		p = next;
	}
}

void li_keep_free(struct li_keep *keep)
{
	if (!keep)
		return;
	pieces_free(keep->first);
	pieces_free(keep->spare);
	free(keep);
}

static struct piece *piece_get(struct li_keep *keep)
{
	struct piece *p = keep->spare;

	if (p) {
		keep->spare = p->next;
		keep->spares--;
	} else {
		p = calloc(1, sizeof(*p));
		if (!p)
			return NULL;
		p->buf.max = PIECE;
		if (!li_buf_reserve(&p->buf, PIECE)) {
			free(p);
			return NULL;
		}
	}
	p->next = NULL;
	p->sent = 0;
	li_buf_reset(&p->buf);
	return p;
}

static void piece_put(struct li_keep *keep, struct piece *p)
{
	if (keep->spares == SPARE_MAX) {
		p->next = NULL;
		pieces_free(p);
		return;
	}
	p->next = keep->spare;
	keep->spare = p;
	keep->spares++;
}

static li_err grow(struct li_keep *keep)
{
	struct piece *p;

	if (keep->pieces == keep->max_pieces)
		return LI_ETOOBIG;
	p = piece_get(keep);
	if (!p)
		return LI_ENOMEM;
	if (keep->last)
		keep->last->next = p;
	else
		keep->first = p;
	keep->last = p;
	keep->pieces++;
	if (!keep->sending)
		keep->sending = p;
	return LI_OK;
}

li_err li_keep_add(struct li_keep *keep, const struct li_cx_record *record)
{
	size_t size = record->request.n + record->answer.n + FRAME_MORE;
	struct li_cx_record numbered = *record;
	li_err err = LI_OK;

	if (size > PIECE)
		return LI_ETOOBIG;
	if (!keep->last || keep->last->buf.n + size > PIECE)
		err = grow(keep);
	if (err != LI_OK)
		return err;
	numbered.sequence = keep->sequence + 1;
	li_cx_record_put(&keep->last->buf, &numbered);
	keep->last->last = ++keep->sequence;
	return LI_OK;
}

void li_keep_acked(struct li_keep *keep, uint64_t sequence)
{
	struct piece *p;

	if (sequence > keep->sequence)
		return;
	if (sequence > keep->acked)
		keep->acked = sequence;
	while ((p = keep->first) != NULL && p->last <= keep->acked &&
		p->sent == p->buf.n) {
		keep->first = p->next;
		if (!keep->first)
			keep->last = NULL;
		if (keep->sending == p)
			keep->sending = p->next;
		keep->pieces--;
		piece_put(keep, p);
	}
}

/* Octets of a piece up to and with this sequence. */
static size_t octets_to(const struct piece *p, uint64_t sequence)
{
	size_t at = 0;

	while (at < p->buf.n) {
		struct li_ipc_message m;
		struct li_cx_record r;

		if (li_ipc_next(li_slice(p->buf.p + at, p->buf.n - at), &m) !=
				LI_OK ||
			li_cx_record_get(m.body, &r) != LI_OK ||
			r.sequence > sequence)
			break;
		at += m.octets;
	}
	return at;
}

void li_keep_resume(struct li_keep *keep, uint64_t sequence)
{
	struct piece *p;

	if (sequence > keep->sequence || sequence < keep->acked)
		sequence = keep->acked;
	for (p = keep->first; p; p = p->next)
		p->sent =
			p->last <= sequence ? p->buf.n : octets_to(p, sequence);
	li_keep_acked(keep, sequence);
	for (p = keep->first; p && p->next && p->sent == p->buf.n;)
		p = p->next;
	keep->sending = p;
}

size_t li_keep_unsent(struct li_keep *keep, struct iovec *iov, size_t max)
{
	struct piece *p = keep->sending;
	size_t n = 0;

	for (; p && n < max; p = p->next) {
		if (p->sent == p->buf.n)
			continue;
		iov[n].iov_base = p->buf.p + p->sent;
		iov[n].iov_len = p->buf.n - p->sent;
		n++;
	}
	return n;
}

void li_keep_sent(struct li_keep *keep, size_t octets)
{
	struct piece *p;

	while ((p = keep->sending) != NULL) {
		size_t n = p->buf.n - p->sent;

		n = n < octets ? n : octets;
		p->sent += n;
		octets -= n;
		/* the last one may yet grow */
		if (p->sent < p->buf.n || !p->next)
			break;
		keep->sending = p->next;
	}
}

uint64_t li_keep_last(const struct li_keep *keep)
{
	return keep->sequence;
}

uint64_t li_keep_acknowledged(const struct li_keep *keep)
{
	return keep->acked;
}
