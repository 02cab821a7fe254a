/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A delivery that goes wrong as it is told, for tests of lmisf-sink.
 *
 *   deliver_odd CERTS PORT STEP...
 *
 *   N        send the record of sequence N        N!     with other octets
 *   eps:N    a record of an HSS event             bad:N  a payload of garbage
 *   keep:N   a keepalive; wait for the answer     mute   one without sequence
 *   junk     octets that are no PDU               half   half a PDU
 *   start:N  a record of a call that was under way
 *   rest     wait half a second
 *   gone     print "reset" when the connection was, else "open"
 *   again    end this connection, begin another
 *
 * Prints "ack N" for each acknowledgement, "none" when none came in a second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode/x2.h"
#include "odd_link.h"

static const struct li_x2_place place = {.nfid = "nf", .ipid = "ip"};
static void put_record(uint32_t sequence, enum li_iri_kind kind, bool other,
	bool bad)
{
	static struct li_iri iri;
	struct li_buf out = {0};

	iri = (struct li_iri){
		.xid = {{0xc0, 0xfe}},
		.at_us = 1700000000123456,
		.kind = kind,
		.correlation = 7,
		.sequence = sequence,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
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
			 li_slice_str("sip:a@ims.example"), &iri.matched[0]),
		"identity");
	odd_need(li_x2_encode(&place, &iri, &out), "encode");
	if (bad)
		memset(out.p + out.n - 20, 0xff, 20);
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

static void await_ack(void)
{
	static struct li_x2_pdu pdu;
	uint8_t octets[LI_X2_KEEPALIVE];
	const size_t n = odd_read(octets, sizeof(octets));

	if (n > 0 && li_x2_decode(li_slice(octets, n), &pdu) == LI_OK &&
		pdu.type == LI_X2_KEEPALIVE_ACK)
		printf("ack %u\n", pdu.sequence);
	else
		printf("none\n");
}

static void put_keepalive(const char *number)
{
	struct li_buf out = {0};

	li_x2_keepalive(number ? (uint32_t)atoi(number) : 0, &out);
	if (!number) { /* its only attribute is cut off */
		out.n = LI_X2_HEADER;
		li_buf_set_u32(&out, 4, LI_X2_HEADER);
	}
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
	await_ack();
}

static void put_junk(bool half)
{
	struct li_buf out = {0};

	if (half)
		li_x2_keepalive(1, &out);
	else
		li_buf_put_str(&out, "GET / HTTP/1.1\r\n\r\n");
	out.n = half ? out.n / 2 : out.n;
	odd_put(li_buf_slice(&out));
	li_buf_fini(&out);
}

static void step(const char *s, const char *port)
{
	if (strncmp(s, "keep:", 5) == 0) {
		put_keepalive(s + 5);
	} else if (strcmp(s, "mute") == 0) {
		put_keepalive(NULL);
	} else if (strcmp(s, "junk") == 0 || strcmp(s, "half") == 0) {
		put_junk(s[0] == 'h');
	} else if (strcmp(s, "rest") == 0) {
		odd_rest();
	} else if (strcmp(s, "gone") == 0) {
		printf("%s\n", odd_reset() ? "reset" : "open");
	} else if (strcmp(s, "again") == 0) {
		odd_end();
		odd_begin(port);
	} else if (strncmp(s, "eps:", 4) == 0) {
		put_record((uint32_t)atoi(s + 4), LI_IRI_HSS_SERVING_SYSTEM,
			false, false);
	} else if (strncmp(s, "start:", 6) == 0) {
		put_record((uint32_t)atoi(s + 6), LI_IRI_START_OF_INTERCEPTION,
			false, false);
	} else if (strncmp(s, "bad:", 4) == 0) {
		put_record((uint32_t)atoi(s + 4), LI_IRI_HSS_SERVING_SYSTEM,
			false, true);
	} else {
		put_record((uint32_t)atoi(s), LI_IRI_IMS_MESSAGE,
			strchr(s, '!') != NULL, false);
	}
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 64;
	odd_load(argv[1]);
	odd_begin(argv[2]);
	for (int i = 3; i < argc; i++)
		step(argv[i], argv[2]);
	odd_end();
	return 0;
}
