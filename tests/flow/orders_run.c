/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "intake/capture.h"
#include "intake/hep.h"
#include "intake/reginfo.h"
#include "intake/sdp.h"
#include "intake/sip_scan.h"
#include "intake/sip_sms.h"
#include "intake/wire.h"
#include "orders.h"
#include "step/step.h"

static const struct li_hash_secret secret = {.k0 = 0x0de5, .k1 = 0x7ace};

/* Users of both stories, each known by something else. */
static const struct {
	enum li_id_kind kind;
	const char *text;
} targets[ORDERS_TASKS] = {
	{LI_ID_IMPU, "sip:alice@ims.test"},
	{LI_ID_IMPU, "sip:dave@ims.test"},
	{LI_ID_IMPI, "bob@ims.test"},
	{LI_ID_IMPU, "sip:alice@ims.example"},
	{LI_ID_IMPU, "sip:bob@ims.example"},
	{LI_ID_IMPI, "carol@ims.example"},
};

static li_err keep(const struct li_datagram *message, void *data)
{
	struct orders_trace *t = data;
	struct li_slice octets = message->payload;
	struct li_address from = message->from, to = message->to;
	struct li_hep hep;
	uint8_t *copy;

	if (li_hep_is(octets) && li_hep_decode(octets, &hep) == LI_OK) {
		octets = hep.payload;
		from = hep.from;
		to = hep.to;
	}
	copy = malloc(octets.n);
	if (!copy || t->count == ORDERS_MESSAGES)
		exit(2);
	memcpy(copy, octets.p, octets.n);
	t->messages[t->count].octets = li_slice(copy, octets.n);
	t->messages[t->count].from = from;
	t->messages[t->count].to = to;
	t->messages[t->count].ip_proto = message->ip_proto;
	t->messages[t->count++].at_us = message->at_us;
	return LI_OK;
}

bool orders_load(const char *data, const char *file, struct orders_trace *out)
{
	struct li_capture *capture = NULL;
	struct li_fault fault;
	struct li_wire *wire = NULL;
	struct li_frame frame;
	char path[4096];
	li_err err;

	snprintf(path, sizeof(path), "%s/%s", data, file);
	if (li_capture_open(path, &capture, &fault) || li_wire_new(NULL, &wire))
		return false;
	while (!(err = li_capture_next(capture, &frame, &fault)))
		if (li_wire_take(wire, frame.link, frame.octets, frame.at_us,
			    keep, out))
			return false;
	if (li_wire_tick(wire, INT64_MAX, keep, out))
		return false;
	li_wire_free(wire);
	li_capture_close(capture);
	return err == LI_ECLOSED && out->count > 0;
}

/* Does a Call-ID begin here, or a user turn from calls to registrations? */
static bool turns(const struct orders_trace *trace, size_t at)
{
	static struct li_event event, other;

	if (li_sip_scan(trace->messages[at].octets, &secret, &event))
		exit(2);
	for (size_t i = at; i-- > 0;) {
		if (li_sip_scan(trace->messages[i].octets, &secret, &other))
			exit(2);
		if (i + 1 == at && event.sip.method == LI_SIP_REGISTER &&
			other.sip.method != LI_SIP_REGISTER)
			return true;
		if (li_slice_eq(event.sip.call_id, other.sip.call_id))
			return false;
	}
	return at > 0;
}

void orders_stretch(struct orders_trace *trace, unsigned int pause_ms)
{
	int64_t later_us = 0;

	for (size_t i = 0; i < trace->count; i++) {
		if (turns(trace, i))
			later_us += (int64_t)pause_ms * 1000;
		trace->messages[i].at_us += later_us;
	}
}

static struct li_mirror *mirror;
static struct li_step *step;
static struct li_arena arena;
static uint64_t correlations[ORDERS_TASKS][ORDERS_MESSAGES];

static void begin(void)
{
	/* No more room than needed: it is made anew for each variant. */
	const struct li_step_options options = {
		.mirror = {.secret = secret,
			.sessions_max = 256,
			.registrations_max = 64}};
	struct li_task tasks[ORDERS_TASKS];

	for (size_t i = 0; i < ORDERS_TASKS; i++) {
		struct li_task *t = &tasks[i];

		*t = (struct li_task){.row = (int64_t)i + 1,
			.ends_us = INT64_MAX,
			.target_count = 1};
		t->xid.octet[15] = (uint8_t)(i + 1);
		if (li_identity_parse(targets[i].kind,
			    li_slice_str(targets[i].text), &t->targets[0]))
			exit(2);
	}
	if (li_mirror_new(&options.mirror, &mirror) ||
		li_step_new(&options, &step) ||
		li_step_tasks(step, tasks, ORDERS_TASKS))
		exit(2);
}

static void told(const struct li_product *product, struct orders_end *out)
{
	for (size_t i = 0; i < product->iri_count; i++) {
		const struct li_iri *iri = &product->iris[i];
		size_t t = (size_t)iri->task - 1;
		size_t m = (size_t)iri->event - 1;
		uint64_t *is = &correlations[t][m];

		out->records++;
		out->told[t][m].records++;
		/* Copies of a message are of one session. */
		if (*is && *is != iri->correlation)
			*is = UINT64_MAX;
		else
			*is = iri->correlation;
	}
}

static void take(const struct orders_trace *trace, struct orders_shown shown,
	struct orders_end *out)
{
	static struct li_event event;
	static struct li_reginfo reginfo;
	struct li_product product = {.iri_count = 0};
	struct li_change change;

	if (li_sip_scan(trace->messages[shown.message].octets, &secret, &event))
		exit(2);
	li_sip_sms(&event, &secret);
	li_sdp_find(&event);
	li_reginfo_find(&event, &secret, &reginfo);
	event.number = shown.message + 1;
	event.at_us = shown.at_us;
	event.mono_us = shown.at_us - trace->messages[0].at_us;
	event.from = trace->messages[shown.message].from;
	event.to = trace->messages[shown.message].to;
	event.ip_proto = trace->messages[shown.message].ip_proto;
	event.broken = false;
	li_mirror_apply(mirror, &event, &change);
	if (li_step_event(step, &event, &arena, &product))
		exit(2);
	told(&product, out);
	li_arena_reset(&arena);
}

/* Name each session by the first of its messages. */
static void name_sessions(size_t count, struct orders_end *out)
{
	for (size_t t = 0; t < ORDERS_TASKS; t++) {
		for (size_t m = 0; m < count; m++) {
			size_t first = 0;

			while (correlations[t][first] != correlations[t][m])
				first++;
			out->told[t][m].session =
				out->told[t][m].records ? first + 1 : 0;
			if (correlations[t][m] == UINT64_MAX)
				out->told[t][m].session = SIZE_MAX;
		}
	}
}

void orders_run(const struct orders_trace *trace,
	const struct orders_shown *shown, size_t n, struct orders_end *out)
{
	memset(out, 0, sizeof(*out));
	memset(correlations, 0, sizeof(correlations));
	begin();
	for (size_t i = 0; i < n; i++)
		take(trace, shown[i], out);
	name_sessions(trace->count, out);
	out->digest = li_mirror_digest(mirror);
	li_step_free(step);
	li_mirror_free(mirror);
	step = NULL;
	mirror = NULL;
}
