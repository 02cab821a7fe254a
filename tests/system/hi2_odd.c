/* SPDX-License-Identifier: BSD-3-Clause
 *
 * An HI2 delivery that goes wrong as it is told, for tests of lmisf-sink.
 *
 *   hi2_odd CERTS PORT STEP...
 *
 *   N        send the record of sequence N        N!     with other octets
 *   r17:N ipmm:N cut:N eps:N start:N   the same in release 17, as IPMMIRI, as
 *            iRIOnlySIPMessage; an event of the HSS; a call under way
 *   cin:N    the CIN of what follows              liid:X its LIID
 *   keep:N ask:N option:N done:N   a keep-alive, a pDUAcknowledgementRequest,
 *            an optionRequest, an optionComplete; wait for the answer
 *   test reset first last   testPDU, cINReset, the flags of segments
 *   begun:N changed:N ended:N   a notification of HI4
 *   raw:HEX  octets as they are                   half   half a PDU
 *   bad:N    record N with garbage within         ber:N  not in DER
 *   open:N   of indefinite length
 *   many     a PDU of more elements than are decoded
 *   deep     one that nests deeper
 *   hash:A-B wrong:A-B   an integrity check over the records A to B
 *   sign:A-B seal:A-B forge:A-B   a signature over the checks A to B: over
 *            their values, all their octets, something else
 *   next:N   the numbers of the next hash and signature
 *   rest     wait half a second
 *   gone     print "reset" when the connection was, else "open"
 *   again    end this connection, begin another
 *
 * Prints "NAME N" for each answer, "none" when none came in a second, and
 * "complete N" for an optionComplete behind one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "encode/hi4.h"
#include "encode/psp.h"
#include "hi2_check.h"
#include "odd_link.h"

static const struct li_psp_place place = {.operator_id = "OPER1",
	.element = "lmisf-1",
	.authorization_country = "XX",
	.delivery_country = "YY",
	.nfid = "nf",
	.ipid = "ip"};
static const char *liid = "LIID-TEST-1";
static uint32_t cin = 7;

static struct li_psp_head head_of(uint32_t sequence, bool has_cin)
{
	return (struct li_psp_head){
		.liid = li_slice_str(liid),
		.has_cin = has_cin,
		.cin = cin,
		.sequence = sequence,
		.at_us = 1700000000123456,
	};
}

static void fill(struct li_iri *iri, enum li_iri_kind kind, bool other)
{
	*iri = (struct li_iri){
		.at_us = 1700000000123456,
		.kind = kind,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.from = {.family = 4, .ip = {192, 0, 2, 1}},
		.to = {.family = 4, .ip = {192, 0, 2, 2}},
		.matched_count = 1,
		.sip = li_slice_str(
			other ? "SIP/2.0 486 Busy Here\r\nCSeq: 1 INVITE\r\n\r\n"
			      : "INVITE sip:b@ims.example SIP/2.0\r\n"
				"Call-ID: one\r\nCSeq: 1 INVITE\r\n\r\n"),
		.originating = {li_slice_str("sip:a@ims.example")},
		.originating_count = 1,
		.terminating = li_slice_str("tel:+15551230002"),
		.offer = li_slice_str("v=0\r\n"),
		.cx = {.command = LI_CX_SAR,
			.assignment_type = 1,
			.authorization_type = -1,
			.reason_code = -1},
	};
	odd_need(li_identity_parse(LI_ID_IMPU,
			 li_slice_str("sip:a@ims.example"), &iri->matched[0]),
		"identity");
}

/* One record; what befalls it is the caller's. */
static void make(const char *what, uint32_t sequence, bool other,
	struct li_buf *out)
{
	static struct li_iri iri;
	const bool hss = strcmp(what, "eps") == 0;
	const struct li_psp_head head = head_of(sequence, !hss);
	enum li_psp_form form = LI_PSP_33128;

	fill(&iri,
		hss ? LI_IRI_HSS_SERVING_SYSTEM
			: strcmp(what, "start") == 0
			? LI_IRI_START_OF_INTERCEPTION
			: LI_IRI_IMS_MESSAGE,
		other);
	if (strcmp(what, "cut") == 0)
		iri.modifications = LI_MOD_TEXT_CONTENT;
	if (strcmp(what, "r17") == 0)
		form = LI_PSP_33128_R17;
	if (strcmp(what, "ipmm") == 0 || strcmp(what, "cut") == 0)
		form = LI_PSP_IPMM;
	odd_need(li_psp_encode(&place, &head, form, LI_PSP_CONTINUE, &iri, out),
		"encode");
}

static void put_record(const char *what, uint32_t sequence, bool other)
{
	struct li_buf out = {0};

	make(what, sequence, other, &out);
	hi2_check_sent(sequence, li_buf_slice(&out));
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

static void put_notice(enum li_psp_notice_type type, uint32_t sequence)
{
	const struct li_psp_head head = head_of(sequence, true);
	struct li_identity target;
	const struct li_hi4_notice notice = {
		.type = type,
		.target = &target,
		.delivery = {.family = 4, .ip = {192, 0, 2, 9}, .port = 4000},
		.start_us = 1700000000000000,
		.end_us = -1,
	};
	struct li_buf out = {0};

	odd_need(li_identity_parse(LI_ID_IMPU,
			 li_slice_str("sip:a@ims.example"), &target),
		"identity");
	odd_need(li_hi4_encode(&place, &head, &notice, &out), "notice");
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

/* The numbers of the next hash and signature: from 0 in each connection. TS 102 232-1
 * annex J.1: each has its own */
static uint32_t checks[2];

static void put_check(const char *name, const char *range)
{
	const bool hash = name[0] == 'h' || name[0] == 'w';
	char *dash;
	struct hi2_check check = {
		.place = &place,
		.head = head_of(checks[hash]++, true),
		.from = (uint32_t)strtoul(range, &dash, 10),
		.is_false = name[0] == 'w' || name[0] == 'f',
		.whole = strcmp(name, "seal") == 0,
	};
	struct li_buf out = {0};

	check.to = (uint32_t)strtoul(dash + 1, NULL, 10);
	if (hash)
		hi2_check_hash(&check, &out);
	else
		hi2_check_sign(&check, &out);
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

/* Octets in the middle that no longer are what their lengths say. */
static void put_bad(uint32_t sequence)
{
	struct li_buf out = {0};

	make("sip", sequence, false, &out);
	memset(out.p + 8, 0xff, 12);
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

/* X.690 cl. 8.1.3: the length of the outermost element in four octets, or
 * (`open`) none. */
static void put_ber(uint32_t sequence, bool open)
{
	struct li_buf der = {0}, out = {0};
	size_t head;

	make("sip", sequence, false, &der);
	head = 2 + (der.p[1] & 0x80 ? der.p[1] & 0x7f : 0u);
	li_buf_put_u8(&out, 0x30);
	li_buf_put_u8(&out, open ? 0x80 : 0x84);
	if (!open)
		li_buf_put_u32(&out, (uint32_t)(der.n - head));
	li_buf_put(&out, der.p + head, der.n - head);
	if (open)
		li_buf_put_u16(&out, 0);
	odd_put(li_buf_slice(&out));
	li_buf_fini(&der);
	li_buf_fini(&out);
}

/* `n` empty elements in one, or one within the other. */
static void put_bomb(size_t n, bool deep)
{
	struct li_buf out = {0};

	li_buf_put_u8(&out, 0x30);
	li_buf_put_u8(&out, 0x84);
	li_buf_put_u32(&out, (uint32_t)(deep ? 6 * n : 2 * n));
	for (size_t i = 0; i < n; i++) {
		li_buf_put_u8(&out, 0x30);
		li_buf_put_u8(&out, deep ? 0x84 : 0);
		if (deep)
			li_buf_put_u32(&out, (uint32_t)(6 * (n - i - 1)));
	}
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

static void put_link(enum li_psp_kind kind, uint32_t sequence)
{
	const struct li_psp_head head = head_of(sequence, true);
	struct li_buf out = {0};

	odd_need(li_psp_encode_link(&place, &head, kind, &out), "encode");
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

static const char *answer_name(enum li_psp_kind kind)
{
	if (kind == LI_PSP_KEEP_ALIVE_RESPONSE)
		return "response";
	if (kind == LI_PSP_ACK_RESPONSE)
		return "acknowledged";
	if (kind == LI_PSP_OPTION_COMPLETE)
		return "complete";
	return kind == LI_PSP_OPTION_RESPONSE ? "options" : "other";
}

/* An answer has the header of what was asked. TS 102 232-1 cl. 6.3.4 */
static void print_answer(struct li_slice octets)
{
	struct li_arena arena = {0};
	struct li_psp psp;

	if (li_psp_decode(octets, &arena, &psp) != LI_OK)
		printf("none\n");
	else if (!li_slice_is(psp.liid, liid) || psp.cin != cin)
		printf("of another\n");
	else
		printf("%s %u\n", answer_name(psp.kind), psp.sequence);
	li_arena_fini(&arena);
}

static void ask(enum li_psp_kind kind, uint32_t sequence)
{
	static uint8_t octets[4096];
	struct li_slice rest = {0};
	size_t size = 0;

	put_link(kind, sequence);
	rest = li_slice(octets, odd_read(octets, sizeof(octets)));
	do {
		if (li_psp_frame(rest, &size) != LI_OK || size > rest.n)
			size = rest.n;
		print_answer(li_slice_sub(rest, 0, size));
		rest = li_slice_sub(rest, size, rest.n);
	} while (rest.n > 0);
}

static void put_raw(const char *hex)
{
	struct li_buf out = {0};

	for (; hex[0] && hex[1]; hex += 2)
		li_buf_put_u8(&out,
			(uint8_t)(li_text_hex(hex[0]) << 4 |
				li_text_hex(hex[1])));
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

static void put_half(void)
{
	struct li_buf out = {0};

	make("sip", 9, false, &out);
	odd_put(li_slice_sub(li_buf_slice(&out), 0, out.n / 2));
	li_buf_fini(&out);
}

/* Steps without a number. */
static bool plain(const char *s, const char *port)
{
	if (strcmp(s, "test") == 0) {
		put_link(LI_PSP_TEST, 0);
	} else if (strcmp(s, "reset") == 0) {
		put_link(LI_PSP_CIN_RESET, 0);
	} else if (strcmp(s, "first") == 0) {
		put_link(LI_PSP_FIRST_SEGMENT, 0);
	} else if (strcmp(s, "last") == 0) {
		put_link(LI_PSP_LAST_SEGMENT, 0);
	} else if (strcmp(s, "many") == 0) {
		put_bomb(100000, false);
	} else if (strcmp(s, "deep") == 0) {
		put_bomb(10000, true);
	} else if (strcmp(s, "half") == 0) {
		put_half();
	} else if (strcmp(s, "rest") == 0) {
		odd_rest();
	} else if (strcmp(s, "gone") == 0) {
		printf("%s\n", odd_reset() ? "reset" : "open");
	} else if (strcmp(s, "again") == 0) {
		checks[0] = checks[1] = 0;
		odd_end();
		odd_begin(port);
	} else {
		return false;
	}
	return true;
}

/* "NAME:VALUE" */
static void named(const char *s, const char *value)
{
	const uint32_t n = (uint32_t)strtoul(value, NULL, 10);
	char name[16];

	li_slice_copy(li_slice(s, (size_t)(value - s) - 1), name, sizeof(name));
	if (strcmp(name, "raw") == 0)
		put_raw(value);
	else if (strcmp(name, "liid") == 0)
		liid = value;
	else if (strcmp(name, "cin") == 0)
		cin = n;
	else if (strcmp(name, "next") == 0)
		checks[0] = checks[1] = n;
	else if (strcmp(name, "keep") == 0)
		ask(LI_PSP_KEEP_ALIVE, n);
	else if (strcmp(name, "ask") == 0)
		ask(LI_PSP_ACK_REQUEST, n);
	else if (strcmp(name, "option") == 0)
		ask(LI_PSP_OPTION_REQUEST, n);
	else if (strcmp(name, "done") == 0)
		ask(LI_PSP_OPTION_COMPLETE, n);
	else if (strcmp(name, "begun") == 0)
		put_notice(LI_PSP_ACTIVATION, n);
	else if (strcmp(name, "changed") == 0)
		put_notice(LI_PSP_MODIFICATION, n);
	else if (strcmp(name, "ended") == 0)
		put_notice(LI_PSP_DEACTIVATION, n);
	else if (strcmp(name, "bad") == 0)
		put_bad(n);
	else if (strcmp(name, "ber") == 0 || strcmp(name, "open") == 0)
		put_ber(n, name[0] == 'o');
	else if (strchr(value, '-'))
		put_check(name, value);
	else
		put_record(name, n, false);
}

int main(int argc, char **argv)
{
	char key[512];

	if (argc < 3)
		return 64;
	snprintf(key, sizeof(key), "%.480s/lmisf.key", argv[1]);
	hi2_check_key(key);
	odd_load(argv[1]);
	odd_begin(argv[2]);
	for (int i = 3; i < argc; i++) {
		const char *s = argv[i], *colon = strchr(s, ':');

		if (colon)
			named(s, colon + 1);
		else if (!plain(s, argv[2]))
			put_record("sip", (uint32_t)strtoul(s, NULL, 10),
				strchr(s, '!') != NULL);
	}
	odd_end();
	return 0;
}
