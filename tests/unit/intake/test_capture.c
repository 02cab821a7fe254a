/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "intake/capture.h"
#include "intake/wire.h"
#include "unit.h"

#define PCAP LI_DATA "/pcap/"

static struct li_fault fault;

/* What is known of a message. */
struct seen {
	size_t n;
	struct li_datagram d[4];
};

static li_err see(const struct li_datagram *d, void *data)
{
	struct seen *seen = data;

	if (seen->n < 4)
		seen->d[seen->n] = *d;
	seen->n++;
	return LI_OK;
}

/* Read a file to its end, through a wire when there is one. */
static li_err drain(struct li_capture *c, struct li_wire *wire,
	struct seen *seen)
{
	struct li_frame f = {0};
	li_err err;

	while (!(err = li_capture_next(c, &f, &fault)))
		if (wire)
			CU_ASSERT_EQUAL(li_wire_take_frame(wire, &f, see, seen),
				LI_OK);
	CU_ASSERT_EQUAL(li_capture_next(c, &f, &fault), err);
	return err;
}

static const struct {
	const char *path;
	/* packets, datagrams, fragments, malformed, other */
	uint64_t want[5];
} files[] = {
	{PCAP "link_ethernet.pcap", {6, 2, 1, 0, 2}},
	{PCAP "link_ethernet.pcapng", {6, 2, 1, 0, 2}},
	{PCAP "link_ethernet_big_endian.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_ethernet_big_endian.pcapng", {6, 2, 1, 0, 2}},
	{PCAP "link_ethernet_nano.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_ethernet_kuznetzov.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_several.pcapng", {4, 4, 0, 0, 0}},
	{PCAP "link_vlan.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_qinq.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_raw.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_ipv4.pcap", {4, 1, 1, 0, 1}},
	{PCAP "link_ipv6.pcap", {1, 1, 0, 0, 0}},
	{PCAP "link_sll.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_sll2.pcap", {5, 2, 1, 0, 1}},
	{PCAP "link_null.pcap", {5, 2, 1, 0, 1}},
	{PCAP "ipv6_extensions.pcap", {2, 1, 1, 0, 0}},
	{PCAP "bad_lengths.pcap", {6, 1, 0, 5, 0}},
	{PCAP "snaplen.pcap", {5, 3, 1, 0, 1}},
	{PCAP "snaplen.pcapng", {5, 3, 1, 0, 1}},
	{PCAP "empty.pcap", {0, 0, 0, 0, 0}},
};

/* What a wire has counted at the end of a file. */
static void count(const char *path, uint64_t got[5])
{
	struct seen seen = {0};
	struct li_capture *c = NULL;
	struct li_wire *wire = NULL;
	const struct li_wire_counts *n;

	CU_ASSERT_EQUAL_FATAL(li_capture_open(path, &c, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_wire_new(NULL, &wire), LI_OK);
	CU_ASSERT_EQUAL(drain(c, wire, &seen), LI_ECLOSED);
	n = li_wire_counts(wire);
	got[0] = n->packets;
	got[1] = n->datagrams;
	got[2] = n->fragments;
	got[3] = n->malformed;
	got[4] = n->other;
	li_wire_free(wire);
	li_capture_close(c);
}

static void test_capture__reads_every_link_type(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		uint64_t got[5];

		count(files[i].path, got);
		if (memcmp(got, files[i].want, sizeof(got)) != 0)
			printf("%s\n", files[i].path);
		CU_ASSERT(memcmp(got, files[i].want, sizeof(got)) == 0);
	}
}

/* Both datagrams of a file, over IPv4 and IPv6. */
static void expect_both(const struct seen *s)
{
	CU_ASSERT_EQUAL(s->d[0].number, 1);
	CU_ASSERT_EQUAL(s->d[0].at_us, 1767225600000007);
	CU_ASSERT_EQUAL(s->d[0].ip_proto, 17);
	CU_ASSERT_EQUAL(s->d[0].from.family, 4);
	CU_ASSERT(memcmp(s->d[0].from.ip, "\x0a\x4d\x00\x0b", 4) == 0);
	CU_ASSERT_EQUAL(s->d[0].from.port, 4060);
	CU_ASSERT(memcmp(s->d[0].to.ip, "\x0a\x4d\x00\x0c", 4) == 0);
	CU_ASSERT_EQUAL(s->d[0].to.port, 6060);
	CU_ASSERT_EQUAL(s->d[0].payload.n, 311);
	CU_ASSERT_EQUAL(s->d[1].number, 2);
	CU_ASSERT_EQUAL(s->d[1].at_us, 1767225600001007);
	CU_ASSERT_EQUAL(s->d[1].from.family, 6);
	CU_ASSERT(memcmp(s->d[1].from.ip, "\x20\x01\x0d\xb8", 4) == 0);
	CU_ASSERT_EQUAL(s->d[1].from.ip[15], 0x11);
	CU_ASSERT_EQUAL(s->d[1].to.port, 6060);
	CU_ASSERT_EQUAL(s->d[1].payload.n, 334);
}

static void test_capture__gives_addresses_time_and_payload(void)
{
	static const char *const paths[] = {PCAP "link_ethernet.pcap",
		PCAP "link_ethernet.pcapng", PCAP "link_ethernet_nano.pcap",
		PCAP "link_ethernet_big_endian.pcapng",
		PCAP "link_ethernet_kuznetzov.pcap", PCAP "link_several.pcapng",
		PCAP "link_vlan.pcap", PCAP "link_raw.pcap",
		PCAP "link_sll.pcap", PCAP "link_sll2.pcap",
		PCAP "link_null.pcap"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct seen seen = {0};
		struct li_capture *c = NULL;
		struct li_wire *wire = NULL;

		CU_ASSERT_EQUAL_FATAL(li_capture_open(paths[i], &c, &fault),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_wire_new(NULL, &wire), LI_OK);
		CU_ASSERT_EQUAL(drain(c, wire, &seen), LI_ECLOSED);
		CU_ASSERT(seen.n >= 2);
		expect_both(&seen);
		li_wire_free(wire);
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
	{PCAP "truncated.pcapng", LI_EMALFORMED,
		PCAP "truncated.pcapng: truncated after packet 5"},
	{PCAP "link_wifi.pcapng", LI_EUNSUPPORTED,
		PCAP "link_wifi.pcapng: each packet has link type IEEE802_11"},
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
		struct li_capture *c = NULL;
		li_err err;

		memset(&fault, 0, sizeof(fault));
		err = li_capture_open(faults[i].path, &c, &fault);
		if (!err)
			err = drain(c, NULL, NULL);
		CU_ASSERT_EQUAL(err, faults[i].err);
		if (strncmp(fault.text, faults[i].said, strlen(faults[i].said)))
			printf("%s\n", fault.text);
		CU_ASSERT(strncmp(fault.text, faults[i].said,
				  strlen(faults[i].said)) == 0);
		CU_ASSERT(!strchr(fault.text, '\n'));
		li_capture_close(c);
	}
}

static void test_capture__counts_what_it_gives(void)
{
	static const char *const paths[] = {PCAP "ims_call.pcap",
		PCAP "ims_call_v6.pcap"};

	for (size_t i = 0; i < 2; i++) {
		struct li_capture *c = NULL;

		CU_ASSERT_EQUAL_FATAL(li_capture_open(paths[i], &c, &fault),
			LI_OK);
		CU_ASSERT_EQUAL(li_capture_packets(c), 0);
		CU_ASSERT_EQUAL(drain(c, NULL, NULL), LI_ECLOSED);
		CU_ASSERT_EQUAL(li_capture_packets(c), 55);
		li_capture_close(c);
	}
	li_capture_close(NULL);
	li_capture_close(NULL);
}

/* What an operator may have in place of a capture is named. */
static void test_capture__names_what_is_to_be_converted(void)
{
	static const struct {
		const char *octets, *said;
	} kinds[] = {
		{"\x1f\x8b\x08       ",
			": compressed by gzip: unpack it first"},
		{"\xfd"
		 "7zXZ     ",
			": compressed by xz: unpack it first"},
		{"\x28\xb5\x2f\xfd      ",
			": compressed by zstd: unpack it first"},
		{"\x04\x22\x4d\x18      ",
			": compressed by lz4: unpack it first"},
		{"BZh9      ", ": compressed by bzip2: unpack it first"},
		{"PK\x03\x04      ", ": a zip archive: unpack it first"},
		{"snoop\0\0\0  ", ": a snoop file: convert it to pcap first"},
		{"GMBU      ",
			": a Network Monitor file: convert it to pcap first"},
		{"snoop     ", ": not a pcap or pcapng file"},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const int fd = memfd_create("foreign", 0);
		struct li_capture *c = NULL;
		char path[32];

		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		CU_ASSERT_EQUAL_FATAL(write(fd, kinds[i].octets, 10), 10);
		CU_ASSERT_EQUAL(li_capture_open(path, &c, &fault),
			LI_EMALFORMED);
		CU_ASSERT(strncmp(fault.text + strlen(path), kinds[i].said,
				  strlen(kinds[i].said)) == 0);
		close(fd);
	}
}

/* A system's own numbers are not those of files, but stand in some: tcpdump.org
 * has 101 alone. */
static void test_capture__knows_each_number_of_raw_ip(void)
{
	static const int numbers[] = {12, 14, 101, 228, 229};
	enum li_link link;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		link = LI_LINK_SLL;
		CU_ASSERT_TRUE(li_walk_link(numbers[i], &link));
		CU_ASSERT_EQUAL(link, LI_LINK_IP);
	}
	CU_ASSERT_FALSE(li_walk_link(13, &link));
}

/* A Simple Packet Block says no time. draft-ietf-opsawg-pcapng */
static void test_capture__has_a_time_for_what_says_none(void)
{
	static const uint32_t file[] = {0x0a0d0d0a, 28, 0x1a2b3c4d, 1,
		UINT32_MAX, UINT32_MAX, 28, /* a section */
		1, 20, 101, 0, 20,          /* an interface: raw IP, us */
		3, 20, 4, 0x45, 20,         /* without a time */
		6, 36, 0, 0, 5000000, 4, 4, 0x45, 36, /* with one */
		3, 20, 4, 0x45, 20};
	const int fd = memfd_create("untimed", 0);
	char path[32];
	const int64_t before = li_clock_now_us();
	struct li_capture *c = NULL;
	struct li_frame frame;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CU_ASSERT_EQUAL_FATAL(write(fd, file, sizeof(file)), sizeof(file));
	CU_ASSERT_EQUAL_FATAL(li_capture_open(path, &c, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_capture_next(c, &frame, &fault), LI_OK);
	CU_ASSERT_TRUE(
		frame.at_us >= before && frame.at_us <= li_clock_now_us());
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(li_capture_next(c, &frame, &fault), LI_OK);
		CU_ASSERT_EQUAL(frame.at_us, 5000000);
	}
	CU_ASSERT_EQUAL(li_capture_next(c, &frame, &fault), LI_ECLOSED);
	li_capture_close(c);
	close(fd);
}

UNIT_MAIN("intake.capture", UNIT_TEST(test_capture__reads_every_link_type),
	UNIT_TEST(test_capture__names_what_is_to_be_converted),
	UNIT_TEST(test_capture__knows_each_number_of_raw_ip),
	UNIT_TEST(test_capture__has_a_time_for_what_says_none),
	UNIT_TEST(test_capture__gives_addresses_time_and_payload),
	UNIT_TEST(test_capture__says_what_is_wrong_and_where),
	UNIT_TEST(test_capture__counts_what_it_gives))
