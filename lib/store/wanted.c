/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/wanted.h"

#include <stdlib.h>

#include "store/connect.h"

/* SQLite's own part of each is its first member. */
struct table {
	sqlite3_vtab base;
	struct li_wanted *wanted;
};

struct cursor {
	sqlite3_vtab_cursor base;
	struct li_wanted *wanted;
	int64_t id;
	bool any;
};

static int attach(sqlite3 *db, void *data, int argc, const char *const *argv,
	sqlite3_vtab **out, char **why)
{
	struct table *t;
	int rc = sqlite3_declare_vtab(db, "CREATE TABLE wanted (id INTEGER)");

	(void)argc;
	(void)argv;
	(void)why;
	if (rc != SQLITE_OK)
		return rc;
	t = calloc(1, sizeof(*t));
	if (!t)
		return SQLITE_NOMEM;
	t->wanted = data;
	*out = &t->base;
	return SQLITE_OK;
}

static int detach(sqlite3_vtab *base)
{
	free((struct table *)base);
	return SQLITE_OK;
}

/* There is one way to read it: in its order. */
static int plan(sqlite3_vtab *base, sqlite3_index_info *info)
{
	(void)base;
	info->estimatedCost = 1;
	info->estimatedRows = 1;
	return SQLITE_OK;
}

static int open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
	struct cursor *c = calloc(1, sizeof(*c));

	if (!c)
		return SQLITE_NOMEM;
	c->wanted = ((struct table *)base)->wanted;
	*out = &c->base;
	return SQLITE_OK;
}

static int shut(sqlite3_vtab_cursor *base)
{
	free((struct cursor *)base);
	return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
	struct cursor *c = (struct cursor *)base;
	const struct li_store_picks *picks = c->wanted->picks;

	c->any = picks && picks->next(&c->id, picks->data);
	return SQLITE_OK;
}

static int first(sqlite3_vtab_cursor *base, int number, const char *name,
	int argc, sqlite3_value **argv)
{
	(void)number;
	(void)name;
	(void)argc;
	(void)argv;
	return next(base);
}

static int at_end(sqlite3_vtab_cursor *base)
{
	return !((struct cursor *)base)->any;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *to, int i)
{
	(void)i; /* it has one */
	sqlite3_result_int64(to, ((struct cursor *)base)->id);
	return SQLITE_OK;
}

static int row(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
	*out = ((struct cursor *)base)->id;
	return SQLITE_OK;
}

li_err li_wanted_add(sqlite3 *db, const char *path, struct li_wanted *wanted,
	struct li_fault *fault)
{
	/* With no xCreate it is there once it was named, and stays. */
	static const sqlite3_module module = {.xConnect = attach,
		.xDisconnect = detach,
		.xBestIndex = plan,
		.xOpen = open,
		.xClose = shut,
		.xFilter = first,
		.xNext = next,
		.xEof = at_end,
		.xColumn = column,
		.xRowid = row};
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_create_module_v2(db, "wanted", &module, wanted, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(db, "SELECT id FROM wanted", -1, &s,
			NULL);
	sqlite3_finalize(s);
	return rc == SQLITE_OK ? LI_OK : li_db_fault(db, path, fault);
}
