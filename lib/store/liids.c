/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "store/numbering.h"

static li_err blind(struct li_store *store, struct li_liid *l)
{
	li_err err = li_seal_blind(store->seal, "liid", li_slice_str(l->text),
		l->blind);

	return err ? err
		   : li_seal_blind(store->seal, "liid-hi4",
			     li_slice_str(l->text), l->hi4);
}

static li_err read_mediation(struct li_store *store, sqlite3_stmt *s,
	struct li_liid *out)
{
	out->starts_us = sqlite3_column_int64(s, 2);
	out->ends_us = sqlite3_column_int64(s, 3);
	out->services = (uint8_t)sqlite3_column_int(s, 4);
	return li_column_text(store, li_column(s, 1),
		(struct li_cell){"mediation", "liid",
			sqlite3_column_int64(s, 0)},
		out->text, sizeof(out->text));
}

static li_err mediations(struct li_store *store, int64_t task,
	struct li_liids *out)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_MEDIATIONS_OF);
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	while ((err = li_sql_row(store, LI_SQL_MEDIATIONS_OF)) == LI_OK) {
		err = LI_ECORRUPT;
		if (out->count < LI_TASK_MEDIATIONS_MAX)
			err = read_mediation(store, s, &out->of[out->count++]);
		if (err)
			break;
	}
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

/* The one that stands for a task without mediations: the step has seen to its
 * time and services. */
static li_err own(struct li_store *store, int64_t task, struct li_liids *out)
{
	struct li_liid *l = &out->of[0];
	sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_LIID);
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	err = li_sql_row(store, LI_SQL_TASK_LIID);
	if (err)
		return err;
	l->starts_us = INT64_MIN;
	l->ends_us = INT64_MAX;
	out->count = 1;
	err = li_column_text(store, li_column(s, 0),
		(struct li_cell){"task", "liid", task}, l->text,
		sizeof(l->text));
	sqlite3_reset(s);
	return err;
}

/* TS 103 221-1 annex C */
li_err li_liids_load(struct li_store *store, int64_t task,
	struct li_liids **out)
{
	struct li_liids *l = calloc(1, sizeof(*l));
	li_err err;

	if (!l)
		return LI_ENOMEM;
	err = mediations(store, task, l);
	if (!err && l->count == 0)
		err = own(store, task, l);
	for (size_t i = 0; !err && i < l->count; i++)
		err = blind(store, &l->of[i]);
	if (err) {
		li_liids_free(l);
		return err;
	}
	*out = l;
	return LI_OK;
}

/* TS 102 232-5 cl. 5.4: not mixed within one LIID */
li_err li_liids_check_schemes(struct li_store *store, int64_t task,
	struct li_fault *fault)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_SCHEMES_OF);
	bool one;
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	err = li_sql_row(store, LI_SQL_SCHEMES_OF);
	if (err)
		return err;
	one = sqlite3_column_int(s, 0) <= 1;
	sqlite3_reset(s);
	return one ? LI_OK
		   : li_fault_set(fault, LI_EINVAL,
			     "destinations: those of HI2 have one scheme "
			     "within a task");
}

void li_liids_free(struct li_liids *liids)
{
	if (!liids)
		return;
	explicit_bzero(liids, sizeof(*liids));
	free(liids);
}
