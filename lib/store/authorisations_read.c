/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/authorisations.h"
#include "store/inside.h"

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
