/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "lmisf-sink/trace.h"
#include "unit.h"

enum {
	FILE_HEADER = 24,
	PACKET_HEADER = 16,
	TCP_HEADER = 20,
	LONG = 70000, /* octets of two segments */
};

static uint8_t octets[LONG];

/* Read the whole file. */
static struct li_buf contents(const char *path)
{
	struct li_buf b = {0};
	FILE *f = fopen(path, "re");
	size_t n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	do {
		uint8_t *to = li_buf_reserve(&b, 4096);

		CU_ASSERT_PTR_NOT_NULL_FATAL(to);
		n = fread(to, 1, 4096, f);
		li_buf_commit(&b, n);
	} while (n > 0);
	fclose(f);
	return b;
}

/* RFC 1071: what is summed up with its own checksum gives all ones. */
static uint32_t sum(uint32_t so_far, struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		so_far += i % 2 == 0 ? (uint32_t)s.p[i] << 8 : s.p[i];
	while (so_far >> 16)
		so_far = (so_far & 0xffff) + (so_far >> 16);
	return so_far;
}

/* What one packet says, and that its lengths and checksums are right. */
struct packet {
	uint16_t from, to;
	uint32_t sequence, answers;
	uint8_t flags;
	size_t n;
};

static struct packet read_packet(struct li_cursor *at, int family)
{
	const size_t ip = family == 4 ? 20 : 40;
	struct packet p = {0};
	struct li_slice whole, tcp;
	struct li_cursor c;
	uint32_t length, pseudo;

	(void)li_cursor_u64(at);
	length = li_cursor_u32(at);
	CU_ASSERT_EQUAL(li_cursor_u32(at), length);
	whole = li_cursor_take(at, length);
	CU_ASSERT_FALSE_FATAL(at->bad || whole.n < ip + TCP_HEADER);
	tcp = li_slice_sub(whole, ip, whole.n);
	if (family == 4) {
		CU_ASSERT_EQUAL(whole.p[2] << 8 | whole.p[3], (int)whole.n);
		CU_ASSERT_EQUAL(sum(0, li_slice_sub(whole, 0, ip)), 0xffff);
		pseudo = sum(0, li_slice_sub(whole, 12, 20));
	} else {
		CU_ASSERT_EQUAL(whole.p[4] << 8 | whole.p[5], (int)tcp.n);
		pseudo = sum(0, li_slice_sub(whole, 8, 40));
	}
	CU_ASSERT_EQUAL(sum(pseudo + 6 + (uint32_t)tcp.n, tcp), 0xffff);
	c = li_cursor(tcp);
	p.from = li_cursor_u16(&c);
	p.to = li_cursor_u16(&c);
	p.sequence = li_cursor_u32(&c);
	p.answers = li_cursor_u32(&c);
	(void)li_cursor_u8(&c);
	p.flags = li_cursor_u8(&c);
	p.n = tcp.n - TCP_HEADER;
	return p;
}

/* What a connection of LONG octets and an answer leaves in a file. */
static struct li_buf written(int family)
{
	struct trace_flow flow = {
		.peer = {(uint8_t)family, {10, 1, 2, 3}, 40000},
		.own = {(uint8_t)family, {10, 1, 2, 4}, 4000},
	};
	char path[] = "/tmp/lmisf-unit-XXXXXX";
	struct li_fault fault = {0};
	struct trace *t = NULL;
	struct li_buf file;

	close(mkstemp(path));
	CU_ASSERT_EQUAL_FATAL(trace_open(path, &t, &fault), LI_OK);
	trace_begin(t, &flow);
	trace_put(t, &flow, true, li_slice(octets, LONG));
	trace_put(t, &flow, false, li_slice_str("ack"));
	trace_end(t, &flow);
	CU_ASSERT_EQUAL(trace_sync(t), LI_OK);
	trace_close(t);
	file = contents(path);
	unlink(path);
	return file;
}

static void one_family(int family)
{
	static const struct {
		bool own;
		uint8_t flags;
		size_t n;
	} want[] = {{false, 0x02, 0}, {true, 0x12, 0}, {false, 0x10, 0},
		{false, 0x18, 65000}, {false, 0x18, LONG - 65000},
		{true, 0x18, 3}, {false, 0x11, 0}, {true, 0x11, 0},
		{false, 0x10, 0}};
	uint32_t next[2] = {0};
	struct li_buf file = written(family);
	struct li_cursor at = li_cursor(li_buf_slice(&file));

	CU_ASSERT_EQUAL(li_cursor_u32(&at), 0xa1b2c3d4);
	(void)li_cursor_take(&at, FILE_HEADER - 8);
	CU_ASSERT_EQUAL(li_cursor_u32(&at), 101);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const struct packet p = read_packet(&at, family);
		const bool own = want[i].own;

		CU_ASSERT_EQUAL(p.from, own ? 4000 : 40000);
		CU_ASSERT_EQUAL(p.flags, want[i].flags);
		CU_ASSERT_EQUAL(p.n, want[i].n);
		CU_ASSERT_EQUAL(p.sequence, next[own]);
		CU_ASSERT_EQUAL(p.answers, p.flags & 0x10 ? next[!own] : 0);
		next[own] += (uint32_t)p.n + (p.flags & 0x03 ? 1 : 0);
	}
	CU_ASSERT_EQUAL(at.rest.n, 0);
	li_buf_fini(&file);
}

/* RFC 791, 8200, 9293 */
static void test_trace__writes_a_connection_of_ipv4(void)
{
	for (size_t i = 0; i < LONG; i++)
		octets[i] = (uint8_t)(i * 7);
	one_family(4);
}

static void test_trace__writes_a_connection_of_ipv6(void)
{
	one_family(6);
}

static void test_trace__says_what_cannot_be_written(void)
{
	struct trace_flow flow = {.peer = {.family = 4}, .own = {.family = 4}};
	struct li_fault fault = {0};
	struct trace *t = NULL;

	CU_ASSERT_EQUAL(trace_open("/nowhere/x", &t, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NULL(t);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "/nowhere/x"));
	CU_ASSERT_EQUAL_FATAL(trace_open("/dev/full", &t, &fault), LI_OK);
	trace_begin(t, &flow);
	CU_ASSERT_EQUAL(trace_sync(t), LI_EIO);
	trace_close(t);
	/* none is asked for: nothing is done */
	trace_begin(NULL, &flow);
	trace_put(NULL, &flow, true, li_slice_str("x"));
	trace_end(NULL, &flow);
	CU_ASSERT_EQUAL(trace_sync(NULL), LI_OK);
	trace_close(NULL);
}

UNIT_MAIN("tools.sink_trace",
	UNIT_TEST(test_trace__writes_a_connection_of_ipv4),
	UNIT_TEST(test_trace__writes_a_connection_of_ipv6),
	UNIT_TEST(test_trace__says_what_cannot_be_written))
