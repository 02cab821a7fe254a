/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/sock.h"
#include "sandbox/launch.h"
#include "x1/cell.h"
#include "x1/guard.h"
#include "x1/pack.h"

enum {
	CHUNK = 1 << 16,
	ENOUGH_NS = 250000000, /* of a cell's second */
};

struct li_x1_reader {
	struct li_launcher *launcher;
	int64_t timeout_us, until_us;
	struct li_x1_reader_counts counts;
	pid_t pid;
	int fd; /* -1: no cell */
	unsigned int documents;
};

/* ---- its cell ---- */

static li_err start(struct li_x1_reader *r)
{
	int pair[2];
	li_err err;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return LI_EIO;
	err = li_launcher_start(r->launcher, pair[1], &r->pid);
	close(pair[1]);
	if (!err)
		err = fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0 ? LI_OK : LI_EIO;
	if (err) {
		close(pair[0]);
		return err;
	}
	r->fd = pair[0];
	r->documents = 0;
	r->counts.cells++;
	return LI_OK;
}

/* End the cell, whatever it does; how it ended, as waitpid(2) tells. */
static int stop(struct li_x1_reader *r)
{
	int status;

	if (r->fd < 0)
		return 0;
	status = li_launcher_stop(r->launcher);
	close(r->fd);
	r->fd = -1;
	return status;
}

/* Has it lived long enough? Its own word is not asked. */
static bool is_spent(const struct li_x1_reader *r)
{
	struct timespec used;
	clockid_t clock;

	if (r->documents >= LI_X1_CELL_DOCUMENTS)
		return true;
	return clock_getcpuclockid(r->pid, &clock) != 0 ||
		clock_gettime(clock, &used) != 0 || used.tv_sec > 0 ||
		used.tv_nsec > ENOUGH_NS;
}

/* ---- a document ---- */

static li_err wait_for(const struct li_x1_reader *r, short events)
{
	const int64_t left_us = r->until_us - li_clock_mono_us();
	struct pollfd p = {.fd = r->fd, .events = events};

	if (left_us <= 0)
		return LI_ETIMEOUT;
	if (poll(&p, 1, (int)(left_us / 1000) + 1) < 0 && errno != EINTR)
		return LI_EIO;
	return LI_OK;
}

static li_err send_all(const struct li_x1_reader *r, struct li_slice octets)
{
	li_err err = LI_OK;
	size_t n;

	while (!err && octets.n) {
		err = li_sock_write(r->fd, octets, &n);
		if (err == LI_EAGAIN)
			err = wait_for(r, POLLOUT);
		else if (!err)
			octets = li_slice_sub(octets, n, octets.n);
	}
	return err;
}

/* Read until there are n octets, and not one more. */
static li_err read_to(const struct li_x1_reader *r, struct li_buf *in, size_t n)
{
	li_err err = LI_OK;
	size_t got;

	while (!err && in->n < n) {
		size_t more = n - in->n < CHUNK ? n - in->n : CHUNK;
		uint8_t *to = li_buf_reserve(in, more);

		if (!to)
			return LI_ENOMEM;
		err = li_sock_read(r->fd, to, more, &got);
		if (err == LI_EAGAIN)
			err = wait_for(r, POLLIN);
		else if (!err)
			li_buf_commit(in, got);
	}
	return err;
}

/* What an answer says, if it is one. */
static li_err judge(const struct li_buf *in, struct li_buf *out)
{
	struct li_slice requests = li_slice_sub(li_buf_slice(in), 5, in->n);

	switch (in->p[4]) {
	case LI_OK:
		if (li_x1_packed_check(requests))
			return LI_ECORRUPT;
		li_buf_put_slice(out, requests);
		return li_buf_check(out);
	case LI_EMALFORMED:
	case LI_EUNSUPPORTED:
	case LI_ETOOBIG: return requests.n ? LI_ECORRUPT : (li_err)in->p[4];
	default: return LI_ECORRUPT;
	}
}

static li_err exchange(struct li_x1_reader *r, struct li_slice document,
	struct li_buf *out)
{
	struct li_buf in = {.max = LI_X1_PACKED_MAX}, size = {0};
	struct li_cursor c;
	size_t n = 0;
	li_err err;

	li_buf_put_u32(&size, (uint32_t)document.n);
	err = li_buf_check(&size);
	if (!err)
		err = send_all(r, li_buf_slice(&size));
	if (!err)
		err = send_all(r, document);
	if (!err)
		err = read_to(r, &in, 4);
	if (!err) {
		c = li_cursor(li_buf_slice(&in));
		n = li_cursor_u32(&c);
		err = n < 1 || n > LI_X1_PACKED_MAX - 4
			? LI_ECORRUPT
			: read_to(r, &in, 4 + n);
	}
	if (!err)
		err = judge(&in, out);
	li_buf_fini(&in);
	li_buf_fini(&size);
	return err;
}

/* A cell that is not as it should be is not used again. What ended it may be
 * an attack, and is told as such. */
static li_err end_cell(struct li_x1_reader *r, li_err err)
{
	int status = stop(r);
	int signo = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (err == LI_ENOMEM)
		return err;
	if (err == LI_ETIMEOUT || signo == SIGXCPU) {
		r->counts.late++;
		li_log(LI_LOG_WARNING, "x1", 0,
			"a document took its reader too long, refused");
		return LI_ETIMEOUT;
	}
	r->counts.ended++;
	li_log(LI_LOG_WARNING, "x1", 0,
		"a document ended its reader (signal %d), refused", signo);
	return LI_ECORRUPT;
}

/* Is there one that waits for a document? It may have been ended meanwhile, by
 * nobody's document. */
static li_err be_ready(struct li_x1_reader *r)
{
	struct pollfd p = {.fd = r->fd, .events = POLLIN};

	if (r->fd >= 0 && poll(&p, 1, 0) != 0)
		(void)stop(r);
	return r->fd >= 0 ? LI_OK : start(r);
}

li_err li_x1_reader_read(struct li_x1_reader *r, struct li_slice document,
	struct li_buf *out)
{
	li_err err;

	if (document.n > LI_X1_OCTETS_MAX)
		return LI_ETOOBIG;
	if (be_ready(r)) {
		li_log(LI_LOG_ERROR, "x1", 0,
			"no process can be started to read a document, "
			"refused");
		return LI_EIO;
	}
	r->until_us = li_clock_mono_us() + r->timeout_us;
	r->documents++;
	r->counts.documents++;
	err = exchange(r, document, out);
	if (err == LI_EMALFORMED || err == LI_EUNSUPPORTED || err == LI_ETOOBIG)
		r->counts.refused++;
	else if (err)
		err = end_cell(r, err);
	if (r->fd >= 0 && is_spent(r))
		(void)stop(r);
	/* There before it is needed; if not, it is tried again then. */
	if (r->fd < 0)
		(void)start(r);
	return err;
}

li_err li_x1_reader_new(const char *program, int64_t timeout_us,
	struct li_x1_reader **out)
{
	char *name = strdup(program), word[] = LI_X1_CELL;
	char *const argv[] = {name, word, NULL};
	/* Its environment is empty: nothing of ours is told to it. */
	const struct li_launch what = {.path = program,
		.argv = argv,
		.stop = SIGKILL};
	struct li_x1_reader *r = calloc(1, sizeof(*r));
	li_err err;

	if (!r || !name) {
		free(r);
		free(name);
		return LI_ENOMEM;
	}
	r->timeout_us = timeout_us;
	r->fd = -1;
	err = li_launcher_new(&what, &r->launcher);
	free(name);
	if (!err)
		err = start(r);
	if (err) {
		li_x1_reader_free(r);
		return err;
	}
	*out = r;
	return LI_OK;
}

void li_x1_reader_free(struct li_x1_reader *r)
{
	if (!r)
		return;
	(void)stop(r);
	li_launcher_free(r->launcher);
	free(r);
}

bool li_x1_reader_gone(const struct li_x1_reader *r)
{
	return li_launcher_gone(r->launcher);
}

const struct li_x1_reader_counts *li_x1_reader_counts(
	const struct li_x1_reader *r)
{
	return &r->counts;
}
