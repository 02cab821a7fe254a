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

/* What a session leads to that a message inside it reads or writes. */
static void fetch_parts(const struct li_session *s)
{
	fetch(s->entries, s->entry_count * sizeof(*s->entries));
	fetch(s->forks, s->fork_count * sizeof(*s->forks));
	/* Moved on the wheel, it leaves both neighbours. */
	fetch(s->timer.next, sizeof(s->timer));
	fetch(s->timer.back, 1);
	fetch(s->asked, sizeof(*s->asked));
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
	const struct li_user *user;

	if (what == LI_EXPECT_RECORD) {
		fetch(li_finder_bucket_of(&m->users.index, key), 1);
		return;
	}
	user = user_of(m, key);
	if (what == LI_EXPECT_PARTS)
		fetch(user, sizeof(*user));
	else if (user)
		fetch(li_body_at(m, user), user->used);
}

/* Whom a REGISTER is of, its answers too, and whom an opening connects. */
static void fetch_users(const struct li_mirror *m, const struct li_event *event,
	enum li_expect what)
{
	const bool registers = event->sip.method == LI_SIP_REGISTER;
	const struct li_party *p;

	if (!registers && (!event->sip.is_request || event->sip.to_tag.n))
		return;
	p = li_event_party(event, LI_ROLE_TO);
	if (p)
		fetch_user(m, li_look_own(p), what);
	p = registers ? NULL : li_event_party(event, LI_ROLE_FROM);
	if (p)
		fetch_user(m, li_look_own(p), what);
}

/* The texts that an answer is compared with. */
static void fetch_texts(const struct li_session *s)
{
	for (size_t i = 0; i < s->fork_count; i++)
		fetch(s->forks[i].sdp, 1);
	fetch(s->sdp, 1);
}

void li_mirror_expect(const struct li_mirror *m, const struct li_event *event,
	enum li_expect what, struct li_expected *expected)
{
	struct li_key *call = &expected->call;
	struct li_chain *first;
	struct li_session *s;

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
			fetch(li_session_at(first), sizeof(*s));
		fetch_users(m, event, what);
		return;
	case LI_EXPECT_PARTS:
		s = li_session_find(m, *call);
		if (s)
			fetch_parts(s);
		fetch_users(m, event, what);
		return;
	case LI_EXPECT_REST:
		s = li_session_find(m, *call);
		if (s && event->sip.sdp.text.n)
			fetch_texts(s);
		fetch_users(m, event, what);
		return;
	}
}

void li_mirror_expected(struct li_mirror *m, const struct li_expected *expected)
{
	m->call = expected->call;
}
