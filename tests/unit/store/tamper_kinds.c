/* SPDX-License-Identifier: BSD-3-Clause */
#include "tamper_kinds.h"

struct tamper_where tamper_at(int64_t row)
{
	return (struct tamper_where){row, row};
}

/* Behind the last checkpoint handed out before it, and before the next. */
static struct tamper_where between(const struct tamper *t, int64_t row)
{
	struct tamper_where w = {1, t->rows + 1};

	for (size_t i = 0; i < t->mark_count; i++) {
		if (t->marks[i].row < row) {
			w.from = t->marks[i].row + 1;
		} else {
			w.to = t->marks[i].row;
			break;
		}
	}
	return w;
}

static const char *one_of(struct tamper *t, const char *const *list, size_t n)
{
	return list[tamper_dice(t, n)];
}

#define ONE_OF(t, list) one_of(t, list, sizeof(list) / sizeof((list)[0]))

/* A row that a checkpoint was handed out for. */
static int64_t any_row(struct tamper *t)
{
	int64_t last = t->marks[t->mark_count - 1].row;

	return (int64_t)tamper_dice(t, (uint64_t)last) + 1;
}

/* Another value in any column of a row, but for those that are no evidence. */
bool tamper_any_value(struct tamper *t, const char *table, const char *but,
	int64_t id)
{
	char columns[160], sql[200], name[40];
	uint64_t n;

	sqlite3_snprintf(sizeof(columns), columns,
		"FROM pragma_table_info('%s') WHERE "
		"instr(' %s ', ' ' || name || ' ') = 0",
		table, but);
	sqlite3_snprintf(sizeof(sql), sql, "SELECT count(*) %s", columns);
	n = tamper_dice(t, (uint64_t)tamper_number(t->db, sql, 0));
	tamper_text(t->db, name, sizeof(name),
		"SELECT name %s ORDER BY cid LIMIT 1 OFFSET %lld", columns,
		(long long)n);
	return tamper_value(t, table, name, id);
}

int64_t tamper_any_id(struct tamper *t, const char *table)
{
	char sql[80];

	sqlite3_snprintf(sizeof(sql), sql, "SELECT max(id) FROM %s", table);
	return (int64_t)tamper_dice(t, (uint64_t)tamper_number(t->db, sql, 0)) +
		1;
}

/* ---- kinds; each says where it is to be found, from 0: nothing was done ---- */

static struct tamper_where change_audit(struct tamper *t)
{
	int64_t row = any_row(t);

	return tamper_any_value(t, "audit", "id", row) ? tamper_at(row)
						       : tamper_at(0);
}

static struct tamper_where set_audit(struct tamper *t)
{
	static const char *const sets[] = {"actor = x'00'", "object = 'task 1'",
		"detail = x'00'", "result = 'denied'", "digest = zeroblob(32)",
		"at_us = at_us + 1", "detail = NULL, object = 'x'"};
	int64_t row = any_row(t);
	char sql[120];

	sqlite3_snprintf(sizeof(sql), sql,
		"UPDATE audit SET %s WHERE id = %%lld", ONE_OF(t, sets));
	tamper_sql(t->db, sql, row, 0);
	/* It may have been so. */
	return tamper_number(t->db,
		       "SELECT object = 'task 1' AND action LIKE 'task.%%' "
		       "FROM audit WHERE id = %lld",
		       row) == 1
		? tamper_at(0)
		: tamper_at(row);
}

static struct tamper_where delete_audit(struct tamper *t)
{
	int64_t row = any_row(t);

	tamper_sql(t->db, "DELETE FROM audit WHERE id = %lld", row, 0);
	if (tamper_dice(t, 2)) {
		tamper_sql(t->db,
			"UPDATE audit SET id = -id + 1 WHERE id > %lld", row,
			0);
		tamper_sql(t->db, "UPDATE audit SET id = -id WHERE id < 0", 0,
			0);
	}
	return tamper_at(row);
}

static struct tamper_where insert_audit(struct tamper *t)
{
	static const char copy[] =
		"INSERT INTO audit SELECT %lld, at_us, actor, via, action, "
		"object, iri_first, iri_last, iri_digest, detail, hash, "
		"result, digest FROM audit WHERE id = %lld";
	int64_t row = any_row(t), from = any_row(t);

	if (tamper_dice(t, 4) == 0) {
		tamper_sql(t->db, copy, t->rows + 1, from);
		return tamper_at(t->rows + 1);
	}
	if (tamper_dice(t, 8) == 0) {
		tamper_sql(t->db, copy, -(int64_t)tamper_dice(t, 9), from);
		return tamper_at(1);
	}
	tamper_sql(t->db, "UPDATE audit SET id = -id - 1 WHERE id >= %lld", row,
		0);
	tamper_sql(t->db, "UPDATE audit SET id = -id WHERE id < 0", 0, 0);
	tamper_sql(t->db, copy, row, from < row ? from : from + 1);
	/* Before itself it is as it was, and the one behind it is too many. */
	return tamper_at(from == row ? row + 1 : row);
}

static struct tamper_where swap_audit(struct tamper *t)
{
	int64_t a = any_row(t), b = any_row(t);

	if (a == b)
		return tamper_at(0);
	tamper_sql(t->db, "UPDATE audit SET id = 0 WHERE id = %lld", a, 0);
	tamper_sql(t->db, "UPDATE audit SET id = %lld WHERE id = %lld", a, b);
	tamper_sql(t->db, "UPDATE audit SET id = %lld WHERE id = 0", b, 0);
	return tamper_at(a < b ? a : b);
}

void tamper_cut(struct tamper *t, int64_t row)
{
	tamper_sql(t->db, "DELETE FROM audit WHERE id > %lld", row, 0);
	tamper_sql(t->db, "DELETE FROM audit_checkpoint WHERE row > %lld", row,
		0);
	tamper_sql(t->db,
		"DELETE FROM iri WHERE id > (SELECT coalesce(max(iri_last), 0) "
		"FROM audit)",
		0, 0);
	tamper_sql(t->db,
		"DELETE FROM security_events WHERE id > (SELECT count(*) FROM "
		"audit WHERE action = 'security.event')",
		0, 0);
}

static struct tamper_where truncate_audit(struct tamper *t)
{
	int64_t last = t->marks[t->mark_count - 1].row;
	int64_t row = (int64_t)tamper_dice(t, (uint64_t)last);

	tamper_cut(t, row);
	return tamper_at(row + 1);
}

/* Changed, and all hashes made right again: by who has the key, too. */
static struct tamper_where chain_again(struct tamper *t)
{
	int64_t row = any_row(t);

	tamper_sql(t->db, "UPDATE audit SET at_us = at_us + 1 WHERE id = %lld",
		row, 0);
	tamper_chain(t, row, tamper_dice(t, 2) == 0);
	return between(t, row);
}

static int64_t iri_row(struct tamper *t, int64_t iri)
{
	return tamper_number(t->db,
		"SELECT id FROM audit WHERE iri_first <= %lld "
		"ORDER BY id DESC LIMIT 1",
		iri);
}

static struct tamper_where change_iri(struct tamper *t)
{
	int64_t id = tamper_any_id(t, "iri"), other = tamper_any_id(t, "iri");

	if (tamper_dice(t, 4) == 0) {
		if (tamper_dice(t, 2) == 0 || id == other) {
			tamper_sql(t->db, "DELETE FROM iri WHERE id = %lld", id,
				0);
			return tamper_at(iri_row(t, id));
		}
		tamper_sql(t->db, "UPDATE iri SET id = 0 WHERE id = %lld", id,
			0);
		tamper_sql(t->db, "UPDATE iri SET id = %lld WHERE id = %lld",
			id, other);
		tamper_sql(t->db, "UPDATE iri SET id = %lld WHERE id = 0",
			other, 0);
		return tamper_at(iri_row(t, id < other ? id : other));
	}
	return tamper_any_value(t, "iri", "id confirmed_us waiting sent", id)
		? tamper_at(iri_row(t, id))
		: tamper_at(0);
}

/* Whose an IRI is, and of which communication. */
static struct tamper_where change_stream(struct tamper *t)
{
	int64_t id = tamper_any_id(t, "stream");
	int64_t iri = tamper_number(t->db,
		"SELECT min(id) FROM iri WHERE stream = %lld", id);

	if (tamper_dice(t, 4) == 0)
		tamper_sql(t->db, "DELETE FROM stream WHERE id = %lld", id, 0);
	else if (!tamper_value(t, "stream",
			 tamper_dice(t, 2) ? "task" : "correlation", id))
		return tamper_at(0);
	return iri > 0 ? tamper_at(iri_row(t, iri)) : tamper_at(0);
}

static struct tamper_where insert_iri(struct tamper *t)
{
	tamper_sql(t->db,
		"INSERT INTO iri SELECT (SELECT max(id) + 1 FROM iri), stream, "
		"sequence, kind, direction, at_us, committed_us, 0, 0, sha256, "
		"repeat, matched_roles, sent, unflagged FROM iri WHERE id = "
		"%lld",
		tamper_any_id(t, "iri"), 0);
	return tamper_at(t->rows + 1);
}

static struct tamper_where change_mark(struct tamper *t)
{
	int64_t row = t->marks[tamper_dice(t, t->mark_count)].row;
	int64_t other = any_row(t);

	if (tamper_dice(t, 3) == 0) {
		tamper_sql(t->db,
			"DELETE FROM audit_checkpoint WHERE row = %lld", row,
			0);
		return tamper_at(row);
	}
	if (tamper_dice(t, 4) == 0) {
		if (tamper_number(t->db,
			    "SELECT count(*) FROM audit_checkpoint WHERE row "
			    "= %lld",
			    other) != 0)
			return tamper_at(0);
		tamper_sql(t->db,
			"INSERT INTO audit_checkpoint SELECT %lld, at_us, "
			"hash, signature, root, tree, previous "
			"FROM audit_checkpoint WHERE row = %lld",
			other, row);
		return tamper_at(other);
	}
	return tamper_any_value(t, "audit_checkpoint", "row", row)
		? tamper_at(row)
		: tamper_at(0);
}

static struct tamper_where change_key(struct tamper *t)
{
	int64_t row = any_row(t);

	if (tamper_dice(t, 2)) {
		tamper_sql(t->db,
			"INSERT INTO audit_key VALUES (%lld, zeroblob(32), "
			"zeroblob(64))",
			row, 0);
		return tamper_at(row);
	}
	tamper_sql(t->db, "UPDATE installation SET audit_public = zeroblob(32)",
		0, 0);
	return tamper_at(1);
}

const struct tamper_kind tamper_kinds[TAMPER_KINDS] = {
	{"change a row", change_audit},
	{"set a row", set_audit},
	{"delete a row", delete_audit},
	{"insert a row", insert_audit},
	{"swap rows", swap_audit},
	{"truncate", truncate_audit},
	{"change, and chain again", chain_again},
	{"change an IRI", change_iri},
	{"insert an IRI", insert_iri},
	{"change a stream", change_stream},
	{"change a security event", tamper_security},
	{"change a task", tamper_task},
	{"change a destination", tamper_destination},
	{"change a hash context", tamper_context},
	{"change an authorisation", tamper_authorisation},
	{"change a checkpoint", change_mark},
	{"change a key", change_key},
};
