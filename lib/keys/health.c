/* SPDX-License-Identifier: BSD-3-Clause */
#include "keys/health.h"

static const int64_t rest_min_us = INT64_C(4000000);
static const int64_t rest_max_us = INT64_C(60000000);

void li_kms_health_init(struct li_kms_health *h, uint64_t seed)
{
	*h = (struct li_kms_health){0};
	li_backoff_init(&h->backoff, rest_min_us, rest_max_us, seed);
}

bool li_kms_health_rests(const struct li_kms_health *h, int64_t now_us)
{
	return h->silent >= LI_KMS_SILENT_MAX && now_us < h->until_us;
}

bool li_kms_health_all_rest(const struct li_kms_health *all,
	const uint8_t *places, size_t count, int64_t now_us)
{
	for (size_t i = 0; i < count; i++)
		if (!li_kms_health_rests(&all[places[i]], now_us))
			return false;
	return true;
}

bool li_kms_health_silent(struct li_kms_health *h, int64_t now_us)
{
	/* Of those that were on their way together, one counts. */
	if (li_kms_health_rests(h, now_us))
		return false;
	if (h->silent < LI_KMS_SILENT_MAX)
		h->silent++;
	else
		h->silent = LI_KMS_SILENT_MAX + 1;
	if (h->silent < LI_KMS_SILENT_MAX)
		return false;
	h->until_us = now_us + li_backoff_next(&h->backoff);
	return h->silent == LI_KMS_SILENT_MAX;
}

bool li_kms_health_answered(struct li_kms_health *h)
{
	const bool away = h->silent >= LI_KMS_SILENT_MAX;

	h->silent = 0;
	li_backoff_reset(&h->backoff);
	return away;
}
