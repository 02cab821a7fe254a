/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How many IRI a second become durable, sealed, numbered, queued and audited,
 * through group commit, against
 *
 *   the same with a commit of its own for each        the last line
 *   SQLite inserting rows of the same size in the same batches, with the same
 *   durability, and nothing else                      the line before
 *
 *   bench_commit [FOLDER]     a folder on a disk; /var/tmp when not given
 *
 * Rounds of all take turns; a ratio is the median of each round's, so that what
 * else the machine does weighs on all alike.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "store/store.h"

enum {
	ROUNDS = 25,
	ROWS = 4000, /* in a round */
	BATCH = 100,
	SINGLES = 400, /* with a commit each, in a round */
	SESSIONS = 50, /* that talk at the same time */
	MESSAGES = 8,  /* of a session */
	SIP_MIN = 900, /* octets of a message; 1200 on average */
	SIP_SPREAD = 601,
	MIRROR = 600, /* octets of a session's mirrored state */
};

struct bench {
	char dir[256], db[300], key[300], plain[300];
	struct li_store *store;
	sqlite3 *sqlite;
	sqlite3_stmt *insert;
	struct li_iri iri;
	struct li_session_row session;
	uint64_t made;
	uint64_t plain_made;
	size_t extra; /* octets that a sealed record has beside the message */
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bench commit: %s: %s\n", what, why);
	exit(1);
}

static void need(li_err err, const char *what, const struct li_fault *fault)
{
	if (err)
		die(what,
			fault && fault->text[0] ? fault->text
						: li_err_name(err));
}

static void need_sql(struct bench *b, int rc, const char *what)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		die(what, sqlite3_errmsg(b->sqlite));
}

static void make_task(struct bench *b)
{
	const struct li_actor actor = {"bench", "bench"};
	struct li_destination d = {.name = "mdf",
		.host = "mdf.example",
		.port = 9000,
		.peer = "mdf.example"};
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1,
		.ends_us = INT64_MAX / 2,
		.destination_count = 1,
		.operator_name = "bench",
		.warrant = "W-1"};
	struct li_fault fault = {0};

	need(li_uuid_draw(&d.did), "did", NULL);
	need(li_uuid_draw(&t.xid), "xid", NULL);
	t.destinations[0] = d.did;
	need(li_identity_parse(LI_ID_IMPU,
		     li_slice_str("sip:+15551230001@ims.example"),
		     &t.targets[0]),
		"target", NULL);
	need(li_store_destination_add(b->store, &d, &actor, &fault),
		"destination", &fault);
	need(li_store_task_add(b->store, &t, &actor, &fault), "task", &fault);
	b->iri.xid = t.xid;
	b->iri.matched[0] = t.targets[0];
}

static void make_iri(struct bench *b)
{
	static char sip[SIP_MIN + SIP_SPREAD];

	/* Not compressible and not all the same, as signalling is. */
	for (size_t i = 0; i < sizeof(sip); i++)
		sip[i] = (char)(' ' + (i * 7919 + i / 31) % 95);
	b->iri.task = 1;
	b->iri.kind = LI_IRI_IMS_MESSAGE;
	b->iri.direction = LI_DIRECTION_FROM_TARGET;
	b->iri.session = LI_SESSION_FROM_TARGET;
	b->iri.at_us = li_clock_now_us();
	b->iri.matched_count = 1;
	b->iri.sip = li_slice(sip, SIP_MIN);
	strcpy(b->iri.sip_method, "INVITE");
	b->session = (struct li_session_row){.task = 1,
		.call_id = li_slice_str("a84b4c76e66710@pc33.ims.example"),
		.from = li_slice_str("sip:+15551230001@ims.example;user=phone"),
		.to = li_slice_str("sip:+15551230002@ims.example;user=phone"),
		.method = "INVITE",
		.direction = LI_SESSION_FROM_TARGET,
		.state = LI_SESSION_EARLY,
		.mirror = li_slice(sip, MIRROR)};
}

static void open_ours(struct bench *b)
{
	const struct li_store_place place = {.path = b->db, .key_file = b->key};
	const struct li_actor actor = {"bench", "bench"};
	struct li_fault fault = {0};

	need(li_store_key_create(b->key, &fault), "key", &fault);
	need(li_store_create(&place, &actor, &fault), "create", &fault);
	need(li_store_open(&place, LI_STORE_WRITER, &b->store, &fault), "open",
		&fault);
	make_iri(b);
	make_task(b);
}

static void open_plain(struct bench *b)
{
	if (sqlite3_open(b->plain, &b->sqlite) != SQLITE_OK)
		die("plain", "cannot be opened");
	need_sql(b,
		sqlite3_exec(b->sqlite,
			"PRAGMA journal_mode = WAL;"
			"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
			"PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;"
			"PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
			"PRAGMA journal_size_limit = 67108864;"
			"PRAGMA wal_autocheckpoint = 4000;"
			"CREATE TABLE row (id INTEGER PRIMARY KEY, task INTEGER, "
			"correlation INTEGER, sequence INTEGER, at_us INTEGER, "
			"record BLOB)",
			NULL, NULL, NULL),
		"plain schema");
	need_sql(b,
		sqlite3_prepare_v3(b->sqlite,
			"INSERT INTO row "
			"VALUES (NULL, 1, ?1, ?2, ?3, ?4)",
			-1, SQLITE_PREPARE_PERSISTENT, &b->insert, NULL),
		"plain insert");
}

/* Ask our own database how long a record of it is. */
static void measure(struct bench *b)
{
	sqlite3_stmt *s = NULL;
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(b->db, &db, SQLITE_OPEN_READONLY, NULL) !=
			SQLITE_OK ||
		sqlite3_prepare_v2(db,
			"SELECT length(record) "
			"FROM payload WHERE iri = 1",
			-1, &s, NULL) != SQLITE_OK ||
		sqlite3_step(s) != SQLITE_ROW)
		die("record", sqlite3_errmsg(db));
	b->extra = (size_t)sqlite3_column_int(s, 0) - SIP_MIN;
	sqlite3_finalize(s);
	sqlite3_close(db);
	printf("a sealed record has %zu octets beside the message\n", b->extra);
}

/* How long a message is: no two neighbours alike, as on a wire. */
static size_t size_of(uint64_t n)
{
	return SIP_MIN + n * 379 % SIP_SPREAD;
}

/* The session of a message: SESSIONS of them take turns. */
static uint64_t session_of(uint64_t n)
{
	return (n / ((uint64_t)SESSIONS * MESSAGES) * SESSIONS + n % SESSIONS +
		       1) *
		0x9e3779b97f4a7c15;
}

static double round_ours(struct bench *b, int rows, int batch, bool sessions)
{
	struct li_product product = {.iris = &b->iri,
		.iri_count = 1,
		.sessions = &b->session,
		.session_count = sessions ? 1 : 0};
	int64_t start = li_clock_mono_us();

	for (int i = 0; i < rows; i++) {
		if (i % batch == 0)
			need(li_store_begin(b->store), "begin", NULL);
		b->iri.sip.n = size_of(b->made);
		b->iri.correlation = session_of(b->made++);
		b->session.correlation = b->iri.correlation;
		b->session.at_us = b->iri.at_us;
		need(li_store_product(b->store, &product), "product", NULL);
		if (i % batch == batch - 1)
			need(li_store_commit(b->store), "commit", NULL);
	}
	return rows * 1e6 / (double)(li_clock_mono_us() - start);
}

static double round_plain(struct bench *b)
{
	static uint8_t record[SIP_MIN + SIP_SPREAD + 1000];
	int64_t start = li_clock_mono_us();

	for (int i = 0; i < ROWS; i++) {
		if (i % BATCH == 0)
			need_sql(b,
				sqlite3_exec(b->sqlite, "BEGIN IMMEDIATE", NULL,
					NULL, NULL),
				"begin");
		sqlite3_bind_int64(b->insert, 1,
			(sqlite3_int64)session_of((uint64_t)i));
		sqlite3_bind_int64(b->insert, 2, i);
		sqlite3_bind_int64(b->insert, 3, start);
		sqlite3_bind_blob64(b->insert, 4, record,
			b->extra + size_of(b->plain_made++), SQLITE_STATIC);
		need_sql(b, sqlite3_step(b->insert), "insert");
		sqlite3_reset(b->insert);
		if (i % BATCH == BATCH - 1)
			need_sql(b,
				sqlite3_exec(b->sqlite, "COMMIT", NULL, NULL,
					NULL),
				"commit");
	}
	return ROWS * 1e6 / (double)(li_clock_mono_us() - start);
}

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

static void set_up(struct bench *b, const char *folder)
{
	snprintf(b->dir, sizeof(b->dir), "%.200s/li-bench-XXXXXX", folder);
	if (!mkdtemp(b->dir))
		die(folder, "no folder can be made there");
	snprintf(b->db, sizeof(b->db), "%s/li.db", b->dir);
	snprintf(b->key, sizeof(b->key), "%s/li.key", b->dir);
	snprintf(b->plain, sizeof(b->plain), "%s/plain.db", b->dir);
	open_ours(b);
	open_plain(b);
}

static void clean_up(struct bench *b)
{
	char lock[320];

	snprintf(lock, sizeof(lock), "%s.lock", b->db);
	sqlite3_finalize(b->insert);
	sqlite3_close(b->sqlite);
	li_store_close(b->store);
	unlink(b->db);
	unlink(lock);
	unlink(b->key);
	unlink(b->plain);
	rmdir(b->dir);
}

struct figures {
	double ours[ROUNDS], single[ROUNDS], plain[ROUNDS];
	double cpu_us[ROUNDS], call_us[ROUNDS]; /* of an IRI */
};

/* Processor time of an IRI, in microseconds. */
static double cost(struct bench *b, bool sessions, double *rate)
{
	clock_t before = clock();

	*rate = round_ours(b, ROWS, BATCH, sessions);
	return (double)(clock() - before) * 1e6 / CLOCKS_PER_SEC / ROWS;
}

static void round_all(struct bench *b, struct figures *f, int i)
{
	double single, plain, with;

	f->cpu_us[i] = cost(b, false, &f->ours[i]);
	f->call_us[i] = cost(b, true, &with);
	single = round_ours(b, SINGLES, 1, false);
	plain = round_plain(b);
	printf("round %d: ours %.0f rows/s, with sessions %.0f, "
	       "one by one %.0f, SQLite alone %.0f\n",
		i + 1, f->ours[i], with, single, plain);
	f->single[i] = f->ours[i] / single;
	f->plain[i] = f->ours[i] / plain;
}

int main(int argc, char **argv)
{
	static struct figures f;
	struct bench b = {0};
	double value;

	set_up(&b, argc > 1 ? argv[1] : "/var/tmp");
	round_ours(&b, ROWS, BATCH,
		false); /* warms, and gives measure() a record */
	measure(&b);
	round_plain(&b);
	for (int i = 0; i < ROUNDS; i++)
		round_all(&b, &f, i);
	clean_up(&b);
	value = median(f.ours);
	printf("processor time of an IRI: %.1f us; with the session it changes "
	       "and its mirrored state: %.1f us\n",
		median(f.cpu_us), median(f.call_us));
	printf("bench commit value=%.0f unit=rows/s "
	       "against=sqlite_batched_insert ratio=%.3f\n",
		value, median(f.plain));
	printf("bench commit value=%.0f unit=rows/s "
	       "against=one_row_full_commits ratio=%.1f\n",
		value, median(f.single));
	return 0;
}
