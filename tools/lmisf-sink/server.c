/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <unistd.h>

#include "net/sock.h"
#include "sink.h"

static void on_connection(void *data, uint32_t ready)
{
	struct sink *sink = data;
	struct li_address from;
	int fd;

	(void)ready;
	while (li_sock_accept(sink->listener.fd, &fd, &from) == LI_OK) {
		if (sink->conn_count < SINK_CONNS_MAX)
			sink_conn_open(sink, fd, &from);
		else
			close(fd);
	}
}

void sink_stop(struct sink *sink, li_err err)
{
	if (sink->err == LI_OK)
		sink->err = err;
	li_loop_stop(sink->loop);
}

static void on_idle(void *data)
{
	sink_stop(data, LI_OK);
}

static void arm_idle(struct sink *sink)
{
	if (sink->options.idle_us > 0)
		li_loop_arm(sink->loop, &sink->idle,
			(int64_t)sink->options.idle_us, on_idle, sink);
}

void sink_took(struct sink *sink)
{
	arm_idle(sink);
}

li_err sink_sync(struct sink *sink)
{
	FILE *out = sink->options.out;

	if (fflush(stdout) != 0)
		return LI_EIO;
	if (out && fflush(out) != 0)
		return LI_EIO;
	if (trace_sync(sink->trace) != LI_OK)
		return LI_EIO;
	/* A pipe or device cannot be synced and need not be. */
	if (out && fdatasync(fileno(out)) != 0 && errno != EINVAL)
		return LI_EIO;
	return LI_OK;
}

void sink_check_enough(struct sink *sink)
{
	if (sink->options.count == 0 ||
		sink->counts.received < sink->options.count)
		return;
	if (!sink->linger.armed)
		li_loop_arm(sink->loop, &sink->linger, SINK_LINGER_US, on_idle,
			sink);
	for (const struct sink_conn *c = sink->conns; c; c = sink_conn_next(c))
		if (sink_conn_waits(c))
			return;
	sink_stop(sink, LI_OK);
}

li_err sink_serve(struct sink *sink, int listener)
{
	li_err err = track_new(&sink->track);

	sink->checker.track = sink->track;
	if (err == LI_OK)
		err = keep_new(&sink->checker.keep);
	if (err == LI_OK)
		err = li_hash_secret_draw(&sink->secret);
	if (err == LI_OK)
		err = li_loop_add(sink->loop, &sink->listener, listener,
			LI_LOOP_IN, on_connection, sink);
	arm_idle(sink);
	return err;
}

void sink_end(struct sink *sink)
{
	while (sink->conns)
		sink_conn_close(sink->conns, NULL);
	li_loop_disarm(sink->loop, &sink->idle);
	li_loop_disarm(sink->loop, &sink->linger);
	if (sink->listener.added) {
		li_loop_remove(sink->loop, &sink->listener);
		close(sink->listener.fd);
	}
	keep_free(sink->checker.keep);
	sink->checker.keep = NULL;
	track_free(sink->track);
	sink->track = NULL;
	li_arena_fini(&sink->arena);
}
