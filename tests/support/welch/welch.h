/* SPDX-License-Identifier: BSD-3-Clause
 *
 * welch.h - does what is done for one user take as long as for another?
 *
 * Samples of two users, 0 and 1, which of them is drawn each time. What takes
 * longer than most is left out, of both by one bound, and Welch's t is that of
 * the two means: within 5 of 0 nothing tells them apart, beyond 10 something
 * does.
 *
 * Threads  Any.
 * Memory   The samples are the caller's.
 * Spec     TS 33.126, undetectability (O. Reparaz, J. Balasch, I. Verbauwhede:
 *          Dude, is my code constant time?, 2017)
 */
#ifndef WELCH_H
#define WELCH_H

#include <stdint.h>

struct welch {
	double t;
	double mean_us[2]; /* of each user */
	uint32_t samples;  /* that were taken, and that count */
	uint32_t kept;
};

/* Where the draws of a seed begin, and the next user: the same on every
 * machine. */
uint64_t welch_begin(uint32_t seed);
unsigned int welch_user(uint64_t *state);

/* A sample: how long it took, below 2^63, and of whom. */
static inline uint64_t welch_sample(uint64_t took_ns, unsigned int user)
{
	return took_ns << 1 | user;
}

/* Puts them in order, and takes so many in a hundred, the quickest: what the
 * machine disturbs is above. Of fewer than some hundred, t is 0. */
void welch_judge(uint64_t *samples, uint32_t count, unsigned int kept_percent,
	struct welch *result);

#endif
