/* SPDX-License-Identifier: BSD-3-Clause */
#include "sessions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "json.h"
#include "ladder_draw.h"
#include "model/pack.h"
#include "terms.h"

enum { SESSIONS_MAX = 64 << 11 }; /* so many are told apart */

struct sums {
	struct li_session_sum *p;
	size_t count, room;
};

/* ---- asking ---- */

/* The text of a reply: "ROW NEXT". */
static li_err read_reply(struct ctl *c, uint64_t *row, uint64_t *after)
{
	struct li_slice rest = li_slice_str(c->reply.text);
	li_err err = li_text_u64(li_slice_cut(&rest, ' '), INT64_MAX, row);

	if (!err)
		err = li_text_u64(rest, INT64_MAX, after);
	return err ? li_fault_set(&c->fault, LI_EMALFORMED,
			     "lmisfd: its answer cannot be read")
		   : LI_OK;
}

static li_err ask_page(struct ctl *c, const struct li_uuid *xid,
	const uint64_t *correlation, uint64_t *row, uint64_t *after)
{
	struct li_buf body = {0};
	li_err err;

	li_buf_put_u64(&body, *row);
	li_pack_uuid(&body, xid);
	if (correlation)
		li_buf_put_u64(&body, *correlation);
	li_buf_put_u64(&body, *after);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(c,
			correlation ? LI_ADMIN_SESSION_LADDER
				    : LI_ADMIN_SESSION_LIST,
			li_buf_slice(&body));
	li_buf_fini(&body);
	return err ? err : read_reply(c, row, after);
}

li_err ctl_look(struct ctl *c, const uint64_t *correlation, ctl_look_fn fn,
	void *data)
{
	struct li_slice rest, item;
	uint64_t row = 0, after = 0, before;
	struct li_uuid xid;
	li_err err = ctl_xid(c, &xid);

	while (!err) {
		before = after;
		err = ask_page(c, &xid, correlation, &row, &after);
		rest = li_buf_slice(&c->items);
		while (!err && ctl_item(&rest, &item))
			err = fn(item, data);
		if (after == 0)
			break;
		if (!err && after <= before)
			err = LI_EMALFORMED; /* it would go on forever */
	}
	return err;
}

/* ---- summing up ---- */

static int compare(const void *a, const void *b)
{
	const struct li_session_sum *x = a, *y = b;

	return (x->stream > y->stream) - (x->stream < y->stream);
}

static int compare_time(const void *a, const void *b)
{
	const struct li_session_sum *x = a, *y = b;

	if (x->first_us != y->first_us)
		return x->first_us < y->first_us ? -1 : 1;
	return compare(a, b);
}

static void add(struct li_session_sum *to, const struct li_session_sum *more)
{
	to->count += more->count;
	if (more->first_us < to->first_us)
		to->first_us = more->first_us;
	if (more->last_us > to->last_us)
		to->last_us = more->last_us;
	to->state = more->state; /* asked later */
}

/* The same session of several stretches becomes one. */
static void fold(struct sums *s)
{
	size_t n = 0;

	if (s->count)
		qsort(s->p, s->count, sizeof(*s->p), compare);
	for (size_t i = 0; i < s->count; i++) {
		if (n && s->p[n - 1].stream == s->p[i].stream)
			add(&s->p[n - 1], &s->p[i]);
		else
			s->p[n++] = s->p[i];
	}
	s->count = n;
}

void *ctl_wider(void *p, size_t *room, size_t size)
{
	const size_t wider = *room ? *room * 2 : 64;
	void *more = realloc(p, wider * size);

	if (more)
		*room = wider;
	return more;
}

/* First what is there twice makes room. */
static li_err make_room(struct sums *s)
{
	struct li_session_sum *more;

	fold(s);
	if (s->count < s->room / 2)
		return LI_OK;
	if (s->count >= SESSIONS_MAX)
		return LI_ETOOBIG;
	more = ctl_wider(s->p, &s->room, sizeof(*more));
	s->p = more ? more : s->p;
	return more ? LI_OK : LI_ENOMEM;
}

static li_err take(struct li_slice item, void *data)
{
	struct sums *s = data;
	struct li_session_sum sum;
	li_err err = li_session_sum_unpack(item, &sum);

	if (!err && s->count == s->room)
		err = make_room(s);
	if (!err)
		s->p[s->count++] = sum;
	return err;
}

/* ---- showing ---- */

static json_t *to_json(const struct li_session_sum *s)
{
	char correlation[24];

	snprintf(correlation, sizeof(correlation), "%" PRIu64, s->correlation);
	return json_pack("{ss so so sI ss? ss?}", "correlation", correlation,
		"first", ctl_time_json(s->first_us), "last",
		ctl_time_json(s->last_us), "records", (json_int_t)s->count,
		"method", s->known ? s->method : NULL, "state",
		s->known ? li_session_state_name(s->state) : NULL);
}

static void print(const struct li_session_sum *s)
{
	char first[LI_CLOCK_TEXT], last[LI_CLOCK_TEXT];

	li_clock_format(s->first_us, first);
	li_clock_format(s->last_us, last);
	printf("%20" PRIu64 "  %.19sZ  %.19sZ  %6" PRIu64, s->correlation,
		first, last, s->count);
	if (s->known)
		printf("  %-9s  %s", li_session_state_name(s->state),
			s->method);
	putchar('\n');
}

static li_err show(const struct ctl *c, struct sums *s)
{
	json_t *list = json_array();

	if (!c->json)
		printf("%20s  %-20s  %-20s  %6s  %-9s  %s\n", "CIN", "FIRST",
			"LAST", "COUNT", "STATE", "METHOD");
	for (size_t i = 0; i < s->count; i++) {
		ctl_ladder_plain(s->p[i].method);
		if (c->json)
			json_array_append_new(list, to_json(&s->p[i]));
		else
			print(&s->p[i]);
	}
	if (c->json)
		return ctl_print_json(list);
	json_decref(list);
	return LI_OK;
}

li_err ctl_sessions(struct ctl *c)
{
	struct sums s = {.count = 0};
	li_err err = ctl_look(c, NULL, take, &s);

	if (err == LI_ETOOBIG)
		err = li_fault_set(&c->fault, err,
			"the task has more than %d sessions", SESSIONS_MAX);
	if (!err) {
		fold(&s);
		if (s.count)
			qsort(s.p, s.count, sizeof(*s.p), compare_time);
		err = show(c, &s);
	}
	free(s.p);
	return err;
}
