/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.126 R6.6-110, RFC 6962 cl. 2.1.1: who is given some rows can tell that
 * they are of the audit, and sees no others. TS 101 331 cl. 4.9
 */
#include "place.h"
#include "store/audit.h"
#include "store/export.h"
#include "store/prove.h"
#include "unit.h"

enum { MOST = 16 };

/* An export as its maker has it. */
struct made {
	struct place p;
	struct li_export x;
	struct li_export_row rows[MOST];
	struct li_export_iri iris[MOST];
	struct li_buf octets[MOST + 1], iri_octets[MOST], origin;
	struct li_export_key keys[LI_EXPORT_KEYS_MAX];
	int64_t task;
	struct li_prover *prover;
};

static li_err keep(struct li_buf *octets, const struct li_export_row *e,
	struct li_export_row *out)
{
	li_export_row_put(octets, e);
	return li_export_row_get(li_buf_slice(octets), out);
}

static li_err keep_row(const struct li_export_row *e, void *data)
{
	struct made *m = data;
	size_t n = m->x.row_count++;

	CU_ASSERT_EQUAL_FATAL(n < MOST, true);
	CU_ASSERT_EQUAL(li_prover_want(m->prover, (uint64_t)e->row.id), LI_OK);
	return keep(&m->octets[n], e, &m->rows[n]);
}

static li_err keep_iri(const struct li_export_iri *e, void *data)
{
	struct made *m = data;
	size_t n = m->x.iri_count++;

	CU_ASSERT_EQUAL_FATAL(n < MOST, true);
	li_export_iri_put(&m->iri_octets[n], e);
	return li_export_iri_get(li_buf_slice(&m->iri_octets[n]), &m->iris[n]);
}

static li_err keep_done(const struct li_export_row *e, void *data)
{
	struct made *m = data;
	li_err err = keep(&m->octets[MOST], e, &m->x.done);

	m->x.done.name = (struct li_slice){0};
	return err;
}

/* Pass rows up to the last. */
static void pass(struct made *m, struct li_digest *d)
{
	struct li_buf hashes = {0};
	struct li_export_page page = {
		.after = (int64_t)li_prover_size(m->prover),
		.until = m->x.done.row.id ? 0 : INT64_MAX,
		.tasks = &m->task,
		.task_count = 1,
		.fn = keep_row,
		.iri_fn = keep_iri,
		.data = m,
	};

	CU_ASSERT_EQUAL(li_store_export_page(m->p.store, &page, &hashes),
		LI_OK);
	for (size_t i = 0; i < hashes.n; i += LI_SHA256)
		CU_ASSERT_EQUAL(li_prover_add(m->prover, d, hashes.p + i),
			LI_OK);
	li_buf_fini(&hashes);
}

static void finish(struct made *m, struct li_digest *d)
{
	uint8_t digest[LI_SHA256], root[LI_SHA256];

	CU_ASSERT_EQUAL(li_export_digest(&m->x, digest), LI_OK);
	CU_ASSERT_EQUAL(li_store_export_done(m->p.store, &place_actor, digest),
		LI_OK);
	m->x.checkpoint = *li_store_marked(m->p.store);
	CU_ASSERT_EQUAL(li_store_export_row(m->p.store, m->x.checkpoint.row,
				keep_done, m),
		LI_OK);
	CU_ASSERT_EQUAL(li_prover_want(m->prover,
				(uint64_t)m->x.checkpoint.row),
		LI_OK);
	pass(m, d);
	CU_ASSERT_EQUAL(li_prover_end(m->prover, d, root), LI_OK);
	for (size_t i = 0; i < m->x.row_count; i++)
		m->rows[i].path = li_prover_path(m->prover, i);
	m->x.done.path = li_prover_path(m->prover, m->x.row_count);
}

/* A commit with an IRI of each of both tasks, and one more of the first; the
 * destination has the first of them. */
static void intercept(struct place *p)
{
	struct li_iri iris[] = {place_iri(1, 7), place_iri(2, 8)};
	struct li_product product = {.iris = iris, .iri_count = 2};
	const struct li_uuid did = place_destination(1).did;
	size_t count = 0;

	CU_ASSERT_EQUAL(li_store_begin(p->store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p->store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p->store), LI_OK);
	CU_ASSERT_EQUAL(place_commit(p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(li_store_confirm(p->store, &did, 1, 4711, &count),
		LI_OK);
	CU_ASSERT_EQUAL(count, 1);
}

/* Two tasks that come and go; the first one's rows and IRI. */
static void make(struct made *m)
{
	struct li_task t;
	struct li_digest *d = NULL;

	*m = (struct made){.task = 1};
	m->x = (struct li_export){.rows = m->rows,
		.iris = m->iris,
		.tasks = &m->task,
		.task_count = 1,
		.warrant = li_slice_str("court order")};
	place_init(&m->p);
	place_fill(&m->p, 1);
	t = place_task(2, 1, 1);
	CU_ASSERT_EQUAL(li_store_task_add(m->p.store, &t, &place_actor, NULL),
		LI_OK);
	intercept(&m->p);
	t = place_task(1, 1, 1);
	CU_ASSERT_EQUAL(li_store_task_modify(m->p.store, &t, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_mark(m->p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_end(m->p.store, &t.xid, 9, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_digest_new(&d), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_prover_new(&m->prover), LI_OK);
	pass(m, d);
	finish(m, d);
	li_digest_free(d);
	CU_ASSERT_EQUAL(li_store_export_origin(m->p.store, &m->origin), LI_OK);
	CU_ASSERT_EQUAL(li_export_origin_get(li_buf_slice(&m->origin), m->keys,
				&m->x.origin),
		LI_OK);
}

static void unmake(struct made *m)
{
	for (size_t i = 0; i <= MOST; i++)
		li_buf_fini(&m->octets[i]);
	for (size_t i = 0; i < MOST; i++)
		li_buf_fini(&m->iri_octets[i]);
	li_buf_fini(&m->origin);
	li_prover_free(m->prover);
	place_fini(&m->p);
}

static struct li_slice own_key(const struct made *m)
{
	return li_slice(m->x.origin.key, LI_SIGN_PUBLIC);
}

/* Is it refused, with this said? */
static void refused(struct made *m, const char *how)
{
	struct li_fault fault = {.text = ""};

	CU_ASSERT_EQUAL(li_export_check(&m->x, own_key(m), &fault),
		LI_ECORRUPT);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, how));
	if (!strstr(fault.text, how))
		fprintf(stderr, "'%s', not '%s'\n", fault.text, how);
}

/* TS 101 331 cl. 4.9 */
static void test_export__shows_one_task_and_no_other(void)
{
	struct li_fault fault = {.text = ""};
	struct made m;

	make(&m);
	CU_ASSERT_EQUAL(m.x.row_count, 3);
	for (size_t i = 0; i < m.x.row_count; i++)
		CU_ASSERT_TRUE(li_slice_is(m.rows[i].row.object, "task 1"));
	CU_ASSERT_TRUE(li_slice_is(m.rows[0].row.action, "task.add"));
	CU_ASSERT_TRUE(li_slice_is(m.rows[0].name, place_actor.name));
	CU_ASSERT_PTR_NOT_NULL(
		memmem(m.rows[0].text.p, m.rows[0].text.n, "target=", 7));
	CU_ASSERT_TRUE(li_slice_is(m.rows[2].row.action, "task.end"));
	CU_ASSERT_EQUAL(li_export_check(&m.x, own_key(&m), &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	CU_ASSERT_EQUAL(li_export_check(&m.x, (struct li_slice){0}, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_audit_verify_since(m.p.store, &m.x.checkpoint,
				1, &(struct li_verdict){0}, &fault),
		LI_OK);
	unmake(&m);
}

/* TS 33.126 R6.5-60, R6.5-70; TS 101 331 cl. 4.9: what was made and delivered
 * when, and nothing that counts the others' */
static void test_export__has_what_was_made_and_delivered_when(void)
{
	struct made m;

	make(&m);
	CU_ASSERT_EQUAL_FATAL(m.x.iri_count, 2);
	for (size_t i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(m.iris[i].iri.task, 1);
		CU_ASSERT_EQUAL(m.iris[i].iri.correlation, 7);
		CU_ASSERT_EQUAL(m.iris[i].iri.sequence, i);
		CU_ASSERT_EQUAL(m.iris[i].iri.id, 0);
		CU_ASSERT_EQUAL(m.iris[i].iri.sha256.n, LI_SHA256);
		CU_ASSERT_TRUE(m.iris[i].iri.committed_us > 0);
	}
	CU_ASSERT_EQUAL(m.iris[0].confirmed_us, 4711);
	CU_ASSERT_EQUAL(m.iris[0].waiting, 0);
	CU_ASSERT_EQUAL(m.iris[1].confirmed_us, 0);
	CU_ASSERT_EQUAL(m.iris[1].waiting, 1);
	m.iris[0].confirmed_us++;
	refused(&m, "vouches for something else");
	m.iris[0].confirmed_us--;
	m.iris[0].iri.id = 1;
	refused(&m, "IRI 1 is none");
	m.iris[0].iri.id = 0;
	m.iris[1].iri.task = 2;
	refused(&m, "IRI 2 is of something else");
	m.iris[1].iri.task = 1;
	m.iris[1].row = 1;
	refused(&m, "IRI 2 is not in its place");
	m.x.iri_count = 1;
	refused(&m, "vouches for something else");
	unmake(&m);
}

/* What is not as it was committed is given to nobody. */
static void test_export__gives_no_iri_that_was_changed(void)
{
	static const char *const all[] = {
		"UPDATE iri SET at_us = at_us + 1 WHERE id = 2",
		"UPDATE iri SET sha256 = zeroblob(32) WHERE id = 1",
		"DELETE FROM iri WHERE id = 2",
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_buf hashes = {0};
		struct li_export_page page = {.until = INT64_MAX,
			.iri_fn = keep_iri}; /* of nobody: they are checked */
		struct made m;

		make(&m);
		place_sql(&m.p,
			"DROP TRIGGER iri_no_update; "
			"DROP TRIGGER iri_no_delete");
		CU_ASSERT_EQUAL(place_sql(&m.p, all[i]), 0);
		CU_ASSERT_EQUAL(li_store_export_page(m.p.store, &page, &hashes),
			LI_ECORRUPT);
		li_buf_fini(&hashes);
		unmake(&m);
	}
}

/* Each octet of what a row shows is vouched for. */
static void test_export__finds_each_octet_that_was_changed(void)
{
	struct made m;

	make(&m);
	for (size_t i = 0; i < m.x.row_count; i++) {
		struct li_buf *b = &m.octets[i];
		struct li_slice path = m.rows[i].path;

		for (size_t at = 0; at < b->n; at++) {
			b->p[at] ^= 1;
			if (li_export_row_get(li_buf_slice(b), &m.rows[i]) ==
				LI_OK) {
				m.rows[i].path = path;
				CU_ASSERT_EQUAL(li_export_check(&m.x,
							own_key(&m), NULL),
					LI_ECORRUPT);
			}
			b->p[at] ^= 1;
		}
		CU_ASSERT_EQUAL(li_export_row_get(li_buf_slice(b), &m.rows[i]),
			LI_OK);
		m.rows[i].path = path;
	}
	CU_ASSERT_EQUAL(li_export_check(&m.x, own_key(&m), NULL), LI_OK);
	unmake(&m);
}

static void test_export__says_what_does_not_fit(void)
{
	struct li_export good;
	struct made m;

	make(&m);
	good = m.x;
	m.rows[1].text = li_slice_str("warrant=another");
	refused(&m, "vouches for something else");
	m.rows[1].text = (struct li_slice){0};
	refused(&m, "shows what it does not have");
	m.x.row_count = 2; /* one was left out */
	m.rows[1] = m.rows[2];
	refused(&m, "vouches for something else");
	m.rows[1] = m.rows[0];
	refused(&m, "is not in its place");
	m.x = good;
	m.task = 2;
	refused(&m, "is about something else");
	m.task = 1;
	m.rows[0].row.at_us++;
	refused(&m, "it was changed");
	unmake(&m);
}

static void test_export__says_who_did_not_sign_it(void)
{
	struct li_sign_key other;
	struct li_fault fault;
	struct made m;

	make(&m);
	m.x.warrant = li_slice_str("another order");
	refused(&m, "vouches for something else");
	m.x.warrant = li_slice_str("court order");
	m.x.checkpoint.at_us++;
	refused(&m, "not signed by the key");
	m.x.checkpoint.at_us--;
	m.x.origin.installation.octet[0] ^= 1;
	refused(&m, "not signed by the key");
	m.x.origin.installation.octet[0] ^= 1;
	CU_ASSERT_EQUAL(li_sign_key_draw(&other), LI_OK);
	CU_ASSERT_EQUAL(li_export_check(&m.x,
				li_slice(other.public_part, LI_SIGN_PUBLIC),
				&fault),
		LI_ECORRUPT);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "another installation"));
	/* A key that nobody handed over to. */
	m.keys[0].row = 1;
	memcpy(m.keys[0].public_part, other.public_part, LI_SIGN_PUBLIC);
	m.x.origin.key_count = 1;
	refused(&m, "did not sign");
	m.x.origin.key_count = 0;
	m.x.done.path = li_slice_sub(m.x.done.path, LI_SHA256, SIZE_MAX);
	refused(&m, "is not in the audit that was signed");
	unmake(&m);
}

/* What comes over a socket is not trusted. */
static void test_export__reads_no_row_that_is_cut(void)
{
	struct li_export_row e = {.row.id = 77};
	struct li_export_iri iri = {.row = 77};
	struct li_export_origin o;
	struct made m;

	make(&m);
	for (size_t n = 0; n < m.octets[0].n; n++)
		CU_ASSERT_EQUAL(li_export_row_get(li_slice(m.octets[0].p, n),
					&e),
			LI_EMALFORMED);
	CU_ASSERT_EQUAL(e.row.id, 77);
	for (size_t n = 0; n < m.iri_octets[0].n; n++)
		CU_ASSERT_EQUAL(li_export_iri_get(li_slice(m.iri_octets[0].p,
							  n),
					&iri),
			LI_EMALFORMED);
	CU_ASSERT_EQUAL(iri.row, 77);
	for (size_t n = 0; n < m.origin.n; n++)
		CU_ASSERT_EQUAL(li_export_origin_get(li_slice(m.origin.p, n),
					m.keys, &o),
			LI_EMALFORMED);
	unmake(&m);
}

UNIT_MAIN("store.export", UNIT_TEST(test_export__shows_one_task_and_no_other),
	UNIT_TEST(test_export__has_what_was_made_and_delivered_when),
	UNIT_TEST(test_export__gives_no_iri_that_was_changed),
	UNIT_TEST(test_export__finds_each_octet_that_was_changed),
	UNIT_TEST(test_export__says_what_does_not_fit),
	UNIT_TEST(test_export__says_who_did_not_sign_it),
	UNIT_TEST(test_export__reads_no_row_that_is_cut))
