/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* A session of a million is in no cache: its bucket, its record, what the
 * record leads to and its neighbours on the wheel are each a wait for memory.
 * Here they are asked for, one step ahead of their use. */

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
		return;
	case LI_EXPECT_PARTS:
		s = li_session_find(m, *call);
		if (s)
			fetch_parts(s);
		return;
	}
}

void li_mirror_expected(struct li_mirror *m, const struct li_expected *expected)
{
	m->call = expected->call;
}
