/* SPDX-License-Identifier: BSD-3-Clause
 *
 * contacts.h - what the audit is to know of connections to a destination.
 *
 * A row when one came to be, one when it ended, one for each new reason why none
 * comes to be and each hour in which there is no other. Each has the number since
 * lmisf-deliver began, so that what came too quickly for a row of its own is
 * counted all the same.
 *
 * Floor    4: base.
 * Threads  A value of one thread.
 * Memory   Values.
 * Spec     TS 33.127 cl. 8.7 (connect, disconnect, failed communication)
 */
#ifndef LI_DELIVER_CONTACTS_H
#define LI_DELIVER_CONTACTS_H

#include <stddef.h>

#include "deliver/link.h"

enum {
	LI_CONTACTS_MOST = 3, /* rows at a time */
	LI_CONTACTS_TEXT = 192,
};
#define LI_CONTACTS_AGAIN_US INT64_C(3600000000)

/* What the audit has of a link. All zero is none. */
struct li_contacts {
	uint64_t opened, closed, failed;
	char why[LI_CONTACTS_TEXT]; /* the last failure's */
	int64_t failed_us;          /* monotonic, when it was told */
};

struct li_contact_row {
	const char *action; /* "delivery.connected" */
	const char *result; /* "": done; else why not */
	char detail[LI_CONTACTS_TEXT + 32];
};

/* Write what is new, in its order; why is li_link_last()'s. Returns how many. */
size_t li_contacts_note(struct li_contacts *told,
	const struct li_link_counts *counts, const char *why, int64_t mono_us,
	struct li_contact_row out[static LI_CONTACTS_MOST]);

#endif
