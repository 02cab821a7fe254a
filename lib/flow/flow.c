/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "flow/inside.h"
#include "intake/cx_msg.h"
#include "intake/sip_msg.h"

enum { SAY_EACH_US = 60000000 };

/* ---- the way of an event, once it is decoded ---- */

/* The start of an interception that has records of the session, from before a
 * restart or a change of the task, was told. So was that of a registered target
 * when the task has anything. TS 33.128 cl. 7.12.7.3, 7.2.4.4 */
static li_err was_told(struct li_flow *flow, const struct li_iri *iri)
{
	if (iri->kind == LI_IRI_START_OF_INTERCEPTION)
		return li_store_told(flow->store, iri->task, iri->correlation);
	if (iri->kind == LI_IRI_REGISTERED_TARGET)
		return li_store_begun(flow->store, iri->task);
	return LI_ENOTFOUND;
}

/* Keys that stand behind a start are of what it tells. */
static li_err drop_started(struct li_flow *flow, struct li_product *product)
{
	size_t n = 0;
	bool dropped = false;

	for (size_t i = 0; i < product->iri_count; i++) {
		const struct li_iri *iri = &product->iris[i];
		li_err err;

		if (dropped && iri->kind == LI_IRI_MEDIA_KEYS)
			continue;
		err = was_told(flow, iri);
		if (err && err != LI_ENOTFOUND)
			return err;
		dropped = !err;
		if (err)
			product->iris[n++] = *iri;
	}
	product->iri_count = n;
	return LI_OK;
}

/* Records go into one transaction with those of the round's other events. */
li_err li_flow_keep(struct li_flow *flow, struct li_product *product)
{
	li_err err = LI_OK;

	if (!flow->dirty)
		err = li_store_begin(flow->store);
	if (err)
		return err;
	flow->dirty = flow->untidy = true;
	flow->quiet = false;
	err = drop_started(flow, product);
	if (err)
		return err;
	flow->counts.iris += product->iri_count;
	li_flow_say(product);
	err = li_store_product(flow->store, product);
	return err ? err : li_flow_watch_tell(flow, product);
}

/* libosip2 reads what concerns a target too: where it finds an identity that
 * the scan did not, somebody may be slipping past us. */
static void judge(struct li_flow *flow, const struct li_event *event)
{
	struct li_sip_verdict verdict;
	int64_t *said_us;

	if (event->source != LI_SOURCE_SIP || event->broken)
		return;
	if (li_sip_msg_judge(event, li_store_secret(flow->store), &verdict) !=
		LI_ESTATE)
		return;
	flow->counts.disagreed++;
	said_us = &flow->said_us[verdict.identity];
	/* Who sends many of them must not fill the log. */
	if (*said_us && event->mono_us - *said_us < SAY_EACH_US)
		return;
	*said_us = event->mono_us;
	li_log(verdict.identity ? LI_LOG_ERROR : LI_LOG_WARNING, "intake",
		event->number,
		"scan and libosip2 disagree on %s; %llu messages so far",
		verdict.what, (unsigned long long)flow->counts.disagreed);
}

/* The whole path: mirror, screen, redact and report are the step; its product
 * is kept with its audit in one transaction, delivered only after that. */
li_err li_flow_event(struct li_flow *flow, const struct li_event *event)
{
	struct li_product product = {0};
	li_err err = LI_OK;

	if (!flow->restored)
		err = li_flow_restore(flow, event->at_us, event->mono_us);
	if (!err)
		err = li_step_event(flow->step, event, &flow->arena, &product);
	if (err)
		goto out;
	if (li_flow_again(flow))
		flow->counts.iris += product.iri_count; /* stored before */
	else if (product.iri_count || product.reg_count ||
		product.session_count || product.security_count)
		err = li_flow_keep(flow, &product);
	if (!err && product.iri_count)
		judge(flow, event);
out:
	if (err)
		li_log(LI_LOG_ERROR, "flow", event->number, "not kept: %s",
			li_err_name(err));
	li_arena_reset(&flow->arena);
	return err;
}

li_err li_flow_cx_position(struct li_flow *flow, const struct li_uuid *instance,
	uint64_t *sequence)
{
	li_err err = LI_OK;

	/* One tap sends thousands of records: the store is asked once. */
	if (!flow->tap_known ||
		memcmp(flow->tap.octet, instance->octet,
			sizeof(instance->octet)) != 0)
		err = li_store_feed_position(flow->store, instance,
			&flow->tap_position);
	if (err == LI_ENOTFOUND) {
		/* a tap that is new to us: its records begin at 1 */
		flow->tap_position = 0;
		err = LI_OK;
	}
	flow->tap_known = err == LI_OK;
	if (err)
		return err;
	if (memcmp(flow->tap.octet, instance->octet, sizeof(instance->octet)) !=
		0)
		flow->tap_taken = 0;
	flow->tap = *instance;
	*sequence = flow->tap_position;
	return LI_OK;
}

/* Note where a tap is in the transaction that holds its records. */
static li_err mark(struct li_flow *flow, const struct li_uuid *instance,
	uint64_t sequence)
{
	li_err err;

	if (!flow->dirty)
		return LI_OK; /* nothing of it is in the store */
	err = li_store_feed_mark(flow->store, instance, sequence);
	if (!err)
		flow->tap_position = sequence; /* of the one asked for */
	return err;
}

static li_err take_cx(struct li_flow *flow, const struct li_uuid *instance,
	const struct li_cx_record *record, int64_t mono_us)
{
	const struct li_cx_pair pair = {
		.request = record->request,
		.answer = record->answer,
		.requested_us = record->requested_us,
		.answered_us = record->answered_us,
	};
	uint64_t position = 0;
	li_err err;

	flow->counts.packets++;
	err = li_flow_cx_position(flow, instance, &position);
	if (err)
		return err;
	/* Of our ring it is taken once more, for the mirror. */
	if (!li_flow_again(flow) &&
		(record->sequence <= position ||
			record->sequence <= flow->tap_taken)) {
		flow->counts.repeated++;
		return LI_OK;
	}
	if (record->sequence > flow->tap_taken)
		flow->tap_taken = record->sequence;
	err = li_cx_msg_read(&pair, li_store_secret(flow->store),
		&flow->cx_texts, &flow->event);
	if (err == LI_EUNSUPPORTED) {
		flow->counts.unsupported++;
		return LI_OK;
	}
	if (err) {
		flow->counts.malformed++;
		return LI_OK;
	}
	if (!record->request_local)
		flow->event.cx_more.request_peer = record->request_peer;
	if (!record->answer_local)
		flow->event.cx_more.answer_peer = record->answer_peer;
	li_flow_begin(flow, &flow->event, record->requested_us, mono_us);
	flow->counts.cx++;
	err = li_flow_event(flow, &flow->event);
	return err ? err : mark(flow, instance, record->sequence);
}

li_err li_flow_take_cx(struct li_flow *flow, const struct li_uuid *instance,
	const struct li_cx_record *record, int64_t mono_us)
{
	li_err err = take_cx(flow, instance, record, mono_us);

	if (flow->ring.now)
		flow->ring.taken = flow->ring.now;
	flow->ring.now = 0;
	return err;
}
