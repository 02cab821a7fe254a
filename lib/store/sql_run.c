/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "store/connect.h"
#include "store/inside.h"

/* A store that is opened, as each core that follows another one does, would
 * prepare many that it never needs: it waits for that. */
static int prepare(struct li_store *store, enum li_sql id)
{
	const bool reads = strncmp(li_sql_texts[id], "SELECT", 6) == 0;

	if (store->mode == LI_STORE_READER && !reads)
		return SQLITE_MISUSE;
	return sqlite3_prepare_v3(store->db, li_sql_texts[id], -1,
		SQLITE_PREPARE_PERSISTENT, &store->stmt[id], NULL);
}

/* Those that are run as they are. */
li_err li_sql_prepare(struct li_store *store)
{
	if (store->mode == LI_STORE_READER)
		return LI_OK;
	for (enum li_sql id = LI_SQL_BEGIN; id <= LI_SQL_BACK; id++) {
		const int rc = prepare(store, id);

		if (rc != SQLITE_OK)
			return li_sql_error(store, rc, "prepare");
	}
	return LI_OK;
}

void li_sql_finalize(struct li_store *store)
{
	for (int i = 0; i < LI_SQL_COUNT; i++) {
		sqlite3_finalize(store->stmt[i]);
		store->stmt[i] = NULL;
	}
}

sqlite3_stmt *li_sql(struct li_store *store, enum li_sql id)
{
	sqlite3_stmt *s = store->stmt[id];

	if (!s) {
		store->unprepared = prepare(store, id);
		return store->stmt[id];
	}
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return s;
}

/* The table that a statement is about, for a line to an operator. */
static const char *about(enum li_sql id)
{
	static const char *const words[] = {"UPDATE ", "INTO ", "FROM "};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *at = strstr(li_sql_texts[id], words[i]);

		if (at)
			return at + strlen(words[i]);
	}
	return li_sql_texts[id];
}

static li_err step_error(struct li_store *store, int rc, enum li_sql id)
{
	char where[32];
	const char *name = about(id);

	li_slice_copy(li_slice(name, strcspn(name, " ")), where, sizeof(where));
	return li_sql_error(store, rc, where);
}

/* One that could not be prepared was bound to nothing: it is not tried again
 * before somebody asks for it. */
static int step(const struct li_store *store, enum li_sql id)
{
	return store->stmt[id] ? sqlite3_step(store->stmt[id])
			       : store->unprepared;
}

li_err li_sql_run(struct li_store *store, enum li_sql id)
{
	int rc = step(store, id);
	li_err err = LI_OK;

	if (rc != SQLITE_DONE)
		err = step_error(store, rc, id);
	sqlite3_reset(store->stmt[id]);
	return err;
}

li_err li_sql_row(struct li_store *store, enum li_sql id)
{
	int rc = step(store, id);
	li_err err = LI_ENOTFOUND;

	if (rc == SQLITE_ROW)
		return LI_OK;
	if (rc != SQLITE_DONE)
		err = step_error(store, rc, id);
	sqlite3_reset(store->stmt[id]);
	return err;
}

li_err li_sql_error(struct li_store *store, int rc, const char *where)
{
	snprintf(store->why, sizeof(store->why), "%s: %s (%d)", where,
		sqlite3_errstr(rc), rc);
	return li_db_err(rc);
}
