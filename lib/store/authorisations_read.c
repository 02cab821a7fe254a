/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/authorisations.h"

#include <stdio.h>
#include <string.h>

#include "store/inside.h"

enum { OWNER = 14 }; /* its column */

li_err li_authorisation_find(struct li_store *store, const struct li_uuid *id,
	int64_t *row, struct li_fault *fault)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_WARRANT_FIND);
	uint8_t blind[LI_BLIND];
	li_err err = li_seal_blind(store->seal, "authorisation",
		li_slice(id->octet, sizeof(id->octet)), blind);

	if (err)
		return err;
	li_bind_blob(s, 1, li_slice(blind, sizeof(blind)));
	err = li_sql_row(store, LI_SQL_WARRANT_FIND);
	if (err)
		return li_fault_set(fault, err, "no such authorisation");
	*row = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

static li_err read_texts(struct li_store *store, sqlite3_stmt *s,
	struct li_authorisation *a)
{
	const struct {
		const char *column;
		char *text;
		size_t cap;
	} texts[] = {
		{"reference", a->reference, sizeof(a->reference)},
		{"legal_type", a->legal_type, sizeof(a->legal_type)},
		{"approver_name", a->approval.name, sizeof(a->approval.name)},
		{"approver_role", a->approval.role, sizeof(a->approval.role)},
		{"approver_ref", a->approval.reference,
			sizeof(a->approval.reference)},
	};
	li_err err = li_column_uuid(store, li_column(s, 0),
		(struct li_cell){"authorisation", "object", a->row}, &a->id);

	for (size_t i = 0; !err && i < sizeof(texts) / sizeof(texts[0]); i++)
		if (sqlite3_column_type(s, 1 + (int)i) != SQLITE_NULL)
			err = li_column_text(store, li_column(s, 1 + (int)i),
				(struct li_cell){"authorisation",
					texts[i].column, a->row},
				texts[i].text, texts[i].cap);
	return err;
}

void li_authorisation_owner(const struct li_endpoint *owner,
	char text[static LI_AUTHORISATION_OWNER])
{
	snprintf(text, LI_AUTHORISATION_OWNER, "%s/%s", owner->country,
		owner->name);
}

static li_err read_owner(struct li_store *store, sqlite3_stmt *s,
	struct li_authorisation *a)
{
	char text[LI_AUTHORISATION_OWNER];
	li_err err;

	if (sqlite3_column_type(s, OWNER) == SQLITE_NULL)
		return LI_OK;
	err = li_column_text(store, li_column(s, OWNER),
		(struct li_cell){"authorisation", "owner", a->row}, text,
		sizeof(text));
	if (err)
		return err;
	if (text[0] == '\0' || text[1] == '\0' || text[2] != '/')
		return LI_ECORRUPT;
	memcpy(a->owner.country, text, LI_ENDPOINT_COUNTRY);
	li_slice_copy(li_slice_str(text + LI_ENDPOINT_COUNTRY + 1),
		a->owner.name, sizeof(a->owner.name));
	return LI_OK;
}

static li_err read_tasks(struct li_store *store, struct li_authorisation *a)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_WARRANT_TASKS);
	li_err err;

	sqlite3_bind_int64(s, 1, a->row);
	while ((err = li_sql_row(store, LI_SQL_WARRANT_TASKS)) == LI_OK) {
		err = LI_ECORRUPT;
		if (a->task_count < LI_AUTHORISATION_TASKS_MAX)
			err = li_task_xid(store, li_column(s, 1),
				sqlite3_column_int64(s, 0),
				&a->tasks[a->task_count++]);
		if (err)
			break;
		a->awaiting |= sqlite3_column_int(s, 2) != 0;
	}
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_authorisation_read(struct li_store *store, int64_t row,
	struct li_authorisation *a)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_WARRANT_GET);
	li_err err;

	*a = (struct li_authorisation){.row = row};
	sqlite3_bind_int64(s, 1, row);
	err = li_sql_row(store, LI_SQL_WARRANT_GET);
	if (err)
		return err;
	a->priority = (uint8_t)sqlite3_column_int(s, 6);
	a->starts_us = sqlite3_column_int64(s, 7);
	a->ends_us = sqlite3_column_int64(s, 8);
	a->ended_us = sqlite3_column_int64(s, 9);
	a->approval.at_us = sqlite3_column_int64(s, 10);
	a->approval.emergency = sqlite3_column_int(s, 11) != 0;
	a->generation = (uint32_t)sqlite3_column_int64(s, 12);
	a->changed_us = sqlite3_column_int64(s, 13);
	err = read_texts(store, s, a);
	if (!err)
		err = read_owner(store, s, a);
	sqlite3_reset(s);
	return err ? err : read_tasks(store, a);
}

li_err li_store_authorisation_get(struct li_store *store,
	const struct li_uuid *id, struct li_authorisation *out)
{
	int64_t row = 0;
	li_err err = li_authorisation_find(store, id, &row, NULL);

	return err ? err : li_authorisation_read(store, row, out);
}

/* Each whose row a statement finds behind the one before it. */
static li_err each(struct li_store *store, enum li_sql id,
	const uint8_t blind[LI_BLIND], li_authorisation_fn fn, void *data)
{
	struct li_authorisation a;
	sqlite3_stmt *s;
	int64_t row = 0;
	li_err err = LI_OK;

	while (!err) {
		s = li_sql(store, id);
		li_bind_blob(s, 1, li_slice(blind, LI_BLIND));
		sqlite3_bind_int64(s, 2, row);
		err = li_sql_row(store, id);
		if (err)
			break;
		row = sqlite3_column_int64(s, 0);
		sqlite3_reset(s);
		err = li_authorisation_read(store, row, &a);
		if (!err)
			err = fn(&a, data);
		explicit_bzero(&a, sizeof(a));
	}
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_store_authorisation_over(struct li_store *store,
	const struct li_uuid *xid, li_authorisation_fn fn, void *data)
{
	uint8_t blind[LI_BLIND];
	li_err err = li_seal_blind(store->seal, "xid",
		li_slice(xid->octet, sizeof(xid->octet)), blind);

	return err ? err : each(store, LI_SQL_WARRANT_OF, blind, fn, data);
}

li_err li_store_authorisation_of(struct li_store *store,
	const struct li_endpoint *owner, li_authorisation_fn fn, void *data)
{
	char text[LI_AUTHORISATION_OWNER];
	uint8_t blind[LI_BLIND];
	li_err err;

	li_authorisation_owner(owner, text);
	err = li_seal_blind(store->seal, "owner", li_slice_str(text), blind);
	return err ? err : each(store, LI_SQL_WARRANT_OWNED, blind, fn, data);
}
