/* SPDX-License-Identifier: BSD-3-Clause
 *
 * memory_target.h - the part of the bench of memory that is about a call of a
 * target.
 */
#ifndef LI_BENCH_MEMORY_TARGET_H
#define LI_BENCH_MEMORY_TARGET_H

/* Octets that one of `count` calls of targets takes: INVITE, 180, 200, ACK, each
 * told to a task. All that was taken from the C library counts: mirror,
 * repeats, what is held, what a task that begins waits for. Negative when a
 * record was not made. */
double memory_target(unsigned int count);

#endif
