/* SPDX-License-Identifier: BSD-3-Clause */
#include "old_schema.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/digest.h"
#include "store/schema.h"

static const char digest_sql[] =
	"SELECT type || ' ' || name || char(10) || coalesce(sql, '') "
	"FROM sqlite_schema WHERE type <> 'view' AND name NOT LIKE 'sqlite~_%' "
	"ESCAPE '~' ORDER BY type || ' ' || name";

static char *read_all(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t cap = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_FATAL(getdelim(&text, &cap, '\0', f) > 0);
	fclose(f);
	return text;
}

sqlite3 *old_schema(int version)
{
	struct li_migration steps[LI_SCHEMA_VERSION] = {{0, NULL}};
	char *sql = read_all(SCHEMA_0001);
	struct li_fault fault = {0};
	sqlite3 *db = NULL;

	for (int i = 0; li_schema_migrations[i].to > 0 &&
		li_schema_migrations[i].to <= version;
		i++)
		steps[i] = li_schema_migrations[i];
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &db), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(db, sql, NULL, NULL, NULL),
		SQLITE_OK);
	free(sql);
	CU_ASSERT_EQUAL(sqlite3_exec(db, "PRAGMA user_version = 1", NULL, NULL,
				NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_schema_migrate(db, "F", steps, 1, &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	return db;
}

void old_schema_digest(sqlite3 *db, char out[static 65])
{
	struct li_digest *d = NULL;
	sqlite3_stmt *s = NULL;
	uint8_t sha256[LI_SHA256];

	CU_ASSERT_EQUAL_FATAL(li_digest_new(&d), LI_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, digest_sql, -1, &s, NULL),
		SQLITE_OK);
	while (sqlite3_step(s) == SQLITE_ROW) {
		li_digest_add(d,
			li_slice_str((const char *)sqlite3_column_text(s, 0)));
		li_digest_add(d, li_slice_str("\n"));
	}
	sqlite3_finalize(s);
	li_digest_end(d, sha256);
	li_digest_free(d);
	for (size_t i = 0; i < LI_SHA256; i++)
		snprintf(out + 2 * i, 3, "%02x", sha256[i]);
}
