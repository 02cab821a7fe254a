/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How long a change of a task takes until it is committed and in force, with
 * 100,000 tasks in the store against 10.
 *
 *   bench_activation [FOLDER]     a folder on a disk; /var/tmp when not given
 *
 * What is measured is what lmisfd does between a request and its answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "flow/flow.h"
#include "model/pack.h"

enum { FEW = 10, MANY = 100000, CHANGES = 101 };

static const struct li_actor actor = {"bench", "bench"};

static void need(li_err err, const char *what)
{
	if (!err)
		return;
	fprintf(stderr, "bench activation: %s: %s\n", what, li_err_name(err));
	exit(1);
}

static struct li_task task(int n)
{
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1,
		.ends_us = INT64_MAX / 2,
		.operator_name = "bench",
		.warrant = "W-1"};
	char text[64];

	snprintf(text, sizeof(text), "sip:+1555%07d@ims.example", n);
	need(li_uuid_draw(&t.xid), "xid");
	need(li_identity_parse(LI_ID_IMPU, li_slice_str(text), &t.targets[0]),
		"target");
	return t;
}

static void fill(const struct li_store_place *place, int tasks)
{
	struct li_store *store = NULL;

	need(li_store_key_create(place->key_file, NULL), "key");
	need(li_store_create(place, &actor, NULL), "create");
	need(li_store_open(place, LI_STORE_WRITER, &store, NULL), "open");
	need(li_store_begin(store), "begin");
	for (int i = 0; i < tasks; i++) {
		const struct li_task t = task(i);

		need(li_store_task_add(store, &t, &actor, NULL), "task");
	}
	need(li_store_commit(store), "commit");
	li_store_close(store);
}

/* One task added; in milliseconds. */
static double change(struct li_flow *flow, int n)
{
	struct li_admin_request request = {.op = LI_ADMIN_TASK_ADD,
		.actor = "bench",
		.via = "bench"};
	const struct li_task t = task(n);
	struct li_buf body = {0}, items = {0};
	struct li_admin_reply reply;
	int64_t before;
	double took;

	li_pack_task(&body, &t);
	request.body = li_buf_slice(&body);
	before = li_clock_mono_us();
	need(li_flow_admin(flow, &request, li_clock_now_us(), &items, &reply),
		"change");
	took = (double)(li_clock_mono_us() - before) / 1000;
	need(reply.err, reply.text);
	li_buf_fini(&body);
	li_buf_fini(&items);
	return took;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The median of the changes, with so many tasks there. */
static double measure(const char *folder, int tasks)
{
	char dir[256], db[300], key[300], lock[320];
	struct li_flow_options options = {
		.place = {.path = db, .key_file = key}};
	struct li_flow *flow = NULL;
	double took[CHANGES];
	int64_t before;

	snprintf(dir, sizeof(dir), "%.200s/li-bench-XXXXXX", folder);
	if (!mkdtemp(dir))
		need(LI_EIO, folder);
	snprintf(db, sizeof(db), "%s/li.db", dir);
	snprintf(key, sizeof(key), "%s/li.key", dir);
	snprintf(lock, sizeof(lock), "%s.lock", db);
	fill(&options.place, tasks);
	before = li_clock_mono_us();
	need(li_flow_open(&options, &flow, NULL), "flow");
	printf("%d tasks: opened in %.0f ms\n", tasks,
		(double)(li_clock_mono_us() - before) / 1000);
	for (int i = 0; i < CHANGES; i++)
		took[i] = change(flow, tasks + i);
	qsort(took, CHANGES, sizeof(*took), by_value);
	printf("%d tasks: a change in force after %.2f ms (median), %.2f (most)\n",
		tasks, took[CHANGES / 2], took[CHANGES - 1]);
	li_flow_close(flow);
	unlink(db);
	unlink(key);
	unlink(lock);
	rmdir(dir);
	return took[CHANGES / 2];
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : "/var/tmp";
	double few = measure(folder, FEW), many = measure(folder, MANY);

	printf("bench activation value=%.2f unit=ms against=10_tasks ratio=%.2f\n",
		many, many / few);
	return 0;
}
