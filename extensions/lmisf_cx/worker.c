/* SPDX-License-Identifier: BSD-3-Clause */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "lmisf_cx/bell.h"
#include "lmisf_cx/feed.h"
#include "lmisf_cx/pairs.h"
#include "lmisf_cx/worker.h"

enum {
	LOOK_NS = 2000000,        /* while messages come: look so often; */
	LOOK_BUSY_NS = 4000000,   /* while many come; */
	LOOK_QUIET_NS = 10000000, /* and while none come */
	BUSY = 64,                /* messages of one look that are many */
	QUIET_MAX = 6,    /* looks without a message before deep sleep */
	DRAIN_MAX = 4096, /* items between two looks at the socket */
	REPORT_US = 60000000,
	ANSWER_US = 30000000, /* a request waits no longer for its answer */
	STOP_US = 1500000,
};

struct li_worker {
	struct li_cx_options options;
	struct li_ring *ring;
	struct li_pairs *pairs;
	struct li_keep *keep;
	struct li_feed feed;
	struct li_bell bell;
	pthread_t thread;
	_Atomic bool stop;
	_Atomic uint64_t refused; /* by the ring */
	uint64_t dropped;         /* after it */
	struct li_worker_counts counts, told;
	li_worker_report *report;
	int64_t told_us;
};

struct li_cx_item *li_worker_reserve(struct li_worker *worker, size_t octets,
	struct li_ring_place *place)
{
	if (octets > LI_CX_OCTETS_MAX ||
		!li_ring_reserve(worker->ring,
			sizeof(struct li_cx_item) + octets, place)) {
		li_worker_lost(worker);
		return NULL;
	}
	return (struct li_cx_item *)(void *)place->p;
}

void li_worker_commit(struct li_worker *worker, struct li_ring_place place)
{
	li_ring_commit(place);
	li_bell_ring(&worker->bell);
}

void li_worker_lost(struct li_worker *worker)
{
	atomic_fetch_add_explicit(&worker->refused, 1, memory_order_relaxed);
}

static uint64_t lost(struct li_worker *w)
{
	return w->dropped +
		atomic_load_explicit(&w->refused, memory_order_relaxed);
}

static void forward(struct li_worker *w, const struct li_cx_item *request,
	const struct li_cx_item *answer)
{
	struct li_cx_record r = {
		.requested_us = request->at_us,
		.request_local = request->local,
		.request_peer = li_cx_item_peer(request),
		.request = li_cx_item_message(request),
	};

	if (answer) {
		r.answered_us = answer->at_us;
		r.answer_local = answer->local;
		r.answer_peer = li_cx_item_peer(answer);
		r.answer = li_cx_item_message(answer);
	} else {
		w->counts.unanswered++;
	}
	if (li_keep_add(w->keep, &r) != LI_OK)
		w->dropped++;
}

/* Send the oldest request alone when it waits since `since_us` or longer. */
static bool give_up_on_oldest(struct li_worker *w, int64_t since_us)
{
	struct li_waiting *old = li_pairs_take_older(w->pairs, since_us);

	if (!old)
		return false;
	forward(w, old->item, NULL);
	li_pairs_done(w->pairs, old);
	return true;
}

static void take_request(struct li_worker *w, const struct li_cx_item *item,
	int64_t now_us)
{
	li_err err;

	w->counts.requests++;
	do
		err = li_pairs_add(w->pairs, item, now_us);
	while (err == LI_ETOOBIG && give_up_on_oldest(w, now_us));
	if (err != LI_OK)
		w->dropped++;
}

static void take_answer(struct li_worker *w, const struct li_cx_item *item)
{
	struct li_waiting *request = li_pairs_take(w->pairs, item->exchange);

	w->counts.answers++;
	if (!request) { /* it came after its request was given up */
		w->dropped++;
		return;
	}
	forward(w, request->item, item);
	li_pairs_done(w->pairs, request);
}

static int drain(struct li_worker *w, int64_t now_us)
{
	struct li_slice s;
	int n = 0;

	for (; n < DRAIN_MAX && li_ring_next(w->ring, &s); n++) {
		const struct li_cx_item *item = (const void *)s.p;

		if (item->answer)
			take_answer(w, item);
		else
			take_request(w, item, now_us);
	}
	w->dropped += li_pairs_settle(w->pairs);
	li_ring_release(w->ring);
	return n;
}

static void tell(struct li_worker *w, int64_t now_us, const char *why)
{
	w->told = w->counts;
	w->told_us = now_us;
	w->report(&w->counts, why);
}

static bool news(const struct li_worker_counts *a,
	const struct li_worker_counts *b)
{
	return a->requests != b->requests || a->answers != b->answers ||
		a->records != b->records || a->lost != b->lost ||
		a->acknowledged != b->acknowledged;
}

static void report(struct li_worker *w, int64_t now_us)
{
	struct li_worker_counts *c = &w->counts;

	c->lost = lost(w);
	c->records = li_keep_last(w->keep);
	c->acknowledged = li_keep_acknowledged(w->keep);
	c->waiting = li_pairs_count(w->pairs);
	c->connects = w->feed.connects;
	c->connected = w->feed.welcomed;
	if (c->lost != 0 && w->told.lost == 0)
		tell(w, now_us, "exchanges were lost");
	else if (c->connected && !w->told.connected)
		tell(w, now_us, "connected to lmisfd");
	else if (!c->connected && w->told.connected)
		tell(w, now_us, "lost the connection to lmisfd");
	else if (now_us - w->told_us >= REPORT_US && news(c, &w->told))
		tell(w, now_us, "counts");
}

/* Returns how many messages there were. */
static int round_of(struct li_worker *w)
{
	int64_t now_us = li_clock_mono_us();
	int n;

	/* what was acknowledged makes room for what comes, in warm memory */
	li_feed_hear(&w->feed, now_us);
	n = drain(w, now_us);
	while (give_up_on_oldest(w, now_us - ANSWER_US))
		n++;
	li_feed_say(&w->feed, now_us, lost(w));
	report(w, now_us);
	return n;
}

/* Each waking costs as much as some exchanges; but what waits for long has left
 * the CPU's caches when it is taken, and costs more than that. */
static void rest(struct li_worker *w, int seen, int *quiet)
{
	struct timespec look = {.tv_nsec = LOOK_QUIET_NS};

	*quiet = seen > 0 ? 0 : *quiet + 1;
	if (seen >= BUSY)
		look.tv_nsec = LOOK_BUSY_NS;
	else if (*quiet < 3)
		look.tv_nsec = LOOK_NS << *quiet;
	if (*quiet < QUIET_MAX) {
		nanosleep(&look, NULL);
		return;
	}
	li_bell_settle(&w->bell);
	if (!li_ring_ready(w->ring) && !w->stop)
		li_bell_sleep(&w->bell, w->feed.fd,
			w->feed.fd < 0 || w->feed.stuck ? 100 : 1000);
}

static void *run(void *arg)
{
	struct li_worker *w = arg;
	int quiet = 0;
	int64_t end_us;

	while (!w->stop) {
		int seen = round_of(w);

		rest(w, seen, &quiet);
	}
	end_us = li_clock_mono_us() + STOP_US;
	(void)drain(w, end_us);
	while (give_up_on_oldest(w, end_us))
		continue;
	do {
		(void)round_of(w);
		rest(w, 1, &quiet);
	} while (li_feed_busy(&w->feed) && li_clock_mono_us() < end_us);
	tell(w, end_us, "stopped");
	return NULL;
}

static li_err start_thread(struct li_worker *w)
{
	sigset_t all, before;
	int rc;

	/* the daemon's signals are none of ours */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != 0)
		return LI_EIO;
	(void)pthread_setname_np(w->thread, "lmisf_cx");
	return LI_OK;
}

static void release(struct li_worker *w)
{
	li_feed_fini(&w->feed);
	li_keep_free(w->keep);
	li_pairs_free(w->pairs);
	li_ring_free(w->ring);
	li_bell_fini(&w->bell);
	free(w);
}

li_err li_worker_start(const struct li_cx_options *options,
	li_worker_report *report_to, struct li_worker **out)
{
	struct li_worker *w = calloc(1, sizeof(*w));
	struct li_uuid instance;
	li_err err;

	if (!w)
		return LI_ENOMEM;
	w->options = *options;
	w->report = report_to;
	w->told_us = li_clock_mono_us();
	err = li_bell_init(&w->bell);
	if (err != LI_OK) {
		free(w);
		return err;
	}
	w->feed.fd = -1;
	err = li_uuid_draw(&instance);
	if (err == LI_OK)
		err = li_ring_new(options->ring_octets, &w->ring);
	if (err == LI_OK)
		err = li_pairs_new(options->keep_octets, &w->pairs);
	if (err == LI_OK)
		err = li_keep_new(options->keep_octets, &w->keep);
	if (err != LI_OK)
		goto out;
	li_feed_init(&w->feed, w->options.socket, w->keep, &instance);
	err = start_thread(w);
out:
	if (err != LI_OK)
		release(w);
	else
		*out = w;
	return err;
}

void li_worker_stop(struct li_worker *worker)
{
	if (!worker)
		return;
	worker->stop = true;
	li_bell_ring(&worker->bell);
	pthread_join(worker->thread, NULL);
	release(worker);
}
