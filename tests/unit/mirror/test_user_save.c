/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"

enum { AT_US = 1750000000 };

static struct li_buf saved;

static const struct li_identity *alice(void)
{
	static struct li_identity id;

	id = kit_identity(LI_ID_IMPU, ALICE);
	return &id;
}

/* A SAR of alice with a profile and who serves her. */
static struct li_event assigned(void)
{
	struct li_event e = kit_cx(LI_CX_SAR, 1, "two@ims.example", ALICE);

	e.cx.server_name = li_slice_str("sip:scscf.ims.example");
	e.cx.origin_host = li_slice_str("scscf.ims.example");
	kit_party(&e, LI_ROLE_CX_USER_DATA, CAROL);
	e.parties[e.party_count - 1].flags = LI_PARTY_BARRED;
	kit_party(&e, LI_ROLE_CX_USER_DATA, ALICE);
	return e;
}

/* alice with a device, a shared IMPU, a GRUU, and what Cx said. */
static void registered(void)
{
	struct li_event e = kit_register(200, 1, NULL);

	fresh_usual();
	apply(assigned());
	apply(kit_register(0, 1, IMPI));
	kit_contact(&e, HERE, IMEI, 600);
	e.sip.contacts[0].pub_gruu = li_slice_str("sip:a@ims.example;gr=1");
	kit_party(&e, LI_ROLE_P_ASSOCIATED, "tel:+15551230001");
	apply(e);
	li_buf_reset(&saved);
	li_mirror_save_user(mirror, alice(), (int64_t)AT_US * 1000000, &saved);
	CU_ASSERT_FALSE(saved.bad);
}

static li_err load(struct li_slice octets, int64_t later_s)
{
	return li_mirror_load_user(mirror, alice(), octets,
		((int64_t)AT_US + later_s) * 1000000);
}

static void test_user_save__comes_back_as_it_was(void)
{
	uint64_t before;

	registered();
	before = li_user_digest(mirror);
	fresh_usual();
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 0), LI_OK);
	CU_ASSERT_EQUAL(counts().registrations, 2);
	CU_ASSERT_EQUAL(li_user_digest(mirror), before);
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 0), LI_EEXIST);
	CU_ASSERT_EQUAL(li_user_digest(mirror), before);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	CU_ASSERT_TRUE(known(LI_ID_IMEI, IMEI, LI_ROLE_REGISTRATION));
}

/* TS 33.108 table 7.9, TS 33.128 cl. 7.2.4.3.3: what the HSS said stays */
static void test_user_save__keeps_where_and_how_the_hss_knows_it(void)
{
	struct li_event uar = kit_cx(LI_CX_UAR, -1, IMPI, ALICE);
	struct li_event end = kit_cx(LI_CX_SAR, 5, IMPI, ALICE);
	bool again = false;

	fresh_usual();
	uar.cx.visited_network = li_slice_str("one.example");
	apply(uar);
	apply(kit_cx(LI_CX_SAR, 2, IMPI, ALICE));
	uar.cx.visited_network = li_slice_str("two.example");
	apply(uar);
	li_buf_reset(&saved);
	li_mirror_save_user(mirror, alice(), (int64_t)AT_US * 1000000, &saved);
	fresh_usual();
	CU_ASSERT_EQUAL_FATAL(load(li_buf_slice(&saved), 0), LI_OK);
	CU_ASSERT_EQUAL(li_mirror_registered(mirror, alice(), 1, &again),
		LI_REG_REGISTERED);
	CU_ASSERT_TRUE(again);
	apply(uar);
	CU_ASSERT_FALSE(change.visited_changed);
	apply(end);
	CU_ASSERT_TRUE(li_slice_is(change.visited, "one.example"));
}

/* What was saved before profiles were known is read still. */
static void test_user_save__reads_the_version_before(void)
{
	static const uint8_t before[] = {1, 1,               /* one user */
		0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, /* .., one set */
		5, 'a', '@', 'i', 'm', 's', 1, 3, 1, 9, 's', 'i', 'p', ':', 'a',
		'@', 'i', 'm', 's', 0};

	fresh_usual();
	CU_ASSERT_EQUAL(load(li_slice(before, sizeof(before)), 0), LI_OK);
	apply(kit_cx(LI_CX_LIR, -1, "a@ims", "sip:a@ims"));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
}

/* A user's flags once said too that Cx had registered it. The IMPUs say so: a
 * flag without them is no registration. TS 33.128 cl. 7.2.4.3.3 */
static void test_user_save__reads_a_flag_that_is_no_more(void)
{
	enum { FLAGS_AT = 10, BY_CX = 1 << 1 };
	bool again;

	registered();
	CU_ASSERT_EQUAL(saved.p[FLAGS_AT] & BY_CX, 0);
	saved.p[FLAGS_AT] |= BY_CX;
	fresh_usual();
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 0), LI_OK);
	CU_ASSERT_EQUAL(li_mirror_registered(mirror, alice(), 1, &again),
		LI_REG_REGISTERED);
	fresh_usual();
	apply(kit_register(0, 1, IMPI));
	apply(kit_register(200, 1, NULL));
	li_buf_reset(&saved);
	li_mirror_save_user(mirror, alice(), (int64_t)AT_US * 1000000, &saved);
	saved.p[FLAGS_AT] |= BY_CX;
	fresh_usual();
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 0), LI_OK);
	CU_ASSERT_EQUAL(li_mirror_registered(mirror, alice(), 1, &again),
		LI_REG_NONE);
}

/* RFC 3261 cl. 10.3: it ends when it would have ended. */
/* An IMPU that was kept before addresses had one form. RFC 5954 cl. 4.2 */
static void test_user_save__gives_what_was_kept_its_present_form(void)
{
	static const char now[] = "0:1:2:3:4:5:6:7", was[] = "::1:2:3:4:5:6:7";
	struct li_event e = kit_register(200, 1, NULL);
	uint64_t before;
	char *at;

	fresh_usual();
	apply(kit_register(0, 1, IMPI));
	kit_contact(&e, HERE, IMEI, 600);
	kit_party(&e, LI_ROLE_P_ASSOCIATED, "sip:a@[0:1:2:3:4:5:6:7]");
	apply(e);
	before = li_user_digest(mirror);
	li_buf_reset(&saved);
	li_mirror_save_user(mirror, alice(), (int64_t)AT_US * 1000000, &saved);
	at = memmem(saved.p, saved.n, now, sizeof(now) - 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	memcpy(at, was, sizeof(was) - 1);
	fresh_usual();
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 0), LI_OK);
	CU_ASSERT_EQUAL(li_user_digest(mirror), before);
}

static void test_user_save__keeps_its_time(void)
{
	registered();
	fresh_usual();
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 500), LI_OK);
	pass(98);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMEI, IMEI, LI_ROLE_REGISTRATION));
	pass(4);
	apply(kit_sip(LI_SIP_MESSAGE, 0, "other"));
	apply(kit_cx(LI_CX_LIR, -1, IMPI, ALICE));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
}

static void test_user_save__takes_no_wrong_octets(void)
{
	struct li_slice all;
	size_t taken = 0;
	uint64_t empty;

	registered();
	fresh_usual();
	empty = li_user_digest(mirror);
	all = li_buf_slice(&saved);
	for (size_t n = 0; n < all.n; n++)
		taken += load(li_slice_sub(all, 0, n), 0) == LI_OK;
	CU_ASSERT_EQUAL(taken, 0);
	li_buf_put_u8(&saved, 0);
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 0), LI_EMALFORMED);
	saved.n--;
	saved.p[0]++;
	CU_ASSERT_EQUAL(load(li_buf_slice(&saved), 0), LI_EMALFORMED);
	saved.p[0]--;
	CU_ASSERT_EQUAL(counts().registrations, 0);
	CU_ASSERT_EQUAL(li_user_digest(mirror), empty);
}

/* Any octet may be another: nothing breaks. */
static void test_user_save__lives_with_octets_that_changed(void)
{
	registered();
	for (size_t i = 0; i < saved.n; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			li_err err;

			fresh_usual();
			saved.p[i] ^= (uint8_t)(1U << bit);
			err = load(li_buf_slice(&saved), 0);
			CU_ASSERT_TRUE(err == LI_OK || err == LI_EMALFORMED);
			pass(2);
			saved.p[i] ^= (uint8_t)(1U << bit);
		}
	}
	li_buf_fini(&saved);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.user_save", UNIT_TEST(test_user_save__comes_back_as_it_was),
	UNIT_TEST(test_user_save__keeps_where_and_how_the_hss_knows_it),
	UNIT_TEST(test_user_save__reads_the_version_before),
	UNIT_TEST(test_user_save__reads_a_flag_that_is_no_more),
	UNIT_TEST(test_user_save__gives_what_was_kept_its_present_form),
	UNIT_TEST(test_user_save__keeps_its_time),
	UNIT_TEST(test_user_save__takes_no_wrong_octets),
	UNIT_TEST(test_user_save__lives_with_octets_that_changed))
