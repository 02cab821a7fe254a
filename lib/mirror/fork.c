/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Branches of a session, told apart by both tags, so that it makes no
 * difference which side is seen first. RFC 3261 cl. 12 */

static size_t size_of(size_t count)
{
	return count * sizeof(struct li_fork);
}

/* The branch that is missed least when there is no room for another. */
static struct li_fork *least(struct li_session *s)
{
	struct li_fork *early = NULL;

	for (size_t i = 0; i < s->fork_count; i++) {
		struct li_fork *f = &s->forks[i];

		if (f->facts & (LI_FORK_FAILED | LI_FORK_LEFT) &&
			!(f->facts & LI_FORK_OK))
			return f;
		if (!early && !(f->facts & (LI_FORK_OK | LI_FORK_BYE)))
			early = f;
	}
	return early;
}

struct li_fork *li_fork_add(struct li_mirror *m, struct li_session *s,
	uint32_t tag)
{
	struct li_fork *bigger, *f;

	if (s->fork_count == LI_SESSION_FORKS_MAX) {
		f = least(s);
		m->refused++;
		if (f) {
			li_texts_drop(&m->texts, &m->pool, f->sdp);
			*f = (struct li_fork){.tag = tag};
		}
		return f;
	}
	bigger = li_pool_take(&m->pool, size_of(s->fork_count + 1U));
	if (!bigger) {
		m->refused++;
		return NULL;
	}
	if (s->fork_count)
		memcpy(bigger, s->forks, size_of(s->fork_count));
	li_pool_give(&m->pool, s->forks, size_of(s->fork_count));
	s->forks = bigger;
	f = &bigger[s->fork_count++];
	f->tag = tag;
	return f;
}

/* Is it worth to remember a branch for this? The answer to a CANCEL, or to
 * the asking for credentials, is of a hop, not of a branch. */
static bool counts(const struct li_sip *sip)
{
	if (sip->is_request)
		return sip->method != LI_SIP_ACK;
	return sip->method != LI_SIP_CANCEL && sip->status > 100 &&
		sip->status != 401 && sip->status != 407;
}

struct li_fork *li_fork_of(struct li_mirror *m, struct li_session *s,
	const struct li_event *event)
{
	uint32_t tag;

	if (event->sip.to_tag.n == 0 || event->sip.from_tag.n == 0)
		return NULL;
	tag = m->from_tag + m->to_tag;
	for (size_t i = 0; i < s->fork_count; i++)
		if (s->forks[i].tag == tag)
			return &s->forks[i];
	if (!counts(&event->sip) && s->anchored)
		return NULL;
	return li_fork_add(m, s, tag);
}

struct li_fork *li_fork_live(const struct li_session *s)
{
	struct li_fork *best = NULL;
	uint8_t most = 0;

	for (size_t i = 0; i < s->fork_count; i++) {
		struct li_fork *f = &s->forks[i];
		bool over = f->facts &
			(LI_FORK_BYE_DONE | LI_FORK_LOST | LI_FORK_LEFT);
		uint8_t worth = f->facts & LI_FORK_OK ? 4 : 2;

		if (over || (f->facts & LI_FORK_FAILED && worth == 2))
			worth = 1;
		if (worth > most ||
			(worth == most && best && f->tag < best->tag)) {
			best = f;
			most = worth;
		}
	}
	return best;
}
