/* SPDX-License-Identifier: BSD-3-Clause
 *
 * check_world.h - integrity checks that are made, and what goes.
 */
#ifndef UNIT_DELIVER_CHECK_WORLD_H
#define UNIT_DELIVER_CHECK_WORLD_H

#include <stdio.h>

#include "deliver/check.h"
#include "store/digest.h"
#include "unit.h"

enum { MADE_MAX = 1024 };

/* The checks that were due, in order. */
struct made {
	struct {
		char liid[26];
		uint32_t cin, sequence, first, last;
		size_t count;
		bool signature;
		int64_t at_us;
		uint8_t value[LI_SHA256]; /* the last one of a signature */
	} of[MADE_MAX];
	size_t count;
	bool signs;   /* signatures are due too */
	bool refuses; /* none can be made */
};

static inline li_err keep(const struct li_psp_head *head,
	const struct li_psp_check *check, struct li_buf *out, void *data)
{
	struct made *m = data;

	if (m->refuses && check->signature)
		return LI_EIO;
	li_buf_printf(out, "<%s%u %u>", check->signature ? "sign " : "",
		head->has_cin ? head->cin : 0, head->sequence);

	CU_ASSERT_FATAL(m->count < MADE_MAX);
	CU_ASSERT(!check->signature || m->signs);
	CU_ASSERT_EQUAL_FATAL(check->value.n,
		check->signature ? check->count * LI_SHA256 : LI_SHA256);
	m->of[m->count].signature = check->signature;
	li_slice_copy(head->liid, m->of[m->count].liid,
		sizeof(m->of[m->count].liid));
	m->of[m->count].cin = head->has_cin ? head->cin : 0;
	m->of[m->count].sequence = head->sequence;
	m->of[m->count].at_us = head->at_us;
	m->of[m->count].first = check->numbers[0];
	m->of[m->count].last = check->numbers[check->count - 1];
	m->of[m->count].count = check->count;
	memcpy(m->of[m->count].value,
		check->value.p + check->value.n - LI_SHA256, LI_SHA256);
	m->count++;
	return li_buf_check(out);
}

/* What went: "(RECORD)" and "<CIN NUMBER>". */
static struct li_buf went;

static inline bool went_is(const char *text)
{
	const bool same = li_slice_is(li_buf_slice(&went), text);

	if (!same)
		printf("went: %.*s\n", (int)went.n, (const char *)went.p);
	li_buf_reset(&went);
	return same;
}

/* What is kept of each CIN up to KEPT. */
enum { KEPT = 8 };

static struct keeps {
	struct li_checked of[KEPT];
	size_t reads, told;
	bool kept;
	bool waits; /* a check is to wait until it is kept */
	uint64_t keeping;
	char said
		[256]; /* what was to be kept: "hash LIID CIN at PLACE: 0-3 PDU\n" */
} keeps;

static inline li_err keep_check(void *data, const struct li_checking *c,
	uint64_t *keeping)
{
	struct keeps *k = data;
	const size_t n = strlen(k->said);

	*keeping = k->waits ? ++k->keeping : 0;
	snprintf(k->said + n, sizeof(k->said) - n,
		"%s %s %u at %lld: %u-%u %.*s\n",
		c->signature ? "sign" : "hash", c->liid, c->cin,
		(long long)c->place, c->first, c->last, (int)c->pdu.n,
		(const char *)c->pdu.p);
	return LI_OK;
}

static inline li_err read_numbers(void *data, struct li_checked *checked)
{
	struct keeps *k = data;

	k->reads++;
	if (checked->stream < KEPT) {
		checked->checks = k->of[checked->stream].checks;
		checked->signatures = k->of[checked->stream].signatures;
	}
	return LI_OK;
}

static inline void had(void *data, const struct li_checked *checked)
{
	struct keeps *k = data;

	k->told++;
	if (checked->stream < KEPT)
		k->of[checked->stream] = *checked;
}

static inline bool is_kept(void *data)
{
	return ((const struct keeps *)data)->kept;
}

static const struct li_chain_numbers numbers = {keep_check, read_numbers, had,
	is_kept, &keeps};

static inline li_err make(uint32_t every, uint32_t sign, struct made *m,
	struct li_checks **out)
{
	m->signs = sign > 0;
	li_buf_reset(&went);
	keeps = (struct keeps){.kept = true};
	return li_checks_new(&(struct li_checks_options){.fn = keep,
				     .data = m,
				     .every = every,
				     .sign = sign},
		&numbers, out);
}

static inline void add(struct li_checks *c, const char *liid, uint32_t cin,
	uint32_t sequence, const char *text)
{
	struct li_checks_pdu pdu = {.head = {.liid = li_slice_str(liid),
					    .has_cin = cin != 0,
					    .cin = cin,
					    .sequence = sequence},
		.task = 1,
		.place = (int64_t)sequence + 1,
		.stream = cin,
		.start = went.n + 1};

	li_buf_printf(&went, "(%s)", text);
	pdu.end = went.n - 1;
	CU_ASSERT_EQUAL(li_checks_add(c, &pdu, &went), LI_OK);
}

/* Records up to there have gone, or wait no more. */
static int64_t past;

static inline bool is_past(int64_t task, int64_t place, void *data)
{
	CU_ASSERT_EQUAL(task, 1);
	CU_ASSERT_PTR_EQUAL(data, &past);
	return place <= past;
}

static inline void pass(struct li_checks *c, int64_t place)
{
	past = place;
	li_checks_passed(c, is_past, &past, &went);
}

static inline bool hashes(const uint8_t value[static LI_SHA256],
	const char *text)
{
	uint8_t want[LI_SHA256] = {0};
	struct li_digest *d = NULL;

	CU_ASSERT_EQUAL_FATAL(li_digest_new(&d), LI_OK);
	li_digest_add(d, li_slice_str(text));
	li_digest_end(d, want);
	li_digest_free(d);
	return memcmp(value, want, sizeof(want)) == 0;
}

#endif
