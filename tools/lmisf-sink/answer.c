/* SPDX-License-Identifier: BSD-3-Clause */
#include "answer.h"

bool answer_confirms(enum stream_format format, const struct stream_pdu *pdu)
{
	if (format == STREAM_X2)
		return pdu->x2.type == LI_X2_KEEPALIVE_REQUEST;
	return pdu->err == LI_OK &&
		(pdu->psp.kind == LI_PSP_KEEP_ALIVE ||
			pdu->psp.kind == LI_PSP_ACK_REQUEST);
}

/* LI_PSP_OTHER when it wants none. */
static enum li_psp_kind answer_kind(enum li_psp_kind kind)
{
	if (kind == LI_PSP_KEEP_ALIVE)
		return LI_PSP_KEEP_ALIVE_RESPONSE;
	if (kind == LI_PSP_ACK_REQUEST)
		return LI_PSP_ACK_RESPONSE;
	return kind == LI_PSP_OPTION_REQUEST ? LI_PSP_OPTION_RESPONSE
					     : LI_PSP_OTHER;
}

static bool upper_case(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return false;
	return s.n == LI_PSP_COUNTRY;
}

/* The header comes back as it was, number and all; the time is ours.
 * TS 102 232-1 cl. 6.3.4 */
static li_err say(enum li_psp_kind kind, uint32_t sequence,
	const struct li_psp *psp, int64_t now_us, struct li_buf *out)
{
	char operator_id[LI_PSP_OPERATOR_MAX + 1];
	char element[LI_PSP_OPERATOR_MAX + 1];
	char authorization[LI_PSP_COUNTRY + 1], delivery[LI_PSP_COUNTRY + 1];
	const struct li_psp_head head = {
		.liid = li_slice_sub(psp->liid, 0, LI_PSP_LIID_MAX),
		.has_cin = psp->has_cin,
		.cin = psp->cin,
		.sequence = sequence,
		.at_us = now_us,
	};
	struct li_psp_place place = {.operator_id = operator_id};
	li_err err;

	li_slice_copy(psp->operator_id, operator_id, sizeof(operator_id));
	if (operator_id[0] == '\0')
		strcpy(operator_id, "-"); /* it has one octet at least */
	li_slice_copy(psp->element, element, sizeof(element));
	if (element[0] != '\0')
		place.element = element;
	li_slice_copy(psp->authorization_country, authorization,
		sizeof(authorization));
	if (upper_case(psp->authorization_country))
		place.authorization_country = authorization;
	li_slice_copy(psp->delivery_country, delivery, sizeof(delivery));
	if (upper_case(psp->delivery_country))
		place.delivery_country = delivery;
	err = li_psp_encode_link(&place, &head, kind, out);
	return err == LI_ENOMEM ? err : LI_OK; /* none to one beyond words */
}

/* TS 102 232-1 cl. 6.3.5.2: we ask for no option and are content behind the
 * answer to the keep-alive, or when the peer is; its number is ours. */
static bool completes(const struct li_psp *psp, struct answer_options *o)
{
	if (psp->kind == LI_PSP_OPTION_REQUEST)
		*o = (struct answer_options){.asked = true};
	if (!o->asked || o->completed ||
		(psp->kind != LI_PSP_KEEP_ALIVE &&
			psp->kind != LI_PSP_OPTION_COMPLETE))
		return false;
	o->completed = true;
	return true;
}

static li_err answer_hi2(const struct li_psp *psp, int64_t now_us,
	struct answer_options *options, struct li_buf *out)
{
	const enum li_psp_kind kind = answer_kind(psp->kind);
	li_err err = LI_OK;

	if (kind != LI_PSP_OTHER)
		err = say(kind, psp->sequence, psp, now_us, out);
	if (!err && completes(psp, options))
		err = say(LI_PSP_OPTION_COMPLETE, 0, psp, now_us, out);
	return err;
}

li_err answer(enum stream_format format, const struct stream_pdu *pdu,
	int64_t now_us, struct answer_options *options, struct li_buf *out)
{
	if (format == STREAM_HI2)
		return pdu->err == LI_OK
			? answer_hi2(&pdu->psp, now_us, options, out)
			: LI_OK;
	/* TS 103 221-2 cl. 6.2.4: the same sequence number; one without is
	 * not answered. */
	if (pdu->x2.type == LI_X2_KEEPALIVE_REQUEST && pdu->x2.has_sequence)
		li_x2_keepalive_ack(pdu->x2.sequence, out);
	return li_buf_check(out);
}
