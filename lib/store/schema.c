/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/slice.h"
#include "store/connect.h"
#include "store/schema.h"

static li_err run(sqlite3 *db, const char *sql, const char *path,
	struct li_fault *fault)
{
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		return LI_OK;
	return li_db_fault(db, path, fault);
}

static li_err set_version(sqlite3 *db, int version, const char *path,
	struct li_fault *fault)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", version);
	return run(db, sql, path, fault);
}

li_err li_schema_make(sqlite3 *db, const char *path, struct li_fault *fault)
{
	li_err err = run(db, li_schema_sql, path, fault);

	if (!err)
		err = run(db, li_schema_views_sql, path, fault);
	if (!err)
		err = set_version(db, LI_SCHEMA_VERSION, path, fault);
	return err;
}

li_err li_schema_version(sqlite3 *db, const char *path, int *version,
	struct li_fault *fault)
{
	int64_t application, got;
	li_err err;

	err = li_db_number(db, "PRAGMA application_id", &application);
	if (!err)
		err = li_db_number(db, "PRAGMA user_version", &got);
	if (err)
		return li_db_fault(db, path, fault);
	if (application != LI_SCHEMA_APPLICATION)
		return li_fault_set(fault, LI_ECORRUPT,
			"%s: not an lmisf database", path);
	if (got > LI_SCHEMA_VERSION)
		return li_fault_set(fault, LI_EVERSION,
			"%s: database version "
			"%lld is newer than this program (%d)",
			path, (long long)got, LI_SCHEMA_VERSION);
	if (got < 1)
		return li_fault_set(fault, LI_ECORRUPT,
			"%s: no database version", path);
	*version = (int)got;
	return LI_OK;
}

/* Views hold nothing: whatever their age, the present ones take their place. */
static li_err drop_views(sqlite3 *db, const char *path, struct li_fault *fault)
{
	char sql[256];

	for (;;) {
		li_err err = li_db_text(db,
			"SELECT 'DROP VIEW \"' || name || "
			"'\"' FROM sqlite_schema WHERE type = 'view' LIMIT 1",
			sql, sizeof(sql));

		if (err == LI_ENOTFOUND)
			return LI_OK;
		if (err)
			return li_db_fault(db, path, fault);
		err = run(db, sql, path, fault);
		if (err)
			return err;
	}
}

static li_err apply(sqlite3 *db, const char *path,
	const struct li_migration *steps, int from, struct li_fault *fault)
{
	li_err err = drop_views(db, path, fault);
	char orphan[64];

	for (size_t i = 0; !err && steps[i].to > 0; i++) {
		if (steps[i].to <= from)
			continue;
		err = run(db, steps[i].sql, path, fault);
		if (!err)
			err = set_version(db, steps[i].to, path, fault);
	}
	if (!err)
		err = run(db, li_schema_views_sql, path, fault);
	if (err)
		return err;
	err = li_db_text(db, "PRAGMA foreign_key_check", orphan,
		sizeof(orphan));
	if (!err)
		return li_fault_set(fault, LI_ECORRUPT,
			"%s: migration leaves a row of %s without its parent",
			path, orphan);
	return err == LI_ENOTFOUND ? LI_OK : li_db_fault(db, path, fault);
}

li_err li_schema_migrate(sqlite3 *db, const char *path,
	const struct li_migration *steps, int from, struct li_fault *fault)
{
	li_err err = run(db, "BEGIN IMMEDIATE", path, fault);

	if (err)
		return err;
	err = apply(db, path, steps, from, fault);
	if (!err)
		err = run(db, "COMMIT", path, fault);
	if (err && !sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return err;
}

static sqlite3_stmt *objects(sqlite3 *db)
{
	sqlite3_stmt *s = NULL;

	sqlite3_prepare_v2(db,
		"SELECT type || ' ' || name, sql "
		"FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite~_%' "
		"ESCAPE '~' ORDER BY 1",
		-1, &s, NULL);
	return s;
}

static const char *text(sqlite3_stmt *s, int i)
{
	const unsigned char *t = sqlite3_column_text(s, i);

	return t ? (const char *)t : "";
}

/* Walk both lists, which have one order. */
static li_err compare(sqlite3_stmt *want, sqlite3_stmt *have, const char *path,
	struct li_fault *fault)
{
	for (;;) {
		bool w = sqlite3_step(want) == SQLITE_ROW;
		bool h = sqlite3_step(have) == SQLITE_ROW;
		int order;

		if (!w && !h)
			return LI_OK;
		order = !w ? 1 : !h ? -1 : strcmp(text(want, 0), text(have, 0));
		if (order < 0)
			return li_fault_set(fault, LI_ECORRUPT,
				"%s: schema was changed: %s is missing", path,
				text(want, 0));
		if (order > 0)
			return li_fault_set(fault, LI_ECORRUPT,
				"%s: schema was changed: %.80s was added", path,
				text(have, 0));
		if (strcmp(text(want, 1), text(have, 1)) != 0)
			return li_fault_set(fault, LI_ECORRUPT,
				"%s: schema was changed: %s is not as made",
				path, text(want, 0));
	}
}

/* ---- the short way: by the text ---- */

enum { OBJECTS_MAX = 128, TITLE_MAX = 96 };

/* Where the texts make an object: each begins a line, and nothing else that begins
 * one does so. */
struct made {
	const char *at[OBJECTS_MAX];
	size_t count;
};

static bool find_made(const char *text, struct made *made)
{
	static const char word[] = "CREATE ";

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, word, sizeof(word) - 1) != 0)
			continue;
		if (made->count == OBJECTS_MAX)
			return false;
		made->at[made->count++] = line;
	}
	return true;
}

/* Is it the SQL of what has this title, as "table task"? */
static bool is_titled(const char *sql, const char *title)
{
	const size_t kind = strcspn(title, " ");
	const size_t n = strlen(title);

	sql += strlen("CREATE ");
	if (strncmp(sql, "UNIQUE ", strlen("UNIQUE ")) == 0)
		sql += strlen("UNIQUE ");
	return strncasecmp(sql, title, kind) == 0 &&
		strncmp(sql + kind, title + kind, n - kind) == 0 &&
		(sql[n] == ' ' || sql[n] == '(');
}

/* SQLite keeps what made an object as it was written. */
static bool is_made(const struct made *made, const char *title, const char *sql)
{
	const size_t n = strlen(sql);

	for (size_t i = 0; i < made->count; i++)
		if (strncmp(made->at[i], sql, n) == 0 && made->at[i][n] == ';')
			return is_titled(made->at[i], title);
	return false;
}

/* No title comes twice, so that as many as are made are all of them. */
static bool all_made(const struct made *made, sqlite3_stmt *have)
{
	char before[TITLE_MAX] = "", title[TITLE_MAX];
	size_t count = 0;
	int rc;

	while ((rc = sqlite3_step(have)) == SQLITE_ROW) {
		const struct li_slice s = li_slice_str(text(have, 0));

		if (li_slice_copy(s, title, sizeof(title)) != s.n ||
			strcmp(before, title) >= 0 ||
			!is_made(made, title, text(have, 1)))
			return false;
		memcpy(before, title, sizeof(before));
		count++;
	}
	return rc == SQLITE_DONE && count == made->count;
}

bool li_schema_as_written(sqlite3 *db)
{
	struct made made = {.count = 0};
	sqlite3_stmt *have;
	bool is;

	if (!find_made(li_schema_sql, &made) ||
		!find_made(li_schema_views_sql, &made))
		return false;
	have = objects(db);
	is = have && all_made(&made, have);
	sqlite3_finalize(have);
	return is;
}

/* The long way, which finds what differs: to make a model takes longer than all else of
 * opening a store. */
static li_err check(sqlite3 *db, const char *path, struct li_fault *fault)
{
	sqlite3_stmt *want = NULL, *have = NULL;
	sqlite3 *model = NULL;
	li_err err;

	if (sqlite3_open(":memory:", &model) != SQLITE_OK)
		err = li_fault_set(fault, LI_ENOMEM, "%s: out of memory", path);
	else
		err = li_schema_make(model, path, fault);
	if (!err) {
		want = objects(model);
		have = objects(db);
		err = want && have ? compare(want, have, path, fault)
				   : li_db_fault(db, path, fault);
	}
	sqlite3_finalize(want);
	sqlite3_finalize(have);
	sqlite3_close(model);
	return err;
}

li_err li_schema_check(sqlite3 *db, const char *path, struct li_fault *fault)
{
	return li_schema_as_written(db) ? LI_OK : check(db, path, fault);
}
