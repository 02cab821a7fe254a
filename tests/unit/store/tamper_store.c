/* SPDX-License-Identifier: BSD-3-Clause */
#include "tamper_store.h"

#include <stdarg.h>
#include <stdlib.h>

#include <CUnit/CUnit.h>

#include "store/authorisations.h"
#include "store/contexts.h"

enum { ROWS = 1040, TAIL = 9 };

uint64_t tamper_dice(struct tamper *t, uint64_t n)
{
	/* splitmix64 */
	uint64_t z = (t->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % n;
}

void tamper_sql(sqlite3 *db, const char *format, int64_t a, int64_t b)
{
	char *sql = sqlite3_mprintf(format, (long long)a, (long long)b);
	char *why = NULL;
	int rc = sqlite3_exec(db, sql, NULL, NULL, &why);

	if (rc != SQLITE_OK)
		printf("\n%s: %s\n", sql, why);
	CU_ASSERT_EQUAL(rc, SQLITE_OK);
	sqlite3_free(why);
	sqlite3_free(sql);
}

int64_t tamper_number(sqlite3 *db, const char *format, int64_t a)
{
	char *sql = sqlite3_mprintf(format, (long long)a);
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	CU_ASSERT_EQUAL(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	if (sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	sqlite3_free(sql);
	return n;
}

void tamper_text(sqlite3 *db, char *text, size_t cap, const char *format, ...)
{
	sqlite3_stmt *s = NULL;
	va_list args;
	char *sql;

	va_start(args, format);
	sql = sqlite3_vmprintf(format, args);
	va_end(args);
	CU_ASSERT_EQUAL(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_step(s), SQLITE_ROW);
	sqlite3_snprintf((int)cap, text, "%s", sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	sqlite3_free(sql);
}

/* ---- the store ---- */

static sqlite3 *copy(const struct place *p)
{
	static const char off[] =
		"DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; "
		"DROP TRIGGER audit_checkpoint_no_update; "
		"DROP TRIGGER audit_checkpoint_no_delete; "
		"DROP TRIGGER audit_key_no_update; "
		"DROP TRIGGER audit_key_no_delete; "
		"DROP TRIGGER iri_no_update; DROP TRIGGER iri_no_delete; "
		"DROP TRIGGER task_no_delete; "
		"DROP TRIGGER authorisation_no_delete; "
		"DROP TRIGGER security_events_no_update; "
		"DROP TRIGGER security_events_no_delete; "
		"PRAGMA foreign_keys = OFF";
	sqlite3 *from = NULL, *to = NULL;
	sqlite3_backup *b;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(p->db, &from), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &to), SQLITE_OK);
	b = sqlite3_backup_init(to, "main", from, "main");
	CU_ASSERT_PTR_NOT_NULL_FATAL(b);
	CU_ASSERT_EQUAL(sqlite3_backup_step(b, -1), SQLITE_DONE);
	CU_ASSERT_EQUAL(sqlite3_backup_finish(b), SQLITE_OK);
	sqlite3_close(from);
	CU_ASSERT_EQUAL(sqlite3_exec(to, off, NULL, NULL, NULL), SQLITE_OK);
	return to;
}

static li_err security(struct place *p)
{
	const struct li_security_event e = {.rule = LI_RULE_LIR_SWEEP,
		.severity = LI_SEVERITY_LOW,
		.source = LI_SOURCE_CX,
		.number = 12,
		.at_us = 2000000,
		.since_us = 1000000,
		.count = 3,
		.limit = 2,
		.subject = 7,
		.node = li_slice_str("canary-host.example"),
		.peer = li_slice_str("canary-peer.example"),
		.server = li_slice_str("canary-scscf.example")};
	struct li_product product = {.security = &e, .security_count = 1};

	return li_store_product(p->store, &product);
}

static li_err iri(struct tamper *t)
{
	struct li_iri one = place_iri((int64_t)tamper_dice(t, 3) + 1,
		7 + tamper_dice(t, 3));
	struct li_product product = {.iris = &one, .iri_count = 1};

	one.sip.n = 300;
	return li_store_product(t->place.store, &product);
}

/* All that a warrant may say. */
static void say_terms(struct li_task *task)
{
	struct li_approval *a = &task->approval;

	task->services = LI_SERVICE_VOICE;
	task->location = LI_LOCATION_ENDS;
	task->locality = LI_LOCALITY_LOCAL;
	task->home_only = true;
	task->priority = 2;
	task->product = place_uuid(99);
	strcpy(task->legal_type, "law");
	strcpy(a->name, "canary-name");
	strcpy(a->role, "judge");
	strcpy(a->reference, "canary-warrant");
	a->at_us = 5;
	for (; task->mediation_count < 2; task->mediation_count++) {
		struct li_mediation *m =
			&task->mediations[task->mediation_count];

		*m = (struct li_mediation){.starts_us = 1,
			.ends_us = task->ends_us};
		sqlite3_snprintf(sizeof(m->liid), m->liid, "CANARYLIID%d",
			(int)task->mediation_count);
	}
}

static li_err task(struct tamper *t, unsigned int n)
{
	struct li_task task = place_task(n, 1, 2);

	task.content = tamper_dice(t, 2) == 0;
	task.ends_us += (int64_t)tamper_dice(t, 1000) + 1;
	if (n > 1)
		say_terms(&task);
	return n > 3
		? li_store_task_add(t->place.store, &task, &place_actor, NULL)
		: li_store_task_modify(t->place.store, &task, &place_actor,
			  NULL);
}

/* What one moment has; several rows of it are one transaction. */
static li_err moment(struct tamper *t)
{
	struct li_store *store = t->place.store;
	li_err err = li_store_begin(store);

	for (uint64_t n = tamper_dice(t, 12); !err && n > 0; n--)
		switch (tamper_dice(t, 8)) {
		case 0: err = security(&t->place); break;
		case 1:
			err = task(t, (unsigned int)tamper_dice(t, 3) + 1);
			break;
		case 2:
		case 3:
		case 4: err = iri(t); break;
		default:
			err = li_store_audit(store, &place_actor, "status.read",
				n % 2 ? "place 1" : NULL,
				n % 3 ? li_slice_str("detail")
				      : (struct li_slice){0});
		}
	return err ? err : li_store_commit(store);
}

static void hand_out(struct tamper *t)
{
	CU_ASSERT_EQUAL(li_store_mark(t->place.store), LI_OK);
	CU_ASSERT_FATAL(t->mark_count < TAMPER_MARKS);
	t->marks[t->mark_count++] = *li_store_marked(t->place.store);
}

/* One of which all is said that can be. */
static li_err destination(struct place *p)
{
	struct li_destination d = place_destination(3);

	d.handover = (struct li_handover){.format = LI_FORMAT_HI2_IPMM,
		.scheme = LI_SCHEME_SESSION,
		.authorization_country = "XX",
		.delivery_country = "XY"};
	d.pins.count = 1;
	strcpy(d.second.host, "canary-host.example");
	strcpy(d.second.peer, "canary-peer.example");
	d.second.port = 9001;
	return li_store_destination_add(p->store, &d, &place_actor, NULL);
}

/* One that stays, one that was changed, one that went. TS 103 221-1 cl. 6.8 */
static void contexts(struct place *p)
{
	struct li_hash_context c = {.algorithm = LI_HASH_SHA512, .salt_n = 16};

	for (unsigned int n = 1; n <= 3; n++) {
		c.id = place_uuid(n);
		CU_ASSERT_EQUAL(li_store_context_add(p->store, &c, &place_actor,
					NULL),
			LI_OK);
	}
	c.salt[0] = 1;
	CU_ASSERT_EQUAL(li_store_context_modify(p->store, &c, &place_actor,
				NULL),
		LI_OK);
	c.id = place_uuid(1);
	CU_ASSERT_EQUAL(li_store_context_remove(p->store, &c.id, &place_actor,
				NULL),
		LI_OK);
}

/* Over two tasks; of all time, as those change. TS 103 120 cl. 7.2 */
static void authorise(struct place *p)
{
	const struct li_authorisation a = {.id = place_uuid(7),
		.owner = {"XX", "LEA-1"},
		.reference = "canary-warrant",
		.legal_type = "law",
		.approval = {.name = "canary-name",
			.role = "judge",
			.reference = "canary-court"},
		.ends_us = INT64_MAX,
		.tasks = {place_uuid(1), place_uuid(2)},
		.task_count = 2};

	CU_ASSERT_EQUAL(li_store_authorisation_add(p->store, &a, &place_actor,
				NULL),
		LI_OK);
}

static void fill(struct tamper *t)
{
	struct place *p = &t->place;
	int64_t row;

	place_init(p);
	place_fill(p, 2);
	CU_ASSERT_EQUAL(destination(p), LI_OK);
	contexts(p);
	CU_ASSERT_EQUAL(task(t, 4), LI_OK);
	for (unsigned int n = 2; n <= 3; n++) {
		struct li_task one = place_task(n, 1, 1);

		CU_ASSERT_EQUAL(li_store_task_add(p->store, &one, &place_actor,
					NULL),
			LI_OK);
	}
	authorise(p);
	do {
		CU_ASSERT_EQUAL_FATAL(moment(t), LI_OK);
		row = p->store->now.audit_row;
		if (li_store_marked(p->store)->row + 40 < row)
			hand_out(t);
		for (int i = 0; i < TAMPER_OLD; i++)
			if (!t->old[i] && row > ROWS * (i + 1) / 4)
				t->old[i] = copy(p);
	} while (row < ROWS);
	hand_out(t);
	for (int i = 0; i < TAIL; i++)
		CU_ASSERT_EQUAL(li_store_audit(p->store, &place_actor, "x",
					NULL, (struct li_slice){0}),
			LI_OK);
}

void tamper_init(struct tamper *t, uint64_t seed)
{
	*t = (struct tamper){.state = seed};
	fill(t);
	t->rows = t->place.store->now.audit_row;
	t->db = copy(&t->place);
}

void tamper_fini(struct tamper *t)
{
	sqlite3_close(t->db);
	for (int i = 0; i < TAMPER_OLD; i++)
		sqlite3_close(t->old[i]);
	place_fini(&t->place);
}

/* ---- what somebody does to it ---- */

static void bind_other(struct tamper *t, sqlite3_stmt *s, sqlite3_value *v)
{
	size_t n = (size_t)sqlite3_value_bytes(v);
	const uint8_t *p = sqlite3_value_blob(v);
	uint8_t octets[512];

	switch (sqlite3_value_type(v)) {
	case SQLITE_INTEGER:
		sqlite3_bind_int64(s, 1,
			sqlite3_value_int64(v) ^
				(sqlite3_int64)(1ULL << tamper_dice(t, 62)));
		return;
	case SQLITE_NULL: /* the schema takes one of the three */
		if (tamper_dice(t, 3) == 0)
			sqlite3_bind_int64(s, 1, 1);
		else if (tamper_dice(t, 2) == 0)
			sqlite3_bind_text(s, 1, "x", 1, SQLITE_STATIC);
		else
			sqlite3_bind_blob(s, 1, "x", 1, SQLITE_STATIC);
		return;
	default: break;
	}
	n = n < sizeof(octets) ? n : sizeof(octets);
	memcpy(octets, p, n);
	octets[tamper_dice(t, n)] ^= (uint8_t)(1 << tamper_dice(t, 4));
	if (sqlite3_value_type(v) == SQLITE_TEXT)
		sqlite3_bind_text(s, 1, (char *)octets, (int)n,
			SQLITE_TRANSIENT);
	else
		sqlite3_bind_blob(s, 1, octets, (int)n, SQLITE_TRANSIENT);
}

bool tamper_value(struct tamper *t, const char *table, const char *column,
	int64_t id)
{
	const char *key = strncmp(table, "audit_", 6) == 0 ? "row" : "id";
	char *read = sqlite3_mprintf("SELECT %s FROM %s WHERE %s = %lld",
		column, table, key, (long long)id);
	char *write = sqlite3_mprintf("UPDATE %s SET %s = ?1 WHERE %s = %lld",
		table, column, key, (long long)id);
	sqlite3_stmt *r = NULL, *w = NULL;
	bool other = false;

	CU_ASSERT_EQUAL(sqlite3_prepare_v2(t->db, read, -1, &r, NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_prepare_v2(t->db, write, -1, &w, NULL),
		SQLITE_OK);
	if (sqlite3_step(r) == SQLITE_ROW) {
		const int type = sqlite3_column_type(r, 0);

		other = type == SQLITE_INTEGER || type == SQLITE_NULL ||
			sqlite3_column_bytes(r, 0) > 0;
		bind_other(t, w, sqlite3_column_value(r, 0));
	}
	/* A value that the schema does not take is none. */
	if (other)
		other = sqlite3_step(w) == SQLITE_DONE &&
			sqlite3_changes(t->db) == 1;
	sqlite3_finalize(r);
	sqlite3_finalize(w);
	sqlite3_free(read);
	sqlite3_free(write);
	return other;
}

li_err tamper_verify(struct tamper *t, sqlite3 *db, bool since,
	struct li_verdict *verdict)
{
	const struct li_verify_options options = {
		.key = li_slice(t->place.store->first_key, LI_SIGN_PUBLIC),
		.whole = true,
		.since = t->marks,
		.since_count = since ? t->mark_count : 0,
	};

	return li_verify(db, &options, verdict);
}
