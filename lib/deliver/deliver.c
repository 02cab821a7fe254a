/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/deliver.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "deliver/deliver_inside.h"

enum {
	POLL_US = 25000,     /* how long a new IRI may wait when nobody tells */
	RELOAD_US = 1000000, /* destinations are read again */
	LINKS_MAX = 4096,
};

/* A store that fails is not asked again: rule 4 stays kept by the outbox. */
static void fail(struct li_deliver *d, li_err err)
{
	if (d->err != LI_OK)
		return;
	d->err = err;
	li_log(LI_LOG_ERROR, "deliver", 0, "store: %s (%s), stopping",
		li_err_name(err), li_store_why(d->store));
	li_loop_stop(d->loop);
}

static li_err checked(struct li_deliver *d, li_err err)
{
	if (err == LI_EDB || err == LI_EIO || err == LI_ECORRUPT)
		fail(d, err);
	return err;
}

static li_err scan(void *data, const struct li_uuid *did,
	const struct li_store_keys *keys, size_t *count)
{
	struct li_deliver *d = data;

	return checked(d, li_store_scan(d->store, did, keys, count));
}

static li_err fetch(void *data, const struct li_uuid *did,
	const struct li_store_picks *picks, size_t *count)
{
	struct li_deliver *d = data;

	return checked(d, li_store_fetch(d->store, did, picks, count));
}

static li_err sent(void *data, const struct li_uuid *did,
	const struct li_sent *record)
{
	struct li_deliver *d = data;

	return li_recorder_sent(d->recorder, did, record);
}

static void overtook(void *data, const struct li_uuid *did, int64_t id)
{
	struct li_deliver *d = data;

	/* It is told when those that it overtook are. */
	if (li_recorder_overtook(d->recorder, did, id) != LI_OK)
		li_log(LI_LOG_WARNING, "deliver", 0,
			"a confirmation will be late: %s",
			li_err_name(LI_ENOMEM));
}

static void confirmed(void *data, const struct li_uuid *did, int64_t id)
{
	struct li_deliver *d = data;

	if (li_recorder_confirm(d->recorder, did, id) != LI_OK)
		li_log(LI_LOG_WARNING, "deliver", 0,
			"a confirmation was not kept: %s",
			li_err_name(LI_ENOMEM));
}

static li_err aside(void *data, const struct li_uuid *did, int64_t id,
	li_err why)
{
	struct li_deliver *d = data;

	return li_recorder_aside(d->recorder, did, id, why);
}

static li_err keys(void *data, const struct li_iri *iri,
	struct li_media_keys *out)
{
	struct li_deliver *d = data;

	return li_keys_ask(d->keys, &iri->order, iri->correlation, out);
}

static bool grow(struct li_deliver *d)
{
	const size_t room = d->room ? 2 * d->room : 8;
	struct li_deliver_place *more =
		realloc(d->places, room * sizeof(*more));

	if (!more)
		return false;
	d->places = more;
	d->room = room;
	return true;
}

/* One that was modified gets a link to where it is. */
static bool same(const struct li_destination *a, const struct li_destination *b)
{
	return li_uuid_eq(&a->did, &b->did) && a->port == b->port &&
		strcmp(a->host, b->host) == 0 &&
		strcmp(a->peer, b->peer) == 0 &&
		li_handover_eq(&a->handover, &b->handover) &&
		li_pins_eq(&a->pins, &b->pins) &&
		li_second_eq(&a->second, &b->second);
}

static li_err note_destination(const struct li_destination *destination,
	void *data)
{
	struct li_deliver *d = data;
	struct li_link *link;
	li_err err;

	for (size_t i = 0; i < d->count; i++) {
		struct li_deliver_place *p = &d->places[i];

		if (same(li_link_destination(p->link), destination)) {
			p->seen = true;
			return LI_OK;
		}
	}
	if (d->count == LINKS_MAX || (d->count == d->room && !grow(d)))
		return LI_ENOMEM;
	err = li_link_new(d->loop, destination, &d->link_options, &d->ports,
		&link);
	if (err != LI_OK)
		return err;
	li_link_set_creds(link, d->creds);
	d->places[d->count++] =
		(struct li_deliver_place){.link = link, .seen = true};
	return LI_OK;
}

/* Read the destinations: new ones get a link, gone ones lose theirs. */
static li_err reload(struct li_deliver *d)
{
	size_t kept = 0;
	li_err err;

	for (size_t i = 0; i < d->count; i++)
		d->places[i].seen = false;
	err = li_store_destination_each(d->store, note_destination, d);
	if (err != LI_OK)
		return err;
	for (size_t i = 0; i < d->count; i++) {
		if (d->places[i].seen)
			d->places[kept++] = d->places[i];
		else
			li_link_free(d->places[i].link);
	}
	d->count = kept;
	return LI_OK;
}

/* Integrity checks are committed that a link waits for. */
static void on_kept(void *data, const struct li_uuid *did, uint64_t keeping)
{
	struct li_deliver *d = data;

	for (size_t i = 0; i < d->count && d->err == LI_OK; i++) {
		struct li_link *link = d->places[i].link;

		if (li_uuid_eq(&li_link_destination(link)->did, did))
			li_link_kept(link, keeping);
	}
}

void li_deliver_keys(struct li_deliver *deliver)
{
	for (size_t i = 0; i < deliver->count && deliver->err == LI_OK; i++)
		li_link_keys(deliver->places[i].link);
}

void li_deliver_issue(struct li_deliver *deliver, const struct li_issue *issue)
{
	li_deliver_tell(deliver, issue);
}

static void on_poll(void *data)
{
	struct li_deliver *d = data;
	const int64_t now_us = li_clock_mono_us();

	if (now_us - d->reloaded_us >= RELOAD_US && !d->finishing) {
		const li_err err = reload(d);

		d->reloaded_us = now_us;
		if (err != LI_OK && err != LI_EAGAIN && err != LI_ENOMEM)
			fail(d, err);
	}
	for (size_t i = 0; i < d->count && d->err == LI_OK; i++) {
		li_link_wake(d->places[i].link);
		li_deliver_look(d, &d->places[i], now_us);
	}
	li_deliver_look_keys(d);
	if (d->err == LI_OK)
		li_loop_arm(d->loop, &d->poll,
			li_follower_follows(d->follower) ? RELOAD_US : POLL_US,
			on_poll, d);
}

/* lmisfd committed IRI, or no longer tells: look now. */
static void on_news(void *data)
{
	struct li_deliver *d = data;

	if (d->err == LI_OK)
		li_loop_arm(d->loop, &d->poll, 0, on_poll, d);
}

li_err li_deliver_new(struct li_loop *loop, struct li_store *store,
	struct li_tls_creds *creds, const struct li_deliver_options *options,
	struct li_deliver **out)
{
	struct li_deliver *d = calloc(1, sizeof(*d));
	li_err err;

	if (!d)
		return LI_ENOMEM;
	d->loop = loop;
	d->store = store;
	d->creds = creds;
	d->link_options = options->link;
	d->ports = (struct li_link_ports){.scan = scan,
		.fetch = fetch,
		.sent = sent,
		.overtook = overtook,
		.confirmed = confirmed,
		.aside = aside,
		.keys = options->keys ? keys : NULL,
		.data = d};
	d->keys = options->keys;
	err = li_recorder_new(loop, options->control, options->away,
		options->away_data, &d->recorder);
	if (err == LI_OK)
		li_recorder_listen(d->recorder, on_kept, d);
	d->checked = (struct li_checked_place){store, d->recorder};
	d->ports.numbers = li_checked_numbers(&d->checked);
	if (err == LI_OK && options->link.stay)
		err = li_follower_new(loop, options->control, on_news, d,
			&d->follower);
	if (err == LI_OK && options->link.stay)
		err = li_teller_new(loop, options->control, &d->teller);
	d->down_us = options->down_us;
	if (err == LI_OK)
		err = reload(d);
	if (err != LI_OK) {
		li_deliver_free(d);
		return err;
	}
	li_loop_arm(loop, &d->poll, 0, on_poll, d);
	*out = d;
	return LI_OK;
}

void li_deliver_free(struct li_deliver *deliver)
{
	if (!deliver)
		return;
	li_loop_disarm(deliver->loop, &deliver->poll);
	for (size_t i = 0; i < deliver->count; i++)
		li_link_free(deliver->places[i].link);
	li_follower_free(deliver->follower);
	li_teller_free(deliver->teller);
	li_recorder_free(deliver->recorder);
	free(deliver->places);
	free(deliver);
}

void li_deliver_set_creds(struct li_deliver *deliver,
	struct li_tls_creds *creds)
{
	deliver->creds = creds;
	for (size_t i = 0; i < deliver->count; i++)
		li_link_set_creds(deliver->places[i].link, creds);
}

void li_deliver_finish(struct li_deliver *deliver)
{
	deliver->finishing = true;
	for (size_t i = 0; i < deliver->count; i++)
		li_link_finish(deliver->places[i].link);
}

bool li_deliver_drained(const struct li_deliver *deliver)
{
	for (size_t i = 0; i < deliver->count; i++)
		if (!li_link_drained(deliver->places[i].link))
			return false;
	return li_recorder_idle(deliver->recorder);
}

const struct li_link *li_deliver_link(const struct li_deliver *deliver,
	size_t i)
{
	return i < deliver->count ? deliver->places[i].link : NULL;
}

double li_deliver_rate(const struct li_deliver *deliver, size_t i)
{
	return i < deliver->count ? deliver->places[i].rate : 0;
}

const char *li_deliver_held(const struct li_deliver *deliver)
{
	return li_recorder_why(deliver->recorder);
}

li_err li_deliver_error(const struct li_deliver *deliver)
{
	return deliver->err;
}
