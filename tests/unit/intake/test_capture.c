/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/capture.h"
#include "intake/sip_scan.h"
#include "unit.h"

#define PCAP LI_DATA "/pcap/"

static struct li_fault fault;

/* Read a file to its end. */
static li_err drain(const char *path, struct li_datagram *last,
	struct li_capture_counts *counts)
{
	struct li_capture *c = NULL;
	li_err err = li_capture_open(path, &c, &fault);

	if (err)
		return err;
	do
		err = li_capture_next(c, last, &fault);
	while (err == LI_OK);
	CU_ASSERT_EQUAL(li_capture_next(c, last, &fault), err);
	*counts = *li_capture_counts(c);
	li_capture_close(c);
	return err;
}

static void test_capture__reads_every_link_type(void)
{
	static const struct {
		const char *path;
		struct li_capture_counts want;
	} cases[] = {
		{PCAP "link_ethernet.pcap", {6, 2, 2, 0, 2}},
		{PCAP "link_ethernet.pcapng", {6, 2, 2, 0, 2}},
		{PCAP "link_ethernet_big_endian.pcap", {5, 2, 2, 0, 1}},
		{PCAP "link_ethernet_nano.pcap", {5, 2, 2, 0, 1}},
		{PCAP "link_vlan.pcap", {5, 2, 2, 0, 1}},
		{PCAP "link_qinq.pcap", {5, 2, 2, 0, 1}},
		{PCAP "link_raw.pcap", {5, 2, 2, 0, 1}},
		{PCAP "link_ipv4.pcap", {4, 1, 2, 0, 1}},
		{PCAP "link_ipv6.pcap", {1, 1, 0, 0, 0}},
		{PCAP "link_sll.pcap", {5, 2, 2, 0, 1}},
		{PCAP "link_sll2.pcap", {5, 2, 2, 0, 1}},
		{PCAP "ipv6_extensions.pcap", {2, 1, 1, 0, 0}},
		{PCAP "bad_lengths.pcap", {6, 1, 0, 5, 0}},
		{PCAP "empty.pcap", {0, 0, 0, 0, 0}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_capture_counts got = {0};
		struct li_datagram last;

		CU_ASSERT_EQUAL(drain(cases[i].path, &last, &got), LI_ECLOSED);
		if (memcmp(&got, &cases[i].want, sizeof(got)) != 0)
			printf("%s\n", cases[i].path);
		CU_ASSERT(memcmp(&got, &cases[i].want, sizeof(got)) == 0);
	}
}

static void test_capture__gives_addresses_time_and_payload(void)
{
	static const char *const paths[] = {PCAP "link_ethernet.pcap",
		PCAP "link_ethernet.pcapng", PCAP "link_ethernet_nano.pcap",
		PCAP "link_vlan.pcap", PCAP "link_raw.pcap",
		PCAP "link_sll.pcap", PCAP "link_sll2.pcap"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct li_capture *c = NULL;
		struct li_datagram d;

		CU_ASSERT_EQUAL_FATAL(li_capture_open(paths[i], &c, &fault),
			LI_OK);
		CU_ASSERT_EQUAL(li_capture_next(c, &d, &fault), LI_OK);
		CU_ASSERT_EQUAL(d.number, 1);
		CU_ASSERT_EQUAL(d.at_us, 1767225600000007);
		CU_ASSERT_EQUAL(d.ip_proto, 17);
		CU_ASSERT_EQUAL(d.from.family, 4);
		CU_ASSERT(memcmp(d.from.ip, "\x0a\x4d\x00\x0b", 4) == 0);
		CU_ASSERT_EQUAL(d.from.port, 4060);
		CU_ASSERT(memcmp(d.to.ip, "\x0a\x4d\x00\x0c", 4) == 0);
		CU_ASSERT_EQUAL(d.to.port, 6060);
		CU_ASSERT_EQUAL(d.payload.n, 311);
		CU_ASSERT(li_slice_starts_nocase(d.payload, "OPTIONS sip:"));
		CU_ASSERT_EQUAL(li_capture_next(c, &d, &fault), LI_OK);
		CU_ASSERT_EQUAL(d.number, 2);
		CU_ASSERT_EQUAL(d.from.family, 6);
		CU_ASSERT(memcmp(d.from.ip, "\x20\x01\x0d\xb8", 4) == 0);
		CU_ASSERT_EQUAL(d.from.ip[15], 0x11);
		CU_ASSERT_EQUAL(d.to.port, 6060);
		CU_ASSERT_EQUAL(d.payload.n, 334);
		li_capture_close(c);
	}
}

static const struct {
	const char *path;
	li_err err;
	const char *said;
} faults[] = {
	{PCAP "truncated_packet.pcap", LI_EMALFORMED,
		PCAP "truncated_packet.pcap: truncated after packet 1"},
	{PCAP "truncated_record.pcap", LI_EMALFORMED,
		PCAP "truncated_record.pcap: truncated after packet 1"},
	{PCAP "snaplen.pcap", LI_EMALFORMED,
		PCAP "snaplen.pcap: packet 1 was captured cut: 96 of "
		     "353 octets"},
	{PCAP "truncated_header.pcap", LI_EMALFORMED,
		PCAP "truncated_header.pcap: not a pcap or pcapng file"},
	{PCAP "no_capture.pcap", LI_EMALFORMED,
		PCAP "no_capture.pcap: not a pcap or pcapng file"},
	{PCAP "missing.pcap", LI_ENOTFOUND,
		PCAP "missing.pcap: No such file or directory"},
	{LI_DATA, LI_EMALFORMED, LI_DATA ": "},
	{PCAP "link_wifi.pcap", LI_EUNSUPPORTED,
		PCAP "link_wifi.pcap: link type IEEE802_11"},
};

static void test_capture__says_what_is_wrong_and_where(void)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct li_capture_counts counts = {0};
		struct li_datagram unused;

		memset(&fault, 0, sizeof(fault));
		CU_ASSERT_EQUAL(drain(faults[i].path, &unused, &counts),
			faults[i].err);
		if (strncmp(fault.text, faults[i].said, strlen(faults[i].said)))
			printf("%s\n", fault.text);
		CU_ASSERT(strncmp(fault.text, faults[i].said,
				  strlen(faults[i].said)) == 0);
		CU_ASSERT(!strchr(fault.text, '\n'));
		CU_ASSERT_EQUAL(li_capture_check(faults[i].path, &counts,
					&fault),
			faults[i].err);
	}
}

static void test_capture__checks_a_whole_file(void)
{
	struct li_capture_counts counts = {0};

	CU_ASSERT_EQUAL(li_capture_check(PCAP "ims_call.pcap", &counts, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(counts.packets, 55);
	CU_ASSERT_EQUAL(counts.datagrams, 55);
	CU_ASSERT_EQUAL(li_capture_check(PCAP "ims_call_v6.pcap", NULL, NULL),
		LI_OK);
	li_capture_close(NULL);
}

UNIT_MAIN("intake.capture", UNIT_TEST(test_capture__reads_every_link_type),
	UNIT_TEST(test_capture__gives_addresses_time_and_payload),
	UNIT_TEST(test_capture__says_what_is_wrong_and_where),
	UNIT_TEST(test_capture__checks_a_whole_file))
