/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/terms.h"

/* A sealed text of a task; an empty one stays NULL. */
static li_err bind_text(struct li_store *store, sqlite3_stmt *s, int i,
	struct li_cell cell, const char *text)
{
	return li_bind_sealed_some(store, s, i, cell, li_slice_str(text));
}

static li_err save_terms(struct li_store *store, int64_t row,
	const struct li_task *t, const struct li_actor *actor,
	uint32_t generation)
{
	const struct li_approval *a = &t->approval;
	const struct {
		const char *column, *text;
	} sealed[] = {
		{"legal_type", t->legal_type},
		{"approver_name", a->name},
		{"approver_role", a->role},
		{"approver_ref", a->reference},
		{"entered_by", actor->name},
	};
	sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_TERMS);
	li_err err = LI_OK;

	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int(s, 2, t->services);
	sqlite3_bind_int(s, 3, (int)t->location);
	sqlite3_bind_int(s, 4, t->home_only ? 1 : 0);
	sqlite3_bind_int(s, 5, t->awaiting ? 1 : 0);
	sqlite3_bind_int64(s, 6, generation);
	sqlite3_bind_int(s, 7, t->priority);
	sqlite3_bind_int(s, 8, a->emergency ? 1 : 0);
	sqlite3_bind_int64(s, 9, a->at_us);
	for (size_t i = 0; !err && i < sizeof(sealed) / sizeof(sealed[0]); i++)
		err = bind_text(store, s, 10 + (int)i,
			(struct li_cell){"task", sealed[i].column, row},
			sealed[i].text);
	sqlite3_bind_int(s, 15, (int)t->locality);
	sqlite3_bind_int(s, 17, t->erase_at_end ? 1 : 0);
	if (!err && li_task_has_product(t))
		err = li_bind_sealed(store, s, 16,
			(struct li_cell){"task", "product", row},
			li_slice(t->product.octet, sizeof(t->product.octet)));
	return err ? err : li_sql_run(store, LI_SQL_TASK_TERMS);
}

static li_err save_mediation(struct li_store *store, int64_t task,
	size_t ordinal, const struct li_mediation *m)
{
	sqlite3_stmt *s;
	int64_t row;
	li_err err = li_sql_next_id(store, "mediation", &row);

	if (err)
		return err;
	s = li_sql(store, LI_SQL_MEDIATION_ADD);
	err = li_bind_sealed(store, s, 4,
		(struct li_cell){"mediation", "liid", row},
		li_slice_str(m->liid));
	if (err)
		return err;
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, task);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)ordinal);
	sqlite3_bind_int64(s, 5, m->starts_us);
	sqlite3_bind_int64(s, 6, m->ends_us);
	sqlite3_bind_int(s, 7, m->services);
	return li_sql_run(store, LI_SQL_MEDIATION_ADD);
}

li_err li_terms_save(struct li_store *store, int64_t row,
	const struct li_task *t, const struct li_actor *actor,
	uint32_t generation)
{
	li_err err = save_terms(store, row, t, actor, generation);

	if (err)
		return err;
	sqlite3_bind_int64(li_sql(store, LI_SQL_MEDIATIONS_DROP), 1, row);
	err = li_sql_run(store, LI_SQL_MEDIATIONS_DROP);
	for (size_t i = 0; !err && i < t->mediation_count; i++)
		err = save_mediation(store, row, i, &t->mediations[i]);
	return err;
}

li_err li_terms_read(struct li_store *store, sqlite3_stmt *s, int i,
	struct li_task *t)
{
	struct li_approval *a = &t->approval;
	const struct {
		const char *column;
		char *text;
		size_t cap;
	} sealed[] = {
		{"legal_type", t->legal_type, sizeof(t->legal_type)},
		{"approver_name", a->name, sizeof(a->name)},
		{"approver_role", a->role, sizeof(a->role)},
		{"approver_ref", a->reference, sizeof(a->reference)},
	};
	int location = sqlite3_column_int(s, i + 1);
	int locality = sqlite3_column_int(s, i + 13);
	li_err err = LI_OK;

	if (location < 0 || location > LI_LOCATION_LAST || locality < 0 ||
		locality > LI_LOCALITY_LAST)
		return LI_ECORRUPT;
	t->locality = (enum li_locality)locality;
	t->services = (uint8_t)sqlite3_column_int(s, i);
	t->location = (enum li_location_scope)location;
	t->home_only = sqlite3_column_int(s, i + 2) != 0;
	t->erase_at_end = sqlite3_column_int(s, i + 17) != 0;
	t->awaiting = sqlite3_column_int(s, i + 3) != 0;
	t->generation = (uint32_t)sqlite3_column_int64(s, i + 4);
	t->priority = (uint8_t)sqlite3_column_int(s, i + 5);
	a->emergency = sqlite3_column_int(s, i + 6) != 0;
	a->at_us = sqlite3_column_int64(s, i + 7);
	for (size_t k = 0; !err && k < sizeof(sealed) / sizeof(sealed[0]); k++)
		if (sqlite3_column_type(s, i + 8 + (int)k) != SQLITE_NULL)
			err = li_column_text(store,
				li_column(s, i + 8 + (int)k),
				(struct li_cell){"task", sealed[k].column,
					t->row},
				sealed[k].text, sealed[k].cap);
	if (!err && sqlite3_column_type(s, i + 14) != SQLITE_NULL)
		err = li_column_uuid(store, li_column(s, i + 14),
			(struct li_cell){"task", "product", t->row},
			&t->product);
	return err;
}

static li_err read_mediation(struct li_store *store, sqlite3_stmt *s,
	struct li_mediation *m)
{
	m->starts_us = sqlite3_column_int64(s, 2);
	m->ends_us = sqlite3_column_int64(s, 3);
	m->services = (uint8_t)sqlite3_column_int(s, 4);
	return li_column_text(store, li_column(s, 1),
		(struct li_cell){"mediation", "liid",
			sqlite3_column_int64(s, 0)},
		m->liid, sizeof(m->liid));
}

li_err li_mediations_read(struct li_store *store, struct li_task *t)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_MEDIATIONS_OF);
	li_err err;

	sqlite3_bind_int64(s, 1, t->row);
	while ((err = li_sql_row(store, LI_SQL_MEDIATIONS_OF)) == LI_OK) {
		err = LI_ECORRUPT;
		if (t->mediation_count < LI_TASK_MEDIATIONS_MAX)
			err = read_mediation(store, s,
				&t->mediations[t->mediation_count++]);
		if (err)
			break;
	}
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_terms_state(struct li_store *store, int64_t row,
	struct li_terms_state *out)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_STATE);
	struct li_slice who;
	li_err err;

	sqlite3_bind_int64(s, 1, row);
	err = li_sql_row(store, LI_SQL_TASK_STATE);
	if (err)
		return err;
	*out = (struct li_terms_state){
		.generation = (uint32_t)sqlite3_column_int64(s, 0),
		.awaiting = sqlite3_column_int(s, 1) != 0,
	};
	who = li_column(s, 2);
	if (who.n)
		err = li_column_text(store, who,
			(struct li_cell){"task", "entered_by", row},
			out->entered_by, sizeof(out->entered_by));
	sqlite3_reset(s);
	return err;
}

/* TS 101 331 cl. 4.7: who entered a task, and who else approved it, is kept */
li_err li_terms_release(struct li_store *store, int64_t row, int64_t at_us,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_terms_state now;
	sqlite3_stmt *s;
	li_err err = li_terms_state(store, row, &now);

	if (err)
		return err;
	if (!now.awaiting)
		return li_fault_set(fault, LI_ESTATE,
			"task %lld awaits no approval", (long long)row);
	if (strcmp(now.entered_by, actor->name) == 0)
		return li_fault_set(fault, LI_EDENIED,
			"task %lld: another operator than the one who entered "
			"it has to approve it",
			(long long)row);
	s = li_sql(store, LI_SQL_TASK_RELEASE);
	sqlite3_bind_int64(s, 1, row);
	err = li_bind_sealed(store, s, 2,
		(struct li_cell){"task", "released_by", row},
		li_slice_str(actor->name));
	if (err)
		return err;
	sqlite3_bind_int64(s, 3, at_us);
	sqlite3_bind_int64(s, 4, li_clock_now_us());
	return li_sql_run(store, LI_SQL_TASK_RELEASE);
}

static const char *place_word(enum li_location_scope scope)
{
	switch (scope) {
	case LI_LOCATION_ALL: return "all";
	case LI_LOCATION_ENDS: return "ends";
	case LI_LOCATION_NONE: return "none";
	}
	return "all";
}

static void describe_services(uint8_t services, struct li_buf *out)
{
	const char *comma = "";

	if (!services)
		return;
	li_buf_put_str(out, " services=");
	for (unsigned int bit = 1; bit & LI_SERVICE_ALL; bit <<= 1)
		if (services & bit) {
			li_buf_printf(out, "%s%s", comma,
				li_service_name((enum li_service)bit));
			comma = ",";
		}
}

void li_terms_describe(const struct li_task *t, uint32_t generation,
	struct li_buf *out)
{
	const struct li_approval *a = &t->approval;
	char text[LI_CLOCK_TEXT], id[LI_UUID_TEXT];

	li_buf_printf(out, " generation=%u", (unsigned int)generation);
	describe_services(t->services, out);
	if (t->location != LI_LOCATION_ALL)
		li_buf_printf(out, " location=%s", place_word(t->location));
	if (t->home_only)
		li_buf_put_str(out, " suspended-abroad=yes");
	if (t->erase_at_end)
		li_buf_put_str(out, " erase-at-end=yes");
	if (t->locality)
		li_buf_printf(out, " party=%s",
			t->locality == LI_LOCALITY_LOCAL ? "local"
							 : "non-local");
	if (li_task_has_product(t)) {
		li_uuid_format(&t->product, id);
		li_buf_printf(out, " product=%s", id);
	}
	for (size_t i = 0; i < t->mediation_count; i++) {
		const struct li_mediation *m = &t->mediations[i];

		li_clock_format(m->starts_us, text);
		li_buf_printf(out, " mediation=%s from=%s", m->liid, text);
		li_clock_format(m->ends_us, text);
		li_buf_printf(out, " until=%s", text);
		describe_services(m->services, out);
	}
	if (t->legal_type[0])
		li_buf_printf(out, " legal-type=%s", t->legal_type);
	if (t->priority)
		li_buf_printf(out, " priority=%u", (unsigned int)t->priority);
	if (a->name[0] || a->role[0] || a->reference[0])
		li_buf_printf(out, " approver=%s role=%s reference=%s", a->name,
			a->role, a->reference);
	if (a->at_us) {
		li_clock_format(a->at_us, text);
		li_buf_printf(out, " approved=%s", text);
	}
	if (a->emergency)
		li_buf_put_str(out, " emergency=yes");
	if (t->awaiting)
		li_buf_put_str(out, " awaiting-approval=yes");
}
