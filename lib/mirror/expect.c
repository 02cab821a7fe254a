/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"

/* A session of a million is in no cache: its bucket, its record, what the
 * record leads to and its neighbours on the wheel are each a wait for memory,
 * and so are the users that it names. Here they are asked for, one step ahead
 * of their use. */

enum { LINE = 64 };

/* The lines that hold these octets, if any; nothing is read, so they may lie
 * anywhere. */
static void fetch(const void *p, size_t n)
{
	const uint8_t *first = p;

	for (size_t at = 0; p && at < n; at += LINE)
		__builtin_prefetch(first + at, 1);
	if (p && n)
		__builtin_prefetch(first + n - 1, 1);
}

/* A request inside a dialog: who takes part was fixed before, and it lives on as
 * long as it did. */
static bool is_inside(const struct li_session *s, const struct li_sip *sip)
{
	return s->state == LI_SESSION_CONFIRMED && s->anchored &&
		sip->is_request && sip->to_tag.n;
}

/* What a session leads to that a message of it reads or writes. A CPU waits for
 * few lines at once, so that what stays as it is is not asked for. */
static void fetch_parts(const struct li_mirror *m, const struct li_session *s,
	const struct li_sip *sip)
{
	const bool inside = is_inside(s, sip);

	fetch(s->forks, s->fork_count * sizeof(*s->forks));
	fetch(s->asked, offsetof(struct li_asked, imei));
	if (!inside || !m->filter || s->strangers != m->filter->version)
		fetch(s->entries, s->entry_count * sizeof(*s->entries));
	if (inside && sip->method != LI_SIP_BYE)
		return;
	/* Moved on the wheel, it leaves both neighbours. */
	fetch(s->timer.next, sizeof(s->timer));
	fetch(s->timer.back, 1);
}

/* The first user under a key, as far as the first bucket knows. */
static const struct li_user *user_of(const struct li_mirror *m,
	struct li_key key)
{
	const struct li_finder_bucket *b =
		li_finder_bucket_of(&m->users.index, key);
	unsigned hits = b ? li_finder_hits(b, li_finder_tag(key)) : 0;

	return hits ? li_slab_at(&m->users.slab,
			      li_finder_ref(b, (unsigned)__builtin_ctz(hits)))
		    : NULL;
}

static void fetch_user(const struct li_mirror *m, struct li_key key,
	enum li_expect what)
{
	const struct li_user *user = user_of(m, key);

	if (what == LI_EXPECT_PARTS)
		fetch(user, sizeof(*user));
	else if (user)
		fetch(li_body_at(m, user), user->used);
}

/* Where a user of this party is looked for, under each of its keys. */
static void fetch_buckets(const struct li_mirror *m, const struct li_party *p)
{
	for (size_t k = 0; k < p->key_count; k++)
		fetch(li_finder_bucket_of(&m->users.index, p->keys[k]), 1);
}

/* Who a REGISTER is of, its answers too, and whom an opening connects. All keys
 * are asked for; of a user that several lead to, its own. */
static void fetch_users(const struct li_mirror *m, const struct li_event *event,
	enum li_expect what)
{
	const bool registers = event->sip.method == LI_SIP_REGISTER;
	const struct li_party *p;

	if (!registers && (!event->sip.is_request || event->sip.to_tag.n))
		return;
	if (what == LI_EXPECT_RECORD) {
		for (size_t i = 0; i < event->party_count; i++)
			fetch_buckets(m, &event->parties[i]);
		return;
	}
	p = li_event_party(event, LI_ROLE_TO);
	if (p)
		fetch_user(m, li_look_own(p), what);
	p = registers ? NULL : li_event_party(event, LI_ROLE_FROM);
	if (p)
		fetch_user(m, li_look_own(p), what);
}

/* The texts that say whether a call is on hold, and that an answer is compared
 * with; and where the user of an answer to a REGISTER is found. */
static void fetch_rest(const struct li_mirror *m, const struct li_session *s)
{
	const struct li_asked *asked = s->asked;

	if (asked) {
		fetch(li_finder_bucket_of(&m->users.index, asked->impi), 1);
		fetch(asked->imei, asked->imei_len);
		fetch(asked->uri, asked->uri_len);
		fetch(asked->where, asked->where_len);
	}
	for (size_t i = 0; i < s->fork_count; i++)
		fetch(s->forks[i].sdp, 1);
	fetch(s->sdp, 1);
}

/* The session mostly stands first where it is looked for. One that does not is
 * a step behind. */
static void fetch_found(const struct li_mirror *m, struct li_key call,
	const struct li_event *event)
{
	struct li_chain *first = li_chains_first(&m->sessions, call.hi);

	if (!first)
		return;
	if (first->hash == call.hi)
		fetch_parts(m, li_session_at(first), &event->sip);
	else if (first->next)
		fetch(li_session_at(first->next), sizeof(struct li_session));
}

static void fetch_behind(const struct li_mirror *m, struct li_key call,
	const struct li_event *event)
{
	struct li_session *s = li_session_find(m, call);

	if (!s)
		return;
	if (&s->by_call == li_chains_first(&m->sessions, call.hi))
		fetch_rest(m, s);
	else
		fetch_parts(m, s, &event->sip);
}

void li_mirror_expect(const struct li_mirror *m, const struct li_event *event,
	enum li_expect what, struct li_expected *expected)
{
	struct li_key *call = &expected->call;
	struct li_chain *first;

	switch (what) {
	case LI_EXPECT_INDEX:
		*call = (struct li_key){0};
		if (event->broken)
			return;
		*call = li_session_name(m, event);
		li_chains_expect(&m->sessions, call->hi);
		return;
	case LI_EXPECT_RECORD:
		first = li_chains_first(&m->sessions, call->hi);
		if (first)
			fetch(li_session_at(first), sizeof(struct li_session));
		fetch_users(m, event, what);
		return;
	case LI_EXPECT_PARTS:
		fetch_found(m, *call, event);
		fetch_users(m, event, what);
		return;
	case LI_EXPECT_REST:
		fetch_behind(m, *call, event);
		fetch_users(m, event, what);
		return;
	}
}

void li_mirror_expected(struct li_mirror *m, const struct li_expected *expected)
{
	m->call = expected->call;
}
