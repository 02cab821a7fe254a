/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz.h - what every fuzz target is: one function that takes any octets and
 * returns 0, and that aborts when a promise is broken.
 */
#ifndef LI_FUZZ_FUZZ_H
#define LI_FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stop when a promise is broken, whatever the build. */
#define FUZZ_CHECK(promise)                                                    \
	do {                                                                   \
		if (!(promise)) {                                              \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__,       \
				__LINE__, #promise);                           \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
