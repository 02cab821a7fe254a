/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz_xiri - a payload of format 2: what was read is written and read again
 * as the same.
 */
#include "encode/xiri.h"
#include "fuzz.h"

static void again(const struct li_xiri *x, struct li_arena *arena)
{
	struct li_iri iri = {
		.kind = LI_IRI_IMS_MESSAGE,
		.sip = x->sip,
		.session = x->session,
		.from = x->from,
		.to = x->to,
		.modifications = x->modifications,
	};
	struct li_buf out = {0};
	struct li_xiri y;

	if (li_xiri_encode(&iri, &out) == LI_OK) {
		FUZZ_CHECK(
			li_xiri_decode(li_buf_slice(&out), arena, &y) == LI_OK);
		FUZZ_CHECK(li_slice_eq(x->sip, y.sip) &&
			x->session == y.session &&
			x->modifications == y.modifications &&
			memcmp(x->from.ip, y.from.ip, 16) == 0 &&
			memcmp(x->to.ip, y.to.ip, 16) == 0);
	}
	li_buf_fini(&out);
}

/* TS 33.128 cl. 7.12.4.2.2: what was read once is written so again. */
static void start_again(const struct li_xiri_start *x, struct li_arena *arena)
{
	struct li_iri iri = {
		.kind = LI_IRI_START_OF_INTERCEPTION,
		.session = LI_SESSION_INDETERMINATE,
		.originating_count = x->originating_count,
		.terminating = x->terminating,
		.diversion = x->diversion,
		.offer = x->offer,
		.answer = x->answer,
	};
	struct li_buf out = {0};
	struct li_xiri y;

	memcpy(iri.originating, x->originating, sizeof(iri.originating));
	if (li_xiri_encode(&iri, &out) == LI_OK) {
		FUZZ_CHECK(
			li_xiri_decode(li_buf_slice(&out), arena, &y) == LI_OK);
		FUZZ_CHECK(y.event == LI_XIRI_ACTIVE_SESSION &&
			y.start.originating_count > 0 &&
			y.start.terminating.n > 0 &&
			y.start.offer.n + y.start.answer.n ==
				x->offer.n + x->answer.n);
	}
	li_buf_fini(&out);
}

/* TS 33.128 cl. 7.2.4.3.3: likewise. */
static void registered_again(const struct li_xiri_registered *x,
	struct li_arena *arena)
{
	static struct li_iri iri;
	struct li_buf out = {0};
	struct li_xiri y;

	iri = (struct li_iri){.kind = LI_IRI_REGISTERED_TARGET,
		.status = (enum li_ims_status)x->status};
	for (size_t i = 0; i < x->count; i++) {
		struct li_identity *id = &iri.others[iri.other_count];

		if (iri.other_count == LI_IRI_IDENTITIES_MAX ||
			x->ids[i].text.n > LI_ID_MAX)
			continue;
		id->kind = x->ids[i].kind;
		id->len = (uint16_t)x->ids[i].text.n;
		memcpy(id->text, x->ids[i].text.p, id->len);
		iri.other_count++;
	}
	if (li_xiri_encode(&iri, &out) == LI_OK) {
		FUZZ_CHECK(
			li_xiri_decode(li_buf_slice(&out), arena, &y) == LI_OK);
		FUZZ_CHECK(y.event == LI_XIRI_REGISTERED_TARGET &&
			y.registered.count > 0 &&
			y.registered.status == x->status);
	}
	li_buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_arena arena = {0};
	struct li_xiri x;

	if (li_xiri_decode(li_slice(data, size), &arena, &x) == LI_OK) {
		if (x.event == LI_XIRI_IMS_MESSAGE && x.sip.n)
			again(&x, &arena);
		if (x.event == LI_XIRI_ACTIVE_SESSION)
			start_again(&x.start, &arena);
		if (x.event == LI_XIRI_REGISTERED_TARGET)
			registered_again(&x.registered, &arena);
	}
	li_arena_fini(&arena);
	return 0;
}
