/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.127 cl. 8.7: who was refused is in the audit, in one row a minute.
 */
#include <string.h>

#include "unit.h"
#include "x1/refusals.h"

static const int64_t second_us = 1000000;

struct asked {
	size_t notes;
	char detail[256];
	li_err broken; /* the asker gives this instead */
	li_err refused;
};

static li_err ask(void *data, const struct li_admin_request *request,
	struct li_x1_answer *answer)
{
	struct asked *a = data;
	struct li_admin_note note;

	if (a->broken)
		return a->broken;
	CU_ASSERT_EQUAL(request->op, LI_ADMIN_NOTE);
	CU_ASSERT_STRING_EQUAL(request->via, "lmisf-x1d");
	CU_ASSERT_EQUAL_FATAL(li_admin_note_get(request->body, &note), LI_OK);
	CU_ASSERT_STRING_EQUAL(note.action, "x1.refused");
	CU_ASSERT_STRING_EQUAL(note.result, "refused");
	li_slice_copy(note.detail, a->detail, sizeof(a->detail));
	answer->reply.err = a->refused;
	a->notes += !a->refused;
	return LI_OK;
}

static void test_refusals__leave_one_row_a_minute(void)
{
	struct li_x1_refusals_told told = {.next_us = 0};
	struct li_x1_refusals now = {.peers = 0};
	struct asked a = {.notes = 0};

	for (int64_t second = 1; second <= 600; second++) {
		now.peers += 1000;
		now.documents += second % 2 ? 1 : 0;
		CU_ASSERT_EQUAL(li_x1_refusals_tell(&told, &now,
					second * second_us, ask, &a),
			LI_OK);
		if (second == 1)
			CU_ASSERT_STRING_EQUAL(a.detail,
				"peers without a certificate that holds: 1000, "
				"with another's: 0, documents: 1, requests: 0");
	}
	CU_ASSERT_EQUAL(a.notes, 10);
	CU_ASSERT_STRING_EQUAL(a.detail,
		"peers without a certificate that holds: 60000, with "
		"another's: 0, documents: 30, requests: 0");
	now = told.refusals;
	CU_ASSERT_EQUAL(li_x1_refusals_tell(&told, &now, 9000 * second_us, ask,
				&a),
		LI_OK);
	CU_ASSERT_EQUAL(a.notes, 10);
}

static void test_refusals__name_the_certificate_of_a_stranger(void)
{
	struct li_x1_refusals_told told = {.next_us = 0};
	struct li_x1_refusals now = {.strangers = 2,
		.heads = 3,
		.uid = "admf-2"};
	struct asked a = {.notes = 0};

	CU_ASSERT_EQUAL(li_x1_refusals_tell(&told, &now, second_us, ask, &a),
		LI_OK);
	CU_ASSERT_EQUAL(a.notes, 1);
	CU_ASSERT_STRING_EQUAL(a.detail,
		"peers without a certificate that holds: 0, with another's: 2, "
		"documents: 0, requests: 3, the last of them: admf-2");
}

static void test_refusals__are_told_when_lmisfd_is_there_again(void)
{
	struct li_x1_refusals_told told = {.next_us = 0};
	struct li_x1_refusals now = {.peers = 1};
	struct asked a = {.broken = LI_ENOTFOUND};

	CU_ASSERT_EQUAL(li_x1_refusals_tell(&told, &now, second_us, ask, &a),
		LI_ENOTFOUND);
	a.broken = LI_OK;
	a.refused = LI_EDB;
	CU_ASSERT_EQUAL(li_x1_refusals_tell(&told, &now, 2 * second_us, ask,
				&a),
		LI_EDB);
	a.refused = LI_OK;
	CU_ASSERT_EQUAL(li_x1_refusals_tell(&told, &now, 3 * second_us, ask,
				&a),
		LI_OK);
	CU_ASSERT_EQUAL(a.notes, 1);
}

UNIT_MAIN("x1.refusals", UNIT_TEST(test_refusals__leave_one_row_a_minute),
	UNIT_TEST(test_refusals__name_the_certificate_of_a_stranger),
	UNIT_TEST(test_refusals__are_told_when_lmisfd_is_there_again))
