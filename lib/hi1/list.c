/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi1/list.h"

#include <stdlib.h>
#include <string.h>

#include "hi1/tasks.h"

enum { SECOND_US = 1000000 };

/* An absent word asks for nothing. */
static bool is_asked(const char *asked, const char *is)
{
	return !asked[0] || strcmp(asked, is) == 0;
}

/* LastChanged is told in whole seconds, and so it is asked for. */
static bool is_in_time(const struct li_hi1_list *l, int64_t changed_us)
{
	const int64_t second = changed_us / SECOND_US;

	return second >= l->changed_us / SECOND_US &&
		(!l->from_us || second >= l->from_us / SECOND_US) &&
		(!l->to_us || second <= l->to_us / SECOND_US);
}

static li_err add(struct li_hi1_found *f, const struct li_hi1_list *l,
	const char *status, const struct li_hi1_record *r)
{
	const size_t room = f->room ? 2 * f->room : 64;
	struct li_hi1_record *more = f->all;

	if (!is_asked(l->type, r->is_task ? "Task" : "Authorisation") ||
		!is_asked(l->status, status) ||
		!is_asked(l->country.country, f->owner.country) ||
		!is_in_time(l, r->changed_us))
		return LI_OK;
	if (f->count == f->room) {
		more = realloc(f->all, room * sizeof(*more));
		if (!more)
			return LI_ENOMEM;
		f->all = more;
		f->room = room;
	}
	more[f->count++] = *r;
	return LI_OK;
}

li_err li_hi1_find_authorisation(struct li_hi1_found *f,
	const struct li_hi1_list *l, const struct li_authorisation *a,
	int64_t at_us)
{
	const struct li_hi1_record r = {.id = a->id,
		.generation = a->generation,
		.changed_us = a->changed_us};

	return add(f, l, li_hi1_authorisation_status(a, at_us), &r);
}

li_err li_hi1_find_task(struct li_hi1_found *f, const struct li_hi1_list *l,
	const struct li_task *t, int64_t at_us)
{
	const struct li_hi1_record r = {.is_task = true,
		.id = t->xid,
		.generation = t->generation,
		.changed_us = t->changed_us};

	return add(f, l, li_hi1_task_status(t, at_us), &r);
}

static int newer(const void *a, const void *b)
{
	const struct li_hi1_record *one = a, *two = b;

	if (one->changed_us != two->changed_us)
		return one->changed_us > two->changed_us ? -1 : 1;
	return memcmp(one->id.octet, two->id.octet, sizeof(one->id.octet));
}

/* A task under two authorisations was found with each. */
void li_hi1_found_end(struct li_hi1_found *f, const struct li_hi1_list *l)
{
	size_t n = 0;

	if (f->count)
		qsort(f->all, f->count, sizeof(*f->all), newer);
	for (size_t i = 0; i < f->count; i++)
		if (!n || newer(&f->all[n - 1], &f->all[i]) != 0)
			f->all[n++] = f->all[i];
	f->count = l->most && n > l->most ? l->most : n;
}

void li_hi1_found_free(struct li_hi1_found *f)
{
	free(f->all);
	*f = (struct li_hi1_found){.count = 0};
}

static void put_record(struct li_buf *out, const struct li_endpoint *owner,
	const struct li_hi1_record *r)
{
	char id[LI_UUID_TEXT];

	li_uuid_format(&r->id, id);
	li_buf_put_str(out, "<ListResponseRecord>");
	li_hi1_put_entry(out, "ObjectType", "ObjectType",
		r->is_task ? "Task" : "Authorisation");
	li_hi1_put_text(out, "Identifier", id);
	li_hi1_put_owner(out, owner);
	li_buf_printf(out, "<Generation>%u</Generation>",
		(unsigned int)r->generation);
	li_hi1_put_time(out, "LastChanged", r->changed_us);
	li_buf_put_str(out, "</ListResponseRecord>");
}

/* TS 103 120 table 6.13; an empty list when there is nothing */
void li_hi1_put_found(struct li_buf *out, const struct li_hi1_found *f)
{
	li_buf_put_str(out, "<LISTResponse>");
	for (size_t i = 0; i < f->count; i++)
		put_record(out, &f->owner, &f->all[i]);
	li_buf_put_str(out, "</LISTResponse>");
}
