/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd_cases.c - see odd_cases.h.
 */
#include "odd_cases.h"

#include <string.h>

enum {
	VM = DIA_AVP_VENDOR | DIA_AVP_MANDATORY,
	HUGE_BYTES = 60000,
	DEPTH = 1000,
	LONG_BYTES = 4001,
	UNKNOWN_COMMAND = 8388600,
	RETRANSMITTED = 0x10,
	RESERVED = 0x0f
};

/* A grouped SIP-Auth-Data-Item; its first AVP claims to be inner octets long. */
static void put_group_claiming(struct dia_buf *b, uint32_t inner)
{
	size_t group = dia_open(b, VM, 612, DIA_3GPP);
	size_t at = b->len;

	dia_put_cx_u32(b, 613, 1);
	dia_set24(b->data + at + 5, inner);
	dia_put_cx_text(b, 608, "Digest-AKAv1-MD5");
	dia_close(b, group);
}

static void inner_too_long(struct dia_buf *b)
{
	put_group_claiming(b, 4000);
}

static void inner_too_short(struct dia_buf *b)
{
	put_group_claiming(b, 4);
}

static void inner_zero(struct dia_buf *b)
{
	put_group_claiming(b, 0);
}

static void inner_odd(struct dia_buf *b)
{
	put_group_claiming(b, 13);
}

static void group_with_rest(struct dia_buf *b)
{
	size_t group = dia_open(b, VM, 612, DIA_3GPP);

	dia_put_cx_u32(b, 613, 1);
	dia_raw(b, "\x01\x02\x03", 3);
	dia_close(b, group);
}

static void empty_unknown_3gpp(struct dia_buf *b)
{
	dia_put(b, DIA_AVP_VENDOR, 99999, DIA_3GPP, NULL, 0);
}

static void empty_unknown_ietf(struct dia_buf *b)
{
	dia_put(b, 0, 65000, 0, NULL, 0);
}

static void unknown_mandatory(struct dia_buf *b)
{
	dia_put(b, VM, 99998, DIA_3GPP, "\x00\x00\x00\x07", 4);
}

static void plain(struct dia_buf *b)
{
	dia_put_cx_u32(b, 614, 1);
}

static void huge(struct dia_buf *b)
{
	static char octets[HUGE_BYTES];

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (char)('a' + i % 26);
	dia_put(b, VM, 606, DIA_3GPP, octets, sizeof(octets));
}

static void deep(struct dia_buf *b)
{
	size_t at[DEPTH];

	for (size_t i = 0; i < DEPTH; i++)
		at[i] = dia_open(b, DIA_AVP_MANDATORY, 279, 0);
	dia_put_u32(b, 268, 5004);
	for (size_t i = DEPTH; i > 0; i--)
		dia_close(b, at[i - 1]);
}

static void assignment_of_eight(struct dia_buf *b)
{
	dia_put(b, VM, 614, DIA_3GPP, "\x00\x00\x00\x01\x00\x00\x00\x02", 8);
}

static void assignment_empty(struct dia_buf *b)
{
	dia_put(b, VM, 614, DIA_3GPP, NULL, 0);
}

static void padded_with_rubbish(struct dia_buf *b)
{
	size_t at = b->len;

	dia_put_cx_text(b, 601, "sip:x");
	memset(b->data + at + 12 + 5, 0xa5, 3);
}

static void nothing(struct dia_buf *b)
{
	(void)b;
}

static void twice(struct dia_buf *b)
{
	dia_put_text(b, 263, "client.ims.test;other;session");
	dia_put_text(b, 1, "odd@ims.test");
	dia_put_text(b, 1, "even@ims.test");
	dia_put_cx_text(b, 601, "sip:odd@ims.test");
	dia_put_cx_text(b, 601, "sip:even@ims.test");
	dia_put_cx_u32(b, 614, 1);
	dia_put_cx_u32(b, 614, 5);
}

static void flags(struct dia_buf *b)
{
	dia_put(b, VM | 0x3f, 601, DIA_3GPP, "sip:odd@ims.test", 16);
	dia_put(b, 0x1f, 1, 0, "odd@ims.test", 12);
}

static void vendor_bits(struct dia_buf *b)
{
	/* 3GPP's Public-Identity without the vendor, User-Name with one */
	dia_put(b, DIA_AVP_MANDATORY, 601, 0, "sip:odd@ims.test", 16);
	dia_put(b, VM, 1, DIA_3GPP, "odd@ims.test", 12);
	dia_put(b, VM, 268, 0, "\x00\x00\x07\xd1", 4);
}

static void long_identity(struct dia_buf *b)
{
	static uint8_t octets[LONG_BYTES];

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)(i * 7);
	dia_put(b, VM, 601, DIA_3GPP, octets, sizeof(octets));
}

const struct odd_case odd_cases[ODD_CASES] = {
	{.name = "inner-length-too-long", .put = inner_too_long},
	{.name = "inner-length-too-short", .put = inner_too_short},
	{.name = "inner-length-zero", .put = inner_zero},
	{.name = "inner-length-off-by-three", .put = inner_odd},
	{.name = "group-with-three-octets-left", .put = group_with_rest},
	{.name = "empty-unknown-avp-of-3gpp", .put = empty_unknown_3gpp},
	{.name = "empty-unknown-avp", .put = empty_unknown_ietf},
	{.name = "unknown-mandatory-avp", .put = unknown_mandatory},
	{.name = "unknown-command", .put = plain, .command = UNKNOWN_COMMAND},
	{.name = "huge", .put = huge},
	{.name = "thousand-deep-groups", .put = deep},
	{.name = "assignment-type-of-eight", .put = assignment_of_eight},
	{.name = "assignment-type-empty", .put = assignment_empty},
	{.name = "padded-with-rubbish", .put = padded_with_rubbish},
	{.name = "no-avp-at-all", .put = nothing, .bare = true},
	{.name = "everything-twice", .put = twice},
	{.name = "odd-flags", .put = flags, .flags = RETRANSMITTED | RESERVED},
	{.name = "odd-vendor-bits", .put = vendor_bits},
	{.name = "long-binary-identity", .put = long_identity},
	{.name = "routing-avps-last", .put = plain, .routing_behind = true},
};
