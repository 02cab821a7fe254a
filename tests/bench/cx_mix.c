/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "../support/cxload/dia.h"
#include "cx_mix.h"

#define REALM "ims.operator.example"
#define HOME "ims.mnc001.mcc001.3gppnetwork.org" /* TS 23.003 cl. 13 */
#define ICSCF "icscf1.site1." REALM
#define SCSCF "scscf1.site1." REALM
#define HSS "hss1.site1." REALM

enum {
	TEXT = 128,
	PROFILE = 640,
	FIRST_COMMAND = 300, /* UAR; the others follow. TS 29.229 cl. 6.1 */
	OPERATOR_AVP = 9001,
	OPERATOR = 99999,
	VM = DIA_AVP_VENDOR | DIA_AVP_MANDATORY,
};

/* Who a message is of. */
struct user {
	char session[TEXT], impi[TEXT], impu[TEXT], tel[TEXT];
};

static struct dia_buf b;

static void describe(unsigned int n, struct user *u)
{
	snprintf(u->session, TEXT, SCSCF ";1795285051;%u;cx", n);
	snprintf(u->impi, TEXT, "00101%010u@" HOME, n);
	snprintf(u->impu, TEXT, "sip:+1555%07u@" HOME, n);
	snprintf(u->tel, TEXT, "tel:+1555%07u", n);
}

static void put_profile(const struct user *u)
{
	char text[PROFILE];

	snprintf(text, sizeof(text),
		"<?xml version=\"1.0\"?><IMSSubscription><PrivateID>%s"
		"</PrivateID><ServiceProfile><PublicIdentity><Identity>%s"
		"</Identity></PublicIdentity><PublicIdentity><Identity>%s"
		"</Identity></PublicIdentity></ServiceProfile>"
		"</IMSSubscription>",
		u->impi, u->impu, u->tel);
	dia_put_cx_text(&b, 606, text);
}

/* SIP-Auth-Data-Item; with a vector in an answer. TS 29.229 cl. 6.3.13 */
static void put_vector(bool whole)
{
	static const uint8_t octets[32] = "made up, of no use to anybody..";
	size_t group = dia_open(&b, VM, 612, DIA_3GPP);

	dia_put_cx_u32(&b, 613, 1);
	dia_put_cx_text(&b, 608, "Digest-AKAv1-MD5");
	if (whole) {
		dia_put(&b, VM, 609, DIA_3GPP, octets, 32);
		dia_put(&b, VM, 610, DIA_3GPP, octets, 8);
		dia_put(&b, VM, 625, DIA_3GPP, octets, 16);
		dia_put(&b, VM, 626, DIA_3GPP, octets, 16);
	}
	dia_close(&b, group);
}

static void put_head(const struct user *u)
{
	size_t group;

	dia_put_text(&b, 263, u->session);
	group = dia_open(&b, DIA_AVP_MANDATORY, 260, 0);
	dia_put_u32(&b, 266, DIA_3GPP);
	dia_put_u32(&b, 258, DIA_CX);
	dia_close(&b, group);
	dia_put_u32(&b, 277, 1);
}

/* Result-Code, or Experimental-Result. TS 29.229 cl. 6.2 */
static void put_result(uint32_t code, bool experimental)
{
	size_t group;

	if (!experimental) {
		dia_put_u32(&b, 268, code);
		return;
	}
	group = dia_open(&b, DIA_AVP_MANDATORY, 297, 0);
	dia_put_u32(&b, 266, DIA_3GPP);
	dia_put_u32(&b, 298, code);
	dia_close(&b, group);
}

static void put_request(unsigned int kind, const struct user *u,
	uint32_t assignment)
{
	const char *from = SCSCF;
	size_t group;

	if (kind == CX_MIX_UA || kind == CX_MIX_LI)
		from = ICSCF;
	else if (kind == CX_MIX_RT || kind == CX_MIX_PP)
		from = HSS;
	dia_put_text(&b, 264, from);
	dia_put_text(&b, 296, REALM);
	dia_put_text(&b, 293, from[0] == 'h' ? SCSCF : HSS);
	dia_put_text(&b, 283, REALM);
	if (kind != CX_MIX_LI)
		dia_put_text(&b, 1, u->impi);
	if (kind != CX_MIX_PP)
		dia_put_cx_text(&b, 601, u->impu);
	switch (kind) {
	case CX_MIX_UA:
		dia_put_cx_text(&b, 600, "ims.mnc002.mcc262.3gppnetwork.org");
		dia_put_cx_u32(&b, 623, 0);
		break;
	case CX_MIX_SA:
		dia_put_cx_text(&b, 602, "sip:" SCSCF ":6060");
		dia_put_cx_u32(&b, 614, assignment);
		dia_put_cx_u32(&b, 624, 0);
		break;
	case CX_MIX_MA:
		dia_put_cx_text(&b, 602, "sip:" SCSCF ":6060");
		dia_put_cx_u32(&b, 607, 1);
		put_vector(false);
		break;
	case CX_MIX_RT:
		group = dia_open(&b, VM, 615, DIA_3GPP);
		dia_put_cx_u32(&b, 616, 0);
		dia_put_cx_text(&b, 617, "by the operator");
		dia_close(&b, group);
		break;
	case CX_MIX_PP: put_profile(u); break;
	default: break;
	}
}

static void put_answer(unsigned int kind, const struct user *u)
{
	put_result(2001, kind == CX_MIX_UA);
	dia_put_text(&b, 264, kind >= CX_MIX_RT ? SCSCF : HSS);
	dia_put_text(&b, 296, REALM);
	switch (kind) {
	case CX_MIX_UA:
	case CX_MIX_LI: dia_put_cx_text(&b, 602, "sip:" SCSCF ":6060"); break;
	case CX_MIX_SA:
		dia_put_text(&b, 1, u->impi);
		put_profile(u);
		break;
	case CX_MIX_MA:
		dia_put_text(&b, 1, u->impi);
		dia_put_cx_text(&b, 601, u->impu);
		dia_put_cx_u32(&b, 607, 1);
		put_vector(true);
		break;
	default: break;
	}
}

/* An AVP of the operator's own at the end. */
static void fill(size_t octets)
{
	static uint8_t text[CX_MIX_MAX];

	if (b.len + 12 >= octets)
		return;
	memset(text, 'x', sizeof(text));
	dia_put(&b, DIA_AVP_VENDOR, OPERATOR_AVP, OPERATOR, text,
		octets - b.len - 12);
}

const char *cx_mix_name(unsigned int kind)
{
	static const char *const names[CX_MIX_KINDS] = {"UAR", "UAA", "SAR",
		"SAA", "LIR", "LIA", "MAR", "MAA", "RTR", "RTA", "PPR", "PPA"};

	return names[kind];
}

size_t cx_mix_write(unsigned int kind, unsigned int n, uint32_t assignment,
	size_t octets, uint8_t room[CX_MIX_MAX])
{
	const bool answer = kind % 2 == 1;
	struct dia_header h = {
		.flags = (uint8_t)(DIA_PROXIABLE | (answer ? 0 : DIA_REQUEST)),
		.command = FIRST_COMMAND + kind / 2,
		.application = DIA_CX,
		.hop_by_hop = n,
		.end_to_end = n,
	};
	struct user u;

	describe(n, &u);
	dia_begin(&b, &h);
	put_head(&u);
	if (answer)
		put_answer(kind - 1, &u);
	else
		put_request(kind, &u, assignment);
	fill(octets);
	dia_end(&b);
	memcpy(room, b.data, b.len < CX_MIX_MAX ? b.len : CX_MIX_MAX);
	return b.len < CX_MIX_MAX ? b.len : CX_MIX_MAX;
}
