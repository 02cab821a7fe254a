/* SPDX-License-Identifier: BSD-3-Clause
 *
 * pins.h - the keys that a peer may have, whatever its CA says.
 *
 * Two are for a roll-over: the one that is and the one that comes.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Values without pointers. All zero is none: any key will do.
 * Spec     RFC 7469 cl. 2.4 (what is hashed); TS 33.126 R6.6-120 to 150 (the
 *          peer is who it must be)
 */
#ifndef LI_MODEL_PINS_H
#define LI_MODEL_PINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum { LI_PINS_MAX = 4 };

/* SHA-256 of the SubjectPublicKeyInfo of a certificate. */
struct li_pin {
	uint8_t octet[32];
};

struct li_pins {
	struct li_pin pin[LI_PINS_MAX];
	size_t count;
};

/* Do two say the same, in the same order? */
bool li_pins_eq(const struct li_pins *a, const struct li_pins *b);

/* Its pins, one behind the other; they stay its own. */
struct li_slice li_pins_octets(const struct li_pins *pins);

/* The pins that these octets are.
 *   false   they are none, or too many; *out is untouched
 */
bool li_pins_of(struct li_slice octets, struct li_pins *out);

#endif
