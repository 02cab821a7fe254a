/* SPDX-License-Identifier: BSD-3-Clause
 *
 * err.h - the one error type, grouped by what the caller can do about it.
 *
 * Floor    0: includes nothing of ours.
 * Threads  Pure values.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_BASE_ERR_H
#define LI_BASE_ERR_H

#define LI_MUST_USE __attribute__((warn_unused_result))
/* A stage of the way of a message stays a function of its own, so that a
 * profile of a program that was optimised whole tells stages apart. */
#define LI_STAGE __attribute__((noinline))
#define LI_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

typedef enum li_err {
	LI_OK = 0,

	/* Count it, drop the input, go on. */
	LI_EMALFORMED,
	LI_EUNSUPPORTED,
	LI_ETOOBIG,

	/* An ordinary answer. */
	LI_ENOTFOUND,
	LI_EEXIST,
	LI_ESTATE,
	LI_EINVAL,

	/* Back off and repeat. */
	LI_EAGAIN,
	LI_ETIMEOUT,
	LI_ECLOSED,

	/* Refuse, audit, alarm. */
	LI_EDENIED,

	/* Stop taking work, alarm, keep the outbox safe. */
	LI_EDB,
	LI_EIO,
	LI_ECORRUPT,
	LI_ENOMEM,

	/* Refuse to start. */
	LI_ECONFIG,
	LI_EVERSION,

	/* Our own promise broken. */
	LI_EBUG,
} li_err;

/* Name an error in a word for a log line or an operator ("malformed").
 * Never NULL; static storage. */
const char *li_err_name(li_err err);

#endif
