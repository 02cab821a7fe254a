/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/log.h"
#include "deliver/link_inside.h"

enum {
	BATCHES_MAX = 4, /* of one turn, for other destinations' sake */
	LOOK_MAX = 4096, /* records looked for at once, for the same */
};

/* One batch: what it has. */
struct batch {
	struct li_link *link;
	size_t wanted, count;
	bool picked; /* one was asked for; it is not taken yet */
	bool full;   /* more is due, but enough is gathered */
};

static void settle_pick(struct batch *batch)
{
	if (batch->picked)
		li_lanes_take(batch->link->lanes);
	batch->picked = false;
}

/* The one before it is in the batch, or waits no more. */
static bool next_one(int64_t *id, void *data)
{
	struct batch *batch = data;

	settle_pick(batch);
	batch->picked = batch->wanted < batch->link->options.confirm_every &&
		li_lanes_peek(batch->link->lanes, id);
	batch->wanted += batch->picked;
	return batch->picked;
}

/* TS 103 221-1 table 24: AmountOfX2Data. One that is not noted must not go: the
 * buffer is bad, and all of it comes again. */
static void note_sent(struct li_link *link, const struct li_outbox_entry *entry,
	size_t octets)
{
	const struct li_sent sent = {.id = entry->id,
		.octets = (uint32_t)octets};

	if (link->protocol->counted && link->ports.sent &&
		link->ports.sent(link->ports.data, &link->destination.did,
			&sent) != LI_OK)
		link->out.bad = true;
}

/* TS 33.127 cl. 5.3.2.4: one record's loss is told, and is not that of those
 * behind it */
static li_err set_aside(struct li_link *link, int64_t id, li_err why)
{
	li_err err;

	if (link->aside == LI_LINK_ASIDE_MAX)
		return LI_EBUG;
	err = link->ports.aside(link->ports.data, &link->destination.did, id,
		why);
	if (err)
		return err;
	li_log(LI_LOG_ERROR, "deliver", 0,
		"destination %lld: a record cannot be sent and is set aside: "
		"%s",
		(long long)link->destination.row, li_err_name(why));
	link->aside++;
	link->counts.aside++;
	return LI_OK;
}

/* Keys are in no record that is kept. LI_EAGAIN: not in memory yet, either. */
static li_err put_keys(struct li_link *link,
	const struct li_outbox_entry *entry)
{
	struct li_outbox_entry with = *entry;
	struct li_media_keys keys;
	li_err err = link->ports.keys(link->ports.data, &entry->iri, &keys);

	if (err)
		return LI_EAGAIN;
	with.iri.keys = &keys;
	err = link->protocol->put(link, &with);
	explicit_bzero(&keys, sizeof(keys));
	return err;
}

static li_err take_one(const struct li_outbox_entry *entry, void *data)
{
	struct batch *batch = data;
	struct li_link *link = batch->link;
	const size_t before = link->out.n;
	li_err err;

	if (link->out.n > LI_LINK_OUT_MAX) {
		batch->full = true;
		return LI_EAGAIN;
	}
	err = entry->iri.kind == LI_IRI_MEDIA_KEYS && link->ports.keys
		? put_keys(link, entry)
		: link->protocol->put(link, entry);
	if (err == LI_EAGAIN) {
		/* It stays where it is; those of other tasks go on. */
		batch->picked = false;
		batch->wanted--;
		li_lanes_hold(link->lanes);
		return LI_OK;
	}
	if (err != LI_OK)
		return err == LI_ENOMEM ? err : set_aside(link, entry->id, err);
	note_sent(link, entry, link->out.n - before);
	link->aside = 0;
	batch->count++;
	return LI_OK;
}

static li_err note_due(int64_t id, int64_t task, void *data)
{
	(void)id;
	(void)task;
	*(bool *)data = true;
	return LI_OK;
}

static li_err note_one(int64_t id, int64_t task, void *data)
{
	struct li_link *link = data;

	/* TS 102 232-1 cl. 6.2.2: old numbers, cINReset, those from 0 */
	link->held = link->reset && !link->told && id > link->reset;
	return link->held ? LI_EAGAIN : li_lanes_add(link->lanes, task, id);
}

/* Is it the store as a whole that cannot answer, not one record of it? */
static bool passing(li_err err)
{
	return err == LI_EDB || err == LI_EIO || err == LI_EAGAIN ||
		err == LI_ENOMEM;
}

bool li_link_probe(struct li_link *link, bool *due)
{
	const struct li_store_keys keys = {
		.after = link->confirmed,
		.limit = 1,
		.fn = note_due,
		.data = due,
	};
	size_t count = 0;
	const li_err err = link->ports.scan(link->ports.data,
		&link->destination.did, &keys, &count);

	if (err != LI_OK && !passing(err))
		*due = true; /* sending will find out what is wrong with it */
	return !passing(err);
}

/* Look for what came; *more when there may be more of it. */
static li_err look_once(struct li_link *link, bool *more)
{
	const struct li_store_keys keys = {
		.after = li_lanes_seen(link->lanes),
		.limit = LOOK_MAX,
		.fn = note_one,
		.data = link,
	};
	size_t count = 0;
	li_err err;

	link->held = false;
	err = link->ports.scan(link->ports.data, &link->destination.did, &keys,
		&count);
	*more = count == keys.limit;
	return link->held ? LI_OK : err;
}

static li_err look(struct li_link *link, bool *more)
{
	li_err err = li_lanes_reserve(link->lanes, link->options.confirm_every);

	if (!err)
		err = look_once(link, more);
	if (err || !link->held || li_lanes_busy(link->lanes))
		return err;
	link->protocol->reset(link);
	link->told = true;
	return look_once(link, more);
}

/* It is not one record that cannot be sent, or the store cannot give it: this
 * destination waits for a human, and looks again with each keepalive. */
static void stick(struct li_link *link, li_err err)
{
	snprintf(link->why, sizeof(link->why),
		"the next record cannot be sent: %s", li_err_name(err));
	li_log(LI_LOG_ERROR, "deliver", 0, "destination %lld: %s",
		(long long)link->destination.row, link->why);
	memcpy(link->last, link->why, sizeof(link->last));
	link->stuck = true;
}

/* TS 33.107 cl. 8: no content stays where it is not needed */
static void drop_sent(struct li_link *link)
{
	const size_t left = link->out.n - link->out_at;

	if (left == 0) {
		li_buf_wipe(&link->out);
	} else {
		memmove(link->out.p, link->out.p + link->out_at, left);
		explicit_bzero(link->out.p + left, link->out_at);
		link->out.n = left;
	}
	link->out_at = 0;
}

/* Send what is gathered, as far as it fills records of so many octets or, with 0, all
 * of it; false when the connection broke. */
static bool flush(struct li_link *link, size_t record)
{
	link->full = false;
	while (link->out_at < link->out.n &&
		link->out.n - link->out_at >= record) {
		size_t n = 0;
		const enum li_tls_outcome outcome = li_tls_write(link->tls,
			li_slice_sub(li_buf_slice(&link->out), link->out_at,
				link->out.n),
			&n);

		link->full =
			outcome == LI_TLS_WANT_OUT || outcome == LI_TLS_WANT_IN;
		if (link->full)
			return true;
		if (outcome != LI_TLS_OK) {
			/* Its last acknowledgements, or why it refused us, may
			 * have come before it closed. */
			if (li_link_receive(link))
				li_link_break_tls(link, outcome);
			return false;
		}
		link->out_at += n;
	}
	drop_sent(link);
	if (link->destination.handover.silent)
		li_link_settle(link);
	return true;
}

static li_err fetch(struct li_link *link, struct batch *batch)
{
	const struct li_store_picks picks = {next_one, take_one, batch};
	int64_t id;
	size_t count = 0;
	li_err err;

	if (!li_lanes_peek(link->lanes, &id))
		return LI_OK;
	err = link->ports.fetch(link->ports.data, &link->destination.did,
		&picks, &count);
	return err == LI_EAGAIN && batch->full ? LI_OK : err;
}

/* Gather one batch and the keepalive that asks for its confirmation. */
static void gather(struct li_link *link)
{
	struct batch batch = {.link = link};
	bool unseen = false;
	int64_t id;
	li_err err = look(link, &unseen);

	link->seen_all = !err && !unseen;
	li_link_check_passed(link);
	if (!err)
		err = fetch(link, &batch);
	li_link_check_passed(link);
	link->more = !err && (unseen || li_lanes_peek(link->lanes, &id));
	link->drained = !err && !link->more && !link->held &&
		!li_lanes_holding(link->lanes);
	link->counts.sent += batch.count;
	/* Who stays only until all is delivered has no time to wait, nor has what
	 * is held until all before it is confirmed. */
	if ((link->drained && !link->options.stay) ||
		(!err && !link->more && link->held))
		li_link_check(link);
	/* What is gathered goes out even if the next one failed. */
	if (li_link_asks(link))
		li_link_keepalive(link);
	if (err != LI_OK && !passing(err))
		stick(link, err);
}

static bool may_gather(const struct li_link *link)
{
	return !link->finishing && !link->stuck && !link->leaving &&
		!link->asking && !link->full && !li_window_full(&link->window);
}

/* Is more due that can go? */
static bool goes_on(const struct li_link *link)
{
	return link->more || (link->held && !li_lanes_busy(link->lanes));
}

/* Send until nothing is due, the socket or the window is full, or others
 * should have their turn; false when the connection broke. What fills no record
 * waits for the next batch of this turn, and for nothing else. */
static bool send_batches(struct li_link *link)
{
	if (!flush(link, 0))
		return false;
	for (int i = 0; i < BATCHES_MAX && may_gather(link); i++) {
		gather(link);
		if (li_buf_check(&link->out) != LI_OK) {
			li_link_break(link, li_err_name(LI_ENOMEM));
			return false;
		}
		if (!flush(link, LI_TLS_RECORD))
			return false;
		if (!goes_on(link))
			break;
	}
	return flush(link, 0);
}

void li_link_send(struct li_link *link)
{
	uint32_t want = LI_LOOP_IN;

	if (!send_batches(link))
		return;
	if (li_link_site_left(link)) {
		li_link_leave(link);
		return;
	}
	if (!link->keepalive.armed && !link->asking) {
		li_link_keepalives(link);
		if (!flush(link, 0))
			return;
	}
	if (link->out.n > 0 || (goes_on(link) && may_gather(link)))
		want |= LI_LOOP_OUT;
	li_loop_want(link->loop, &link->watch, want);
}
