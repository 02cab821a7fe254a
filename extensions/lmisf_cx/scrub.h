/* SPDX-License-Identifier: BSD-3-Clause
 *
 * scrub.h - format a log line without what it may not tell.
 *
 * libfdcore and other extensions log message content as strings: AVP values,
 * dumps, hexadecimal. Numbers and the words of a program are safe, strings
 * that were made at run time are not: they become "[...]". A string is a
 * program's own words when it lies in memory that its file mapped read-only.
 *
 * Floor    5, without freeDiameter.
 * Threads  Any.
 * Memory   None.
 * Spec     TS 33.127 cl. 8.7
 */
#ifndef LMISF_CX_SCRUB_H
#define LMISF_CX_SCRUB_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define LI_SCRUB_OMITTED "[...]"

/* Write fmt with its arguments to buf, cut to fit; widths and flags are left
 * out. A %s is written when it is a program's own words, or `plain` is set.
 * Returns the length. */
size_t li_scrub(char *buf, size_t cap, bool plain, const char *fmt,
	va_list args);

/* Does this string lie in a program's read-only memory? */
bool li_scrub_own_words(const char *s);

#endif
