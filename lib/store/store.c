/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "base/veil.h"
#include "store/audit.h"
#include "store/connect.h"
#include "store/inside.h"
#include "store/open.h"

li_err li_open_new(enum li_store_mode mode, struct li_store **out,
	struct li_fault *fault)
{
	struct li_store *store = li_veil_lock(sizeof(*store));

	if (!store)
		return li_fault_set(fault, LI_ENOMEM,
			"out of memory that may be locked");
	store->mode = mode;
	store->lock_fd = -1;
	*out = store;
	return LI_OK;
}

void li_open_free(struct li_store *store)
{
	if (!store)
		return;
	li_streams_forget(store);
	li_routes_forget(store);
	free(store->queues.list);
	li_sql_finalize(store);
	li_vouch_end(&store->vouch);
	/* A failed fsync is not repeated by way of a checkpoint either. */
	if (store->failed)
		sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
			1, NULL);
	sqlite3_close(store->db);
	if (store->lock_fd >= 0)
		close(store->lock_fd);
	li_seal_free(store->seal);
	li_signer_free(store->signer);
	li_digest_free(store->digest);
	li_digest_free(store->iri_digest);
	li_buf_wipe(&store->plain);
	li_buf_fini(&store->plain);
	li_buf_fini(&store->sealed);
	li_veil_free(store, sizeof(*store), sizeof(*store));
}

li_err li_store_tidy(struct li_store *store)
{
	int rc;

	if (store->failed)
		return LI_EIO;
	if (store->open || store->mode != LI_STORE_WRITER)
		return LI_ESTATE;
	/* A reader is not waited for: the intake would wait with us. */
	sqlite3_busy_timeout(store->db, 0);
	rc = sqlite3_wal_checkpoint_v2(store->db, NULL,
		SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(store->db, LI_STORE_BUSY_MS);
	if (rc == SQLITE_OK)
		return LI_OK;
	if ((rc & 0xff) == SQLITE_IOERR)
		store->failed = true;
	return li_sql_error(store, rc, "checkpoint");
}

bool li_store_full(void)
{
	return li_db_full();
}

li_err li_store_room(const struct li_store *store, struct li_room *out)
{
	return li_room_at(store->lock_fd, out);
}

void li_store_close(struct li_store *store)
{
	if (!store)
		return;
	li_store_rollback(store);
	/* What cannot be signed now is signed when it is closed next. */
	if (store->mode == LI_STORE_WRITER && !store->failed &&
		li_store_mark(store) != LI_OK)
		store->failed = true;
	li_open_free(store);
}

const char *li_store_why(const struct li_store *store)
{
	return store->why;
}

const struct li_hash_secret *li_store_secret(const struct li_store *store)
{
	return li_seal_secret(store->seal);
}

li_err li_change_fault(struct li_store *store, li_err err,
	struct li_fault *fault)
{
	switch (err) {
	case LI_EDB:
	case LI_EIO:
	case LI_ECORRUPT:
	case LI_EAGAIN:
		if (fault && !fault->text[0])
			return li_fault_set(fault, err, "store: %s",
				store->why[0] ? store->why : li_err_name(err));
		return err;
	case LI_ENOMEM: return li_fault_set(fault, err, "store: out of memory");
	case LI_ESTATE:
		if (fault && !fault->text[0])
			return li_fault_set(fault, err,
				"store: opened for "
				"reading, or in a failed transaction");
		return err;
	case LI_OK:
	case LI_EMALFORMED:
	case LI_EUNSUPPORTED:
	case LI_ETOOBIG:
	case LI_ENOTFOUND:
	case LI_EEXIST:
	case LI_EINVAL:
	case LI_ETIMEOUT:
	case LI_ECLOSED:
	case LI_EDENIED:
	case LI_ECONFIG:
	case LI_EVERSION:
	case LI_EBUG: break;
	}
	return err;
}
