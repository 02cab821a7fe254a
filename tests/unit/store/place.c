/* SPDX-License-Identifier: BSD-3-Clause */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "place.h"

const struct li_actor place_actor = {"canary-operator", "test"};

const char *const place_canaries[] = {
	"canary-alice",
	"CANARYLIID",
	"canary-warrant",
	"canary-operator",
	"canary-callid",
	"canary-bob",
	"canary-host",
	"canary-peer",
	"canary-name",
	"canary-contact",
	"canary-scscf",
	"INVITE sip:",
	"\xc0\xfe\xee\x01\xc0\xfe", /* the octets of an XID */
	"c0feee01",                 /* and its text */
	NULL,
};

void place_empty(struct place *p)
{
	const char *tmp = getenv("TMPDIR");

	*p = (struct place){0};
	snprintf(p->dir, sizeof(p->dir), "%s/li-store-XXXXXX",
		tmp && strlen(tmp) < 32 ? tmp : "/tmp");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(p->dir));
	snprintf(p->db, sizeof(p->db), "%s/li.db", p->dir);
	snprintf(p->key, sizeof(p->key), "%s/li.key", p->dir);
	p->at = (struct li_store_place){.path = p->db, .key_file = p->key};
}

void place_init(struct place *p)
{
	struct li_fault fault = {0};

	place_empty(p);
	CU_ASSERT_EQUAL_FATAL(li_store_key_create(p->key, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_create(&p->at, &place_actor, &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&p->at, LI_STORE_WRITER, &p->store,
				      &fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
}

static void each_file(const struct place *p,
	void (*fn)(const char *file, void *data), void *data)
{
	DIR *dir = opendir(p->dir);
	struct dirent *e;
	char file[PLACE_PATH * 3];

	while (dir && (e = readdir(dir))) {
		snprintf(file, sizeof(file), "%s/%s", p->dir, e->d_name);
		if (e->d_name[0] != '.')
			fn(file, data);
	}
	if (dir)
		closedir(dir);
}

static void remove_file(const char *file, void *data)
{
	(void)data;
	unlink(file);
}

void place_fini(struct place *p)
{
	li_store_close(p->store);
	each_file(p, remove_file, NULL);
	rmdir(p->dir);
}

void place_reopen(struct place *p)
{
	struct li_fault fault = {0};
	li_err err;

	li_store_close(p->store);
	p->store = NULL;
	err = li_store_open(&p->at, LI_STORE_WRITER, &p->store, &fault);
	if (err)
		printf("%s\n", fault.text);
	CU_ASSERT_EQUAL_FATAL(err, LI_OK);
}

struct li_uuid place_uuid(unsigned int n)
{
	struct li_uuid u = {
		{0xc0, 0xfe, 0xee, 0x01, 0xc0, 0xfe, 0x40, 0x00, 0x80, 0x00}};

	u.octet[14] = (uint8_t)(n >> 8);
	u.octet[15] = (uint8_t)n;
	return u;
}

static struct li_uuid did_of(unsigned int n)
{
	struct li_uuid u = {{0xdd, 0x1d, 0, 0, 0, 0, 0x40, 0, 0x80, 0}};

	u.octet[15] = (uint8_t)n;
	return u;
}

struct li_destination place_destination(unsigned int n)
{
	struct li_destination d = {.did = did_of(n), .port = 9000};

	snprintf(d.name, sizeof(d.name), "canary-name-%u", n);
	snprintf(d.host, sizeof(d.host), "canary-host-%u.example", n);
	snprintf(d.peer, sizeof(d.peer), "canary-peer-%u.example", n);
	return d;
}

struct li_task place_task(unsigned int n, unsigned int from, unsigned int to)
{
	struct li_task t = {
		.xid = place_uuid(n),
		.liid = "CANARYLIID",
		.target_count = 1,
		.starts_us = 1000000,
		.ends_us = 9000000000000000,
		.operator_name = "canary-operator",
		.warrant = "canary-warrant",
	};

	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU,
				li_slice_str("sip:canary-alice@ims.example"),
				&t.targets[0]),
		LI_OK);
	for (unsigned int i = from; i <= to; i++)
		t.destinations[t.destination_count++] = did_of(i);
	return t;
}

void place_fill(struct place *p, unsigned int n)
{
	struct li_fault fault = {0};
	struct li_task t = place_task(1, 1, n);

	for (unsigned int i = 1; i <= n; i++) {
		struct li_destination d = place_destination(i);

		CU_ASSERT_EQUAL_FATAL(li_store_destination_add(p->store, &d,
					      &place_actor, &fault),
			LI_OK);
	}
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p->store, &t, &place_actor,
				      &fault),
		LI_OK);
}

struct li_iri place_iri(int64_t task, uint64_t correlation)
{
	static char sip[1200];
	struct li_iri iri = {
		.task = task,
		.xid = place_uuid((unsigned int)task),
		.kind = LI_IRI_IMS_MESSAGE,
		.at_us = 1700000000000000,
		.correlation = correlation,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.from = {.family = 4, .ip = {192, 0, 2, 1}, .port = 5060},
		.to = {.family = 6,
			.ip = {0x20, 0x01, 0x0d, 0xb8, [15] = 2},
			.port = 4060},
		.matched_count = 1,
		.sip_method = "INVITE",
	};
	size_t n;

	memset(sip, 'x', sizeof(sip));
	n = (size_t)snprintf(sip, sizeof(sip),
		"INVITE sip:canary-bob@ims.example SIP/2.0\r\n"
		"From: <sip:canary-alice@ims.example>;tag=1\r\n"
		"Call-ID: canary-callid\r\n\r\n");
	sip[n] = ' ';
	iri.sip = li_slice(sip, sizeof(sip));
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU,
				li_slice_str("sip:canary-alice@ims.example"),
				&iri.matched[0]),
		LI_OK);
	return iri;
}

li_err place_commit(struct place *p, int64_t task, uint64_t correlation,
	size_t n)
{
	struct li_iri iri = place_iri(task, correlation);
	struct li_product product = {.iris = &iri, .iri_count = 1};
	li_err err = li_store_begin(p->store);

	for (size_t i = 0; !err && i < n; i++)
		err = li_store_product(p->store, &product);
	return err ? err : li_store_commit(p->store);
}

static sqlite3 *beside(struct place *p)
{
	sqlite3 *db = NULL;

	CU_ASSERT_EQUAL(sqlite3_open(p->db, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 2000);
	return db;
}

int64_t place_number(struct place *p, const char *sql)
{
	sqlite3 *db = beside(p);
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK &&
		sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	else
		printf("%s: %s\n", sql, sqlite3_errmsg(db));
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

bool place_gapless(struct place *p)
{
	return place_number(p,
		       "SELECT count(*) FROM stream m WHERE m.next <> "
		       "(SELECT count(*) FROM iri WHERE stream = m.id) OR m.next <> "
		       "(SELECT coalesce(max(sequence), -1) + 1 FROM iri WHERE "
		       "stream = m.id) OR m.next <> (SELECT count(DISTINCT sequence) "
		       "FROM iri WHERE stream = m.id)") == 0;
}

int place_sql(struct place *p, const char *sql)
{
	sqlite3 *db = beside(p);
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	sqlite3_close(db);
	return rc;
}

struct search {
	struct li_slice octets;
	bool found;
};

static void search_file(const char *file, void *data)
{
	struct search *search = data;
	FILE *f = fopen(file, "rb");
	char *all = NULL;
	long n = -1;

	if (f && fseek(f, 0, SEEK_END) == 0)
		n = ftell(f);
	if (n > 0)
		all = malloc((size_t)n);
	if (all) {
		rewind(f);
		if (fread(all, 1, (size_t)n, f) == (size_t)n &&
			memmem(all, (size_t)n, search->octets.p,
				search->octets.n))
			search->found = true;
	}
	free(all);
	if (f)
		fclose(f);
}

bool place_holds(const struct place *p, struct li_slice octets)
{
	struct search search = {.octets = octets};

	each_file(p, search_file, &search);
	return search.found;
}

const char *place_canary(const struct place *p)
{
	for (size_t i = 0; place_canaries[i]; i++)
		if (place_holds(p, li_slice_str(place_canaries[i])))
			return place_canaries[i];
	return NULL;
}
