/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/teller.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ipc/admin.h"
#include "net/backoff.h"
#include "net/sock.h"

enum {
	RETRY_MIN_US = 50000,
	RETRY_MAX_US = 2000000,
	ANSWER_US = 30000000, /* a commit never takes so long */
	READ_SIZE = 4096,
};

static const char name[] = "lmisf-deliver";

enum about {
	ABOUT_ISSUE,
	ABOUT_CONTACT, /* a row of the audit about a destination */
	ABOUT_KEYS,    /* what is counted of them */
};

struct word {
	enum about about;
	int64_t destination; /* of a contact */
	uint8_t key[LI_ISSUE_KEY];
	struct li_issue issue;
	struct li_contact_row contact;
	struct li_counts counts;
	bool told;
};

struct li_teller {
	struct li_loop *loop;
	char *socket;
	struct word *words;
	size_t count, room;
	size_t at; /* the one that is said */
	bool saying;
	bool stale; /* it has changed since */
	struct li_watch watch;
	struct li_timer timer; /* bounds an answer, ends a wait */
	struct li_backoff backoff;
	struct li_buf in, out;
};

static void say_next(void *data);

static void disconnect(struct li_teller *t)
{
	li_loop_disarm(t->loop, &t->timer);
	if (t->watch.added) {
		li_loop_remove(t->loop, &t->watch);
		close(t->watch.fd);
	}
	li_buf_reset(&t->in);
	li_buf_reset(&t->out);
	t->saying = false;
	/* Who comes next may know of no count. */
	for (size_t i = 0; i < t->count; i++)
		t->words[i].told &= t->words[i].about != ABOUT_KEYS;
}

static void hold(void *data)
{
	struct li_teller *t = data;

	disconnect(t);
	li_loop_arm(t->loop, &t->timer, li_backoff_next(&t->backoff), say_next,
		t);
}

/* Whatever lmisfd said to it, it has it. */
static li_err take(struct li_teller *t)
{
	struct li_admin_reply reply;
	struct li_ipc_message m;
	li_err err = li_ipc_next(li_buf_slice(&t->in), &m);

	if (err)
		return err;
	if (m.type != LI_IPC_ADMIN_REPLY || !t->saying)
		return LI_EMALFORMED;
	err = li_admin_reply_get(m.body, &reply);
	if (err)
		return err;
	li_buf_consume(&t->in, m.octets);
	t->saying = false;
	t->words[t->at].told = !t->stale;
	li_backoff_reset(&t->backoff);
	li_loop_arm(t->loop, &t->timer, 0, say_next, t);
	return LI_OK;
}

static li_err read_some(struct li_teller *t)
{
	uint8_t *to = li_buf_reserve(&t->in, READ_SIZE);
	size_t n = 0;
	li_err err =
		to ? li_sock_read(t->watch.fd, to, READ_SIZE, &n) : LI_ENOMEM;

	if (err)
		return err;
	li_buf_commit(&t->in, n);
	return take(t);
}

static li_err write_some(struct li_teller *t)
{
	size_t n = 0;
	li_err err = LI_OK;

	while (t->out.n && !err) {
		err = li_sock_write(t->watch.fd, li_buf_slice(&t->out), &n);
		if (!err)
			li_buf_consume(&t->out, n);
	}
	li_loop_want(t->loop, &t->watch,
		LI_LOOP_IN | (t->out.n ? (uint32_t)LI_LOOP_OUT : 0));
	return err == LI_EAGAIN ? LI_OK : err;
}

static void on_ready(void *data, uint32_t ready)
{
	struct li_teller *t = data;
	li_err err = LI_OK;

	if (ready & LI_LOOP_OUT)
		err = write_some(t);
	if (!err && (ready & (LI_LOOP_IN | LI_LOOP_END)))
		err = read_some(t);
	if (err && err != LI_EAGAIN)
		hold(t);
}

static li_err connected(struct li_teller *t)
{
	int fd;
	li_err err;

	if (t->watch.added)
		return LI_OK;
	err = li_sock_unix_connect(t->socket, &fd, NULL);
	if (err)
		return err;
	err = li_loop_add(t->loop, &t->watch, fd, LI_LOOP_IN, on_ready, t);
	if (err)
		close(fd);
	return err;
}

static void put_note(struct li_buf *body, const struct word *w)
{
	struct li_admin_note note = {.detail = li_slice_str(w->contact.detail)};

	snprintf(note.action, sizeof(note.action), "%s", w->contact.action);
	snprintf(note.object, sizeof(note.object), "destination %lld",
		(long long)w->destination);
	snprintf(note.result, sizeof(note.result), "%s", w->contact.result);
	li_admin_note_put(body, &note);
}

static enum li_admin_op put_body(struct li_buf *body, const struct word *w)
{
	switch (w->about) {
	case ABOUT_ISSUE: break;
	case ABOUT_CONTACT: put_note(body, w); return LI_ADMIN_NOTE;
	case ABOUT_KEYS:
		li_counts_keys_put(body, &w->counts);
		return LI_ADMIN_KEYS;
	}
	li_pack_issue(body, &w->issue);
	return LI_ADMIN_ISSUE;
}

static li_err put_request(struct li_teller *t)
{
	struct li_admin_request request = {0};
	struct li_buf body = {0};
	li_err err;

	snprintf(request.actor, sizeof(request.actor), "%s", name);
	snprintf(request.via, sizeof(request.via), "%s", name);
	request.op = put_body(&body, &t->words[t->at]);
	err = li_buf_check(&body);
	request.body = li_buf_slice(&body);
	li_admin_request_put(&t->out, &request);
	li_buf_fini(&body);
	t->saying = true;
	t->stale = false;
	return err ? err : li_buf_check(&t->out);
}

static void say_next(void *data)
{
	struct li_teller *t = data;
	size_t i = 0;
	li_err err;

	while (i < t->count && t->words[i].told)
		i++;
	if (t->saying || i == t->count)
		return;
	err = connected(t);
	t->at = i;
	if (!err)
		err = put_request(t);
	if (!err) {
		li_loop_arm(t->loop, &t->timer, ANSWER_US, hold, t);
		err = write_some(t);
	}
	if (err)
		hold(t);
}

/* Is it of the same thing? */
static bool same(const struct word *a, const struct word *b)
{
	if (a->about != b->about)
		return false;
	if (a->about == ABOUT_CONTACT)
		return a->destination == b->destination &&
			strcmp(a->contact.action, b->contact.action) == 0;
	/* There is one word about keys, and it has no key. */
	return memcmp(a->key, b->key, sizeof(a->key)) == 0;
}

/* Tell it in place of what there is of the same thing. */
static li_err say(struct li_teller *t, const struct word *word)
{
	const size_t room = t->room ? 2 * t->room : 8;
	struct word *more;
	size_t i = 0;

	while (i < t->count && !same(&t->words[i], word))
		i++;
	if (i == t->room) {
		more = realloc(t->words, room * sizeof(*more));
		if (!more)
			return LI_ENOMEM;
		t->words = more;
		t->room = room;
	}
	t->count += i == t->count;
	t->words[i] = *word;
	if (t->saying && i == t->at)
		t->stale = true;
	/* While a wait runs out its timer goes on. */
	if (!t->timer.armed)
		li_loop_arm(t->loop, &t->timer, 0, say_next, t);
	return LI_OK;
}

li_err li_teller_tell(struct li_teller *t, const struct li_issue *issue)
{
	struct word word = {.issue = *issue};

	li_issue_key(issue, word.key);
	return say(t, &word);
}

li_err li_teller_note(struct li_teller *t, int64_t destination,
	const struct li_contact_row *contact)
{
	return say(t,
		&(struct word){.about = ABOUT_CONTACT,
			.destination = destination,
			.contact = *contact});
}

li_err li_teller_keys(struct li_teller *t, const struct li_counts *counts)
{
	return say(t, &(struct word){.about = ABOUT_KEYS, .counts = *counts});
}

li_err li_teller_new(struct li_loop *loop, const char *socket,
	struct li_teller **out)
{
	struct li_teller *t = calloc(1, sizeof(*t));

	if (!t)
		return LI_ENOMEM;
	t->socket = strdup(socket);
	if (!t->socket) {
		free(t);
		return LI_ENOMEM;
	}
	t->loop = loop;
	li_backoff_init(&t->backoff, RETRY_MIN_US, RETRY_MAX_US, 5);
	*out = t;
	return LI_OK;
}

void li_teller_free(struct li_teller *t)
{
	if (!t)
		return;
	disconnect(t);
	li_buf_fini(&t->in);
	li_buf_fini(&t->out);
	free(t->words);
	free(t->socket);
	free(t);
}
