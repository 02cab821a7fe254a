/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/xiri_plain.h"

enum {
	SEQUENCE = 0x30,
	PRIMITIVE = 0x80,   /* context-specific, with its number below 31 */
	CONSTRUCTED = 0xa0, /* the same */
	IMS_MESSAGE = 105,  /* takes a second octet */
	V4 = 4,
	V6 = 16,
};

/* Octets of a length. X.690 cl. 10.1: as few as can be */
static size_t length_size(size_t n)
{
	size_t octets = 1;

	if (n < 128)
		return 1;
	for (; n; n >>= 8)
		octets++;
	return octets;
}

static size_t whole(size_t n)
{
	return 1 + length_size(n) + n;
}

static uint8_t *put_length(uint8_t *p, size_t n)
{
	const size_t octets = length_size(n) - 1;

	if (!octets) {
		*p++ = (uint8_t)n;
		return p;
	}
	*p++ = (uint8_t)(0x80 | octets);
	for (size_t i = octets; i-- > 0;)
		*p++ = (uint8_t)(n >> (8 * i));
	return p;
}

static uint8_t *put_head(uint8_t *p, unsigned int tag, size_t n)
{
	*p++ = (uint8_t)tag;
	return put_length(p, n);
}

static size_t address_size(const struct li_address *a)
{
	return a->family == 6 ? V6 : V4;
}

/* One that is not known is 0.0.0.0: both are mandatory. */
static uint8_t *put_address(uint8_t *p, unsigned int number,
	const struct li_address *a)
{
	const size_t n = address_size(a);

	p = put_head(p, CONSTRUCTED + number, whole(n));
	p = put_head(p, PRIMITIVE + (a->family == 6 ? 2 : 1), n);
	if (a->family == 4 || a->family == 6)
		memcpy(p, a->ip, n);
	else
		memset(p, 0, n);
	return p + n;
}

/* Lengths of what is inside each level, from the innermost out. */
struct lengths {
	size_t message, choice, payload, event, outer;
};

static struct lengths measure(const struct li_iri *iri)
{
	struct lengths n;

	n.message = whole(whole(address_size(&iri->from))) +
		whole(whole(address_size(&iri->to))) + whole(iri->sip.n);
	n.choice = whole(n.message);
	n.payload = whole(n.choice) + whole(1);
	n.event = 2 + length_size(n.payload) + n.payload;
	n.outer = whole(LI_XIRI_ARCS) + whole(n.event);
	return n;
}

/* TS 33.128 cl. 7.12.4: IMSMessage with an encapsulatedSIPMessage */
li_err li_xiri_plain(const struct li_iri *iri,
	const uint8_t oid[static LI_XIRI_ARCS], struct li_buf *out)
{
	const struct lengths n = measure(iri);
	uint8_t *p = li_buf_reserve(out, whole(n.outer));

	if (!p)
		return LI_ENOMEM;
	p = put_head(p, SEQUENCE, n.outer);
	p = put_head(p, PRIMITIVE + 1, LI_XIRI_ARCS);
	memcpy(p, oid, LI_XIRI_ARCS);
	p = put_head(p + LI_XIRI_ARCS, CONSTRUCTED + 2, n.event);
	*p++ = CONSTRUCTED + 31;
	p = put_head(p, IMS_MESSAGE, n.payload);
	p = put_head(p, CONSTRUCTED + 1, n.choice);
	p = put_head(p, CONSTRUCTED + 1, n.message);
	p = put_address(p, 1, &iri->from);
	p = put_address(p, 2, &iri->to);
	p = put_head(p, PRIMITIVE + 3, iri->sip.n);
	memcpy(p, iri->sip.p, iri->sip.n);
	p = put_head(p + iri->sip.n, PRIMITIVE + 2, 1);
	*p = (uint8_t)iri->session;
	li_buf_commit(out, whole(n.outer));
	return LI_OK;
}
