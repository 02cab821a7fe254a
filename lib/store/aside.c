/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "store/inside.h"
#include "store/outbox.h"
#include "store/report.h"

/* One row of the outbox. */
struct entry {
	int64_t destination, iri;
};

static li_err run(struct li_store *store, enum li_sql id, int64_t iri)
{
	sqlite3_bind_int64(li_sql(store, id), 1, iri);
	return li_sql_run(store, id);
}

/* *was tells whether it waited. */
static li_err take(struct li_store *store, const struct entry *e, bool *was)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_ASIDE);
	li_err err;

	sqlite3_bind_int64(s, 1, e->destination);
	sqlite3_bind_int64(s, 2, e->iri);
	err = li_sql_run(store, LI_SQL_ASIDE);
	*was = !err && sqlite3_changes(store->db) > 0;
	return err;
}

/* TS 33.127 cl. 5.3.2.4; TS 33.126 R6.5-70: what is missing where, and why */
static li_err audit(struct li_store *store, const struct entry *e, li_err why)
{
	char object[96];
	struct li_audit_row row = {
		.via = li_slice_str("store"),
		.action = li_slice_str("delivery.gap"),
		.result = li_slice_str(li_err_name(why)),
	};

	snprintf(object, sizeof(object),
		"destination %lld, iri %lld-%lld, count 1",
		(long long)e->destination, (long long)e->iri,
		(long long)e->iri);
	row.object = li_slice_str(object);
	return li_audit_append(store, NULL, (struct li_slice){0}, &row);
}

static li_err settle(struct li_store *store, const struct entry *e)
{
	li_err err = run(store, LI_SQL_ASIDE_IRI, e->iri);

	/* TS 33.107 cl. 8: nothing is kept that nobody will get */
	if (!err)
		err = run(store, LI_SQL_ASIDE_ERASE, e->iri);
	if (err)
		return err;
	store->now.waiting--;
	li_queue_done(store, e->destination, 1);
	return LI_OK;
}

/* TS 103 221-1 cl. 6.5.3 */
static li_err tell(struct li_store *store, const struct li_uuid *did,
	const struct entry *e, int64_t at_us)
{
	return li_store_issue(store,
		&(struct li_issue){.cause = LI_ISSUE_UNSENT,
			.state = LI_ISSUE_NEWS,
			.id = *did,
			.number = (uint64_t)e->iri,
			.at_us = at_us});
}

li_err li_store_aside(struct li_store *store, const struct li_uuid *did,
	int64_t id, const struct li_aside_why *why)
{
	struct entry e = {.iri = id};
	struct li_scope scope;
	bool was = false;
	li_err err = li_scope_begin(store, &scope);

	if (err)
		return err;
	err = li_destination_row(store, did, &e.destination);
	if (!err)
		err = take(store, &e, &was);
	if (!err && was)
		err = settle(store, &e);
	if (!err && was)
		err = audit(store, &e, why->err);
	if (!err && was)
		err = tell(store, did, &e, why->at_us);
	return li_scope_end(store, &scope, err);
}
