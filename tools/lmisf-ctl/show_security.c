/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <time.h>

#include "ctl.h"
#include "json.h"
#include "model/security.h"

/* One line: what a stranger chose must not move the cursor or break JSON. */
struct text {
	char c[LI_SECURITY_TEXT + 1];
};

static struct text plain(struct li_slice s)
{
	struct text t;
	size_t n = li_slice_copy(s, t.c, sizeof(t.c));

	for (size_t i = 0; i < n; i++)
		if (t.c[i] < 0x20 || t.c[i] > 0x7e)
			t.c[i] = '?';
	return t;
}

/* UTC with microseconds. TS 33.126 R6.4-90 */
static struct text utc(int64_t at_us)
{
	time_t s = (time_t)(at_us / 1000000);
	struct tm tm = {.tm_mday = 1};
	struct text t;
	size_t n;

	gmtime_r(&s, &tm);
	n = strftime(t.c, sizeof(t.c), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(t.c + n, sizeof(t.c) - n, ".%06dZ", (int)(at_us % 1000000));
	return t;
}

/* Of what command or answer; "" for none. TS 29.229 cl. 6.1 */
static struct text code(const struct li_security_event *e)
{
	static const char *const commands[] = {"UAR", "SAR", "LIR", "MAR",
		"RTR", "PPR"};
	struct text t = {""};

	if (e->code >= LI_CX_UAR && e->code <= LI_CX_PPR &&
		e->source == LI_SOURCE_CX)
		snprintf(t.c, sizeof(t.c), "%s", commands[e->code - LI_CX_UAR]);
	else if (e->code)
		snprintf(t.c, sizeof(t.c), "%u", e->code);
	return t;
}

static struct text subject(const struct li_security_event *e)
{
	struct text t = {""};

	if (e->subject)
		snprintf(t.c, sizeof(t.c), "%016" PRIx64, e->subject);
	return t;
}

static json_t *to_json(uint64_t row, const struct li_security_event *e)
{
	struct text at = utc(e->at_us), since = utc(e->since_us);
	struct text node = plain(e->node), peer = plain(e->peer);
	struct text server = plain(e->server), of = code(e), who = subject(e);

	return json_pack("{sI ss ss ss sI sb sI sI ss ss ss ss ss ss ss}",
		"security", (json_int_t)row, "rule", li_rule_name(e->rule),
		"severity", li_severity_name(e->severity), "source",
		e->source == LI_SOURCE_CX ? "Cx" : "SIP", "event",
		(json_int_t)e->number, "summary", e->number == 0, "count",
		(json_int_t)e->count, "threshold", (json_int_t)e->limit, "code",
		of.c, "subject", who.c, "node", node.c, "peer", peer.c,
		"server", server.c, "since", since.c, "at", at.c);
}

static void named(const char *what, struct li_slice name)
{
	struct text t = plain(name);

	if (name.n)
		printf(" %s %s", what, t.c);
}

static void print(uint64_t row, const struct li_security_event *e)
{
	struct text at = utc(e->at_us), of = code(e), who = subject(e);

	printf("%6" PRIu64 "  %s  %-6s  %-14s  %s%" PRIu64, row, at.c,
		li_severity_name(e->severity), li_rule_name(e->rule),
		e->number ? "" : "+", e->count);
	if (e->limit)
		printf(" of %" PRIu64, e->limit);
	if (of.c[0])
		printf(" %s", of.c);
	named("by", e->node);
	named("through", e->peer);
	named("as", e->server);
	if (who.c[0])
		printf(" <%s>", who.c);
	putchar('\n');
}

/* An item: its row, and the event. */
static li_err read_item(struct li_slice item, uint64_t *row,
	struct li_security_event *e)
{
	struct li_cursor c = li_cursor(item);

	*row = li_cursor_u64(&c);
	return c.bad ? LI_EMALFORMED : li_unpack_security(c.rest, e);
}

li_err ctl_security_list(struct ctl *c)
{
	json_t *list = json_array();
	struct li_slice rest, item;
	struct li_security_event e;
	uint64_t row;
	li_err err;

	err = ctl_ask(c, LI_ADMIN_SECURITY_LIST, (struct li_slice){0});
	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item)) {
		err = read_item(item, &row, &e);
		if (err)
			break;
		if (c->json)
			json_array_append_new(list, to_json(row, &e));
		else
			print(row, &e);
	}
	if (!err && c->json)
		return ctl_print_json(list);
	json_decref(list);
	return err;
}
