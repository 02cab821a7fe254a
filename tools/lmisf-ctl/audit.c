/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "store/audit.h"

enum { SINCE_MAX = 1000000 }; /* checkpoints of two years, each minute */

/* What was handed out, in the order of rows. */
struct since {
	struct li_checkpoint *list;
	size_t count, room;
};

static int by_row(const void *a, const void *b)
{
	const struct li_checkpoint *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

static li_err add(struct since *s, const char *line)
{
	struct li_checkpoint c, *list;
	size_t room = s->room ? s->room * 2 : 64;

	if (!strstr(line, "lmisf2:"))
		return LI_OK;
	if (li_checkpoint_parse(line, &c) || s->count == SINCE_MAX)
		return LI_EINVAL;
	if (s->count == s->room) {
		list = realloc(s->list, room * sizeof(*list));
		if (!list)
			return LI_ENOMEM;
		s->list = list;
		s->room = room;
	}
	s->list[s->count++] = c;
	return LI_OK;
}

/* A log host's file: what else stands in it is passed over. */
static li_err read_file(struct ctl *c, struct since *s)
{
	FILE *f = fopen(c->since, "re");
	char *line = NULL;
	size_t cap = 0, number = 0;
	li_err err = LI_OK;

	if (!f) /* what it is may be anything but a file's name */
		return li_fault_set(&c->fault, LI_ENOTFOUND, "--since: %s",
			strerror(errno));
	while (!err && getline(&line, &cap, f) >= 0) {
		number++;
		err = add(s, line);
	}
	if (err)
		err = li_fault_set(&c->fault, err,
			"%s:%zu: not a whole checkpoint", c->since, number);
	else if (s->count == 0)
		err = li_fault_set(&c->fault, LI_EINVAL,
			"%s: no checkpoint (lmisf2:...) in it", c->since);
	free(line);
	fclose(f);
	return err;
}

static li_err read_since(struct ctl *c, struct since *s)
{
	li_err err = LI_OK;

	if (!c->since)
		return LI_OK;
	if (strncmp(c->since, "lmisf2:", 7) != 0)
		err = read_file(c, s);
	else if (add(s, c->since))
		err = li_fault_set(&c->fault, LI_EINVAL,
			"--since: not a whole checkpoint");
	if (!err && s->count > 0)
		qsort(s->list, s->count, sizeof(*s->list), by_row);
	return err;
}

/* That it was looked at, and what came out. TS 33.127 cl. 8.7 */
static li_err note(struct ctl *c, const char *action, const char *object,
	const char *result)
{
	struct li_admin_note note = {.detail = {0}};
	struct li_buf body = {0};
	li_err err;

	snprintf(note.action, sizeof(note.action), "%s", action);
	snprintf(note.object, sizeof(note.object), "%s", object);
	snprintf(note.result, sizeof(note.result), "%s", result);
	li_admin_note_put(&body, &note);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(c, LI_ADMIN_NOTE, li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

static li_err verify(struct ctl *c, struct li_store *store,
	const struct since *s)
{
	struct li_verdict v = {0};
	li_err err = li_store_audit_verify_since(store, s->list, s->count, &v,
		&c->fault);
	char result[48] = "";
	struct li_fault found = c->fault;
	li_err kept;

	if (err == LI_ECORRUPT)
		snprintf(result, sizeof(result), "row %" PRId64 " does not fit",
			v.row);
	else if (err)
		return err;
	kept = note(c, "audit.verify", "", result);
	if (err) {
		c->fault = found;
		return err;
	}
	if (!kept)
		printf("audit chain whole: %" PRIu64 " rows, %" PRIu64
		       " IRI, %" PRIu64 " security events, %" PRIu64
		       " tasks%s\n",
			v.rows, v.iris, v.securities, v.tasks,
			s->count ? ", as when it was handed out" : "");
	return kept;
}

/* By ourselves, so that lmisfd goes on meanwhile; who may not read the store
 * has lmisfd do it. */
li_err ctl_audit_verify(struct ctl *c)
{
	const struct li_store_place place = {.path = c->config.store.path,
		.key_file = c->config.store.key_file};
	struct li_store *store = NULL;
	struct since since = {0};
	li_err err = read_since(c, &since);

	if (err)
		goto out;
	err = li_store_open(&place, LI_STORE_READER, &store, &c->fault);
	if (!err) {
		err = verify(c, store, &since);
	} else if (!c->since) {
		err = ctl_ask(c, LI_ADMIN_AUDIT_VERIFY, (struct li_slice){0});
		if (!err)
			printf("%s\n", c->reply.text);
	}
out:
	li_store_close(store);
	free(since.list);
	return err;
}
