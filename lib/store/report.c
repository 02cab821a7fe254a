/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/report.h"

#include "store/inside.h"

/* Faults, and the reports that an ADMF has not been told yet. */

/* A row of `fault` or `report`, which look alike. */
struct row {
	const char *table;
	int64_t id;
	struct li_issue issue;
};

/* The blind form of what an issue is about, and of its state if told so. */
static li_err blind(struct li_store *store, const struct li_issue *issue,
	bool state, uint8_t out[static LI_BLIND])
{
	uint8_t key[LI_ISSUE_KEY + 1];

	li_issue_key(issue, key);
	key[LI_ISSUE_KEY] = (uint8_t)issue->state;
	return li_seal_blind(store->seal, "issue",
		li_slice(key, sizeof(key) - !state), out);
}

static li_err bind_issue(struct li_store *store, sqlite3_stmt *s,
	const struct row *row)
{
	struct li_buf b = {0};
	li_err err;

	li_pack_issue(&b, &row->issue);
	err = li_buf_check(&b);
	if (!err)
		err = li_bind_sealed(store, s, 3,
			(struct li_cell){row->table, "issue", row->id},
			li_buf_slice(&b));
	sqlite3_bind_int64(s, 1, row->id);
	li_buf_wipe(&b);
	li_buf_fini(&b);
	return err;
}

/* Read the row that a statement stands at. */
static li_err read_row(struct li_store *store, sqlite3_stmt *s, struct row *row)
{
	struct li_cell cell = {row->table, "issue", sqlite3_column_int64(s, 0)};
	li_err err;

	row->id = cell.row;
	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal, cell, li_column(s, 1), &store->plain);
	if (!err && li_unpack_issue(li_buf_slice(&store->plain), &row->issue))
		err = LI_ECORRUPT;
	sqlite3_reset(s);
	li_buf_wipe(&store->plain);
	return err;
}

/* Put a new row behind the last. */
static li_err insert(struct li_store *store, enum li_sql id,
	const uint8_t what[LI_BLIND], struct row *row)
{
	sqlite3_stmt *s;
	li_err err = li_sql_next_id(store, row->table, &row->id);

	if (err)
		return err;
	s = li_sql(store, id);
	err = bind_issue(store, s, row);
	li_bind_blob(s, 2, li_slice(what, LI_BLIND));
	return err ? err : li_sql_run(store, id);
}

static li_err drop(struct li_store *store, enum li_sql id, int64_t row)
{
	sqlite3_bind_int64(li_sql(store, id), 1, row);
	return li_sql_run(store, id);
}

/* ---- faults ---- */

static li_err find_fault(struct li_store *store, const uint8_t what[LI_BLIND],
	struct row *row)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_FAULT_FIND);
	li_err err;

	li_bind_blob(s, 1, li_slice(what, LI_BLIND));
	err = li_sql_row(store, LI_SQL_FAULT_FIND);
	return err ? err : read_row(store, s, row);
}

static li_err raise_fault(struct li_store *store, const uint8_t what[LI_BLIND],
	const struct li_issue *issue, bool *news)
{
	struct row old = {.table = "fault"}, row = {"fault", 0, *issue};
	sqlite3_stmt *s;
	li_err err = find_fault(store, what, &old);

	*news = true;
	if (err == LI_ENOTFOUND)
		return insert(store, LI_SQL_FAULT_ADD, what, &row);
	if (err)
		return err;
	*news = old.issue.number != issue->number;
	if (!*news)
		return LI_OK;
	row.id = old.id;
	row.issue.since_us = old.issue.since_us;
	s = li_sql(store, LI_SQL_FAULT_SET);
	err = bind_issue(store, s, &row);
	return err ? err : li_sql_run(store, LI_SQL_FAULT_SET);
}

static li_err clear_fault(struct li_store *store, const uint8_t what[LI_BLIND],
	bool *news)
{
	struct row old = {.table = "fault"};
	li_err err = find_fault(store, what, &old);

	*news = err == LI_OK;
	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	return drop(store, LI_SQL_FAULT_DROP, old.id);
}

/* Note the state; *news: it was not so before. */
static li_err note(struct li_store *store, const struct li_issue *issue,
	bool *news)
{
	uint8_t what[LI_BLIND];
	li_err err = blind(store, issue, false, what);

	*news = true;
	if (err || issue->state == LI_ISSUE_NEWS)
		return err;
	if (issue->state == LI_ISSUE_RAISED)
		return raise_fault(store, what, issue, news);
	return clear_fault(store, what, news);
}

/* ---- reports ---- */

static li_err waiting(struct li_store *store, int64_t *count)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_REPORT_COUNT);
	li_err err = li_sql_row(store, LI_SQL_REPORT_COUNT);

	if (err)
		return err;
	*count = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

/* Take one that waits and was not given to anybody into this one. */
static li_err take_older(struct li_store *store, const uint8_t what[LI_BLIND],
	struct li_issue *issue)
{
	struct row old = {.table = "report"};
	sqlite3_stmt *s = li_sql(store, LI_SQL_REPORT_FIND);
	li_err err;

	li_bind_blob(s, 1, li_slice(what, LI_BLIND));
	sqlite3_bind_int64(s, 2, store->reports_given);
	err = li_sql_row(store, LI_SQL_REPORT_FIND);
	if (!err)
		err = read_row(store, s, &old);
	if (err)
		return err;
	li_issue_merge(issue, &old.issue);
	return drop(store, LI_SQL_REPORT_DROP, old.id);
}

static li_err append(struct li_store *store, struct li_issue issue)
{
	struct row row = {"report", 0, issue};
	uint8_t what[LI_BLIND];
	int64_t count = 0;
	li_err err = blind(store, &issue, true, what);

	if (!err)
		err = take_older(store, what, &row.issue);
	if (err == LI_ENOTFOUND)
		err = waiting(store, &count);
	/* One place is kept for saying that there is no other. */
	if (!err && count >= LI_REPORTS_MAX && issue.cause != LI_ISSUE_UNTOLD)
		return append(store,
			(struct li_issue){.cause = LI_ISSUE_UNTOLD,
				.state = LI_ISSUE_NEWS,
				.number = 1,
				.at_us = issue.at_us,
				.since_us = issue.at_us,
				.times = 1});
	if (!err)
		err = insert(store, LI_SQL_REPORT_ADD, what, &row);
	if (!err)
		store->reports++;
	return err;
}

/* TS 33.127 cl. 8.7: faults and abnormal flows are in the record. */
static li_err audit(struct li_store *store, const struct li_issue *issue)
{
	static const char *const actions[] = {"", "issue.raised",
		"issue.cleared", "issue.news"};
	static const struct li_actor ourselves = {.name = "lmisfd",
		.via = "report"};
	struct li_buf detail = {0};
	char text[LI_ISSUE_TEXT], id[LI_UUID_TEXT];

	li_issue_text(issue, text);
	li_uuid_format(&issue->id, id);
	li_buf_printf(&detail, "%s, id=%s", text, id);
	return li_audit_told(store, &ourselves, actions[issue->state],
		(struct li_object){"issue", (int64_t)issue->cause}, &detail);
}

/* What causes these leaves a row of its own; a checkpoint is of rows, and one
 * about it would ask for the next. */
static bool recorded(const struct li_issue *issue)
{
	return issue->cause == LI_ISSUE_SECURITY ||
		issue->cause == LI_ISSUE_CHECKPOINT ||
		issue->cause == LI_ISSUE_ENDED ||
		(issue->state == LI_ISSUE_RAISED &&
			(issue->cause == LI_ISSUE_LOST ||
				issue->cause == LI_ISSUE_CX_LOST));
}

static li_err keep(struct li_store *store, const struct li_issue *issue)
{
	bool news = false;
	li_err err = note(store, issue, &news);

	if (!err && news && !recorded(issue))
		err = audit(store, issue);
	if (!err && news && store->reporting)
		err = append(store, *issue);
	return err;
}

li_err li_store_issue(struct li_store *store, const struct li_issue *issue)
{
	struct li_issue whole = *issue;
	struct li_scope scope;
	li_err err = li_scope_begin(store, &scope);

	if (err)
		return err;
	whole.since_us = whole.at_us;
	whole.times = 1;
	return li_scope_end(store, &scope, keep(store, &whole));
}

li_err li_store_issue_forget(struct li_store *store,
	const struct li_issue *issue)
{
	uint8_t what[LI_BLIND];
	struct li_scope scope;
	bool was;
	li_err err = blind(store, issue, false, what);

	if (!err)
		err = li_scope_begin(store, &scope);
	if (err)
		return err;
	return li_scope_end(store, &scope, clear_fault(store, what, &was));
}

void li_store_reporting(struct li_store *store, bool on)
{
	store->reporting = on;
}

uint64_t li_store_reports(const struct li_store *store)
{
	return store->reports;
}

static li_err read_next(struct li_store *store, enum li_sql id, struct row *row)
{
	sqlite3_stmt *s = li_sql(store, id);
	li_err err;

	sqlite3_bind_int64(s, 1, row->id);
	err = li_sql_row(store, id);
	return err ? err : read_row(store, s, row);
}

li_err li_store_report_each(struct li_store *store, size_t limit,
	li_store_issue_fn fn, void *data)
{
	struct row row = {.table = "report"};
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < limit; i++) {
		err = read_next(store, LI_SQL_REPORT_NEXT, &row);
		/* What somebody may be telling just now stays as it is. */
		if (!err && row.id > store->reports_given)
			store->reports_given = row.id;
		if (!err)
			err = fn(row.id, &row.issue, data);
	}
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_store_fault_each(struct li_store *store, li_store_issue_fn fn,
	void *data)
{
	struct row row = {.table = "fault"};
	li_err err = LI_OK;

	while (!err) {
		err = read_next(store, LI_SQL_FAULT_NEXT, &row);
		if (!err)
			err = fn(row.id, &row.issue, data);
	}
	return err == LI_ENOTFOUND ? LI_OK : err;
}

/* What the report is about, if it is there. */
static li_err cause_of(struct li_store *store, int64_t id,
	enum li_issue_cause *cause)
{
	struct row row = {.table = "report", .id = id - 1};
	li_err err = read_next(store, LI_SQL_REPORT_NEXT, &row);

	if (!err && row.id != id)
		err = LI_ENOTFOUND;
	if (!err)
		*cause = row.issue.cause;
	return err;
}

static li_err done(struct li_store *store, int64_t id,
	const struct li_actor *actor, const char *action)
{
	enum li_issue_cause cause = LI_ISSUE_RESTART;
	li_err err = cause_of(store, id, &cause);

	/* One that was told twice is gone already. */
	if (err == LI_ENOTFOUND)
		return LI_OK;
	if (!err)
		err = drop(store, LI_SQL_REPORT_DROP, id);
	/* A row of it would ask for the next checkpoint, and so on. */
	if (err ||
		(cause == LI_ISSUE_CHECKPOINT &&
			strcmp(action, LI_REPORT_TOLD) == 0))
		return err;
	return li_audit_change(store, actor, action,
		(struct li_object){"report", id}, (struct li_slice){0});
}

li_err li_store_report_done(struct li_store *store, int64_t id,
	const struct li_actor *actor, const char *action)
{
	struct li_scope scope;
	li_err err = li_actor_check(actor, NULL);

	if (!err)
		err = li_scope_begin(store, &scope);
	if (err)
		return err;
	return li_scope_end(store, &scope, done(store, id, actor, action));
}
