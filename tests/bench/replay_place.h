/* SPDX-License-Identifier: BSD-3-Clause
 *
 * replay_place.h - what the bench of --replay works on: a folder with a big
 * capture, a configuration and a store.
 */
#ifndef LI_BENCH_REPLAY_PLACE_H
#define LI_BENCH_REPLAY_PLACE_H

#include <stdbool.h>
#include <stddef.h>

struct place {
	char dir[256];
	char capture[300], empty[300]; /* of many messages; of none */
	char config[300], store[300], key[300];
};

enum {
	PLACE_TASKS = 10000,   /* in the store */
	PLACE_SESSIONS = 1000, /* that talk at the same time */
	/* one in so many has a target's number, which six of its eight
	 * messages name: so that one message in a hundred is a target's */
	PLACE_TARGET_EACH = 75,
};

/* The names of what is in a folder. */
void place_name(struct place *p, const char *dir);

/* Make a folder below `folder` with a capture of so many messages: UDP over
 * IPv6 on Ethernet, sessions interleaved. Ends the program when it cannot. */
void place_make(struct place *p, const char *folder, unsigned int messages);

/* Make the store anew, with PLACE_TASKS tasks: of nobody in the capture, or
 * some of them of targets that are in it. */
void place_store(const struct place *p, unsigned int messages, bool targets);

/* Remove it all. */
void place_remove(const struct place *p);

/* Say what went wrong and end. */
_Noreturn void place_die(const char *what, const char *why);

/* Message i of the capture; room as mix_write(). */
size_t place_message(unsigned int i, char *room);

#endif
