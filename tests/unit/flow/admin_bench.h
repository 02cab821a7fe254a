/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_bench.h - a store to ask things of, for the tests of flow/admin.h.
 */
#ifndef LI_UNIT_FLOW_ADMIN_BENCH_H
#define LI_UNIT_FLOW_ADMIN_BENCH_H

#include "flow/admin.h"
#include "place.h"

struct bench {
	struct place place;
	struct li_store *store;
	struct li_admin_terms terms;
	struct li_buf items;
	struct li_admin_reply reply;
	struct li_admin_change change;
};

static inline void set_up(struct bench *b)
{
	struct li_store_place at;

	*b = (struct bench){.store = NULL};
	at = place_make(&b->place);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&at, LI_STORE_WRITER, &b->store,
				      NULL),
		LI_OK);
}

static inline void tear_down(struct bench *b)
{
	li_store_close(b->store);
	li_buf_fini(&b->items);
	place_remove(&b->place);
}

static inline li_err ask_by(struct bench *b, enum li_admin_op op,
	const char *via, const char *actor, struct li_slice body)
{
	struct li_admin_request r = {.op = op, .body = body};

	snprintf(r.via, sizeof(r.via), "%s", via);
	snprintf(r.actor, sizeof(r.actor), "%s", actor);
	li_buf_reset(&b->items);
	b->terms.at_us = 1;
	li_admin_apply(b->store, &b->terms, &r, &b->items, &b->reply,
		&b->change);
	return b->reply.err;
}

static inline li_err ask(struct bench *b, enum li_admin_op op,
	const char *actor, struct li_slice body)
{
	return ask_by(b, op, "test", actor, body);
}

#endif
