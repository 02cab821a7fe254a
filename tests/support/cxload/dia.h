/* SPDX-License-Identifier: BSD-3-Clause
 *
 * dia.h - Diameter messages as octets.
 *
 * Threads  No state.
 * Memory   A struct dia_buf is the caller's, of fixed size; what does not fit
 *          sets its flag full and is left out.
 * Spec     RFC 6733 cl. 3 (header) and 4 (AVP).
 */
#ifndef CXLOAD_DIA_H
#define CXLOAD_DIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DIA_HEADER = 20,
	DIA_MAX_BYTES = 65536, /* freeDiameter takes no more */
	DIA_REQUEST = 0x80,
	DIA_PROXIABLE = 0x40,
	DIA_AVP_VENDOR = 0x80,
	DIA_AVP_MANDATORY = 0x40,
	DIA_CAPABILITIES = 257,
	DIA_WATCHDOG = 280,
	DIA_DISCONNECT = 282,
	DIA_SERVER_ASSIGNMENT = 301,
	DIA_CX = 16777216,
	DIA_3GPP = 10415
};

struct dia_buf {
	uint8_t data[DIA_MAX_BYTES];
	size_t len;
	bool full;
};

/* What the header of a message says. */
struct dia_header {
	uint32_t length, command, application, hop_by_hop, end_to_end;
	uint8_t flags;
};

/* An AVP of a message; next is the offset behind its padding. */
struct dia_avp {
	uint32_t code, vendor;
	const uint8_t *data;
	size_t len, next;
};

/* Start a message: command and flags, application, identifiers of h. */
void dia_begin(struct dia_buf *b, const struct dia_header *h);

/* Write the message's length into its header. */
void dia_end(struct dia_buf *b);

/* Append an AVP; the Vendor-Id field is written when flags has the V bit. */
void dia_put(struct dia_buf *b, uint8_t flags, uint32_t code, uint32_t vendor,
	const void *data, size_t len);
void dia_put_text(struct dia_buf *b, uint32_t code, const char *text);
void dia_put_u32(struct dia_buf *b, uint32_t code, uint32_t value);
void dia_put_cx_text(struct dia_buf *b, uint32_t code, const char *text);
void dia_put_cx_u32(struct dia_buf *b, uint32_t code, uint32_t value);

/* Open a grouped AVP, the offset of which is given; close it. */
size_t dia_open(struct dia_buf *b, uint8_t flags, uint32_t code,
	uint32_t vendor);
void dia_close(struct dia_buf *b, size_t at);

/* Append octets as they are. */
void dia_raw(struct dia_buf *b, const void *data, size_t len);

uint32_t dia_get24(const uint8_t *p);
uint32_t dia_get32(const uint8_t *p);
void dia_set24(uint8_t *p, uint32_t value);
void dia_set32(uint8_t *p, uint32_t value);

/* Read a header; the message has at least DIA_HEADER octets. */
struct dia_header dia_header_of(const uint8_t *msg);

/* Read the AVP at offset at; false at the end or when it is not whole. */
bool dia_avp_at(const uint8_t *msg, size_t len, size_t at, struct dia_avp *avp);

/* First AVP of this code at the top level; false when there is none. */
bool dia_find(const uint8_t *msg, size_t len, uint32_t code,
	struct dia_avp *avp);

#endif
