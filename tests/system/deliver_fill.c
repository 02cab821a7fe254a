/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Fill a store with records that are due, for tests of delivery.
 *
 *   deliver_fill make DIR N PORT...   DIR/lmisf.db with DIR/store.key, one
 *                                     destination on 127.0.0.1 per PORT, and N
 *                                     records for each
 *   deliver_fill tasks DIR N PORT...  the same with N tasks for each, of a target
 *                                     each: sip:u1@ims.example and so on
 *   deliver_fill flood DIR N FEW PORT PORT   at the first PORT one task with N
 *                                     records, then two of FEW; at the second, one
 *                                     of FEW; targets sip:u1@ims.example to u4
 *   deliver_fill count DIR            "WAITING CONFIRMED"
 *
 * make and flood print a line "PORT XID CORRELATION SEQUENCE" for each record. The name
 * that certificates must carry is $PEER, or mdf.test. Each $BEYOND-th record of a
 * destination has a time that X2 cannot say, and no line.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/store.h"

enum {
	BATCH = 250,
	TASKS = 3,     /* of each destination, or of a flooded one */
	SESSIONS = 17, /* of each task */
	SIP = 1400,
};

static char db[512], key[512];

static void need(li_err err, const char *what, const struct li_fault *fault)
{
	if (err == LI_OK)
		return;
	fprintf(stderr, "deliver_fill: %s: %s\n", what,
		fault && fault->text[0] ? fault->text : li_err_name(err));
	exit(1);
}

static struct li_store *open_store(const char *dir, enum li_store_mode mode)
{
	const struct li_store_place place = {.path = db, .key_file = key};
	const struct li_actor actor = {"tester", "deliver_fill"};
	struct li_fault fault = {0};
	struct li_store *store = NULL;

	snprintf(db, sizeof(db), "%.400s/lmisf.db", dir);
	snprintf(key, sizeof(key), "%.400s/store.key", dir);
	if (mode == LI_STORE_WRITER) {
		need(li_store_key_create(key, &fault), "key", &fault);
		need(li_store_create(&place, &actor, &fault), "create", &fault);
	}
	need(li_store_open(&place, mode, &store, &fault), "open", &fault);
	return store;
}

static void add_task(struct li_store *store, const struct li_uuid *did,
	const char *target)
{
	const struct li_actor actor = {"tester", "deliver_fill"};
	struct li_fault fault = {0};
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1,
		.ends_us = INT64_MAX / 2,
		.destination_count = 1,
		.operator_name = "tester",
		.warrant = "W-1"};

	need(li_uuid_draw(&t.xid), "xid", NULL);
	t.destinations[0] = *did;
	need(li_identity_parse(LI_ID_IMPU, li_slice_str(target), &t.targets[0]),
		"target", NULL);
	need(li_store_task_add(store, &t, &actor, &fault), "task", &fault);
}

static void add_destination(struct li_store *store, const char *port,
	struct li_uuid *did)
{
	const struct li_actor actor = {"tester", "deliver_fill"};
	const char *peer = getenv("PEER");
	struct li_fault fault = {0};
	struct li_destination d = {.host = "127.0.0.1",
		.port = (uint16_t)atoi(port)};

	snprintf(d.name, sizeof(d.name), "mdf-%s", port);
	snprintf(d.peer, sizeof(d.peer), "%s", peer ? peer : "mdf.test");
	need(li_uuid_draw(&d.did), "did", NULL);
	need(li_store_destination_add(store, &d, &actor, &fault), "destination",
		&fault);
	*did = d.did;
}

/* The tasks as the store has them, in the order in which they were added. */
struct tasks {
	struct li_task *list;
	size_t count;
};

static li_err note_task(const struct li_task *task, void *data)
{
	struct tasks *t = data;

	t->list[t->count++] = *task;
	return LI_OK;
}

static void fill(struct li_iri *iri, const struct li_task *task, unsigned int n)
{
	static char sip[SIP];
	const size_t size = 300 + n * 7919 % (SIP - 300);

	memset(sip, '.', size);
	snprintf(sip, sizeof(sip),
		"MESSAGE sip:bob@ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%u\r\n"
		"From: <sip:alice@ims.example>;tag=%u\r\n"
		"To: <sip:bob@ims.example>\r\nCall-ID: call-%u\r\n"
		"CSeq: 1 MESSAGE\r\n\r\n",
		n, n, n);
	sip[strlen(sip)] = '.';
	*iri = (struct li_iri){
		.task = task->row,
		.xid = task->xid,
		.event = n + 1,
		.kind = LI_IRI_IMS_MESSAGE,
		.at_us = li_clock_now_us(),
		.correlation = n / TASKS % SESSIONS + 1,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.matched_count = 1,
		.matched = {task->targets[0]},
		.sip_method = "MESSAGE",
		.sip = li_slice(sip, size),
	};
}

/* TS 103 221-2 cl. 5.3.10: seconds have 32 bits */
static bool beyond(unsigned int n, struct li_iri *iri)
{
	const char *each = getenv("BEYOND");
	const unsigned int every = each ? (unsigned int)atoi(each) : 0;

	if (!every || n % every != every - 1)
		return false;
	iri->at_us = ((int64_t)UINT32_MAX + 1) * 1000000;
	return true;
}

/* n records, of so many tasks in turn. */
static void add_records(struct li_store *store, const struct tasks *tasks,
	unsigned int n, const char *port)
{
	static struct li_iri iri;
	struct li_product product = {.iris = &iri, .iri_count = 1};
	char xid[LI_UUID_TEXT];

	for (unsigned int i = 0; i < n; i++) {
		const struct li_task *task = &tasks->list[i % tasks->count];
		bool unsaid;

		if (i % BATCH == 0)
			need(li_store_begin(store), "begin", NULL);
		fill(&iri, task, i);
		unsaid = beyond(i, &iri);
		need(li_store_product(store, &product), "product", NULL);
		li_uuid_format(&task->xid, xid);
		if (!unsaid)
			printf("%s %s %016" PRIx64 " %" PRIu32 "\n", port, xid,
				iri.correlation, iri.sequence);
		if (i % BATCH == BATCH - 1 || i == n - 1)
			need(li_store_commit(store), "commit", NULL);
	}
}

static int make(const char *dir, unsigned int n, char **ports, int count)
{
	struct li_store *store = open_store(dir, LI_STORE_WRITER);
	struct tasks tasks = {0};

	tasks.list = calloc((size_t)count * TASKS, sizeof(*tasks.list));
	if (!tasks.list)
		need(LI_ENOMEM, "tasks", NULL);
	for (int i = 0; i < count; i++) {
		struct li_uuid did;

		add_destination(store, ports[i], &did);
		for (int k = 0; k < TASKS; k++)
			add_task(store, &did, "sip:alice@ims.example");
	}
	need(li_store_task_each(store, note_task, &tasks), "tasks", NULL);
	for (int i = 0; i < count; i++)
		add_records(store,
			&(struct tasks){tasks.list + i * TASKS, TASKS}, n,
			ports[i]);
	free(tasks.list);
	li_store_close(store);
	return 0;
}

static int make_flood(const char *dir, unsigned int n, unsigned int few,
	char **ports)
{
	struct li_store *store = open_store(dir, LI_STORE_WRITER);
	struct li_task list[TASKS + 1];
	struct tasks tasks = {.list = list};
	struct li_uuid did[2];
	char target[64];

	add_destination(store, ports[0], &did[0]);
	add_destination(store, ports[1], &did[1]);
	for (int k = 0; k <= TASKS; k++) {
		snprintf(target, sizeof(target), "sip:u%d@ims.example", k + 1);
		add_task(store, &did[k / TASKS], target);
	}
	need(li_store_task_each(store, note_task, &tasks), "tasks", NULL);
	add_records(store, &(struct tasks){list, 1}, n, ports[0]);
	add_records(store, &(struct tasks){list + 1, TASKS - 1},
		(TASKS - 1) * few, ports[0]);
	add_records(store, &(struct tasks){list + TASKS, 1}, few, ports[1]);
	li_store_close(store);
	return 0;
}

static int make_tasks(const char *dir, int each, char **ports, int count)
{
	struct li_store *store = open_store(dir, LI_STORE_WRITER);
	char target[64];
	int n = 0;

	for (int i = 0; i < count; i++) {
		struct li_uuid did;

		need(li_store_begin(store), "begin", NULL);
		add_destination(store, ports[i], &did);
		for (int k = 0; k < each; k++) {
			snprintf(target, sizeof(target), "sip:u%d@ims.example",
				++n);
			add_task(store, &did, target);
		}
		need(li_store_commit(store), "commit", NULL);
	}
	li_store_close(store);
	return 0;
}

static int count(const char *dir)
{
	struct li_store *store = open_store(dir, LI_STORE_READER);
	struct li_store_counts n;

	need(li_store_count(store, li_clock_now_us(), &n), "count", NULL);
	printf("%" PRIu64 " %" PRIu64 "\n", n.waiting, n.confirmed);
	li_store_close(store);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc >= 5 && strcmp(argv[1], "make") == 0)
		return make(argv[2], (unsigned int)atoi(argv[3]), argv + 4,
			argc - 4);
	if (argc >= 5 && strcmp(argv[1], "tasks") == 0)
		return make_tasks(argv[2], atoi(argv[3]), argv + 4, argc - 4);
	if (argc == 7 && strcmp(argv[1], "flood") == 0)
		return make_flood(argv[2], (unsigned int)atoi(argv[3]),
			(unsigned int)atoi(argv[4]), argv + 5);
	if (argc == 3 && strcmp(argv[1], "count") == 0)
		return count(argv[2]);
	fprintf(stderr,
		"usage: deliver_fill make|tasks DIR N PORT... | flood DIR N FEW "
		"PORT PORT | count DIR\n");
	return 64;
}
