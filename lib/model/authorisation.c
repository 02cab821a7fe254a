/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/authorisation.h"

#include <string.h>

#include "model/pack.h"

bool li_endpoint_eq(const struct li_endpoint *a, const struct li_endpoint *b)
{
	return strcmp(a->country, b->country) == 0 &&
		strcmp(a->name, b->name) == 0;
}

bool li_authorisation_is_of(const struct li_authorisation *a,
	const struct li_endpoint *who)
{
	return !a->owner.name[0] || li_endpoint_eq(&a->owner, who);
}

static li_err no(const char **why, const char *text)
{
	*why = text;
	return LI_EINVAL;
}

li_err li_authorisation_check(const struct li_authorisation *a,
	const char **why)
{
	if (!a->reference[0])
		return no(why, "AuthorisationReference: empty");
	/* TS 33.126 R6.5-10: no warrant without an end */
	if (a->ends_us <= 0)
		return no(why, "AuthorisationTimespan: no EndTime");
	if (a->starts_us >= a->ends_us)
		return no(why,
			"AuthorisationTimespan: it ends before it "
			"starts");
	if (a->priority > 2)
		return no(why, "AuthorisationPriority: High or Routine");
	if (a->task_count > LI_AUTHORISATION_TASKS_MAX)
		return no(why, "more than 64 tasks");
	if (!a->owner.name[0] != !a->owner.country[0])
		return no(why, "OwnerIdentifier: without its CountryCode");
	return LI_OK;
}

void li_pack_endpoint(struct li_buf *b, const struct li_endpoint *e)
{
	li_pack_slice(b, li_slice_str(e->country));
	li_pack_slice(b, li_slice_str(e->name));
}

static void unpack_endpoint(struct li_cursor *c, struct li_endpoint *e)
{
	li_unpack_text(c, e->country, sizeof(e->country));
	li_unpack_text(c, e->name, sizeof(e->name));
}

li_err li_unpack_endpoint(struct li_slice s, struct li_endpoint *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_endpoint e;

	unpack_endpoint(&c, &e);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = e;
	return LI_OK;
}

void li_pack_authorisation(struct li_buf *b, const struct li_authorisation *a)
{
	li_buf_put_u64(b, (uint64_t)a->row);
	li_pack_uuid(b, &a->id);
	li_pack_endpoint(b, &a->owner);
	li_pack_slice(b, li_slice_str(a->reference));
	li_pack_slice(b, li_slice_str(a->legal_type));
	li_buf_put_u8(b, a->priority);
	li_pack_approval(b, &a->approval);
	li_buf_put_u64(b, (uint64_t)a->starts_us);
	li_buf_put_u64(b, (uint64_t)a->ends_us);
	li_buf_put_u64(b, (uint64_t)a->ended_us);
	li_buf_put_u32(b, a->generation);
	li_buf_put_u64(b, (uint64_t)a->changed_us);
	li_buf_put_u8(b, a->awaiting);
	li_buf_put_u8(b, (uint8_t)a->task_count);
	for (size_t i = 0; i < a->task_count; i++)
		li_pack_uuid(b, &a->tasks[i]);
}

li_err li_unpack_authorisation(struct li_slice s, struct li_authorisation *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_authorisation a = {.row = (int64_t)li_cursor_u64(&c)};

	li_unpack_uuid(&c, &a.id);
	unpack_endpoint(&c, &a.owner);
	li_unpack_text(&c, a.reference, sizeof(a.reference));
	li_unpack_text(&c, a.legal_type, sizeof(a.legal_type));
	a.priority = li_cursor_u8(&c);
	li_unpack_approval(&c, &a.approval);
	a.starts_us = (int64_t)li_cursor_u64(&c);
	a.ends_us = (int64_t)li_cursor_u64(&c);
	a.ended_us = (int64_t)li_cursor_u64(&c);
	a.generation = li_cursor_u32(&c);
	a.changed_us = (int64_t)li_cursor_u64(&c);
	a.awaiting = li_cursor_u8(&c) == 1;
	a.task_count = li_cursor_u8(&c);
	if (a.task_count > LI_AUTHORISATION_TASKS_MAX)
		c.bad = true;
	for (size_t i = 0; !c.bad && i < a.task_count; i++)
		li_unpack_uuid(&c, &a.tasks[i]);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = a;
	return LI_OK;
}

void li_pack_authorised_span(struct li_buf *b,
	const struct li_authorised_span *s)
{
	li_pack_uuid(b, &s->id);
	li_buf_put_u32(b, s->generation);
	li_buf_put_u64(b, (uint64_t)s->starts_us);
	li_buf_put_u64(b, (uint64_t)s->ends_us);
}

li_err li_unpack_authorised_span(struct li_slice s,
	struct li_authorised_span *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_authorised_span span;

	li_unpack_uuid(&c, &span.id);
	span.generation = li_cursor_u32(&c);
	span.starts_us = (int64_t)li_cursor_u64(&c);
	span.ends_us = (int64_t)li_cursor_u64(&c);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = span;
	return LI_OK;
}
