/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch/limit.h"

static bool over(const struct li_limit_slot *s, int64_t mono_us)
{
	return mono_us - s->start_us >= LI_WATCH_MINUTE_US;
}

/* Count an event that is not put out. */
static void leave_out(struct li_limit_slot *s,
	const struct li_security_event *e, uint64_t times)
{
	struct li_slice node = e->node;

	if (!s->left) {
		s->sum = (struct li_security_event){
			.rule = e->rule,
			.severity = e->severity,
			.source = e->source,
			.since_us = e->at_us,
		};
		/* Many origins have no one name. */
		if (s->key)
			s->sum.node = li_slice(s->node,
				li_slice_copy(node, s->node, sizeof(s->node)));
	}
	s->left++;
	s->sum.count += times;
	s->sum.at_us = e->at_us;
	if (e->severity > s->sum.severity)
		s->sum.severity = e->severity;
}

/* A minute that is over is summed up, and another one begins; false when there
 * is no room to say so. */
static bool roll(struct li_limit_slot *s, int64_t mono_us,
	struct li_limit_out *out)
{
	if (s->start_us && !over(s, mono_us))
		return true;
	if (s->left && out->count == LI_WATCH_OUT_MAX)
		return false;
	if (s->left)
		out->events[out->count++] = s->sum;
	s->start_us = mono_us ? mono_us : 1;
	s->rows = s->left = 0;
	return true;
}

/* The slot of a rule and origin; NULL when all that it may have are in use. */
static struct li_limit_slot *slot_of(struct li_limit *limit, uint64_t key,
	int64_t mono_us)
{
	size_t set = key % (LI_LIMIT_SLOTS / LI_LIMIT_WAYS);
	struct li_limit_slot *s = limit->slots + set * LI_LIMIT_WAYS;
	struct li_limit_slot *free_one = NULL;

	for (int i = 0; i < LI_LIMIT_WAYS; i++) {
		if (s[i].key == key)
			return &s[i];
		if (!s[i].key || over(&s[i], mono_us))
			free_one = &s[i];
	}
	if (!free_one)
		return NULL;
	/* What nobody has summed up yet is told with the rule's others. */
	if (free_one->left)
		leave_out(&limit->rules[free_one->sum.rule], &free_one->sum,
			free_one->sum.count);
	free_one->key = key;
	free_one->start_us = 0;
	free_one->left = 0;
	return free_one;
}

bool li_limit_put(struct li_limit *limit, const struct li_security_event *e,
	uint64_t origin, int64_t mono_us, struct li_limit_out *out)
{
	uint64_t key = (origin + 1) * 0x9e3779b97f4a7c15u + (uint64_t)e->rule;
	struct li_limit_slot *all = &limit->rules[e->rule];
	struct li_limit_slot *s = slot_of(limit, key ? key : 1, mono_us);

	if (!roll(all, mono_us, out) || (s && !roll(s, mono_us, out)) || !s ||
		s->rows >= limit->rows ||
		all->rows >= limit->rows * LI_WATCH_RULE_SHARE ||
		out->count == LI_WATCH_OUT_MAX) {
		leave_out(s ? s : all, e, 1);
		return false;
	}
	s->rows++;
	all->rows++;
	out->events[out->count++] = *e;
	return true;
}

void li_limit_tick(struct li_limit *limit, int64_t mono_us,
	struct li_limit_out *out)
{
	for (size_t i = 0; i < LI_LIMIT_SLOTS; i++)
		if (limit->slots[i].left &&
			!roll(&limit->slots[i], mono_us, out))
			return;
	for (size_t i = 0; i <= LI_RULE_LAST; i++)
		if (limit->rules[i].left &&
			!roll(&limit->rules[i], mono_us, out))
			return;
}
