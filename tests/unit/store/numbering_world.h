/* SPDX-License-Identifier: BSD-3-Clause
 *
 * numbering_world.h - a store with a destination of HI2, and what it is given.
 *
 * Floor    tests: store.
 * Threads  One test at a time.
 * Memory   place_fini() of each test.
 * Spec     TS 102 232-1 cl. 5.2
 */
#ifndef LI_TEST_NUMBERING_WORLD_H
#define LI_TEST_NUMBERING_WORLD_H

#include "place.h"
#include "unit.h"

enum { ENTRIES_MAX = 16 };

/* What a destination of HI2 is given. */
struct given {
	struct {
		uint32_t cin, sequence;
		size_t liid_count;
		struct li_outbox_liid liids[LI_TASK_MEDIATIONS_MAX];
	} of[ENTRIES_MAX];
	size_t count;
};

static inline li_err keep(const struct li_outbox_entry *entry, void *data)
{
	struct given *g = data;

	if (entry->iri.kind == LI_IRI_NOTIFICATION)
		return LI_OK;
	CU_ASSERT_FATAL(g->count < ENTRIES_MAX);
	g->of[g->count].cin = entry->cin;
	g->of[g->count].sequence = entry->iri.sequence;
	g->of[g->count].liid_count = entry->liid_count;
	memcpy(g->of[g->count].liids, entry->liids, sizeof(entry->liids));
	g->count++;
	return LI_OK;
}

static inline struct given claim(struct place *p, unsigned int destination)
{
	struct li_destination d = place_destination(destination);
	struct given g = {.count = 0};
	const struct li_store_page page = {.limit = ENTRIES_MAX,
		.fn = keep,
		.data = &g};
	size_t count;

	CU_ASSERT_EQUAL_FATAL(li_store_claim(p->store, &d.did, &page, &count),
		LI_OK);
	return g;
}

static inline void add(struct place *p, unsigned int n, enum li_format format,
	enum li_scheme scheme)
{
	struct li_destination d = place_destination(n);

	d.handover.format = format;
	d.handover.scheme = scheme;
	CU_ASSERT_EQUAL_FATAL(li_store_destination_add(p->store, &d,
				      &place_actor, NULL),
		LI_OK);
}

/* One destination of HI2, by sessions, and a task to it. */
static inline void fill(struct place *p)
{
	struct li_task t = place_task(1, 1, 1);

	place_init(p);
	add(p, 1, LI_FORMAT_HI2_33128, LI_SCHEME_SESSION);
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p->store, &t, &place_actor,
				      NULL),
		LI_OK);
}

static inline void commit(struct place *p, struct li_iri iri)
{
	struct li_product product = {.iris = &iri, .iri_count = 1};

	CU_ASSERT_EQUAL_FATAL(li_store_begin(p->store), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_product(p->store, &product), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_commit(p->store), LI_OK);
}

static inline void part(struct place *p, uint64_t correlation,
	enum li_iri_part part)
{
	struct li_iri iri = place_iri(1, correlation);

	iri.part = part;
	commit(p, iri);
}

static inline void is(const struct given *g, size_t i, enum li_iri_type type,
	uint32_t sequence)
{
	CU_ASSERT_EQUAL_FATAL(g->of[i].liid_count, 1);
	CU_ASSERT_STRING_EQUAL(g->of[i].liids[0].text, "CANARYLIID");
	CU_ASSERT_EQUAL(g->of[i].liids[0].type, type);
	CU_ASSERT_EQUAL(g->of[i].liids[0].sequence, sequence);
}

#endif
