/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/cx_scheme.h"
#include "watch/inside.h"

/* What Cx tells of how users prove who they are, and from where. */

enum {
	REGISTRATION = 1, /* Server-Assignment-Type: TS 29.229 cl. 6.3.15 */
	AUTHENTICATION_FAILURE = 9,
	AUTHENTICATION_TIMEOUT = 10,
	DE_REGISTRATION = 1, /* User-Authorization-Type: cl. 6.3.24 */
	MARK = 0xffff,       /* of a network; two of them make a value */
};

static struct li_memo_slot *network_of(struct li_watch_case *c)
{
	const struct li_party *p =
		li_event_party(c->event, LI_ROLE_CX_PUBLIC_IDENTITY);

	return p ? li_memo_get(&c->watch->memo, LI_MEMO_VISITED, p->keys[0],
			   c->now_s)
		 : NULL;
}

/* Where a user asks from: the lower half of the value; since when, if it was
 * elsewhere shortly before. Emergency calls are taken anywhere. */
static void visited(struct li_watch_case *c)
{
	const struct li_cx *cx = &c->event->cx;
	struct li_memo_slot *slot;
	uint32_t mark, old;

	if (cx->visited_network.n == 0 ||
		cx->authorization_type == DE_REGISTRATION ||
		c->event->cx_more.uar_flags & LI_UAR_EMERGENCY)
		return;
	slot = network_of(c);
	if (!slot)
		return;
	mark = (uint32_t)(li_origin_mark(&c->watch->secret,
				  cx->visited_network) |
		       1) &
		MARK;
	old = slot->value & MARK;
	if (old && old != mark)
		slot->since_s =
			c->now_s - slot->seen_s < c->watch->rules.travel_s
			? c->now_s
			: 0;
	slot->value = (slot->value & ~(uint32_t)MARK) | mark;
	slot->seen_s = c->now_s;
}

bool li_watch_travelled(struct li_watch_case *c, struct li_key impu)
{
	const struct li_memo_slot *slot =
		li_memo_find(&c->watch->memo, LI_MEMO_VISITED, impu);

	return slot && slot->since_s &&
		c->now_s - slot->since_s < c->watch->rules.window_s;
}

/* Who failed again and again succeeds, and from another network. The network
 * of the registration is the upper half of the value. */
static void after_failures(struct li_watch_case *c, struct li_key user)
{
	const struct li_watch_rules *rules = &c->watch->rules;
	const struct li_memo_slot *failed =
		li_memo_find(&c->watch->memo, LI_MEMO_FAILED, user);
	struct li_memo_slot *at = network_of(c);
	uint32_t now = at ? at->value & MARK : 0;
	uint32_t before = at ? at->value >> 16 : 0;

	if (failed && rules->failures && failed->value >= rules->failures &&
		c->now_s - failed->seen_s < rules->travel_s && now && before &&
		now != before)
		li_watch_fire(c,
			(struct li_security_event){
				.rule = LI_RULE_HIJACK_FAILED,
				.severity = LI_SEVERITY_HIGH,
				.count = failed->value,
				.limit = rules->failures,
				.since_us =
					(int64_t)failed->since_s * 1000000});
	if (now)
		at->value = now << 16 | now;
}

bool li_watch_vouched(const struct li_watch *watch, struct li_key user)
{
	const struct li_memo_slot *slot =
		li_memo_find(&watch->memo, LI_MEMO_VOUCHED, user);

	return slot && slot->value;
}

/* Of who is asked nothing, an answer of the HSS that the S-CSCF has needs no
 * other behind it. TS 29.228 cl. 6.3; TS 33.203 annexes R, T */
static void schemes(struct li_watch_case *c)
{
	static const enum li_role who[] = {LI_ROLE_CX_USER_NAME,
		LI_ROLE_CX_PUBLIC_IDENTITY};
	const bool vouched = li_cx_asks_nothing(c->event->cx_more.auth_scheme);

	if (!li_cx_success(&c->event->cx))
		return;
	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		const struct li_party *p = li_event_party(c->event, who[i]);
		struct li_memo_slot *slot = NULL;

		if (p && vouched)
			slot = li_memo_get(&c->watch->memo, LI_MEMO_VOUCHED,
				p->keys[0], c->now_s);
		else if (p)
			slot = li_memo_find(&c->watch->memo, LI_MEMO_VOUCHED,
				p->keys[0]);
		if (!slot)
			continue;
		slot->value = vouched;
		slot->seen_s = c->now_s;
	}
}

/* A first registration follows a MAA of the same IMPI; what came before the
 * watch began was not seen. TS 29.228 cl. 6.3; TS 33.203 cl. 6.1 */
static void unproved(struct li_watch_case *c, struct li_key user)
{
	const struct li_watch_rules *rules = &c->watch->rules;
	const struct li_change *change = c->change;
	int64_t proof_s = rules->proof_s;
	int64_t seen_s = (int64_t)c->now_s - c->watch->begun_s;

	if (!proof_s || seen_s < proof_s ||
		(change->auth_was_pending && change->auth_age_s <= proof_s) ||
		li_watch_vouched(c->watch, user))
		return;
	li_watch_fire(c,
		(struct li_security_event){.rule = LI_RULE_SAR_UNPROVED,
			.severity = LI_SEVERITY_HIGH});
}

static void failed(struct li_watch_case *c, struct li_key user)
{
	const struct li_watch_rules *rules = &c->watch->rules;
	struct li_memo_slot *slot =
		li_memo_get(&c->watch->memo, LI_MEMO_FAILED, user, c->now_s);
	struct li_tally *by = &c->origin->failed;
	uint32_t count = li_watch_count(c, slot);

	li_tally_add(by, c->now_s, rules->window_s);
	if (rules->failures && count == rules->failures)
		li_watch_fire(c,
			(struct li_security_event){.rule = LI_RULE_AUTH_FAILED,
				.severity = LI_SEVERITY_MEDIUM,
				.count = count,
				.limit = count,
				.since_us = (int64_t)slot->since_s * 1000000});
	if (rules->failures_by && by->count == rules->failures_by)
		li_watch_fire(c,
			(struct li_security_event){
				.rule = LI_RULE_AUTH_FAILED_BY,
				.severity = LI_SEVERITY_HIGH,
				.count = by->count,
				.limit = by->count,
				.since_us = (int64_t)by->since_s * 1000000});
}

static void assigned(struct li_watch_case *c)
{
	const struct li_cx *cx = &c->event->cx;
	const struct li_party *user =
		li_event_party(c->event, LI_ROLE_CX_USER_NAME);

	if (!user)
		return;
	if (cx->assignment_type == AUTHENTICATION_FAILURE ||
		cx->assignment_type == AUTHENTICATION_TIMEOUT) {
		failed(c, user->keys[0]);
	} else if (cx->assignment_type == REGISTRATION && li_cx_success(cx)) {
		unproved(c, user->keys[0]);
		after_failures(c, user->keys[0]);
	}
}

void li_watch_proof(struct li_watch_case *c)
{
	if (c->event->cx.command == LI_CX_UAR)
		visited(c);
	else if (c->event->cx.command == LI_CX_SAR)
		assigned(c);
	else if (c->event->cx.command == LI_CX_MAR)
		schemes(c);
}
