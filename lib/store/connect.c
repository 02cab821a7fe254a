/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/connect.h"

#include "base/slice.h"

/* The disk may have room again before the program ends: it outlives the
 * connection that met it. */
static bool full;

bool li_db_full(void)
{
	return full;
}

void li_db_not_full(void)
{
	full = false;
}

li_err li_db_err(int rc)
{
	if (rc == SQLITE_IOERR_NOMEM)
		return LI_ENOMEM;
	/* The second is of the index of the WAL: no octet of the store is lost
	 * with it. */
	if (rc == SQLITE_FULL || rc == SQLITE_IOERR_SHMSIZE) {
		full = true;
		return LI_EDB;
	}
	switch (rc & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return LI_ECORRUPT;
	case SQLITE_IOERR: return LI_EIO;
	case SQLITE_NOMEM: return LI_ENOMEM;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return LI_EAGAIN;
	default: return LI_EDB;
	}
}

li_err li_db_fault(sqlite3 *db, const char *path, struct li_fault *fault)
{
	int rc = sqlite3_extended_errcode(db);

	return li_fault_set(fault, li_db_err(rc), "%s: %s (%d)", path,
		sqlite3_errstr(rc), rc);
}

/* A reader may look and nothing else, whatever SQL it is given. */
static int allow_reading(void *unused, int action, const char *what,
	const char *value, const char *db, const char *trigger)
{
	(void)unused;
	(void)what;
	(void)db;
	(void)trigger;
	switch (action) {
	case SQLITE_READ:
	case SQLITE_SELECT:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_SAVEPOINT:
	case SQLITE_TRANSACTION: return SQLITE_OK;
	case SQLITE_PRAGMA: return value ? SQLITE_DENY : SQLITE_OK;
	default: return SQLITE_DENY;
	}
}

li_err li_db_open(const char *path, bool writer, sqlite3 **out,
	struct li_fault *fault)
{
	int flags = writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	sqlite3 *db = NULL;
	li_err err;

	if (sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
		SQLITE_OK) {
		err = db ? li_db_fault(db, path, fault) : LI_ENOMEM;
		sqlite3_close(db);
		return err;
	}
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, LI_STORE_BUSY_MS);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	*out = db;
	return LI_OK;
}

li_err li_db_number(sqlite3 *db, const char *sql, int64_t *out)
{
	sqlite3_stmt *s;
	int rc = sqlite3_prepare_v2(db, sql, -1, &s, NULL);

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(s);
		if (rc == SQLITE_ROW)
			*out = sqlite3_column_int64(s, 0);
		sqlite3_finalize(s);
	}
	if (rc == SQLITE_ROW)
		return LI_OK;
	return rc == SQLITE_DONE ? LI_ENOTFOUND : li_db_err(rc);
}

li_err li_db_text(sqlite3 *db, const char *sql, char *out, size_t cap)
{
	sqlite3_stmt *s;
	int rc = sqlite3_prepare_v2(db, sql, -1, &s, NULL);

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(s);
		if (rc == SQLITE_ROW)
			li_slice_copy(li_slice_str((const char *)
						      sqlite3_column_text(s,
							      0)),
				out, cap);
		sqlite3_finalize(s);
	}
	if (rc == SQLITE_ROW)
		return LI_OK;
	return rc == SQLITE_DONE ? LI_ENOTFOUND : li_db_err(rc);
}

li_err li_db_pragma(sqlite3 *db, const char *path,
	const char *const pragma[static 3], struct li_fault *fault)
{
	const char *name = pragma[0], *set = pragma[1], *want = pragma[2];
	char sql[96], got[32] = "";
	li_err err = LI_ENOTFOUND;

	if (set) {
		sqlite3_snprintf(sizeof(sql), sql, "PRAGMA %s = %s", name, set);
		err = li_db_text(db, sql, got, sizeof(got));
	}
	if (err == LI_OK || err == LI_ENOTFOUND) {
		sqlite3_snprintf(sizeof(sql), sql, "PRAGMA %s", name);
		err = li_db_text(db, sql, got, sizeof(got));
	}
	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, LI_ECONFIG,
			"%s: this SQLite knows no PRAGMA %s", path, name);
	if (err)
		return li_db_fault(db, path, fault);
	if (!li_slice_is(li_slice_str(got), want))
		return li_fault_set(fault, LI_ECONFIG,
			"%s: PRAGMA %s is %s and must be %s", path, name, got,
			want);
	return LI_OK;
}

li_err li_db_settle(sqlite3 *db, const char *path, bool writer,
	struct li_fault *fault)
{
	/* Name, what it is set to, what it then says. */
	static const char *const both[][3] = {
		{"temp_store", "MEMORY", "2"}, /* no clear text in /tmp */
		{"trusted_schema", "OFF", "0"},
		{"cell_size_check", "ON", "1"},
		{"foreign_keys", "ON", "1"},
	};
	static const char *const writers[][3] = {
		{"journal_mode", "WAL", "wal"},
		{"synchronous", "FULL", "2"}, /* NORMAL loses commits */
		{"secure_delete", "ON", "1"},
		{"journal_size_limit", "67108864", "67108864"},
	};
	static const char *const readers[][3] = {
		{"journal_mode", NULL, "wal"},
		{"query_only", "ON", "1"},
	};
	const char *const(*mine)[3] = writer ? writers : readers;
	size_t count = writer ? sizeof(writers) / sizeof(writers[0])
			      : sizeof(readers) / sizeof(readers[0]);
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < sizeof(both) / sizeof(both[0]); i++)
		err = li_db_pragma(db, path, both[i], fault);
	for (size_t i = 0; !err && i < count; i++)
		err = li_db_pragma(db, path, mine[i], fault);
	if (!err && !writer)
		sqlite3_set_authorizer(db, allow_reading, NULL);
	return err;
}
