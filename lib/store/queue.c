/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/queue.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/inside.h"
#include "store/lag.h"

void li_store_bound(struct li_store *store, uint64_t most)
{
	store->queues.most = most > INT64_MAX ? INT64_MAX : (int64_t)most;
}

static li_err read_did(struct li_store *store, int64_t row, struct li_uuid *did)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_DESTINATION_DID);
	struct li_slice octets;
	li_err err;

	sqlite3_bind_int64(s, 1, row);
	err = li_sql_row(store, LI_SQL_DESTINATION_DID);
	if (err)
		return err == LI_ENOTFOUND ? LI_EDB : err;
	octets = li_column(s, 0);
	if (octets.n == sizeof(did->octet))
		memcpy(did->octet, octets.p, octets.n);
	else
		err = LI_ECORRUPT;
	sqlite3_reset(s);
	return err;
}

static li_err add(struct li_store *store, int64_t destination,
	struct li_queue **out)
{
	struct li_queues *all = &store->queues;
	struct li_queue q = {.destination = destination, .waiting = -1};
	li_err err = read_did(store, destination, &q.did);

	if (err)
		return err;
	if (all->count == all->room) {
		const size_t room = all->room ? 2 * all->room : 8;
		struct li_queue *more =
			realloc(all->list, room * sizeof(*more));

		if (!more)
			return LI_ENOMEM;
		all->list = more;
		all->room = room;
	}
	all->list[all->count] = q;
	*out = &all->list[all->count++];
	return LI_OK;
}

static struct li_queue *find(struct li_store *store, int64_t destination)
{
	for (size_t i = 0; i < store->queues.count; i++)
		if (store->queues.list[i].destination == destination)
			return &store->queues.list[i];
	return NULL;
}

static li_err count(struct li_store *store, struct li_queue *q)
{
	uint64_t waiting = 0;
	li_err err;

	if (q->waiting >= 0)
		return LI_OK;
	err = li_store_queued(store, q->destination, &waiting);
	if (!err)
		q->waiting = (int64_t)waiting;
	return err;
}

static void miss(struct li_queue *q, int64_t iri)
{
	if (!q->count)
		q->first = iri;
	q->last = iri;
	q->count++;
}

li_err li_queue_route(struct li_store *store, int64_t iri,
	const struct li_route *route, struct li_route *out)
{
	li_err err = LI_OK;

	*out = *route;
	if (!store->queues.most)
		return LI_OK;
	out->count = 0;
	for (size_t i = 0; !err && i < route->count; i++) {
		struct li_queue *q = find(store, route->destinations[i]);

		if (!q)
			err = add(store, route->destinations[i], &q);
		if (!err)
			err = count(store, q);
		if (err)
			break;
		if (q->waiting >= store->queues.most) {
			miss(q, iri);
			continue;
		}
		q->waiting++;
		out->destinations[out->count++] = route->destinations[i];
	}
	return err;
}

void li_queue_done(struct li_store *store, int64_t destination, int64_t done)
{
	struct li_queue *q = find(store, destination);

	if (q && q->waiting >= 0)
		q->waiting -= done;
}

/* TS 33.127 cl. 5.3.2.4; TS 33.126 R6.5-70: what is missing where, for good */
static li_err audit(struct li_store *store, const struct li_queue *q)
{
	char object[128];
	struct li_audit_row row = {
		.via = li_slice_str("store"),
		.action = li_slice_str("delivery.gap"),
	};

	snprintf(object, sizeof(object),
		"destination %lld, iri %lld-%lld, count %lld",
		(long long)q->destination, (long long)q->first,
		(long long)q->last, (long long)q->count);
	row.object = li_slice_str(object);
	return li_audit_append(store, NULL, (struct li_slice){0}, &row);
}

li_err li_queues_audit(struct li_store *store)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < store->queues.count; i++)
		if (store->queues.list[i].count)
			err = audit(store, &store->queues.list[i]);
	return err;
}

void li_queues_committed(struct li_store *store)
{
	for (size_t i = 0; i < store->queues.count; i++) {
		struct li_queue *q = &store->queues.list[i];

		q->missed += (uint64_t)q->count;
		q->count = 0;
	}
}

void li_queues_forget(struct li_store *store)
{
	for (size_t i = 0; i < store->queues.count; i++) {
		store->queues.list[i].waiting = -1;
		store->queues.list[i].count = 0;
	}
}

li_err li_store_queue_each(struct li_store *store, li_store_queue_fn fn,
	void *data)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < store->queues.count; i++) {
		struct li_queue_state state = {.did = store->queues.list[i].did,
			.missed = store->queues.list[i].missed};

		err = count(store, &store->queues.list[i]);
		state.waiting = (uint64_t)store->queues.list[i].waiting;
		if (!err)
			err = fn(&state, data);
	}
	return err;
}
