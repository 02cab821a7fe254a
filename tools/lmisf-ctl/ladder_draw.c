/* SPDX-License-Identifier: BSD-3-Clause */
#include "ladder_draw.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LEFT = 20, /* of the first lane: time and marks come before it */
	GAP_MAX = 30,
	LIST_AT = 40, /* of the hop in a list: the label comes before it, too */
};

struct lanes {
	struct li_address at[CTL_LADDER_LANES];
	size_t count;
	bool many; /* more than there are lanes */
};

/* One line, of blanks up to its end. */
struct line {
	char c[CTL_LADDER_WIDTH + 1];
};

/* ---- their order ---- */

static int compare(const void *a, const void *b)
{
	const struct li_rung *x = &((const struct ctl_rung *)a)->r;
	const struct li_rung *y = &((const struct ctl_rung *)b)->r;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

/* TS 103 221-2 cl. 5.3.9: numbers rise as records are committed, so one that is
 * above a later record's was held, or came late. They may wrap. */
void ctl_ladder_sort(struct ctl_rung *rungs, size_t count)
{
	uint32_t least;

	if (!count)
		return;
	qsort(rungs, count, sizeof(*rungs), compare);
	least = rungs[count - 1].r.sequence;
	for (size_t i = count; i-- > 0;) {
		const uint32_t mine = rungs[i].r.sequence;

		rungs[i].late = (int32_t)(mine - least) > 0;
		if (!rungs[i].late)
			least = mine;
	}
}

/* ---- words ---- */

void ctl_ladder_place(const struct li_address *at, char text[LI_SOCK_TEXT])
{
	text[0] = '\0';
	if (at->family)
		li_sock_format(at, text);
}

void ctl_ladder_plain(char *text)
{
	for (; *text; text++)
		if (*text < 0x21 || *text > 0x7e)
			*text = '?';
}

void ctl_ladder_label(const struct li_rung *r, char text[CTL_LADDER_LABEL])
{
	char method[LI_RUNG_METHOD];

	snprintf(method, sizeof(method), "%s", r->method);
	ctl_ladder_plain(method);
	if (r->erased)
		snprintf(text, CTL_LADDER_LABEL, "%s (erased)",
			li_iri_kind_name(r->kind));
	else if (r->status)
		snprintf(text, CTL_LADDER_LABEL, "%" PRIu16 " %s", r->status,
			method);
	else
		snprintf(text, CTL_LADDER_LABEL, "%s",
			method[0] ? method : li_iri_kind_name(r->kind));
}

/* ---- lines ---- */

static void put_line(struct li_buf *out, const struct line *line)
{
	size_t n = CTL_LADDER_WIDTH;

	while (n && line->c[n - 1] == ' ')
		n--;
	li_buf_put(out, line->c, n);
	li_buf_put_u8(out, '\n');
}

/* Text into a line, cut where the room ends. */
static void write_at(struct line *line, size_t at, size_t room,
	const char *text)
{
	for (; *text && room && at < CTL_LADDER_WIDTH; room--)
		line->c[at++] = *text++;
}

/* Time since the first and marks, in front of everything. */
static struct line begin(const struct ctl_rung *rung, int64_t first_us)
{
	const int64_t us = rung->r.at_us - first_us;
	char text[48];
	struct line line;

	memset(line.c, ' ', CTL_LADDER_WIDTH);
	line.c[CTL_LADDER_WIDTH] = '\0';
	snprintf(text, sizeof(text), "%8" PRId64 ".%06d %c%c%c", us / 1000000,
		(int)(us % 1000000), rung->r.repeat ? 'r' : ' ',
		rung->late ? 'l' : ' ', rung->r.redacted ? 'x' : ' ');
	write_at(&line, 0, LEFT, text);
	return line;
}

/* ---- the lanes ---- */

static size_t lane_of(const struct lanes *l, const struct li_address *at)
{
	size_t i = 0;

	while (i < l->count && !li_address_eq(&l->at[i], at))
		i++;
	return i;
}

static void add_lane(struct lanes *l, const struct li_address *at)
{
	if (!at->family || lane_of(l, at) < l->count)
		return;
	if (l->count < CTL_LADDER_LANES)
		l->at[l->count++] = *at;
	else
		l->many = true;
}

static size_t gap_of(const struct lanes *l)
{
	const size_t gap = l->count < 2
		? GAP_MAX
		: (CTL_LADDER_WIDTH - 1 - LEFT) / (l->count - 1);

	return gap < GAP_MAX ? gap : GAP_MAX;
}

static size_t column(const struct lanes *l, size_t lane)
{
	return LEFT + lane * gap_of(l);
}

static void put_bars(const struct lanes *l, size_t count, struct line *line)
{
	for (size_t i = 0; i < count; i++)
		line->c[column(l, i)] = '|';
}

/* Each address on a line of its own, over its lane; one that is long begins
 * further left, over the bars of others. */
static void put_heads(const struct lanes *l, struct li_buf *out)
{
	for (size_t i = 0; i < l->count; i++) {
		char text[LI_SOCK_TEXT];
		size_t at = column(l, i), n;
		struct line line;

		memset(line.c, ' ', CTL_LADDER_WIDTH);
		put_bars(l, i, &line);
		ctl_ladder_place(&l->at[i], text);
		n = strlen(text);
		if (at + n > CTL_LADDER_WIDTH)
			at = CTL_LADDER_WIDTH - n;
		write_at(&line, at, n, text);
		put_line(out, &line);
	}
}

/* "|--INVITE-->|", with the label in the middle. */
static void put_arrow(struct line *line, size_t from, size_t to,
	const char *label)
{
	const size_t left = from < to ? from : to;
	const size_t room = (from < to ? to : from) - left - 1;
	size_t n = strlen(label), at;

	if (n > room - 1)
		n = room - 1;
	at = (room - n) / 2;
	if (to < from && at == 0)
		at = 1; /* there its head is */
	memset(line->c + left + 1, '-', room);
	write_at(line, left + 1 + at, n, label);
	if (from < to)
		line->c[to - 1] = '>';
	else
		line->c[to + 1] = '<';
}

static void put_rung(const struct lanes *l, const struct ctl_rung *rung,
	int64_t first_us, struct li_buf *out)
{
	const size_t from = lane_of(l, &rung->r.from);
	const size_t to = lane_of(l, &rung->r.to);
	struct line line = begin(rung, first_us);
	char label[CTL_LADDER_LABEL];

	ctl_ladder_label(&rung->r, label);
	put_bars(l, l->count, &line);
	if (from < l->count && to < l->count && from != to)
		put_arrow(&line, column(l, from), column(l, to), label);
	else /* from whom or to whom is not known, or to itself */
		write_at(&line, column(l, from < l->count ? from : 0) + 2,
			CTL_LADDER_WIDTH, label);
	put_line(out, &line);
}

/* ---- the list ---- */

static void put_item(const struct ctl_rung *rung, int64_t first_us,
	struct li_buf *out)
{
	char label[CTL_LADDER_LABEL];
	char from[LI_SOCK_TEXT], to[LI_SOCK_TEXT];
	struct line line = begin(rung, first_us);
	size_t at;

	ctl_ladder_label(&rung->r, label);
	ctl_ladder_place(&rung->r.from, from);
	ctl_ladder_place(&rung->r.to, to);
	write_at(&line, LEFT, LIST_AT - LEFT - 1, label);
	write_at(&line, LIST_AT, CTL_LADDER_WIDTH, from);
	at = LIST_AT + strlen(from) + 1;
	if (at + 3 + strlen(to) > CTL_LADDER_WIDTH) {
		put_line(out, &line);
		memset(line.c, ' ', CTL_LADDER_WIDTH);
		at = LIST_AT;
	}
	if (from[0] || to[0])
		write_at(&line, at, 2, "->");
	write_at(&line, at + 3, CTL_LADDER_WIDTH, to);
	put_line(out, &line);
}

void ctl_ladder_draw(const struct ctl_rung *rungs, size_t count,
	struct li_buf *out)
{
	struct lanes l = {.count = 0};
	bool marked = false;

	for (size_t i = 0; i < count; i++) {
		add_lane(&l, &rungs[i].r.from);
		add_lane(&l, &rungs[i].r.to);
		marked = marked || rungs[i].late || rungs[i].r.repeat ||
			rungs[i].r.redacted;
	}
	if (!l.many)
		put_heads(&l, out);
	for (size_t i = 0; i < count; i++) {
		if (l.many)
			put_item(&rungs[i], rungs[0].r.at_us, out);
		else
			put_rung(&l, &rungs[i], rungs[0].r.at_us, out);
	}
	if (marked)
		li_buf_put_str(out, "r repeated, l late, x redacted\n");
}
