/* SPDX-License-Identifier: BSD-3-Clause */
#include <sqlite3.h>

#include "base/log.h"
#include "place.h"
#include "short_of_memory.h"

/* One allocation fails, of the store's opening or of a call's way through the
 * flow, ours and SQLite's alike. Who calls is told, or nothing is missing: what
 * returned LI_OK is kept as if nothing had failed. LI_MEMORY_AT=N fails the
 * N-th only. */

enum { TRIED = 250, PART = 7 };

#define HEAD(branch)                                                           \
	"Via: SIP/2.0/UDP [2001:db8::1];branch=z9hG4bK" branch "\r\n"          \
	"From: <sip:alice@ims.example>;tag=f\r\n"                              \
	"Call-ID: one@ue\r\n"
#define TO "To: <sip:bob@ims.example>"
#define SDP                                                                    \
	"Content-Type: application/sdp\r\nContent-Length: 77\r\n\r\n"          \
	"v=0\r\no=- 1 1 IN IP6 2001:db8::1\r\ns=-\r\n"                         \
	"c=IN IP6 ::1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
#define NONE "Content-Length: 0\r\n\r\n"

/* The third is a bystander's. */
static const char *const life[PART] = {
	"REGISTER sip:ims.example SIP/2.0\r\n"
	"Via: SIP/2.0/UDP [2001:db8::1];branch=z9hG4bKr\r\n"
	"From: <sip:alice@ims.example>;tag=r\r\n"
	"To: <sip:alice@ims.example>\r\nCall-ID: reg@ue\r\n"
	"CSeq: 1 REGISTER\r\nContact: <sip:alice@[2001:db8::1]>\r\n"
	"Expires: 600\r\n" NONE,
	"INVITE sip:bob@ims.example SIP/2.0\r\n" HEAD("1") TO
	"\r\nCSeq: 1 INVITE\r\n" SDP,
	"MESSAGE sip:dan@ims.example SIP/2.0\r\n"
	"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKm\r\n"
	"From: <sip:carol@ims.example>;tag=c\r\n"
	"To: <sip:dan@ims.example>\r\nCall-ID: two@ue\r\n"
	"CSeq: 1 MESSAGE\r\n" NONE,
	"SIP/2.0 180 Ringing\r\n" HEAD("1") TO
	";tag=t\r\nCSeq: 1 INVITE\r\n" NONE,
	"SIP/2.0 200 OK\r\n" HEAD("1") TO ";tag=t\r\nCSeq: 1 INVITE\r\n" SDP,
	"ACK sip:bob@ims.example SIP/2.0\r\n" HEAD("2") TO
	";tag=t\r\nCSeq: 1 ACK\r\n" NONE,
	"BYE sip:bob@ims.example SIP/2.0\r\n" HEAD("3") TO
	";tag=t\r\nCSeq: 2 BYE\r\n" NONE,
};

/* ---- allocations ---- */

static sqlite3_mem_methods sqlites;

static void *sqlite_malloc(int n)
{
	return fails() ? NULL : sqlites.xMalloc(n);
}

static void *sqlite_realloc(void *p, int n)
{
	return fails() ? NULL : sqlites.xRealloc(p, n);
}

static void watch_sqlite(void)
{
	sqlite3_mem_methods ours;

	if (sqlites.xMalloc)
		return;
	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlites);
	ours = sqlites;
	ours.xMalloc = sqlite_malloc;
	ours.xRealloc = sqlite_realloc;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
}

/* ---- a life with one that fails ---- */

struct bench {
	struct place place;
	struct li_flow_options options;
	struct li_flow *flow;
	uint64_t kept[PART]; /* IRI after each message when nothing fails */
};

static void set_up(struct bench *b)
{

	watch_sqlite();
	li_log_set_level(LI_LOG_ERROR); /* not of checkpoints */
	b->flow = NULL;
	b->options = (struct li_flow_options){.place = place_make(&b->place)};
	place_put(&b->options.place, LI_ID_IMPU, "sip:alice@ims.example");
}

/* One message and its commit. */
static li_err take(struct bench *b, size_t i)
{
	const struct li_packet p = {.octets = li_slice_str(life[i]),
		.at_us = 1700000000000000 + (int64_t)i * 1000,
		.mono_us = 1 + (int64_t)i * 1000};
	li_err err = li_flow_take_sip(b->flow, &p);

	if (!err && li_flow_dirty(b->flow))
		err = li_flow_commit(b->flow);
	return err;
}

/* Live until the end or an error; how many messages are kept. */
static size_t live(struct bench *b, li_err *err)
{
	size_t i = 0;

	asked = 0;
	armed = true;
	*err = li_flow_open(&b->options, &b->flow, NULL);
	while (!*err && i < PART) {
		*err = take(b, i);
		if (*err)
			break;
		if (!fail_at)
			b->kept[i] = li_flow_counts(b->flow)->iris;
		CU_ASSERT_EQUAL(li_flow_counts(b->flow)->iris, b->kept[i]);
		i++;
	}
	armed = false;
	li_flow_close(b->flow);
	b->flow = NULL;
	return i;
}

/* All IRI in the store, by a reader who does not trust the flow's counts. */
static uint64_t stored(struct bench *b)
{
	struct li_store_counts counts = {0};
	struct li_store *store = NULL;

	CU_ASSERT_EQUAL_FATAL(li_store_open(&b->options.place, LI_STORE_READER,
				      &store, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_count(store, 1, &counts), LI_OK);
	li_store_close(store);
	return counts.iris;
}

static void fail_one(struct bench *b, uint64_t at)
{
	size_t messages;
	uint64_t want;
	li_err err;

	fail_at = at;
	set_up(b);
	messages = live(b, &err);
	want = messages > 0 ? b->kept[messages - 1] : 0;
	if (stored(b) != want || (messages < PART && err == LI_OK)) {
		printf(" LI_MEMORY_AT=%llu", (unsigned long long)at);
		CU_FAIL("a record is missing");
	}
	fail_at = 0;
	/* What failed once goes on with the next start. */
	CU_ASSERT_EQUAL(li_flow_open(&b->options, &b->flow, NULL), LI_OK);
	for (size_t i = messages; b->flow && i < PART; i++)
		CU_ASSERT_EQUAL(take(b, i), LI_OK);
	li_flow_close(b->flow);
	CU_ASSERT_EQUAL(stored(b), b->kept[PART - 1]);
	place_remove(&b->place);
}

static void test_memory__loses_nothing_when_an_allocation_fails(void)
{
	const char *only = getenv("LI_MEMORY_AT");
	struct bench b = {.flow = NULL};
	uint64_t total, each;
	li_err err;

	set_up(&b);
	CU_ASSERT_EQUAL_FATAL(live(&b, &err), PART);
	total = asked;
	place_remove(&b.place);
	CU_ASSERT_EQUAL(b.kept[PART - 1], PART - 1);
	CU_ASSERT_TRUE(total > TRIED);
	each = total / TRIED;
	for (uint64_t at = 1; !only && at <= total; at += each)
		fail_one(&b, at);
	if (only)
		fail_one(&b, strtoull(only, NULL, 10));
}

UNIT_MAIN("flow.memory",
	UNIT_TEST(test_memory__loses_nothing_when_an_allocation_fails))
