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

#include "base/hash_short.h"
#include "intake/sip_plain_host.h"

/* The name that a URI at p has in common with one before, if it has. */
static inline const struct plain_name *plain_known(const struct plain *s,
	const uint8_t *p)
{
	const struct plain_name *name = s->names;

	for (; name < s->names_end; name++)
		if (plain_same(&name->text, p) &&
			plain_ends(p[name->text.n], name->host_only))
			return name;
	return NULL;
}

/* Keep a name for plain_known(). */
static inline void plain_keep(struct plain *s, const uint8_t *p, size_t n,
	bool host_only, const struct li_party *party)
{
	struct plain_name *name = s->names_end;

	if (name == s->names + PLAIN_NAMES || n > PLAIN_VIEW)
		return;
	s->names_end++;
	name->text = plain_text(p, n);
	name->host_only = host_only;
	name->party = party;
}

/* Write the keys of the user part at p at this host; returns how many. */
static inline size_t plain_name_keys(const struct plain *s, const uint8_t *p,
	struct plain_user user, const struct li_id_host *host,
	enum li_id_name as, struct li_key *keys)
{
	struct li_key user_key = {0, 0};

	if (user.n)
		user_key = li_hash(s->secret, li_slice(p, user.n));
	return li_id_keys_of(user_key, user.n, user.is, host, as, keys);
}

/* Keep the party for the user part at `name`, of which it has the keys, at this
 * host. Returns where both end. */
static inline const uint8_t *plain_given(struct plain *s, const uint8_t *name,
	struct plain_user user, const struct plain_host *host,
	struct li_party *party)
{
	const uint8_t *end = name + (user.n ? user.n + 1 : 0) + host->text.n;

	plain_keep(s, name, (size_t)(end - name), user.n == 0, party);
	return end;
}

/* May a parameter at p tell who is behind a number, ;ext= or ;isub=, or is it
 * escaped? */
static inline bool plain_behind(const uint8_t *p, const uint8_t *to)
{
	for (; p < to; p++)
		if (*p == ';' &&
			((p[1] | 0x20) == 'e' || (p[1] | 0x20) == 'i' ||
				p[1] == '%'))
			return true;
	return false;
}

/* Give a party the keys of the number at p, of a tel URI. Returns where it
 * ends, NULL when it is not plain. RFC 3966 cl. 3 */
static __attribute__((noinline)) const uint8_t *plain_tel(struct plain *s,
	const uint8_t *p, struct li_party *party)
{
	const unsigned int n = plain_run(plain_digits(p) | 1, 0);

	if (p[0] != '+' || n < 2 || !plain_ends(p[n], false) || p[n] == '?')
		return NULL;
	if (p[n] == ';' && plain_behind(p + n, plain_find_stop(p + n)))
		return NULL; /* RFC 3966 cl. 5.2, 5.3 */
	party->key_count =
		(uint8_t)li_id_keys_tel(li_slice(p, n), s->secret, party->keys);
	return p + n;
}

/* Give a party the keys of the name at p, of a sip URI. Returns where it ends,
 * NULL when it is not plain. */
static __attribute__((noinline)) const uint8_t *plain_sip(struct plain *s,
	const uint8_t *p, struct li_party *party)
{
	const struct plain_user user = plain_user(p);
	const struct plain_host *host;

	if (user.n == PLAIN_NO_USER)
		return NULL;
	host = plain_host(s->hosts, p + (user.n ? user.n + 1 : 0), user.n == 0,
		NULL);
	if (!host)
		return NULL;
	party->key_count = (uint8_t)plain_name_keys(s, p, user, &host->id,
		LI_ID_NAME_SIP, party->keys);
	return plain_given(s, p, user, host, party);
}

/* The same for a number, mostly at the last host. It calls nothing then. */
static __attribute__((noinline, flatten)) const uint8_t *
plain_sip_number(struct plain *s, const uint8_t *p, struct li_party *party)
{
	const struct plain_user user = plain_user_number(p);
	const struct plain_host *host;
	struct li_key key;

	if (!li_hash_is_short(user.n))
		return plain_sip(s, p, party);
	key = li_hash_short(s->secret, li_slice(p, user.n));
	host = s->hosts->last;
	if (!plain_host_is(host, p + user.n + 1, false, NULL))
		return plain_sip(s, p, party);
	party->key_count = (uint8_t)li_id_keys_of(key, user.n, user.is,
		&host->id, LI_ID_NAME_SIP, party->keys);
	return plain_given(s, p, user, host, party);
}

/* Give a party the keys of the URI at p. Returns where its name ends, NULL when
 * it is not plain. */
static inline __attribute__((always_inline)) const uint8_t *
plain_keys(struct plain *s, const uint8_t *p, struct li_party *party)
{
	const struct plain_name *known;

	if (!plain_is4(p, "sip:"))
		return plain_is4(p, "tel:") ? plain_tel(s, p + 4, party) : NULL;
	p += 4;
	known = plain_known(s, p);
	if (known) {
		party->key_count = known->party->key_count;
		memcpy(party->keys, known->party->keys, sizeof(party->keys));
		return p + known->text.n;
	}
	return *p < 'A' ? plain_sip_number(s, p, party)
			: plain_sip(s, p, party);
}

/* Add an IMPU whose URI is at p. Returns where it ends; NULL, and nothing is
 * added, when it is not plain. */
static inline __attribute__((always_inline)) const uint8_t *
plain_uri(struct plain *s, enum li_role role, const uint8_t *p)
{
	struct li_event *event = s->event;
	struct li_party *party = &event->parties[event->party_count];
	const uint8_t *end;

	if (event->party_count == LI_EVENT_IDENTITIES_MAX)
		return NULL;
	end = plain_keys(s, p, party);
	if (!end)
		return NULL;
	end = plain_find_stop(end);
	party->role = role;
	party->kind = LI_ID_IMPU;
	party->text = plain_slice(s, p, end);
	event->party_count++;
	return end;
}

#endif
