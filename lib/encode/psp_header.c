/* SPDX-License-Identifier: BSD-3-Clause */
#include <time.h>

#include "encode/psp_header.h"
#include "base/text.h"
#include "encode/ber.h"

/* 0.4.0.2.2 securityDomain lawfulIntercept(5) li-ps(1) version43(43); the first
 * two arcs share an octet. TS 102 232-1 annex A */
static const uint8_t domain[] = {4, 0, 2, 2, 5, 1, LI_PSP_VERSION};

static int digit(uint8_t c)
{
	if (li_text_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Up to 25 characters as they are, more as the octets that they spell; an odd
 * number of digits is one of an even number with a zero in front. TS 103 280,
 * LIID */
static li_err put_liid(struct li_slice liid, struct li_psp_room *room,
	OCTET_STRING_t *out)
{
	size_t n = 0, i = 0;

	if (liid.n == 0 || liid.n > 2 * (size_t)LI_PSP_LIID_MAX)
		return LI_EINVAL;
	if (liid.n <= LI_PSP_LIID_MAX) {
		*out = li_ber_string(liid);
		return LI_OK;
	}
	if (liid.n % 2 == 1) {
		if (digit(liid.p[0]) < 0)
			return LI_EINVAL;
		room->liid[n++] = (uint8_t)digit(liid.p[i++]);
	}
	for (; i < liid.n; i += 2) {
		int high = digit(liid.p[i]), low = digit(liid.p[i + 1]);

		if (high < 0 || low < 0)
			return LI_EINVAL;
		room->liid[n++] = (uint8_t)(high << 4 | low);
	}
	*out = li_ber_string(li_slice(room->liid, n));
	return LI_OK;
}

/* An optional text of so many octets. */
static li_err put_text(const char *s, size_t least, size_t most,
	OCTET_STRING_t *string, OCTET_STRING_t **to)
{
	size_t n = s ? strnlen(s, most + 1) : 0;

	if (!s)
		return LI_OK;
	if (n < least || n > most)
		return LI_EINVAL;
	*string = li_ber_string(li_slice(s, n));
	*to = string;
	return LI_OK;
}

static li_err put_country(const char *s, PrintableString_t *string,
	PrintableString_t **to)
{
	for (size_t i = 0; s && s[i]; i++)
		if (s[i] < 'A' || s[i] > 'Z')
			return LI_EINVAL;
	return put_text(s, LI_PSP_COUNTRY, LI_PSP_COUNTRY, string, to);
}

static li_err put_network(const struct li_psp_place *place,
	struct li_psp_room *room, PSNetworkIdentifier_t *out)
{
	OCTET_STRING_t *at = NULL;
	li_err err;

	if (!place->operator_id)
		return LI_EINVAL;
	err = put_text(place->operator_id, 1, LI_PSP_OPERATOR_MAX,
		&out->operatorIdentifier, &at);
	return err ? err
		   : put_text(place->element, 1, LI_PSP_OPERATOR_MAX,
			     &room->element, &out->networkElementIdentifier);
}

/* TS 33.128 table 5.5.2-1: when it was intercepted, to the microsecond */
static li_err put_time(int64_t at_us, struct li_psp_room *room, PSHeader_t *out)
{
	if (at_us < 0)
		return LI_EINVAL;
	room->time.seconds = at_us / 1000000;
	room->time.microSeconds = at_us % 1000000;
	room->qualifier = TimeStampQualifier_timeOfInterception;
	out->microSecondTimeStamp = &room->time;
	out->timeStampQualifier = &room->qualifier;
	return LI_OK;
}

li_err li_psp_header(const struct li_psp_place *place,
	const struct li_psp_head *head, struct li_psp_room *room)
{
	PSHeader_t *h = &room->pdu.pSHeader;
	CommunicationIdentifier_t *c = &h->communicationIdentifier;
	li_err err;

	memset(room, 0, sizeof(*room));
	h->li_psDomainId.buf = (uint8_t *)(uintptr_t)domain;
	h->li_psDomainId.size = sizeof(domain);
	h->sequenceNumber = head->sequence;
	if (head->has_cin) {
		room->cin = head->cin;
		c->communicationIdentityNumber = &room->cin;
	}
	err = put_liid(head->liid, room, &h->lawfulInterceptionIdentifier);
	if (!err)
		err = put_network(place, room, &c->networkIdentifier);
	if (!err)
		err = put_country(place->authorization_country,
			&room->authorization, &h->authorizationCountryCode);
	if (!err)
		err = put_country(place->delivery_country, &room->delivery,
			&c->deliveryCountryCode);
	/* TS 33.128 cl. 5.5.2: where it was seen, as X2 has it */
	if (!err)
		err = put_text(place->ipid, 1, LI_PSP_PLACE_MAX, &room->ipid,
			&h->extendedInterceptionPointID);
	if (!err)
		err = put_text(place->nfid, 1, LI_PSP_PLACE_MAX, &room->nfid,
			&h->networkFunctionIdentifier);
	return err ? err : put_time(head->at_us, room, h);
}

/* ---- reading ---- */

static bool keep(const OCTET_STRING_t *s, struct li_arena *arena,
	struct li_slice *out)
{
	struct li_slice text = s ? li_ber_slice(s) : (struct li_slice){0};

	if (!text.n)
		return true;
	*out = li_arena_copy(arena, text);
	return out->p != NULL;
}

/* Version numbers beyond 127 have two octets; some add an arc of zero. */
static uint16_t version_of(const OBJECT_IDENTIFIER_t *oid)
{
	const size_t before = sizeof(domain) - 1;
	size_t n = oid->size > 0 ? (size_t)oid->size : 0;

	if (n <= before || memcmp(oid->buf, domain, before) != 0)
		return 0;
	if (!(oid->buf[before] & 0x80))
		return oid->buf[before];
	if (n < before + 2 || oid->buf[before + 1] & 0x80)
		return 0;
	return (uint16_t)((oid->buf[before] & 0x7f) << 7 |
		oid->buf[before + 1]);
}

static void read_time(const PSHeader_t *in, struct li_psp *out)
{
	const MicroSecondTimeStamp_t *t = in->microSecondTimeStamp;
	struct tm tm;
	int fraction = 0, digits = 0;
	time_t at;

	if (t && t->seconds >= 0 && t->seconds <= INT64_MAX / 1000000 - 1 &&
		t->microSeconds >= 0 && t->microSeconds < 1000000) {
		out->at_us = t->seconds * 1000000 + t->microSeconds;
		out->has_time = true;
		return;
	}
	if (!in->timeStamp)
		return;
	at = asn_GT2time_frac(in->timeStamp, &fraction, &digits, &tm, 1);
	if (at == (time_t)-1)
		return;
	for (; digits > 6; digits--)
		fraction /= 10;
	for (; digits < 6; digits++)
		fraction *= 10;
	out->at_us = (int64_t)at * 1000000 + fraction;
	out->has_time = true;
}

li_err li_psp_header_read(const PSHeader_t *in, struct li_arena *arena,
	struct li_psp *out)
{
	const CommunicationIdentifier_t *c = &in->communicationIdentifier;

	out->version = version_of(&in->li_psDomainId);
	out->sequence = (uint32_t)in->sequenceNumber;
	out->has_cin = c->communicationIdentityNumber != NULL;
	if (out->has_cin)
		out->cin = (uint32_t)*c->communicationIdentityNumber;
	if (in->timeStampQualifier && *in->timeStampQualifier >= 0 &&
		*in->timeStampQualifier < UINT8_MAX)
		out->qualifier = (uint8_t)(*in->timeStampQualifier + 1);
	read_time(in, out);
	return keep(&in->lawfulInterceptionIdentifier, arena, &out->liid) &&
			keep(&c->networkIdentifier.operatorIdentifier, arena,
				&out->operator_id) &&
			keep(c->networkIdentifier.networkElementIdentifier,
				arena, &out->element) &&
			keep(in->networkFunctionIdentifier, arena,
				&out->nfid) &&
			keep(in->extendedInterceptionPointID, arena,
				&out->ipid) &&
			keep(in->authorizationCountryCode, arena,
				&out->authorization_country) &&
			keep(c->deliveryCountryCode, arena,
				&out->delivery_country)
		? LI_OK
		: LI_ENOMEM;
}
