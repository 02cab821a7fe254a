/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"

enum { IMEI_DIGITS = 14 };

/* 14 digits in 56 bits. */
static uint64_t digits_of(const struct li_identity *imei)
{
	uint64_t digits = 0;

	for (size_t i = 0; i < imei->len && i < IMEI_DIGITS; i++)
		digits = digits << 4 | (uint64_t)(imei->text[i] - '0');
	return digits;
}

bool li_binding_imei(const struct li_binding *b, struct li_key *key,
	struct li_identity *text)
{
	if (!(b->flags & LI_BINDING_IMEI))
		return false;
	*key = (struct li_key){.hi = b->instance, .lo = b->more[0]};
	if (!text)
		return true;
	text->kind = LI_ID_IMEI;
	text->len = IMEI_DIGITS;
	for (size_t i = 0; i < IMEI_DIGITS; i++)
		text->text[i] = (char)('0' +
			(b->more[1] >> 4 * (IMEI_DIGITS - 1 - i) & 0xf));
	text->text[IMEI_DIGITS] = '\0';
	return true;
}

/* Where the marks of the GRUUs are. */
static const uint64_t *gruus(const struct li_binding *b)
{
	return b->more + (b->flags & LI_BINDING_IMEI ? 2 : 0);
}

bool li_binding_at(const struct li_binding *b, uint64_t mark)
{
	const uint64_t *g = gruus(b);

	return b->uri == mark ||
		(b->flags & LI_BINDING_GRUU && (g[0] == mark || g[1] == mark));
}

bool li_binding_near(const struct li_binding *b, uint32_t half)
{
	const uint64_t *g = gruus(b);

	return b->uri >> 32 == half ||
		(b->flags & LI_BINDING_GRUU &&
			(g[0] >> 32 == half || g[1] >> 32 == half));
}

/* What the binding was, if it was, with what is told of it. */
static void make(const struct li_mirror *m, const struct li_binding *was,
	const struct li_bind *bind, union li_binding_made *to)
{
	uint64_t imei[2] = {0}, gruu[2] = {bind->pub_gruu, bind->temp_gruu};
	size_t n = 0;

	*to = (union li_binding_made){
		.b = {.uri = bind->uri,
			.due_s = bind->due_s || !was ? bind->due_s
						     : was->due_s}};
	to->b.seen = li_binding_time(m->now_s);
	to->b.instance =
		bind->instance || !was ? bind->instance : was->instance;
	to->b.reg_id =
		(bind->reg_id || !was ? bind->reg_id : was->reg_id) & 0xff;
	to->b.flags = (bind->sos || (was && was->flags & LI_BINDING_SOS))
		? LI_BINDING_SOS
		: 0;
	if (bind->imei) {
		to->b.instance = bind->imei_key.hi;
		imei[0] = bind->imei_key.lo;
		imei[1] = digits_of(bind->imei);
		to->b.flags |= LI_BINDING_IMEI;
	} else if (was && was->flags & LI_BINDING_IMEI &&
		to->b.instance == was->instance) {
		memcpy(imei, was->more, sizeof(imei));
		to->b.flags |= LI_BINDING_IMEI;
	}
	for (size_t i = 0; was && was->flags & LI_BINDING_GRUU && i < 2; i++)
		if (!gruu[i])
			gruu[i] = gruus(was)[i];
	if (to->b.flags & LI_BINDING_IMEI) {
		memcpy(&to->room[n + sizeof(to->b) / 8], imei, sizeof(imei));
		n = 2;
	}
	if (gruu[0] || gruu[1]) {
		memcpy(&to->room[n + sizeof(to->b) / 8], gruu, sizeof(gruu));
		to->b.flags |= LI_BINDING_GRUU;
	}
}

static struct li_binding *find(const struct li_mirror *m,
	const struct li_user *user, const struct li_bind *bind)
{
	struct li_binding *b = NULL;
	uint64_t instance = bind->imei ? bind->imei_key.hi : bind->instance;

	while ((b = li_user_bindings(m, user, b)))
		if (b->uri == bind->uri)
			return b;
	/* RFC 5626 cl. 6: the same flow of the same device, from elsewhere */
	while (bind->reg_id && instance && (b = li_user_bindings(m, user, b)))
		if (b->instance == instance &&
			b->reg_id == (bind->reg_id & 0xff) &&
			!(b->flags & LI_BINDING_SOS) == !bind->sos)
			return b;
	return NULL;
}

/* Put `to` in place of `was`, or before all when that is NULL. */
static bool replace(struct li_mirror *m, struct li_user *user,
	const struct li_binding *was, const struct li_binding *to)
{
	size_t at =
		was ? (size_t)((const uint8_t *)was - li_body_at(m, user)) : 0;
	size_t old = was ? li_binding_size(was) : 0;
	size_t n = to ? li_binding_size(to) : 0;
	struct li_key before, after;
	bool had = was && li_binding_imei(was, &before, NULL);
	bool has = to && li_binding_imei(to, &after, NULL);

	if (has && !li_body_enter(m, user, after))
		return false;
	if (!li_body_put(m, user, at, old, li_slice(to, n))) {
		if (has)
			li_body_leave(m, user, after);
		return false;
	}
	if (!was)
		user->binding_count++;
	if (!to)
		user->binding_count--;
	if (had)
		li_body_leave(m, user, before);
	return true;
}

void li_user_bind(struct li_mirror *m, struct li_user *user,
	const struct li_bind *bind)
{
	struct li_binding *was = find(m, user, bind);
	union li_binding_made to;

	if (!was && user->binding_count == LI_USER_CONTACTS_MAX) {
		m->refused++;
		return;
	}
	make(m, was, bind, &to);
	if (!replace(m, user, was, &to.b))
		m->refused++;
}

bool li_user_unbind(struct li_mirror *m, struct li_user *user, uint64_t uri)
{
	struct li_binding *b = NULL;

	while ((b = li_user_bindings(m, user, b)))
		if (b->uri == uri)
			return replace(m, user, b, NULL);
	return false;
}

void li_user_unbind_all(struct li_mirror *m, struct li_user *user)
{
	struct li_binding *b = NULL;

	while ((b = li_user_bindings(m, user, b))) {
		if (b->flags & LI_BINDING_SOS)
			continue;
		if (!replace(m, user, b, NULL))
			return;
		b = NULL;
	}
}

bool li_body_bind(struct li_mirror *m, struct li_user *user,
	const struct li_binding *b)
{
	return replace(m, user, NULL, b);
}
