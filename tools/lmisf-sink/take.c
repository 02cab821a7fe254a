/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "base/log.h"
#include "sink.h"

static void show(struct sink *sink)
{
	const struct record *r = &sink->record;
	const li_err err = sink->options.json ? record_show_json(r, stdout)
					      : record_show_text(r, stdout);

	if (err != LI_OK)
		sink_stop(sink, err);
}

static struct record *begin(struct sink *sink)
{
	sink->record = (struct record){
		.received_us = li_clock_now_us(),
		.format = "?",
		.event = "?",
	};
	return &sink->record;
}

static struct record_reader reader(struct sink *sink)
{
	return (struct record_reader){&sink->arena, &sink->secret};
}

static void count(struct sink *sink, li_err err, enum track_verdict verdict,
	uint32_t sequence, uint64_t conn)
{
	if (err != LI_OK) {
		sink_stop(sink, err);
		return;
	}
	if (verdict == TRACK_NEW) {
		sink->counts.received++;
		return;
	}
	sink->counts.duplicates++;
	if (verdict == TRACK_DIFFERS) {
		sink->counts.differing++;
		li_log(LI_LOG_ERROR, "sink", conn,
			"sequence %u came again with other octets", sequence);
	}
}

static bool take_x2(struct sink *sink, const struct stream_pdu *pdu,
	uint64_t conn)
{
	const struct record_reader with = reader(sink);
	const struct li_x2_pdu *x2 = &pdu->x2;
	enum track_verdict verdict = TRACK_NEW;
	struct record *r = begin(sink);
	li_err err;

	if (x2->type == LI_X2_KEEPALIVE_REQUEST ||
		x2->type == LI_X2_KEEPALIVE_ACK)
		return false;
	sink_took(sink);
	err = record_read_x2(r, x2, &with);
	if (err != LI_OK) {
		sink->counts.undecodable++;
		li_log(LI_LOG_ERROR, "sink", conn,
			"undecodable PDU, type %d, format %u, sequence %u: %s",
			(int)x2->type, x2->format, x2->sequence,
			li_err_name(err));
	}
	if (x2->has_sequence) {
		const li_err noted =
			track_x2(sink->track, x2, pdu->octets, &verdict);

		count(sink, noted, verdict, x2->sequence, conn);
		r->duplicate = verdict != TRACK_NEW;
		r->differs = verdict == TRACK_DIFFERS;
	}
	if (err == LI_OK)
		show(sink);
	return true;
}

static void undecodable_hi2(struct sink *sink, li_err err, uint32_t sequence,
	uint64_t conn)
{
	sink->counts.undecodable++;
	li_log(LI_LOG_ERROR, "sink", conn,
		"undecodable PS-PDU, sequence %u: %s", sequence,
		li_err_name(err));
}

/* What a check may be over is kept; of what came twice the first. */
static void keep(struct sink *sink, const struct stream_pdu *pdu)
{
	const li_err err = check_keep(&sink->checker, &pdu->psp, pdu->octets);

	if (err != LI_OK)
		sink_stop(sink, err);
}

/* Each IRIPayload and each notification is a record. */
static void take_numbered(struct sink *sink, const struct stream_pdu *pdu,
	uint64_t conn)
{
	const struct record_reader with = reader(sink);
	const struct li_psp *psp = &pdu->psp;
	const size_t parts = record_parts(psp);
	enum track_verdict verdict = TRACK_NEW;
	li_err err = track_hi2(sink->track, psp, pdu->octets, &verdict);

	count(sink, err, verdict, psp->sequence, conn);
	keep(sink, pdu);
	if (psp->crowded > 0 || parts == 0)
		undecodable_hi2(sink, LI_ETOOBIG, psp->sequence, conn);
	for (size_t i = 0; i < parts; i++) {
		struct record *r = begin(sink);

		err = record_read_hi2(r, pdu, i, &with);
		r->duplicate = verdict != TRACK_NEW;
		r->differs = verdict == TRACK_DIFFERS;
		if (err == LI_OK)
			show(sink);
		else
			undecodable_hi2(sink, err, psp->sequence, conn);
	}
}

/* What the link says has numbers of its own. TS 102 232-1 cl. 6.3 */
static void take_link(struct sink *sink, const struct stream_pdu *pdu)
{
	const struct record_reader with = reader(sink);
	li_err err = LI_OK;

	if (pdu->psp.kind == LI_PSP_CIN_RESET)
		err = track_reset(sink->track, &pdu->psp);
	if (err == LI_OK)
		err = record_read_hi2(begin(sink), pdu, 0, &with);
	if (err == LI_OK)
		show(sink);
	else
		sink_stop(sink, err);
}

/* TS 102 232-1 cl. 7.2 */
static void take_check(struct sink *sink, const struct stream_pdu *pdu,
	uint64_t conn)
{
	const struct record_reader with = reader(sink);
	struct record *r = begin(sink);
	enum check_verdict verdict = CHECK_MISSING;
	enum track_verdict number = TRACK_NEW;
	li_err err = check_judge(&sink->checker, &pdu->psp, &verdict);

	if (err == LI_OK)
		err = track_hi2(sink->track, &pdu->psp, pdu->octets, &number);
	if (err == LI_OK)
		err = record_read_hi2(r, pdu, 0, &with);
	if (err != LI_OK) {
		sink_stop(sink, err);
		return;
	}
	r->check = check_name(verdict);
	r->duplicate = number != TRACK_NEW;
	r->differs = number == TRACK_DIFFERS;
	sink->counts.checks++;
	if (verdict == CHECK_WRONG) {
		sink->counts.wrong++;
		li_log(LI_LOG_ERROR, "sink", conn,
			"integrity check %u is wrong", pdu->psp.sequence);
	} else if (verdict != CHECK_GOOD) {
		sink->counts.unverified++;
	}
	keep(sink, pdu);
	show(sink);
}

static bool take_hi2(struct sink *sink, const struct stream_pdu *pdu,
	uint64_t conn)
{
	if (pdu->err != LI_OK) {
		undecodable_hi2(sink, pdu->err, 0, conn);
		return true;
	}
	switch (pdu->psp.kind) {
	case LI_PSP_IRI:
	case LI_PSP_OTHER:
		sink_took(sink);
		take_numbered(sink, pdu, conn);
		return true;
	case LI_PSP_INTEGRITY: take_check(sink, pdu, conn); break;
	case LI_PSP_TEST:
	case LI_PSP_FIRST_SEGMENT:
	case LI_PSP_LAST_SEGMENT:
	case LI_PSP_CIN_RESET:
	case LI_PSP_OPERATOR_MESSAGE: take_link(sink, pdu); break;
	case LI_PSP_PADDING: /* to be thrown away */
	case LI_PSP_KEEP_ALIVE:
	case LI_PSP_KEEP_ALIVE_RESPONSE:
	case LI_PSP_OPTION_REQUEST:
	case LI_PSP_OPTION_RESPONSE:
	case LI_PSP_OPTION_COMPLETE:
	case LI_PSP_ACK_REQUEST:
	case LI_PSP_ACK_RESPONSE: break;
	}
	return false;
}

void sink_keep(struct sink *sink, struct li_slice octets)
{
	FILE *out = sink->options.out;

	if (out && fwrite(octets.p, 1, octets.n, out) != octets.n)
		sink_stop(sink, LI_EIO);
}

bool sink_take(struct sink *sink, enum stream_format format,
	const struct stream_pdu *pdu, uint64_t conn)
{
	return format == STREAM_X2 ? take_x2(sink, pdu, conn)
				   : take_hi2(sink, pdu, conn);
}
