/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri_words.h - what TS 33.128 calls the modifications of a payload.
 *
 * Floor    2, inside encode/.
 * Threads  Constants.
 * Memory   Static.
 * Spec     TS 33.128, PredefinedPayloadModification, ModificationLocation
 */
#ifndef LI_ENCODE_XIRI_WORDS_H
#define LI_ENCODE_XIRI_WORDS_H

#include <stdint.h>

enum {
	LI_XIRI_PREDEFINED = 8,
	LI_XIRI_KEY_HEADERS = 5,
};

/* Modifications that have a value of their own. */
extern const struct li_xiri_predefined {
	uint32_t bit; /* of enum li_modification */
	long value;
} li_xiri_predefined[LI_XIRI_PREDEFINED];

/* The headers in which keys are masked. */
extern const struct li_xiri_key_header {
	uint32_t bit;
	const char *name;
} li_xiri_key_headers[LI_XIRI_KEY_HEADERS];

#endif
