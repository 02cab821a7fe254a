/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd_disk.h - a disk under SQLite that fails once, or loses its power.
 *
 * While it is on, SQLite's files go through it to the real ones. It knows what
 * of each file was synced. When the power goes, a folder is filled with what a
 * disk may have then: all that was synced, and of what was not any of the 512
 * octet sectors, in no order. From then on every operation fails.
 *
 * Floor    tests.
 * Threads  One test at a time.
 * Memory   odd_disk_off() frees all.
 * Spec     none
 */
#ifndef LI_TEST_ODD_DISK_H
#define LI_TEST_ODD_DISK_H

#include <stdbool.h>
#include <stdint.h>

enum odd_op { ODD_NONE, ODD_READ, ODD_WRITE, ODD_SYNC, ODD_TRUNCATE, ODD_OPS };

struct odd_disk {
	/* What shall happen. */
	enum odd_op fail;    /* ODD_NONE: nothing fails */
	uint64_t fail_at;    /* which one of its kind, from 1 on */
	uint64_t lose_at;    /* before which write, sync or truncate the power
			      * goes, from 1 on; 0: never */
	const char *rescued; /* folder for what survives */
	uint64_t seed;       /* of what survives */
	bool normal;         /* the mutant: commits are not synced, whatever
			      * PRAGMA synchronous is said to be */
	/* What happened. */
	uint64_t count[ODD_OPS];
	uint64_t changes; /* writes, syncs and truncates */
	bool failed, lost;
	uint64_t synced_again; /* syncs of a file after one failed */
};

/* Be the disk of what SQLite opens from now on. */
void odd_disk_on(struct odd_disk *disk);
void odd_disk_off(void);

#endif
