/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How many IRI go out of the store, encoded, over TLS and confirmed, for each
 * second of the sender's processor, against GnuTLS sending the same octets in
 * full records and nothing else.
 *
 *   bench_deliver [FOLDER]     a folder on a disk; /var/tmp when not given
 *
 * The peer is another process, and the same for both. Rounds of both take
 * turns; medians are compared.
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
#include "deliver_peer.h"
#include "net/sock.h"

enum {
	ROUNDS = 7,
	RECORDS = 20000, /* in a round */
	BATCH = 250,
	SIP = 1000,
	PATH = 320,
};

struct bench {
	char dir[256], db[PATH], key[PATH];
	struct li_store *store;
	struct li_destination destination;
	struct li_tls_creds *ours;
	struct li_loop *loop;
	struct li_buf octets; /* of all PDUs and a keepalive */
	int64_t last, confirmed;
	pid_t peer;
};

static const struct li_x2_place place = {.nfid = "lmisf-1", .ipid = "bench"};

static double cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the store ---- */

static void make_iri(struct li_iri *iri, const struct li_task *task,
	unsigned int n)
{
	static char sip[SIP];

	for (size_t i = 0; i < sizeof(sip); i++)
		sip[i] = (char)(' ' + (i * 7919 + i / 31) % 95);
	*iri = (struct li_iri){
		.task = 1,
		.xid = task->xid,
		.event = n + 1,
		.kind = LI_IRI_IMS_MESSAGE,
		.at_us = li_clock_now_us(),
		.correlation = n % 50 + 1,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.matched_count = 1,
		.matched = {task->targets[0]},
		.sip_method = "INVITE",
		.sip = li_slice(sip, sizeof(sip)),
	};
}

static void make_records(struct li_store *store, const struct li_task *task)
{
	static struct li_iri iri;
	struct li_product product = {.iris = &iri, .iri_count = 1};

	for (unsigned int i = 0; i < RECORDS; i++) {
		if (i % BATCH == 0)
			need(li_store_begin(store), "begin", NULL);
		make_iri(&iri, task, i);
		need(li_store_product(store, &product), "product", NULL);
		if (i % BATCH == BATCH - 1)
			need(li_store_commit(store), "commit", NULL);
	}
}

static void make_store(struct bench *b)
{
	const struct li_store_place at = {.path = b->db, .key_file = b->key};
	const struct li_actor actor = {"bench", "bench"};
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1,
		.ends_us = INT64_MAX / 2,
		.destination_count = 1,
		.operator_name = "bench",
		.warrant = "W-1"};
	struct li_fault fault = {0};

	need(li_store_key_create(b->key, &fault), "key", &fault);
	need(li_store_create(&at, &actor, &fault), "create", &fault);
	need(li_store_open(&at, LI_STORE_WRITER, &b->store, &fault), "open",
		&fault);
	need(li_uuid_draw(&t.xid), "xid", NULL);
	t.destinations[0] = b->destination.did;
	need(li_identity_parse(LI_ID_IMPU,
		     li_slice_str("sip:+15551230001@ims.example"),
		     &t.targets[0]),
		"target", NULL);
	need(li_store_destination_add(b->store, &b->destination, &actor,
		     &fault),
		"destination", &fault);
	need(li_store_task_add(b->store, &t, &actor, &fault), "task", &fault);
	make_records(b->store, &t);
	li_store_close(b->store);
	b->store = NULL;
	need(li_store_open(&at, LI_STORE_READER, &b->store, &fault), "reader",
		&fault);
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

static void confirmed(void *data, const struct li_uuid *did, int64_t id)
{
	(void)did;
	((struct bench *)data)->confirmed = id;
}

/* Processor time of one round. */
static double round_ours(struct bench *b)
{
	const struct li_link_options options = {
		.place = place,
		.keepalive_us = 60000000,
		.ack_timeout_us = 180000000,
		.open_timeout_us = 10000000,
		.confirm_every = 64,
		.backoff_min_us = 1000,
		.backoff_max_us = 1000,
	};
	const struct li_link_ports ports = {.scan = scan,
		.fetch = fetch,
		.confirmed = confirmed,
		.data = b};
	struct li_link *link;
	double start;

	need(li_link_new(b->loop, &b->destination, &options, &ports, &link),
		"link", NULL);
	li_link_set_creds(link, b->ours);
	b->confirmed = 0;
	start = cpu_now();
	li_link_wake(link);
	while (b->confirmed < b->last)
		need(li_loop_turn(b->loop, 1000000), "loop", NULL);
	start = cpu_now() - start;
	li_link_free(link);
	return start;
}

/* Only reading and unsealing. */
static li_err note_last(const struct li_outbox_entry *entry, void *data)
{
	((struct bench *)data)->last = entry->id;
	return LI_OK;
}

static li_err claim_64(struct bench *b, li_store_outbox_fn fn, size_t *n)
{
	const struct li_store_page page = {b->last, 64, fn, b};

	return li_store_claim(b->store, &b->destination.did, &page, n);
}

static double round_claim(struct bench *b)
{
	const double start = cpu_now();
	size_t n = 1;

	b->last = 0;
	while (n > 0)
		need(claim_64(b, note_last, &n), "claim", NULL);
	return cpu_now() - start;
}

/* Reading and encoding; leaves the octets for the ceiling. */
static li_err encode_one(const struct li_outbox_entry *entry, void *data)
{
	struct bench *b = data;

	b->last = entry->id;
	return li_x2_encode(&place, &entry->iri, &b->octets);
}

static double round_encode(struct bench *b)
{
	const double start = cpu_now();
	double used;
	size_t n = 1;

	b->last = 0;
	li_buf_reset(&b->octets);
	while (n > 0)
		need(claim_64(b, encode_one, &n), "encode", NULL);
	used = cpu_now() - start;
	li_x2_keepalive(0, &b->octets);
	need(li_buf_check(&b->octets), "octets", NULL);
	return used;
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

/* Microseconds of one IRI. */
static double median(double *values)
{
	qsort(values, ROUNDS, sizeof(*values), by_value);
	return values[ROUNDS / 2] / RECORDS * 1e6;
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
	make_store(b);
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
	snprintf(command, sizeof(command), "rm -rf '%s'", b->dir);
	if (system(command) != 0)
		fprintf(stderr, "bench deliver: %s is left\n", b->dir);
}

int main(int argc, char **argv)
{
	double ours[ROUNDS], claims[ROUNDS], encodes[ROUNDS], tls[ROUNDS];
	double all, read, encode, ceiling;
	struct bench b = {0};

	signal(SIGPIPE, SIG_IGN);
	li_log_set_level(LI_LOG_WARNING);
	set_up(&b, argc > 1 ? argv[1] : "/var/tmp");
	for (int i = 0; i < ROUNDS; i++) {
		claims[i] = round_claim(&b);
		encodes[i] = round_encode(&b);
		ours[i] = round_ours(&b);
		tls[i] = round_ceiling(&b);
		printf("round %d: %.2f us of CPU an IRI, GnuTLS alone %.2f\n",
			i + 1, ours[i] / RECORDS * 1e6, tls[i] / RECORDS * 1e6);
	}
	printf("an IRI is %zu octets\n", b.octets.n / RECORDS);
	clean_up(&b);
	all = median(ours);
	read = median(claims);
	encode = median(encodes) - read;
	ceiling = median(tls);
	printf("of %.2f us: claim %.2f, encode %.2f, send %.2f, which is %.2f "
	       "times what GnuTLS alone needs\n",
		all, read, encode, all - read - encode,
		(all - read - encode) / ceiling);
	printf("bench deliver value=%.0f unit=iri/s against=gnutls_records "
	       "ratio=%.3f\n",
		1e6 / all, ceiling / all);
	return 0;
}
