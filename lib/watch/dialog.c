/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch/inside.h"

/* A call in a user's name from where the user has no contact. An application
 * server, a gateway or a border element opens dialogs for many users, at a place
 * that none of them has bound: it is known by how many they are.
 * TS 24.229 cl. 5.1.2A.1.1, 5.7.3 */

enum { MARK = 0xffff };

/* Who sends it: who is vouched for, else who it says. TS 24.229 cl. 5.2.6.3 */
static const struct li_party *sender(const struct li_event *e)
{
	const struct li_party *p = li_event_party(e, LI_ROLE_P_ASSERTED);

	if (!p)
		p = li_event_party(e, LI_ROLE_P_PREFERRED);
	return p ? p : li_event_party(e, LI_ROLE_FROM);
}

/* The users of a place, counted when another one than the last is there: the
 * upper half of the value is the last one's mark. */
static struct li_memo_slot *place_of(struct li_watch_case *c, uint32_t mark)
{
	return li_memo_get(&c->watch->memo, LI_MEMO_PLACE,
		(struct li_key){.lo = mark}, c->now_s);
}

static void count_user(struct li_watch_case *c, uint32_t place,
	uint64_t subject)
{
	struct li_memo_slot *s = place_of(c, place);
	uint32_t user = (uint32_t)subject & MARK, count = s->value & MARK;

	if (!count || s->value >> 16 != user)
		count += count < MARK;
	s->value = user << 16 | count;
	s->seen_s = c->now_s;
}

/* The request: who it is, and where. */
static void opened(struct li_watch_case *c, struct li_key call)
{
	struct li_watch *w = c->watch;
	const struct li_sip *sip = &c->event->sip;
	uint64_t subject = li_watch_subject(w, sender(c->event));
	uint32_t place;
	struct li_memo_slot *s;

	if (!subject || sip->contact_count == 0)
		return;
	place = (uint32_t)li_origin_mark(&w->secret,
			li_server_host(sip->contacts[0].uri)) |
		1;
	s = li_memo_get(&w->memo, LI_MEMO_DIALOG, call, c->now_s);
	s->value = place;
	s->seen_s = c->now_s;
	s = li_memo_get(&w->memo, LI_MEMO_SENDER, call, c->now_s);
	s->since_s = (uint32_t)(subject >> 32);
	s->value = (uint32_t)subject;
	s->seen_s = c->now_s;
	count_user(c, place, subject);
}

/* The dialog was accepted. */
static void let_in(struct li_watch_case *c, struct li_key call)
{
	struct li_watch *w = c->watch;
	const struct li_memo_slot *dialog =
		li_memo_find(&w->memo, LI_MEMO_DIALOG, call);
	const struct li_memo_slot *who =
		li_memo_find(&w->memo, LI_MEMO_SENDER, call);
	uint32_t limit = w->rules.place_users;

	if (!dialog || !who ||
		(place_of(c, dialog->value)->value & MARK) > limit)
		return;
	li_watch_fire(c,
		(struct li_security_event){.rule = LI_RULE_HIJACK_DIALOG,
			.severity = LI_SEVERITY_HIGH,
			.subject = (uint64_t)who->since_s << 32 | who->value});
}

void li_watch_dialog(struct li_watch_case *c)
{
	struct li_key call;

	if (!c->watch->rules.place_users)
		return;
	call = li_hash(&c->watch->secret, c->event->sip.call_id);
	if (c->change->devices & LI_DEVICE_UNBOUND)
		opened(c, call);
	if (c->change->devices & LI_DEVICE_LET_IN)
		let_in(c, call);
}
