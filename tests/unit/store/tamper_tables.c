/* SPDX-License-Identifier: BSD-3-Clause */
#include "tamper_kinds.h"

struct tamper_where tamper_security(struct tamper *t)
{
	int64_t id = tamper_any_id(t, "security_events");
	int64_t row = tamper_number(t->db,
		"SELECT id FROM audit WHERE object = 'security %lld'", id);

	if (tamper_dice(t, 4) == 0) {
		tamper_sql(t->db, "DELETE FROM security_events WHERE id = %lld",
			id, 0);
		return tamper_at(row);
	}
	if (tamper_dice(t, 6) == 0) {
		tamper_sql(t->db,
			"INSERT INTO security_events SELECT (SELECT max(id) + 1 "
			"FROM security_events), rule, severity, source, event, "
			"at_us, since_us, count, threshold, code, subject, "
			"node, peer, server FROM security_events WHERE id = "
			"%lld",
			id, 0);
		return tamper_at(t->rows + 1);
	}
	return tamper_any_value(t, "security_events", "id", id) ? tamper_at(row)
								: tamper_at(0);
}

static int64_t of_task(struct tamper *t, const char *table, int64_t id)
{
	char sql[80];

	sqlite3_snprintf(sizeof(sql), sql,
		"SELECT max(id) FROM %s WHERE task = %%lld", table);
	return tamper_number(t->db, sql, id);
}

/* TS 33.107 cl. 8: what is in force by hand, and was never ordered. */
struct tamper_where tamper_task(struct tamper *t)
{
	int64_t id = tamper_any_id(t, "task");
	struct tamper_where w = tamper_at(tamper_number(t->db,
		"SELECT max(id) FROM audit WHERE object = 'task %lld'", id));
	bool other = true;

	switch (tamper_dice(t, 6)) {
	case 0:
		tamper_sql(t->db,
			"DELETE FROM task_destination WHERE task = %lld", id,
			0);
		break;
	case 1:
		tamper_sql(t->db,
			"UPDATE task_destination SET destination = destination "
			"+ 1 WHERE task = %lld",
			id, 0);
		break;
	case 2:
		other = tamper_any_value(t, "target", "task",
			of_task(t, "target", id));
		break;
	case 3:
		other = tamper_any_value(t, "mediation", "task",
			of_task(t, "mediation", id));
		break;
	default: other = tamper_any_value(t, "task", "id", id);
	}
	return other ? w : tamper_at(0);
}

struct tamper_where tamper_destination(struct tamper *t)
{
	int64_t id = tamper_any_id(t, "destination");

	return tamper_any_value(t, "destination", "id", id)
		? tamper_at(tamper_number(t->db,
			  "SELECT max(id) FROM audit WHERE object = "
			  "'destination %lld'",
			  id))
		: tamper_at(0);
}

/* TS 103 221-1 annex D: with another salt a digest is of nobody, or of somebody
 * else. */
struct tamper_where tamper_context(struct tamper *t)
{
	int64_t id = tamper_any_id(t, "hash_context");
	struct tamper_where w = tamper_at(tamper_number(t->db,
		"SELECT max(id) FROM audit WHERE object = 'context %lld'", id));

	if (tamper_number(t->db,
		    "SELECT count(*) FROM hash_context WHERE id = %lld",
		    id) == 0) {
		tamper_sql(t->db,
			"INSERT INTO hash_context SELECT %lld, context FROM "
			"hash_context LIMIT 1",
			id, 0);
		return w;
	}
	switch (tamper_dice(t, 4)) {
	case 0:
		tamper_sql(t->db,
			"INSERT INTO hash_context SELECT (SELECT max(id) + 1 "
			"FROM hash_context), context FROM hash_context WHERE "
			"id = %lld",
			id, 0);
		return tamper_at(t->rows + 1);
	case 1:
		tamper_sql(t->db, "DELETE FROM hash_context WHERE id = %lld",
			id, 0);
		return w;
	default:
		return tamper_value(t, "hash_context", "context", id)
			? w
			: tamper_at(0);
	}
}

/* TS 103 120 cl. 7.2: what a warrant is said to allow, or to be of */
struct tamper_where tamper_authorisation(struct tamper *t)
{
	int64_t id = tamper_any_id(t, "authorisation");
	struct tamper_where w = tamper_at(tamper_number(t->db,
		"SELECT max(id) FROM audit WHERE object = 'authorisation %lld'",
		id));

	if (tamper_dice(t, 4) == 0) {
		tamper_sql(t->db,
			"UPDATE authorisation_task SET task = task + 3 "
			"WHERE authorisation = %lld",
			id, 0);
		return w;
	}
	return tamper_any_value(t, "authorisation", "id", id) ? w
							      : tamper_at(0);
}
