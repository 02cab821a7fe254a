/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lmisf_cx/feed.h"

enum {
	RETRY_US = 100000,
	IN_MAX = 4096, /* lmisfd's messages are small */
	IOV_MAX_HERE = 8,
	ROUNDS_MAX = 16, /* sends in one step */
};

void li_feed_init(struct li_feed *feed, const char *path, struct li_keep *keep,
	const struct li_uuid *instance)
{
	*feed = (struct li_feed){
		.path = path,
		.keep = keep,
		.instance = *instance,
		.fd = -1,
		.in = {.max = IN_MAX},
	};
}

static void drop(struct li_feed *feed, int64_t now_us)
{
	if (feed->fd >= 0)
		close(feed->fd);
	feed->fd = -1;
	feed->welcomed = false;
	feed->stuck = false;
	feed->retry_us = now_us + RETRY_US;
	li_buf_reset(&feed->in);
	li_buf_reset(&feed->out);
}

void li_feed_fini(struct li_feed *feed)
{
	drop(feed, 0);
	li_buf_fini(&feed->in);
	li_buf_fini(&feed->out);
}

static void dial(struct li_feed *feed, int64_t now_us)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	struct li_cx_hello hello = {.instance = feed->instance};

	li_slice_copy(li_slice_str(feed->path), to.sun_path,
		sizeof(to.sun_path));
	feed->fd =
		socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (feed->fd < 0 ||
		connect(feed->fd, (const struct sockaddr *)&to, sizeof(to))) {
		drop(feed, now_us);
		return;
	}
	feed->connects++;
	feed->lost_told = 0;
	li_cx_hello_put(&feed->out, &hello);
}

/* One message of lmisfd; false when it breaks a rule. */
static bool take(struct li_feed *feed, const struct li_ipc_message *m)
{
	uint64_t n;

	if (li_cx_number_get(m->body, &n) != LI_OK)
		return false;
	if (m->type == LI_IPC_CX_WELCOME && !feed->welcomed) {
		li_keep_resume(feed->keep, n);
		feed->welcomed = true;
		return true;
	}
	if (m->type == LI_IPC_CX_ACK && feed->welcomed &&
		n <= li_keep_last(feed->keep)) {
		li_keep_acked(feed->keep, n);
		return true;
	}
	return false;
}

/* False when the connection is over. */
static bool take_all(struct li_feed *feed)
{
	struct li_ipc_message m;
	li_err err;

	while ((err = li_ipc_next(li_buf_slice(&feed->in), &m)) == LI_OK) {
		if (!take(feed, &m))
			return false;
		li_buf_consume(&feed->in, m.octets);
	}
	return err == LI_EAGAIN;
}

static bool receive(struct li_feed *feed)
{
	for (;;) {
		size_t room = IN_MAX - feed->in.n;
		uint8_t *to = room ? li_buf_reserve(&feed->in, room) : NULL;
		ssize_t n;

		if (!to)
			return false;
		n = recv(feed->fd, to, room, 0);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		if (n == 0)
			return false;
		li_buf_commit(&feed->in, (size_t)n);
		if (!take_all(feed))
			return false;
		if ((size_t)n < room)
			return true;
	}
}

/* Send HELLO or LOST whole; true when nothing of them is left. */
static bool send_control(struct li_feed *feed, bool *over)
{
	ssize_t n;

	if (feed->out.n == 0)
		return true;
	n = send(feed->fd, feed->out.p, feed->out.n, MSG_NOSIGNAL);
	if (n < 0) {
		*over = errno != EAGAIN && errno != EINTR;
		feed->stuck = !*over;
		return false;
	}
	li_buf_consume(&feed->out, (size_t)n);
	return feed->out.n == 0;
}

static bool send_records(struct li_feed *feed, bool *over)
{
	for (int i = 0; i < ROUNDS_MAX; i++) {
		struct iovec iov[IOV_MAX_HERE];
		struct msghdr m = {.msg_iov = iov};
		ssize_t n;

		m.msg_iovlen = li_keep_unsent(feed->keep, iov, IOV_MAX_HERE);
		if (m.msg_iovlen == 0)
			return true;
		n = sendmsg(feed->fd, &m, MSG_NOSIGNAL);
		if (n < 0) {
			*over = errno != EAGAIN && errno != EINTR;
			feed->stuck = !*over;
			return false;
		}
		li_keep_sent(feed->keep, (size_t)n);
	}
	return false;
}

/* False when the connection is over. LOST stands between records only. */
static bool transmit(struct li_feed *feed)
{
	bool over = false;

	feed->stuck = false;
	if (!send_control(feed, &over) || !feed->welcomed)
		return !over;
	if (!send_records(feed, &over))
		return !over;
	if (feed->lost != feed->lost_told) {
		li_cx_lost_put(&feed->out, feed->lost);
		feed->lost_told = feed->lost;
		(void)send_control(feed, &over);
	}
	return !over;
}

void li_feed_hear(struct li_feed *feed, int64_t now_us)
{
	if (feed->fd >= 0 && !receive(feed))
		drop(feed, now_us);
}

void li_feed_say(struct li_feed *feed, int64_t now_us, uint64_t lost)
{
	feed->lost = lost;
	if (feed->fd < 0 && now_us >= feed->retry_us)
		dial(feed, now_us);
	if (feed->fd >= 0 && !transmit(feed))
		drop(feed, now_us);
}

bool li_feed_busy(const struct li_feed *feed)
{
	return li_keep_acknowledged(feed->keep) < li_keep_last(feed->keep) ||
		feed->lost != feed->lost_told || feed->out.n > 0;
}
