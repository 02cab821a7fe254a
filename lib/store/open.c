/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/connect.h"
#include "store/files.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/open.h"
#include "store/schema.h"

enum {
	/* Pages of WAL between checkpoints: 8 MB. More is faster and makes
	 * the slowest commit slower; and whoever follows a writer that was
	 * killed reads all of it first, 0.5 ms for each MB. */
	WAL_PAGES = 2000,
};

/* As SQLite's own checkpoint after a commit, but an I/O error is noticed. */
static int after_commit(void *data, sqlite3 *db, const char *name, int pages)
{
	struct li_store *store = data;
	int rc;

	if (pages < WAL_PAGES)
		return SQLITE_OK;
	rc = sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE,
		NULL, NULL);
	if ((rc & 0xff) == SQLITE_IOERR)
		store->failed = true;
	return SQLITE_OK;
}

/* Open the sealed signing key; for a reader only its public part stays. */
static li_err load_sign(struct li_store *store, struct li_slice public_part,
	struct li_slice sealed)
{
	li_err err;

	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal,
		(struct li_cell){"installation", "audit_private", 1}, sealed,
		&store->plain);
	if (err)
		return err;
	if (store->plain.n == sizeof(store->sign)) {
		memcpy(&store->sign, store->plain.p, sizeof(store->sign));
		if (!li_slice_eq(public_part,
			    li_slice(store->sign.public_part, LI_SIGN_PUBLIC)))
			err = LI_ECORRUPT;
	} else {
		err = LI_ECORRUPT;
	}
	memcpy(store->first_key, store->sign.public_part, LI_SIGN_PUBLIC);
	if (store->mode == LI_STORE_READER)
		explicit_bzero(store->sign.private_part, LI_SIGN_PRIVATE);
	li_buf_wipe(&store->plain);
	return err;
}

static li_err unlock(struct li_store *store, sqlite3_stmt *s,
	const char *key_file, const char *path, struct li_fault *fault)
{
	uint8_t master[LI_MASTER_KEY];
	li_err err = li_keyfile_load(key_file, master, fault);

	if (err)
		return err;
	err = li_keyring_unlock(master, &store->installation, li_column(s, 4),
		li_column(s, 1), &store->seal);
	explicit_bzero(master, sizeof(master));
	if (err == LI_ECONFIG)
		return li_fault_set(fault, err, "%s: not the key of %s",
			key_file, path);
	return err
		? li_fault_set(fault, err, "%s: no sealing key made", key_file)
		: LI_OK;
}

/* Who replaced the key and died before its file had its name is gone on for. */
static li_err unlock_either(struct li_store *store, sqlite3_stmt *s,
	const struct li_store_place *place, struct li_fault *fault)
{
	char next[LI_PATH_MAX];
	li_err err = unlock(store, s, place->key_file, place->path, fault);

	if (err != LI_ECONFIG || !place->key_file ||
		li_path_with(place->key_file, LI_KEYFILE_NEXT, next, NULL) ||
		unlock(store, s, next, place->path, NULL))
		return err;
	store->next_key = true;
	if (fault)
		fault->text[0] = '\0';
	return LI_OK;
}

static li_err load_keys(struct li_store *store, sqlite3_stmt *s,
	const struct li_store_place *place, struct li_fault *fault)
{
	struct li_slice uuid = li_column(s, 0);
	li_err err;

	if (uuid.n != sizeof(store->installation.octet))
		return li_fault_set(fault, LI_ECORRUPT,
			"%s: the installation has no UUID", place->path);
	memcpy(store->installation.octet, uuid.p, uuid.n);
	err = unlock_either(store, s, place, fault);
	if (err)
		return err;
	err = load_sign(store, li_column(s, 2), li_column(s, 3));
	if (err)
		return li_fault_set(fault, err,
			"%s: the audit's signing key was changed", place->path);
	return LI_OK;
}

li_err li_open_keys(struct li_store *store, const struct li_store_place *place,
	struct li_fault *fault)
{
	sqlite3_stmt *s = NULL;
	li_err err;

	if (sqlite3_prepare_v2(store->db,
		    "SELECT uuid, key_check, "
		    "audit_public, audit_private, keys "
		    "FROM installation",
		    -1, &s, NULL) != SQLITE_OK)
		err = li_db_fault(store->db, place->path, fault);
	else if (sqlite3_step(s) != SQLITE_ROW)
		err = li_fault_set(fault, LI_ECORRUPT, "%s: no installation",
			place->path);
	else
		err = load_keys(store, s, place, fault);
	sqlite3_finalize(s);
	if (!err)
		err = li_digest_new(&store->digest);
	if (!err)
		err = li_digest_new(&store->iri_digest);
	if (!err)
		err = li_sql_prepare(store);
	return li_change_fault(store, err, fault);
}

/* Bring an older schema to the present one; only the writer may. */
static li_err upgrade(struct li_store *store, const char *path, int version,
	struct li_fault *fault)
{
	if (version == LI_SCHEMA_VERSION)
		return LI_OK;
	if (store->mode == LI_STORE_READER)
		return li_fault_set(fault, LI_EVERSION,
			"%s: database version "
			"%d is older than this program (%d); the program that "
			"writes it upgrades it",
			path, version, LI_SCHEMA_VERSION);
	return li_schema_migrate(store->db, path, li_schema_migrations, version,
		fault);
}

/* Everything that can be said of the file before the key is needed. */
static li_err open_file(struct li_store *store, const char *path,
	struct li_fault *fault)
{
	/* Before the file is read, so that no reader has it either. */
	static const char *const alone[] = {"locking_mode", "EXCLUSIVE",
		"exclusive"};
	bool writer = store->mode == LI_STORE_WRITER;
	int version;
	li_err err;

	err = li_db_open(path, writer, &store->db, fault);
	if (!err && store->alone)
		err = li_db_pragma(store->db, path, alone, fault);
	if (!err)
		err = li_schema_version(store->db, path, &version, fault);
	if (!err)
		err = upgrade(store, path, version, fault);
	if (!err)
		err = li_wanted_add(store->db, path, &store->wanted, fault);
	if (!err)
		err = li_db_settle(store->db, path, writer, fault);
	if (!err)
		err = li_schema_check(store->db, path, fault);
	if (!err && writer)
		sqlite3_wal_hook(store->db, after_commit, store);
	return err;
}

static li_err load_writer(struct li_store *store, const char *key,
	struct li_fault *fault)
{
	sqlite3_stmt *s;
	li_err err = li_audit_load(store, fault);

	if (err)
		return err;
	s = li_sql(store, LI_SQL_IRI_LAST);
	err = li_sql_row(store, LI_SQL_IRI_LAST);
	if (!err)
		store->now.iri = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	err = li_change_fault(store, err, fault);
	return err ? err : li_audit_use_key(store, key, fault);
}

static li_err check_there(const char *path, struct li_fault *fault)
{
	struct stat st;

	if (fault)
		fault->text[0] = '\0';
	if (!path || !*path)
		return li_fault_set(fault, LI_ECONFIG, "no database is named");
	if (stat(path, &st) == 0)
		return LI_OK;
	if (errno == ENOENT || errno == ENOTDIR)
		return li_fault_set(fault, LI_ENOTFOUND, "%s: no such database",
			path);
	return li_fault_set(fault, LI_EIO, "%s: %s", path, strerror(errno));
}

static li_err open_as(const struct li_store_place *place,
	enum li_store_mode mode, bool alone, struct li_store **out,
	struct li_fault *fault)
{
	struct li_store *store;
	li_err err = check_there(place->path, fault);

	if (err)
		return err;
	err = li_open_new(mode, &store, fault);
	if (err)
		return err;
	store->alone = alone;
	if (mode == LI_STORE_WRITER)
		err = li_lock_take(place->path, &store->lock_fd, fault);
	if (!err)
		err = open_file(store, place->path, fault);
	if (!err)
		err = li_open_keys(store, place, fault);
	if (!err && mode == LI_STORE_WRITER)
		err = load_writer(store, place->audit_key, fault);
	if (err) {
		li_open_free(store);
		return err;
	}
	*out = store;
	return LI_OK;
}

li_err li_store_open(const struct li_store_place *place,
	enum li_store_mode mode, struct li_store **out, struct li_fault *fault)
{
	li_err err = open_as(place, mode, false, out, fault);

	/* One that cannot have its name is opened by the other the next time
	 * too. */
	if (!err && mode == LI_STORE_WRITER && (*out)->next_key)
		(*out)->next_key =
			li_keyfile_turn(place->key_file, NULL) != LI_OK;
	return err;
}

li_err li_open_alone(const struct li_store_place *place, struct li_store **out,
	struct li_fault *fault)
{
	return open_as(place, LI_STORE_WRITER, true, out, fault);
}
