/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/marks.h"

#include <stdlib.h>
#include <string.h>

void li_marks_fini(struct li_marks *marks)
{
	for (size_t i = 0; i < marks->count; i++) {
		free(marks->list[i].more);
		li_amounts_free(marks->list[i].amounts);
		li_asides_fini(&marks->list[i].asides);
		li_numbers_fini(&marks->list[i].numbers);
		li_checkings_fini(&marks->list[i].checkings);
	}
	free(marks->list);
	*marks = (struct li_marks){.count = 0};
}

struct li_mark *li_marks_get(struct li_marks *marks, const struct li_uuid *did)
{
	/* Records of one destination come one behind the other. */
	if (marks->latest < marks->count &&
		li_uuid_eq(&marks->list[marks->latest].did, did))
		return &marks->list[marks->latest];
	for (size_t i = 0; i < marks->count; i++)
		if (li_uuid_eq(&marks->list[i].did, did)) {
			marks->latest = i;
			return &marks->list[i];
		}
	if (marks->count == marks->room) {
		const size_t room = marks->room ? 2 * marks->room : 8;
		struct li_mark *more =
			realloc(marks->list, room * sizeof(*more));

		if (!more)
			return NULL;
		marks->list = more;
		marks->room = room;
	}
	marks->list[marks->count] = (struct li_mark){.did = *did};
	return &marks->list[marks->count++];
}

/* Forget those that the others have caught up with, as far as it costs nothing:
 * the first one left is never such. */
static void trim(struct li_mark *mark)
{
	if (mark->asked)
		return;
	while (mark->at < mark->end && mark->more[mark->at] <= mark->wanted)
		mark->at++;
	if (mark->at == mark->end)
		mark->at = mark->end = mark->ripe = 0;
	else if (mark->ripe < mark->at)
		mark->ripe = mark->at;
}

void li_mark_confirm(struct li_mark *mark, int64_t id)
{
	if (id > mark->wanted)
		mark->wanted = id;
	trim(mark);
}

static bool has_room(struct li_mark *mark)
{
	size_t room = mark->room ? 2 * mark->room : 64;
	int64_t *more;

	if (mark->end < mark->room)
		return true;
	if (mark->at > mark->room / 2) {
		memmove(mark->more, mark->more + mark->at,
			(mark->end - mark->at) * sizeof(*mark->more));
		mark->ripe -= mark->at;
		mark->end -= mark->at;
		mark->at = 0;
		return true;
	}
	more = realloc(mark->more, room * sizeof(*more));
	if (!more)
		return false;
	mark->more = more;
	mark->room = room;
	return true;
}

li_err li_mark_overtook(struct li_mark *mark, int64_t id)
{
	if (id <= mark->wanted)
		return LI_OK;
	if (!has_room(mark))
		return LI_ENOMEM;
	mark->more[mark->end++] = id;
	return LI_OK;
}

static bool is_unconfirmed(const struct li_mark *mark)
{
	return mark->wanted > mark->committed || mark->at < mark->end;
}

bool li_mark_counts(const struct li_mark *mark)
{
	return mark->numbers.count >= LI_CHECKED_MAX ||
		(mark->numbers.count > 0 && !is_unconfirmed(mark));
}

static bool is_first(const struct li_mark *mark)
{
	return li_asides_first(&mark->asides) || mark->checkings.first ||
		li_mark_counts(mark);
}

bool li_mark_due(const struct li_mark *mark)
{
	return is_unconfirmed(mark) || mark->numbers.count > 0 ||
		is_first(mark);
}

/* Is there more to it than what the others may still catch up with? */
static bool is_ripe(struct li_mark *mark, int64_t now_us)
{
	if (mark->wanted > mark->committed || mark->at < mark->ripe)
		return true;
	mark->ripe = mark->end;
	mark->rest_us = now_us + LI_MARKS_GATHER_US;
	return false;
}

bool li_marks_choose(struct li_marks *marks, int64_t now_us, int64_t *wait_us)
{
	*wait_us = INT64_MAX;
	for (size_t i = 1; i <= marks->count; i++) {
		const size_t at = (marks->turn + i) % marks->count;
		struct li_mark *mark = &marks->list[at];

		if (!li_mark_due(mark))
			continue;
		if (is_first(mark) ||
			(mark->rest_us <= now_us && is_ripe(mark, now_us))) {
			marks->turn = at;
			return true;
		}
		if (mark->rest_us - now_us < *wait_us)
			*wait_us = mark->rest_us - now_us;
	}
	return false;
}

li_err li_mark_sent(struct li_mark *mark, const struct li_sent *sent)
{
	if (!mark->amounts)
		mark->amounts = calloc(1, sizeof(*mark->amounts));
	return mark->amounts ? li_amounts_add(mark->amounts, sent) : LI_ENOMEM;
}

static int by_id(const void *a, const void *b)
{
	const struct li_sent *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* A destination that was modified may have had one twice. */
static size_t sort(struct li_sent *list, size_t count)
{
	size_t n = 0;

	qsort(list, count, sizeof(*list), by_id);
	for (size_t i = 0; i < count; i++)
		if (n == 0 || list[i].id != list[n - 1].id)
			list[n++] = list[i];
	return n;
}

void li_mark_ask(struct li_mark *mark, int64_t now_us,
	struct li_admin_confirm *out)
{
	size_t i = mark->at, n = 0;
	struct li_sent *more;

	out->did = mark->did;
	out->id = li_amounts_put(mark->amounts, mark->wanted, out->list,
		&out->count);
	more = out->list + out->count;
	for (; i < mark->ripe && n < LI_SENT_MORE; i++)
		if (mark->more[i] > mark->wanted)
			more[n++] = (struct li_sent){.id = mark->more[i]};
	n = sort(more, n);
	li_amounts_find(mark->amounts, more, n);
	out->count += n;
	mark->asked = i - mark->at;
	mark->cut = out->id < mark->wanted;
	/* The rest of them goes after the others' turns. */
	mark->rest_us = i < mark->ripe ? 0 : now_us + LI_MARKS_GATHER_US;
	mark->ripe = mark->end;
}

void li_mark_done(struct li_mark *mark, int64_t asked, int64_t done)
{
	if (done < asked || mark->cut)
		mark->rest_us = 0;
	mark->committed = done;
	li_amounts_done(mark->amounts, done);
	mark->at += mark->asked;
	mark->asked = 0;
	trim(mark);
}

void li_mark_undone(struct li_mark *mark)
{
	mark->asked = 0;
	trim(mark);
}
