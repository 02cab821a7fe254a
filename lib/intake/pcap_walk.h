/* SPDX-License-Identifier: BSD-3-Clause
 *
 * pcap_walk.h - the frames of a pcap or pcapng file that lies in memory.
 *
 * A step reads the record's header and nothing of the frame, so that to walk a
 * mapped file costs little more than its pages.
 *
 * Floor    2.
 * Threads  A walk belongs to one thread.
 * Memory   A value; frames borrow from the file.
 * Spec     draft-ietf-opsawg-pcap; draft-ietf-opsawg-pcapng
 */
#ifndef LI_INTAKE_PCAP_WALK_H
#define LI_INTAKE_PCAP_WALK_H

#include "intake/packet.h"

enum { LI_WALK_INTERFACES_MAX = 512 }; /* in a section of pcapng */

/* What a pcapng interface says of its packets; a pcap file has one. */
struct li_walk_interface {
	int link;        /* LINKTYPE of the file */
	enum li_link as; /* what that is to us */
	uint64_t per_s;  /* units of time in a second */
	int64_t offset_s;
	uint32_t cut; /* longest frame; 0: any */
};

struct li_walk {
	struct li_slice file;
	size_t at;    /* offset of the next record */
	bool ng;      /* pcapng */
	bool swapped; /* the other octet order */
	struct li_walk_interface interfaces[LI_WALK_INTERFACES_MAX];
	size_t interface_count;
	int64_t untimed_us;    /* UTC, of a frame of which the file has no time:
			     * of the one before, or as set after opening */
	int bad_link;          /* of the last frame that is not read */
	uint32_t kept, length; /* of the last frame: octets kept, of so many */
};

/* Begin with the file's first octets; the link type of a pcap file is looked
 * at here, that of a pcapng one where a packet names it.
 *   LI_ENOTFOUND     neither pcap nor pcapng, or a variant of it
 *   LI_EUNSUPPORTED  a link type that is not read; out->bad_link says which
 */
LI_MUST_USE li_err li_walk_open(struct li_slice file, struct li_walk *out);

/* Give the next frame; of an interface whose link type is not read it is of
 * LI_LINK_UNKNOWN, and bad_link says which it has. *out is untouched on an error, and every further call
 * gives the same.
 *   LI_ECLOSED       the end
 *   LI_EMALFORMED    the file is cut short or damaged here
 */
LI_MUST_USE li_err li_walk_next(struct li_walk *walk, struct li_frame *out);

/* What a file's link type is to us; false when it is not read. */
bool li_walk_link(int linktype, enum li_link *out);

#endif
