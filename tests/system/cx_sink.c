/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_sink.c - stands in for lmisfd where a test wants to see the Cx feed.
 *
 *   cx_sink --socket PATH [--store FILE] [--raw FILE]
 *
 * It takes the feed, writes a line for each new record to FILE, and then
 * acknowledges; started again, it resumes after what FILE has. Lines are
 *
 *   INSTANCE SEQUENCE COMMAND END-TO-END answered|alone LOCAL FROM TO
 *   INSTANCE lost COUNT
 *   INSTANCE gap SEQUENCE
 *
 * where LOCAL is "--", "q-", "-a" or "qa": which of the two the daemon made.
 * --raw appends every octet that came over the socket. Without --store it
 * only acknowledges. It ends by a signal.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/text.h"
#include "intake/cx_avp.h"
#include "ipc/cx_feed.h"

enum { READ_MAX = 256 << 10 };

static struct {
	const char *path;
	FILE *store, *raw;
	char instance[LI_UUID_TEXT]; /* of the feed that is kept */
	uint64_t last;
} sink;

/* Read what an earlier run has stored; a line that it was killed in is cut. */
static void remember(const char *path)
{
	FILE *f = fopen(path, "r+");
	char line[1024];
	off_t whole = 0;

	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		char instance[LI_UUID_TEXT], what[32];
		uint64_t sequence;

		if (!strchr(line, '\n'))
			break;
		whole = ftello(f);
		if (sscanf(line, "%36s %31s", instance, what) != 2 ||
			li_text_u64(li_slice_str(what), UINT64_MAX,
				&sequence) != LI_OK)
			continue;
		memcpy(sink.instance, instance, sizeof(instance));
		sink.last = sequence;
	}
	if (ftruncate(fileno(f), whole) != 0)
		exit(EX_IOERR);
	fclose(f);
}

static void write_record(const struct li_cx_record *r)
{
	struct li_diameter d = {0};

	if (li_diameter_read(r->request, &d) != LI_OK)
		fprintf(stderr, "cx_sink: a request that is none\n");
	fprintf(sink.store, "%s %" PRIu64 " %u %08x %s %c%c %.*s %.*s\n",
		sink.instance, r->sequence, d.command, d.end_to_end,
		r->answer.n ? "answered" : "alone",
		r->request_local ? 'q' : '-', r->answer_local ? 'a' : '-',
		(int)r->request_peer.n, (const char *)r->request_peer.p,
		(int)r->answer_peer.n, (const char *)r->answer_peer.p);
}

static bool take_record(struct li_slice body)
{
	struct li_cx_record r;

	if (li_cx_record_get(body, &r) != LI_OK)
		return false;
	if (r.sequence <= sink.last)
		return true; /* had it already */
	if (sink.store && r.sequence != sink.last + 1)
		fprintf(sink.store, "%s gap %" PRIu64 "\n", sink.instance,
			r.sequence);
	sink.last = r.sequence;
	if (sink.store)
		write_record(&r);
	return true;
}

static bool take_hello(struct li_slice body, struct li_buf *out)
{
	struct li_cx_hello hello;
	char instance[LI_UUID_TEXT];

	if (li_cx_hello_get(body, &hello) != LI_OK)
		return false;
	li_uuid_format(&hello.instance, instance);
	if (strcmp(instance, sink.instance) != 0) {
		memcpy(sink.instance, instance, sizeof(instance));
		sink.last = 0;
	}
	li_cx_welcome_put(out, sink.last);
	return true;
}

static bool take(const struct li_ipc_message *m, struct li_buf *out)
{
	uint64_t n;

	if (m->type == LI_IPC_CX_HELLO)
		return take_hello(m->body, out);
	if (m->type == LI_IPC_CX_RECORD)
		return take_record(m->body);
	if (m->type != LI_IPC_CX_LOST || li_cx_number_get(m->body, &n) != LI_OK)
		return false;
	if (sink.store)
		fprintf(sink.store, "%s lost %" PRIu64 "\n", sink.instance, n);
	return true;
}

/* Take all whole messages; acknowledge when they are stored. */
static bool digest(int fd, struct li_buf *in)
{
	struct li_buf out = {0};
	struct li_ipc_message m;
	size_t at = 0;
	bool good = true;
	uint64_t before = sink.last;
	li_err err = LI_OK;

	while (good &&
		(err = li_ipc_next(li_slice(in->p + at, in->n - at), &m)) ==
			LI_OK) {
		good = take(&m, &out);
		at += m.octets;
	}
	li_buf_consume(in, at);
	good = good && err == LI_EAGAIN;
	if (sink.store && fflush(sink.store) != 0)
		exit(EX_IOERR);
	if (sink.last != before)
		li_cx_ack_put(&out, sink.last);
	if (good && out.n)
		good = send(fd, out.p, out.n, MSG_NOSIGNAL) == (ssize_t)out.n;
	li_buf_fini(&out);
	return good;
}

static void serve(int fd)
{
	struct li_buf in = {0};

	for (;;) {
		uint8_t *to = li_buf_reserve(&in, READ_MAX);
		ssize_t n = to ? recv(fd, to, READ_MAX, 0) : -1;

		if (n <= 0)
			break;
		if (sink.raw) {
			fwrite(to, 1, (size_t)n, sink.raw);
			fflush(sink.raw);
		}
		li_buf_commit(&in, (size_t)n);
		if (!digest(fd, &in)) {
			fprintf(stderr, "cx_sink: the feed broke a rule\n");
			break;
		}
	}
	li_buf_fini(&in);
	close(fd);
}

static int open_socket(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	li_slice_copy(li_slice_str(sink.path), at.sun_path,
		sizeof(at.sun_path));
	unlink(sink.path);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&at, sizeof(at)) != 0 ||
		listen(fd, 4) != 0) {
		perror("cx_sink: socket");
		exit(EX_OSERR);
	}
	return fd;
}

static FILE *append_to(const char *path)
{
	FILE *f = fopen(path, "a");

	if (!f) {
		perror("cx_sink: file");
		exit(EX_CANTCREAT);
	}
	return f;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{"socket", required_argument, NULL, 's'},
		{"store", required_argument, NULL, 'f'},
		{"raw", required_argument, NULL, 'r'},
		{NULL, 0, NULL, 0},
	};
	int c, listener;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (c == 's') {
			sink.path = optarg;
		} else if (c == 'f') {
			remember(optarg);
			sink.store = append_to(optarg);
		} else if (c == 'r') {
			sink.raw = append_to(optarg);
		} else {
			return EX_USAGE;
		}
	}
	if (!sink.path || optind != argc)
		return EX_USAGE;
	listener = open_socket();
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd >= 0)
			serve(fd);
	}
}
