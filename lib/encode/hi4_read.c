/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/hi4_read.h"

#include <time.h>

#include <HI4Payload.h>
#include <LIAppliedDeliveryInformation.h>

#include "encode/ber.h"
#include "encode/xiri_names.h"

/* -1 when it is none, or no time. */
static int64_t read_time(const GeneralizedTime_t *in)
{
	struct tm tm;
	int fraction = 0, digits = 0;
	time_t at;

	if (!in)
		return -1;
	at = asn_GT2time_frac(in, &fraction, &digits, &tm, 1);
	if (at < 0)
		return -1;
	for (; digits > 6; digits--)
		fraction /= 10;
	for (; digits < 6; digits++)
		fraction *= 10;
	return (int64_t)at * 1000000 + fraction;
}

static li_err read_delivery(const LIAppliedDeliveryInformation_t *in,
	struct li_address *out)
{
	const IPAddress_t *at = in->hI2DeliveryIPAddress;
	struct li_slice octets;

	/* An alternative of a later version leaves it unknown. */
	if (!at || at->present == IPAddress_PR_NOTHING)
		return LI_OK;
	octets = at->present == IPAddress_PR_iPv4Address
		? li_ber_slice(&at->choice.iPv4Address)
		: li_ber_slice(&at->choice.iPv6Address);
	if (octets.n != (at->present == IPAddress_PR_iPv4Address ? 4 : 16))
		return LI_EMALFORMED;
	out->family = octets.n == 4 ? 4 : 6;
	memcpy(out->ip, octets.p, octets.n);
	if (in->hI2DeliveryPortNumber && *in->hI2DeliveryPortNumber >= 0 &&
		*in->hI2DeliveryPortNumber <= UINT16_MAX)
		out->port = (uint16_t)*in->hI2DeliveryPortNumber;
	return LI_OK;
}

static li_err read_notice(const LINotification_t *in, struct li_arena *arena,
	struct li_psp_notice *out)
{
	const struct LINotification__appliedDeliveryInformation *deliveries =
		in->appliedDeliveryInformation;
	li_err err = LI_OK;

	if (in->notificationType >= LI_PSP_ACTIVATION &&
		in->notificationType <= LI_PSP_MODIFICATION)
		out->type = (enum li_psp_notice_type)in->notificationType;
	out->start_us = read_time(in->appliedStartTime);
	out->end_us = read_time(in->appliedEndTime);
	if (in->appliedTargetID)
		err = li_xiri_target_read(in->appliedTargetID, arena,
			&out->target);
	if (!err && deliveries && deliveries->list.count > 0)
		err = read_delivery(deliveries->list.array[0], &out->delivery);
	return err;
}

static li_err read_payload(const HI4Payload_t *in, struct li_arena *arena,
	struct li_psp_notice *out)
{
	const LINotificationPayload_t *payload =
		&in->choice.threeGPP_LI_Notification;

	if (in->present != HI4Payload_PR_threeGPP_LI_Notification ||
		payload->notification.present !=
			LINotificationMessage_PR_lINotification)
		return LI_OK;
	return read_notice(&payload->notification.choice.lINotification, arena,
		out);
}

li_err li_hi4_read(const PSPayload_t *in, struct li_arena *arena,
	struct li_psp *out)
{
	HI4Payload_t *const *at = in->choice.hI4Payload.list.array;
	size_t n = (size_t)in->choice.hI4Payload.list.count;
	li_err err = LI_OK;

	if (n > LI_PSP_RECORDS_MAX) {
		out->crowded = n - LI_PSP_RECORDS_MAX;
		n = LI_PSP_RECORDS_MAX;
	}
	if (n == 0)
		return LI_OK;
	out->notices = li_arena_alloc(arena, n * sizeof(*out->notices));
	if (!out->notices)
		return LI_ENOMEM;
	for (size_t i = 0; !err && i < n; i++) {
		out->notices[i].start_us = out->notices[i].end_us = -1;
		err = read_payload(at[i], arena, &out->notices[i]);
	}
	out->notice_count = n;
	return err;
}
