/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "json.h"
#include "ladder_draw.h"
#include "sessions.h"
#include "terms.h"

enum { RUNGS_MAX = 10000 }; /* so many are shown */

struct gather {
	struct ctl_rung *p;
	size_t count, room;
	uint64_t more; /* that are not shown */
};

static li_err make_room(struct gather *g)
{
	struct ctl_rung *more = ctl_wider(g->p, &g->room, sizeof(*more));

	g->p = more ? more : g->p;
	return more ? LI_OK : LI_ENOMEM;
}

static li_err take(struct li_slice item, void *data)
{
	struct gather *g = data;
	struct ctl_rung one = {.late = false};
	li_err err = li_rung_unpack(item, &one.r);

	if (!err && g->count == RUNGS_MAX) {
		g->more++;
		return LI_OK;
	}
	if (!err && g->count == g->room)
		err = make_room(g);
	if (!err)
		g->p[g->count++] = one;
	return err;
}

/* What was erased says nothing of itself. */
static json_t *to_json(const struct ctl_rung *rung)
{
	static const char *const directions[] = {"unknown", "unknown",
		"to target", "from target", "both", "none"};
	const struct li_rung *r = &rung->r;
	char from[LI_SOCK_TEXT], to[LI_SOCK_TEXT];
	char method[LI_RUNG_METHOD];

	ctl_ladder_place(&r->from, from);
	ctl_ladder_place(&r->to, to);
	snprintf(method, sizeof(method), "%s", r->method);
	ctl_ladder_plain(method);
	return json_pack("{so so sI ss ss ss? ss? ss? so sb sb sb sb}", "at",
		ctl_time_json(r->at_us), "committed",
		ctl_time_json(r->committed_us), "sequence",
		(json_int_t)r->sequence, "kind", li_iri_kind_name(r->kind),
		"direction", directions[r->direction], "from",
		from[0] ? from : NULL, "to", to[0] ? to : NULL, "method",
		method[0] ? method : NULL, "status",
		r->status ? json_integer(r->status) : json_null(), "repeated",
		(int)r->repeat, "late", (int)rung->late, "redacted",
		(int)r->redacted, "erased", (int)r->erased);
}

static li_err show_json(const struct gather *g)
{
	json_t *list = json_array();

	for (size_t i = 0; i < g->count; i++)
		json_array_append_new(list, to_json(&g->p[i]));
	return ctl_print_json(list);
}

static li_err show(const struct gather *g)
{
	struct li_buf out = {0};
	char first[LI_CLOCK_TEXT];
	li_err err;

	li_clock_format(g->p[0].r.at_us, first);
	li_buf_printf(&out, "%s\n", first);
	ctl_ladder_draw(g->p, g->count, &out);
	err = li_buf_check(&out);
	if (!err)
		fwrite(out.p, 1, out.n, stdout);
	li_buf_fini(&out);
	return err;
}

li_err ctl_ladder(struct ctl *c)
{
	struct gather g = {.count = 0};
	uint64_t correlation;
	li_err err =
		li_text_u64(li_slice_str(c->session), UINT64_MAX, &correlation);

	if (err)
		err = li_fault_set(&c->fault, err,
			"allowed: the CIN of a session, a number of "
			"'sessions'");
	if (!err)
		err = ctl_look(c, &correlation, take, &g);
	if (!err && !g.count)
		err = li_fault_set(&c->fault, LI_ENOTFOUND,
			"there are no records of this session");
	if (!err) {
		ctl_ladder_sort(g.p, g.count);
		err = c->json ? show_json(&g) : show(&g);
	}
	if (!err && g.more)
		fprintf(stderr, "%" PRIu64 " more records are not shown\n",
			g.more);
	free(g.p);
	return err;
}
