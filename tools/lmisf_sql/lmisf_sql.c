/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lmisf_sql - reads what lmisf sealed, in any program that has SQLite.
 *
 *   .load lmisf_sql
 *   SELECT lmisf_key('/etc/lmisf/li.key');    or LMISF_KEY_FILE is set
 *   SELECT * FROM audit_trail;                now in clear
 *
 *   lmisf_key(FILE)                       give the connection the key
 *   lmisf_open(TABLE, COLUMN, ROW, BLOB)  unseal one value
 *   lmisf_iri_summary(IRI, RECORD)        of a row of payload; _matched, _text
 *   lmisf_chain([CHECKPOINT])             'ok N rows', 'broken at row N: ...'
 *
 * Nothing is written: loading it makes the connection read only. The key and
 * what it opened stay in the memory of this connection.
 */
#include <stdlib.h>
#include <string.h>

#include <sqlite3ext.h>

#include "base/buf.h"
#include "iri_text.h"
#include "store/keyring.h"
#include "store/sign.h"
#include "store/verify.h"
#include "views.h"

SQLITE_EXTENSION_INIT1

/* What a connection knows. Each function holds a share of it. */
struct session {
	sqlite3 *db;
	struct li_seal *seal; /* NULL: no key yet */
	uint8_t public_part[LI_SIGN_PUBLIC];
	struct li_buf plain;
	int shares;
};

static void release(void *p)
{
	struct session *s = p;

	if (--s->shares > 0)
		return;
	li_seal_free(s->seal);
	li_buf_fini(&s->plain);
	free(s);
}

static struct li_slice blob_of(sqlite3_value *v)
{
	const void *p = sqlite3_value_blob(v);

	return li_slice(p, p ? (size_t)sqlite3_value_bytes(v) : 0);
}

static struct li_slice column_of(sqlite3_stmt *s, int i)
{
	return blob_of(sqlite3_column_value(s, i));
}

/* Keep the public key that the sealed private one belongs to. */
static bool keep_public(struct session *s, struct li_seal *seal,
	struct li_slice sealed)
{
	const struct li_cell cell = {"installation", "audit_private", 1};
	bool ok;

	li_buf_wipe(&s->plain);
	ok = li_seal_open(seal, cell, sealed, &s->plain) == LI_OK &&
		s->plain.n == sizeof(struct li_sign_key);
	if (ok)
		memcpy(s->public_part, s->plain.p, LI_SIGN_PUBLIC);
	li_buf_wipe(&s->plain);
	return ok;
}

/* Derive from the master key; NULL, or what is wrong. */
static const char *derive(struct session *s,
	const uint8_t master[LI_MASTER_KEY])
{
	struct li_seal *seal = NULL;
	struct li_uuid uuid = {{0}};
	const char *why = "not an lmisf database";
	sqlite3_stmt *q = NULL;
	struct li_slice id = {0};
	li_err err;

	if (sqlite3_prepare_v2(s->db,
		    "SELECT uuid, key_check, audit_private, keys "
		    "FROM main.installation",
		    -1, &q, NULL) == SQLITE_OK &&
		sqlite3_step(q) == SQLITE_ROW)
		id = column_of(q, 0);
	if (id.n == sizeof(uuid.octet)) {
		memcpy(uuid.octet, id.p, id.n);
		err = li_keyring_unlock(master, &uuid, column_of(q, 3),
			column_of(q, 1), &seal);
		why = err == LI_ECONFIG ? "not the key of this database"
					: "no key could be derived";
	}
	if (seal)
		why = keep_public(s, seal, column_of(q, 2))
			? NULL
			: "the audit's signing key was changed";
	sqlite3_finalize(q);
	if (why) {
		li_seal_free(seal);
		return why;
	}
	li_seal_free(s->seal);
	s->seal = seal;
	return NULL;
}

/* Put the views that open over the others; they live in memory. */
static const char *make_views(sqlite3 *db)
{
	static const char *const names[] = {"audit_tasks",
		"audit_authorisations", "audit_registrations", "audit_sessions",
		"audit_iri", "audit_backlog", "audit_trail", "audit_security"};
	char sql[80];
	int rc;

	rc = sqlite3_exec(db,
		"PRAGMA temp_store = MEMORY; "
		"PRAGMA query_only = OFF",
		NULL, NULL, NULL);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		sqlite3_snprintf(sizeof(sql), sql,
			"DROP VIEW IF EXISTS temp.%s", names[i]);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, li_sql_views, NULL, NULL, NULL);
	sqlite3_exec(db, "PRAGMA query_only = ON", NULL, NULL, NULL);
	return rc == SQLITE_OK ? NULL : sqlite3_errstr(rc);
}

static li_err load_key(struct session *s, const char *file,
	struct li_fault *fault)
{
	uint8_t master[LI_MASTER_KEY];
	const char *why;
	li_err err = li_keyfile_load(file, master, fault);

	if (err)
		return err;
	why = derive(s, master);
	explicit_bzero(master, sizeof(master));
	if (!why)
		why = make_views(s->db);
	return why ? li_fault_set(fault, LI_ECONFIG, "%s: %s", file, why)
		   : LI_OK;
}

static void sql_key(sqlite3_context *c, int n, sqlite3_value **v)
{
	const char *file = (const char *)sqlite3_value_text(v[0]);
	struct li_fault fault = {0};

	(void)n;
	if (load_key(sqlite3_user_data(c), file, &fault) != LI_OK)
		sqlite3_result_error(c, fault.text, -1);
	else
		sqlite3_result_text(c, "the audit views are open", -1,
			SQLITE_STATIC);
}

/* Unseal into the session's buffer; false when the call has its error. */
static bool unseal(sqlite3_context *c, struct session *s, struct li_cell cell,
	struct li_slice sealed)
{
	li_buf_wipe(&s->plain);
	if (!s->seal)
		sqlite3_result_error(c, "no key: SELECT lmisf_key('FILE')", -1);
	else if (li_seal_open(s->seal, cell, sealed, &s->plain) != LI_OK)
		sqlite3_result_error(c,
			"a sealed value does not open: it was "
			"changed, or sealed for another place",
			-1);
	else
		return true;
	return false;
}

static void result_text(sqlite3_context *c, const struct li_buf *b)
{
	sqlite3_result_text64(c, b->n ? (const char *)b->p : "", b->n,
		SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void sql_open(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct session *s = sqlite3_user_data(c);
	const struct li_cell cell = {
		(const char *)sqlite3_value_text(v[0]),
		(const char *)sqlite3_value_text(v[1]),
		sqlite3_value_int64(v[2]),
	};

	(void)n;
	if (sqlite3_value_type(v[3]) == SQLITE_NULL || !cell.table ||
		!cell.column)
		return;
	if (strcmp(cell.table, "installation") == 0) {
		sqlite3_result_error(c, "keys are not shown", -1);
		return;
	}
	if (!unseal(c, s, cell, blob_of(v[3])))
		return;
	/* A UUID is kept as octets, and read as all write it. */
	if ((strcmp(cell.column, "xid") == 0 ||
		    strcmp(cell.column, "object") == 0) &&
		s->plain.n == sizeof(struct li_uuid)) {
		char text[LI_UUID_TEXT];
		struct li_uuid xid;

		memcpy(&xid, s->plain.p, sizeof(xid));
		li_uuid_format(&xid, text);
		sqlite3_result_text(c, text, -1, SQLITE_TRANSIENT);
	} else {
		result_text(c, &s->plain);
	}
	li_buf_wipe(&s->plain);
}

typedef void (*show_fn)(const struct li_iri *iri, struct li_buf *out);

static void show_iri(sqlite3_context *c, sqlite3_value **v, show_fn show)
{
	struct session *s = sqlite3_user_data(c);
	const struct li_cell cell = {"payload", "record",
		sqlite3_value_int64(v[0])};
	struct li_buf out = {0};
	struct li_iri *iri;

	if (sqlite3_value_type(v[1]) == SQLITE_NULL ||
		!unseal(c, s, cell, blob_of(v[1])))
		return;
	iri = malloc(sizeof(*iri));
	if (!iri) {
		sqlite3_result_error_nomem(c);
		return;
	}
	if (li_iri_unpack(li_buf_slice(&s->plain), iri) != LI_OK) {
		sqlite3_result_error(c, "not an IRI of this version", -1);
	} else {
		show(iri, &out);
		result_text(c, &out);
	}
	explicit_bzero(iri, sizeof(*iri));
	free(iri);
	li_buf_fini(&out);
	li_buf_wipe(&s->plain);
}

static void sql_summary(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	show_iri(c, v, li_iri_summary);
}

static void sql_matched(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	show_iri(c, v, li_iri_matched);
}

static void sql_hop(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	show_iri(c, v, li_iri_hop);
}

static void sql_text(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	show_iri(c, v, li_iri_text);
}

static void sql_chain(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct session *s = sqlite3_user_data(c);
	struct li_verify_options options = {.whole = true};
	struct li_checkpoint since;
	struct li_verdict verdict;
	char text[256];
	li_err err;

	if (n == 1) {
		const char *line = (const char *)sqlite3_value_text(v[0]);

		if (!line || li_checkpoint_parse(line, &since) != LI_OK) {
			sqlite3_result_error(c, "not a checkpoint", -1);
			return;
		}
		options.since = &since;
		options.since_count = 1;
	}
	if (s->seal)
		options.key = li_slice(s->public_part, sizeof(s->public_part));
	err = li_verify(s->db, &options, &verdict);
	if (err && err != LI_ECORRUPT) {
		sqlite3_result_error(c, verdict.text, -1);
		return;
	}
	if (err)
		sqlite3_snprintf(sizeof(text), text, "broken at row %lld: %s",
			(long long)verdict.row, verdict.text);
	else
		sqlite3_snprintf(sizeof(text), text, "ok %llu rows",
			(unsigned long long)verdict.rows);
	sqlite3_result_text(c, text, -1, SQLITE_TRANSIENT);
}

static const struct {
	const char *name;
	int args;
	void (*fn)(sqlite3_context *, int, sqlite3_value **);
} functions[] = {
	{"lmisf_key", 1, sql_key},
	{"lmisf_open", 4, sql_open},
	{"lmisf_iri_summary", 2, sql_summary},
	{"lmisf_iri_matched", 2, sql_matched},
	{"lmisf_iri_hop", 2, sql_hop},
	{"lmisf_iri_text", 2, sql_text},
	{"lmisf_chain", 0, sql_chain},
	{"lmisf_chain", 1, sql_chain},
};

enum { FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };

static int add_functions(struct session *s)
{
	int rc = SQLITE_OK;

	/* DIRECTONLY: no view or trigger that somebody left in the database
	 * can have the key used for it. */
	for (size_t i = 0; rc == SQLITE_OK && i < FUNCTIONS; i++) {
		s->shares++;
		rc = sqlite3_create_function_v2(s->db, functions[i].name,
			functions[i].args, SQLITE_UTF8 | SQLITE_DIRECTONLY, s,
			functions[i].fn, NULL, NULL, release);
	}
	/* We are unloaded after an error: nothing may lead to us. */
	for (size_t i = 0; rc != SQLITE_OK && i < FUNCTIONS; i++)
		sqlite3_create_function_v2(s->db, functions[i].name,
			functions[i].args, SQLITE_UTF8, NULL, NULL, NULL, NULL,
			NULL);
	return rc;
}

/* Is there a database of ours for the key that the environment names? */
static bool is_ours(sqlite3 *db)
{
	return sqlite3_table_column_metadata(db, "main", "installation",
		       "key_check", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

__attribute__((visibility("default"))) int sqlite3_lmisfsql_init(sqlite3 *db,
	char **error, const sqlite3_api_routines *api);

int sqlite3_lmisfsql_init(sqlite3 *db, char **error,
	const sqlite3_api_routines *api)
{
	const char *file = getenv("LMISF_KEY_FILE");
	struct li_fault fault = {0};
	struct session *s;
	int rc;

	SQLITE_EXTENSION_INIT2(api);
	s = calloc(1, sizeof(*s));
	if (!s)
		return SQLITE_NOMEM;
	s->db = db;
	s->shares = 1; /* ours, until all have theirs */
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	rc = sqlite3_exec(db, "PRAGMA query_only = ON", NULL, NULL, NULL);
	if (rc == SQLITE_OK && file && *file && is_ours(db) &&
		load_key(s, file, &fault) != LI_OK) {
		*error = sqlite3_mprintf("%s", fault.text);
		rc = SQLITE_ERROR;
	}
	if (rc == SQLITE_OK)
		rc = add_functions(s);
	release(s);
	return rc;
}
