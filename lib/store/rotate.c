/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "store/connect.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/open.h"
#include "store/rotate.h"

/* A key file being replaced. */
struct turn {
	const struct li_store_place *place;
	const struct li_actor *actor;
	struct li_store *store;
	struct li_keyring *ring;
	struct li_buf sealed; /* the ring, for the new key file */
	struct li_fault *fault;
};

/* The ring as the store has it, and a key more. */
static li_err load_ring(struct turn *t, sqlite3_stmt *s)
{
	const struct li_slice sealed = li_column(s, 0);
	uint8_t master[LI_MASTER_KEY];
	li_err err;

	if (!sealed.p)
		return li_fault_set(t->fault, LI_ESTATE,
			"%s: made before version 22: what it has is sealed with "
			"the key file itself; nothing was changed",
			t->place->path);
	err = li_keyfile_load(t->place->key_file, master, t->fault);
	if (!err)
		err = li_keyring_open(t->ring, master, &t->store->installation,
			sealed);
	explicit_bzero(master, sizeof(master));
	if (!err)
		err = li_keyring_draw(t->ring);
	if (err == LI_ETOOBIG)
		return li_fault_set(t->fault, err,
			"%s: has had %d keys, and can have no other one",
			t->place->path, LI_SEAL_KEYS);
	return err;
}

static li_err read_ring(struct turn *t)
{
	sqlite3_stmt *s = NULL;
	li_err err;

	if (sqlite3_prepare_v2(t->store->db, "SELECT keys FROM installation",
		    -1, &s, NULL) != SQLITE_OK ||
		sqlite3_step(s) != SQLITE_ROW)
		err = li_db_fault(t->store->db, t->place->path, t->fault);
	else
		err = load_ring(t, s);
	sqlite3_finalize(s);
	return err;
}

/* Draw the new key file, and seal the ring for it. */
static li_err make_key(struct turn *t)
{
	uint8_t master[LI_MASTER_KEY];
	li_err err = li_keyfile_next(t->place->key_file, master, t->fault);

	if (err)
		return err;
	err = li_keyring_seal(t->ring, master, &t->store->installation,
		&t->sealed);
	explicit_bzero(master, sizeof(master));
	if (err)
		li_keyfile_drop(t->place->key_file);
	return err;
}

static li_err save_ring(struct turn *t)
{
	sqlite3 *db = t->store->db;
	sqlite3_stmt *s = NULL;
	li_err err = LI_OK;

	if (sqlite3_prepare_v2(db, "UPDATE installation SET keys = ?1", -1, &s,
		    NULL) != SQLITE_OK)
		return li_db_fault(db, t->place->path, t->fault);
	li_bind_blob(s, 1, li_buf_slice(&t->sealed));
	if (sqlite3_step(s) != SQLITE_DONE)
		err = li_db_fault(db, t->place->path, t->fault);
	sqlite3_finalize(s);
	return err;
}

/* Who did it is sealed with the key that is new. */
static li_err change(struct turn *t)
{
	struct li_seal *seal = NULL;
	char object[24];
	li_err err = save_ring(t);

	if (!err)
		err = li_keyring_use(t->ring, &t->store->installation, &seal);
	if (err)
		return err;
	li_seal_free(t->store->seal);
	t->store->seal = seal;
	snprintf(object, sizeof(object), "key %zu", t->ring->count);
	err = li_store_audit(t->store, t->actor, "key.rotate", object,
		(struct li_slice){0});
	return err ? err : li_audit_checkpoint(t->store);
}

/* A commit that failed may be found done by who opens it next: the new key file
 * goes only when there was none. */
static li_err commit(struct turn *t)
{
	struct li_scope scope;
	li_err err = li_scope_begin(t->store, &scope), changed;

	if (err) {
		li_keyfile_drop(t->place->key_file);
		return err;
	}
	changed = change(t);
	err = li_scope_end(t->store, &scope, changed);
	if (changed)
		li_keyfile_drop(t->place->key_file);
	return err;
}

/* The row as it was before stands in the WAL and in the file until then. */
static li_err erase(struct turn *t)
{
	const li_err err = li_store_tidy(t->store);

	return err ? li_fault_set(t->fault, err,
			     "%s: the key is replaced, and the keys that the "
			     "old one opens may stand in the file yet: %s",
			     t->place->path, li_store_why(t->store))
		   : LI_OK;
}

static li_err rotate(struct turn *t)
{
	li_err err = read_ring(t);

	if (!err)
		err = make_key(t);
	if (!err)
		err = commit(t);
	if (!err)
		err = li_keyfile_turn(t->place->key_file, t->fault);
	return err ? err : erase(t);
}

static li_err open_it(struct turn *t)
{
	const li_err err = li_open_alone(t->place, &t->store, t->fault);

	return err == LI_EAGAIN
		? li_fault_set(t->fault, err, "%s: in use; nothing was changed",
			  t->place->path)
		: err;
}

li_err li_store_key_rotate(const struct li_store_place *place,
	const struct li_actor *actor, bool *finished, struct li_fault *fault)
{
	struct turn t = {.place = place, .actor = actor, .fault = fault};
	li_err err = li_actor_check(actor, fault);

	*finished = false;
	if (!err)
		err = li_keyring_new(&t.ring);
	if (!err)
		err = open_it(&t);
	if (!err && t.store->next_key) {
		*finished = true;
		err = li_keyfile_turn(place->key_file, fault);
		if (!err)
			err = erase(&t);
	} else if (!err) {
		err = rotate(&t);
		err = li_change_fault(t.store, err, fault);
	}
	li_store_close(t.store);
	li_keyring_free(t.ring);
	li_buf_fini(&t.sealed);
	return err;
}
