/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/table.h"
#include "screen/screen.h"

/* A target that is looked for under a key. */
struct want {
	struct want *next; /* looked for under the same key */
	uint32_t slot;
	uint8_t target;
	uint8_t kind;
};

/* A task, and how far the event in hand has matched it. */
struct slot {
	uint64_t round; /* of the match that the rest is of */
	uint32_t roles;
	uint32_t known_roles[LI_TASK_TARGETS_MAX];
	uint8_t found, seen; /* bits of targets: at all; by a party */
	uint8_t sides;       /* by parties */
	uint8_t known_sides; /* as the session's opening fixed them */
	uint8_t party[LI_TASK_TARGETS_MAX];
};

struct index {
	struct li_table keys; /* key -> first want */
	struct want *wants;
	struct li_task *tasks;
	struct slot *slots;
	uint32_t *touched; /* slots of this match */
	struct li_hit *hits;
	size_t count, want_count;
};

struct li_screen {
	struct li_hash_secret secret;
	struct index now;
	uint64_t round;
	size_t touched;
};

static void index_fini(struct index *x)
{
	li_table_fini(&x->keys);
	if (x->tasks)
		explicit_bzero(x->tasks, x->count * sizeof(*x->tasks));
	free(x->wants);
	free(x->tasks);
	free(x->slots);
	free(x->touched);
	free(x->hits);
}

li_err li_screen_new(const struct li_hash_secret *secret,
	struct li_screen **out)
{
	struct li_screen *screen = calloc(1, sizeof(*screen));

	if (!screen)
		return LI_ENOMEM;
	screen->secret = *secret;
	*out = screen;
	return LI_OK;
}

void li_screen_free(struct li_screen *screen)
{
	if (!screen)
		return;
	index_fini(&screen->now);
	explicit_bzero(screen, sizeof(*screen));
	free(screen);
}

static int by_row(const void *a, const void *b)
{
	const struct li_task *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static li_err want(struct index *x, const struct li_hash_secret *secret,
	uint32_t slot, uint8_t target)
{
	const struct li_identity *id = &x->tasks[slot].targets[target];
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t n = li_identity_keys_wanted(id, secret, keys);

	for (size_t k = 0; k < n; k++) {
		struct want *w = &x->wants[x->want_count++];
		li_err err;

		*w = (struct want){
			.next = li_table_get(&x->keys, keys[k]),
			.slot = slot,
			.target = target,
			.kind = (uint8_t)id->kind,
		};
		err = li_table_set(&x->keys, keys[k], w);
		if (err)
			return err;
	}
	return LI_OK;
}

static li_err index_alloc(struct index *x, const struct li_task *tasks,
	size_t count)
{
	size_t targets = 0;

	for (size_t i = 0; i < count; i++) {
		if (tasks[i].target_count < 1 ||
			tasks[i].target_count > LI_TASK_TARGETS_MAX)
			return LI_EINVAL;
		targets += tasks[i].target_count;
	}
	x->wants = calloc(targets + 1, LI_ID_KEYS_MAX * sizeof(*x->wants));
	x->tasks = calloc(count + 1, sizeof(*x->tasks));
	x->slots = calloc(count + 1, sizeof(*x->slots));
	x->touched = calloc(count + 1, sizeof(*x->touched));
	x->hits = calloc(count + 1, sizeof(*x->hits));
	if (!x->wants || !x->tasks || !x->slots || !x->touched || !x->hits)
		return LI_ENOMEM;
	x->count = count;
	if (count)
		memcpy(x->tasks, tasks, count * sizeof(*tasks));
	qsort(x->tasks, count, sizeof(*x->tasks), by_row);
	return LI_OK;
}

li_err li_screen_load(struct li_screen *screen, const struct li_task *tasks,
	size_t count)
{
	struct index next = {.count = 0}, before = screen->now;
	li_err err = count < UINT32_MAX ? index_alloc(&next, tasks, count)
					: LI_EINVAL;

	for (uint32_t i = 0; i < next.count && !err; i++)
		for (uint8_t t = 0; t < next.tasks[i].target_count && !err; t++)
			err = want(&next, &screen->secret, i, t);
	if (err) {
		index_fini(&next);
		return err;
	}
	screen->now = next;
	index_fini(&before);
	return LI_OK;
}

/* May a target of this kind be found where an identity stood, or as what the
 * mirror knows of it? The table of screen.h. */
static bool counts(const struct li_event *event, uint8_t kind, uint32_t roles)
{
	uint32_t may = 0;
	bool sip = event->source == LI_SOURCE_SIP;

	if (roles & LI_ROLE_REGISTRATION) {
		/* A target that is an IMPU does not extend to the other IMPUs
		 * of its user: TS 33.107 cl. 7A.2.3.0, TS 33.126 R6.3-400. But
		 * Cx takes down or puts up whole sets. */
		return kind != LI_ID_IMPU || roles & LI_ROLE_CX_PUBLIC_IDENTITY;
	}
	if (kind == LI_ID_IMPU && !sip)
		may = LI_ROLE_CX_PUBLIC_IDENTITY | LI_ROLE_CX_USER_DATA;
	else if (kind == LI_ID_IMPU && event->sip.method == LI_SIP_REGISTER)
		may = LI_ROLE_FROM | LI_ROLE_TO;
	else if (kind == LI_ID_IMPU)
		may = LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_REQUEST_URI |
			LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED |
			LI_ROLE_P_CALLED_PARTY | LI_ROLE_HISTORY_INFO |
			LI_ROLE_DIVERSION;
	else if (!sip)
		may = kind == LI_ID_IMPI
			? LI_ROLE_CX_USER_NAME | LI_ROLE_CX_USER_DATA
			: 0;
	else if (event->sip.method == LI_SIP_REGISTER)
		may = kind == LI_ID_IMPI ? LI_ROLE_AUTH_USERNAME
					 : LI_ROLE_CONTACT_INSTANCE;
	return roles & may;
}

static struct slot *slot_of(struct li_screen *screen, uint32_t i)
{
	struct slot *slot = &screen->now.slots[i];

	if (slot->round != screen->round) {
		*slot = (struct slot){.round = screen->round};
		memset(slot->party, LI_HIT_KNOWN, sizeof(slot->party));
		screen->now.touched[screen->touched++] = i;
	}
	return slot;
}

static void match_party(struct li_screen *screen, const struct li_event *event,
	const struct li_change *change, size_t at)
{
	const struct li_party *p = &event->parties[at];

	if (event->source == LI_SOURCE_CX && !li_cx_speaks_of(event, p))
		return;
	for (size_t k = 0; k < p->key_count; k++) {
		struct want *w = li_table_get(&screen->now.keys, p->keys[k]);

		for (; w; w = w->next) {
			struct slot *slot;

			if (!counts(event, w->kind, p->role))
				continue;
			slot = slot_of(screen, w->slot);
			slot->found |= (uint8_t)(1U << w->target);
			slot->seen |= (uint8_t)(1U << w->target);
			slot->roles |= p->role;
			slot->sides |= event->source == LI_SOURCE_SIP
				? li_side_of(p->role, event->sip.is_request,
					  change->from_opener)
				: LI_SIDE_OPENER;
			if (slot->party[w->target] == LI_HIT_KNOWN)
				slot->party[w->target] = (uint8_t)at;
		}
	}
}

static void match_known(struct li_screen *screen, const struct li_event *event,
	const struct li_known *known)
{
	for (size_t k = 0; k < known->key_count; k++) {
		struct want *w =
			li_table_get(&screen->now.keys, known->keys[k]);

		for (; w; w = w->next) {
			struct slot *slot;

			if (!counts(event, w->kind, known->roles))
				continue;
			slot = slot_of(screen, w->slot);
			slot->found |= (uint8_t)(1U << w->target);
			slot->known_roles[w->target] |= known->roles;
			slot->known_sides |= known->sides;
		}
	}
}

/* All targets of the task found, and the task in force? */
static bool is_hit(const struct li_task *task, const struct slot *slot,
	int64_t at_us)
{
	/* TS 103 221-1 cl. 6.2.1.2: all identifiers have to match */
	if (slot->found != (1U << task->target_count) - 1)
		return false;
	return li_task_in_force(task, at_us); /* TS 33.126 R6.5-10 */
}

static struct li_hit hit(const struct li_task *task, const struct slot *slot)
{
	struct li_hit h = {.task = task, .roles = slot->roles};

	for (size_t t = 0; t < task->target_count; t++)
		if (!(slot->seen & 1U << t))
			h.roles |= slot->known_roles[t];
	h.sides = slot->known_sides ? slot->known_sides : slot->sides;
	memcpy(h.party, slot->party, sizeof(h.party));
	return h;
}

size_t li_screen_match(struct li_screen *screen, const struct li_event *event,
	const struct li_change *change, const struct li_hit **hits)
{
	struct index *x = &screen->now;
	size_t n = 0;

	*hits = x->hits;
	if (x->count == 0)
		return 0;
	screen->round++;
	screen->touched = 0;
	for (size_t i = 0; i < event->party_count; i++)
		match_party(screen, event, change, i);
	for (size_t i = 0; i < change->known_count; i++)
		match_known(screen, event, &change->known[i]);
	if (screen->touched > 1)
		qsort(x->touched, screen->touched, sizeof(*x->touched),
			by_number);
	for (size_t i = 0; i < screen->touched; i++) {
		uint32_t at = x->touched[i];

		if (is_hit(&x->tasks[at], &x->slots[at], event->at_us))
			x->hits[n++] = hit(&x->tasks[at], &x->slots[at]);
	}
	return n;
}
