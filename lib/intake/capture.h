/* SPDX-License-Identifier: BSD-3-Clause
 *
 * capture.h - the datagrams of a pcap or pcapng file. The door to libpcap.
 *
 * Floor    2, and reads files: the one stage that does.
 * Threads  A capture belongs to one thread.
 * Memory   A capture owns its file and buffer. A datagram's payload borrows
 *          from it until the next call. An open capture is closed with
 *          li_capture_close().
 * Spec     draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng
 */
#ifndef LI_INTAKE_CAPTURE_H
#define LI_INTAKE_CAPTURE_H

#include <stdio.h>

#include "base/fault.h"
#include "intake/packet.h"

struct li_capture;

/* What was in the file so far. */
struct li_capture_counts {
	uint64_t packets;     /* all */
	uint64_t datagrams;   /* given to the caller */
	uint64_t unsupported; /* TCP, SCTP, IP fragments: may have held SIP */
	uint64_t malformed;   /* a length in the packet does not fit */
	uint64_t other;       /* ARP, ICMP, ... */
};

/* Open a file. On LI_OK the caller closes *out; else *out is untouched and
 * the fault names the file and what is wrong.
 *   LI_ENOTFOUND     cannot be opened
 *   LI_EMALFORMED    is no capture file
 *   LI_EUNSUPPORTED  a link type that is not Ethernet, raw IP or Linux cooked
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_capture_open(const char *path, struct li_capture **out,
	struct li_fault *fault);

/* The same from an open stream, which is the capture's own from here on, even
 * when this fails. `name` stands in faults and must outlive the capture. */
LI_MUST_USE li_err li_capture_adopt(FILE *file, const char *name,
	struct li_capture **out, struct li_fault *fault);

/* Give the next datagram; what is no UDP datagram is counted and stepped over.
 *   LI_ECLOSED     the end of the file
 *   LI_EMALFORMED  the file is cut short or damaged behind packet N, or a
 *                  packet was cut when it was captured; the fault says which.
 *                  Every further call gives the same. *out is untouched
 */
LI_MUST_USE li_err li_capture_next(struct li_capture *capture,
	struct li_datagram *out, struct li_fault *fault);

/* Walk through a whole file, so that nothing is begun with one that is cut
 * short. Errors are those of open and next, but the end is LI_OK, and then
 * *counts is what it holds (NULL when nobody asks). */
LI_MUST_USE li_err li_capture_check(const char *path,
	struct li_capture_counts *counts, struct li_fault *fault);

/* The counts so far, borrowed. */
const struct li_capture_counts *li_capture_counts(
	const struct li_capture *capture);

/* NULL is fine. */
void li_capture_close(struct li_capture *capture);

#endif
