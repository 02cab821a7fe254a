/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static struct li_identity impu(const char *text)
{
	return kit_identity(LI_ID_IMPU, text);
}

static size_t found(enum li_id_kind kind, const char *text)
{
	struct li_identity id = kit_identity(kind, text);
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t n = li_identity_keys_given(&id, &kit_secret, keys);
	struct li_user_list list = {.count = 0};

	while (n-- > 0)
		li_user_find(mirror, keys[n], &list);
	return list.count;
}

static void test_user__is_found_by_each_identity_until_it_is_freed(void)
{
	struct li_identity a = impu("sip:+15551230001@ims.example"), b;
	struct li_user *u;

	fresh_usual();
	u = li_user_new(mirror);
	CU_ASSERT_PTR_NOT_NULL_FATAL(u);
	CU_ASSERT_PTR_NOT_NULL(li_user_add_impu(mirror, u, &a));
	b = kit_identity(LI_ID_IMPI, IMPI);
	CU_ASSERT_TRUE(li_user_name(mirror, u, &b));
	CU_ASSERT_FALSE(li_user_name(mirror, u, &b));
	b = kit_identity(LI_ID_IMEI, IMEI);
	li_user_bind(mirror, u, 1, &b, 10);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, "sip:+15551230001@ims.example"), 1);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, "tel:+15551230001"), 1);
	CU_ASSERT_EQUAL(found(LI_ID_IMPI, IMPI), 1);
	CU_ASSERT_EQUAL(found(LI_ID_IMEI, IMEI), 1);
	li_user_free(mirror, u);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, "sip:+15551230001@ims.example"), 0);
	CU_ASSERT_EQUAL(mirror->users.used, 0);
}

static void test_user__may_share_an_impu_with_others(void)
{
	enum { MORE = LI_USER_SHARED_MAX + 4 };
	struct li_identity id = impu(ALICE);
	struct li_user *users[MORE];
	size_t shared = 0;

	fresh_usual();
	for (size_t i = 0; i < MORE; i++) {
		users[i] = li_user_new(mirror);
		shared += li_user_add_impu(mirror, users[i], &id) != NULL;
	}
	CU_ASSERT_EQUAL(shared, LI_USER_SHARED_MAX);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, ALICE), LI_USER_SHARED_MAX);
	CU_ASSERT_EQUAL(counts().refused, 4);
	/* from the middle, the ends, and the rest */
	li_user_free(mirror, users[5]);
	li_user_free(mirror, users[LI_USER_SHARED_MAX - 1]);
	li_user_free(mirror, users[0]);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, ALICE), LI_USER_SHARED_MAX - 3);
	for (size_t i = 1; i < MORE; i++)
		if (i != 5 && i != LI_USER_SHARED_MAX - 1)
			li_user_free(mirror, users[i]);
	CU_ASSERT_EQUAL(mirror->users.used, 0);
}

static void test_user__bounds_impus_and_contacts(void)
{
	struct li_user *u;

	fresh_usual();
	u = li_user_new(mirror);
	for (size_t i = 0; i < 100; i++) {
		struct li_identity id;
		char text[40];

		snprintf(text, sizeof(text), "sip:u%zu@ims.example", i);
		id = impu(text);
		li_user_add_impu(mirror, u, &id);
		li_user_bind(mirror, u, i + 1, NULL, 10);
	}
	CU_ASSERT_EQUAL(u->impu_count, LI_USER_IMPUS_MAX);
	CU_ASSERT_EQUAL(u->binding_count, LI_USER_CONTACTS_MAX);
	CU_ASSERT_TRUE(li_user_unbind(mirror, u, 3));
	CU_ASSERT_FALSE(li_user_unbind(mirror, u, 3));
	li_user_unbind_all(mirror, u);
	CU_ASSERT_EQUAL(u->binding_count, 0);
}

static void test_user__follows_the_instance_of_a_contact(void)
{
	struct li_identity one = kit_identity(LI_ID_IMEI, IMEI);
	struct li_identity two = kit_identity(LI_ID_IMEI, "49015420323751");
	struct li_user *u;

	fresh_usual();
	u = li_user_new(mirror);
	li_user_bind(mirror, u, 1, &one, 10);
	li_user_bind(mirror, u, 1, NULL, 20);
	CU_ASSERT_EQUAL(found(LI_ID_IMEI, IMEI), 1);
	li_user_bind(mirror, u, 1, &two, 30);
	CU_ASSERT_EQUAL(found(LI_ID_IMEI, IMEI), 0);
	CU_ASSERT_EQUAL(found(LI_ID_IMEI, "49015420323751"), 1);
	CU_ASSERT_EQUAL(u->binding_count, 1);
}

static void test_user__is_what_its_most_registered_impu_is(void)
{
	static const enum li_reg_state rising[] = {LI_REG_NONE, LI_REG_PENDING,
		LI_REG_UNREGISTERED, LI_REG_REGISTERED};
	struct li_identity a = impu(ALICE), b = impu(BOB);
	struct li_user *u;
	struct li_ident *id;

	fresh_usual();
	u = li_user_new(mirror);
	li_user_add_impu(mirror, u, &a)->set = 1;
	id = li_user_add_impu(mirror, u, &b);
	id->set = 2;
	for (size_t i = 0; i < sizeof(rising) / sizeof(rising[0]); i++) {
		li_user_set_state(u, 2, rising[i]);
		CU_ASSERT_EQUAL(li_user_state(u), rising[i]);
	}
	li_user_set_state(u, 1, LI_REG_UNREGISTERED);
	CU_ASSERT_EQUAL(id->state, LI_REG_REGISTERED);
	li_user_set_state(u, 0, LI_REG_NONE);
	CU_ASSERT_EQUAL(li_user_state(u), LI_REG_NONE);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.user",
	UNIT_TEST(test_user__is_found_by_each_identity_until_it_is_freed),
	UNIT_TEST(test_user__may_share_an_impu_with_others),
	UNIT_TEST(test_user__bounds_impus_and_contacts),
	UNIT_TEST(test_user__follows_the_instance_of_a_contact),
	UNIT_TEST(test_user__is_what_its_most_registered_impu_is))
