/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen/inside.h"
#include "screen/own.h"

/* TS 103 221-1 cl. D.2.1: each identity that is seen is digested as a hashed
 * target was, and is the target when both are the same. Then the target is
 * looked for as any other, also where only keys of it are known. */

enum { KNOWN_MAX = 16 }; /* beside the identity itself */

static void note(struct li_screen_found *found, int64_t row)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->rows[i] == row)
			return;
	if (found->count < found->max)
		found->rows[found->count++] = row;
}

/* Every hidden target that an identity is: each leaves the digests as it is
 * found, so that the next one comes. */
static li_err reveal(struct li_screen *screen, const struct li_identity *id,
	struct li_screen_found *found)
{
	struct li_digests *d = &screen->now.digests;
	struct li_hidden *h;
	li_err err = LI_OK;

	while (!err && (h = li_digests_find(d, id))) {
		note(found, h->entry->brief->row);
		err = li_screen_index_reveal(&screen->now, &screen->secret, h,
			id);
	}
	return err;
}

/* The same of each form that it may have been named in. */
static li_err reveal_forms(struct li_screen *screen,
	const struct li_identity *id, struct li_screen_found *found)
{
	struct li_identity forms[LI_HASH_FORMS_MAX];
	size_t n = li_hashed_forms(id, forms);
	li_err err = LI_OK;

	for (size_t f = 0; f < n && !err && li_screen_hides(screen); f++)
		err = reveal(screen, &forms[f], found);
	return err;
}

bool li_screen_hides(const struct li_screen *screen)
{
	return screen->now.digests.group_count > 0;
}

/* An IMPI or IMEI stands in a registration and in no call: what was registered
 * before the task came is found by who takes part. */
static li_err reveal_party(struct li_screen *screen,
	const struct li_identity *id, li_screen_who who, const void *data,
	struct li_screen_found *found)
{
	struct li_identity known[KNOWN_MAX];
	li_err err = reveal_forms(screen, id, found);
	size_t n = 0;

	if (!err && who && li_screen_hides(screen))
		n = who(data, id, known, KNOWN_MAX);
	for (size_t i = 0; i < n && !err && li_screen_hides(screen); i++)
		err = reveal_forms(screen, &known[i], found);
	return err;
}

/* May somebody behind a number be meant? He has one key in all his forms, of
 * which each has a digest of its own. RFC 3966 cl. 5.3 */
static bool may_be_behind(struct li_slice uri)
{
	return li_slice_find(uri, ';') < li_slice_find(uri, '@');
}

li_err li_screen_reveal(struct li_screen *screen, const struct li_event *event,
	li_screen_who who, const void *data, struct li_screen_found *found)
{
	struct li_digests *d = &screen->now.digests;
	struct li_identity id;
	li_err err = LI_OK;

	for (size_t i = 0; i < event->party_count && !err && d->group_count;
		i++) {
		const struct li_party *p = &event->parties[i];

		if (p->key_count &&
			(may_be_behind(p->text) ||
				!li_digests_tested(d, p->keys[0])) &&
			li_identity_parse(p->kind, p->text, &id) == LI_OK)
			err = reveal_party(screen, &id, who, data, found);
	}
	return err;
}

li_err li_screen_reveal_again(struct li_screen *screen,
	const struct li_identity *id)
{
	struct li_screen_found found = {.max = 0};

	return reveal(screen, id, &found);
}
