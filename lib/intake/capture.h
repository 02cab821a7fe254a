/* SPDX-License-Identifier: BSD-3-Clause
 *
 * capture.h - the frames of a pcap or pcapng file. The door to libpcap, which
 * reads the variants of the formats that pcap_walk.h does not know.
 *
 * Floor    2, and reads files: the one stage that does.
 * Threads  A capture belongs to one thread.
 * Memory   A capture owns its file, which it maps: a file must not get shorter
 *          while it is read. A frame borrows from it until the next call. An
 *          open capture is closed with li_capture_close().
 * Spec     draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng
 */
#ifndef LI_INTAKE_CAPTURE_H
#define LI_INTAKE_CAPTURE_H

#include "base/fault.h"
#include "intake/pcap_walk.h"

struct li_capture;

/* Open a file. On LI_OK the caller closes *out; else *out is untouched and
 * the fault names the file and what is wrong.
 *   LI_ENOTFOUND     cannot be opened
 *   LI_EMALFORMED    is no capture file, or a compressed one
 *   LI_EUNSUPPORTED  a link type that is not Ethernet, raw IP, Linux cooked,
 *                    loopback, PPP or MPLS
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_capture_open(const char *path, struct li_capture **out,
	struct li_fault *fault);

/* Give the next frame: of LI_LINK_UNKNOWN when its interface has a link type that
 * is not read and the file may have others.
 *   LI_ECLOSED       the end of the file
 *   LI_EMALFORMED    the file is cut short or damaged behind packet N; the
 *                    fault says so
 *   LI_EUNSUPPORTED  the end, and no packet was of a link type that is read
 * Every further call gives the same. *out is untouched. */
LI_MUST_USE li_err li_capture_next(struct li_capture *capture,
	struct li_frame *out, struct li_fault *fault);

/* Do frames stay where they are until the file is closed, or just until the next
 * one is given? */
bool li_capture_stays(const struct li_capture *capture);

/* How many frames were given. */
uint64_t li_capture_packets(const struct li_capture *capture);

/* NULL is fine. */
void li_capture_close(struct li_capture *capture);

#endif
