/* SPDX-License-Identifier: BSD-3-Clause
 *
 * samples.h - one record of each shape that lib/encode writes.
 *
 * Tests, the oracles and the benchmark encode the same ones; their octets are
 * in tests/data/golden/. Names are of documentation.
 */
#ifndef LI_SAMPLES_H
#define LI_SAMPLES_H

#include "encode/x2.h"
#include "model/iri.h"

struct sample {
	const char *name; /* of its file, too */
	struct li_iri iri;
};

enum { SAMPLES_MAX = 26 };

extern const struct li_x2_place sample_place;

/* Write all samples; returns how many. */
size_t samples_make(struct sample samples[static SAMPLES_MAX]);

/* The record of that name among them, or NULL. */
const struct li_iri *sample_find(const struct sample *samples, size_t count,
	const char *name);

#endif
