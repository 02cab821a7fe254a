/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz_sink - a connection to lmisf-sink: whatever comes, each PDU of it ends
 * within it, and is read, printed, tracked, checked and answered within bounds.
 */
#include "fuzz.h"
#include "lmisf-sink/answer.h"
#include "lmisf-sink/check.h"
#include "lmisf-sink/gap.h"
#include "lmisf-sink/record.h"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};
static struct li_arena arena;
static FILE *nowhere;

static void show(const struct stream_pdu *pdu, size_t part, bool x2)
{
	static struct record r;
	const struct record_reader with = {&arena, &secret};
	li_err err;

	r = (struct record){.format = "?", .event = "?"};
	err = x2 ? record_read_x2(&r, &pdu->x2, &with)
		 : record_read_hi2(&r, pdu, part, &with);
	if (err != LI_OK)
		return;
	FUZZ_CHECK(record_show_json(&r, nowhere) == LI_OK);
	FUZZ_CHECK(record_show_text(&r, nowhere) == LI_OK);
}

static void check(struct checker *checker, struct track *track,
	const struct stream_pdu *pdu)
{
	const struct li_psp *psp = &pdu->psp;
	enum check_verdict check_verdict = CHECK_MISSING;
	enum track_verdict verdict;

	if (psp->kind == LI_PSP_CIN_RESET)
		FUZZ_CHECK(track_reset(track, psp) == LI_OK);
	else if (psp->kind == LI_PSP_IRI)
		FUZZ_CHECK(
			track_hi2(track, psp, pdu->octets, &verdict) == LI_OK);
	else if (psp->kind == LI_PSP_INTEGRITY)
		FUZZ_CHECK(check_judge(checker, psp, &check_verdict) == LI_OK &&
			check_name(check_verdict) != NULL &&
			track_hi2(track, psp, pdu->octets, &verdict) == LI_OK);
	FUZZ_CHECK(check_keep(checker, psp, pdu->octets) == LI_OK);
}

static void say(const struct track_gap *gap, void *data)
{
	(void)data;
	FUZZ_CHECK(gap->missing > 0);
	gap_say(gap, nowhere);
	FUZZ_CHECK(gap_show_json(gap, nowhere) == LI_OK);
}

static void take(struct checker *checker, struct track *track,
	enum stream_format format, const struct stream_pdu *pdu,
	struct answer_options *options)
{
	struct li_buf said = {0};
	enum track_verdict verdict;

	if (format == STREAM_X2) {
		show(pdu, 0, true);
		FUZZ_CHECK(track_x2(track, &pdu->x2, pdu->octets, &verdict) ==
			LI_OK);
	} else if (pdu->err == LI_OK) {
		for (size_t i = 0; i <= pdu->psp.record_count; i++)
			show(pdu, i, false);
		check(checker, track, pdu);
	}
	FUZZ_CHECK(answer(format, pdu, 0, options, &said) == LI_OK);
	if (said.n > 0 && answer_confirms(format, pdu))
		FUZZ_CHECK(said.n >= LI_X2_KEEPALIVE || format == STREAM_HI2);
	li_buf_fini(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct stream_pdu pdu;
	struct li_slice rest = li_slice(data, size);
	enum stream_format format = STREAM_AUTO;
	struct track *track = NULL;
	struct checker checker = {0};
	struct answer_options options = {0};

	if (!nowhere)
		nowhere = fopen("/dev/null", "we");
	FUZZ_CHECK(nowhere && track_new(&track) == LI_OK);
	FUZZ_CHECK(keep_new(&checker.keep) == LI_OK);
	checker.track = track;
	while (stream_next(&format, rest, &arena, &pdu) == LI_OK) {
		FUZZ_CHECK(pdu.octets.p == rest.p && pdu.octets.n > 0 &&
			pdu.octets.n <= rest.n);
		take(&checker, track, format, &pdu, &options);
		rest = li_slice_sub(rest, pdu.octets.n, rest.n);
	}
	(void)track_gaps(track, false, say, NULL);
	keep_free(checker.keep);
	track_free(track);
	li_arena_fini(&arena);
	return 0;
}
