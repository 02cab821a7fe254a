/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/connect.h"
#include "store/files.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/open.h"
#include "store/schema.h"

/* A database being made: under another name until it is whole. */
struct making {
	const struct li_store_place *place;
	char path[LI_PATH_MAX];
	struct li_store *store;
	struct li_fault *fault;
};

static li_err make_file(struct making *m)
{
	int fd;

	li_files_remove(m->path); /* of one who died here; the lock is ours */
	fd = open(m->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return li_fault_set(m->fault, LI_EIO, "%s: cannot be made: %s",
			m->path, strerror(errno));
	close(fd);
	return LI_OK;
}

/* What the one row of installation is made of. */
struct installation {
	struct li_uuid uuid;
	struct li_sign_key sign;
	struct li_keyring *ring;
	struct li_seal *seal;
	struct li_buf keys; /* the ring, sealed */
};

/* Seal the new signing key and fill the row. */
static li_err fill_installation(struct making *m, const struct installation *in)
{
	sqlite3 *db = m->store->db;
	struct li_buf sealed = {0};
	sqlite3_stmt *s = NULL;
	li_err err;

	err = li_seal_put(in->seal,
		(struct li_cell){"installation", "audit_private", 1},
		li_slice(&in->sign, sizeof(in->sign)), &sealed);
	if (!err)
		err = li_buf_check(&sealed);
	if (!err &&
		sqlite3_prepare_v2(db,
			"INSERT INTO installation (id, uuid, made_us, "
			"key_check, audit_public, audit_private, keys) "
			"VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
			-1, &s, NULL) != SQLITE_OK)
		err = li_db_fault(db, m->path, m->fault);
	if (!err) {
		li_bind_blob(s, 1,
			li_slice(in->uuid.octet, sizeof(in->uuid.octet)));
		sqlite3_bind_int64(s, 2, li_clock_now_us());
		li_bind_blob(s, 3, li_seal_check(in->seal));
		li_bind_blob(s, 4,
			li_slice(in->sign.public_part, LI_SIGN_PUBLIC));
		li_bind_blob(s, 5, li_buf_slice(&sealed));
		li_bind_blob(s, 6, li_buf_slice(&in->keys));
		if (sqlite3_step(s) != SQLITE_DONE)
			err = li_db_fault(db, m->path, m->fault);
	}
	sqlite3_finalize(s);
	li_buf_fini(&sealed);
	return err;
}

static li_err draw_installation(struct installation *in,
	const uint8_t master[LI_MASTER_KEY])
{
	li_err err = li_uuid_draw(&in->uuid);

	if (!err)
		err = li_sign_key_draw(&in->sign);
	if (!err)
		err = li_keyring_new(&in->ring);
	if (!err)
		err = li_keyring_draw(in->ring);
	if (!err)
		err = li_keyring_seal(in->ring, master, &in->uuid, &in->keys);
	return err ? err : li_keyring_use(in->ring, &in->uuid, &in->seal);
}

static li_err make_installation(struct making *m)
{
	struct installation in = {.ring = NULL};
	uint8_t master[LI_MASTER_KEY];
	li_err err;

	err = li_keyfile_load(m->place->key_file, master, m->fault);
	if (!err)
		err = draw_installation(&in, master);
	if (!err)
		err = fill_installation(m, &in);
	li_keyring_free(in.ring);
	li_seal_free(in.seal);
	li_buf_fini(&in.keys);
	explicit_bzero(&in, sizeof(in));
	explicit_bzero(master, sizeof(master));
	return err;
}

static li_err make_schema(struct making *m)
{
	sqlite3 *db;
	li_err err;

	err = li_db_open(m->path, true, &m->store->db, m->fault);
	if (err)
		return err;
	db = m->store->db;
	err = li_wanted_add(db, m->path, &m->store->wanted, m->fault);
	if (!err)
		err = li_db_settle(db, m->path, true, m->fault);
	if (!err && sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		err = li_db_fault(db, m->path, m->fault);
	if (!err)
		err = li_schema_make(db, m->path, m->fault);
	if (!err)
		err = make_installation(m);
	if (!err && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		err = li_db_fault(db, m->path, m->fault);
	return err;
}

/* The first row of the audit, signed. */
static li_err make_audit(struct making *m, const struct li_actor *actor)
{
	struct li_store *store = m->store;
	struct li_store_place place = {.path = m->path,
		.key_file = m->place->key_file};
	struct li_scope scope;
	char version[32];
	li_err err;

	err = li_open_keys(store, &place, m->fault);
	if (err)
		return err;
	snprintf(version, sizeof(version), "schema version %d",
		LI_SCHEMA_VERSION);
	li_chain_start(store->digest, &store->installation,
		store->now.audit_hash);
	err = li_scope_begin(store, &scope);
	if (err)
		return err;
	err = li_audit_change(store, actor, "store.create",
		(struct li_object){"store", 1}, li_slice_str(version));
	if (!err)
		err = li_audit_checkpoint(store);
	return li_change_fault(store, li_scope_end(store, &scope, err),
		m->fault);
}

/* Give it its name, unless somebody has it. */
static li_err publish(struct making *m)
{
	const char *path = m->place->path;

	if (link(m->path, path) < 0)
		return errno == EEXIST
			? li_fault_set(m->fault, LI_EEXIST,
				  "%s: there is a database already", path)
			: li_fault_set(m->fault, LI_EIO,
				  "%s: cannot be made: %s", path,
				  strerror(errno));
	unlink(m->path);
	if (!li_dir_sync(path)) {
		unlink(path);
		return li_fault_set(m->fault, LI_EIO,
			"%s: cannot be made to last: %s", path,
			strerror(errno));
	}
	return LI_OK;
}

static li_err make(struct making *m, const struct li_actor *actor)
{
	li_err err = li_open_new(LI_STORE_WRITER, &m->store, m->fault);

	if (err)
		return err;
	err = make_file(m);
	if (!err)
		err = make_schema(m);
	if (!err)
		err = make_audit(m, actor);
	li_open_free(m->store); /* the WAL is gone with its last connection */
	if (!err)
		err = publish(m);
	if (err)
		li_files_remove(m->path);
	return err;
}

li_err li_store_create(const struct li_store_place *place,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct making m = {.place = place, .fault = fault};
	uint8_t master[LI_MASTER_KEY];
	li_err err = li_actor_check(actor, fault);
	int lock;

	if (err)
		return err;
	if (access(place->path, F_OK) == 0)
		return li_fault_set(fault, LI_EEXIST,
			"%s: there is a database already", place->path);
	err = li_keyfile_load(place->key_file, master, fault);
	explicit_bzero(master, sizeof(master));
	if (!err)
		err = li_path_with(place->path, ".new", m.path, fault);
	if (!err)
		err = li_lock_take(place->path, &lock, fault);
	if (err)
		return err;
	err = make(&m, actor);
	if (err && err != LI_EEXIST &&
		li_path_with(place->path, ".lock", m.path, NULL) == LI_OK)
		unlink(m.path);
	close(lock);
	return err;
}
