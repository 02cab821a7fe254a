/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "store/handover.h"

static struct li_slice did_slice(const struct li_uuid *did)
{
	return li_slice(did->octet, sizeof(did->octet));
}

li_err li_destination_row(struct li_store *store, const struct li_uuid *did,
	int64_t *row)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_DESTINATION_FIND);
	li_err err;

	li_bind_blob(s, 1, did_slice(did));
	err = li_sql_row(store, LI_SQL_DESTINATION_FIND);
	if (err)
		return err;
	*row = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

/* What a destination has in common in being added and changed: parameters 1
 * and 3 to 15. */
static li_err bind(struct li_store *store, sqlite3_stmt *s, int64_t row,
	const struct li_destination *d)
{
	struct li_cell cell = {"destination", "name", row};
	li_err err;

	sqlite3_bind_int64(s, 1, row);
	err = li_bind_sealed(store, s, 3, cell, li_slice_str(d->name));
	cell.column = "host";
	if (!err)
		err = li_bind_sealed(store, s, 4, cell, li_slice_str(d->host));
	sqlite3_bind_int(s, 5, d->port);
	cell.column = "peer";
	if (!err)
		err = li_bind_sealed(store, s, 6, cell, li_slice_str(d->peer));
	li_handover_bind(s, 7, &d->handover);
	cell.column = "pins";
	if (!err)
		err = li_bind_sealed_some(store, s, 12, cell,
			li_pins_octets(&d->pins));
	cell.column = "second_host";
	if (!err)
		err = li_bind_sealed_some(store, s, 13, cell,
			li_slice_str(d->second.host));
	sqlite3_bind_int(s, 14, d->second.port);
	cell.column = "second_peer";
	if (!err)
		err = li_bind_sealed_some(store, s, 15, cell,
			li_slice_str(d->second.peer));
	return err;
}

static li_err insert(struct li_store *store, const struct li_destination *d,
	int64_t row)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_DESTINATION_ADD);
	li_err err = bind(store, s, row, d);

	li_bind_blob(s, 2, did_slice(&d->did));
	sqlite3_bind_int64(s, 16, li_clock_now_us());
	return err ? err : li_sql_run(store, LI_SQL_DESTINATION_ADD);
}

static void describe_pins(const struct li_pins *pins, struct li_buf *out)
{
	for (size_t i = 0; i < pins->count; i++) {
		li_buf_put_str(out, i ? "," : " pins=");
		for (size_t k = 0; k < sizeof(pins->pin[i].octet); k++)
			li_buf_printf(out, "%02x", pins->pin[i].octet[k]);
	}
}

/* TS 101 331 cl. 4.7: the record says all of what was set up. */
static li_err audit(struct li_store *store, const struct li_actor *actor,
	const char *action, int64_t row, const struct li_destination *d)
{
	char did[LI_UUID_TEXT];
	struct li_buf detail = {0};

	li_uuid_format(&d->did, did);
	li_buf_printf(&detail, "did=%s name=%s host=%s port=%u peer=%s", did,
		d->name, d->host, (unsigned int)d->port, d->peer);
	li_handover_describe(&d->handover, &detail);
	describe_pins(&d->pins, &detail);
	if (d->second.host[0])
		li_buf_printf(&detail,
			" second-host=%s second-port=%u second-peer=%s",
			d->second.host, (unsigned int)d->second.port,
			d->second.peer);
	return li_audit_told(store, actor, action,
		(struct li_object){"destination", row}, &detail);
}

static li_err add(struct li_store *store, const struct li_destination *d,
	const struct li_actor *actor, struct li_fault *fault)
{
	int64_t row;
	li_err err;

	err = li_destination_row(store, &d->did, &row);
	if (!err)
		return li_fault_set(fault, LI_EEXIST,
			"this DID is there already, as destination %lld",
			(long long)row);
	if (err != LI_ENOTFOUND)
		return err;
	err = li_sql_next_id(store, "destination", &row);
	if (!err)
		err = insert(store, d, row);
	if (!err)
		err = audit(store, actor, "destination.add", row, d);
	return err;
}

/* TS 103 221-1 cl. 6.3: a destination in use stays. */
static li_err check_unused(struct li_store *store, int64_t row,
	struct li_fault *fault)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_DESTINATION_USED);
	bool tasks, queue;
	li_err err;

	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, li_clock_now_us());
	err = li_sql_row(store, LI_SQL_DESTINATION_USED);
	if (err)
		return err;
	tasks = sqlite3_column_int(s, 0) != 0;
	queue = sqlite3_column_int(s, 1) != 0;
	sqlite3_reset(s);
	if (tasks)
		return li_fault_set(fault, LI_ESTATE,
			"a task that has not ended delivers there");
	if (queue)
		return li_fault_set(fault, LI_ESTATE,
			"something still waits to be delivered there");
	return LI_OK;
}

/* What is under way there stays in one format and scheme.
 * TS 102 232-5 cl. 5.4 */
static li_err check_handover(struct li_store *store, int64_t row,
	const struct li_handover *wanted, struct li_fault *fault)
{
	struct li_handover now;
	li_err err = li_handover_of(store, row, &now);

	if (err ||
		(now.format == wanted->format && now.scheme == wanted->scheme))
		return err;
	return check_unused(store, row, fault);
}

/* All of it is replaced, under its DID. TS 103 221-1 cl. 6.3.2 */
static li_err modify(struct li_store *store, const struct li_destination *d,
	const struct li_actor *actor, struct li_fault *fault)
{
	int64_t row;
	li_err err = li_destination_row(store, &d->did, &row);

	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, err, "no such destination");
	if (!err)
		err = check_handover(store, row, &d->handover, fault);
	if (!err)
		err = bind(store, li_sql(store, LI_SQL_DESTINATION_CHANGE), row,
			d);
	if (!err)
		err = li_sql_run(store, LI_SQL_DESTINATION_CHANGE);
	if (!err)
		err = audit(store, actor, "destination.modify", row, d);
	return err;
}

typedef li_err (*change_fn)(struct li_store *store,
	const struct li_destination *d, const struct li_actor *actor,
	struct li_fault *fault);

static li_err change(struct li_store *store, change_fn fn,
	const struct li_destination *d, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	const char *why = "";
	li_err err;

	err = li_actor_check(actor, fault);
	if (err)
		return err;
	err = li_destination_check(d, &why);
	if (err)
		return li_fault_set(fault, err, "%s", why);
	err = li_scope_begin(store, &scope);
	if (!err)
		err = li_scope_end(store, &scope, fn(store, d, actor, fault));
	li_routes_forget(store);
	return li_change_fault(store, err, fault);
}

li_err li_store_destination_add(struct li_store *store,
	const struct li_destination *d, const struct li_actor *actor,
	struct li_fault *fault)
{
	return change(store, add, d, actor, fault);
}

li_err li_store_destination_modify(struct li_store *store,
	const struct li_destination *d, const struct li_actor *actor,
	struct li_fault *fault)
{
	return change(store, modify, d, actor, fault);
}

static li_err take_away(struct li_store *store, const struct li_uuid *did,
	const struct li_actor *actor, struct li_fault *fault)
{
	sqlite3_stmt *s;
	int64_t row;
	li_err err;

	err = li_destination_row(store, did, &row);
	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, err, "no such destination");
	if (!err)
		err = check_unused(store, row, fault);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_DESTINATION_REMOVE);
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, li_clock_now_us());
	err = li_sql_run(store, LI_SQL_DESTINATION_REMOVE);
	sqlite3_bind_int64(li_sql(store, LI_SQL_CHECKING_LEAVE), 1, row);
	if (!err)
		err = li_sql_run(store, LI_SQL_CHECKING_LEAVE);
	if (!err)
		err = li_audit_change(store, actor, "destination.remove",
			(struct li_object){"destination", row},
			(struct li_slice){0});
	return err;
}

li_err li_store_destination_remove(struct li_store *store,
	const struct li_uuid *did, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	li_err err;

	err = li_actor_check(actor, fault);
	if (err)
		return err;
	err = li_scope_begin(store, &scope);
	if (!err)
		err = li_scope_end(store, &scope,
			take_away(store, did, actor, fault));
	li_routes_forget(store);
	return li_change_fault(store, err, fault);
}

static li_err read_pins(struct li_store *store, struct li_slice sealed,
	struct li_cell cell, struct li_pins *out)
{
	li_err err;

	if (!sealed.p)
		return LI_OK;
	cell.column = "pins";
	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal, cell, sealed, &store->plain);
	if (!err && !li_pins_of(li_buf_slice(&store->plain), out))
		err = LI_ECORRUPT;
	return err;
}

/* TS 103 221-1 has one address: the other is of us. NULL is none. */
static li_err read_second(struct li_store *store, sqlite3_stmt *s, int64_t row,
	struct li_second *out)
{
	struct li_cell cell = {"destination", "second_host", row};
	li_err err;

	if (sqlite3_column_type(s, 12) == SQLITE_NULL)
		return LI_OK;
	out->port = (uint16_t)sqlite3_column_int(s, 13);
	err = li_column_text(store, li_column(s, 12), cell, out->host,
		sizeof(out->host));
	cell.column = "second_peer";
	return err ? err
		   : li_column_text(store, li_column(s, 14), cell, out->peer,
			     sizeof(out->peer));
}

static li_err read_row(struct li_store *store, sqlite3_stmt *s,
	struct li_destination *d)
{
	struct li_slice did = li_column(s, 1);
	struct li_cell cell = {"destination", "name",
		sqlite3_column_int64(s, 0)};
	li_err err;

	if (did.n != sizeof(d->did.octet))
		return LI_ECORRUPT;
	d->row = cell.row;
	memcpy(d->did.octet, did.p, sizeof(d->did.octet));
	d->port = (uint16_t)sqlite3_column_int(s, 4);
	err = li_column_text(store, li_column(s, 2), cell, d->name,
		sizeof(d->name));
	cell.column = "host";
	if (!err)
		err = li_column_text(store, li_column(s, 3), cell, d->host,
			sizeof(d->host));
	cell.column = "peer";
	if (!err)
		err = li_column_text(store, li_column(s, 5), cell, d->peer,
			sizeof(d->peer));
	d->reset_behind = sqlite3_column_int64(s, 15); /* NULL is 0 */
	if (!err)
		err = li_handover_read(s, 6, &d->handover);
	if (!err)
		err = read_pins(store, li_column(s, 11), cell, &d->pins);
	return err ? err : read_second(store, s, cell.row, &d->second);
}

li_err li_store_destination_each(struct li_store *store,
	li_store_destination_fn fn, void *data)
{
	struct li_destination d = {0};
	li_err err;

	/* One statement a step, so that fn may change what it walks. */
	do {
		sqlite3_stmt *s = li_sql(store, LI_SQL_DESTINATION_NEXT);
		int64_t last = d.row;

		d = (struct li_destination){0};
		sqlite3_bind_int64(s, 1, last);
		err = li_sql_row(store, LI_SQL_DESTINATION_NEXT);
		if (err)
			break;
		err = read_row(store, s, &d);
		sqlite3_reset(s);
		if (!err)
			err = fn(&d, data);
	} while (!err);
	return err == LI_ENOTFOUND && d.row == 0 ? LI_OK : err;
}
