/* SPDX-License-Identifier: BSD-3-Clause
 *
 * run_story [--print] DATA FILE.flow - runs one story through li_step and
 * compares its trace with what is expected. --print writes the trace instead.
 */
#include <stdio.h>
#include <stdlib.h>

#include "intake/reginfo.h"
#include "intake/sdp.h"
#include "intake/sip_scan.h"
#include "intake/sip_sms.h"
#include "step/step.h"
#include "story.h"

enum { START_S = 1750000000, YEAR_S = 365 * 86400 };

static const struct li_hash_secret secret = {.k0 = 0x5afe, .k1 = 0x5eed};

static struct {
	struct words names[2]; /* let: names and what they stand for */
	struct words calls[STORY_NAMES];
	size_t call_count;
	struct li_task tasks[STORY_NAMES];
	char task_names[STORY_NAMES][64];
	size_t task_count;
	struct li_step *step;
	struct li_arena arena;
	struct li_buf trace, expected;
	uint64_t number;
	const char *data, *file;
	int line;
} story;

static void fail(const char *why)
{
	fprintf(stderr, "%s:%d: %s\n", story.file, story.line, why);
	exit(1);
}

static const char *task_name(int64_t row)
{
	return story.task_names[row - 1];
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
			fail("word too long");
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
			fail("too many words");
		word = w->at[w->count++];
		for (; *p && (quoted || !strchr(" \t\n", *p));) {
			if (*p == '"') {
				quoted = !quoted;
				p++;
				continue;
			}
			if (n >= STORY_WORD - 1)
				fail("word too long");
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
	fail("no such call");
	return NULL;
}

static int64_t time_of(const char *text)
{
	return (int64_t)START_S * 1000000 + (int64_t)(atof(text) * 1000000);
}

static void load_tasks(void)
{
	if (li_step_tasks(story.step, story.tasks, story.task_count))
		fail("tasks are not taken");
}

static void on_task(const struct words *w)
{
	struct li_task *t = &story.tasks[story.task_count];
	size_t i = 1;

	if (story.task_count == STORY_NAMES || w->count < 1)
		fail("no room for the task");
	snprintf(story.task_names[story.task_count], 64, "%.60s", w->at[0]);
	*t = (struct li_task){.row = (int64_t)++story.task_count};
	t->xid.octet[15] = (uint8_t)story.task_count;
	t->ends_us = ((int64_t)START_S + YEAR_S) * 1000000;
	while (i < w->count) {
		enum li_id_kind kind;

		if (strcmp(w->at[i], "content") == 0) {
			t->content = true;
			i++;
		} else if (strcmp(w->at[i], "from") == 0) {
			t->starts_us = time_of(w->at[i + 1]);
			i += 2;
		} else if (strcmp(w->at[i], "until") == 0) {
			t->ends_us = time_of(w->at[i + 1]);
			i += 2;
		} else if (strcmp(w->at[i], "target") == 0 &&
			li_id_kind_parse(w->at[i + 1], &kind) == LI_OK &&
			li_identity_parse(kind, li_slice_str(w->at[i + 2]),
				&t->targets[t->target_count]) == LI_OK) {
			t->target_count++;
			i += 3;
		} else {
			fail("not a task");
		}
	}
	load_tasks();
}

static void on_end(const struct words *w, int64_t at_us)
{
	for (size_t i = 0; i < story.task_count && w->count; i++)
		if (strcmp(story.task_names[i], w->at[0]) == 0)
			story.tasks[i].ended_us = at_us;
	load_tasks();
}

static void take(struct li_event *event)
{
	struct li_product product;

	if (li_step_event(story.step, event, &story.arena, &product))
		fail("the event is not taken");
	story_trace(event, &product, task_name, &story.trace);
	li_arena_reset(&story.arena);
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
		fail("cannot read the message");
	li_buf_commit(out, fread(at, 1, 1 << 16, f));
	fclose(f);
}

static void on_sip(const struct words *w, struct li_event *event)
{
	struct li_event head = *event;
	struct li_buf message = {.n = 0};
	struct li_reginfo reginfo;
	li_err err;

	if (w->count == 1)
		read_file(w->at[0], &message);
	else if (!story_compose(rest(w, 1), call_of(w->at[0]), w->at[0],
			 &message))
		fail("not a message");
	err = li_sip_scan(li_buf_slice(&message), &secret, event);
	li_sdp_find(event);
	if (err && err != LI_EMALFORMED)
		fail("the message is not read");
	li_sip_sms(event, &secret);
	event->broken = err == LI_EMALFORMED;
	li_reginfo_find(event, &secret, &reginfo);
	event->number = head.number;
	event->at_us = head.at_us;
	event->mono_us = head.mono_us;
	take(event);
	li_buf_fini(&message);
}

static void on_at(const struct words *w)
{
	struct li_event event = {.number = 0};
	static struct words args;
	int64_t at_us;

	if (w->count < 3)
		fail("not an event");
	at_us = time_of(w->at[1]);
	event.at_us = at_us;
	event.mono_us = at_us - (int64_t)START_S * 1000000;
	args = *rest(w, 3);
	li_step_tick(story.step, event.mono_us);
	if (strcmp(w->at[2], "task") == 0) {
		on_task(&args);
	} else if (strcmp(w->at[2], "end") == 0) {
		on_end(&args, at_us);
	} else if (strcmp(w->at[2], "sip") == 0) {
		event.number = ++story.number;
		on_sip(&args, &event);
	} else if (strcmp(w->at[2], "cx") == 0) {
		event.number = ++story.number;
		if (!story_cx(&args, &secret, &event))
			fail("not an exchange");
		take(&event);
	} else if (strcmp(w->at[2], "tick") != 0) {
		fail("not an event");
	}
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
	if (strcmp(w.at[0], "let") == 0 && w.count == 3) {
		strcpy(story.names[0].at[story.names[0].count++], w.at[1]);
		strcpy(story.names[1].at[story.names[1].count++], w.at[2]);
	} else if (strcmp(w.at[0], "call") == 0 && w.count > 1) {
		if (story.call_count == STORY_NAMES)
			fail("too many calls");
		story.calls[story.call_count++] = *rest(&w, 1);
	} else if (strcmp(w.at[0], "at") == 0) {
		on_at(&w);
	} else {
		fail("not a line of a story");
	}
}

/* Compare line by line; says where they part. */
static int compare(void)
{
	struct li_slice e = li_buf_slice(&story.expected);
	struct li_slice t = li_buf_slice(&story.trace);

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
	const struct li_step_options options = {.mirror.secret = secret};
	bool print = argc == 4 && strcmp(argv[1], "--print") == 0;
	char line[8192];
	int status;
	FILE *f;

	if (argc < 3 || li_step_new(&options, &story.step))
		return 2;
	story.data = argv[argc - 2];
	story.file = argv[argc - 1];
	f = fopen(story.file, "r");
	if (!f)
		return 2;
	while (fgets(line, sizeof(line), f)) {
		story.line++;
		on_line(line);
	}
	fclose(f);
	if (print)
		fwrite(story.trace.p, 1, story.trace.n, stdout);
	status = print ? 0 : compare();
	li_step_free(story.step);
	li_arena_fini(&story.arena);
	li_buf_fini(&story.trace);
	li_buf_fini(&story.expected);
	return status;
}
