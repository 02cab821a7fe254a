/* SPDX-License-Identifier: BSD-3-Clause
 *
 * x2_world.h - a link of X2, its peer, and an outbox, for tests of links.
 *
 * Floor    tests: deliver.
 * Threads  One.
 * Memory   setup() and teardown() of each test.
 * Spec     TS 103 221-2 cl. 6.2
 */
#ifndef LI_TEST_X2_WORLD_H
#define LI_TEST_X2_WORLD_H

#include "base/clock.h"
#include "creds.h"
#include "deliver/link.h"
#include "peer.h"

enum { ID_STEP = 3 }; /* outbox ids rise, but not by one */

/* A link, its peer and an outbox whose n-th record has id 3n + 3 and sequence
 * n. */
struct world {
	struct li_loop *loop;
	struct li_link *link;
	struct peer peer;
	uint32_t due;    /* records in the outbox */
	uint32_t second; /* from this one on they are of another task */
	/* so many from this one on cannot be encoded; 0 none */
	uint32_t broken, broken_count;
	uint32_t keyed; /* this one is of keys; 0 none */
	bool keys_there, keys_failed;
	size_t asked;   /* so often for keys */
	uint32_t aside; /* as many were set aside */
	int64_t aside_id;
	int64_t confirmed, overtook;
	size_t confirms, overtakings;
};

static inline void fill(struct li_iri *iri, uint32_t n, bool broken)
{
	*iri = (struct li_iri){
		.kind = LI_IRI_IMS_MESSAGE,
		.at_us = 1700000000000000,
		.correlation = 1,
		.sequence = n,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.sip = li_slice_str(
			"OPTIONS sip:a@ims.example SIP/2.0\r\n\r\n"),
	};
	if (!broken)
		iri->matched_count = 1;
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU,
				li_slice_str("sip:a@ims.example"),
				&iri->matched[0]),
		LI_OK);
}

/* Record n is of task 1, or of task 2 from `second` on. */
static inline li_err scan(void *data, const struct li_uuid *did,
	const struct li_store_keys *keys, size_t *count)
{
	struct world *w = data;
	uint32_t n = (uint32_t)(keys->after / ID_STEP);
	li_err err = LI_OK;

	CU_ASSERT_EQUAL(did->octet[0], 5);
	for (*count = 0; err == LI_OK && n < w->due && *count < keys->limit;
		n++) {
		err = keys->fn((int64_t)(n + 1) * ID_STEP,
			w->second && n >= w->second ? 2 : 1, keys->data);
		*count += err == LI_OK;
	}
	return err;
}

static inline li_err fetch(void *data, const struct li_uuid *did,
	const struct li_store_picks *picks, size_t *count)
{
	static struct li_outbox_entry entry;
	struct world *w = data;
	li_err err = LI_OK;

	CU_ASSERT_EQUAL(did->octet[0], 5);
	*count = 0;
	while (err == LI_OK && picks->next(&entry.id, picks->data)) {
		const uint32_t n = (uint32_t)(entry.id / ID_STEP) - 1;

		fill(&entry.iri, n,
			w->broken && n >= w->broken &&
				n < w->broken + w->broken_count);
		if (w->keyed && n == w->keyed)
			entry.iri.kind = LI_IRI_MEDIA_KEYS;
		err = picks->fn(&entry, picks->data);
		*count += err == LI_OK;
	}
	return err;
}

/* As a KMS that takes its time. */
static inline li_err keys(void *data, const struct li_iri *iri,
	struct li_media_keys *out)
{
	struct world *w = data;

	CU_ASSERT_EQUAL(iri->kind, LI_IRI_MEDIA_KEYS);
	w->asked++;
	if (!w->keys_there)
		return LI_EAGAIN;
	*out = (struct li_media_keys){.failed = w->keys_failed};
	out->at[0] = (struct li_media_key){.cs_id = {7},
		.cs_id_n = 1,
		.key = "sixteen octets..",
		.key_n = 16};
	out->count = !w->keys_failed;
	return LI_OK;
}

static inline void overtook(void *data, const struct li_uuid *did, int64_t id)
{
	struct world *w = data;

	CU_ASSERT_EQUAL(did->octet[0], 5);
	CU_ASSERT_TRUE(id > w->overtook);
	w->overtook = id;
	w->overtakings++;
}

static inline void confirmed(void *data, const struct li_uuid *did, int64_t id)
{
	struct world *w = data;

	CU_ASSERT_EQUAL(did->octet[0], 5);
	CU_ASSERT_TRUE(id > w->confirmed ||
		(id == w->confirmed && w->overtakings > 0));
	w->confirmed = id;
	w->confirms++;
}

static inline li_err aside(void *data, const struct li_uuid *did, int64_t id,
	li_err why)
{
	struct world *w = data;

	CU_ASSERT_EQUAL(did->octet[0], 5);
	CU_ASSERT_EQUAL(why, LI_EINVAL);
	/* nothing behind it is confirmed before it is told */
	CU_ASSERT_TRUE(id > w->confirmed);
	w->aside++;
	w->aside_id = id;
	return LI_OK;
}

static inline struct li_link_options usual(void)
{
	return (struct li_link_options){
		.place = {.nfid = "nf", .ipid = "ip"},
		.keepalive_us = 60000000,
		.ack_timeout_us = 60000000,
		.open_timeout_us = 5000000,
		.confirm_every = 16,
		.backoff_min_us = 1000,
		.backoff_max_us = 4000,
	};
}

static inline void setup(struct world *w, const struct li_link_options *options,
	const char *name)
{
	const struct li_link_ports ports = {.scan = scan,
		.fetch = fetch,
		.overtook = overtook,
		.confirmed = confirmed,
		.aside = aside,
		.keys = keys,
		.data = w};
	struct li_destination d = {.row = 1, .did = {{5}}, .host = "127.0.0.1"};

	*w = (struct world){0};
	snprintf(d.peer, sizeof(d.peer), "%s", name);
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&w->loop), LI_OK);
	peer_setup(&w->peer, w->loop, theirs);
	d.port = w->peer.at.port;
	CU_ASSERT_EQUAL_FATAL(li_link_new(w->loop, &d, options, &ports,
				      &w->link),
		LI_OK);
	li_link_set_creds(w->link, ours);
}

static inline void teardown(struct world *w)
{
	li_link_free(w->link);
	peer_teardown(&w->peer);
	li_loop_free(w->loop);
}

/* Run until *what is at least n, or a while when what is NULL. */
static inline void run(struct world *w, const size_t *what, size_t n)
{
	const int64_t until = li_clock_mono_us() + (what ? 5000000 : 50000);

	while (li_clock_mono_us() < until && (!what || *what < n)) {
		li_link_wake(w->link);
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
	}
	if (what)
		CU_ASSERT_TRUE(*what >= n);
}

static inline void check_order(const struct world *w, size_t from,
	uint32_t first, size_t n)
{
	CU_ASSERT_TRUE_FATAL(w->peer.count >= from + n);
	for (size_t i = 0; i < n; i++)
		CU_ASSERT_EQUAL(w->peer.sequences[from + i],
			first + (uint32_t)i);
}

#endif
