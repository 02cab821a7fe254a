/* SPDX-License-Identifier: BSD-3-Clause */
#include "hooks.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "intake/cx_build.h"
#include "lmisf_cx/tap.h"

/* freeDiameter's threads in the tap at once, as many as it has for its peers:
 * each sends requests and takes their answers. */

enum {
	THREADS = 4,
	EACH = 5000,
	EXCHANGES = THREADS * EACH,
	RING = 4 << 20, /* octets: all that is under way fits now and then */
};

static struct li_ring *ring;

/* ---- the worker: the ring is its own ---- */

struct li_cx_item *li_worker_reserve(struct li_worker *worker, size_t n,
	struct li_ring_place *place)
{
	(void)worker;
	while (!li_ring_reserve(ring, sizeof(struct li_cx_item) + n, place))
		sched_yield();
	return (struct li_cx_item *)(void *)place->p;
}

void li_worker_commit(struct li_worker *worker, struct li_ring_place place)
{
	(void)worker;
	li_ring_commit(place);
}

void li_worker_lost(struct li_worker *worker)
{
	(void)worker;
}

/* ---- libfdcore ---- */

struct fd_hook_permsgdata *
fd_hook_get_request_pmd(struct fd_hook_data_hdl *data, struct msg *of)
{
	(void)data;
	return of->data;
}

int fd_msg_source_get(struct msg *msg, DiamId_t *id, size_t *len)
{
	(void)msg, (void)id, (void)len;
	return EINVAL;
}

int fd_msg_bufferize(struct msg *msg, uint8_t **out, size_t *len)
{
	(void)msg, (void)out, (void)len;
	return EINVAL;
}

/* ---- who sends ---- */

/* One message comes in, and is taken as one. TS 29.229 cl. 6.1 */
static void receive(struct li_buf *octets, uint8_t flags, const char *name,
	struct fd_hook_permsgdata *own, struct fd_hook_permsgdata *of_request)
{
	struct msg m = {.hdr = {.msg_flags = flags}, .data = of_request};
	struct fd_cnx_rcvdata rcv;

	li_buf_reset(octets);
	cx_begin(octets, flags, 303, LI_CX_APPLICATION);
	cx_avp_text(octets, 1, 0, name);
	(void)cx_end(octets);
	rcv.buffer = octets->p;
	rcv.length = octets->n;
	call(HOOK_DATA_RECEIVED, NULL, &rcv, own);
	call(HOOK_MESSAGE_RECEIVED, &m, NULL, own);
}

static void *send_all(void *arg)
{
	const int thread = *(const int *)arg;
	struct fd_hook_permsgdata *q = malloc(data_size);
	struct fd_hook_permsgdata *a = malloc(data_size);
	struct li_buf octets = {0};
	char name[32];

	for (int i = 0; q && a && i < EACH; i++) {
		memset(q, 0, data_size);
		memset(a, 0, data_size);
		snprintf(name, sizeof(name), "user-%d-%05d@ims", thread, i);
		receive(&octets, 0x80, name, q, NULL);
		receive(&octets, 0, name, a, q);
	}
	li_buf_fini(&octets);
	free(q);
	free(a);
	return NULL;
}

/* ---- who takes ---- */

static struct {
	char name
		[16]; /* "-0-00001@ims" of a request that was taken; "": none */
	bool answered;
} seen[EXCHANGES + 1];

/* Is it one request with a number of its own, or the answer to it alone? */
static bool sound(const struct li_cx_item *item)
{
	const struct li_slice m = li_cx_item_message(item);
	const uint8_t *name = memmem(m.p, m.n, "user-", 5);
	const uint64_t n = item->exchange;

	if (!name || n == 0 || n > EXCHANGES)
		return false;
	name += 4;
	if (item->answer) {
		if (seen[n].answered || memcmp(seen[n].name, name, 12) != 0)
			return false;
		seen[n].answered = true;
		return true;
	}
	if (seen[n].name[0])
		return false;
	memcpy(seen[n].name, name, 12);
	return true;
}

static size_t take_all(void)
{
	size_t bad = 0, n = 0;
	struct li_slice s;

	for (; n < (size_t)2 * EXCHANGES; n++) {
		while (!li_ring_next(ring, &s)) {
			li_ring_release(ring);
			sched_yield();
		}
		bad += !sound((const void *)s.p);
	}
	li_ring_release(ring);
	return bad;
}

/* TS 29.228 cl. 6: an answer is that of its request, whichever threads had the
 * two and whatever came between them */
static void test_tap__numbers_exchanges_of_many_threads(void)
{
	static const int ids[THREADS] = {0, 1, 2, 3};
	static struct li_worker *const nobody;
	pthread_t threads[THREADS];

	CU_ASSERT_EQUAL_FATAL(li_ring_new(RING, &ring), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_cx_tap_start(nobody), LI_OK);
	for (size_t i = 0; i < THREADS; i++)
		CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL,
					      send_all,
					      (void *)(uintptr_t)&ids[i]),
			0);
	CU_ASSERT_EQUAL(take_all(), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	li_cx_tap_stop();
	li_ring_free(ring);
}

UNIT_MAIN("lmisf_cx.tap_threads",
	UNIT_TEST(test_tap__numbers_exchanges_of_many_threads))
