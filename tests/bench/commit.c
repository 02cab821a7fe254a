/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How many IRI a second become durable, sealed, numbered, queued and audited,
 * against SQLite inserting rows of the same size in the same batches, with the
 * same durability, and nothing else.
 *
 *   bench_commit [FOLDER]     a folder on a disk; /var/tmp when not given
 *
 * Rounds of both take turns; the ratio is the median of each pair's, so that
 * what else the machine does weighs on both alike.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "store/store.h"

enum {
	ROUNDS = 25,
	ROWS = 4000, /* in a round */
	BATCH = 100,
	SESSIONS = 50, /* that talk at the same time */
	MESSAGES = 8,  /* of a session */
	SIP_MIN = 900, /* octets of a message; 1200 on average */
	SIP_SPREAD = 601,
};

struct bench {
	char dir[256], db[300], key[300], plain[300];
	struct li_store *store;
	sqlite3 *sqlite;
	sqlite3_stmt *insert;
	struct li_iri iri;
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
}

static void open_ours(struct bench *b)
{
	const struct li_store_place place = {b->db, b->key};
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

static double round_ours(struct bench *b)
{
	struct li_product product = {.iris = &b->iri, .iri_count = 1};
	int64_t start = li_clock_mono_us();

	for (int i = 0; i < ROWS; i++) {
		if (i % BATCH == 0)
			need(li_store_begin(b->store), "begin", NULL);
		b->iri.sip.n = size_of(b->made);
		b->iri.correlation = session_of(b->made++);
		need(li_store_product(b->store, &product), "product", NULL);
		if (i % BATCH == BATCH - 1)
			need(li_store_commit(b->store), "commit", NULL);
	}
	return ROWS * 1e6 / (double)(li_clock_mono_us() - start);
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

int main(int argc, char **argv)
{
	double ours[ROUNDS], ratio[ROUNDS];
	struct bench b = {0};

	set_up(&b, argc > 1 ? argv[1] : "/var/tmp");
	round_ours(&b); /* warms both, and gives measure() a record */
	measure(&b);
	round_plain(&b);
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = round_ours(&b);
		ratio[i] = round_plain(&b);
		printf("round %d: ours %.0f rows/s, SQLite alone %.0f rows/s\n",
			i + 1, ours[i], ratio[i]);
		ratio[i] = ours[i] / ratio[i];
	}
	clean_up(&b);
	printf("bench commit value=%.0f unit=rows/s "
	       "against=sqlite_batched_insert ratio=%.3f\n",
		median(ours), median(ratio));
	return 0;
}
