/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/hep.h"
#include "hep_chunks.h"
#include "unit.h"

/* What a Kamailio 5.6.3 S-CSCF sends by siptrace, with a shorter message. */
static const char kamailio[] = "HEP3\x00\x7c" HEP_CHUNKS "\0\0\0\x0f\0\x1f"
			       "REGISTER sip:x SIP/2.0\r\n\r";
enum { KAMAILIO = sizeof(kamailio) - 1, WHOLE = 11 /* chunks */ };

/* A packet being written. */
static uint8_t octets[4096];
static size_t used;

static void chunk(unsigned int vendor, unsigned int type, const void *value,
	size_t n)
{
	const unsigned int head[] = {vendor >> 8, vendor, type >> 8, type,
		(unsigned int)(n + 6) >> 8, (unsigned int)(n + 6)};

	for (size_t i = 0; i < 6; i++)
		octets[used++] = (uint8_t)(head[i] & 0xff);
	memcpy(octets + used, value, n);
	used += n;
}

static void begin(void)
{
	memcpy(octets, "HEP3\0\0", 6);
	used = 6;
}

static struct li_slice finished(void)
{
	octets[4] = (uint8_t)(used >> 8);
	octets[5] = (uint8_t)(used & 0xff);
	return li_slice(octets, used);
}

/* The chunks that a packet cannot be without. */
static void usual(void)
{
	begin();
	chunk(0, 1, "\2", 1);
	chunk(0, 11, "\1", 1);
	chunk(0, 15, "SIP", 3);
}

static void test_hep__decodes_what_kamailio_sends(void)
{
	struct li_slice s = li_slice(kamailio, (size_t)KAMAILIO);
	struct li_hep hep;

	CU_ASSERT(li_hep_is(s));
	CU_ASSERT_EQUAL_FATAL(li_hep_decode(s, &hep), LI_OK);
	CU_ASSERT_EQUAL(hep.from.family, 4);
	CU_ASSERT(memcmp(hep.from.ip, "\x0a\x4d\x00\x0b", 4) == 0);
	CU_ASSERT_EQUAL(hep.from.port, 4060);
	CU_ASSERT_EQUAL(hep.to.family, 4);
	CU_ASSERT(memcmp(hep.to.ip, "\x0a\x4d\x00\x0c", 4) == 0);
	CU_ASSERT_EQUAL(hep.to.port, 6060);
	CU_ASSERT_EQUAL(hep.ip_proto, 17);
	CU_ASSERT_EQUAL(hep.at_us, 1767225600000042);
	CU_ASSERT_EQUAL(hep.capture_id, 7);
	CU_ASSERT_EQUAL(hep.payload.n, 25);
	CU_ASSERT(li_slice_starts_nocase(hep.payload, "REGISTER sip:x"));
}

static void test_hep__decodes_ipv6(void)
{
	uint8_t a[16] = {0x20, 1}, b[16] = {0x20, 1, [15] = 2};
	struct li_hep hep;

	begin();
	chunk(0, 1, "\x0a", 1);
	chunk(0, 2, "\6", 1);
	chunk(0, 5, a, 16);
	chunk(0, 6, b, 16);
	chunk(0, 11, "\1", 1);
	chunk(0, 15, "x", 1);
	CU_ASSERT_EQUAL_FATAL(li_hep_decode(finished(), &hep), LI_OK);
	CU_ASSERT_EQUAL(hep.from.family, 6);
	CU_ASSERT(memcmp(hep.from.ip, a, 16) == 0);
	CU_ASSERT(memcmp(hep.to.ip, b, 16) == 0);
	CU_ASSERT_EQUAL(hep.to.port, 0);
	CU_ASSERT_EQUAL(hep.ip_proto, 6);
	CU_ASSERT_EQUAL(hep.at_us, 0);
}

static void test_hep__steps_over_what_it_does_not_know(void)
{
	struct li_hep hep;

	usual();
	chunk(0, 14, "secret", 6);
	chunk(0, 17, "correlation", 11);
	chunk(0, 0x7fff, "", 0);
	chunk(9, 15, "vendor", 6);
	chunk(9, 1, "", 0);
	CU_ASSERT_EQUAL_FATAL(li_hep_decode(finished(), &hep), LI_OK);
	CU_ASSERT(li_slice_is(hep.payload, "SIP"));
	CU_ASSERT_EQUAL(hep.from.family, 0);
}

/* One chunk more or other makes of the usual packet ... */
static void test_hep__refuses_what_is_broken_or_not_sip(void)
{
	static const struct {
		unsigned int type;
		const char *value;
		size_t n;
		li_err err;
	} cases[] = {
		{15, "again", 5, LI_EMALFORMED},
		{1, "\2", 1, LI_EMALFORMED},
		{11, "\1", 1, LI_EMALFORMED},
		{3, "abc", 3, LI_EMALFORMED},
		{5, "abcd", 4, LI_EMALFORMED},
		{7, "a", 1, LI_EMALFORMED},
		{9, "abcde", 5, LI_EMALFORMED},
		{10, "\xff\xff\xff\xff", 4, LI_EMALFORMED},
		{12, "", 0, LI_EMALFORMED},
		{16, "zip", 3, LI_EUNSUPPORTED},
		{2, "\x11", 1, LI_OK},
		{13, "\0\1", 2, LI_OK},
	};
	struct li_hep hep = {.capture_id = 99};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		usual();
		chunk(0, cases[i].type, cases[i].value, cases[i].n);
		CU_ASSERT_EQUAL(li_hep_decode(finished(), &hep), cases[i].err);
		if (cases[i].err)
			CU_ASSERT_EQUAL(hep.capture_id, 99);
		hep.capture_id = 99;
	}
}

static void test_hep__needs_family_type_and_payload(void)
{
	struct li_hep hep;

	for (int left_out = 0; left_out < 3; left_out++) {
		begin();
		if (left_out != 0)
			chunk(0, 1, "\2", 1);
		if (left_out != 1)
			chunk(0, 11, "\1", 1);
		if (left_out != 2)
			chunk(0, 15, "x", 1);
		CU_ASSERT_EQUAL(li_hep_decode(finished(), &hep), LI_EMALFORMED);
	}
	begin();
	chunk(0, 1, "\2", 1);
	chunk(0, 11, "\5", 1); /* RTCP */
	chunk(0, 15, "x", 1);
	CU_ASSERT_EQUAL(li_hep_decode(finished(), &hep), LI_EUNSUPPORTED);
	begin();
	chunk(0, 1, "\x1e", 1);
	chunk(0, 11, "\1", 1);
	chunk(0, 15, "x", 1);
	CU_ASSERT_EQUAL(li_hep_decode(finished(), &hep), LI_EUNSUPPORTED);
}

static void test_hep__refuses_every_cut(void)
{
	struct li_hep hep;
	size_t length;

	for (size_t n = 0; n < (size_t)KAMAILIO; n++) {
		struct li_slice cut = li_slice(kamailio, n);

		CU_ASSERT_EQUAL(li_hep_decode(cut, &hep), LI_EMALFORMED);
		CU_ASSERT_EQUAL(li_hep_frame(cut, &length), LI_EAGAIN);
	}
}

static void test_hep__refuses_older_versions_and_others(void)
{
	static const uint8_t v1[] = {1, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc4, 10,
		0, 0, 1, 10, 0, 0, 2, 'S', 'I', 'P'};
	static const uint8_t v2[] = {2, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc4, 10,
		0, 0, 1, 10, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0};
	struct li_hep hep;
	size_t n;

	CU_ASSERT_EQUAL(li_hep_decode(li_slice(v1, sizeof(v1)), &hep),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_hep_decode(li_slice(v2, sizeof(v2)), &hep),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_hep_frame(li_slice(v1, sizeof(v1)), &n),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_hep_frame(li_slice(v1, 2), &n), LI_EAGAIN);
	CU_ASSERT_EQUAL(li_hep_decode(li_slice_str("SIP/2.0 200 OK"), &hep),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_hep_frame(li_slice_str("SIP/2.0 200 OK"), &n),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_hep_frame(li_slice("HEP3\0\5", 6), &n),
		LI_EMALFORMED);
	CU_ASSERT(!li_hep_is(li_slice_str("HEP")));
}

static void test_hep__frames_packets_back_to_back(void)
{
	uint8_t two[2 * (size_t)KAMAILIO] = {0};
	struct li_slice s = li_slice(two, sizeof(two));
	struct li_hep hep;
	size_t length;

	memcpy(two, kamailio, (size_t)KAMAILIO);
	memcpy(two + (size_t)KAMAILIO, kamailio, (size_t)KAMAILIO);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL_FATAL(li_hep_frame(s, &length), LI_OK);
		CU_ASSERT_EQUAL(length, (size_t)KAMAILIO);
		CU_ASSERT_EQUAL(li_hep_decode(li_slice_sub(s, 0, length), &hep),
			LI_OK);
		s = li_slice_sub(s, length, s.n);
	}
	CU_ASSERT_EQUAL(li_hep_frame(s, &length), LI_EAGAIN);
	/* As a datagram, two at once are none. */
	CU_ASSERT_EQUAL(li_hep_decode(li_slice(two, sizeof(two)), &hep),
		LI_EMALFORMED);
}

static void test_hep__says_why_a_packet_is_not_supported(void)
{
	size_t n;

	usual();
	chunk(0, 16, "zip", 3);
	CU_ASSERT_EQUAL(li_hep_refused(finished()), LI_HEP_COMPRESSED);
	begin();
	chunk(0, 11, "\x05", 1); /* RTCP */
	CU_ASSERT_EQUAL(li_hep_refused(finished()), LI_HEP_OTHER);
	memcpy(octets, "\2\20\2\21", 4);
	CU_ASSERT_EQUAL(li_hep_frame(li_slice(octets, 4), &n), LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_hep_refused(li_slice(octets, 4)), LI_HEP_OLD);
}

/* A packet of IPv6 that has each chunk but those of IPv4, and a payload of a
 * usual size; places `i` and `j` change, when they differ, and place `again`
 * comes once more at the end. */
static struct li_slice whole(size_t i, size_t j, size_t again)
{
	static const char payload[200] = "OPTIONS sip:x SIP/2.0";
	static const struct {
		unsigned int type;
		const char *value;
		size_t n;
	} chunks[WHOLE] = {
		{1, "\x0a", 1},
		{2, "\x11", 1},
		{5, " \1\xd\xb8 first addr", 16},
		{6, " \1\xd\xb8 secnd addr", 16},
		{7, "\x0f\xdc", 2},
		{8, "\x17\xac", 2},
		{9, "\x69\x55\xb9\0", 4},
		{10, "\0\0\0\x2a", 4},
		{11, "\1", 1},
		{12, "\0\0\0\7", 4},
		{15, payload, sizeof(payload)},
	};

	begin();
	for (size_t k = 0; k < WHOLE + (again < WHOLE); k++) {
		size_t at = k == WHOLE ? again : k == i ? j : k == j ? i : k;

		chunk(0, chunks[at].type, chunks[at].value, chunks[at].n);
	}
	return finished();
}

static void test_hep__takes_chunks_in_any_order(void)
{
	struct li_hep hep;

	for (size_t i = 0; i < WHOLE; i++) {
		for (size_t j = 0; j < WHOLE; j++) {
			CU_ASSERT_EQUAL_FATAL(li_hep_decode(whole(i, j, WHOLE),
						      &hep),
				LI_OK);
			CU_ASSERT_EQUAL(hep.from.family, 6);
			CU_ASSERT(memcmp(hep.from.ip + 4, " first addr", 11) ==
				0);
			CU_ASSERT(
				memcmp(hep.to.ip + 4, " secnd addr", 11) == 0);
			CU_ASSERT_EQUAL(hep.from.port, 4060);
			CU_ASSERT_EQUAL(hep.to.port, 6060);
			CU_ASSERT_EQUAL(hep.ip_proto, 17);
			CU_ASSERT_EQUAL(hep.at_us, 1767225600000042);
			CU_ASSERT_EQUAL(hep.capture_id, 7);
			CU_ASSERT_EQUAL(hep.payload.n, 200);
			CU_ASSERT(li_slice_starts_nocase(hep.payload,
				"OPTIONS sip:x"));
		}
	}
}

static void test_hep__refuses_a_chunk_twice_wherever_it_stands(void)
{
	struct li_hep hep;

	for (size_t again = 0; again < WHOLE; again++)
		for (size_t j = 0; j < WHOLE; j++)
			CU_ASSERT_EQUAL(li_hep_decode(whole(0, j, again), &hep),
				LI_EMALFORMED);
}

/* Each length there can be, and each cut of the packet. */
static void test_hep__refuses_chunks_of_another_size(void)
{
	struct li_hep hep;
	size_t n = whole(0, 0, WHOLE).n;

	for (size_t at = 6; at < n - 200;) {
		size_t next = at + octets[at + 5];

		if (octets[at + 3] == 15)
			break;
		for (unsigned int size = 0; size < 256; size++) {
			octets[at + 5] = (uint8_t)size;
			if (at + size == next)
				continue;
			CU_ASSERT_EQUAL(li_hep_decode(li_slice(octets, n),
						&hep),
				LI_EMALFORMED);
		}
		octets[at + 5] = (uint8_t)(next - at);
		at = next;
	}
	for (size_t cut = 6; cut < n; cut++) {
		octets[4] = (uint8_t)(cut >> 8);
		octets[5] = (uint8_t)(cut & 0xff);
		CU_ASSERT_EQUAL(li_hep_decode(li_slice(octets, cut), &hep),
			LI_EMALFORMED);
	}
}

UNIT_MAIN("intake.hep", UNIT_TEST(test_hep__decodes_what_kamailio_sends),
	UNIT_TEST(test_hep__decodes_ipv6),
	UNIT_TEST(test_hep__steps_over_what_it_does_not_know),
	UNIT_TEST(test_hep__refuses_what_is_broken_or_not_sip),
	UNIT_TEST(test_hep__needs_family_type_and_payload),
	UNIT_TEST(test_hep__refuses_every_cut),
	UNIT_TEST(test_hep__takes_chunks_in_any_order),
	UNIT_TEST(test_hep__refuses_a_chunk_twice_wherever_it_stands),
	UNIT_TEST(test_hep__refuses_chunks_of_another_size),
	UNIT_TEST(test_hep__refuses_older_versions_and_others),
	UNIT_TEST(test_hep__frames_packets_back_to_back),
	UNIT_TEST(test_hep__says_why_a_packet_is_not_supported))
