/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "store/export.h"

void li_export_iri_put(struct li_buf *out, const struct li_export_iri *e)
{
	const struct li_iri_row *r = &e->iri;
	const uint64_t numbers[] = {
		(uint64_t)e->row,
		(uint64_t)r->task,
		r->correlation,
		r->sequence,
		(uint64_t)(unsigned int)r->kind,
		(uint64_t)(unsigned int)r->direction,
		r->repeat,
		r->unflagged,
		r->roles,
		(uint64_t)r->at_us,
		(uint64_t)r->committed_us,
		(uint64_t)e->confirmed_us,
		(uint64_t)e->waiting,
		(uint64_t)e->sent,
	};

	li_buf_put_u8(out, LI_EXPORT_ITEM_IRI);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		li_buf_put_u64(out, numbers[i]);
	li_pack_slice(out, r->sha256);
}

/* A number that the field holds as it is. */
static uint64_t below(struct li_cursor *c, uint64_t most)
{
	const uint64_t v = li_cursor_u64(c);

	c->bad = c->bad || v > most;
	return v;
}

li_err li_export_iri_get(struct li_slice octets, struct li_export_iri *out)
{
	struct li_cursor c = li_cursor(octets);
	struct li_export_iri e = {.row = 0};
	struct li_iri_row *r = &e.iri;

	if (li_cursor_u8(&c) != LI_EXPORT_ITEM_IRI)
		return LI_EMALFORMED;
	e.row = (int64_t)below(&c, INT64_MAX);
	r->task = (int64_t)below(&c, INT64_MAX);
	r->correlation = li_cursor_u64(&c);
	r->sequence = (uint32_t)below(&c, UINT32_MAX);
	r->kind = (int)below(&c, INT32_MAX);
	r->direction = (int)below(&c, INT32_MAX);
	r->repeat = below(&c, 1) != 0;
	r->unflagged = (uint8_t)below(&c, UINT8_MAX);
	r->roles = (uint32_t)below(&c, UINT32_MAX);
	r->at_us = (int64_t)li_cursor_u64(&c);
	r->committed_us = (int64_t)li_cursor_u64(&c);
	e.confirmed_us = (int64_t)li_cursor_u64(&c);
	e.waiting = (int64_t)below(&c, INT64_MAX);
	e.sent = (int64_t)below(&c, INT64_MAX);
	r->sha256 = li_unpack_slice(&c);
	if (c.bad || c.rest.n || r->sha256.n != LI_SHA256)
		return LI_EMALFORMED;
	*out = e;
	return LI_OK;
}

void li_export_iris_add(struct li_digest *d, const struct li_export *x)
{
	li_digest_u64(d, x->iri_count);
	for (size_t i = 0; i < x->iri_count; i++) {
		const struct li_export_iri *e = &x->iris[i];

		li_digest_u64(d, (uint64_t)e->row);
		li_chain_iri(d, &e->iri);
		li_digest_u64(d, (uint64_t)e->confirmed_us);
		li_digest_u64(d, (uint64_t)e->waiting);
		li_digest_u64(d, (uint64_t)e->sent);
	}
}

static bool is_of_tasks(const struct li_export *x, int64_t task)
{
	for (size_t i = 0; i < x->task_count; i++)
		if (x->tasks[i] == task)
			return true;
	return false;
}

li_err li_export_iris_check(const struct li_export *x, struct li_fault *fault)
{
	int64_t before = 1;

	for (size_t i = 0; i < x->iri_count; i++) {
		const struct li_export_iri *e = &x->iris[i];
		const char *how = NULL;

		if (!is_of_tasks(x, e->iri.task))
			how = "is of something else";
		else if (e->row < before || e->row >= x->done.row.id)
			how = "is not in its place";
		else if (e->iri.id != 0 || e->iri.sha256.n != LI_SHA256)
			how = "is none";
		if (how)
			return li_fault_set(fault, LI_ECORRUPT, "IRI %zu %s",
				i + 1, how);
		before = e->row;
	}
	return LI_OK;
}
