/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver_store.h"

#include "base/clock.h"
#include "deliver_peer.h"

enum {
	BATCH = 250,
	SIP = 1000,
};

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

static void fill(struct li_store *store, const struct li_task *task,
	unsigned int records)
{
	static struct li_iri iri;
	struct li_product product = {.iris = &iri, .iri_count = 1};

	for (unsigned int i = 0; i < records; i++) {
		if (i % BATCH == 0)
			need(li_store_begin(store), "begin", NULL);
		make_iri(&iri, task, i);
		need(li_store_product(store, &product), "product", NULL);
		if (i % BATCH == BATCH - 1)
			need(li_store_commit(store), "commit", NULL);
	}
}

struct li_store *deliver_store(const struct li_store_place *at,
	const struct li_destination *to, unsigned int records)
{
	const struct li_actor actor = {"bench", "bench"};
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1,
		.ends_us = INT64_MAX / 2,
		.destinations = {to->did},
		.destination_count = 1,
		.operator_name = "bench",
		.warrant = "W-1"};
	struct li_store *store = NULL;
	struct li_fault fault = {0};

	need(li_store_key_create(at->key_file, &fault), "key", &fault);
	need(li_store_create(at, &actor, &fault), "create", &fault);
	need(li_store_open(at, LI_STORE_WRITER, &store, &fault), "open",
		&fault);
	need(li_uuid_draw(&t.xid), "xid", NULL);
	need(li_identity_parse(LI_ID_IMPU,
		     li_slice_str("sip:+15551230001@ims.example"),
		     &t.targets[0]),
		"target", NULL);
	need(li_store_destination_add(store, to, &actor, &fault), "destination",
		&fault);
	need(li_store_task_add(store, &t, &actor, &fault), "task", &fault);
	fill(store, &t, records);
	li_store_close(store);
	need(li_store_open(at, LI_STORE_READER, &store, &fault), "reader",
		&fault);
	return store;
}
