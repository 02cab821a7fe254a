/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hi2_world.h - a link over HI2 and its peer.
 */
#ifndef UNIT_DELIVER_HI2_WORLD_H
#define UNIT_DELIVER_HI2_WORLD_H

#include "base/clock.h"
#include "creds.h"
#include "hi2_outbox.h"

static inline void say(struct peer *p, enum li_psp_kind kind, uint32_t sequence)
{
	const struct li_psp_place place = {.operator_id = "LEMF"};
	const struct li_psp_head head = {.liid = li_slice_str("-"),
		.sequence = sequence,
		.at_us = 1700000000000000};
	struct li_buf out = {0};

	CU_ASSERT_EQUAL(li_psp_encode_link(&place, &head, kind, &out), LI_OK);
	peer_say(p, &out);
	li_buf_fini(&out);
}

static inline void decline(struct peer *p)
{
	const struct li_psp_place place = {.operator_id = "LEMF"};
	const struct li_psp_head head = {.liid = li_slice_str("-"),
		.at_us = 1700000000000000};
	struct li_buf out = {0};

	CU_ASSERT_EQUAL(li_psp_encode_decline(&place, &head, true, &out),
		LI_OK);
	peer_say(p, &out);
	li_buf_fini(&out);
}

static inline void keep(struct world *w, const struct li_psp *pdu)
{
	struct got *g = &w->got[w->peer.count++];

	CU_ASSERT_EQUAL_FATAL(pdu->record_count, 1);
	li_slice_copy(pdu->liid, g->liid, sizeof(g->liid));
	g->has_cin = pdu->has_cin;
	g->cin = pdu->cin;
	g->sequence = pdu->sequence;
	g->type = pdu->records[0].type;
	g->content = pdu->records[0].content;
	CU_ASSERT_EQUAL(pdu->version, LI_PSP_VERSION);
	CU_ASSERT_TRUE(li_slice_is(pdu->operator_id, "OPER1"));
	CU_ASSERT_TRUE(li_slice_is(pdu->element, "nf"));
	CU_ASSERT_TRUE(li_slice_is(pdu->nfid, "nf"));
	CU_ASSERT_TRUE(li_slice_is(pdu->ipid, "ip"));
	CU_ASSERT_TRUE(li_slice_is(pdu->delivery_country, "NL"));
	CU_ASSERT_EQUAL(pdu->authorization_country.n, 0);
	CU_ASSERT_EQUAL(pdu->at_us, 1700000000123456);
}

/* "A2" is a deactivation for LIID A, "AT" a test PDU. */
static inline void keep_told(struct world *w, const struct li_psp *pdu)
{
	const size_t n = strlen(w->told);

	CU_ASSERT_FALSE(pdu->has_cin);
	if (pdu->kind == LI_PSP_TEST) {
		CU_ASSERT_EQUAL(pdu->sequence, 0);
		snprintf(w->told + n, sizeof(w->told) - n, "%.*sT ",
			(int)pdu->liid.n, (const char *)pdu->liid.p);
		return;
	}
	CU_ASSERT_EQUAL_FATAL(pdu->notice_count, 1);
	CU_ASSERT_EQUAL(pdu->notices[0].start_us,
		w->short_imsi ? -1 : 1700000000000000);
	CU_ASSERT_EQUAL(pdu->notices[0].end_us,
		w->short_imsi ? -1 : 1800000000000000);
	CU_ASSERT_TRUE(li_slice_is(pdu->notices[0].target.text,
		w->short_imsi ? "" : "sip:a@ims.example"));
	snprintf(w->told + n, sizeof(w->told) - n, "%.*s%d ", (int)pdu->liid.n,
		(const char *)pdu->liid.p, (int)pdu->notices[0].type);
}

/* One that was asked asks too, or says that it is content, behind the keep-alive.
 * TS 102 232-1 cl. 6.3.5.2 */
static inline void go_on(struct world *w)
{
	if (!w->negotiates || w->content)
		return;
	if (w->wants)
		say(&w->peer, LI_PSP_OPTION_REQUEST, 0);
	else if (!w->forgets)
		say(&w->peer, LI_PSP_OPTION_COMPLETE, 0);
	w->content = !w->wants;
}

/* It asked, and must be told that it is given nothing; then it is content. */
static inline void take_answer(struct world *w, const struct li_psp *pdu)
{
	CU_ASSERT_TRUE(w->wants);
	CU_ASSERT_FALSE(pdu->accepted);
	w->content = true;
	say(&w->peer, LI_PSP_OPTION_COMPLETE, 1);
}

/* Options and acknowledgements; false: it is none of them. */
static inline bool take_option(struct world *w, const struct li_psp *pdu)
{
	const size_t n = strlen(w->asked);
	const char what = pdu->kind == LI_PSP_OPTION_REQUEST ? 'o'
		: pdu->kind == LI_PSP_OPTION_RESPONSE        ? 'r'
		: pdu->kind == LI_PSP_OPTION_COMPLETE        ? 'c'
		: pdu->kind == LI_PSP_ACK_REQUEST            ? 'a'
							     : 0;

	if (!what)
		return false;
	snprintf(w->asked + n, sizeof(w->asked) - n, "%c%u ", what,
		pdu->sequence);
	if (what == 'o') {
		CU_ASSERT_TRUE(pdu->requested);
		w->negotiates = w->declines || w->options;
		w->content = false;
	}
	if (what == 'o' && w->declines)
		decline(&w->peer);
	if (what == 'o' && w->options)
		say(&w->peer, LI_PSP_OPTION_RESPONSE, pdu->sequence);
	if (what == 'r')
		take_answer(w, pdu);
	if (what == 'a' && !w->mute)
		say(&w->peer, LI_PSP_ACK_RESPONSE, pdu->sequence);
	return true;
}

static inline void take_keepalive(struct world *w, uint32_t sequence)
{
	w->keepalives[w->peer.keepalives++ % DUE_MAX] = sequence;
	if (w->peer.ack)
		say(&w->peer, LI_PSP_KEEP_ALIVE_RESPONSE,
			sequence + (w->wrong ? 1000 : 0));
	go_on(w);
}

static inline size_t take(struct peer *p, struct li_slice stream)
{
	struct world *w = p->data;
	struct li_arena arena = {0};
	struct li_psp pdu;
	size_t size;

	if (li_psp_frame(stream, &size) != LI_OK || size > stream.n)
		return 0;
	CU_ASSERT_EQUAL_FATAL(li_psp_decode(li_slice_sub(stream, 0, size),
				      &arena, &pdu),
		LI_OK);
	if (take_option(w, &pdu)) {
		CU_ASSERT_TRUE(li_slice_is(pdu.liid, "-"));
	} else if (pdu.kind == LI_PSP_CIN_RESET) {
		/* TS 102 232-1 cl. 6.2.2 */
		CU_ASSERT_TRUE(li_slice_is(pdu.liid, "-"));
		CU_ASSERT_TRUE(pdu.has_cin);
		CU_ASSERT_EQUAL(pdu.cin, 0);
		CU_ASSERT_EQUAL(pdu.sequence, 0);
		w->resets++;
		w->before = w->peer.count;
		w->checks_before = w->checks;
	} else if (pdu.kind == LI_PSP_INTEGRITY) {
		w->checks++;
	} else if (pdu.kind == LI_PSP_KEEP_ALIVE) {
		take_keepalive(w, pdu.sequence);
	} else if (pdu.kind == LI_PSP_TEST || pdu.notice_count > 0) {
		keep_told(w, &pdu);
	} else {
		CU_ASSERT_EQUAL(pdu.kind, LI_PSP_IRI);
		CU_ASSERT_TRUE(!w->negotiates || w->content);
		keep(w, &pdu);
	}
	li_arena_fini(&arena);
	return size;
}

static inline struct li_link_options usual(void)
{
	return (struct li_link_options){
		.place = {.nfid = "nf", .ipid = "ip", .operator_id = "OPER1"},
		.keepalive_us = 1000, /* of X2: must not matter here */
		.ack_timeout_us = 1000,
		.time1_us = 60000000,
		.time3_us = 60000000,
		.open_timeout_us = 5000000,
		.confirm_every = 16,
		.backoff_min_us = 1000,
		.backoff_max_us = 4000,
	};
}

/* Where numbers of checks are kept. */
static struct li_link_numbers kept_numbers;

/* Numbers began anew behind a record, or 0. */
static inline void setup_behind(struct world *w,
	const struct li_link_options *options,
	const struct li_handover *handover, int64_t reset)
{
	const struct li_link_ports ports = {.scan = scan,
		.fetch = fetch,
		.confirmed = confirmed,
		.aside = aside,
		.numbers = kept_numbers,
		.data = w};
	struct li_destination d = {.row = 1,
		.host = "127.0.0.1",
		.peer = "mdf.test",
		.handover = *handover,
		.reset_behind = reset};

	memset(w, 0, sizeof(*w));
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&w->loop), LI_OK);
	peer_setup(&w->peer, w->loop, theirs);
	w->peer.take = take;
	w->peer.data = w;
	d.port = w->peer.at.port;
	CU_ASSERT_EQUAL_FATAL(li_link_new(w->loop, &d, options, &ports,
				      &w->link),
		LI_OK);
	li_link_set_creds(w->link, ours);
}

static inline void setup_as(struct world *w,
	const struct li_link_options *options,
	const struct li_handover *handover)
{
	setup_behind(w, options, handover, 0);
}

static inline void setup(struct world *w, const struct li_link_options *options,
	enum li_format format, enum li_scheme scheme)
{
	setup_as(w, options,
		&(struct li_handover){.format = format,
			.scheme = scheme,
			.delivery_country = "NL"});
}

static inline void teardown(struct world *w)
{
	li_link_free(w->link);
	peer_teardown(&w->peer);
	li_loop_free(w->loop);
}

static inline void run(struct world *w, const size_t *what, size_t n)
{
	const int64_t until = li_clock_mono_us() + (what ? 5000000 : 50000);

	while (li_clock_mono_us() < until && (!what || *what < n)) {
		li_link_wake(w->link);
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
	}
	if (what)
		CU_ASSERT_TRUE(*what >= n);
}

#endif
