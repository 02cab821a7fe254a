/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checkings.h - integrity checks that wait to be kept by lmisfd, before they go.
 *
 * Floor    4: base, model, ipc.
 * Threads  A value of one thread.
 * Memory   A list of copies, wiped when they are kept; all zero is an empty one.
 * Spec     TS 102 232-1 cl. 6.2.2, annex J.1
 */
#ifndef LI_DELIVER_CHECKINGS_H
#define LI_DELIVER_CHECKINGS_H

#include "ipc/checked.h"

struct li_checkings_one;

struct li_checkings {
	struct li_checkings_one *first, *last;
	size_t asked;  /* so many of the first are asked about */
	uint64_t kept; /* all that were noted up to this number are */
	uint64_t told; /* and who noted them knows of those */
};

/* Note one, under a number that rises.
 *   LI_ENOMEM   it is not noted
 */
LI_MUST_USE li_err li_checkings_note(struct li_checkings *checkings,
	const struct li_checking *checking, uint64_t keeping);

/* What is asked about: the first of them, which stay where they are. */
void li_checkings_ask(struct li_checkings *checkings,
	struct li_admin_checking *out);

/* Those were kept; they were not. */
void li_checkings_done(struct li_checkings *checkings);
void li_checkings_undone(struct li_checkings *checkings);

/* Release what it has. */
void li_checkings_fini(struct li_checkings *checkings);

#endif
