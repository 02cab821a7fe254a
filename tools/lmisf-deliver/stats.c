/* SPDX-License-Identifier: BSD-3-Clause */
#include "stats.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "common/daemon.h"
#include "store/lag.h"

enum { ANSWER_MS = 5000, READ_SIZE = 4096, ANSWER_MAX = 4 << 20 };

static const char begin[] = "{\"destination\":";

struct shown {
	struct li_store *store;
	struct li_buf said; /* by the running program, lines; NUL at its end */
	int64_t now_us;
};

/* Read all that the running program says; nothing when there is none. */
static li_err hear(const char *path, struct li_buf *said,
	struct li_fault *fault)
{
	struct pollfd p = {.events = POLLIN};
	li_err err = li_sock_unix_connect(path, &p.fd, fault);
	size_t n = 0;

	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	said->max = ANSWER_MAX;
	while (!err || err == LI_EAGAIN) {
		uint8_t *to = li_buf_reserve(said, READ_SIZE);

		if (!to)
			err = LI_ETOOBIG;
		else if (poll(&p, 1, ANSWER_MS) != 1)
			err = li_fault_set(fault, LI_ETIMEOUT, "%s: no answer",
				path);
		else
			err = li_sock_read(p.fd, to, READ_SIZE, &n);
		if (!err)
			li_buf_commit(said, n);
	}
	close(p.fd);
	return err == LI_ECLOSED ? LI_OK : err;
}

/* What it says of keys: the last line, if it is there. */
static void show_keys(const struct shown *s)
{
	const char *line = strstr((const char *)s->said.p, "{\"keys\":");

	if (line)
		printf("%.*s\n", (int)strcspn(line, "\n"), line);
}

/* What it says of one destination, behind its number; NULL: nothing. */
static const char *said_of(const struct shown *s, int64_t row)
{
	const char *line = (const char *)s->said.p;

	while (line && *line) {
		const char *end = strchr(line, '\n');
		char *rest;

		if (strncmp(line, begin, sizeof(begin) - 1) != 0 || !end)
			return NULL;
		if (strtoll(line + sizeof(begin) - 1, &rest, 10) == row)
			return rest;
		line = end + 1;
	}
	return NULL;
}

static li_err show(const struct li_destination *d, void *data)
{
	const struct shown *s = data;
	const char *said = said_of(s, d->row);
	uint64_t queue = 0;
	int64_t since_us = 0;
	li_err err = li_store_queued(s->store, d->row, &queue);

	if (!err)
		err = li_store_oldest(s->store, d->row, &since_us);
	if (err)
		return err;
	printf("%s%" PRId64 ",\"queue\":%" PRIu64 ",\"oldest_s\":%.1f", begin,
		d->row, queue,
		since_us ? (double)(s->now_us - since_us) / 1e6 : 0.0);
	if (said)
		printf("%.*s\n", (int)strcspn(said, "\n"), said);
	else
		printf(",\"state\":\"not running\"}\n");
	return LI_OK;
}

int stats_show(const struct li_config *config)
{
	const struct li_store_place place = {
		.path = config->store.path,
		.key_file = config->store.key_file,
	};
	struct shown s = {.now_us = li_clock_now_us()};
	struct li_fault fault = {0};
	li_err err = li_store_open(&place, LI_STORE_READER, &s.store, &fault);

	if (!err && config->sockets.stats[0])
		err = hear(config->sockets.stats, &s.said, &fault);
	li_buf_put_u8(&s.said, 0);
	if (!err)
		err = li_buf_check(&s.said);
	if (!err)
		err = li_store_destination_each(s.store, show, &s);
	if (!err)
		show_keys(&s);
	li_buf_fini(&s.said);
	li_store_close(s.store);
	return err ? li_daemon_fail(err, &fault) : EX_OK;
}
