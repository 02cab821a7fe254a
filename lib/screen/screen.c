/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "screen/own.h"

/* Where in a SIP message other than REGISTER an IMPU counts. */
enum {
	IN_CALLS = LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_REQUEST_URI |
		LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED |
		LI_ROLE_P_CALLED_PARTY | LI_ROLE_HISTORY_INFO |
		LI_ROLE_DIVERSION | LI_ROLE_SERVED_ANY,
	IN_SMS = LI_ROLE_SMS_ORIGINATOR | LI_ROLE_SMS_DESTINATION,
	IN_CX = LI_ROLE_CX_PUBLIC_IDENTITY | LI_ROLE_CX_USER_DATA,
};

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
	li_screen_index_fini(&screen->now);
	explicit_bzero(screen, sizeof(*screen));
	free(screen);
}

li_err li_screen_load(struct li_screen *screen, const struct li_task *tasks,
	size_t count)
{
	struct li_index next = {.count = 0};
	li_err err = LI_OK;

	li_screen_index_expect(&next, count);
	for (size_t i = 0; i < count && !err; i++)
		err = li_screen_index_put(&next, &screen->secret, &tasks[i]);
	if (err) {
		li_screen_index_fini(&next);
		return err;
	}
	li_screen_index_fini(&screen->now);
	screen->now = next;
	return LI_OK;
}

void li_screen_expect(struct li_screen *screen, size_t tasks)
{
	li_screen_index_expect(&screen->now, tasks);
}

li_err li_screen_put(struct li_screen *screen, const struct li_task *task)
{
	return li_screen_index_put(&screen->now, &screen->secret, task);
}

void li_screen_drop(struct li_screen *screen, int64_t row)
{
	li_screen_index_drop(&screen->now, &screen->secret, row);
}

void li_screen_prune(struct li_screen *screen, int64_t before_us)
{
	li_screen_index_prune(&screen->now, &screen->secret, before_us,
		&screen->pruned);
}

const struct li_brief *li_screen_task(const struct li_screen *screen,
	int64_t row)
{
	const struct li_entry *e = li_screen_index_get(&screen->now, row);

	return e ? e->told : NULL;
}

const struct li_brief *li_screen_put_as(const struct li_screen *screen,
	int64_t row)
{
	const struct li_entry *e = li_screen_index_get(&screen->now, row);

	return e ? e->brief : NULL;
}

const struct li_brief *li_screen_next(const struct li_screen *screen,
	size_t *at)
{
	const struct li_entry *e = li_table_next(&screen->now.rows, at);

	return e ? e->brief : NULL;
}

const struct li_filter *li_screen_filter(const struct li_screen *screen)
{
	return &screen->now.filter;
}

bool li_screen_wants(struct li_screen *screen, const struct li_key *keys,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!li_table_get(&screen->now.wanted, keys[i]))
			continue;
		screen->now.filter.version++;
		return true;
	}
	return false;
}

size_t li_screen_count(const struct li_screen *screen)
{
	return screen->now.count;
}

size_t li_screen_bytes(const struct li_screen *screen)
{
	const struct li_index *x = &screen->now;

	return sizeof(*screen) + x->bytes + li_table_bytes(&x->wanted) +
		li_table_bytes(&x->rows) +
		x->room * (sizeof(void *) + sizeof(*x->hits)) +
		(x->filter.words ? (x->filter.mask + 1) * 8 : 0);
}

/* The roles in which a target of this kind counts in a SIP message: the table
 * of screen.h. TS 33.128 cl. 7.12.2.8 */
static uint32_t sip_roles(enum li_sip_method method, enum li_id_kind kind)
{
	bool reg = method == LI_SIP_REGISTER;

	switch (kind) {
	case LI_ID_IMPU:
	case LI_ID_E164:
		if (reg)
			return LI_ROLE_FROM | LI_ROLE_TO;
		return method == LI_SIP_MESSAGE ? IN_CALLS | IN_SMS : IN_CALLS;
	case LI_ID_IMPI: return reg ? LI_ROLE_AUTH_USERNAME : 0;
	case LI_ID_IMSI: /* TS 23.003 cl. 13.4B: an IMPU made of it */
		return reg ? LI_ROLE_AUTH_USERNAME | LI_ROLE_FROM | LI_ROLE_TO
			   : 0;
	case LI_ID_IMEI: return LI_ROLE_CONTACT_INSTANCE;
	case LI_ID_HASHED: return 0;
	}
	return 0;
}

/* The same of a Cx exchange. TS 33.107 cl. 7A.2.3 */
static uint32_t cx_roles(enum li_id_kind kind)
{
	switch (kind) {
	case LI_ID_IMPU:
	case LI_ID_E164: return IN_CX;
	case LI_ID_IMPI: return LI_ROLE_CX_USER_NAME | LI_ROLE_CX_USER_DATA;
	case LI_ID_IMSI: return LI_ROLE_CX_USER_NAME | IN_CX;
	case LI_ID_IMEI:
	case LI_ID_HASHED: return 0;
	}
	return 0;
}

/* May a target be found where an identity stood, or as what the mirror knows of
 * it? */
static bool counts(const struct li_event *event, const struct li_change *change,
	const struct li_want *w, uint32_t roles)
{
	enum li_id_kind kind = (enum li_id_kind)w->kind;
	uint32_t may;

	/* A target that is an IMPU does not extend to the other IMPUs of its
	 * user: TS 33.107 cl. 7A.2.3.0, TS 33.126 R6.3-400. But Cx takes down
	 * or puts up whole sets. */
	/* The Contacts of a redirection are others', and so are all but one of
	 * a registration. RFC 3261 cl. 8.1.3.4, 10.3 */
	if (roles == LI_ROLE_CONTACT_INSTANCE &&
		(event->sip.status >= 300 || change->others_listed))
		return false;
	if (roles & LI_ROLE_REGISTRATION)
		return !w->sms_only &&
			((kind != LI_ID_IMPU && kind != LI_ID_E164) ||
				roles & LI_ROLE_CX_PUBLIC_IDENTITY);
	may = event->source == LI_SOURCE_SIP
		? sip_roles(event->sip.method, kind)
		: cx_roles(kind);
	return roles & may & (w->sms_only ? IN_SMS : ~0U);
}

/* What the event in hand has found of a task so far. */
static struct li_found *found_of(struct li_screen *screen, struct li_entry *e)
{
	struct li_found *f = &e->found;

	if (f->round != screen->round) {
		*f = (struct li_found){.round = screen->round};
		memset(f->party, LI_HIT_KNOWN, sizeof(f->party));
		screen->now.touched[screen->touched++] = e;
	}
	return f;
}

/* Does anybody look for one of these keys? For nearly all the filter knows that
 * nobody does. */
static inline bool anybody(const struct li_filter *filter,
	const struct li_key *keys, size_t count)
{
	return (count > 0 && li_filter_may(filter, keys[0])) ||
		(count > 1 && li_filter_may(filter, keys[1]));
}

static void match_party(struct li_screen *screen, const struct li_event *event,
	const struct li_change *change, size_t at)
{
	const struct li_party *p = &event->parties[at];

	if (event->source == LI_SOURCE_CX && !li_cx_speaks_of(event, p))
		return;
	for (size_t k = 0; k < p->key_count; k++) {
		const struct li_want *w =
			li_table_get(&screen->now.wanted, p->keys[k]);

		for (; w; w = w->next) {
			struct li_found *f;

			if (!counts(event, change, w, p->role))
				continue;
			f = found_of(screen, w->entry);
			f->found |= (uint8_t)(1U << w->target);
			f->seen |= (uint8_t)(1U << w->target);
			f->before |= (uint8_t)(1U << w->target);
			f->roles |= p->role;
			f->sides |= event->source == LI_SOURCE_SIP
				? li_side_of(p->role, event->sip.is_request,
					  change->from_opener)
				: LI_SIDE_OPENER;
			if (f->party[w->target] == LI_HIT_KNOWN)
				f->party[w->target] = (uint8_t)at;
		}
	}
}

static void match_known(struct li_screen *screen, const struct li_event *event,
	const struct li_change *change, const struct li_known *known)
{
	for (size_t k = 0; k < known->key_count; k++) {
		const struct li_want *w =
			li_table_get(&screen->now.wanted, known->keys[k]);

		for (; w; w = w->next) {
			struct li_found *f;

			if (!counts(event, change, w, known->roles))
				continue;
			f = found_of(screen, w->entry);
			f->found |= (uint8_t)(1U << w->target);
			if (!known->learned)
				f->before |= (uint8_t)(1U << w->target);
			f->known_roles[w->target] |= known->roles;
			f->known_sides |= known->sides;
		}
	}
}

/* All targets of the task found, and the task in force? */
static bool is_hit(const struct li_entry *e, int64_t at_us)
{
	/* TS 103 221-1 cl. 6.2.1.2: all identifiers have to match */
	if (e->found.found != (1U << e->brief->target_count) - 1)
		return false;
	return li_brief_in_force(e->brief, at_us); /* TS 33.126 R6.5-10 */
}

static struct li_hit hit(const struct li_entry *e)
{
	const struct li_found *f = &e->found;
	struct li_hit h = {.task = e->told, .roles = f->roles};

	for (size_t t = 0; t < e->brief->target_count; t++)
		if (!(f->seen & 1U << t))
			h.roles |= f->known_roles[t];
	h.sides = f->known_sides ? f->known_sides : f->sides;
	h.learned = f->before != f->found;
	memcpy(h.party, f->party, sizeof(h.party));
	return h;
}

static int by_row(const void *a, const void *b)
{
	const struct li_entry *const *x = a, *const *y = b;
	int64_t one = (*x)->brief->row, other = (*y)->brief->row;

	return (one > other) - (one < other);
}

/* How many of the event's parties count: inside a dialog its opening decides,
 * not what a message says again. TS 33.128 cl. 7.12.2.8. Nor does who was
 * asked of the filter before. */
static inline size_t parties_of(const struct li_event *event,
	const struct li_change *change)
{
	return change->in_dialog || change->strangers ? 0 : event->party_count;
}

/* Does anybody look for one of these? A bystander's event asks the filter this,
 * and nothing else. */
static __attribute__((noinline)) bool may_find(const struct li_filter *filter,
	const struct li_event *event, size_t parties,
	const struct li_change *change)
{
	bool may = false;

	for (size_t i = 0; i < parties; i++)
		may |= anybody(filter, event->parties[i].keys,
			event->parties[i].key_count);
	for (size_t i = 0; i < change->known_count; i++)
		may |= anybody(filter, change->known[i].keys,
			change->known[i].key_count);
	return may;
}

static void find(struct li_screen *screen, const struct li_event *event,
	const struct li_change *change)
{
	const struct li_filter *filter = &screen->now.filter;
	const size_t parties = parties_of(event, change);

	screen->round++;
	screen->touched = 0;
	for (size_t i = 0; i < parties; i++) {
		const struct li_party *p = &event->parties[i];

		if (anybody(filter, p->keys, p->key_count))
			match_party(screen, event, change, i);
	}
	for (size_t i = 0; i < change->known_count; i++) {
		const struct li_known *known = &change->known[i];

		if (anybody(filter, known->keys, known->key_count))
			match_known(screen, event, change, known);
	}
}

/* Those of the tasks found that are hit, in the order of their rows. */
static __attribute__((noinline)) size_t find_hits(struct li_screen *screen,
	const struct li_event *event, const struct li_change *change)
{
	struct li_index *x = &screen->now;
	size_t n = 0;

	find(screen, event, change);
	if (screen->touched > 1)
		qsort(x->touched, screen->touched, sizeof(void *), by_row);
	for (size_t i = 0; i < screen->touched; i++)
		if (is_hit(x->touched[i], event->at_us))
			x->hits[n++] = hit(x->touched[i]);
	return n;
}

size_t li_screen_match(struct li_screen *screen, const struct li_event *event,
	const struct li_change *change, const struct li_hit **hits)
{
	const struct li_index *x = &screen->now;
	const size_t parties = parties_of(event, change);

	*hits = x->hits;
	if (x->count == 0 || (parties == 0 && change->known_count == 0))
		return 0;
	return may_find(&x->filter, event, parties, change)
		? find_hits(screen, event, change)
		: 0;
}
