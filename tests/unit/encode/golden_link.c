/* SPDX-License-Identifier: BSD-3-Clause */
#include "golden_link.h"

static const uint32_t numbers[] = {0, 1, 127, 128, UINT32_MAX};

/* As a hash, and as what ECDSA and Ed25519 give: a structure, 64 octets. */
static const uint8_t value[64] = {0x30, 0x3e, 0x02, 0x1d, 0x00, 0xff, 0x80,
	0x7f, 0x01};

static struct li_identity target = {.kind = LI_ID_IMPU,
	.len = 21,
	.text = "sip:alice@ims.example"};
static struct li_identity number = {.kind = LI_ID_E164,
	.len = 11,
	.text = "15551230001"};

/* Its beginning has a fraction of a second, its end has none. */
static const int64_t begin_us = INT64_C(1700000000500000);
static const int64_t end_us = INT64_C(1700003600000000);

#define LINK(name, kind, what)                                                 \
	{                                                                      \
		name, what, kind, {0},                                         \
		{                                                              \
			0                                                      \
		}                                                              \
	}

static struct golden_link links[] = {
	LINK("test", LI_PSP_TEST, "A test PDU, before an activation."),
	LINK("keep_alive", LI_PSP_KEEP_ALIVE, "A keep-alive of the link."),
	LINK("keep_alive_response", LI_PSP_KEEP_ALIVE_RESPONSE,
		"Its response, with its number."),
	LINK("first_segment", LI_PSP_FIRST_SEGMENT,
		"The delivery of a CIN begins."),
	LINK("last_segment", LI_PSP_LAST_SEGMENT, "The delivery of it ends."),
	LINK("cin_reset", LI_PSP_CIN_RESET,
		"The numbers of a LIID and CIN begin anew."),
	LINK("option_request", LI_PSP_OPTION_REQUEST,
		"pDUAcknowledgement is asked for."),
	LINK("option_response", LI_PSP_OPTION_RESPONSE, "It is accepted."),
	LINK("option_complete", LI_PSP_OPTION_COMPLETE,
		"So it is from here on."),
	LINK("ack_request", LI_PSP_ACK_REQUEST,
		"The peer's word on all before it is asked for."),
	LINK("ack_response", LI_PSP_ACK_RESPONSE, "That word."),
	{"integrity_hash", "A SHA-256 over five records.", LI_PSP_INTEGRITY,
		{numbers, 5, {value, 32}, false, false}, {0}},
	{"integrity_ecdsa", "A signature over two hashes, ECDSA.",
		LI_PSP_INTEGRITY, {numbers, 2, {value, 64}, true, false}, {0}},
	{"integrity_eddsa", "The same with EdDSA.", LI_PSP_INTEGRITY,
		{numbers, 2, {value, 64}, true, true}, {0}},
	{"hi4_activation", "An interception begins: whom, where, how long.",
		LI_PSP_OTHER, {0},
		{LI_PSP_ACTIVATION, &target,
			{.family = 4, .ip = {192, 0, 2, 9}, .port = 4000},
			begin_us, end_us}},
	{"hi4_modification", "It changes; its records go over IPv6.",
		LI_PSP_OTHER, {0},
		{LI_PSP_MODIFICATION, &number,
			{.family = 6, .ip = {0x20, 1, 0xd, 0xb8}, .port = 443},
			begin_us, -1}},
	{"hi4_deactivation", "It ends; no more is said.", LI_PSP_OTHER, {0},
		{LI_PSP_DEACTIVATION, NULL, {0}, -1, -1}},
};

const struct golden_link *golden_links(size_t *count)
{
	*count = sizeof(links) / sizeof(links[0]);
	return links;
}

li_err golden_link_encode(const struct golden_link *link,
	const struct li_psp_place *place, const struct li_psp_head *head,
	struct li_buf *out)
{
	if (link->notice.type)
		return li_hi4_encode(place, head, &link->notice, out);
	if (link->kind == LI_PSP_INTEGRITY)
		return li_psp_encode_check(place, head, &link->check, out);
	return li_psp_encode_link(place, head, link->kind, out);
}
