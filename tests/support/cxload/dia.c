/* SPDX-License-Identifier: BSD-3-Clause
 *
 * dia.c - see dia.h.
 */
#include "dia.h"

#include <string.h>

uint32_t dia_get24(const uint8_t *p)
{
	return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

uint32_t dia_get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | dia_get24(p + 1);
}

void dia_set24(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 16);
	p[1] = (uint8_t)(value >> 8);
	p[2] = (uint8_t)value;
}

void dia_set32(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 24);
	dia_set24(p + 1, value);
}

void dia_raw(struct dia_buf *b, const void *data, size_t len)
{
	if (len > sizeof(b->data) - b->len) {
		b->full = true;
		return;
	}
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
}

void dia_begin(struct dia_buf *b, const struct dia_header *h)
{
	uint8_t header[DIA_HEADER] = {1};

	header[4] = h->flags;
	dia_set24(header + 5, h->command);
	dia_set32(header + 8, h->application);
	dia_set32(header + 12, h->hop_by_hop);
	dia_set32(header + 16, h->end_to_end);
	b->len = 0;
	b->full = false;
	dia_raw(b, header, sizeof(header));
}

void dia_end(struct dia_buf *b)
{
	dia_set24(b->data + 1, (uint32_t)b->len);
}

static void pad(struct dia_buf *b)
{
	static const uint8_t zero[3];

	dia_raw(b, zero, (4 - b->len % 4) % 4);
}

size_t dia_open(struct dia_buf *b, uint8_t flags, uint32_t code,
	uint32_t vendor)
{
	uint8_t header[12];
	size_t at = b->len;

	dia_set32(header, code);
	dia_set32(header + 4, (uint32_t)flags << 24);
	dia_set32(header + 8, vendor);
	dia_raw(b, header, flags & DIA_AVP_VENDOR ? 12 : 8);
	return at;
}

void dia_close(struct dia_buf *b, size_t at)
{
	if (!b->full)
		dia_set24(b->data + at + 5, (uint32_t)(b->len - at));
	pad(b);
}

void dia_put(struct dia_buf *b, uint8_t flags, uint32_t code, uint32_t vendor,
	const void *data, size_t len)
{
	size_t at = dia_open(b, flags, code, vendor);

	dia_raw(b, data, len);
	dia_close(b, at);
}

void dia_put_text(struct dia_buf *b, uint32_t code, const char *text)
{
	dia_put(b, DIA_AVP_MANDATORY, code, 0, text, strlen(text));
}

void dia_put_u32(struct dia_buf *b, uint32_t code, uint32_t value)
{
	uint8_t octets[4];

	dia_set32(octets, value);
	dia_put(b, DIA_AVP_MANDATORY, code, 0, octets, sizeof(octets));
}

void dia_put_cx_text(struct dia_buf *b, uint32_t code, const char *text)
{
	dia_put(b, DIA_AVP_VENDOR | DIA_AVP_MANDATORY, code, DIA_3GPP, text,
		strlen(text));
}

void dia_put_cx_u32(struct dia_buf *b, uint32_t code, uint32_t value)
{
	uint8_t octets[4];

	dia_set32(octets, value);
	dia_put(b, DIA_AVP_VENDOR | DIA_AVP_MANDATORY, code, DIA_3GPP, octets,
		sizeof(octets));
}

struct dia_header dia_header_of(const uint8_t *msg)
{
	return (struct dia_header){
		.length = dia_get24(msg + 1),
		.flags = msg[4],
		.command = dia_get24(msg + 5),
		.application = dia_get32(msg + 8),
		.hop_by_hop = dia_get32(msg + 12),
		.end_to_end = dia_get32(msg + 16),
	};
}

bool dia_avp_at(const uint8_t *msg, size_t len, size_t at, struct dia_avp *avp)
{
	size_t head, whole;

	if (at + 8 > len)
		return false;
	head = msg[at + 4] & DIA_AVP_VENDOR ? 12 : 8;
	whole = dia_get24(msg + at + 5);
	if (whole < head || whole > len - at)
		return false;
	avp->code = dia_get32(msg + at);
	avp->vendor = head == 12 ? dia_get32(msg + at + 8) : 0;
	avp->data = msg + at + head;
	avp->len = whole - head;
	avp->next = at + (whole + 3) / 4 * 4;
	return true;
}

bool dia_find(const uint8_t *msg, size_t len, uint32_t code,
	struct dia_avp *avp)
{
	for (size_t at = DIA_HEADER; dia_avp_at(msg, len, at, avp);
		at = avp->next)
		if (avp->code == code)
			return true;
	return false;
}
