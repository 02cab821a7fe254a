/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/log.h"
#include "flow/flow.h"
#include "flow/flow_tasks.h"
#include "intake/cx_msg.h"
#include "intake/hep.h"
#include "intake/not_sip.h"
#include "intake/reginfo.h"
#include "intake/sdp.h"
#include "intake/sip_msg.h"
#include "intake/sip_scan.h"
#include "intake/sip_sms.h"
#include "step/step.h"

struct li_flow {
	struct li_store *store;
	struct li_step *step;
	struct li_arena arena;
	struct li_event event;     /* the one being taken */
	struct li_reginfo reginfo; /* that it has */
	uint64_t number;
	bool dirty;  /* a transaction is open */
	bool untidy; /* the WAL may hold what was erased */
	bool quiet;  /* nothing was written since the last tick */
	int64_t said_us
		[2]; /* when a disagreement was logged: other, identity */
	struct li_flow_counts counts;
};

enum {
	SAY_EACH_US = 60000000,
	OPEN_TRIES = 100, /* for two seconds */
	OPEN_PAUSE_NS = 20000000,
};

static const struct li_actor ourselves = {.name = "lmisfd", .via = "lmisfd"};

/* ---- the way of an event, once it is decoded ---- */

/* Records go into one transaction with those of the round's other events. */
static li_err keep(struct li_flow *flow, struct li_product *product)
{
	li_err err = LI_OK;

	if (!flow->dirty)
		err = li_store_begin(flow->store);
	if (err)
		return err;
	flow->dirty = flow->untidy = true;
	flow->quiet = false;
	flow->counts.iris += product->iri_count;
	return li_store_product(flow->store, product);
}

/* libosip2 reads what concerns a target too: where it finds an identity that
 * the scan did not, somebody may be slipping past us. */
static void judge(struct li_flow *flow)
{
	struct li_sip_verdict verdict;
	int64_t *said_us;

	if (flow->event.source != LI_SOURCE_SIP || flow->event.broken)
		return;
	if (li_sip_msg_judge(&flow->event, li_store_secret(flow->store),
		    &verdict) != LI_ESTATE)
		return;
	flow->counts.disagreed++;
	said_us = &flow->said_us[verdict.identity];
	/* Who sends many of them must not fill the log. */
	if (*said_us && flow->event.mono_us - *said_us < SAY_EACH_US)
		return;
	*said_us = flow->event.mono_us;
	li_log(verdict.identity ? LI_LOG_ERROR : LI_LOG_WARNING, "intake",
		flow->event.number,
		"scan and libosip2 disagree on %s; %llu messages so far",
		verdict.what, (unsigned long long)flow->counts.disagreed);
}

/* The whole path: mirror, screen, redact and report are the step; its product
 * is kept with its audit in one transaction, delivered only after that. */
static li_err take(struct li_flow *flow)
{
	struct li_product product = {0};
	li_err err;

	err = li_step_event(flow->step, &flow->event, &flow->arena, &product);
	if (err)
		goto out;
	if (product.iri_count || product.reg_count || product.session_count)
		err = keep(flow, &product);
	if (!err && product.iri_count)
		judge(flow);
out:
	if (err)
		li_log(LI_LOG_ERROR, "flow", flow->event.number, "not kept: %s",
			li_err_name(err));
	li_arena_reset(&flow->arena);
	return err;
}

static void begin(struct li_flow *flow, int64_t at_us, int64_t mono_us)
{
	flow->event.number = ++flow->number;
	flow->event.at_us = at_us;
	flow->event.mono_us = mono_us;
	flow->event.broken = false;
}

/* Not SIP: what is it? */
static void refuse_sip(struct li_flow *flow, struct li_slice octets)
{
	switch (li_not_sip(octets)) {
	case LI_NOT_SIP_OTHER: flow->counts.unsupported++; break;
	case LI_NOT_SIP_KEEPALIVE: flow->counts.keepalives++; break;
	case LI_NOT_SIP_SIGCOMP: flow->counts.sigcomp++; break;
	}
}

static void refuse_hep(struct li_flow *flow, struct li_slice octets)
{
	switch (li_hep_refused(octets)) {
	case LI_HEP_OTHER: flow->counts.unsupported++; break;
	case LI_HEP_OLD: flow->counts.hep_old++; break;
	case LI_HEP_COMPRESSED: flow->counts.hep_compressed++; break;
	}
}

li_err li_flow_take_sip(struct li_flow *flow, const struct li_packet *packet)
{
	li_err err;

	flow->counts.packets++;
	err = li_sip_scan(packet->octets, li_store_secret(flow->store),
		&flow->event);
	if (err == LI_EAGAIN) {
		flow->counts.keepalives++;
		return LI_OK;
	}
	if (err == LI_EUNSUPPORTED) {
		refuse_sip(flow, packet->octets);
		return LI_OK;
	}
	li_sip_sms(&flow->event, li_store_secret(flow->store));
	li_sdp_find(&flow->event);
	begin(flow, packet->at_us, packet->mono_us);
	flow->event.from = packet->from;
	flow->event.to = packet->to;
	flow->event.ip_proto = packet->ip_proto;
	if (err || packet->broken) {
		/* A proxy may route what we find broken: it is screened and,
		 * when it names a target, reported raw. TS 102 232-5 cl. 5.4 */
		flow->counts.malformed++;
		flow->event.broken = true;
	}
	flow->counts.sip++;
	li_reginfo_find(&flow->event, li_store_secret(flow->store),
		&flow->reginfo);
	return take(flow);
}

li_err li_flow_take_hep(struct li_flow *flow, const struct li_packet *packet)
{
	struct li_packet inner = *packet;
	struct li_hep hep;
	li_err err = li_hep_decode(packet->octets, &hep);

	if (err) {
		flow->counts.packets++;
		if (err == LI_EUNSUPPORTED)
			refuse_hep(flow, packet->octets);
		else
			flow->counts.malformed++;
		return LI_OK;
	}
	inner.octets = hep.payload;
	inner.from = hep.from;
	inner.to = hep.to;
	inner.ip_proto = hep.ip_proto;
	if (hep.at_us)
		inner.at_us = hep.at_us;
	return li_flow_take_sip(flow, &inner);
}

li_err li_flow_cx_position(struct li_flow *flow, const struct li_uuid *instance,
	uint64_t *sequence)
{
	li_err err = li_store_feed_position(flow->store, instance, sequence);

	if (err != LI_ENOTFOUND)
		return err;
	*sequence = 0; /* a tap that is new to us: its records begin at 1 */
	return LI_OK;
}

/* Note where a tap is in the transaction that holds its records. */
static li_err mark(struct li_flow *flow, const struct li_uuid *instance,
	uint64_t sequence)
{
	if (!flow->dirty)
		return LI_OK; /* nothing of it is in the store */
	return li_store_feed_mark(flow->store, instance, sequence);
}

li_err li_flow_take_cx(struct li_flow *flow, const struct li_uuid *instance,
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
	if (record->sequence <= position) {
		flow->counts.repeated++;
		return LI_OK;
	}
	err = li_cx_msg_read(&pair, li_store_secret(flow->store), &flow->event);
	if (err == LI_EUNSUPPORTED) {
		flow->counts.unsupported++;
		return LI_OK;
	}
	if (err) {
		flow->counts.malformed++;
		return LI_OK;
	}
	begin(flow, record->requested_us, mono_us);
	flow->counts.cx++;
	err = take(flow);
	return err ? err : mark(flow, instance, record->sequence);
}

/* Loss is never silent. TS 33.127 cl. 5.3.2.4 */
static li_err audit_loss(struct li_flow *flow, const char *action,
	uint64_t total)
{
	char text[48];
	int n = snprintf(text, sizeof(text), "total %llu",
		(unsigned long long)total);
	li_err err = li_flow_commit(flow);

	if (err)
		return err;
	return li_store_audit(flow->store, &ourselves, action, NULL,
		li_slice(text, (size_t)n));
}

li_err li_flow_cx_lost(struct li_flow *flow, uint64_t total)
{
	flow->counts.cx_lost = total;
	return audit_loss(flow, "cx.lost", total);
}

li_err li_flow_intake_lost(struct li_flow *flow, uint64_t total)
{
	flow->counts.intake_lost = total;
	return audit_loss(flow, "intake.lost", total);
}

/* ---- commits, time, requests ---- */

bool li_flow_dirty(const struct li_flow *flow)
{
	return flow->dirty;
}

li_err li_flow_commit(struct li_flow *flow)
{
	li_err err;

	if (!flow->dirty)
		return LI_OK;
	err = li_store_commit(flow->store);
	flow->dirty = false;
	if (!err)
		flow->counts.commits++;
	return err;
}

/* In a quiet moment what was erased leaves the WAL too. TS 33.107 cl. 8 */
static void tidy(struct li_flow *flow)
{
	if (flow->untidy && flow->quiet && !flow->dirty &&
		li_store_tidy(flow->store) == LI_OK)
		flow->untidy = false;
	flow->quiet = true;
}

void li_flow_tick(struct li_flow *flow, int64_t mono_us)
{
	li_step_tick(flow->step, mono_us);
	tidy(flow);
}

li_err li_flow_admin(struct li_flow *flow,
	const struct li_admin_request *request, int64_t at_us,
	struct li_buf *items, struct li_admin_reply *reply)
{
	struct li_admin_change change;
	/* What was taken before a change of the tasks is under the old ones. */
	li_err err = li_flow_commit(flow);

	if (err)
		return err;
	flow->untidy = true;
	flow->quiet = false;
	li_admin_apply(flow->store, request, at_us, items, reply, &change);
	return change.task
		? li_flow_task_changed(flow->store, flow->step, &change.xid)
		: LI_OK;
}

const struct li_flow_counts *li_flow_counts(const struct li_flow *flow)
{
	return &flow->counts;
}

/* ---- life ---- */

static li_err make_step(struct li_flow *flow, const struct li_flow_options *o)
{
	const struct li_step_options options = {
		.mirror =
			{
				.secret = *li_store_secret(flow->store),
				.registrations_max = o->max_registrations,
				.sessions_max = o->max_sessions,
				.registration_age_s = o->max_registration_age_s,
				.session_age_s = o->max_session_age_s,
			},
	};

	return li_step_new(&options, &flow->step);
}

/* A request that is done without us holds the store for a moment: wait for it,
 * not for another of our own kind. */
static li_err open_store(struct li_flow *flow,
	const struct li_store_place *place, struct li_fault *fault)
{
	const struct timespec pause = {.tv_nsec = OPEN_PAUSE_NS};
	li_err err = LI_EAGAIN;

	for (int i = 0; err == LI_EAGAIN && i < OPEN_TRIES; i++) {
		if (i)
			nanosleep(&pause, NULL);
		err = li_store_open(place, LI_STORE_WRITER, &flow->store,
			fault);
	}
	return err;
}

li_err li_flow_open(const struct li_flow_options *options, struct li_flow **out,
	struct li_fault *fault)
{
	struct li_flow *flow = calloc(1, sizeof(*flow));
	li_err err;

	if (!flow)
		return LI_ENOMEM;
	err = open_store(flow, &options->place, fault);
	if (!err)
		err = make_step(flow, options);
	if (!err)
		err = li_flow_load_tasks(flow->store, flow->step);
	if (!err)
		err = li_store_audit(flow->store, &ourselves, "lmisfd.start",
			NULL, (struct li_slice){0});
	if (err) {
		li_flow_close(flow);
		return err;
	}
	*out = flow;
	return LI_OK;
}

void li_flow_close(struct li_flow *flow)
{
	if (!flow)
		return;
	if (flow->store && flow->step && li_flow_commit(flow) == LI_OK &&
		li_store_audit(flow->store, &ourselves, "lmisfd.stop", NULL,
			(struct li_slice){0}))
		li_log(LI_LOG_WARNING, "flow", 0, "the stop was not audited");
	li_step_free(flow->step);
	li_store_close(flow->store);
	li_arena_fini(&flow->arena);
	free(flow);
}
