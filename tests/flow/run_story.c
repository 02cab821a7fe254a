/* SPDX-License-Identifier: BSD-3-Clause
 *
 * run_story [--print] DATA FILE.flow - runs one story through li_step and
 * compares its trace with what is expected. --print writes the trace instead.
 */
#include <stdio.h>
#include <stdlib.h>

#include "intake/not_sip.h"
#include "intake/reginfo.h"
#include "intake/sdp.h"
#include "intake/sip_scan.h"
#include "intake/sip_sms.h"
#include "stage.h"

enum { START_S = 1750000000 };

static const struct li_hash_secret secret = {.k0 = 0x5afe, .k1 = 0x5eed};

static struct {
	struct words names[2]; /* let: names and what they stand for */
	struct words calls[STORY_NAMES];
	size_t call_count;
	struct li_buf expected;
	uint64_t number;
	const char *data, *file;
	int line;
} story;

void story_fail(const char *why)
{
	fprintf(stderr, "%s:%d: %s\n", story.file, story.line, why);
	exit(1);
}

/* Put in what $NAME stands for. */
static void append(char *word, size_t *n, const char **p)
{
	struct words *from = &story.names[0], *to = &story.names[1];

	for (size_t i = 0; **p == '$' && i < from->count; i++) {
		size_t len = strlen(from->at[i]);

		if (strncmp(*p + 1, from->at[i], len) != 0)
			continue;
		*n += (size_t)snprintf(word + *n, STORY_WORD - *n, "%s",
			to->at[i]);
		*p += len + 1;
		if (*n >= STORY_WORD)
			story_fail("word too long");
		return;
	}
	word[(*n)++] = *(*p)++;
}

static void split(const char *p, struct words *w)
{
	w->count = 0;
	for (;;) {
		size_t n = 0;
		bool quoted = false;
		char *word;

		p += strspn(p, " \t\n");
		if (!*p || *p == '#')
			return;
		if (w->count == STORY_WORDS)
			story_fail("too many words");
		word = w->at[w->count++];
		for (; *p && (quoted || !strchr(" \t\n", *p));) {
			if (*p == '"') {
				quoted = !quoted;
				p++;
				continue;
			}
			if (n >= STORY_WORD - 1)
				story_fail("word too long");
			append(word, &n, &p);
		}
		word[n] = '\0';
	}
}

/* The words after the first n. */
static struct words *rest(const struct words *w, size_t n)
{
	static struct words r;

	r.count = w->count > n ? w->count - n : 0;
	if (r.count)
		memcpy(r.at, w->at + n, r.count * sizeof(w->at[0]));
	return &r;
}

static struct words *call_of(const char *name)
{
	for (size_t i = 0; i < story.call_count; i++)
		if (strcmp(story.calls[i].at[0], name) == 0)
			return &story.calls[i];
	story_fail("no such call");
	return NULL;
}

int64_t story_time(const char *text)
{
	return (int64_t)START_S * 1000000 + (int64_t)(atof(text) * 1000000);
}

static void read_file(const char *name, struct li_buf *out)
{
	char path[4096];
	FILE *f;
	uint8_t *at;

	snprintf(path, sizeof(path), "%s/%s", story.data, name);
	f = fopen(path, "rb");
	at = li_buf_reserve(out, 1 << 16);
	if (!f || !at)
		story_fail("cannot read the message");
	li_buf_commit(out, fread(at, 1, 1 << 16, f));
	fclose(f);
}

/* What the intake makes of the octets. */
static void take_octets(struct li_slice octets, struct li_event *event)
{
	struct li_event head = *event;
	struct li_reginfo reginfo;
	li_err err = li_sip_scan(octets, &secret, event);

	if (err && err != LI_EMALFORMED) {
		bool compressed = li_not_sip(octets) == LI_NOT_SIP_SIGCOMP;

		li_buf_printf(&stage.trace, "#%llu %s\n",
			(unsigned long long)head.number,
			compressed ? "compressed, missed" : "not SIP");
		return;
	}
	li_sdp_find(event);
	li_sip_sms(event, &secret);
	event->broken = err == LI_EMALFORMED;
	li_reginfo_find(event, &secret, &reginfo);
	event->number = head.number;
	event->at_us = head.at_us;
	event->mono_us = head.mono_us;
	event->from = head.from;
	event->to = head.to;
	stage_take(event);
}

static void on_sip(const struct words *w, struct li_event *event)
{
	struct li_buf message = {.n = 0};

	if (w->count == 1)
		read_file(w->at[0], &message);
	else if (!story_compose(rest(w, 1), call_of(w->at[0]), w->at[0],
			 &message))
		story_fail("not a message");
	story_wire(w, event);
	take_octets(li_buf_slice(&message), event);
	li_buf_fini(&message);
}

static void on_octets(const struct words *w, struct li_event *event)
{
	struct li_buf octets = {.n = 0};

	if (w->count < 1 || !story_octets(w->at[0], &octets))
		story_fail("not octets");
	take_octets(li_buf_slice(&octets), event);
	li_buf_fini(&octets);
}

static void on_cx(const struct words *w, struct li_event *event)
{
	if (!story_cx(w, &secret, event))
		story_fail("not an exchange");
	story_cx_hops(w, event);
	stage_take(event);
}

static void on_bearer(const struct words *w, struct li_event *event)
{
	struct li_bearer bearer = {.number = event->number,
		.at_us = event->at_us,
		.mono_us = event->mono_us};

	if (!story_bearer(w, &secret, &bearer))
		story_fail("not what is said of a bearer");
	stage_bearer(&bearer);
}

static void on_lap(const struct words *w, struct li_event *event)
{
	(void)w;
	stage_lap(event);
}

static void on_at(const struct words *w)
{
	static const struct {
		const char *name;
		void (*play)(const struct words *w, struct li_event *event);
	} events[] = {{"sip", on_sip}, {"octets", on_octets}, {"cx", on_cx},
		{"bearer", on_bearer}, {"lap", on_lap}};
	struct li_event event = {.number = 0};
	static struct words args;
	const char *what;

	if (w->count < 3)
		story_fail("not an event");
	what = w->at[2];
	event.at_us = story_time(w->at[1]);
	event.mono_us = event.at_us - story_time("0");
	args = *rest(w, 3);
	li_step_tick(stage.step, event.mono_us);
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		if (strcmp(what, events[i].name) == 0) {
			event.number = ++story.number;
			events[i].play(&args, &event);
			return;
		}
	}
	if (strcmp(what, "task") == 0)
		stage_task(&args);
	else if (strcmp(what, "end") == 0)
		stage_end(&args, event.at_us);
	else if (strcmp(what, "restart") == 0)
		stage_restart(event.at_us, event.mono_us);
	else if (strcmp(what, "tick") == 0)
		stage_tick(event.mono_us);
	else
		story_fail("not an event");
}

static void on_line(const char *text)
{
	static struct words w;
	const char *expect = text + strspn(text, " \t");

	if (strncmp(expect, "expect ", 7) == 0) {
		expect += 7;
		li_buf_put_str(&story.expected, expect + strspn(expect, " \t"));
		return;
	}
	split(text, &w);
	if (w.count == 0)
		return;
	if (strcmp(w.at[0], "show") == 0 && w.count == 2 &&
		strcmp(w.at[1], "sessions") == 0) {
		story_show_sessions();
	} else if (strcmp(w.at[0], "watch") == 0) {
		stage_watch(rest(&w, 1));
	} else if (strcmp(w.at[0], "keys") == 0 && w.count == 2) {
		stage_keys(w.at[1]);
	} else if (strcmp(w.at[0], "let") == 0 && w.count == 3) {
		strcpy(story.names[0].at[story.names[0].count++], w.at[1]);
		strcpy(story.names[1].at[story.names[1].count++], w.at[2]);
	} else if (strcmp(w.at[0], "call") == 0 && w.count > 1) {
		if (story.call_count == STORY_NAMES)
			story_fail("too many calls");
		story.calls[story.call_count++] = *rest(&w, 1);
	} else if (strcmp(w.at[0], "at") == 0) {
		on_at(&w);
	} else {
		story_fail("not a line of a story");
	}
}

/* Compare line by line; says where they part. */
static int compare(void)
{
	struct li_slice e = li_buf_slice(&story.expected);
	struct li_slice t = li_buf_slice(&stage.trace);

	while (e.n || t.n) {
		size_t i = li_slice_find(e, '\n'), j = li_slice_find(t, '\n');
		struct li_slice want = li_slice_sub(e, 0, i);
		struct li_slice got = li_slice_sub(t, 0, j);

		if (!li_slice_eq(want, got)) {
			fprintf(stderr, "%s:\nexpected %.*s\ntraced   %.*s\n",
				story.file, (int)want.n, (const char *)want.p,
				(int)got.n, (const char *)got.p);
			return 1;
		}
		e = li_slice_sub(e, i + 1, e.n);
		t = li_slice_sub(t, j + 1, t.n);
	}
	return 0;
}

int main(int argc, char **argv)
{
	bool print = argc == 4 && strcmp(argv[1], "--print") == 0;
	char line[8192];
	int status;
	FILE *f;

	if (argc < 3)
		return 2;
	story.data = argv[argc - 2];
	story.file = argv[argc - 1];
	f = fopen(story.file, "r");
	if (!f)
		return 2;
	stage_open(&secret);
	while (fgets(line, sizeof(line), f)) {
		story.line++;
		on_line(line);
	}
	fclose(f);
	if (print)
		fwrite(stage.trace.p, 1, stage.trace.n, stdout);
	status = print ? 0 : compare();
	stage_close();
	li_buf_fini(&story.expected);
	return status;
}
