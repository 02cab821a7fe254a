/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "store/inside.h"
#include "store/outbox.h"

/* Entries that a step looks at. */
enum { LOOK = 4096 };

struct entry {
	int64_t destination, iri, task;
};

struct page {
	struct entry list[LI_STORE_WITHDRAW_STEP];
	size_t count;
};

li_err li_store_erasing(struct li_store *store, int64_t at_us,
	int64_t *ended_us)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_ERASING);
	li_err err;

	sqlite3_bind_int64(s, 1, at_us);
	err = li_sql_row(store, LI_SQL_ERASING);
	if (err)
		return err == LI_ENOTFOUND ? LI_EDB : err;
	*ended_us = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

/* What is to be erased of those that follow. */
static li_err look(struct li_store *store, struct li_withdrawal *w,
	int64_t at_us, struct page *page, bool *more)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_WITHDRAW);
	size_t seen = 0;
	int rc = SQLITE_DONE;

	sqlite3_bind_int64(s, 1, w->destination);
	sqlite3_bind_int64(s, 2, w->iri);
	sqlite3_bind_int64(s, 3, at_us);
	sqlite3_bind_int(s, 4, LOOK);
	while (page->count < LI_STORE_WITHDRAW_STEP &&
		(rc = sqlite3_step(s)) == SQLITE_ROW) {
		w->destination = sqlite3_column_int64(s, 0);
		w->iri = sqlite3_column_int64(s, 1);
		if (sqlite3_column_int(s, 3))
			page->list[page->count++] =
				(struct entry){w->destination, w->iri,
					sqlite3_column_int64(s, 2)};
		seen++;
	}
	sqlite3_reset(s);
	*more = seen == LOOK || page->count == LI_STORE_WITHDRAW_STEP;
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? LI_OK : LI_EDB;
}

/* TS 33.107 cl. 20.3.2.3, cl. 8: it waits no more, and nobody gets it */
static li_err erase(struct li_store *store, const struct entry *e)
{
	static const enum li_sql steps[] = {LI_SQL_ASIDE_IRI,
		LI_SQL_ASIDE_ERASE};
	sqlite3_stmt *s = li_sql(store, LI_SQL_ASIDE);
	li_err err;

	sqlite3_bind_int64(s, 1, e->destination);
	sqlite3_bind_int64(s, 2, e->iri);
	err = li_sql_run(store, LI_SQL_ASIDE);
	for (size_t i = 0; !err && i < 2; i++) {
		sqlite3_bind_int64(li_sql(store, steps[i]), 1, e->iri);
		err = li_sql_run(store, steps[i]);
	}
	if (err)
		return err;
	store->now.waiting--;
	li_queue_done(store, e->destination, 1);
	return LI_OK;
}

static int by_task(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->destination != y->destination)
		return x->destination < y->destination ? -1 : 1;
	if (x->task != y->task)
		return x->task < y->task ? -1 : 1;
	return (x->iri > y->iri) - (x->iri < y->iri);
}

/* TS 33.126 R6.5-70: what was not delivered, and where to. All are of one
 * destination and task. */
static li_err audit(struct li_store *store, const struct entry *list,
	size_t count)
{
	char object[128];
	struct li_audit_row row = {
		.via = li_slice_str("store"),
		.action = li_slice_str("delivery.erase"),
	};

	snprintf(object, sizeof(object),
		"destination %lld, task %lld, iri %lld-%lld, count %zu",
		(long long)list[0].destination, (long long)list[0].task,
		(long long)list[0].iri, (long long)list[count - 1].iri, count);
	row.object = li_slice_str(object);
	return li_audit_append(store, NULL, (struct li_slice){0}, &row);
}

static li_err erase_page(struct li_store *store, struct page *page)
{
	size_t n;
	li_err err = LI_OK;

	qsort(page->list, page->count, sizeof(page->list[0]), by_task);
	for (size_t i = 0; !err && i < page->count; i += n) {
		const struct entry *first = &page->list[i];

		for (n = 0; !err && i + n < page->count &&
			first[n].destination == first->destination &&
			first[n].task == first->task;
			n++)
			err = erase(store, &first[n]);
		if (!err)
			err = audit(store, first, n);
	}
	return err;
}

li_err li_store_withdraw(struct li_store *store, struct li_withdrawal *w,
	int64_t at_us, bool *more)
{
	struct page page = {.count = 0};
	struct li_scope scope;
	li_err err = look(store, w, at_us, &page, more);

	if (err || !page.count)
		return err;
	err = li_scope_begin(store, &scope);
	return err ? err
		   : li_scope_end(store, &scope, erase_page(store, &page));
}
