/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How many IRI go out of the store, encoded, over TLS and confirmed, for each
 * second of the sender's processor, against GnuTLS sending the same octets in
 * full records and nothing else.
 *
 *   bench_deliver [FOLDER]     a folder on a disk; /var/tmp when not given
 *
 * The peer is another process, and the same for both; the kernel's work of a
 * socket is in both. What looks for records and reads them (claim), encodes them
 * and tells lmisfd of them is measured by itself, by the calls that a link and
 * the recorder make; all the rest of a round is sending: connecting, taking
 * turns, keepalives and their answers, TLS. Rounds take turns, and what is told
 * is of medians. Sending over its bound fails.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "deliver/link.h"
#include "deliver/marks.h"
#include "deliver_peer.h"
#include "deliver_store.h"
#include "net/sock.h"

enum {
	ROUNDS = 7,
	RECORDS = 20000, /* in a round */
	LOOK = 4096,     /* as a link looks for what waits, */
	CONFIRM = 64,    /* and how much it has confirmed at once */
	PATH = 320,
};

struct bench {
	char dir[256], db[PATH], key[PATH];
	struct li_store *store;
	struct li_destination destination;
	struct li_tls_creds *ours;
	struct li_loop *loop;
	struct li_buf octets; /* of all PDUs and a keepalive */
	struct li_buf out;    /* of a batch */
	int64_t last, confirmed;
	int64_t ids[RECORDS]; /* that were found to wait */
	size_t found, taken, batch;
	struct li_marks marks; /* of what goes to lmisfd */
	struct li_buf request;
	pid_t peer;
};

static const double MOST = 2.5; /* what sending may take of GnuTLS alone */

static const struct li_x2_place place = {.nfid = "lmisf-1", .ipid = "bench"};

static double cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- ours ---- */

static li_err scan(void *data, const struct li_uuid *did,
	const struct li_store_keys *keys, size_t *count)
{
	return li_store_scan(((struct bench *)data)->store, did, keys, count);
}

static li_err fetch(void *data, const struct li_uuid *did,
	const struct li_store_picks *picks, size_t *count)
{
	return li_store_fetch(((struct bench *)data)->store, did, picks, count);
}

static li_err sent(void *data, const struct li_uuid *did,
	const struct li_sent *record)
{
	struct li_mark *mark =
		li_marks_get(&((struct bench *)data)->marks, did);

	return mark ? li_mark_sent(mark, record) : LI_ENOMEM;
}

/* As the recorder asks lmisfd, were it answered at once. */
static void confirmed(void *data, const struct li_uuid *did, int64_t id)
{
	static struct li_admin_confirm what;
	struct bench *b = data;
	struct li_mark *mark = li_marks_get(&b->marks, did);

	if (!mark)
		need(LI_ENOMEM, "mark", NULL);
	b->confirmed = id;
	li_mark_confirm(mark, id);
	while (mark->committed < id) {
		li_mark_ask(mark, li_clock_mono_us(), &what);
		li_buf_reset(&b->request);
		li_admin_confirm_put(&b->request, &what);
		li_mark_done(mark, what.id, what.id);
	}
}

/* Processor time of that alone. */
static double round_tell(struct bench *b)
{
	struct li_sent record = {.octets = 1};
	const double start = cpu_now();

	li_marks_fini(&b->marks);
	for (size_t i = 0; i < RECORDS; i++) {
		record.id = b->ids[i];
		need(sent(b, &b->destination.did, &record), "sent", NULL);
		if (i % CONFIRM == CONFIRM - 1 || i == RECORDS - 1)
			confirmed(b, &b->destination.did, record.id);
	}
	return cpu_now() - start;
}

/* Processor time of one round. */
static double round_ours(struct bench *b)
{
	const struct li_link_options options = {
		.place = place,
		.keepalive_us = 60000000,
		.ack_timeout_us = 180000000,
		.open_timeout_us = 10000000,
		.confirm_every = CONFIRM,
		.backoff_min_us = 1000,
		.backoff_max_us = 1000,
	};
	const struct li_link_ports ports = {.scan = scan,
		.fetch = fetch,
		.sent = sent,
		.confirmed = confirmed,
		.data = b};
	struct li_link *link;
	double start;

	need(li_link_new(b->loop, &b->destination, &options, &ports, &link),
		"link", NULL);
	li_link_set_creds(link, b->ours);
	b->confirmed = 0;
	li_marks_fini(&b->marks);
	start = cpu_now();
	li_link_wake(link);
	while (b->confirmed < b->last)
		need(li_loop_turn(b->loop, 1000000), "loop", NULL);
	start = cpu_now() - start;
	li_link_free(link);
	return start;
}

/* ---- the stages before it goes, as a link has them of the store ---- */

static li_err note_id(int64_t id, int64_t task, void *data)
{
	struct bench *b = data;

	(void)task;
	if (b->found == RECORDS)
		return LI_EBUG;
	b->ids[b->found++] = id;
	return LI_OK;
}

static bool next_id(int64_t *id, void *data)
{
	struct bench *b = data;

	if (b->batch == CONFIRM || b->taken == b->found)
		return false;
	b->batch++;
	*id = b->ids[b->taken++];
	return true;
}

/* Processor time of looking what waits and reading it, with what fn does. */
static double round_read(struct bench *b, li_store_outbox_fn fn)
{
	struct li_store_keys keys = {.limit = LOOK, .fn = note_id, .data = b};
	const struct li_store_picks picks = {next_id, fn, b};
	const double start = cpu_now();
	size_t n;

	b->found = b->taken = 0;
	do {
		keys.after = b->found ? b->ids[b->found - 1] : 0;
		need(scan(b, &b->destination.did, &keys, &n), "scan", NULL);
		b->batch = 0;
		need(fetch(b, &b->destination.did, &picks, &n), "fetch", NULL);
		li_buf_reset(&b->out);
	} while (b->taken < b->found);
	return cpu_now() - start;
}

static li_err pass_one(const struct li_outbox_entry *entry, void *data)
{
	(void)entry;
	(void)data;
	return LI_OK;
}

static li_err encode_one(const struct li_outbox_entry *entry, void *data)
{
	return li_x2_encode(&place, &entry->iri, &((struct bench *)data)->out);
}

/* What GnuTLS alone is given. */
static li_err keep_one(const struct li_outbox_entry *entry, void *data)
{
	struct bench *b = data;

	b->last = entry->id;
	return li_x2_encode(&place, &entry->iri, &b->octets);
}

static void keep_all(struct bench *b)
{
	round_read(b, keep_one);
	li_x2_keepalive(0, &b->octets);
	need(li_buf_check(&b->octets), "octets", NULL);
}

/* ---- GnuTLS alone: 16 kB records of the same octets ---- */

static double round_ceiling(struct bench *b)
{
	struct li_fault fault = {0};
	struct li_address to;
	struct li_tls *tls;
	enum li_tls_outcome o;
	uint8_t ack[LI_X2_KEEPALIVE];
	size_t n = 0;
	double start;
	int fd;

	need(li_sock_resolve(b->destination.host, b->destination.port, &to),
		"resolve", NULL);
	start = cpu_now();
	need(li_sock_connect(&to, 0, &fd, &fault), "connect", &fault);
	wait_for(fd, POLLOUT);
	need(li_tls_client(b->ours, fd, b->destination.peer, &tls), "tls",
		NULL);
	shake(tls, fd);
	write_all(tls, fd, li_buf_slice(&b->octets));
	do
		o = li_tls_read(tls, ack, sizeof(ack), &n);
	while (wait_tls(fd, o));
	start = cpu_now() - start;
	if (o != LI_TLS_OK || n != sizeof(ack))
		need(LI_ECLOSED, "ceiling", NULL);
	li_tls_free(tls);
	close(fd);
	return start;
}

/* ---- all of it ---- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof(*values), by_value);
	return values[ROUNDS / 2];
}

static void start_peer(struct bench *b)
{
	struct li_fault fault = {0};
	struct li_address at;
	int listener;

	need(li_sock_parse("127.0.0.1:0", &at), "address", NULL);
	need(li_sock_listen(&at, &listener, &fault), "listen", &fault);
	need(li_sock_local(listener, &at), "listen", NULL);
	b->destination = (struct li_destination){.did = {{1}},
		.name = "mdf",
		.host = "127.0.0.1",
		.port = at.port,
		.peer = "mdf.test"};
	b->peer = fork();
	if (b->peer == 0)
		peer_run(peer_creds(b->dir, "mdf"), listener);
	close(listener);
}

static void set_up(struct bench *b, const char *folder)
{
	const struct li_store_place at = {.path = b->db, .key_file = b->key};
	char command[3 * PATH];

	snprintf(b->dir, sizeof(b->dir), "%.200s/li-bench-XXXXXX", folder);
	if (!mkdtemp(b->dir))
		need(LI_EIO, folder, NULL);
	snprintf(command, sizeof(command), "'%s' '%s/certs'", CERTS, b->dir);
	if (system(command) != 0)
		need(LI_EIO, "certs", NULL);
	snprintf(b->db, sizeof(b->db), "%s/li.db", b->dir);
	snprintf(b->key, sizeof(b->key), "%s/li.key", b->dir);
	start_peer(b);
	b->ours = peer_creds(b->dir, "lmisf");
	need(li_loop_new(&b->loop), "loop", NULL);
	b->store = deliver_store(&at, &b->destination, RECORDS);
	keep_all(b);
}

static void clean_up(struct bench *b)
{
	char command[PATH];
	int status;

	kill(b->peer, SIGTERM);
	waitpid(b->peer, &status, 0);
	li_loop_free(b->loop);
	li_tls_creds_free(b->ours);
	li_store_close(b->store);
	li_buf_fini(&b->octets);
	li_buf_fini(&b->out);
	li_buf_fini(&b->request);
	li_marks_fini(&b->marks);
	snprintf(command, sizeof(command), "rm -rf '%s'", b->dir);
	if (system(command) != 0)
		fprintf(stderr, "bench deliver: %s is left\n", b->dir);
}

/* Of each round, and microseconds of processor time of one IRI. */
struct stages {
	double all[ROUNDS], claim[ROUNDS], encode[ROUNDS], tell[ROUNDS],
		send[ROUNDS], tls[ROUNDS], times[ROUNDS];
};

static void measure(struct bench *b, struct stages *s, int i)
{
	const double each = 1e6 / RECORDS;

	s->claim[i] = round_read(b, pass_one) * each;
	s->encode[i] = round_read(b, encode_one) * each - s->claim[i];
	s->tell[i] = round_tell(b) * each;
	s->all[i] = round_ours(b) * each;
	s->tls[i] = round_ceiling(b) * each;
	s->send[i] = s->all[i] - s->claim[i] - s->encode[i] - s->tell[i];
	s->times[i] = s->send[i] / s->tls[i];
	printf("round %d: of %.2f us claim %.2f, encode %.2f, tell %.2f, "
	       "send %.2f; GnuTLS alone %.2f\n",
		i + 1, s->all[i], s->claim[i], s->encode[i], s->tell[i],
		s->send[i], s->tls[i]);
}

int main(int argc, char **argv)
{
	static struct stages s;
	static struct bench b;
	double all, times;

	signal(SIGPIPE, SIG_IGN);
	li_log_set_level(LI_LOG_WARNING);
	set_up(&b, argc > 1 ? argv[1] : "/var/tmp");
	for (int i = 0; i < ROUNDS; i++)
		measure(&b, &s, i);
	printf("an IRI is %zu octets\n", b.octets.n / RECORDS);
	clean_up(&b);
	all = median(s.all);
	times = median(s.times);
	printf("of %.2f us of CPU: claim %.2f, encode %.2f, tell lmisfd %.2f, "
	       "send %.2f\n",
		all, median(s.claim), median(s.encode), median(s.tell),
		median(s.send));
	printf("bench deliver_send value=%.2f unit=us/iri "
	       "against=gnutls_records ratio=%.2f\n",
		median(s.send), times);
	printf("bench deliver value=%.0f unit=iri/s against=gnutls_records "
	       "ratio=%.3f\n",
		1e6 / all, median(s.tls) / all);
	if (times <= MOST)
		return 0;
	fprintf(stderr,
		"bench deliver: sending takes more than %.1f times "
		"what GnuTLS alone does\n",
		MOST);
	return 1;
}
