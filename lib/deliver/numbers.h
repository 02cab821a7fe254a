/* SPDX-License-Identifier: BSD-3-Clause
 *
 * numbers.h - numbers of integrity checks that wait to be kept by lmisfd.
 *
 * They are told behind the records that the checks are over: until then lmisfd has
 * the checks themselves, which go again if one of these does.
 *
 * Floor    4: base, model, ipc.
 * Threads  A value of one thread.
 * Memory   A list that grows; all zero is an empty one.
 * Spec     TS 102 232-1 annex J.1
 */
#ifndef LI_DELIVER_NUMBERS_H
#define LI_DELIVER_NUMBERS_H

#include "ipc/checked.h"

struct li_numbers {
	struct li_checked *list;
	size_t count, room;
	size_t asked; /* so many of the first are asked about */
};

/* Note how far one is; news of the same one take the place of what was not asked
 * about.
 *   LI_ENOMEM   it is not noted
 */
LI_MUST_USE li_err li_numbers_note(struct li_numbers *numbers,
	const struct li_checked *checked);

/* What is asked about: the first of them. */
void li_numbers_ask(struct li_numbers *numbers, struct li_admin_checked *out);

/* That was kept; it was not. */
void li_numbers_done(struct li_numbers *numbers);
void li_numbers_undone(struct li_numbers *numbers);

/* Release what it has. */
void li_numbers_fini(struct li_numbers *numbers);

#endif
