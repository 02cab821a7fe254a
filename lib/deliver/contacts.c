/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/contacts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void put(struct li_contact_row *out, const char *action,
	const char *result, uint64_t number, const char *why)
{
	out->action = action;
	out->result = result;
	snprintf(out->detail, sizeof(out->detail), "%" PRIu64 "%s%s", number,
		*why ? ": " : "", why);
}

/* Is it another reason, or long ago that it was told? */
static bool is_news(const struct li_contacts *told, const char *why,
	int64_t mono_us)
{
	return told->failed == 0 || strcmp(told->why, why) != 0 ||
		mono_us - told->failed_us >= LI_CONTACTS_AGAIN_US;
}

/* TS 33.127 cl. 8.7 */
size_t li_contacts_note(struct li_contacts *told,
	const struct li_link_counts *counts, const char *why, int64_t mono_us,
	struct li_contact_row out[static LI_CONTACTS_MOST])
{
	const uint64_t failed = counts->breaks - counts->closed;
	char now[LI_CONTACTS_TEXT];
	size_t n = 0;

	snprintf(now, sizeof(now), "%s", why);
	if (counts->opened != told->opened)
		put(&out[n++], "delivery.connected", "", counts->opened, "");
	if (counts->closed != told->closed)
		put(&out[n++], "delivery.disconnected", "", counts->closed,
			now);
	/* What failed after a connection is told anew. */
	if (n)
		told->why[0] = '\0';
	if (failed != told->failed && is_news(told, now, mono_us)) {
		put(&out[n++], "delivery.failed", "not connected", failed, now);
		told->failed = failed;
		told->failed_us = mono_us;
		memcpy(told->why, now, sizeof(now));
	}
	told->opened = counts->opened;
	told->closed = counts->closed;
	return n;
}
