/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vouched.h - what an audit row is about, where the database has rows of it.
 *
 * Floor    3: base.
 * Threads  Pure function.
 * Memory   None.
 * Spec     TS 33.126 R6.6-110
 */
#ifndef LI_STORE_VOUCHED_H
#define LI_STORE_VOUCHED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum li_vouched {
	LI_VOUCHED_TASK,
	LI_VOUCHED_DESTINATION,
	LI_VOUCHED_CONTEXT,
	LI_VOUCHED_AUTHORISATION,
	LI_VOUCHED_SECURITY,
	LI_VOUCHED_KINDS,
};

/* What an audit row's object names ("task 3"); false: nothing of these, and
 * *kind and *row are untouched. */
bool li_vouched(struct li_slice object, enum li_vouched *kind, int64_t *row);

#endif
