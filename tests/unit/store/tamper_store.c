/* SPDX-License-Identifier: BSD-3-Clause */
#include "tamper_store.h"

#include <stdlib.h>

#include <CUnit/CUnit.h>

enum { ROWS = 1040, TAIL = 9 };

uint64_t tamper_dice(struct tamper *t, uint64_t n)
{
	/* splitmix64 */
	uint64_t z = (t->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % n;
}

void tamper_sql(sqlite3 *db, const char *format, int64_t a, int64_t b)
{
	char *sql = sqlite3_mprintf(format, (long long)a, (long long)b);
	char *why = NULL;
	int rc = sqlite3_exec(db, sql, NULL, NULL, &why);

	if (rc != SQLITE_OK)
		printf("\n%s: %s\n", sql, why);
	CU_ASSERT_EQUAL(rc, SQLITE_OK);
	sqlite3_free(why);
	sqlite3_free(sql);
}

int64_t tamper_number(sqlite3 *db, const char *format, int64_t a)
{
	char *sql = sqlite3_mprintf(format, (long long)a);
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	CU_ASSERT_EQUAL(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	if (sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	sqlite3_free(sql);
	return n;
}

/* ---- the store ---- */

static sqlite3 *copy(const struct place *p)
{
	static const char off[] =
		"DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; "
		"DROP TRIGGER audit_checkpoint_no_update; "
		"DROP TRIGGER audit_checkpoint_no_delete; "
		"DROP TRIGGER audit_key_no_update; "
		"DROP TRIGGER audit_key_no_delete; "
		"DROP TRIGGER iri_no_update; DROP TRIGGER iri_no_delete; "
		"DROP TRIGGER task_no_delete; "
		"DROP TRIGGER security_events_no_update; "
		"DROP TRIGGER security_events_no_delete; "
		"PRAGMA foreign_keys = OFF";
	sqlite3 *from = NULL, *to = NULL;
	sqlite3_backup *b;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(p->db, &from), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &to), SQLITE_OK);
	b = sqlite3_backup_init(to, "main", from, "main");
	CU_ASSERT_PTR_NOT_NULL_FATAL(b);
	CU_ASSERT_EQUAL(sqlite3_backup_step(b, -1), SQLITE_DONE);
	CU_ASSERT_EQUAL(sqlite3_backup_finish(b), SQLITE_OK);
	sqlite3_close(from);
	CU_ASSERT_EQUAL(sqlite3_exec(to, off, NULL, NULL, NULL), SQLITE_OK);
	return to;
}

static li_err security(struct place *p)
{
	const struct li_security_event e = {.rule = LI_RULE_LIR_SWEEP,
		.severity = LI_SEVERITY_LOW,
		.source = LI_SOURCE_CX,
		.number = 12,
		.at_us = 2000000,
		.since_us = 1000000,
		.count = 3,
		.limit = 2,
		.subject = 7,
		.node = li_slice_str("canary-host.example")};
	struct li_product product = {.security = &e, .security_count = 1};

	return li_store_product(p->store, &product);
}

static li_err iri(struct tamper *t)
{
	struct li_iri one = place_iri((int64_t)tamper_dice(t, 3) + 1,
		7 + tamper_dice(t, 3));
	struct li_product product = {.iris = &one, .iri_count = 1};

	one.sip.n = 300;
	return li_store_product(t->place.store, &product);
}

static li_err task(struct tamper *t, unsigned int n)
{
	struct li_task task = place_task(n, 1, 2);

	task.content = tamper_dice(t, 2) == 0;
	task.ends_us += (int64_t)tamper_dice(t, 1000) + 1;
	return n > 3
		? li_store_task_add(t->place.store, &task, &place_actor, NULL)
		: li_store_task_modify(t->place.store, &task, &place_actor,
			  NULL);
}

/* What one moment has; several rows of it are one transaction. */
static li_err moment(struct tamper *t)
{
	struct li_store *store = t->place.store;
	li_err err = li_store_begin(store);

	for (uint64_t n = tamper_dice(t, 12); !err && n > 0; n--)
		switch (tamper_dice(t, 8)) {
		case 0: err = security(&t->place); break;
		case 1:
			err = task(t, (unsigned int)tamper_dice(t, 3) + 1);
			break;
		case 2:
		case 3:
		case 4: err = iri(t); break;
		default:
			err = li_store_audit(store, &place_actor, "status.read",
				n % 2 ? "place 1" : NULL,
				n % 3 ? li_slice_str("detail")
				      : (struct li_slice){0});
		}
	return err ? err : li_store_commit(store);
}

static void hand_out(struct tamper *t)
{
	CU_ASSERT_EQUAL(li_store_mark(t->place.store), LI_OK);
	CU_ASSERT_FATAL(t->mark_count < TAMPER_MARKS);
	t->marks[t->mark_count++] = *li_store_marked(t->place.store);
}

static void fill(struct tamper *t)
{
	struct place *p = &t->place;
	int64_t row;

	place_init(p);
	place_fill(p, 2);
	CU_ASSERT_EQUAL(task(t, 4), LI_OK);
	for (unsigned int n = 2; n <= 3; n++) {
		struct li_task one = place_task(n, 1, 1);

		CU_ASSERT_EQUAL(li_store_task_add(p->store, &one, &place_actor,
					NULL),
			LI_OK);
	}
	do {
		CU_ASSERT_EQUAL_FATAL(moment(t), LI_OK);
		row = p->store->now.audit_row;
		if (li_store_marked(p->store)->row + 40 < row)
			hand_out(t);
		for (int i = 0; i < TAMPER_OLD; i++)
			if (!t->old[i] && row > ROWS * (i + 1) / 4)
				t->old[i] = copy(p);
	} while (row < ROWS);
	hand_out(t);
	for (int i = 0; i < TAIL; i++)
		CU_ASSERT_EQUAL(li_store_audit(p->store, &place_actor, "x",
					NULL, (struct li_slice){0}),
			LI_OK);
}

void tamper_init(struct tamper *t, uint64_t seed)
{
	*t = (struct tamper){.state = seed};
	fill(t);
	t->rows = t->place.store->now.audit_row;
	t->db = copy(&t->place);
}

void tamper_fini(struct tamper *t)
{
	sqlite3_close(t->db);
	for (int i = 0; i < TAMPER_OLD; i++)
		sqlite3_close(t->old[i]);
	place_fini(&t->place);
}

/* ---- what somebody does to it ---- */

static void bind_other(struct tamper *t, sqlite3_stmt *s, sqlite3_value *v)
{
	size_t n = (size_t)sqlite3_value_bytes(v);
	const uint8_t *p = sqlite3_value_blob(v);
	uint8_t octets[512];

	switch (sqlite3_value_type(v)) {
	case SQLITE_INTEGER:
		sqlite3_bind_int64(s, 1,
			sqlite3_value_int64(v) ^
				(sqlite3_int64)(1ULL << tamper_dice(t, 62)));
		return;
	case SQLITE_NULL: sqlite3_bind_null(s, 1); return;
	default: break;
	}
	n = n < sizeof(octets) ? n : sizeof(octets);
	memcpy(octets, p, n);
	octets[tamper_dice(t, n)] ^= (uint8_t)(1 << tamper_dice(t, 4));
	if (sqlite3_value_type(v) == SQLITE_TEXT)
		sqlite3_bind_text(s, 1, (char *)octets, (int)n,
			SQLITE_TRANSIENT);
	else
		sqlite3_bind_blob(s, 1, octets, (int)n, SQLITE_TRANSIENT);
}

bool tamper_value(struct tamper *t, const char *table, const char *column,
	int64_t id)
{
	const char *key = strncmp(table, "audit_", 6) == 0 ? "row" : "id";
	char *read = sqlite3_mprintf("SELECT %s FROM %s WHERE %s = %lld",
		column, table, key, (long long)id);
	char *write = sqlite3_mprintf("UPDATE %s SET %s = ?1 WHERE %s = %lld",
		table, column, key, (long long)id);
	sqlite3_stmt *r = NULL, *w = NULL;
	bool other = false;

	CU_ASSERT_EQUAL(sqlite3_prepare_v2(t->db, read, -1, &r, NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_prepare_v2(t->db, write, -1, &w, NULL),
		SQLITE_OK);
	if (sqlite3_step(r) == SQLITE_ROW) {
		other = sqlite3_column_type(r, 0) == SQLITE_INTEGER ||
			sqlite3_column_bytes(r, 0) > 0;
		bind_other(t, w, sqlite3_column_value(r, 0));
	}
	/* A value that the schema does not take is none. */
	if (other)
		other = sqlite3_step(w) == SQLITE_DONE &&
			sqlite3_changes(t->db) == 1;
	sqlite3_finalize(r);
	sqlite3_finalize(w);
	sqlite3_free(read);
	sqlite3_free(write);
	return other;
}

static struct li_slice column(sqlite3_stmt *s, int i)
{
	const void *p = sqlite3_column_blob(s, i);

	return li_slice(p, p ? (size_t)sqlite3_column_bytes(s, i) : 0);
}

/* Sign what the walk has: the one who does it has the key. */
static void forge(struct tamper *t, sqlite3_stmt *set, struct li_checkpoint *c,
	const struct li_tree *tree, struct li_digest *d)
{
	const struct li_store *store = t->place.store;
	uint8_t text[LI_CHECKPOINT_TEXT], saved[LI_TREE_PEAKS];
	size_t n = li_tree_save(tree, saved);

	c->at_us = tamper_number(t->db,
		"SELECT at_us FROM audit_checkpoint WHERE row = %lld", c->row);
	c->previous = tamper_number(t->db,
		"SELECT previous FROM audit_checkpoint WHERE row = %lld",
		c->row);
	li_tree_root(tree, d, c->root);
	CU_ASSERT_EQUAL(li_sign(&store->sign,
				li_checkpoint_text(&store->installation, c,
					text),
				c->signature),
		LI_OK);
	sqlite3_reset(set);
	sqlite3_bind_int64(set, 1, c->row);
	li_bind_blob(set, 2, li_slice(c->hash, LI_SHA256));
	li_bind_blob(set, 3, li_slice(c->root, LI_SHA256));
	li_bind_blob(set, 4, li_slice(c->signature, LI_SIGNATURE));
	li_bind_blob(set, 5, li_slice(saved, n));
	CU_ASSERT_EQUAL(sqlite3_step(set), SQLITE_DONE);
}

static void chain_row(sqlite3_stmt *s, struct li_digest *d,
	uint8_t hash[LI_SHA256])
{
	const struct li_audit_row row = {
		.id = sqlite3_column_int64(s, 0),
		.at_us = sqlite3_column_int64(s, 1),
		.actor = column(s, 2),
		.via = column(s, 3),
		.action = column(s, 4),
		.object = column(s, 5),
		.iri_first = sqlite3_column_int64(s, 6),
		.iri_last = sqlite3_column_int64(s, 7),
		.iri_digest = column(s, 8),
		.detail = column(s, 9),
		.result = column(s, 10),
		.digest = column(s, 11),
	};

	li_chain_add(d, &row, hash);
}

/* The statements that chain again. */
struct chaining {
	sqlite3_stmt *rows, *set, *mark;
};

static void prepare(sqlite3 *db, struct chaining *c)
{
	sqlite3_prepare_v2(db,
		"SELECT id, at_us, actor, via, action, object, iri_first, "
		"iri_last, iri_digest, detail, result, digest, id IN "
		"(SELECT row FROM audit_checkpoint) FROM audit ORDER BY id",
		-1, &c->rows, NULL);
	sqlite3_prepare_v2(db, "UPDATE audit SET hash = ?2 WHERE id = ?1", -1,
		&c->set, NULL);
	sqlite3_prepare_v2(db,
		"UPDATE audit_checkpoint SET hash = ?2, root = ?3, "
		"signature = ?4, tree = ?5 WHERE row = ?1",
		-1, &c->mark, NULL);
}

void tamper_chain(struct tamper *t, int64_t from, bool with_key)
{
	struct li_checkpoint c = {.rooted = true};
	struct li_tree tree = {0};
	struct li_digest *d;
	struct chaining s = {0};

	CU_ASSERT_EQUAL_FATAL(li_digest_new(&d), LI_OK);
	li_chain_start(d, &t->place.store->installation, c.hash);
	prepare(t->db, &s);
	while (sqlite3_step(s.rows) == SQLITE_ROW) {
		chain_row(s.rows, d, c.hash);
		CU_ASSERT_EQUAL(li_tree_add(&tree, d, c.hash), LI_OK);
		c.row = sqlite3_column_int64(s.rows, 0);
		if (c.row < from)
			continue;
		sqlite3_reset(s.set);
		sqlite3_bind_int64(s.set, 1, c.row);
		li_bind_blob(s.set, 2, li_slice(c.hash, LI_SHA256));
		CU_ASSERT_EQUAL(sqlite3_step(s.set), SQLITE_DONE);
		if (with_key && sqlite3_column_int(s.rows, 12))
			forge(t, s.mark, &c, &tree, d);
	}
	if (!with_key)
		tamper_sql(t->db,
			"DELETE FROM audit_checkpoint WHERE row >= %lld", from,
			0);
	sqlite3_finalize(s.rows);
	sqlite3_finalize(s.set);
	sqlite3_finalize(s.mark);
	li_digest_free(d);
}

li_err tamper_verify(struct tamper *t, sqlite3 *db, bool since,
	struct li_verdict *verdict)
{
	const struct li_verify_options options = {
		.key = li_slice(t->place.store->first_key, LI_SIGN_PUBLIC),
		.whole = true,
		.since = t->marks,
		.since_count = since ? t->mark_count : 0,
	};

	return li_verify(db, &options, verdict);
}
