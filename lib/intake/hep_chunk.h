/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hep_chunk.h - the chunks of HEP packets. For hep.c and hep_like.c alone.
 *
 * Floor    2.
 * Threads  None.
 * Memory   None.
 * Spec     as hep.h
 */
#ifndef LI_INTAKE_HEP_CHUNK_H
#define LI_INTAKE_HEP_CHUNK_H

enum { CHUNK_HEADER = 6, SIP = 1, IPV6 = 10 };

/* Chunk types of vendor 0. */
enum chunk {
	FAMILY = 1,
	PROTOCOL = 2,
	FROM_V4 = 3,
	TO_V4 = 4,
	FROM_V6 = 5,
	TO_V6 = 6,
	FROM_PORT = 7,
	TO_PORT = 8,
	SECONDS = 9,
	MICROSECONDS = 10,
	TYPE = 11,
	CAPTURE_ID = 12,
	PAYLOAD = 15,
	COMPRESSED = 16,
	CHUNKS = 17, /* types from here on do not matter to us */
};

#endif
