/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_name.h - the keys of identities that are canonical where they
 * stand; those of one that stood in the message before are taken over. For the
 * files that sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 19.1; RFC 3966 cl. 3; TS 23.003 cl. 13
 */
#ifndef LI_INTAKE_SIP_PLAIN_NAME_H
#define LI_INTAKE_SIP_PLAIN_NAME_H

#include "intake/sip_plain_uri.h"

/* The name that a URI at p has in common with one before, if it has. */
static inline const struct plain_name *plain_known(const struct plain *s,
	const uint8_t *p)
{
	li_octets v;

	if (p > s->last)
		return NULL;
	v = li_octets_load(p);
	for (unsigned int i = 0; i < s->name_count; i++) {
		const struct plain_name *name = &s->names[i];
		li_octets head = li_octets_load(name->p), tail;

		if (name->head & ~li_octets_mask(li_octets_same(v, head)))
			continue;
		tail = li_octets_load(name->p + name->tail);
		if (name->head &
			~li_octets_mask(li_octets_same(tail,
				li_octets_load(p + name->tail))))
			continue;
		if (plain_ends(p[name->n], name->host_only))
			return name;
	}
	return NULL;
}

/* Keep a name of n octets, fewer than 63, for plain_known(). */
static inline void plain_keep(struct plain *s, const uint8_t *p,
	const struct plain_id *id, const struct li_party *party)
{
	struct plain_name *name = &s->names[s->name_count];

	if (s->name_count == PLAIN_NAMES || p > s->last)
		return;
	s->name_count++;
	name->p = p;
	name->n = id->n;
	name->tail = id->n > LI_OCTETS ? id->n - LI_OCTETS : 0;
	name->head = (uint32_t)plain_bits_below(
		id->n < LI_OCTETS ? id->n : LI_OCTETS);
	name->host_only = id->user == 0;
	name->party = party;
}

/* Are these octets the last host's? */
static inline bool plain_same_host(const struct plain *s, const uint8_t *p,
	size_t n)
{
	const struct li_slice last = s->host.text;
	size_t tail = n - LI_OCTETS;

	if (n != last.n || !last.p)
		return false;
	if (n < LI_OCTETS || n > PLAIN_VIEW)
		return memcmp(p, last.p, n) == 0;
	return !~li_octets_mask(li_octets_same(li_octets_load(p),
		       li_octets_load(last.p))) &&
		!~li_octets_mask(li_octets_same(li_octets_load(p + tail),
			li_octets_load(last.p + tail)));
}

/* Write the keys of a name that is canonical; returns how many. */
static inline __attribute__((always_inline)) size_t
plain_name_keys(struct plain *s, const uint8_t *p, const struct plain_id *id,
	enum li_id_name as, struct li_key *keys)
{
	const uint8_t *host = p + (id->user ? id->user + 1 : 0);
	size_t n = (size_t)(p + id->n - host);
	struct li_key user_key = {0, 0};

	if (!plain_same_host(s, host, n))
		li_id_host_set(&s->host, li_slice(host, n), s->secret);
	if (id->user)
		user_key = li_hash(s->secret, li_slice(p, id->user));
	return li_id_keys_of(user_key, id->user, id->is, &s->host, as, keys);
}

/* Give a party the keys of the name at p + 4. Returns where it ends, NULL when
 * it is not plain. */
static __attribute__((noinline)) const uint8_t *plain_keys(struct plain *s,
	const uint8_t *p, struct li_party *party)
{
	const uint8_t *name = p + 4, *at = plain_at(s, name);
	struct plain_id id;

	if (plain_is4(p, "sip:")) {
		if (!plain_sip(s, name, at, &id))
			return NULL;
		party->key_count = (uint8_t)plain_name_keys(s, name, &id,
			LI_ID_NAME_SIP, party->keys);
		plain_keep(s, name, &id, party);
	} else {
		struct plain_view v = plain_look(at);

		id.n = plain_run_end(v.digit, 1);
		if (!plain_is4(p, "tel:") || at[0] != '+' || id.n < 2 ||
			id.n == 64 || !plain_ends(at[id.n], false) ||
			at[id.n] == '?')
			return NULL;
		party->key_count = (uint8_t)li_id_keys_tel(li_slice(name, id.n),
			s->secret, party->keys);
	}
	return name + id.n;
}

/* Add an IMPU whose URI is at p and ends at a stop in front of or at `to`.
 * Returns where it ends; NULL, and nothing is added, when it is not plain. */
static inline const uint8_t *plain_uri(struct plain *s, enum li_role role,
	const uint8_t *p, const uint8_t *to)
{
	struct li_event *event = s->event;
	struct li_party *party = &event->parties[event->party_count];
	const struct plain_name *known = NULL;
	const uint8_t *end;

	if (to - p < 6 || event->party_count == LI_EVENT_IDENTITIES_MAX)
		return NULL;
	if (plain_is4(p, "sip:"))
		known = plain_known(s, p + 4);
	if (known) {
		party->key_count = known->party->key_count;
		memcpy(party->keys, known->party->keys, sizeof(party->keys));
		end = p + 4 + known->n;
	} else {
		end = plain_keys(s, p, party);
	}
	if (!end || end > to)
		return NULL;
	end = plain_find_stop(s, end, to);
	party->role = role;
	party->kind = LI_ID_IMPU;
	party->text = li_slice(p, (size_t)(end - p));
	event->party_count++;
	return end;
}

#endif
