/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "ctl.h"
#include "export.h"
#include "model/pack.h"
#include "store/prove.h"
#include "store/vouched.h"

struct collect {
	struct ctl *c;
	struct ctl_export e;
	struct li_prover *prover;
	struct li_digest *digest;
	int64_t begun; /* the row of the request */
	struct ctl_warrant warrant;
	char mark[LI_WARRANT_MAX + 32]; /* how a row says the warrant */
	bool mine[LI_EXPORT_TASKS_MAX]; /* is the task under it by now? */
};

/* ---- which tasks ---- */

static li_err choose(struct collect *m)
{
	struct li_slice rest, item;
	struct li_task t;
	li_err err = ctl_warrant_find(m->c, &m->warrant);

	rest = li_buf_slice(&m->c->items);
	m->e.x.tasks = m->e.tasks;
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_task(item, &t);
		if (err || !ctl_warrant_has(&m->warrant, &t))
			continue;
		if (m->e.x.task_count == LI_EXPORT_TASKS_MAX)
			err = li_fault_set(&m->c->fault, LI_ETOOBIG,
				"a warrant of more than %d tasks",
				LI_EXPORT_TASKS_MAX);
		else
			m->e.tasks[m->e.x.task_count++] = t.row;
	}
	explicit_bzero(&t, sizeof(t));
	if (!m->warrant.alone)
		m->e.x.warrant = li_slice_str(m->warrant.reference);
	snprintf(m->mark, sizeof(m->mark),
		" warrant=%s generation=", m->warrant.reference);
	return err;
}

/* ---- their rows ---- */

/* The place of a task among those that are exported. */
static size_t place_of(const struct collect *m, int64_t task)
{
	size_t i = 0;

	while (i < m->e.x.task_count && m->e.tasks[i] != task)
		i++;
	return i;
}

static size_t task_of(const struct collect *m, const struct li_export_row *e)
{
	enum li_vouched kind;
	int64_t number;

	if (!li_vouched(e->row.object, &kind, &number) ||
		kind != LI_VOUCHED_TASK)
		return m->e.x.task_count;
	return place_of(m, number);
}

static li_err take_authorisation(struct collect *m,
	const struct li_export_row *e, int64_t number, bool *is)
{
	*is = !m->e.x.warrant.p || ctl_export_under(e, m->warrant.reference);
	return *is ? ctl_export_authorise(&m->e, number) : LI_OK;
}

/* A task's row in the store can have served another warrant before: what was
 * ordered then is that one's. TS 101 331 cl. 4.9 */
static bool is_mine(struct collect *m, const struct li_export_row *e)
{
	size_t i = task_of(m, e);

	if (i == m->e.x.task_count)
		return false;
	if (!m->e.x.warrant.p)
		return true;
	if (li_slice_is(e->row.action, "task.add") ||
		li_slice_is(e->row.action, "task.modify"))
		m->mine[i] = memmem(e->text.p, e->text.n, m->mark,
				     strlen(m->mark)) != NULL;
	return m->mine[i];
}

static li_err unread(struct collect *m)
{
	return li_fault_set(&m->c->fault, LI_EMALFORMED,
		"lmisfd: its answer cannot be read");
}

/* Keep an item beyond the answer that brought it. */
static li_err hold(struct collect *m, struct li_slice *item)
{
	uint8_t *octets = ctl_export_hold(&m->e, item->n);

	if (!octets)
		return LI_ENOMEM;
	memcpy(octets, item->p, item->n);
	item->p = octets;
	return LI_OK;
}

static li_err hold_row(struct collect *m, struct li_slice item,
	struct li_export_row *out)
{
	li_err err = hold(m, &item);

	if (!err && li_export_row_get(item, out) != LI_OK)
		err = unread(m);
	return err;
}

static li_err take_row(struct collect *m, struct li_slice item)
{
	struct li_export_row e;
	bool is = false;
	li_err err = hold_row(m, item, &e);
	int64_t number = err ? 0 : ctl_export_authorisation(&e);

	if (number)
		err = take_authorisation(m, &e, number, &is);
	else if (!err)
		is = is_mine(m, &e);
	if (err || !is)
		return err;
	err = li_prover_want(m->prover, (uint64_t)e.row.id);
	return err ? err : ctl_export_add(&m->e, &e);
}

/* What was made of a task is of the warrant that it had then.
 * TS 101 331 cl. 4.9 */
static li_err take_iri(struct collect *m, struct li_slice item)
{
	struct li_export_iri e;
	size_t i;
	li_err err = hold(m, &item);

	if (!err && li_export_iri_get(item, &e) != LI_OK)
		err = unread(m);
	if (err)
		return err;
	i = place_of(m, e.iri.task);
	if (i == m->e.x.task_count || (m->e.x.warrant.p && !m->mine[i]))
		return LI_OK;
	return ctl_export_add_iri(&m->e, &e);
}

static li_err take_item(struct collect *m, struct li_slice item)
{
	return li_export_item(item) == LI_EXPORT_ITEM_IRI ? take_iri(m, item)
							  : take_row(m, item);
}

/* Pass the hashes of a page, up to row `until`. */
static li_err take_hashes(struct collect *m, struct li_slice item,
	int64_t until)
{
	li_err err = LI_OK;

	if (li_export_item(item) != LI_EXPORT_ITEM_HASHES)
		return unread(m);
	item = li_slice_sub(item, 1, item.n);
	while (!err && item.n >= LI_SHA256 &&
		li_prover_size(m->prover) < (uint64_t)until) {
		err = li_prover_add(m->prover, m->digest, item.p);
		item = li_slice_sub(item, LI_SHA256, item.n);
	}
	return err;
}

/* Ask for the next page; its rows are taken, and its hashes up to row `until`
 * passed. */
static li_err take_page(struct collect *m, int64_t until)
{
	const uint64_t before = li_prover_size(m->prover);
	struct li_slice rest, item, next;
	struct li_buf body = {0};
	li_err err;

	li_buf_put_u64(&body, (uint64_t)m->begun);
	li_buf_put_u64(&body, before);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(m->c, LI_ADMIN_EXPORT_PAGE, li_buf_slice(&body));
	li_buf_fini(&body);
	rest = li_buf_slice(&m->c->items);
	if (err || !ctl_item(&rest, &item))
		return err ? err : LI_EMALFORMED;
	while (!err && ctl_item(&rest, &next)) {
		err = take_item(m, item);
		item = next;
	}
	if (!err)
		err = take_hashes(m, item, until);
	if (!err && li_prover_size(m->prover) == before)
		err = li_fault_set(&m->c->fault, LI_ECORRUPT,
			"audit row %" PRIu64 " is missing", before + 1);
	return err;
}

static li_err take_pages(struct collect *m, int64_t until)
{
	li_err err = LI_OK;

	while (!err && li_prover_size(m->prover) < (uint64_t)until)
		err = take_page(m, until);
	return err;
}

static li_err begin(struct collect *m)
{
	struct li_buf body = {0};
	uint64_t row = 0;
	li_err err;

	for (size_t i = 0; i < m->e.x.task_count; i++)
		li_buf_put_u64(&body, (uint64_t)m->e.tasks[i]);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(m->c, LI_ADMIN_EXPORT_BEGIN, li_buf_slice(&body));
	if (!err)
		err = li_text_u64(li_slice_str(m->c->reply.text), INT64_MAX,
			&row);
	m->begun = (int64_t)row;
	li_buf_fini(&body);
	return err;
}

/* Whose audit it is: the first item of the answer. */
static li_err take_origin(struct collect *m, struct li_slice item)
{
	li_err err = ctl_export_keys(&m->e);

	return err ? err
		   : li_export_origin_get(item, m->e.keys, &m->e.x.origin);
}

/* Have the digest of what is shown signed. */
static li_err end(struct collect *m)
{
	struct li_slice rest, item = {0};
	uint8_t digest[LI_SHA256];
	struct li_buf body = {0};
	li_err err = li_export_digest(&m->e.x, digest);

	li_buf_put_u64(&body, (uint64_t)m->begun);
	li_buf_put(&body, digest, sizeof(digest));
	if (!err)
		err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(m->c, LI_ADMIN_EXPORT_END, li_buf_slice(&body));
	li_buf_fini(&body);
	rest = li_buf_slice(&m->c->items);
	if (!err && !ctl_item(&rest, &item))
		err = LI_EMALFORMED;
	if (!err)
		err = take_origin(m, item);
	if (!err && !ctl_item(&rest, &item))
		err = LI_EMALFORMED;
	if (!err)
		err = hold_row(m, item, &m->e.x.done);
	m->e.x.done.name = m->e.x.done.text = (struct li_slice){0};
	return err ? err
		   : li_checkpoint_parse(m->c->reply.text, &m->e.x.checkpoint);
}

/* Pass the rest, so that each path leads to the root of the checkpoint. */
static li_err prove(struct collect *m)
{
	const struct li_checkpoint *mark = &m->e.x.checkpoint;
	uint8_t root[LI_SHA256];
	li_err err = li_prover_want(m->prover, (uint64_t)m->e.x.done.row.id);

	if (!err)
		err = take_pages(m, mark->row);
	if (!err)
		err = li_prover_end(m->prover, m->digest, root);
	if (err)
		return err;
	for (size_t i = 0; i < m->e.x.row_count; i++)
		m->e.rows[i].path = li_prover_path(m->prover, i);
	m->e.x.done.path = li_prover_path(m->prover, m->e.x.row_count);
	/* What does not fit here would fit nowhere. */
	return li_export_check(&m->e.x,
		li_slice(m->e.x.origin.key, LI_SIGN_PUBLIC), &m->c->fault);
}

static li_err collect(struct collect *m)
{
	li_err err = choose(m);

	if (!err)
		err = li_digest_new(&m->digest);
	if (!err)
		err = li_prover_new(&m->prover);
	if (!err)
		err = begin(m);
	if (!err)
		err = take_pages(m, m->begun);
	if (!err)
		err = end(m);
	return err ? err : prove(m);
}

/* ---- the file ---- */

/* A file of its own, that nobody else can read. */
static li_err open_out(struct ctl *c, FILE **out)
{
	int fd;

	*out = stdout;
	if (!c->out)
		return LI_OK;
	fd = open(c->out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	*out = fd < 0 ? NULL : fdopen(fd, "w");
	return *out
		? LI_OK
		: li_fault_set(&c->fault, errno == EEXIST ? LI_EEXIST : LI_EIO,
			  "%s: %s", c->out, strerror(errno));
}

static li_err write_out(struct collect *m, FILE *f)
{
	json_t *json = ctl_export_json(&m->e.x);
	bool bad = !json ||
		json_dumpf(json, f, JSON_INDENT(1) | JSON_PRESERVE_ORDER) ||
		fputc('\n', f) == EOF || fflush(f) != 0;

	json_decref(json);
	return bad ? li_fault_set(&m->c->fault, LI_EIO,
			     "the export cannot be written")
		   : LI_OK;
}

li_err ctl_audit_export(struct ctl *c)
{
	struct collect m = {.c = c};
	FILE *f = NULL;
	li_err err = open_out(c, &f);

	if (!err)
		err = collect(&m);
	if (!err)
		err = write_out(&m, f);
	if (f && f != stdout && fclose(f) != 0 && !err)
		err = LI_EIO;
	if (err && f && f != stdout)
		unlink(c->out);
	if (!err && c->out)
		printf("%zu rows and %zu IRI of %zu tasks, in an audit of "
		       "%" PRId64 " rows\n",
			m.e.x.row_count, m.e.x.iri_count, m.e.x.task_count,
			m.e.x.checkpoint.row);
	li_prover_free(m.prover);
	li_digest_free(m.digest);
	ctl_export_free(&m.e);
	return err;
}
