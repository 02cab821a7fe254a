/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/hi4.h"

#include <time.h>

#include <HI4Payload.h>
#include <LIAppliedDeliveryInformation.h>

#include "encode/ber.h"
#include "encode/psp_header.h"
#include "encode/xiri_names.h"

enum { TIME_TEXT = 24 }; /* "20261122093000.123456Z" and a NUL */

/* Relative to 0.4.0.2.2: release 19, version 3, a notification.
 * TS 33.128 cl. 5.7 */
static const uint8_t oid[] = {4, 19, 19, 3, 5};

/* All that a notification points to. */
struct room {
	struct li_psp_room psp;
	HI4Payload_t payload, *at[1];
	TargetIdentifier_t target;
	struct li_xiri_texts texts;
	struct LINotification__appliedDeliveryInformation deliveries;
	LIAppliedDeliveryInformation_t delivery, *delivery_at[1];
	IPAddress_t address;
	long port;
	char start[TIME_TEXT], end[TIME_TEXT];
	GeneralizedTime_t start_time, end_time;
};

static li_err put_target(const struct li_identity *id, struct room *r,
	LINotification_t *to)
{
	if (!id)
		return LI_OK;
	if (!li_xiri_target(id, &r->texts, &r->target))
		return LI_EINVAL;
	to->appliedTargetID = &r->target;
	return li_xiri_texts_check(&r->texts);
}

static void put_delivery(const struct li_address *at, struct room *r,
	LINotification_t *to)
{
	if (at->family != 4 && at->family != 6)
		return;
	if (at->family == 4) {
		r->address.present = IPAddress_PR_iPv4Address;
		r->address.choice.iPv4Address =
			li_ber_string(li_slice(at->ip, 4));
	} else {
		r->address.present = IPAddress_PR_iPv6Address;
		r->address.choice.iPv6Address =
			li_ber_string(li_slice(at->ip, 16));
	}
	r->delivery.hI2DeliveryIPAddress = &r->address;
	r->port = at->port;
	r->delivery.hI2DeliveryPortNumber = &r->port;
	r->delivery_at[0] = &r->delivery;
	r->deliveries.list.array = r->delivery_at;
	r->deliveries.list.count = 1;
	r->deliveries.list.size = 1;
	to->appliedDeliveryInformation = &r->deliveries;
}

/* X.690 cl. 11.7: UTC, no zeroes at the end of a fraction. */
static li_err put_time(int64_t at_us, char text[static TIME_TEXT],
	GeneralizedTime_t *time, GeneralizedTime_t **to)
{
	const time_t s = (time_t)(at_us / 1000000);
	struct tm tm;
	size_t n;

	if (at_us < 0)
		return LI_OK;
	if (!gmtime_r(&s, &tm) || tm.tm_year > 9999 - 1900)
		return LI_EINVAL;
	n = strftime(text, TIME_TEXT, "%Y%m%d%H%M%S", &tm);
	if (at_us % 1000000 > 0) {
		n += (size_t)snprintf(text + n, TIME_TEXT - n, ".%06d",
			(int)(at_us % 1000000));
		while (text[n - 1] == '0')
			n--;
	}
	text[n++] = 'Z';
	*time = li_ber_string(li_slice(text, n));
	*to = time;
	return LI_OK;
}

static li_err fill(const struct li_hi4_notice *notice, struct room *r)
{
	LINotificationPayload_t *payload =
		&r->payload.choice.threeGPP_LI_Notification;
	LINotification_t *to = &payload->notification.choice.lINotification;
	li_err err;

	r->payload.present = HI4Payload_PR_threeGPP_LI_Notification;
	payload->lINotificationPayloadOID.buf = (uint8_t *)(uintptr_t)oid;
	payload->lINotificationPayloadOID.size = sizeof(oid);
	payload->notification.present = LINotificationMessage_PR_lINotification;
	to->notificationType = (long)notice->type;
	put_delivery(&notice->delivery, r, to);
	err = put_target(notice->target, r, to);
	if (!err)
		err = put_time(notice->start_us, r->start, &r->start_time,
			&to->appliedStartTime);
	if (!err)
		err = put_time(notice->end_us, r->end, &r->end_time,
			&to->appliedEndTime);
	return err;
}

li_err li_hi4_encode(const struct li_psp_place *place,
	const struct li_psp_head *head, const struct li_hi4_notice *notice,
	struct li_buf *out)
{
	struct room r = {0};
	PSPayload_t *payload = &r.psp.pdu.payload;
	li_err err = notice->type < LI_PSP_ACTIVATION ||
			notice->type > LI_PSP_MODIFICATION
		? LI_EINVAL
		: li_psp_header(place, head, &r.psp);

	if (!err)
		err = fill(notice, &r);
	if (!err) {
		r.at[0] = &r.payload;
		payload->present = PSPayload_PR_hI4Payload;
		payload->choice.hI4Payload.list.array = r.at;
		payload->choice.hI4Payload.list.count = 1;
		payload->choice.hI4Payload.list.size = 1;
		err = li_ber_encode(&asn_DEF_PS_PDU, &r.psp.pdu, out);
	}
	li_xiri_texts_fini(&r.texts);
	return err;
}
