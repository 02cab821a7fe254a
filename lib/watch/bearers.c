/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "watch/bearers.h"

static uint32_t mark_of(struct li_key key)
{
	const uint32_t mark = (uint32_t)(key.lo ^ key.lo >> 32);

	return li_key_none(key) ? 0 : mark ? mark : 1;
}

li_err li_bearers_make(uint32_t users, struct li_bearers *out)
{
	struct li_bearers b = {.mask = 0};
	uint32_t sets = 1;

	while (sets < users / LI_BEARERS_WAYS)
		sets *= 2;
	b.mask = sets - 1;
	b.users = calloc((size_t)sets * LI_BEARERS_WAYS, sizeof(*b.users));
	if (!b.users)
		return LI_ENOMEM;
	*out = b;
	return LI_OK;
}

void li_bearers_fini(struct li_bearers *bearers)
{
	free(bearers->users);
	*bearers = (struct li_bearers){.mask = 0};
}

/* The user of an IMSI; with `make` in place of who was heard of longest ago. */
static struct li_bearers_user *user_of(struct li_bearers *bearers,
	struct li_key imsi, uint32_t now_s, bool make)
{
	const uint64_t mark = imsi.lo ? imsi.lo : 1;
	struct li_bearers_user *u = bearers->users +
		(size_t)((uint32_t)(imsi.hi >> 32) & bearers->mask) *
			LI_BEARERS_WAYS;
	struct li_bearers_user *oldest = u;

	for (int i = 0; i < LI_BEARERS_WAYS; i++) {
		if (u[i].mark == mark) {
			u[i].seen_s = now_s;
			return &u[i];
		}
		if (u[i].seen_s < oldest->seen_s)
			oldest = &u[i];
	}
	if (!make)
		return NULL;
	*oldest = (struct li_bearers_user){.mark = mark, .seen_s = now_s};
	return oldest;
}

static bool is_fresh(const struct li_bearers_one *one, uint32_t now_s,
	uint32_t age_s)
{
	return one->heard_s &&
		(one->heard_s >= now_s || now_s - one->heard_s < age_s);
}

/* Does the device that is registered differ from all that are known? Said once.
 */
static bool differs(struct li_bearers_user *u, uint32_t now_s, uint32_t age_s)
{
	bool known = false, before = u->told;

	if (!u->device || now_s >= u->until_s)
		return false;
	for (int i = 0; i < LI_BEARERS_EACH; i++) {
		if (!u->all[i].imei || !is_fresh(&u->all[i], now_s, age_s))
			continue;
		if (u->all[i].imei == u->device) {
			u->told = false;
			return false;
		}
		known = true;
	}
	u->told = u->told || known;
	return known && !before;
}

bool li_bearers_bind(struct li_bearers *bearers,
	const struct li_bearers_bound *bound, uint32_t now_s, uint32_t age_s)
{
	struct li_bearers_user *u = user_of(bearers, bound->imsi, now_s, true);
	const uint32_t device = mark_of(bound->imei);

	/* A registration that ran out is followed by another one. */
	if (u->device != device || now_s >= u->until_s)
		u->told = false;
	u->subject = bound->subject;
	u->device = device;
	u->device_s = now_s;
	u->until_s = bound->until_s;
	return differs(u, now_s, age_s);
}

/* The bearer of this number; or, to be made one, the one heard of longest ago.
 */
static struct li_bearers_one *one_of(struct li_bearers_user *u, uint16_t id,
	bool make)
{
	struct li_bearers_one *oldest = u->all;

	for (int i = 0; i < LI_BEARERS_EACH; i++) {
		if (u->all[i].heard_s && u->all[i].id == id)
			return &u->all[i];
		if (u->all[i].heard_s < oldest->heard_s)
			oldest = &u->all[i];
	}
	if (!make)
		return NULL;
	*oldest = (struct li_bearers_one){.id = id};
	return oldest;
}

/* One that another node has taken over stays when the old one lets go of it.
 * TS 33.107 cl. 20.5.2 */
static void drop(struct li_bearers_user *u, const struct li_bearer *b)
{
	struct li_bearers_one *one = one_of(u, b->id, false);
	const uint32_t node = (uint32_t)b->node;

	if (one && (!one->node || !node || one->node == node))
		*one = (struct li_bearers_one){.heard_s = 0};
}

static void keep(struct li_bearers_user *u, const struct li_bearer *b,
	uint32_t now_s)
{
	struct li_bearers_one *one = one_of(u, b->id, true);
	const uint32_t imei = mark_of(b->imei);

	one->heard_s = now_s ? now_s : 1;
	if (b->node)
		one->node = (uint32_t)b->node;
	/* Of a connection that begins nothing is known but what is said. */
	if (b->what == LI_BEARER_BEGUN || imei) {
		if (one->imei != imei)
			u->told = false;
		one->imei = imei;
	}
}

bool li_bearers_record(struct li_bearers *bearers, const struct li_bearer *b,
	uint32_t now_s, uint32_t age_s, uint64_t *subject)
{
	struct li_bearers_user *u =
		user_of(bearers, b->imsi, now_s, b->what != LI_BEARER_GONE);

	if (!u)
		return false;
	if (b->what == LI_BEARER_GONE) {
		drop(u, b);
		return false;
	}
	keep(u, b, now_s);
	/* Who begins a connection registers over it: the registration of before
	 * may be another device's, as of a UICC that was put into this one.
	 * TS 24.229 cl. 5.1.1.2 */
	if (b->what == LI_BEARER_BEGUN && now_s > u->device_s &&
		now_s - u->device_s > LI_BEARERS_LATE_S)
		u->device = 0;
	*subject = u->subject;
	return differs(u, now_s, age_s);
}
