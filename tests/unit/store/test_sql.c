/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lmisf_sql as an auditor meets it: plain sqlite3, .load, a key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "place.h"
#include "store/authorisations.h"
#include "unit.h"

enum { OUT = 16384 };

/* Run the sqlite3 shell on the place's database; its output is in out. */
static int shell(struct place *p, const char *script, char out[OUT])
{
	char file[PLACE_PATH], command[3 * PLACE_PATH];
	FILE *f;
	size_t n;

	snprintf(file, sizeof(file), "%s/script.sql", p->dir);
	f = fopen(file, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	fprintf(f, ".bail on\n.load %s\n%s\n", LMISF_SQL, script);
	fclose(f);
	snprintf(command, sizeof(command), "exec sqlite3 -batch %s <%s 2>&1",
		p->db, file);
	f = popen(command, "r"); /* NOLINT(cert-env33-c) */
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	n = fread(out, 1, OUT - 1, f);
	out[n] = '\0';
	return pclose(f);
}

static void fill(struct place *p)
{
	struct li_reg_row reg = {.task = 1,
		.key = li_slice_str("k"),
		.impu = li_slice_str("sip:canary-alice@ims.example"),
		.state = LI_REG_REGISTERED,
		.witness = LI_SOURCE_SIP,
		.at_us = 5};
	struct li_session_row session = {.task = 1,
		.correlation = 7,
		.call_id = li_slice_str("canary-callid"),
		.method = "INVITE",
		.direction = LI_SESSION_FROM_TARGET,
		.state = LI_SESSION_TRYING,
		.at_us = 5};
	struct li_security_event security = {.rule = LI_RULE_CX_STRANGER,
		.severity = LI_SEVERITY_HIGH,
		.source = LI_SOURCE_CX,
		.node = li_slice_str("canary-host-x")};
	const struct li_authorisation warrant = {.id = place_uuid(5),
		.reference = "canary-warrant",
		.ends_us = INT64_MAX};
	struct li_product product = {.regs = &reg,
		.reg_count = 1,
		.sessions = &session,
		.session_count = 1,
		.security = &security,
		.security_count = 1};

	place_init(p);
	place_fill(p, 1);
	CU_ASSERT_EQUAL(li_store_authorisation_add(p->store, &warrant,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p->store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p->store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p->store), LI_OK);
}

static const char *const views[] = {"audit_tasks", "audit_authorisations",
	"audit_registrations", "audit_sessions", "audit_iri", "audit_backlog",
	"audit_trail", "audit_security"};

enum { VIEWS = sizeof(views) / sizeof(views[0]) };

static void test_sql__shows_nothing_without_the_key(void)
{
	char out[OUT], script[96];
	struct place p;

	fill(&p);
	for (size_t i = 0; i < VIEWS; i++) {
		snprintf(script, sizeof(script), "SELECT * FROM %s;", views[i]);
		CU_ASSERT_EQUAL(shell(&p, script, out), 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(out, "sealed"));
		for (size_t c = 0; place_canaries[c]; c++)
			CU_ASSERT_PTR_NULL(strstr(out, place_canaries[c]));
	}
	CU_ASSERT_NOT_EQUAL(shell(&p,
				    "SELECT lmisf_open('task', 'liid', id, "
				    "liid) FROM task;",
				    out),
		0);
	CU_ASSERT_PTR_NOT_NULL(strstr(out, "no key"));
	place_fini(&p);
}

static void test_sql__opens_the_same_views_with_the_key(void)
{
	static const char *const shown[][6] = {
		{"canary-alice", "CANARYLIID", "canary-warrant",
			"c0feee01-c0fe-4000-8000-000000000001", NULL},
		{"c0feee01-c0fe-4000-8000-000000000005", "canary-warrant",
			"approved", "canary-operator", NULL},
		{"canary-alice", "registered", NULL},
		{"canary-callid", "trying", "from target", NULL},
		{"INVITE sip:canary-bob", "impu:sip:canary-alice",
			"2023-11-14T22:13:20.000000Z",
			"192.0.2.1:5060 -> [2001:db8::2]:4060", NULL},
		{"canary-name-1", "canary-host-1", NULL},
		{"canary-operator", "store.create", "iri.commit",
			"warrant=canary-warrant", NULL},
		{"canary-host-x", "cx-stranger", "high", NULL},
	};
	char out[OUT], script[PLACE_PATH + 96];
	struct place p;

	fill(&p);
	for (size_t i = 0; i < VIEWS; i++) {
		snprintf(script, sizeof(script),
			"SELECT lmisf_key('%s');\n"
			"SELECT * FROM %s;",
			p.key, views[i]);
		CU_ASSERT_EQUAL(shell(&p, script, out), 0);
		for (size_t c = 0; shown[i][c]; c++)
			CU_ASSERT_PTR_NOT_NULL(strstr(out, shown[i][c]));
	}
	place_fini(&p);
}

static void test_sql__keeps_the_columns_of_the_views(void)
{
	char before[OUT], after[OUT], script[PLACE_PATH + 160];
	struct place p;

	fill(&p);
	for (size_t i = 0; i < VIEWS; i++) {
		snprintf(script, sizeof(script),
			"SELECT group_concat(name) "
			"FROM pragma_table_info('%s');",
			views[i]);
		CU_ASSERT_EQUAL(shell(&p, script, before), 0);
		snprintf(script, sizeof(script),
			".output /dev/null\n"
			"SELECT lmisf_key('%s');\n.output\n"
			"SELECT group_concat(name) FROM "
			"pragma_table_info('%s');",
			p.key, views[i]);
		CU_ASSERT_EQUAL(shell(&p, script, after), 0);
		CU_ASSERT_STRING_EQUAL(before, after);
		CU_ASSERT(strlen(after) > 20);
	}
	place_fini(&p);
}

static void test_sql__takes_the_key_from_the_environment(void)
{
	char out[OUT];
	struct place p;

	fill(&p);
	CU_ASSERT_EQUAL(setenv("LMISF_KEY_FILE", p.key, 1), 0);
	CU_ASSERT_EQUAL(shell(&p, "SELECT liid FROM audit_tasks;", out), 0);
	CU_ASSERT_STRING_EQUAL(out, "CANARYLIID\n");
	CU_ASSERT_EQUAL(setenv("LMISF_KEY_FILE", "/nonexistent", 1), 0);
	CU_ASSERT_NOT_EQUAL(shell(&p, "SELECT 1;", out), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(out, "/nonexistent: key file cannot"));
	unsetenv("LMISF_KEY_FILE");
	place_fini(&p);
}

static void test_sql__refuses(void)
{
	static const struct {
		const char *script, *says;
	} cases[] = {
		{"DELETE FROM outbox;", "readonly"},
		{"INSERT INTO feed VALUES (x'00', 1, 1);", "readonly"},
		{"SELECT lmisf_open('task', 'warrant', id, liid) FROM task;",
			"does not open"},
		{"SELECT lmisf_open('task', 'liid', 2, liid) FROM task;",
			"does not open"},
		{"SELECT lmisf_open('task', 'liid', 1, x'0102');",
			"does not open"},
		{"SELECT lmisf_open('installation', 'audit_private', 1, "
		 "audit_private) FROM installation;",
			"not shown"},
		{"SELECT lmisf_key('/dev/null');", "not a regular file"},
		{"SELECT lmisf_key(NULL);", "no key file"},
	};
	char out[OUT], script[PLACE_PATH + 300];
	struct place p;

	fill(&p);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(script, sizeof(script), "SELECT lmisf_key('%s');\n%s",
			p.key, cases[i].script);
		CU_ASSERT_NOT_EQUAL(shell(&p, script, out), 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(out, cases[i].says));
		CU_ASSERT_PTR_NULL(strstr(out, "CANARY"));
	}
	place_fini(&p);
}

static void test_sql__refuses_another_key(void)
{
	char out[OUT], script[PLACE_PATH + 300], key[PLACE_PATH + 8];
	struct place p;

	fill(&p);
	snprintf(key, sizeof(key), "%s.2", p.key);
	CU_ASSERT_EQUAL(li_store_key_create(key, NULL), LI_OK);
	snprintf(script, sizeof(script), "SELECT lmisf_key('%s');", key);
	CU_ASSERT_NOT_EQUAL(shell(&p, script, out), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(out, "not the key of this database"));
	place_fini(&p);
}

/* TS 33.126 R6.6-110 */
static void test_sql__checks_the_chain(void)
{
	char out[OUT];
	struct place p;

	fill(&p);
	CU_ASSERT_EQUAL(shell(&p, "SELECT lmisf_chain();", out), 0);
	CU_ASSERT_STRING_EQUAL(out, "ok 6 rows\n");
	CU_ASSERT_EQUAL(shell(&p,
				"SELECT lmisf_chain(checkpoint) "
				"FROM audit_checkpoints;",
				out),
		0);
	CU_ASSERT_STRING_EQUAL(out, "ok 6 rows\n");
	CU_ASSERT_EQUAL(shell(&p,
				"SELECT lmisf_chain(replace(checkpoint, "
				"'lmisf2:1:', 'lmisf2:9:')) "
				"FROM audit_checkpoints;",
				out),
		0);
	CU_ASSERT_PTR_NOT_NULL(strstr(out,
		"broken at row 7: is missing: a checkpoint that was handed "
		"out"));
	CU_ASSERT_EQUAL(place_sql(&p,
				"DROP TRIGGER audit_no_update; "
				"UPDATE audit SET action = 'x' WHERE id = 3"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(shell(&p, "SELECT lmisf_chain();", out), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(out, "broken at row 3: "));
	place_fini(&p);
}

UNIT_MAIN("store.sql", UNIT_TEST(test_sql__shows_nothing_without_the_key),
	UNIT_TEST(test_sql__opens_the_same_views_with_the_key),
	UNIT_TEST(test_sql__keeps_the_columns_of_the_views),
	UNIT_TEST(test_sql__takes_the_key_from_the_environment),
	UNIT_TEST(test_sql__refuses), UNIT_TEST(test_sql__refuses_another_key),
	UNIT_TEST(test_sql__checks_the_chain))
