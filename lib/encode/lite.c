/* SPDX-License-Identifier: BSD-3-Clause */
#include <XIRIPayload.h>

#include "encode/ber.h"
#include "encode/lite.h"
#include "encode/x2.h"

li_err li_lite_frame(struct li_slice stream, size_t *n)
{
	li_err err = li_x2_frame(stream, LI_LITE_PDU_MAX, n);

	return !err && stream.n < *n ? LI_EAGAIN : err;
}

/* ---- who, and with what ---- */

/* The key of digits alone: `least` of them to `most`. */
static li_err digits_key(enum li_id_kind kind, const NumericString_t *text,
	size_t least, size_t most, const struct li_hash_secret *secret,
	struct li_key *out)
{
	const struct li_slice s = li_ber_slice(text);
	struct li_key keys[LI_ID_KEYS_MAX];

	if (s.n < least || s.n > most)
		return LI_EMALFORMED;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return LI_EMALFORMED;
	if (li_identity_keys(kind, s, secret, keys) == 0)
		return LI_EMALFORMED;
	*out = keys[0];
	return LI_OK;
}

/* TS 23.003 cl. 2.2; the module's IMSI */
static li_err imsi(const NumericString_t *text,
	const struct li_hash_secret *secret, struct li_bearer *out)
{
	return digits_key(LI_ID_IMSI, text, 6, 15, secret, &out->imsi);
}

/* Type and serial number are what a device is told by: a check digit that the
 * module has not, and the software version of an IMEISV, do not count. TS 23.003
 * cl. 6.2 */
static li_err imei(const NumericString_t *text,
	const struct li_hash_secret *secret, struct li_bearer *out)
{
	return digits_key(LI_ID_IMEI, text, 14, 16, secret, &out->imei);
}

static li_err pei(const PEI_t *p, const struct li_hash_secret *secret,
	struct li_bearer *out)
{
	if (p->present == PEI_PR_iMEI)
		return imei(&p->choice.iMEI, secret, out);
	if (p->present == PEI_PR_iMEISV)
		return imei(&p->choice.iMEISV, secret, out);
	return LI_OK; /* a MAC address, or a later kind: no IMEI */
}

static bool is_octet(long n)
{
	return n >= 0 && n <= UINT8_MAX;
}

/* ---- the notices. TS 33.128 cl. 7.10 ---- */

/* Causes of a later release say at least that it is there. */
static enum li_bearer_what n9_what(long cause)
{
	switch (cause) {
	case N9HRMessageCause_pDUSessionEstablished: return LI_BEARER_BEGUN;
	case N9HRMessageCause_pDUSessionReleased: return LI_BEARER_GONE;
	default: return LI_BEARER_THERE;
	}
}

static li_err n9(const N9HRPDUSessionInfo_t *info,
	const struct li_hash_secret *secret, struct li_lite *out)
{
	struct li_bearer *b = &out->bearer;
	li_err err = LI_OK;

	if (!is_octet(info->pDUSessionID))
		return LI_EMALFORMED;
	b->what = n9_what(info->messageCause);
	b->id = (uint16_t)info->pDUSessionID;
	if (info->pEI)
		err = pei(info->pEI, secret, b);
	if (err || info->sUPI.present != SUPI_PR_iMSI)
		return err; /* a NAI: no IMPI is derived from it */
	out->kind = LI_LITE_BEARER;
	return imsi(&info->sUPI.choice.iMSI, secret, b);
}

/* What befalls a dedicated bearer befalls no PDN connection: that is its default
 * bearer's, to which the other one is linked. */
static enum li_bearer_what s8_what(long cause, bool dedicated)
{
	switch (cause) {
	case S8HRMessageCause_bearerActivated:
		return dedicated ? LI_BEARER_THERE : LI_BEARER_BEGUN;
	case S8HRMessageCause_bearerDeleted:
		return dedicated ? LI_BEARER_THERE : LI_BEARER_GONE;
	case S8HRMessageCause_pDNDisconnected: return LI_BEARER_GONE;
	default: return LI_BEARER_THERE;
	}
}

static li_err s8(const S8HRBearerInfo_t *info,
	const struct li_hash_secret *secret, struct li_lite *out)
{
	const long linked =
		info->linkedBearerID ? *info->linkedBearerID : info->bearerID;
	struct li_bearer *b = &out->bearer;
	li_err err = LI_OK;

	if (!is_octet(info->bearerID) || !is_octet(linked))
		return LI_EMALFORMED;
	b->what = s8_what(info->messageCause, linked != info->bearerID);
	b->id = (uint16_t)(LI_BEARER_EPS | linked);
	if (info->iMEI)
		err = imei(info->iMEI, secret, b);
	out->kind = LI_LITE_BEARER;
	return err ? err : imsi(&info->iMSI, secret, b);
}

static li_err payload(struct li_slice octets,
	const struct li_hash_secret *secret, struct li_lite *out)
{
	const XIRIEvent_t *event;
	void *value = NULL;
	li_err err = li_ber_decode(&asn_DEF_XIRIPayload, octets, &value);

	if (err)
		return err == LI_ETOOBIG ? LI_EMALFORMED : err;
	event = &((const XIRIPayload_t *)value)->event;
	if (event->present == XIRIEvent_PR_n9HRPDUSessionInfo)
		err = n9(&event->choice.n9HRPDUSessionInfo, secret, out);
	else if (event->present == XIRIEvent_PR_s8HRBearerInfo)
		err = s8(&event->choice.s8HRBearerInfo, secret, out);
	li_ber_free(&asn_DEF_XIRIPayload, value);
	return err;
}

li_err li_lite_read(struct li_slice octets, const struct li_hash_secret *secret,
	struct li_lite *out)
{
	struct li_lite lite = {.kind = LI_LITE_OTHER};
	struct li_x2_pdu pdu;
	li_err err = li_x2_decode(octets, &pdu);

	if (err && err != LI_EUNSUPPORTED)
		return LI_EMALFORMED;
	/* TS 103 221-2 cl. 6.2.4: its number is what is answered */
	if (!err && pdu.type == LI_X2_KEEPALIVE_REQUEST && pdu.has_sequence) {
		lite.kind = LI_LITE_KEEPALIVE;
		lite.sequence = pdu.sequence;
	}
	if (!err && pdu.type == LI_X2_IRI && pdu.format == LI_X2_FORMAT_33128) {
		lite.bearer.node =
			pdu.nfid.n ? li_hash_low(secret, pdu.nfid) : 0;
		err = payload(pdu.payload, secret, &lite);
		if (err)
			return err;
	}
	*out = lite;
	return LI_OK;
}
