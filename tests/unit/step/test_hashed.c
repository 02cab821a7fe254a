/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen/digest.h"
#include "step/one.h"

static void put_as(enum li_id_kind kind, const char *who)
{
	struct li_task task = kit_task(1, LI_ID_IMPU, ALICE);
	const struct li_identity id = kit_identity(kind, who);
	struct li_hashed h = {.kind = kind,
		.type = "impu",
		.context = {.algorithm = LI_HASH_SHA256, .salt_n = 8}};

	CU_ASSERT_EQUAL(li_digest_identity(&h.context, &id, h.digest), LI_OK);
	CU_ASSERT_EQUAL(li_hashed_write(&h, &task.targets[0]), LI_OK);
	CU_ASSERT_EQUAL(li_step_put(step, &task), LI_OK);
}

static void put(const char *who)
{
	put_as(LI_ID_IMPU, who);
}

/* Octets that last. */
static struct li_slice keep(struct li_slice state)
{
	static uint8_t room[4096];

	CU_ASSERT_TRUE_FATAL(state.n > 0 && state.n <= sizeof(room));
	memcpy(room, state.p, state.n);
	return li_slice(room, state.n);
}

static struct li_event in_dialog(enum li_sip_method method)
{
	struct li_event e = kit_call(method, 0, "b");

	e.sip.cseq = 2;
	return e;
}

/* A call that was there before the task is told of from the first message in it
 * that names the target. TS 103 221-1 cl. D.2.1; TS 33.128 cl. 7.12.4.2.2 */
static void test_hashed__is_found_in_a_call_under_way(void)
{
	with(NULL, 0);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	take(kit_call(LI_SIP_INVITE, 200, "b"));
	put(ALICE);
	take(in_dialog(LI_SIP_INFO));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_EQUAL(product.iris[0].kind, LI_IRI_START_OF_INTERCEPTION);
	CU_ASSERT_EQUAL(product.iris[1].kind, LI_IRI_IMS_MESSAGE);
	CU_ASSERT_EQUAL(product.iris[1].direction, LI_DIRECTION_FROM_TARGET);
	CU_ASSERT_STRING_EQUAL(product.iris[1].matched[0].text, ALICE);
	take(in_dialog(LI_SIP_BYE));
	CU_ASSERT_EQUAL(product.iri_count, 1);
}

/* TS 33.128 cl. 7.2.4.3.3 */
static void test_hashed__is_told_as_registered_when_it_is_found(void)
{
	with(NULL, 0);
	take(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	put(ALICE);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_EQUAL(product.iris[0].kind, LI_IRI_REGISTERED_TARGET);
	CU_ASSERT_EQUAL(product.iris[1].kind, LI_IRI_IMS_MESSAGE);
}

/* Alice registers for an hour. */
static void registers(void)
{
	struct li_event ok = kit_register(200, 1, NULL);

	take(kit_register(0, 1, IMPI));
	kit_contact(&ok, "sip:alice@192.0.2.1", NULL, 3600);
	take(ok);
}

/* A call names no IMPI: whoever registered before the task came is found by who
 * takes part. TS 33.128 cl. 7.12.2.8 */
static void test_hashed__is_found_by_an_earlier_registration(void)
{
	with(NULL, 0);
	registers();
	put_as(LI_ID_IMPI, IMPI);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 1);
	CU_ASSERT_EQUAL(product.iris[0].kind, LI_IRI_IMS_MESSAGE);
	CU_ASSERT_STRING_EQUAL(product.iris[0].matched[0].text, IMPI);
}

/* After a restart the digest is all that the task has: a registration that
 * comes back says whose it is. TS 33.107 cl. 20.1.3.3 */
static void test_hashed__stays_found_with_its_registration(void)
{
	struct li_slice state;

	with(NULL, 0);
	put_as(LI_ID_IMPI, IMPI);
	registers();
	CU_ASSERT_EQUAL_FATAL(product.reg_count, 1);
	state = keep(product.regs[0].mirror);
	with(NULL, 0);
	put_as(LI_ID_IMPI, IMPI);
	CU_ASSERT_EQUAL(li_step_restore_user(step, state, 1000), LI_OK);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(product.iri_count, 1);
	/* Of a task that ended meanwhile it says nothing. */
	with(NULL, 0);
	CU_ASSERT_EQUAL(li_step_restore_user(step, state, 1000), LI_OK);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(product.iri_count, 0);
}

static struct li_event anonymous(enum li_sip_method method)
{
	struct li_event e = kit_sip(method, 0, "call");

	kit_party(&e, LI_ROLE_FROM, "sip:anonymous@anonymous.invalid");
	kit_party(&e, LI_ROLE_TO, BOB);
	if (method == LI_SIP_INVITE)
		kit_party(&e, LI_ROLE_P_ASSERTED, ALICE);
	else
		e.sip.to_tag = li_slice_str("b");
	return e;
}

/* Once it is under way a call may name nobody. TS 33.107 cl. 20.1.3.3 */
static void test_hashed__stays_found_with_its_call(void)
{
	struct li_event ok = anonymous(LI_SIP_BYE);
	struct li_slice state;

	with(NULL, 0);
	put(ALICE);
	take(anonymous(LI_SIP_INVITE));
	ok.sip.method = LI_SIP_INVITE;
	ok.sip.is_request = false;
	ok.sip.status = 200;
	take(ok);
	CU_ASSERT_EQUAL_FATAL(product.session_count, 1);
	state = keep(product.sessions[0].mirror);
	with(NULL, 0);
	put(ALICE);
	CU_ASSERT_EQUAL(li_step_restore_session(step, state, 1000, 1000),
		LI_OK);
	take(anonymous(LI_SIP_BYE));
	/* In front of it what the store knows to be told already. */
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_EQUAL(product.iris[1].kind, LI_IRI_IMS_MESSAGE);
	for (size_t n = 0; n < state.n; n++) {
		with(NULL, 0);
		CU_ASSERT_NOT_EQUAL(li_step_restore_session(step,
					    li_slice_sub(state, 0, n), 1000,
					    1000),
			LI_OK);
	}
}

static void test_hashed__is_nobody_else(void)
{
	with(NULL, 0);
	put(CAROL);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(product.iri_count, 0);
	take(in_dialog(LI_SIP_BYE));
	CU_ASSERT_EQUAL(product.iri_count, 0);
	li_step_free(step);
	step = NULL;
	li_arena_fini(&arena);
}

UNIT_MAIN("step.hashed", UNIT_TEST(test_hashed__is_found_in_a_call_under_way),
	UNIT_TEST(test_hashed__is_told_as_registered_when_it_is_found),
	UNIT_TEST(test_hashed__is_found_by_an_earlier_registration),
	UNIT_TEST(test_hashed__stays_found_with_its_registration),
	UNIT_TEST(test_hashed__stays_found_with_its_call),
	UNIT_TEST(test_hashed__is_nobody_else))
