/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch/inside.h"

/* LIR and MAR of one origin within a window. A rule fires once a window, when
 * its number is reached: more of the same is no more news. */

enum { USER_UNKNOWN = 5001 }; /* TS 29.229 cl. 6.2.2.1 */

static void reached(struct li_watch_case *c, enum li_rule rule, uint32_t count,
	uint32_t limit, uint32_t since_s)
{
	li_watch_fire(c,
		(struct li_security_event){.rule = rule,
			.severity = LI_SEVERITY_HIGH,
			.count = count,
			.limit = limit,
			.since_us = (int64_t)since_s * 1000000});
}

/* How many users, in this window? Fires when they become too many. */
static void users(struct li_watch_case *c, enum li_rule rule,
	struct li_tally *tally, struct li_sketch *sketch)
{
	const struct li_watch_rules *rules = &c->watch->rules;
	bool mar = rule == LI_RULE_MAR_MANY;
	uint32_t limit = mar ? rules->mar_identities : rules->lir_identities;
	const struct li_party *p = li_event_party(c->event,
		mar ? LI_ROLE_CX_USER_NAME : LI_ROLE_CX_PUBLIC_IDENTITY);
	uint32_t before, now;

	if (!limit || !p)
		return;
	if (li_tally_add(tally, c->now_s, rules->window_s))
		li_sketch_reset(sketch);
	before = (uint32_t)(sketch->sum >> 8);
	now = li_sketch_add(sketch, p->keys[0]);
	if (before < limit && now >= limit)
		reached(c, rule, now, limit, tally->since_s);
}

/* Who guesses names meets many that do not exist. TS 29.228 cl. 6.1.4 */
static void unknown(struct li_watch_case *c)
{
	const struct li_cx *cx = &c->event->cx;
	struct li_tally *tally = &c->origin->lir_unknown;
	uint32_t limit = c->watch->rules.lir_unknown;

	if (!limit || !cx->answered || !cx->experimental ||
		cx->result != USER_UNKNOWN)
		return;
	li_tally_add(tally, c->now_s, c->watch->rules.window_s);
	if (tally->count == limit)
		reached(c, LI_RULE_LIR_UNKNOWN, limit, limit, tally->since_s);
}

/* A user needs a vector now and then: one that is asked for all the time is
 * under attack, or its key is. TS 29.228 cl. 6.3 */
static void vectors(struct li_watch_case *c)
{
	const struct li_party *p =
		li_event_party(c->event, LI_ROLE_CX_USER_NAME);
	uint32_t limit = c->watch->rules.mar_of_one, since_s;
	struct li_memo_slot *slot;

	if (!limit || !p)
		return;
	slot = li_memo_get(&c->watch->memo, LI_MEMO_VECTORS, p->keys[0],
		c->now_s);
	if (li_watch_count(c, slot) != limit)
		return;
	since_s = slot->since_s;
	li_watch_fire(c,
		(struct li_security_event){.rule = LI_RULE_MAR_ONE,
			.severity = LI_SEVERITY_MEDIUM,
			.count = limit,
			.limit = limit,
			.since_us = (int64_t)since_s * 1000000});
}

void li_watch_bursts(struct li_watch_case *c)
{
	if (c->event->cx.command == LI_CX_LIR) {
		users(c, LI_RULE_LIR_SWEEP, &c->origin->lir,
			&c->origin->lir_users);
		unknown(c);
	} else if (c->event->cx.command == LI_CX_MAR) {
		users(c, LI_RULE_MAR_MANY, &c->origin->mar,
			&c->origin->mar_users);
		vectors(c);
	}
}
