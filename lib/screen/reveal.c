/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen/inside.h"
#include "screen/own.h"

/* TS 103 221-1 cl. D.2.1: each identity that is seen is digested as a hashed
 * target was, and is the target when both are the same. Then the target is
 * looked for as any other, also where only keys of it are known. */

/* Rows of tasks that were found, each once. */
struct rows {
	int64_t *at;
	size_t n, max;
};

static void note(struct rows *rows, int64_t row)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->at[i] == row)
			return;
	if (rows->n < rows->max)
		rows->at[rows->n++] = row;
}

/* Every hidden target that an identity is: each leaves the digests as it is
 * found, so that the next one comes. */
static li_err reveal(struct li_screen *screen, const struct li_identity *id,
	struct rows *rows)
{
	struct li_digests *d = &screen->now.digests;
	struct li_hidden *h;
	li_err err = LI_OK;

	while (!err && (h = li_digests_find(d, id))) {
		note(rows, h->entry->brief->row);
		err = li_screen_index_reveal(&screen->now, &screen->secret, h,
			id);
	}
	return err;
}

bool li_screen_hides(const struct li_screen *screen)
{
	return screen->now.digests.group_count > 0;
}

li_err li_screen_reveal(struct li_screen *screen, const struct li_event *event,
	int64_t *found, size_t max, size_t *count)
{
	struct li_digests *d = &screen->now.digests;
	struct li_identity id, forms[LI_HASH_FORMS_MAX];
	struct rows rows = {.at = found, .max = max};
	li_err err = LI_OK;

	for (size_t i = 0; i < event->party_count && !err && d->group_count;
		i++) {
		const struct li_party *p = &event->parties[i];
		size_t n = 0;

		if (p->key_count && !li_digests_tested(d, p->keys[0]) &&
			li_identity_parse(p->kind, p->text, &id) == LI_OK)
			n = li_hashed_forms(&id, forms);
		for (size_t f = 0; f < n && !err && d->group_count; f++)
			err = reveal(screen, &forms[f], &rows);
	}
	*count = rows.n;
	return err;
}
