/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/checked.h"
#include "unit.h"

static struct li_admin_checked some(size_t count)
{
	struct li_admin_checked m = {.did = {{7}}, .count = count};

	for (size_t i = 0; i < count; i++) {
		m.list[i] = (struct li_checked){.stream = (int64_t)i + 1,
			.checks = UINT32_MAX - (uint32_t)i,
			.signatures = (uint32_t)i,
			.open = 2 * (uint32_t)i};
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
			CU_ASSERT_EQUAL(out.list[i].open, in.list[i].open);
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

static struct li_checking going(size_t i)
{
	struct li_checking c = {.stream = (int64_t)i + 1,
		.task = INT64_MAX,
		.place = -1,
		.at_us = 1700000000123456,
		.liid = "LIID-1",
		.signature = i % 2,
		.cin = UINT32_MAX,
		.number = (uint32_t)i,
		.first = 5,
		.last = UINT32_MAX,
		.pdu = li_slice_str("octets of it")};

	memset(c.value, (int)i, sizeof(c.value));
	return c;
}

static bool same(const struct li_checking *a, const struct li_checking *b)
{
	return a->stream == b->stream && a->task == b->task &&
		a->place == b->place && a->at_us == b->at_us &&
		strcmp(a->liid, b->liid) == 0 && a->signature == b->signature &&
		a->cin == b->cin && a->number == b->number &&
		a->first == b->first && a->last == b->last &&
		li_slice_eq(a->pdu, b->pdu) &&
		memcmp(a->value, b->value, sizeof(a->value)) == 0;
}

static void put_going(struct li_buf *body, size_t count)
{
	struct li_admin_checking in = {.did = {{7}}, .count = count};

	for (size_t i = 0; i < count; i++)
		in.list[i] = going(i);
	li_admin_checking_put(body, &in);
}

static void test_checked__comes_back_with_what_is_to_go(void)
{
	for (size_t count = 0; count <= LI_CHECKING_MAX; count += 8) {
		struct li_admin_checking out;
		struct li_buf body = {0};

		put_going(&body, count);
		CU_ASSERT_EQUAL_FATAL(li_admin_checking_get(li_buf_slice(&body),
					      &out),
			LI_OK);
		CU_ASSERT_EQUAL(out.did.octet[0], 7);
		CU_ASSERT_EQUAL_FATAL(out.count, count);
		for (size_t i = 0; i < count; i++) {
			const struct li_checking c = going(i);

			CU_ASSERT_TRUE(same(&out.list[i], &c));
		}
		li_buf_fini(&body);
	}
}

static li_err get(const struct li_buf *body, size_t n)
{
	struct li_admin_checking out;

	return li_admin_checking_get(li_slice(body->p, n), &out);
}

static void test_checked__refuses_what_cannot_go(void)
{
	struct li_checking wrong[] = {going(0), going(0), going(0)};
	struct li_buf body = {0}, large = {0};
	size_t none;

	put_going(&body, 0);
	none = body.n;
	li_buf_reset(&body);
	put_going(&body, 1);
	for (size_t n = 0; n < body.n; n++)
		if (n != none)
			CU_ASSERT_EQUAL(get(&body, n), LI_EMALFORMED);
	put_going(&large, LI_CHECKING_MAX);
	li_pack_checking(&large, &wrong[0]);
	CU_ASSERT_EQUAL(get(&large, large.n), LI_EMALFORMED);
	li_buf_reset(&large);
	CU_ASSERT_PTR_NOT_NULL_FATAL(
		li_buf_reserve(&large, LI_CHECKING_PDU_MAX + 1));
	memset(large.p, 0, LI_CHECKING_PDU_MAX + 1);
	wrong[0].pdu = li_slice(large.p, LI_CHECKING_PDU_MAX + 1);
	wrong[1].pdu = li_slice(large.p, 0);
	memset(wrong[2].liid, 'L', sizeof(wrong[2].liid) - 1);
	for (size_t i = 0; i < 3; i++) {
		body.n = none;
		li_pack_checking(&body, &wrong[i]);
		CU_ASSERT_EQUAL(get(&body, body.n),
			i < 2 ? LI_EMALFORMED : LI_OK);
	}
	li_buf_fini(&body);
	li_buf_fini(&large);
}

UNIT_MAIN("ipc.checked", UNIT_TEST(test_checked__comes_back),
	UNIT_TEST(test_checked__refuses_what_is_cut_or_too_much),
	UNIT_TEST(test_checked__comes_back_with_what_is_to_go),
	UNIT_TEST(test_checked__refuses_what_cannot_go))
