/* SPDX-License-Identifier: BSD-3-Clause */
#include <CUnit/CUnit.h>

#include "tamper_store.h"

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
