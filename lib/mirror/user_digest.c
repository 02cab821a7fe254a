/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx_visited.h"

/* What is added up is spread first, so that sums of different things differ. */
static uint64_t spread(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t of_ident(const struct li_mirror *m, const struct li_ident *id)
{
	struct li_identity text;

	li_ident_unpack(&m->users.hosts, id, &text);
	return spread(
		li_look_mark(m, (char)id->kind, li_slice(text.text, text.len)) +
		id->state + UINT64_C(256) * id->flags);
}

/* All but when it ends: copies of a message come at times of their own. */
static uint64_t of_binding(const struct li_binding *b)
{
	struct li_key imei = {.hi = 0};
	uint64_t sum = spread(b->uri) + spread(b->instance + 1) +
		spread(b->reg_id + 2) + spread(b->flags + 3U);

	if (li_binding_imei(b, &imei, NULL))
		sum += spread(imei.lo);
	return spread(sum);
}

static uint64_t network(const struct li_mirror *m, uint16_t number)
{
	return number
		? spread(li_look_mark(m, 'v', li_cx_visited_name(m, number)))
		: 0;
}

static uint64_t of_user(const struct li_mirror *m, const struct li_user *user)
{
	struct li_ident *id = li_user_impi(m, user);
	uint64_t sum = network(m, user->visited) +
		2 * network(m, user->attempt) + spread(user->server + 1U) +
		spread(user->serving + 2U) + (user->auth_pending ? 1 : 0) +
		(user->again ? 8 : 0);
	struct li_binding *b = NULL;

	if (id)
		sum += of_ident(m, id);
	while ((b = li_user_bindings(m, user, b)))
		sum += of_binding(b);
	id = NULL;
	while ((id = li_user_impus(m, user, id)))
		sum += of_ident(m, id);
	return spread(sum);
}

uint64_t li_user_digest(const struct li_mirror *m)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < LI_USER_SLOTS; i++) {
		uint32_t ref = m->users.slots[i];

		while (ref) {
			const struct li_user *user =
				li_slab_at(&m->users.slab, ref);

			sum += of_user(m, user);
			ref = user->next;
		}
	}
	return sum;
}
