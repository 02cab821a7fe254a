/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "watch/inside.h"

li_err li_watch_new(const struct li_watch_options *options,
	struct li_watch **out)
{
	struct li_watch *w = calloc(1, sizeof(*w));
	const struct li_watch_rules usual = li_watch_rules_usual();
	struct li_key handles;
	li_err err;

	if (!w)
		return LI_ENOMEM;
	w->secret = options->secret;
	w->rules = options->rules ? *options->rules : usual;
	if (!w->rules.users_max)
		w->rules.users_max = usual.users_max;
	handles = li_hash(&options->secret, li_slice_str("subjects"));
	w->handles = (struct li_prf_key){handles.hi, handles.lo};
	w->limit.rows = w->rules.rows_a_minute;
	li_servers_make(&w->rules, &w->secret, &w->servers);
	err = li_memo_make(w->rules.users_max, &w->memo);
	if (!err)
		err = li_origins_make(&w->rules, &w->secret, &w->origins);
	if (!err && li_watch_rules_bearers(&w->rules))
		err = li_bearers_make(w->rules.users_max, &w->bearers);
	if (err) {
		li_watch_free(w);
		return err;
	}
	*out = w;
	return LI_OK;
}

void li_watch_free(struct li_watch *watch)
{
	if (!watch)
		return;
	li_memo_fini(&watch->memo);
	li_origins_fini(&watch->origins);
	li_bearers_fini(&watch->bearers);
	explicit_bzero(watch, sizeof(*watch));
	free(watch);
}

uint32_t li_watch_count(struct li_watch_case *c, struct li_memo_slot *slot)
{
	uint32_t window_s = c->watch->rules.window_s;

	if (!slot->value ||
		(c->now_s >= slot->since_s &&
			c->now_s - slot->since_s >= window_s)) {
		slot->since_s = c->now_s;
		slot->value = 0;
	}
	slot->value += slot->value < UINT32_MAX;
	slot->seen_s = c->now_s;
	return slot->value;
}

uint64_t li_watch_subject(const struct li_watch *watch,
	const struct li_party *party)
{
	return party
		? li_prf(&watch->handles,
			  li_slice(&party->keys[0], sizeof(party->keys[0])))
		: 0;
}

/* Which user the event is about. */
static uint64_t subject(const struct li_watch_case *c)
{
	const struct li_event *e = c->event;
	const struct li_party *p;

	if (e->source == LI_SOURCE_SIP) {
		p = li_event_party(e, LI_ROLE_TO);
	} else {
		p = li_event_party(e, LI_ROLE_CX_PUBLIC_IDENTITY);
		if (!p)
			p = li_event_party(e, LI_ROLE_CX_USER_NAME);
	}
	return li_watch_subject(c->watch, p);
}

static struct li_slice cut(struct li_slice s)
{
	return li_slice_sub(s, 0, LI_SECURITY_TEXT);
}

/* Put it out, or have it counted. */
static void put_out(struct li_watch *w, const struct li_security_event *e,
	uint64_t origin, int64_t mono_us)
{
	if (li_limit_put(&w->limit, e, origin, mono_us, &w->out))
		w->counts.fired[e->rule]++;
	else
		w->counts.summed[e->rule]++;
}

/* What the event itself says; returns whose it is. */
static uint64_t fill(const struct li_watch_case *c, struct li_security_event *e)
{
	const struct li_event *event = c->event;
	bool cx = event->source == LI_SOURCE_CX;

	e->source = event->source;
	e->number = event->number;
	e->at_us = event->at_us;
	if (!e->since_us)
		e->since_us = event->at_us;
	if (!e->count)
		e->count = 1;
	e->code = cx ? (uint32_t)event->cx.command : event->sip.status;
	if (!e->subject)
		e->subject = subject(c);
	if (cx && !e->node.n) {
		e->node = event->cx.origin_host;
		e->peer = event->cx_more.request_peer;
	}
	e->node = cut(e->node);
	e->peer = cut(e->peer);
	e->server = cut(e->server);
	return e->node.n ? li_origin_mark(&c->watch->secret, e->node) : 0;
}

void li_watch_fire(struct li_watch_case *c, struct li_security_event e)
{
	uint64_t origin = fill(c, &e);

	put_out(c->watch, &e, origin, c->event->mono_us);
}

void li_watch_fire_later(struct li_watch_case *c, struct li_security_event e)
{
	uint64_t origin = fill(c, &e);

	if (!li_wait_put(&c->watch->wait, &e, origin, c->event))
		put_out(c->watch, &e, origin, c->event->mono_us);
}

/* The S-CSCF that an exchange names: the CSCF itself, or the HSS. */
static struct li_slice server_of(const struct li_event *e)
{
	return li_server_host(e->cx.server_name.n ? e->cx.server_name
						  : e->cx_more.answered_server);
}

/* USER_DEREGISTRATION follows a REGISTER. TS 29.229 cl. 6.3.15 */
static bool asked_by_user(const struct li_cx *cx)
{
	return cx->command == LI_CX_SAR &&
		(cx->assignment_type == 5 || cx->assignment_type == 7);
}

/* Where two witnesses differ. The S-CSCF that an exchange names is said where
 * it is the matter. TS 29.228 cl. 6.1, 8.1 */
static void contradictions(struct li_watch_case *c)
{
	static const struct {
		unsigned bit;
		enum li_rule rule;
		enum li_severity severity;
	} all[] = {
		{LI_CONTRADICTION_SERVER_DIFFERS, LI_RULE_SERVER_DIFFERS,
			LI_SEVERITY_MEDIUM},
		{LI_CONTRADICTION_SIP_GONE, LI_RULE_SIP_GONE, LI_SEVERITY_LOW},
		{LI_CONTRADICTION_CX_GONE, LI_RULE_CX_GONE, LI_SEVERITY_MEDIUM},
		{LI_CONTRADICTION_NOT_ASSOCIATED, LI_RULE_NOT_ASSOCIATED,
			LI_SEVERITY_MEDIUM},
		{LI_CONTRADICTION_STALE, LI_RULE_STALE, LI_SEVERITY_LOW},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_security_event e = {.rule = all[i].rule,
			.severity = all[i].severity};

		if (!(c->change->contradictions & all[i].bit))
			continue;
		if (c->event->source == LI_SOURCE_CX)
			e.server = server_of(c->event);
		if (all[i].bit == LI_CONTRADICTION_CX_GONE &&
			asked_by_user(&c->event->cx))
			li_watch_fire_later(c, e);
		else
			li_watch_fire(c, e);
	}
}

static void look_cx(struct li_watch_case *c)
{
	struct li_watch *w = c->watch;

	c->origin = li_origin_get(&w->origins,
		li_origin_mark(&w->secret, c->event->cx.origin_host), c->now_s);
	li_watch_access(c);
	li_watch_servers(c);
	li_watch_bursts(c);
	li_watch_proof(c);
}

/* Kept apart, so that what does not concern us pays nothing for it. */
static __attribute__((noinline)) size_t look(struct li_watch *watch,
	const struct li_event *event, const struct li_change *change,
	const struct li_security_event **out)
{
	struct li_watch_case c = {.watch = watch,
		.event = event,
		.change = change,
		.now_s = (uint32_t)(event->at_us / 1000000)};

	watch->out.count = 0;
	if (!watch->begun_s)
		watch->begun_s = c.now_s;
	if (event->source == LI_SOURCE_CX)
		look_cx(&c);
	else if (event->sip.method == LI_SIP_REGISTER)
		li_watch_register(&c);
	else
		li_watch_dialog(&c);
	if (change->contradictions)
		contradictions(&c);
	*out = watch->out.events;
	return watch->out.count;
}

/* Is there anything for us in it? Most SIP messages have nothing. */
static bool concerns(const struct li_event *event,
	const struct li_change *change)
{
	const unsigned dialog = LI_DEVICE_UNBOUND | LI_DEVICE_LET_IN;

	if (event->source != LI_SOURCE_SIP)
		return true;
	if (event->sip.method != LI_SIP_REGISTER)
		return change->devices & dialog;
	return !event->sip.is_request || change->devices || change->access ||
		change->leaving || change->contradictions ||
		change->device_known;
}

size_t li_watch_event(struct li_watch *watch, const struct li_event *event,
	const struct li_change *change, const struct li_security_event **out)
{
	if (event->broken || !concerns(event, change))
		return 0;
	return look(watch, event, change, out);
}

size_t li_watch_bearer(struct li_watch *watch, const struct li_bearer *bearer,
	const struct li_security_event **out)
{
	/* What is held against somebody is what he says of himself in SIP. */
	struct li_security_event e = {.rule = LI_RULE_HIJACK_IMEI,
		.severity = LI_SEVERITY_HIGH,
		.source = LI_SOURCE_SIP,
		.number = bearer->number,
		.at_us = bearer->at_us,
		.since_us = bearer->at_us,
		.count = 1};

	watch->out.count = 0;
	if (watch->bearers.users &&
		li_bearers_record(&watch->bearers, bearer,
			(uint32_t)(bearer->at_us / 1000000),
			watch->rules.bearer_s, &e.subject))
		put_out(watch, &e, 0, bearer->mono_us);
	*out = watch->out.events;
	return watch->out.count;
}

size_t li_watch_tick(struct li_watch *watch, int64_t mono_us,
	const struct li_security_event **out)
{
	struct li_security_event e;
	uint64_t origin;

	watch->out.count = 0;
	while (watch->out.count < LI_WATCH_OUT_MAX &&
		li_wait_due(&watch->wait, mono_us, &e, &origin))
		put_out(watch, &e, origin, mono_us);
	li_limit_tick(&watch->limit, mono_us, &watch->out);
	*out = watch->out.events;
	return watch->out.count;
}

const struct li_watch_counts *li_watch_counts(const struct li_watch *watch)
{
	return &watch->counts;
}
