/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hi2_lemf.h - integrity checks of a link, as an agency sees them that keeps what
 * it took when a connection ended.
 */
#ifndef UNIT_DELIVER_HI2_LEMF_H
#define UNIT_DELIVER_HI2_LEMF_H

#include "hi2_world.h"
#include "store/digest.h"

enum { LIIDS = 2, HASH = 1, SIGNATURE = 2, CHECKS_MAX = 64 };

/* What it has of one LIID, by number. */
struct had {
	struct li_buf record[DUE_MAX];
	struct li_buf check[CHECKS_MAX], signature[CHECKS_MAX];
	uint32_t checks, signatures;
	uint32_t again; /* of them, so often one came another time, */
	size_t behind;  /* and the last time behind so many records of all */
	uint32_t by[DUE_MAX]; /* the check that a record is in, and one */
	uint32_t signed_by[CHECKS_MAX];
};

static struct had had[LIIDS];
static size_t pdus, lost_at; /* so many came; that one is lost, with the link */
static struct world w;

static inline struct had *of(const struct li_psp *pdu)
{
	return &had[li_slice_is(pdu->liid, "B")];
}

static inline void forget(void)
{
	for (size_t i = 0; i < LIIDS; i++) {
		for (size_t n = 0; n < DUE_MAX; n++)
			li_buf_fini(&had[i].record[n]);
		for (size_t n = 0; n < CHECKS_MAX; n++) {
			li_buf_fini(&had[i].check[n]);
			li_buf_fini(&had[i].signature[n]);
		}
	}
	memset(had, 0, sizeof(had));
	pdus = lost_at = 0;
}

/* What comes again has the same octets; what is new has the next number.
 * TS 102 232-1 cl. 5.2.5, 6.3.3 */
static inline void keep_one(struct had *h, struct li_buf *list, uint32_t *count,
	const struct li_psp *pdu, struct li_slice octets)
{
	const uint32_t number = pdu->sequence;

	CU_ASSERT_FATAL(number < CHECKS_MAX);
	if (list[number].n) {
		h->again++;
		h->behind = w.peer.count;
		CU_ASSERT_TRUE(
			li_slice_eq(li_buf_slice(&list[number]), octets));
		return;
	}
	CU_ASSERT_EQUAL(number, *count);
	++*count;
	li_buf_put_slice(&list[number], octets);
}

/* Over records that are there, and each in one check alone. */
static inline void verify_hash(struct had *h, const struct li_psp *pdu)
{
	uint8_t value[LI_SHA256];
	struct li_digest *d = NULL;

	CU_ASSERT_EQUAL_FATAL(li_digest_new(&d), LI_OK);
	for (size_t i = 0; i < pdu->checked_count; i++) {
		const uint32_t n = pdu->checked[i];

		CU_ASSERT_FATAL(n < DUE_MAX && h->record[n].n > 0);
		li_digest_add(d, li_buf_slice(&h->record[n]));
		CU_ASSERT_TRUE(!h->by[n] || h->by[n] == pdu->sequence + 1);
		h->by[n] = pdu->sequence + 1;
	}
	li_digest_end(d, value);
	li_digest_free(d);
	CU_ASSERT_TRUE(li_slice_eq(pdu->value, li_slice(value, sizeof(value))));
}

/* Over checks that are there, and each under one signature alone. */
static inline void verify_signature(struct had *h, const struct li_psp *pdu)
{
	for (size_t i = 0; i < pdu->checked_count; i++) {
		const uint32_t n = pdu->checked[i];

		CU_ASSERT_FATAL(n < h->checks);
		CU_ASSERT_TRUE(!h->signed_by[n] ||
			h->signed_by[n] == pdu->sequence + 1);
		h->signed_by[n] = pdu->sequence + 1;
	}
}

static inline void look(const struct li_psp *pdu, struct li_slice octets)
{
	struct had *h = of(pdu);

	if (pdu->kind == LI_PSP_IRI) {
		struct li_buf *r = &h->record[pdu->sequence];

		CU_ASSERT_TRUE(!r->n || li_slice_eq(li_buf_slice(r), octets));
		li_buf_reset(r);
		li_buf_put_slice(r, octets);
	}
	if (pdu->kind != LI_PSP_INTEGRITY)
		return;
	if (pdu->check_type == HASH) {
		verify_hash(h, pdu);
		keep_one(h, h->check, &h->checks, pdu, octets);
	} else {
		CU_ASSERT_EQUAL(pdu->check_type, SIGNATURE);
		verify_signature(h, pdu);
		keep_one(h, h->signature, &h->signatures, pdu, octets);
	}
}

/* All as take(), but that one PDU ends the connection unread. */
static inline size_t take_and_look(struct peer *p, struct li_slice stream)
{
	struct li_arena arena = {0};
	struct li_slice octets;
	struct li_psp pdu;
	size_t size;

	if (li_psp_frame(stream, &size) != LI_OK || size > stream.n)
		return 0;
	if (++pdus == lost_at) {
		p->hang_up = true;
		return size;
	}
	octets = li_slice_sub(stream, 0, size);
	CU_ASSERT_EQUAL_FATAL(li_psp_decode(octets, &arena, &pdu), LI_OK);
	look(&pdu, octets);
	li_arena_fini(&arena);
	return take(p, stream);
}

#endif
