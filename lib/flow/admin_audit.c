/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_audit.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "store/audit.h"
#include "store/export.h"

struct ask {
	struct li_store *store;
	const struct li_admin_request *request;
	struct li_actor actor;
	struct li_buf *items;
	struct li_admin_reply *reply;
	struct li_fault *fault;
};

/* What the row of an export says. */
struct begun {
	const struct ask *ask;
	int64_t row;
	int64_t tasks[LI_EXPORT_TASKS_MAX];
	size_t count;
};

static li_err verify(struct ask *a)
{
	uint64_t rows = 0;
	int64_t row = 0;
	li_err err = li_store_audit_verify(a->store, &row, &rows, a->fault);

	if (err)
		return err;
	snprintf(a->reply->text, sizeof(a->reply->text),
		"audit chain whole: %" PRIu64 " rows", rows);
	return li_store_audit(a->store, &a->actor, "audit.verify", NULL,
		(struct li_slice){0});
}

/* ---- export ---- */

static li_err begin(struct ask *a)
{
	struct li_cursor c = li_cursor(a->request->body);
	struct li_buf detail = {0};
	size_t count = 0;
	li_err err;

	for (; !c.bad && c.rest.n && count < LI_EXPORT_TASKS_MAX; count++)
		li_buf_printf(&detail, "%s%" PRIu64, count ? " " : "",
			li_cursor_u64(&c) & INT64_MAX);
	err = c.bad || c.rest.n || count == 0 ? LI_EMALFORMED
					      : li_buf_check(&detail);
	if (!err)
		err = li_store_audit(a->store, &a->actor, LI_EXPORT_BEGUN, NULL,
			li_buf_slice(&detail));
	if (!err)
		snprintf(a->reply->text, sizeof(a->reply->text), "%" PRId64,
			li_store_audit_rows(a->store));
	li_buf_fini(&detail);
	return err;
}

/* TS 33.127 cl. 8.7: only what its row says is read, by who is in it. */
static li_err take_begun(const struct li_export_row *e, void *data)
{
	struct begun *b = data;
	const struct ask *a = b->ask;
	struct li_slice rest = e->text;

	if (!li_slice_is(e->row.action, LI_EXPORT_BEGUN) || e->row.result.p ||
		!li_slice_is(e->name, a->actor.name) ||
		!li_slice_is(e->row.via, a->actor.via))
		return LI_EDENIED;
	b->row = e->row.id;
	for (b->count = 0; rest.n; b->count++) {
		uint64_t number;

		if (b->count == LI_EXPORT_TASKS_MAX ||
			li_text_u64(li_slice_cut(&rest, ' '), INT64_MAX,
				&number) != LI_OK)
			return LI_ECORRUPT;
		b->tasks[b->count] = (int64_t)number;
	}
	return LI_OK;
}

static li_err find_begun(const struct ask *a, uint64_t row, struct begun *b)
{
	li_err err;

	*b = (struct begun){.ask = a};
	err = li_store_export_row(a->store, (int64_t)(row & INT64_MAX),
		take_begun, b);
	return err == LI_ENOTFOUND ? LI_EDENIED : err;
}

static li_err give_row(const struct li_export_row *e, void *data)
{
	struct li_buf one = {0};

	li_export_row_put(&one, e);
	return li_admin_item_give(data, &one);
}

static li_err give_iri(const struct li_export_iri *e, void *data)
{
	struct li_buf one = {0};

	li_export_iri_put(&one, e);
	return li_admin_item_give(data, &one);
}

static li_err page(struct ask *a)
{
	struct li_cursor c = li_cursor(a->request->body);
	uint64_t row = li_cursor_u64(&c), after = li_cursor_u64(&c);
	struct li_buf hashes = {0};
	struct begun b;
	li_err err = c.bad || c.rest.n || after > INT64_MAX
		? LI_EMALFORMED
		: find_begun(a, row, &b);
	struct li_export_page p = {
		.after = (int64_t)after,
		.fn = give_row,
		.iri_fn = give_iri,
		.data = a->items,
	};

	if (err)
		return err;
	p.until = b.row;
	p.tasks = b.tasks;
	p.task_count = b.count;
	li_buf_put_u8(&hashes, LI_EXPORT_ITEM_HASHES);
	err = li_store_export_page(a->store, &p, &hashes);
	if (!err)
		return li_admin_item_give(a->items, &hashes);
	li_buf_fini(&hashes);
	return err;
}

static li_err give_origin(struct ask *a)
{
	struct li_buf origin = {0};
	li_err err = li_store_export_origin(a->store, &origin);

	if (!err)
		return li_admin_item_give(a->items, &origin);
	li_buf_fini(&origin);
	return err;
}

static li_err end(struct ask *a)
{
	struct li_cursor c = li_cursor(a->request->body);
	uint64_t row = li_cursor_u64(&c);
	struct li_slice digest = li_cursor_take(&c, LI_SHA256);
	struct begun b;
	li_err err = c.bad || c.rest.n ? LI_EMALFORMED : find_begun(a, row, &b);

	if (!err)
		err = li_store_export_done(a->store, &a->actor, digest.p);
	if (!err)
		err = give_origin(a);
	if (!err)
		err = li_store_export_row(a->store,
			li_store_audit_rows(a->store), give_row, a->items);
	if (!err)
		li_checkpoint_format(li_store_marked(a->store), a->reply->text);
	return err;
}

li_err li_admin_audit(struct li_store *store,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_reply *reply, struct li_fault *fault)
{
	struct ask a = {
		.store = store,
		.request = request,
		.actor = {.name = request->actor, .via = request->via},
		.items = items,
		.reply = reply,
		.fault = fault,
	};

	_Static_assert(sizeof(reply->text) >= LI_CHECKPOINT_LINE,
		"a checkpoint fits in the text of a reply");
	if (request->op == LI_ADMIN_AUDIT_VERIFY)
		return verify(&a);
	if (request->op == LI_ADMIN_EXPORT_BEGIN)
		return begin(&a);
	if (request->op == LI_ADMIN_EXPORT_PAGE)
		return page(&a);
	return request->op == LI_ADMIN_EXPORT_END ? end(&a) : LI_EMALFORMED;
}
