/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/x2.h"
#include "octets.h"
#include "samples.h"
#include "unit.h"

static const char fixed[] = "29f28e1cf230486aa860f5a784ab9172 0000000000000001";

static void test_x2_read__gives_back_what_was_written(void)
{
	struct sample all[SAMPLES_MAX];
	size_t n = samples_make(all);

	for (size_t i = 0; i < n; i++) {
		const struct li_iri *iri = &all[i].iri;
		struct li_buf out = {0};
		struct li_x2_pdu p;

		CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, iri, &out),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_buf_slice(&out), &p),
			LI_OK);
		CU_ASSERT_EQUAL(p.version, LI_X2_VERSION);
		CU_ASSERT_EQUAL(p.type, LI_X2_IRI);
		CU_ASSERT_EQUAL(p.size, out.n);
		/* TS 103 221-2 cl. 5.2.6, 5.2.8 */
		CU_ASSERT_EQUAL(p.direction, iri->direction);
		CU_ASSERT_EQUAL(p.correlation, iri->correlation);
		CU_ASSERT_TRUE(li_uuid_eq(&p.xid, &iri->xid));
		CU_ASSERT_TRUE(li_slice_is(p.nfid, sample_place.nfid));
		CU_ASSERT_TRUE(li_slice_is(p.ipid, sample_place.ipid));
		CU_ASSERT_TRUE(p.has_sequence && p.has_time);
		CU_ASSERT_EQUAL(p.sequence, iri->sequence);
		/* TS 103 221-2 cl. 5.3.10 */
		CU_ASSERT_EQUAL((int64_t)p.seconds * 1000000 +
				p.nanoseconds / 1000,
			iri->at_us);
		CU_ASSERT_TRUE(li_address_eq(&p.from, &iri->from));
		CU_ASSERT_TRUE(li_address_eq(&p.to, &iri->to));
		CU_ASSERT_EQUAL(p.ip_proto, iri->ip_proto);
		CU_ASSERT_EQUAL(p.matched_count, iri->matched_count);
		CU_ASSERT_EQUAL(p.skipped, 0);
		li_buf_fini(&out);
	}
}

static void test_x2_read__waits_for_the_last_octet(void)
{
	struct sample all[SAMPLES_MAX];
	struct li_buf out = {0};
	struct li_x2_pdu pdu;

	samples_make(all);
	CU_ASSERT_EQUAL_FATAL(li_x2_encode(&sample_place, &all[3].iri, &out),
		LI_OK);
	for (size_t n = 0; n < out.n; n++)
		CU_ASSERT_EQUAL(li_x2_decode(li_slice(out.p, n), &pdu),
			LI_EAGAIN);
	li_buf_put_str(&out, "the next one");
	CU_ASSERT_EQUAL(li_x2_decode(li_buf_slice(&out), &pdu), LI_OK);
	CU_ASSERT_EQUAL(pdu.size, out.n - 12);
	li_buf_fini(&out);
}

/* A PDU of `head`, which ends with the correlation, and what follows. */
static li_err read_hex(const char *head, const char *rest, struct li_buf *b,
	struct li_x2_pdu *out)
{
	li_buf_reset(b);
	octets_hex(b, head);
	octets_hex(b, fixed);
	octets_hex(b, rest);
	CU_ASSERT_FALSE_FATAL(b->bad);
	return li_x2_decode(li_buf_slice(b), out);
}

/* TS 103 221-2 cl. 5.2.1, 5.2.2, 5.2.3, 5.2.4 */
static const struct {
	const char *head, *rest;
	li_err err;
} length_cases[] = {
	{"0005 0001 00000028 00000000 0002 0001", "", LI_OK},
	{"0006 0001 00000028 00000000 0002 0001", "", LI_OK},
	{"0105 0001 00000028 00000000 0002 0001", "", LI_EVERSION},
	{"0005 0000 00000028 00000000 0002 0001", "", LI_EUNSUPPORTED},
	{"0005 0005 00000028 00000000 0002 0001", "", LI_EUNSUPPORTED},
	{"0005 0002 00000028 00000000 0002 0001", "", LI_OK},
	{"0005 0001 00000027 00000000 0002 0001", "", LI_EMALFORMED},
	{"0005 0001 00000000 00000000 0002 0001", "", LI_EMALFORMED},
	{"0005 0001 00010000 00000000 0002 0001", "", LI_EAGAIN},
	{"0005 0001 00010001 00000000 0002 0001", "", LI_ETOOBIG},
	{"0005 0001 ffffffff 00000000 0002 0001", "", LI_ETOOBIG},
	{"0005 0001 00000028 00800000 0002 0001", "", LI_ETOOBIG},
	{"0005 0001 00000028 007fffd8 0002 0001", "", LI_EAGAIN},
	{"0005 0001 00000028 ffffffff 0002 0001", "", LI_ETOOBIG},
	{"0005 0003 00000028 00000000 0000 0000", "", LI_OK},
	{"0005 0003 00000028 00000001 0000 0000", "00", LI_EMALFORMED},
	{"0005 0004 00000028 00000001 0000 0000", "00", LI_EMALFORMED},
	{"0005 0001 00000029 00000000 0002 0001", "00", LI_EMALFORMED},
	{"0005 0001 0000002b 00000000 0002 0001", "000600", LI_EMALFORMED},
	{"0005 0001 0000002d 00000000 0002 0001", "0006000261", LI_EMALFORMED},
	{"0005 0001 0000002e 00000000 0002 0001", "000600026162", LI_OK},
	/* the payload does not lend octets to the header */
	{"0005 0001 0000002d 00000001 0002 0001", "000600026162",
		LI_EMALFORMED},
};

static void test_x2_read__judges_the_lengths(void)
{
	struct li_buf b = {0};
	struct li_x2_pdu pdu;

	for (size_t i = 0; i < sizeof(length_cases) / sizeof(length_cases[0]);
		i++)
		CU_ASSERT_EQUAL(read_hex(length_cases[i].head,
					length_cases[i].rest, &b, &pdu),
			length_cases[i].err);
	li_buf_fini(&b);
}

static void test_x2_read__keeps_the_first_and_skips_the_rest(void)
{
	struct li_buf b = {0};
	struct li_x2_pdu p;

	/* TS 103 221-2 cl. 5.3.1 */
	CU_ASSERT_EQUAL_FATAL(
		read_hex("0005 0001 0000005e 00000002 0002 0001",
			"0008 0004 00000009 0008 0004 0000000a" /* repeated */
			"0009 0007 00000000000000" /* a wrong length */
			"0010 0001 11 000e 0002 13c4"
			"ff00 0003 010203" /* unknown */
			"0012 0000 0005 0001 64"
			"abcd",
			&b, &p),
		LI_OK);
	CU_ASSERT_TRUE(p.has_sequence);
	CU_ASSERT_EQUAL(p.sequence, 9);
	CU_ASSERT_FALSE(p.has_time);
	CU_ASSERT_EQUAL(p.ip_proto, 17);
	CU_ASSERT_EQUAL(p.from.port, 5060);
	CU_ASSERT_EQUAL(p.other_count, 1);
	CU_ASSERT_EQUAL(p.others[0].n, 0);
	CU_ASSERT_TRUE(li_slice_is(p.did, "d"));
	CU_ASSERT_EQUAL(p.skipped, 3);
	CU_ASSERT_EQUAL(p.payload.n, 2);
	li_buf_fini(&b);
}

static void test_x2_read__ignores_each_attribute_of_a_wrong_length(void)
{
	static const uint8_t types[] = {8, 9, 10, 11, 12, 13, 14, 15, 16};

	for (size_t i = 0; i < sizeof(types); i++) {
		uint8_t octets[44] = {0, 5, 0, 1, 0, 0, 0, 44};
		struct li_x2_pdu p;

		octets[41] = types[i];
		CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_slice(octets, 44), &p),
			LI_OK);
		CU_ASSERT_EQUAL(p.skipped, 1);
		CU_ASSERT_FALSE(p.has_sequence || p.has_time || p.from.family ||
			p.to.family || p.from.port || p.to.port || p.ip_proto);
	}
}

static void test_x2_read__counts_targets_it_has_no_room_for(void)
{
	struct li_buf b = {0};
	struct li_x2_pdu p;

	octets_hex(&b, "0005 0001 000000e0 00000000 0002 0001");
	octets_hex(&b, fixed);
	for (size_t i = 0; i < LI_X2_TARGETS_MAX + 14; i++)
		octets_hex(&b, "0011 0000");
	CU_ASSERT_EQUAL_FATAL(li_x2_decode(li_buf_slice(&b), &p), LI_OK);
	CU_ASSERT_EQUAL(p.matched_count, LI_X2_TARGETS_MAX);
	CU_ASSERT_EQUAL(p.skipped, 14);
	li_buf_fini(&b);
}

static void test_x2_read__knows_what_may_travel_on_x2(void)
{
	static const char iri[] = ".yyyyyy..yyy..yy..";
	static const char cc[] = ".yyyyyyyy...yy.yy.";

	/* TS 103 221-2 cl. 5.4.1 table 7 */
	for (uint16_t f = 0; f < sizeof(iri) - 1; f++) {
		CU_ASSERT_EQUAL(li_x2_format_permitted(LI_X2_IRI, f),
			iri[f] == 'y');
		CU_ASSERT_EQUAL(li_x2_format_permitted(LI_X2_CC, f),
			cc[f] == 'y');
		CU_ASSERT_EQUAL(li_x2_format_permitted(LI_X2_KEEPALIVE_ACK, f),
			f == 0);
	}
	CU_ASSERT_FALSE(li_x2_format_permitted(LI_X2_IRI, 65535));
}

UNIT_MAIN("encode.x2_read",
	UNIT_TEST(test_x2_read__gives_back_what_was_written),
	UNIT_TEST(test_x2_read__waits_for_the_last_octet),
	UNIT_TEST(test_x2_read__judges_the_lengths),
	UNIT_TEST(test_x2_read__keeps_the_first_and_skips_the_rest),
	UNIT_TEST(test_x2_read__ignores_each_attribute_of_a_wrong_length),
	UNIT_TEST(test_x2_read__counts_targets_it_has_no_room_for),
	UNIT_TEST(test_x2_read__knows_what_may_travel_on_x2))
