/* SPDX-License-Identifier: BSD-3-Clause
 *
 * encode - whole X2 PDUs a second, against asn1c alone.
 *
 * Ours: li_x2_encode() of a record with a SIP message of 1.4 kB, header,
 * attributes and payload. The yardstick: der_encode_to_buffer() of the same
 * payload from a structure that was filled once. Both in turns, so that what
 * disturbs one disturbs the other; medians over the rounds.
 *
 * usage: bench_encode [ROUNDS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <XIRIPayload.h>
#include <der_encoder.h>

#include "base/clock.h"
#include "encode/x2.h"
#include "encode/xiri.h"

enum {
	EACH = 2000, /* encodings in a round */
	ROUNDS = 51,
	ROUNDS_MAX = 1001,
	SIP = 1400, /* octets of the message */
};

static const struct li_x2_place place = {.nfid = "lmisf-1", .ipid = "s-cscf"};

static char sip[SIP + 1];

static void fill_record(struct li_iri *iri)
{
	int n = snprintf(sip, sizeof(sip),
		"INVITE sip:bob@ims.example SIP/2.0\r\n"
		"From: <sip:alice@ims.example>;tag=a\r\n"
		"To: <sip:bob@ims.example>\r\n"
		"Call-ID: bench@192.0.2.1\r\nCSeq: 1 INVITE\r\nX-Fill: ");

	memset(sip + n, 'x', (size_t)(SIP - n));
	*iri = (struct li_iri){
		.kind = LI_IRI_IMS_MESSAGE,
		.at_us = INT64_C(1700000000123456),
		.correlation = 1,
		.sequence = 7,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.from = {.family = 4, .ip = {192, 0, 2, 1}, .port = 5060},
		.to = {.family = 4, .ip = {192, 0, 2, 2}, .port = 5060},
		.ip_proto = 17,
		.matched = {{.kind = LI_ID_IMPU,
			.len = 21,
			.text = "sip:alice@ims.example"}},
		.matched_count = 1,
		.others = {{.kind = LI_ID_IMPI,
			.len = 17,
			.text = "alice@ims.example"}},
		.other_count = 1,
		.sip = li_slice(sip, SIP),
	};
}

static OCTET_STRING_t lend(const void *p, int n)
{
	return (OCTET_STRING_t){.buf = (uint8_t *)(uintptr_t)p, .size = n};
}

static void fill_asn1c(const struct li_iri *iri, XIRIPayload_t *x)
{
	static const uint8_t oid[] = {4, 19, 19, 3, 1};
	IMSMessage_t *ims = &x->event.choice.iMSMessage;
	SIPMessage_t *message = &ims->payload.choice.encapsulatedSIPMessage;

	x->xIRIPayloadOID.buf = (uint8_t *)(uintptr_t)oid;
	x->xIRIPayloadOID.size = sizeof(oid);
	x->event.present = XIRIEvent_PR_iMSMessage;
	ims->payload.present = IMSPayload_PR_encapsulatedSIPMessage;
	ims->sessionDirection = (SessionDirection_t)iri->session;
	message->iPSourceAddress.present = IPAddress_PR_iPv4Address;
	message->iPSourceAddress.choice.iPv4Address = lend(iri->from.ip, 4);
	message->iPDestinationAddress.present = IPAddress_PR_iPv4Address;
	message->iPDestinationAddress.choice.iPv4Address = lend(iri->to.ip, 4);
	message->sIPContent = lend(iri->sip.p, (int)iri->sip.n);
}

static double cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Encodings a second of processor time. */
static double ours(struct li_iri *iri, struct li_buf *out)
{
	double start = cpu_s();

	for (uint32_t i = 0; i < EACH; i++) {
		li_buf_reset(out);
		iri->sequence = i;
		if (li_x2_encode(&place, iri, out) != LI_OK)
			exit(1);
	}
	return EACH / (cpu_s() - start);
}

static double theirs(XIRIPayload_t *x, uint8_t *to, size_t cap, size_t *n)
{
	double start = cpu_s();

	for (uint32_t i = 0; i < EACH; i++) {
		asn_enc_rval_t done =
			der_encode_to_buffer(&asn_DEF_XIRIPayload, x, to, cap);

		if (done.encoded < 0)
			exit(1);
		*n = (size_t)done.encoded;
	}
	return EACH / (cpu_s() - start);
}

static int ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), ascending);
	return v[n / 2];
}

int main(int argc, char **argv)
{
	static double a[ROUNDS_MAX], b[ROUNDS_MAX];
	static uint8_t octets[1 << 16];
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : ROUNDS;
	XIRIPayload_t asn1c = {0};
	struct li_buf out = {0};
	struct li_x2_pdu pdu;
	struct li_iri iri;
	size_t n = 0;

	if (rounds < 1 || rounds > ROUNDS_MAX)
		rounds = ROUNDS;
	fill_record(&iri);
	fill_asn1c(&iri, &asn1c);
	for (long i = 0; i < rounds; i++) {
		a[i] = ours(&iri, &out);
		b[i] = theirs(&asn1c, octets, sizeof(octets), &n);
	}
	/* A race between different results would say nothing. */
	if (li_x2_decode(li_buf_slice(&out), &pdu) != LI_OK ||
		!li_slice_eq(pdu.payload, li_slice(octets, n))) {
		fputs("bench encode: the payloads differ\n", stderr);
		return 1;
	}
	li_buf_fini(&out);
	double mine = median(a, (size_t)rounds);
	double other = median(b, (size_t)rounds);
	printf("bench encode value=%.0f unit=pdu/s against=asn1c_der_encode "
	       "ratio=%.3f\n",
		mine, mine / other);
	return 0;
}
