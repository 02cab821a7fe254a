/* SPDX-License-Identifier: BSD-3-Clause */
#include "lmisf_cx/keep.h"
#include "unit.h"

/* What the other side has read so far. */
struct peer {
	struct li_buf in;
	uint64_t last, records;
	bool bad;
};

static uint8_t octets[200 << 10];

static struct li_keep *make(size_t max)
{
	struct li_keep *keep = NULL;

	CU_ASSERT_EQUAL_FATAL(li_keep_new(max, &keep), LI_OK);
	return keep;
}

static li_err add(struct li_keep *keep, size_t n)
{
	struct li_cx_record r = {.requested_us = 1,
		.request = li_slice(octets, n)};

	return li_keep_add(keep, &r);
}

/* Send at most `max` octets to the peer. */
static size_t flow(struct li_keep *keep, struct peer *peer, size_t max)
{
	struct iovec iov[3];
	size_t n = li_keep_unsent(keep, iov, 3), sent = 0;

	for (size_t i = 0; i < n; i++) {
		size_t take = iov[i].iov_len < max - sent ? iov[i].iov_len
							  : max - sent;

		li_buf_put(&peer->in, iov[i].iov_base, take);
		sent += take;
	}
	li_keep_sent(keep, sent);
	return sent;
}

static void digest(struct peer *peer)
{
	struct li_ipc_message m;
	struct li_cx_record r = {0};

	while (li_ipc_next(li_buf_slice(&peer->in), &m) == LI_OK) {
		if (m.type != LI_IPC_CX_RECORD ||
			li_cx_record_get(m.body, &r) != LI_OK ||
			r.sequence != peer->last + 1)
			peer->bad = true;
		peer->last = r.sequence;
		peer->records++;
		li_buf_consume(&peer->in, m.octets);
	}
}

static void test_keep__sends_in_order_in_pieces_of_any_size(void)
{
	static const size_t sizes[] = {1, 7, 1000, 100000, 1 << 20};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct li_keep *keep = make(1 << 20);
		struct peer peer = {0};

		for (int n = 0; n < 400; n++)
			CU_ASSERT_EQUAL(add(keep, (size_t)n * 5), LI_OK);
		while (flow(keep, &peer, sizes[i]) > 0)
			if (sizes[i] > 100)
				digest(&peer);
		digest(&peer);
		CU_ASSERT_FALSE(peer.bad);
		CU_ASSERT_EQUAL(peer.records, 400);
		CU_ASSERT_EQUAL(peer.in.n, 0);
		li_buf_fini(&peer.in);
		li_keep_free(keep);
	}
}

static void test_keep__is_full_until_acknowledged(void)
{
	struct li_keep *keep = make(1 << 20);
	struct peer peer = {0};
	uint64_t held = 0;

	while (add(keep, 1000) == LI_OK)
		held++;
	CU_ASSERT(held > 900 && held < 1100);
	CU_ASSERT_EQUAL(add(keep, 1000), LI_ETOOBIG);
	CU_ASSERT_EQUAL(li_keep_last(keep), held);
	li_keep_acked(keep, held); /* nothing was sent: nothing is forgotten */
	CU_ASSERT_EQUAL(add(keep, 1000), LI_ETOOBIG);
	while (flow(keep, &peer, 1 << 20) > 0)
		digest(&peer);
	li_keep_acked(keep, held);
	CU_ASSERT_EQUAL(add(keep, 1000), LI_OK);
	while (flow(keep, &peer, 1 << 20) > 0)
		digest(&peer);
	CU_ASSERT_FALSE(peer.bad);
	CU_ASSERT_EQUAL(peer.last, held + 1);
	li_buf_fini(&peer.in);
	li_keep_free(keep);
}

static void test_keep__sends_again_what_was_not_acknowledged(void)
{
	for (uint64_t stored = 0; stored <= 1000; stored += 50) {
		struct li_keep *keep = make(4 << 20);
		struct peer before = {0}, after = {.last = stored};

		for (int n = 0; n < 1000; n++)
			CU_ASSERT_EQUAL(add(keep, 900), LI_OK);
		flow(keep, &before, 500001); /* cut in a record */
		digest(&before);
		li_keep_acked(keep, stored / 2);
		li_keep_resume(keep, stored);
		CU_ASSERT_EQUAL(add(keep, 900), LI_OK);
		while (flow(keep, &after, 4097) > 0)
			digest(&after);
		CU_ASSERT_FALSE(after.bad);
		CU_ASSERT_EQUAL(after.last, 1001);
		CU_ASSERT_EQUAL(after.records, 1001 - stored);
		li_buf_fini(&before.in);
		li_buf_fini(&after.in);
		li_keep_free(keep);
	}
}

static void test_keep__resumes_where_it_can_when_told_nonsense(void)
{
	struct li_keep *keep = make(1 << 20);
	struct peer peer = {0};

	for (int n = 0; n < 10; n++)
		CU_ASSERT_EQUAL(add(keep, 10), LI_OK);
	flow(keep, &peer, 1 << 20);
	digest(&peer);
	li_keep_acked(keep, 4);
	li_keep_acked(keep, 99); /* never sent */
	CU_ASSERT_EQUAL(li_keep_acknowledged(keep), 4);
	li_keep_resume(keep, 99);
	peer.last = 4;
	flow(keep, &peer, 1 << 20);
	digest(&peer);
	li_keep_resume(keep, 1); /* less than acknowledged */
	peer.last = 4;
	flow(keep, &peer, 1 << 20);
	digest(&peer);
	CU_ASSERT_FALSE(peer.bad);
	CU_ASSERT_EQUAL(peer.last, 10);
	li_buf_fini(&peer.in);
	li_keep_free(keep);
}

static void test_keep__refuses_a_record_larger_than_a_piece(void)
{
	struct li_keep *keep = make(1 << 20);
	struct li_cx_record r = {.request = li_slice(octets, sizeof(octets)),
		.answer = li_slice(octets, sizeof(octets))};

	CU_ASSERT_EQUAL(li_keep_add(keep, &r), LI_ETOOBIG);
	CU_ASSERT_EQUAL(li_keep_last(keep), 0);
	CU_ASSERT_EQUAL(add(keep, sizeof(octets)), LI_OK);
	li_keep_free(keep);
}

UNIT_MAIN("lmisf_cx.keep",
	UNIT_TEST(test_keep__sends_in_order_in_pieces_of_any_size),
	UNIT_TEST(test_keep__is_full_until_acknowledged),
	UNIT_TEST(test_keep__sends_again_what_was_not_acknowledged),
	UNIT_TEST(test_keep__resumes_where_it_can_when_told_nonsense),
	UNIT_TEST(test_keep__refuses_a_record_larger_than_a_piece))
