/* SPDX-License-Identifier: BSD-3-Clause */
#include "keys/keys.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/uuid.h"
#include "keys/health.h"
#include "keys/vault.h"
#include "keys/xk.h"

enum {
	ASKS_MAX = 64,  /* orders without an answer */
	POSTED_MAX = 8, /* of these, on their way to a KMS */
	SILENT_MAX = 2, /* tries of one order that have no answer */
	URL_MAX = 512,
	HALF_MAX = 1 << 16,    /* octets of a half of a ticket, in base64 */
	REQUEST_MAX = 1 << 18, /* of a request: both, and who asks */
	ROOM_US = 1000000,     /* looked for again after it */
	OK = 200,
	REFUSED = 400, /* to 499 */
	UNABLE = 500,
};

static const char path[] = "/xk/1/get_keys";

/* An order that has no answer yet. */
struct ask {
	struct li_keys *keys;
	struct li_vault_entry *entry; /* NULL: this place is free */
	struct li_poster *poster;     /* NULL: it waits for its turn */
	struct li_buf body;
	uint64_t number;         /* they have their turns in this order */
	uint8_t kms[LI_KMS_MAX]; /* to ask, in this order */
	size_t count, at;
	unsigned int silent; /* tries without an answer */
	int64_t begun_us;
	enum li_keys_failure why; /* of the last try */
};

struct li_keys {
	struct li_loop *loop;
	struct li_keys_options options;
	li_keys_news_fn news;
	void *data;
	struct li_vault *vault;
	struct li_kms_health health[LI_KMS_MAX];
	struct ask asks[ASKS_MAX];
	uint64_t numbers;
	struct li_timer turn, sweep, room;
	struct li_keys_counts counts;
};

/* ---- the end of an order ---- */

static void on_sweep(void *data)
{
	struct li_keys *k = data;

	if (li_vault_sweep(k->vault, li_clock_mono_us()) > 0)
		li_loop_arm(k->loop, &k->sweep, k->options.ttl_us / 4, on_sweep,
			k);
}

static void release(struct ask *a)
{
	li_poster_free(a->poster);
	li_buf_fini(&a->body);
	*a = (struct ask){.keys = a->keys};
}

static void settle(struct ask *a, const struct li_media_keys *got)
{
	struct li_keys *k = a->keys;

	if (got->failed)
		k->counts.failed[a->why]++;
	else
		k->counts.had++;
	k->counts.waiting--;
	li_vault_settle(a->entry, got, li_clock_mono_us());
	release(a);
	if (!k->sweep.armed)
		li_loop_arm(k->loop, &k->sweep, k->options.ttl_us / 4, on_sweep,
			k);
}

static void fail(struct ask *a)
{
	settle(a, &(const struct li_media_keys){.failed = true});
}

/* ---- one try ---- */

static void on_posted(void *data, const struct li_posted *posted);

static li_err post(struct ask *a)
{
	struct li_keys *k = a->keys;
	const char *base = k->options.kms[a->kms[a->at]].url;
	struct li_poster_options o = k->options.tls;
	char url[URL_MAX];
	li_err err;

	/* Nobody is in it: what is asked is in the body. */
	snprintf(url, sizeof(url), "%s%s", base,
		path + (base[0] && base[strlen(base) - 1] == '/'));
	o.url = url;
	o.type = "application/json";
	o.uid = NULL; /* its host's name says who it is */
	o.connect_us = o.whole_us = k->options.timeout_us;
	o.max_body = LI_XK_ANSWER_MAX;
	err = li_poster_new(k->loop, &o, &a->poster);
	if (!err)
		err = li_post(a->poster, li_buf_slice(&a->body), on_posted, a);
	if (!err)
		k->counts.asked++;
	return err;
}

/* Ask the next that may be asked, or tell that nobody is left. */
static void try_it(struct ask *a)
{
	struct li_keys *k = a->keys;
	const int64_t now_us = li_clock_mono_us();

	while (a->at < a->count &&
		li_kms_health_rests(&k->health[a->kms[a->at]], now_us))
		a->at++;
	if (a->at < a->count) {
		a->why = LI_KEYS_NO_ANSWER;
		if (post(a) == LI_OK)
			return;
	}
	fail(a);
}

static void after_refusal(struct ask *a)
{
	const int64_t all_us = SILENT_MAX * a->keys->options.timeout_us;

	a->at++;
	if (a->at < a->count && li_clock_mono_us() - a->begun_us < all_us)
		try_it(a);
	else
		fail(a);
}

/* TS 33.107 cl. 7A.7.3: when the time is over, the failure is told */
static void after_silence(struct ask *a)
{
	a->silent++;
	if (a->count > 1)
		a->at++;
	if (a->silent < SILENT_MAX && a->at < a->count)
		try_it(a);
	else
		fail(a);
}

/* ---- an answer ---- */

static void note_silence(struct ask *a, const struct li_posted *posted)
{
	const size_t i = a->kms[a->at];

	if (li_kms_health_silent(&a->keys->health[i], li_clock_mono_us()))
		li_log(LI_LOG_WARNING, "keys", 0,
			"KMS %zu does not answer: %s; left alone for a while",
			i, posted->why);
}

static void note_answer(struct ask *a)
{
	const size_t i = a->kms[a->at];

	if (li_kms_health_answered(&a->keys->health[i]))
		li_log(LI_LOG_NOTICE, "keys", 0, "KMS %zu answers again", i);
}

static void take(struct ask *a, struct li_slice body)
{
	struct li_media_keys got;

	note_answer(a);
	if (li_xk_answer_read(body, &got) == LI_OK) {
		a->why = LI_KEYS_PARTIAL;
		settle(a, &got);
	} else {
		a->why = LI_KEYS_GARBLED;
		after_refusal(a);
	}
	explicit_bzero(&got, sizeof(got));
}

/* Those whose turn it is. */
static void go_on(struct li_keys *k)
{
	size_t posted = 0;

	for (size_t i = 0; i < ASKS_MAX; i++)
		posted += k->asks[i].poster != NULL;
	while (posted < POSTED_MAX) {
		struct ask *next = NULL;

		for (size_t i = 0; i < ASKS_MAX; i++) {
			struct ask *a = &k->asks[i];

			if (a->entry && !a->poster &&
				(!next || a->number < next->number))
				next = a;
		}
		if (!next)
			return;
		next->begun_us = li_clock_mono_us();
		try_it(next);
		posted += next->poster != NULL;
	}
}

static void on_turn(void *data)
{
	struct li_keys *k = data;

	go_on(k);
	if (k->news)
		k->news(k->data);
}

static void on_posted(void *data, const struct li_posted *posted)
{
	struct ask *a = data;
	struct li_keys *k = a->keys;

	li_poster_free(a->poster);
	a->poster = NULL;
	if (posted->status == OK) {
		take(a, posted->body);
	} else if (posted->status >= REFUSED && posted->status < UNABLE) {
		note_answer(a);
		a->why = LI_KEYS_REFUSED;
		after_refusal(a);
	} else {
		note_silence(a, posted);
		a->why = LI_KEYS_NO_ANSWER;
		after_silence(a);
	}
	on_turn(k);
}

/* ---- an order ---- */

/* There may be room again later, though nobody answers. */
static li_err no_room(struct li_keys *k)
{
	if (!k->room.armed)
		li_loop_arm(k->loop, &k->room, ROOM_US, on_turn, k);
	return LI_ENOMEM;
}

static li_err fill(struct ask *a, const struct li_key_order *order,
	uint64_t call)
{
	char text[LI_UUID_TEXT];
	struct li_uuid id;

	if (li_uuid_draw(&id) != LI_OK)
		return LI_ENOMEM;
	li_uuid_format(&id, text);
	a->body.max = REQUEST_MAX;
	return li_xk_request_put(&a->body, order, text, call);
}

static struct ask *free_place(struct li_keys *k)
{
	for (size_t i = 0; i < ASKS_MAX; i++)
		if (!k->asks[i].entry)
			return &k->asks[i];
	return NULL;
}

/* Not asked for: no KMS hears of it. */
static li_err cannot(struct li_keys *k, enum li_keys_failure why)
{
	k->counts.failed[why]++;
	return LI_OK;
}

static li_err begin(struct li_keys *k, struct li_key digest,
	const struct li_key_order *order, uint64_t call)
{
	const struct li_keys_options *o = &k->options;
	struct ask *a = free_place(k);
	li_err err;

	if (!a)
		return no_room(k);
	a->count = li_kms_choose(o->kms, o->kms_count, order, a->kms);
	if (a->count == 0)
		return cannot(k, LI_KEYS_NO_KMS);
	if (li_kms_health_all_rest(k->health, a->kms, a->count,
		    li_clock_mono_us()))
		return cannot(k, LI_KEYS_RESTING);
	err = fill(a, order, call);
	if (!err)
		a->entry = li_vault_add(k->vault, digest, li_clock_mono_us());
	if (!a->entry) {
		release(a);
		return err == LI_EMALFORMED ? cannot(k, LI_KEYS_NO_TICKET)
					    : no_room(k);
	}
	a->why = LI_KEYS_RESTING;
	a->number = k->numbers++;
	k->counts.waiting++;
	li_loop_arm(k->loop, &k->turn, 0, on_turn, k);
	return LI_EAGAIN;
}

/* Who is on the call writes it: too long for a ticket, it would wait for ever. */
static bool is_half(struct li_slice half)
{
	return half.n > 0 && half.n <= HALF_MAX;
}

li_err li_keys_ask(struct li_keys *k, const struct li_key_order *order,
	uint64_t call, struct li_media_keys *out)
{
	const struct li_key digest = li_vault_digest(k->vault, order);
	const struct li_vault_entry *e =
		li_vault_get(k->vault, digest, li_clock_mono_us());

	*out = (struct li_media_keys){.failed = true};
	if (e && e->state == LI_VAULT_ASKED)
		return LI_EAGAIN;
	if (e) {
		*out = e->keys;
		return LI_OK;
	}
	if (!is_half(order->init) || !is_half(order->resp))
		return cannot(k, LI_KEYS_NO_TICKET);
	return begin(k, digest, order, call);
}

const struct li_keys_counts *li_keys_counts(const struct li_keys *k)
{
	return &k->counts;
}

/* ---- life ---- */

li_err li_keys_new(struct li_loop *loop, const struct li_keys_options *options,
	li_keys_news_fn news, void *data, struct li_keys **out)
{
	struct li_keys *k = calloc(1, sizeof(*k));
	li_err err;

	if (!k)
		return LI_ENOMEM;
	k->loop = loop;
	k->options = *options;
	k->news = news;
	k->data = data;
	for (size_t i = 0; i < ASKS_MAX; i++)
		k->asks[i].keys = k;
	for (size_t i = 0; i < LI_KMS_MAX; i++)
		li_kms_health_init(&k->health[i],
			(uint64_t)li_clock_now_us() + i);
	err = li_vault_new(options->ttl_us, &k->vault);
	if (err) {
		li_keys_free(k);
		return err;
	}
	if (!li_vault_locked(k->vault))
		li_log(LI_LOG_WARNING, "keys", 0,
			"keys may get into swap: RLIMIT_MEMLOCK is too small");
	*out = k;
	return LI_OK;
}

void li_keys_free(struct li_keys *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < ASKS_MAX; i++)
		release(&k->asks[i]);
	li_loop_disarm(k->loop, &k->turn);
	li_loop_disarm(k->loop, &k->sweep);
	li_loop_disarm(k->loop, &k->room);
	li_vault_free(k->vault);
	free(k);
}
