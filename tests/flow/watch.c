/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "stage.h"

static struct {
	bool shown;
	uint64_t subjects[26];
	size_t count;
} watch;

/* HOST,ROLE */
static void add_node(struct li_watch_rules *rules, const char *text)
{
	static const char *const roles[] = {"i-cscf", "s-cscf", "hss", "relay"};
	const char *comma = strchr(text, ',');
	struct li_node *node = &rules->nodes[rules->nodes_count++];

	if (!comma || rules->nodes_count == LI_NODES_MAX)
		story_fail("not a node");
	snprintf(node->host, sizeof(node->host), "%.*s", (int)(comma - text),
		text);
	for (int i = 0; i < 4; i++)
		if (strcmp(comma + 1, roles[i]) == 0)
			node->role = (enum li_node_role)(1 << i);
	if (!node->role)
		story_fail("no such role");
}

void stage_watch(const struct words *w)
{
	static struct li_watch_rules rules;
	const struct {
		const char *key;
		uint32_t *at;
	} numbers[] = {{"learn", &rules.learn_s}, {"window", &rules.window_s},
		{"proof", &rules.proof_s}, {"travel", &rules.travel_s},
		{"lir", &rules.lir_identities},
		{"lir-unknown", &rules.lir_unknown},
		{"mar", &rules.mar_identities}, {"mar-one", &rules.mar_of_one},
		{"failures", &rules.failures}, {"places", &rules.place_users},
		{"rows", &rules.rows_a_minute}};
	const char *v;

	rules = li_watch_rules_usual();
	rules.users_max = 1024;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		v = words_value(w, numbers[i].key);
		if (v)
			*numbers[i].at = (uint32_t)atoi(v);
	}
	v = words_value(w, "bearers");
	rules.lite = v;
	if (v)
		rules.bearer_s = (uint32_t)atoi(v);
	for (size_t n = 0; (v = words_nth(w, "node", n)); n++)
		add_node(&rules, v);
	for (size_t n = 0; (v = words_nth(w, "s-cscf", n)); n++)
		snprintf(rules.servers[rules.servers_count++],
			sizeof(rules.servers[0]), "%s", v);
	watch.shown = true;
	stage.options.watch.rules = &rules;
	li_step_free(stage.step);
	stage_open(&stage.options.mirror.secret);
}

static bool key_of(enum li_id_kind kind, const char *text,
	const struct li_hash_secret *secret, struct li_key *out)
{
	struct li_key keys[LI_ID_KEYS_MAX];

	if (!text || !li_identity_keys(kind, li_slice_str(text), secret, keys))
		return false;
	*out = keys[0];
	return true;
}

bool story_bearer(const struct words *line, const struct li_hash_secret *secret,
	struct li_bearer *out)
{
	static const char *const whats[] = {"begun", "there", "gone"};
	const char *id = line->at[1], *node = words_value(line, "node");
	const char *imei = words_value(line, "imei");

	if (line->count < 3 ||
		!key_of(LI_ID_IMSI, line->at[0], secret, &out->imsi) ||
		(imei && !key_of(LI_ID_IMEI, imei, secret, &out->imei)))
		return false;
	if (strncmp(id, "eps:", 4) == 0)
		out->id = (uint16_t)(LI_BEARER_EPS | atoi(id + 4));
	else
		out->id = (uint16_t)atoi(id);
	if (node)
		out->node = li_hash_low(secret, li_slice_str(node));
	for (int i = 0; i < 3; i++)
		if (strcmp(line->at[2], whats[i]) == 0)
			out->what = (enum li_bearer_what)(i + 1);
	return out->what != 0;
}

void stage_bearer(const struct li_bearer *bearer)
{
	const struct li_security_event *events;
	size_t count = li_step_bearer(stage.step, bearer, &events);

	li_buf_printf(&stage.trace, "#%llu nothing\n",
		(unsigned long long)bearer->number);
	story_trace_security(events, count, &stage.trace);
}

void story_cx_hops(const struct words *line, struct li_event *event)
{
	struct li_cx_more *more = &event->cx_more;
	const char *answerer = words_value(line, "answerer");

	event->cx.origin_host = li_slice_str(words_value(line, "host"));
	more->request_peer = li_slice_str(words_value(line, "peer"));
	more->answer_peer = li_slice_str(words_value(line, "answer-peer"));
	more->answer_host =
		li_slice_str(answerer ? answerer : "hss.ims.example");
}

/* The letter of a user. */
static char letter(uint64_t subject)
{
	size_t i = 0;

	while (i < watch.count && watch.subjects[i] != subject)
		i++;
	if (i == sizeof(watch.subjects) / sizeof(watch.subjects[0]))
		story_fail("too many users");
	if (i == watch.count)
		watch.subjects[watch.count++] = subject;
	return (char)('a' + (char)i);
}

static void put_name(const char *what, struct li_slice name, struct li_buf *out)
{
	if (!name.n)
		return;
	li_buf_put_str(out, what);
	li_buf_put_slice(out, name);
}

void story_trace_security(const struct li_security_event *events, size_t count,
	struct li_buf *out)
{
	for (size_t i = 0; watch.shown && i < count; i++) {
		const struct li_security_event *e = &events[i];

		if (e->number)
			li_buf_printf(out, "#%llu ",
				(unsigned long long)e->number);
		li_buf_printf(out, "security %s %s", li_rule_name(e->rule),
			li_severity_name(e->severity));
		if (!e->number || e->limit)
			li_buf_printf(out, ", %llu",
				(unsigned long long)e->count);
		if (!e->number)
			li_buf_put_str(out, " more");
		put_name(" by ", e->node, out);
		put_name(" through ", e->peer, out);
		put_name(" as ", e->server, out);
		if (e->subject)
			li_buf_printf(out, ", user %c", letter(e->subject));
		li_buf_put_str(out, "\n");
	}
}

void stage_tick(int64_t mono_us)
{
	const struct li_security_event *events;
	size_t count = li_step_watch(stage.step, mono_us, &events);

	story_trace_security(events, count, &stage.trace);
}
