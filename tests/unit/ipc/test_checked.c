/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/checked.h"
#include "unit.h"

static struct li_admin_checked some(size_t count)
{
	struct li_admin_checked m = {.did = {{7}}, .count = count};

	for (size_t i = 0; i < count; i++) {
		m.list[i] = (struct li_checked){.stream = (int64_t)i + 1,
			.checks = UINT32_MAX - (uint32_t)i,
			.signatures = (uint32_t)i};
		snprintf(m.list[i].liid, sizeof(m.list[i].liid), "LIID-%zu", i);
	}
	return m;
}

static void test_checked__comes_back(void)
{
	for (size_t count = 0; count <= LI_CHECKED_MAX; count += 16) {
		const struct li_admin_checked in = some(count);
		struct li_admin_checked out;
		struct li_buf body = {0};

		li_admin_checked_put(&body, &in);
		CU_ASSERT_EQUAL_FATAL(li_admin_checked_get(li_buf_slice(&body),
					      &out),
			LI_OK);
		CU_ASSERT_TRUE(li_uuid_eq(&out.did, &in.did));
		CU_ASSERT_EQUAL_FATAL(out.count, count);
		for (size_t i = 0; i < count; i++) {
			CU_ASSERT_EQUAL(out.list[i].stream, in.list[i].stream);
			CU_ASSERT_STRING_EQUAL(out.list[i].liid,
				in.list[i].liid);
			CU_ASSERT_EQUAL(out.list[i].checks, in.list[i].checks);
			CU_ASSERT_EQUAL(out.list[i].signatures,
				in.list[i].signatures);
		}
		li_buf_fini(&body);
	}
}

static void test_checked__refuses_what_is_cut_or_too_much(void)
{
	const struct li_admin_checked in = some(1), most = some(LI_CHECKED_MAX);
	struct li_admin_checked out;
	struct li_buf body = {0}, more = {0};

	li_admin_checked_put(&body, &in);
	for (size_t n = 0; n < body.n; n++)
		if (n != sizeof(in.did.octet)) /* of nothing */
			CU_ASSERT_EQUAL(li_admin_checked_get(li_slice(body.p,
								     n),
						&out),
				LI_EMALFORMED);
	li_admin_checked_put(&more, &most);
	li_buf_put_slice(&more,
		li_slice_sub(li_buf_slice(&body), sizeof(in.did.octet),
			body.n));
	CU_ASSERT_EQUAL(li_admin_checked_get(li_buf_slice(&more), &out),
		LI_EMALFORMED);
	li_buf_fini(&body);
	li_buf_fini(&more);
}

UNIT_MAIN("ipc.checked", UNIT_TEST(test_checked__comes_back),
	UNIT_TEST(test_checked__refuses_what_is_cut_or_too_much))
