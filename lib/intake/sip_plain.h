/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain.h - the short way through a message that is written plainly, which
 * nearly all are. For sip_scan.c alone.
 *
 * Reads 32 octets at a time, copies nothing but the last lines of a message
 * that ends with them, and gives up on whatever is not plain: on a header, which
 * then takes the careful way (sip_field.h), or on the message, when its lines do
 * not end in CR LF or hold another control octet. Whichever way is taken, the
 * event is the same.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   As sip_scan.h.
 * Spec     as sip_scan.h
 */
#ifndef LI_INTAKE_SIP_PLAIN_H
#define LI_INTAKE_SIP_PLAIN_H

#include "base/err.h"
#include "intake/sip_field.h"

/* Scan the start line and the headers of `message`, which begins with them.
 * Returns where the body starts, or 0 when the message is not plain; then
 * parties and contacts may have been added and fields been set. */
typedef size_t li_sip_plain_fn(struct li_sip_field *f, struct li_slice message);

li_sip_plain_fn li_sip_plain_words; /* on every CPU */
#if defined(__x86_64__)
li_sip_plain_fn li_sip_plain_sse2; /* on every x86-64 */
li_sip_plain_fn li_sip_plain_avx2; /* needs AVX2, BMI1 and BMI2 */
#endif

/* The fastest that this CPU has. */
li_sip_plain_fn *li_sip_plain_best(void);

/* li_sip_scan() with this short way, or with none: for tests. */
LI_MUST_USE li_err li_sip_scan_by(li_sip_plain_fn *plain,
	struct li_slice message, const struct li_hash_secret *secret,
	struct li_event *event);

#endif
