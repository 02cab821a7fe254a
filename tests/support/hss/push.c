/* SPDX-License-Identifier: BSD-3-Clause
 *
 * push.c - see push.h.
 */
#include "push.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "answers_auth.h"
#include "cx_msg.h"
#include "subscribers.h"

enum {
	COMMAND_MAX_BYTES = 2048,
	TAG_MAX = 32,
	ANSWER_WITHIN_S = 3,
	STOP_WITHIN_MS = 100,
	PROFILE_MAX_BYTES = 4096,
	RESULT_SUCCESS = 2001,
	REASON_PERMANENT_TERMINATION = 0 /* TS 29.229 cl. 6.3.17 */
};

/* One command, until its answer. */
struct push {
	char tag[TAG_MAX];
	enum cx_command code;
	char impi[SUBSCRIBER_ID];
	struct timespec sent;
};

static pthread_t reader;
static atomic_bool stopping;
static char *fifo_path;
static int fifo = -1;

static const char *name_of(const struct push *p)
{
	return p->code == CX_RT ? "rtr" : "ppr";
}

static long us_since(const struct timespec *then)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - then->tv_sec) * 1000000L +
		(now.tv_nsec - then->tv_nsec) / 1000;
}

static void answered(void *data, struct msg **msg)
{
	struct push *p = data;
	uint32_t result = cx_get_result(*msg);
	struct subscriber *s;

	if (p->code == CX_RT && result == RESULT_SUCCESS) {
		subscribers_lock();
		s = subscribers_by_impi(p->impi, strlen(p->impi));
		if (s != NULL)
			s->registered = false;
		subscribers_unlock();
	}
	fd_log(FD_LOG_NOTICE, "test_hss: #%s %s result=%u us=%ld", p->tag,
		name_of(p), result, us_since(&p->sent));
	fd_msg_free(*msg);
	*msg = NULL;
	free(p);
}

static void expired(void *data, DiamId_t peer, size_t peer_len,
	struct msg **msg)
{
	struct push *p = data;

	(void)peer;
	(void)peer_len;
	fd_log(FD_LOG_NOTICE, "test_hss: #%s %s unanswered", p->tag,
		name_of(p));
	fd_msg_free(*msg);
	*msg = NULL;
	free(p);
}

/* What RTR and PPR begin with. */
static int put_head(struct msg *msg, const struct subscriber *s)
{
	int rc = fd_msg_new_session(msg, NULL, 0);

	if (rc == 0)
		rc = cx_put_application(msg);
	if (rc == 0)
		rc = fd_msg_add_origin(msg, 0);
	if (rc == 0)
		rc = cx_put_text(msg, AVP_DESTINATION_HOST, s->server_host);
	if (rc == 0)
		rc = cx_put_text(msg, AVP_DESTINATION_REALM, s->server_realm);
	if (rc == 0)
		rc = cx_put_text(msg, AVP_USER_NAME, s->impi);
	return rc;
}

static int put_termination(struct msg *msg, char **save)
{
	static const char reason_is[] = "reason=";
	uint32_t code = REASON_PERMANENT_TERMINATION;
	msg_or_avp *reason = NULL;
	int rc = 0;

	for (char *word = strtok_r(NULL, " ", save); rc == 0 && word != NULL;
		word = strtok_r(NULL, " ", save))
		if (strncmp(word, reason_is, sizeof(reason_is) - 1) == 0)
			code = (uint32_t)strtoul(word + sizeof(reason_is) - 1,
				NULL, 10);
		else
			rc = cx_put_text(msg, AVP_PUBLIC_IDENTITY, word);
	if (rc == 0)
		rc = cx_put_group(msg, AVP_DEREGISTRATION_REASON, &reason);
	if (rc == 0)
		rc = cx_put_number(reason, AVP_REASON_CODE, code);
	if (rc == 0)
		rc = cx_put_text(reason, AVP_REASON_INFO, "by the operator");
	return rc;
}

/* Take what follows in the line: a vector that is asked for, and the public
 * identities that s has from now on.
 */
static int take_words(struct msg *msg, struct subscriber *s, char **save)
{
	bool first = true;
	int rc = 0;

	for (char *word = strtok_r(NULL, " ", save); rc == 0 && word != NULL;
		word = strtok_r(NULL, " ", save)) {
		if (strcmp(word, "auth") == 0) {
			rc = answers_auth_item(s, msg);
			continue;
		}
		if (first)
			s->impus = 0;
		first = false;
		if (s->impus == SUBSCRIBER_IMPUS ||
			strlen(word) >= SUBSCRIBER_ID)
			return EMSGSIZE;
		memcpy(s->impu[s->impus++], word, strlen(word) + 1);
	}
	return rc;
}

static int put_profile(struct msg *msg, struct subscriber *s, char **save)
{
	char profile[PROFILE_MAX_BYTES];
	size_t len;
	int rc = take_words(msg, s, save);

	if (rc != 0)
		return rc;
	len = subscriber_profile(s, profile, sizeof(profile));
	return len == 0 ? EMSGSIZE
			: cx_put_octets(msg, AVP_USER_DATA, profile, len);
}

static int build(const struct push *p, char **save, struct msg **out)
{
	struct dict_object *model = cx_dict_request(p->code);
	struct subscriber *s;
	struct msg *msg;
	int rc;

	rc = fd_msg_new(model, MSGFL_ALLOC_ETEID, &msg);
	if (rc != 0)
		return rc;
	subscribers_lock();
	s = subscribers_by_impi(p->impi, strlen(p->impi));
	if (s == NULL || s->server_host[0] == '\0')
		rc = ENOENT;
	if (rc == 0)
		rc = put_head(msg, s);
	if (rc == 0)
		rc = p->code == CX_RT ? put_termination(msg, save)
				      : put_profile(msg, s, save);
	subscribers_unlock();
	if (rc == 0)
		*out = msg;
	else
		fd_msg_free(msg);
	return rc;
}

/* Parse "TAG VERB IMPI" off the line. False when it is not that. */
static bool parse(struct push *p, char *line, char **save)
{
	char *tag = strtok_r(line, " ", save);
	char *verb = strtok_r(NULL, " ", save);
	char *impi = strtok_r(NULL, " ", save);

	if (impi == NULL || strlen(tag) >= sizeof(p->tag) ||
		strlen(impi) >= sizeof(p->impi))
		return false;
	memcpy(p->tag, tag, strlen(tag) + 1);
	memcpy(p->impi, impi, strlen(impi) + 1);
	p->code = CX_RT;
	if (strcmp(verb, "ppr") == 0)
		p->code = CX_PP;
	else if (strcmp(verb, "rtr") != 0)
		return false;
	return true;
}

static void obey(char *line)
{
	struct push *p = calloc(1, sizeof(*p));
	struct timespec within;
	struct msg *msg;
	char *save = NULL;
	int rc;

	if (p == NULL)
		return;
	if (!parse(p, line, &save)) {
		fd_log(FD_LOG_ERROR, "test_hss: command not understood");
		free(p);
		return;
	}
	rc = build(p, &save, &msg);
	if (rc == 0) {
		clock_gettime(CLOCK_MONOTONIC, &p->sent);
		clock_gettime(CLOCK_REALTIME, &within);
		within.tv_sec += ANSWER_WITHIN_S;
		rc = fd_msg_send_timeout(&msg, answered, p, expired, &within);
		if (rc == 0)
			return; /* p is the callbacks' now */
		fd_msg_free(msg);
	}
	fd_log(FD_LOG_NOTICE, "test_hss: #%s %s refused: %s", p->tag,
		name_of(p), rc == ENOENT ? "never registered" : strerror(rc));
	free(p);
}

/* Obey each whole line; move the rest to the front. */
static size_t take_lines(char *buf, size_t len)
{
	char *line = buf, *end;

	while ((end = memchr(line, '\n', len - (size_t)(line - buf)))) {
		*end = '\0';
		obey(line);
		line = end + 1;
	}
	len -= (size_t)(line - buf);
	memmove(buf, line, len);
	return len == COMMAND_MAX_BYTES ? 0 : len;
}

static void *read_commands(void *arg)
{
	char buf[COMMAND_MAX_BYTES];
	size_t len = 0;

	(void)arg;
	fd_log_threadname("test_hss/push");
	while (!atomic_load(&stopping)) {
		struct pollfd poller = {.fd = fifo, .events = POLLIN};
		ssize_t got;

		if (poll(&poller, 1, STOP_WITHIN_MS) <= 0)
			continue;
		got = read(fifo, buf + len, sizeof(buf) - len);
		if (got > 0)
			len = take_lines(buf, len + (size_t)got);
	}
	return NULL;
}

int push_start(const char *path)
{
	int rc;

	fifo_path = strdup(path);
	if (fifo_path == NULL)
		return ENOMEM;
	if (mkfifo(path, 0600) != 0 && errno != EEXIST)
		return errno;
	/* read and write: no end of file when a writer closes */
	fifo = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fifo < 0)
		return errno;
	rc = pthread_create(&reader, NULL, read_commands, NULL);
	if (rc != 0) {
		close(fifo);
		fifo = -1;
	}
	return rc;
}

void push_stop(void)
{
	atomic_store(&stopping, true);
	if (fifo >= 0) {
		pthread_join(reader, NULL);
		close(fifo);
		unlink(fifo_path);
	}
	fifo = -1;
	free(fifo_path);
	fifo_path = NULL;
}
