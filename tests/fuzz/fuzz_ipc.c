/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, a message between our programs lies inside its stream,
 * and what was read from one gives the same octets when it is written again.
 */
#include "fuzz.h"
#include "ipc/admin.h"
#include "ipc/cx_feed.h"
#include "model/iri.h"
#include "model/ladder.h"
#include "model/pack.h"

/* Is this what a writer made, after the head of a message? */
static void same(struct li_buf *written, struct li_slice body, size_t head)
{
	FUZZ_CHECK(li_buf_check(written) == LI_OK);
	FUZZ_CHECK(li_slice_eq(li_slice_sub(li_buf_slice(written), head,
				       written->n),
		body));
	li_buf_fini(written);
}

static void messages(struct li_slice body)
{
	struct li_admin_request request;
	struct li_admin_reply reply;
	struct li_cx_record record;
	struct li_buf b = {0};

	if (li_cx_record_get(body, &record) == LI_OK) {
		li_cx_record_put(&b, &record);
		same(&b, body, LI_IPC_HEAD);
	}
	if (li_admin_request_get(body, &request) == LI_OK) {
		li_admin_request_put(&b, &request);
		same(&b, body, LI_IPC_HEAD);
	}
	if (li_admin_reply_get(body, &reply) == LI_OK) {
		li_admin_reply_put(&b, &reply);
		same(&b, body, LI_IPC_HEAD);
	}
}

/* Of an HSS's event: who goes down too, how many identities came and left. */
enum { COUNTS = 4 + 1 + 1 };

/* Octets that the forms before this one are without: the first is without that
 * which says "repeat", the first two without those counts. */
static size_t without(uint8_t form, enum li_iri_kind kind)
{
	bool hss = kind >= LI_IRI_HSS_SERVING_SYSTEM &&
		kind <= LI_IRI_HSS_LOCATION_INFORMATION_REQUEST;

	return (size_t)(form < 2) + (form < 3 && hss ? COUNTS : 0);
}

/* A record of whatever form is written in the present one, which lasts. */
static void record(struct li_slice s)
{
	struct li_buf b = {0}, c = {0};
	struct li_iri iri;

	if (li_iri_unpack(s, &iri) != LI_OK)
		return;
	li_iri_pack(&iri, &b);
	FUZZ_CHECK(li_buf_check(&b) == LI_OK);
	FUZZ_CHECK(b.n == s.n + without(s.p[0], iri.kind));
	FUZZ_CHECK(li_iri_unpack(li_buf_slice(&b), &iri) == LI_OK);
	li_iri_pack(&iri, &c);
	same(&c, li_buf_slice(&b), 0);
	li_buf_fini(&b);
}

/* Of a task's sessions, and of one of them. */
static void looks(struct li_slice s)
{
	struct li_session_sum sum;
	struct li_buf b = {0};
	struct li_rung rung;

	if (li_session_sum_unpack(s, &sum) == LI_OK) {
		FUZZ_CHECK(strlen(sum.method) < sizeof(sum.method));
		li_session_sum_pack(&b, &sum);
		same(&b, s, 0);
	}
	if (li_rung_unpack(s, &rung) == LI_OK) {
		FUZZ_CHECK(strlen(rung.method) < sizeof(rung.method));
		li_rung_pack(&b, &rung);
		same(&b, s, 0);
	}
}

static void nouns(struct li_slice s)
{
	struct li_destination destination;
	struct li_buf b = {0};
	struct li_task task;

	if (li_unpack_destination(s, &destination) == LI_OK) {
		li_pack_destination(&b, &destination);
		same(&b, s, 0);
	}
	if (li_unpack_task(s, &task) == LI_OK) {
		li_pack_task(&b, &task);
		FUZZ_CHECK(b.n == s.n); /* any true octet becomes 1 */
		li_buf_fini(&b);
	}
	record(s);
	looks(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice octets = li_slice(data, size);
	struct li_ipc_message m;

	if (li_ipc_next(octets, &m) == LI_OK) {
		FUZZ_CHECK(m.octets >= LI_IPC_HEAD && m.octets <= size);
		FUZZ_CHECK(m.body.n == m.octets - LI_IPC_HEAD);
		messages(m.body);
	}
	nouns(octets);
	return 0;
}
