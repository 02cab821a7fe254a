/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "base/log.h"
#include "deliver/link_inside.h"
#include "encode/hi4.h"

static const char *some(const char *text)
{
	return text[0] ? text : NULL;
}

/* TS 33.128 table 5.5.2-1. A network function's name that is too long for the
 * element's is told in full as NFID. */
struct li_psp_place li_link_psp_place(const struct li_link *link)
{
	const struct li_handover *h = &link->destination.handover;
	const struct li_x2_place *p = &link->options.place;

	return (struct li_psp_place){
		.operator_id = p->operator_id,
		.element =
			strlen(p->nfid) <= LI_PSP_OPERATOR_MAX ? p->nfid : NULL,
		.authorization_country = some(h->authorization_country),
		.delivery_country = some(h->delivery_country),
		.nfid = p->nfid,
		.ipid = p->ipid,
	};
}

static enum li_psp_form form_of(enum li_format format)
{
	switch (format) {
	case LI_FORMAT_HI2_33128_R17: return LI_PSP_33128_R17;
	case LI_FORMAT_HI2_IPMM: return LI_PSP_IPMM;
	case LI_FORMAT_HI2_33128:
	case LI_FORMAT_X2:
	case LI_FORMAT_X2_SIP: break;
	}
	return LI_PSP_33128;
}

/* The header names the operator, and there is no default for that.
 * TS 102 232-1 cl. 5.2.4 */
static const char *missing(const struct li_link *link)
{
	const char *id = link->options.place.operator_id;
	const struct li_psp_place place = li_link_psp_place(link);
	const struct li_psp_head head = {.liid = li_slice_str("-")};
	struct li_buf out = {0};
	li_err err;

	if (!id || !id[0])
		return "its format names the operator: element.operator of "
		       "lmisf.yaml is missing";
	err = li_psp_encode_link(&place, &head, LI_PSP_KEEP_ALIVE, &out);
	li_buf_fini(&out);
	return err == LI_EINVAL
		? "no record can name this network function or country: see "
		  "element of lmisf.yaml, and the destination"
		: NULL;
}

static struct li_psp_head head_of(const struct li_outbox_entry *entry,
	const struct li_outbox_liid *l)
{
	return (struct li_psp_head){
		.liid = li_slice_str(l->text),
		.has_cin = entry->cin != 0,
		.cin = entry->cin,
		.sequence = l->sequence,
		.at_us = entry->iri.at_us,
	};
}

static li_err put_record(struct li_link *link,
	const struct li_outbox_entry *entry, const struct li_outbox_liid *l)
{
	const struct li_handover *h = &link->destination.handover;
	const struct li_psp_place place = li_link_psp_place(link);
	const struct li_psp_head head = head_of(entry, l);
	const enum li_psp_type type = h->scheme == LI_SCHEME_SESSION
		? (enum li_psp_type)l->type
		: LI_PSP_REPORT;

	return li_psp_encode(&place, &head, form_of(h->format), type,
		&entry->iri, &link->out);
}

/* TS 33.128 cl. 5.7. Behind a test PDU of number 0 when it is an activation:
 * TS 102 232-1 */
static li_err put_notification(struct li_link *link,
	const struct li_outbox_entry *entry, const struct li_outbox_liid *l)
{
	const struct li_iri *iri = &entry->iri;
	const struct li_psp_place place = li_link_psp_place(link);
	struct li_hi4_notice notice = {
		.type = (enum li_psp_notice_type)iri->notification,
		.target = iri->matched_count ? &iri->matched[0] : NULL,
		.start_us = iri->starts_us,
		.end_us = iri->ends_us,
	};
	struct li_psp_head head = {.liid = li_slice_str(l->text),
		.at_us = iri->at_us};
	li_err err = LI_OK;

	if (iri->notification == LI_NOTIFY_DEACTIVATION)
		li_link_check_end(link, head.liid);
	if (iri->notification == LI_NOTIFY_ACTIVATION)
		err = li_psp_encode_link(&place, &head, LI_PSP_TEST,
			&link->out);
	head.sequence = l->sequence;
	if (!err)
		err = li_hi4_encode(&place, &head, &notice, &link->out);
	if (err != LI_EINVAL)
		return err;
	/* Its types do not hold every target and time: they are optional, and
	 * nothing may stand before what comes behind it. */
	notice.target = NULL;
	notice.start_us = notice.end_us = -1;
	return li_hi4_encode(&place, &head, &notice, &link->out);
}

/* One PS-PDU for each LIID. TS 102 232-1 cl. 5.2.2 */
static li_err put(struct li_link *link, const struct li_outbox_entry *entry)
{
	const bool notice = entry->iri.kind == LI_IRI_NOTIFICATION;
	size_t ends[LI_TASK_MEDIATIONS_MAX + 1] = {link->out.n};
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < entry->liid_count; i++) {
		err = (notice ? put_notification : put_record)(link, entry,
			&entry->liids[i]);
		ends[i + 1] = link->out.n;
	}
	if (err && !link->out.bad)
		link->out.n = ends[0];
	/* When all of it is sure to go. A check has room behind them only. */
	for (size_t i = 0; !err && !notice && link->options.check_every &&
		i < entry->liid_count;
		i++) {
		const struct li_checks_pdu pdu = {head_of(entry,
							  &entry->liids[i]),
			entry->iri.task, entry->id, entry->stream, ends[i],
			ends[i + 1]};

		li_link_check_note(link, &pdu);
	}
	return err;
}

struct li_psp_head li_link_psp_head(const struct li_link *link,
	uint32_t sequence)
{
	(void)link;
	return (struct li_psp_head){
		.liid = li_slice_str("-"),
		.has_cin = true,
		.sequence = sequence,
		.at_us = li_clock_now_us(),
	};
}

void li_link_put_tri(struct li_link *link, enum li_psp_kind kind,
	uint32_t sequence)
{
	const struct li_psp_place place = li_link_psp_place(link);
	const struct li_psp_head head = li_link_psp_head(link, sequence);

	if (li_psp_encode_link(&place, &head, kind, &link->out) != LI_OK)
		link->out.bad = true;
}

/* TS 102 232-1 cl. 6.3.4, 6.3.6 */
static void put_keepalive(struct li_link *link, enum li_window_kind kind,
	uint32_t sequence)
{
	li_link_put_tri(link,
		kind == LI_WINDOW_ACK ? LI_PSP_ACK_REQUEST : LI_PSP_KEEP_ALIVE,
		sequence);
}

/* TS 102 232-1 cl. 6.2.2: of all LIIDs and sessions; its number is 0. No check is
 * of records on both sides of it. */
static void put_reset(struct li_link *link)
{
	li_link_check(link);
	if (link->checks)
		li_checks_anew(link->checks);
	li_link_put_tri(link, LI_PSP_CIN_RESET, 0);
	li_log(LI_LOG_NOTICE, "deliver", 0,
		"destination %lld: is told that its numbers begin anew",
		(long long)link->destination.row);
}

/* A message for people and an answer to what was not asked change nothing;
 * records do not come this way. */
static li_err take_kind(struct li_link *link, const struct li_psp *pdu)
{
	switch (pdu->kind) {
	case LI_PSP_KEEP_ALIVE_RESPONSE:
		if (li_link_acknowledged(link, LI_WINDOW_KEEPALIVE,
			    pdu->sequence))
			li_link_option_alive(link);
		return LI_OK;
	case LI_PSP_OPTION_REQUEST:
	case LI_PSP_OPTION_RESPONSE:
	case LI_PSP_OPTION_COMPLETE: return li_link_option_take(link, pdu);
	case LI_PSP_ACK_RESPONSE:
		if (link->acknowledges)
			(void)li_link_acknowledged(link, LI_WINDOW_ACK,
				pdu->sequence);
		return LI_OK;
	case LI_PSP_PADDING:
	case LI_PSP_OPERATOR_MESSAGE: return LI_OK;
	case LI_PSP_OTHER:
	case LI_PSP_IRI:
	case LI_PSP_INTEGRITY:
	case LI_PSP_TEST:
	case LI_PSP_KEEP_ALIVE:
	case LI_PSP_FIRST_SEGMENT:
	case LI_PSP_LAST_SEGMENT:
	case LI_PSP_CIN_RESET:
	case LI_PSP_ACK_REQUEST: break;
	}
	return LI_EMALFORMED;
}

static li_err take(struct li_link *link, struct li_slice stream, size_t *size)
{
	struct li_arena arena = {0};
	struct li_psp pdu;
	li_err err = li_psp_frame(stream, size);

	if (!err && *size > stream.n)
		err = LI_EAGAIN;
	if (!err)
		err = li_psp_decode(li_slice_sub(stream, 0, *size), &arena,
			&pdu);
	if (!err)
		err = take_kind(link, &pdu);
	li_arena_fini(&arena);
	return err;
}

const struct li_link_protocol li_link_hi2 = {put, put_keepalive,
	li_link_option_open, put_reset, take, missing, false};
