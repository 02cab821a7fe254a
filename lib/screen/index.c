/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "screen/inside.h"

enum { ROOM_MIN = 64 };

/* Rows are our own numbers: spread over the table by a multiplier, and never
 * the none key. */
static struct li_key row_key(int64_t row)
{
	uint64_t n = (uint64_t)row * UINT64_C(0x9e3779b97f4a7c15);

	return (struct li_key){.hi = (uint64_t)row, .lo = n >> 20 | 1ULL << 63};
}

/* The number that a SIP URI's user part is: an SMS names its parties by number
 * alone. TS 23.040 cl. 9.1.2.5 */
static bool number_of(const struct li_identity *id, struct li_identity *number)
{
	struct li_slice user = li_slice_sub(li_slice(id->text, id->len),
		sizeof("sip:") - 1, id->len);

	if (id->kind != LI_ID_IMPU || id->text[0] != 's' || !user.n ||
		user.p[0] != '+')
		return false;
	user = li_slice_sub(user, 0, li_slice_find(user, '@'));
	return li_identity_parse(LI_ID_E164, user, number) == LI_OK;
}

/* The keys that the targets of a task are looked for by. */
struct keys {
	struct li_key at[LI_TASK_TARGETS_MAX * LI_WANTS_MAX + 1];
	uint8_t target[LI_TASK_TARGETS_MAX * LI_WANTS_MAX];
	bool sms_only[LI_TASK_TARGETS_MAX * LI_WANTS_MAX];
	size_t n;
};

static void add_keys(const struct li_identity *id, size_t target,
	const struct li_hash_secret *secret, struct keys *out)
{
	size_t end = out->n, plain;
	struct li_identity number;

	end += li_identity_keys_wanted(id, secret, out->at + end);
	plain = end;
	if (number_of(id, &number))
		end += li_identity_keys_given(&number, secret, out->at + end);
	for (; out->n < end; out->n++) {
		out->target[out->n] = (uint8_t)target;
		out->sms_only[out->n] = out->n >= plain;
	}
}

/* A task with room for its wants; the brief begins where the last one ends. */
static struct li_entry *entry_new(const struct li_task *task, size_t wants)
{
	size_t head = sizeof(struct li_entry) + wants * sizeof(struct li_want);
	size_t size = head + li_brief_size(task);
	struct li_entry *e = calloc(1, size);

	if (!e)
		return NULL;
	e->size = size;
	e->brief = (struct li_brief *)(void *)((char *)e + head);
	e->told = e->brief;
	li_brief_write(task, e->brief);
	return e;
}

/* Take the first want of an entry out that a key leads to. */
static void unchain(struct li_index *x, const struct li_entry *e,
	struct li_key key)
{
	struct li_want *first = li_table_get(&x->wanted, key), **at = &first;

	while (*at && (*at)->entry != e)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = (*at)->next;
	if (first)
		li_table_replace(&x->wanted, key, first);
	else
		li_table_remove(&x->wanted, key);
}

static void entry_free(struct li_entry *e)
{
	if (e->told != e->brief)
		free(e->told);
	explicit_bzero(e, e->size);
	free(e);
}

/* Take an entry out, whatever of it was linked. */
static void entry_drop(struct li_index *x, const struct li_hash_secret *secret,
	struct li_entry *e)
{
	struct li_identity id;
	struct keys keys;

	keys.n = 0;
	for (size_t t = 0; t < e->brief->target_count; t++) {
		li_brief_target(e->told, t, &id);
		add_keys(&id, t, secret, &keys);
	}
	for (size_t k = 0; k < keys.n; k++)
		unchain(x, e, keys.at[k]);
	li_digests_drop_all(&x->digests, e);
	entry_free(e);
}

static li_err link_all(struct li_index *x, const struct keys *keys,
	struct li_entry *e)
{
	for (size_t k = 0; k < keys->n; k++) {
		struct li_want *w = &e->wants[e->used];
		void *next;
		li_err err;

		err = li_table_swap(&x->wanted, keys->at[k], w, &next);
		if (err)
			return err;
		*w = (struct li_want){
			.next = next,
			.entry = e,
			.target = keys->target[k],
			.kind = e->told->kinds[keys->target[k]],
			.sms_only = keys->sms_only[k],
		};
		e->used++;
		li_filter_add(&x->filter, keys->at[k]);
	}
	return LI_OK;
}

/* A full filter gets twice the room of the keys that there are. Without memory
 * for it the old one goes on: more strangers pass it, nobody is missed. */
static void widen(struct li_index *x)
{
	const struct li_table_slot *slot;
	struct li_filter wider;
	size_t at = 0;

	if (x->filter.held < x->filter.room ||
		li_filter_make(x->wanted.used * 2, &wider))
		return;
	while ((slot = li_table_next_slot(&x->wanted, &at)))
		li_filter_add(&wider, slot->key);
	li_filter_fini(&x->filter);
	x->filter = wider;
}

/* Nothing is copied: what is of a match is over. */
static li_err room_for(struct li_index *x, size_t tasks)
{
	size_t room = x->room ? x->room : ROOM_MIN;
	struct li_entry **touched;
	struct li_hit *hits;

	if (!x->filter.words && li_filter_make(tasks, &x->filter))
		return LI_ENOMEM;
	if (tasks <= x->room)
		return LI_OK;
	while (room < tasks)
		room *= 2;
	touched = calloc(room, sizeof(void *));
	hits = calloc(room, sizeof(*hits));
	if (!touched || !hits) {
		free(touched);
		free(hits);
		return LI_ENOMEM;
	}
	free(x->touched);
	free(x->hits);
	x->touched = touched;
	x->hits = hits;
	x->room = room;
	return LI_OK;
}

void li_screen_index_expect(struct li_index *x, size_t tasks)
{
	if (x->count || li_table_reserve(&x->rows, tasks) ||
		li_table_reserve(&x->wanted, tasks * 2))
		return;
	li_filter_fini(&x->filter);
	if (li_filter_make(tasks * 2, &x->filter))
		x->filter = (struct li_filter){0};
}

/* Make the entry of a task and link it. */
static li_err entry_put(struct li_index *x, const struct li_hash_secret *secret,
	const struct li_task *task, struct li_entry **out)
{
	struct keys keys;
	size_t hidden = 0;
	li_err err;

	keys.n = 0;
	for (size_t t = 0; t < task->target_count; t++) {
		add_keys(&task->targets[t], t, secret, &keys);
		hidden += task->targets[t].kind == LI_ID_HASHED;
	}
	*out = entry_new(task, keys.n + hidden * LI_WANTS_MAX);
	if (!*out)
		return LI_ENOMEM;
	err = link_all(x, &keys, *out);
	if (!err && hidden)
		err = li_digests_put(&x->digests, *out);
	if (err)
		entry_drop(x, secret, *out);
	return err;
}

li_err li_screen_index_reveal(struct li_index *x,
	const struct li_hash_secret *secret, struct li_hidden *hidden,
	const struct li_identity *id)
{
	struct li_entry *e = hidden->entry;
	const size_t target = hidden->target;
	struct li_brief *told = malloc(li_brief_with_size(e->told, target, id));
	struct keys keys = {.n = 0};
	li_err err;

	if (!told)
		return LI_ENOMEM;
	li_brief_with(e->told, target, id, told);
	if (e->told != e->brief)
		free(e->told);
	e->told = told;
	add_keys(id, target, secret, &keys);
	err = link_all(x, &keys, e);
	li_digests_drop(&x->digests, e, target);
	widen(x);
	return err;
}

/* Whom a digest was found to be of stays known when its task is changed. */
static li_err keep_found(struct li_index *x,
	const struct li_hash_secret *secret, const struct li_entry *old,
	struct li_entry *e)
{
	struct li_identity was, now, id;
	li_err err = LI_OK;

	for (size_t t = 0; t < e->brief->target_count && !err; t++) {
		if (!e->hidden[t] || t >= old->brief->target_count)
			continue;
		li_brief_target(old->brief, t, &was);
		li_brief_target(e->brief, t, &now);
		li_brief_target(old->told, t, &id);
		if (li_identity_same(&was, &now) && id.kind != LI_ID_HASHED)
			err = li_screen_index_reveal(x, secret, e->hidden[t],
				&id);
	}
	return err;
}

li_err li_screen_index_put(struct li_index *x,
	const struct li_hash_secret *secret, const struct li_task *task)
{
	struct li_entry *e, *old;
	void *before;
	li_err err;

	if (task->target_count < 1 || task->target_count > LI_TASK_TARGETS_MAX)
		return LI_EINVAL;
	err = room_for(x, x->count + 1);
	if (err)
		return err;
	err = entry_put(x, secret, task, &e);
	if (err)
		return err;
	err = li_table_swap(&x->rows, row_key(task->row), e, &before);
	if (err) {
		entry_drop(x, secret, e);
		return err;
	}
	old = before;
	x->bytes += e->size;
	x->count++;
	if (old)
		err = keep_found(x, secret, old, e);
	if (old) {
		x->bytes -= old->size;
		x->count--;
		entry_drop(x, secret, old);
	}
	widen(x);
	return err;
}

const struct li_entry *li_screen_index_get(const struct li_index *x,
	int64_t row)
{
	return li_table_get(&x->rows, row_key(row));
}

void li_screen_index_drop(struct li_index *x,
	const struct li_hash_secret *secret, int64_t row)
{
	struct li_entry *e = li_table_remove(&x->rows, row_key(row));

	if (!e)
		return;
	x->bytes -= e->size;
	x->count--;
	entry_drop(x, secret, e);
}

static bool was_over(const struct li_brief *b, int64_t before_us)
{
	return b->ends_us < before_us ||
		(b->ended_us && b->ended_us < before_us);
}

void li_screen_index_prune(struct li_index *x,
	const struct li_hash_secret *secret, int64_t before_us, size_t *at)
{
	int64_t rows[LI_SCREEN_PRUNE];
	const struct li_entry *e = NULL;
	size_t n = 0;

	for (int i = 0; i < LI_SCREEN_PRUNE; i++) {
		e = li_table_next(&x->rows, at);
		if (!e)
			break;
		if (was_over(e->brief, before_us))
			rows[n++] = e->brief->row;
	}
	if (!e)
		*at = 0;
	for (size_t i = 0; i < n; i++)
		li_screen_index_drop(x, secret, rows[i]);
}

void li_screen_index_fini(struct li_index *x)
{
	struct li_entry *e;
	size_t at = 0;

	while ((e = li_table_next(&x->rows, &at))) {
		li_digests_drop_all(&x->digests, e);
		entry_free(e);
	}
	li_digests_fini(&x->digests);
	li_table_fini(&x->rows);
	li_table_fini(&x->wanted);
	li_filter_fini(&x->filter);
	free(x->touched);
	free(x->hits);
	*x = (struct li_index){.count = 0};
}
