/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static struct li_identity impu(const char *text)
{
	return kit_identity(LI_ID_IMPU, text);
}

/* A contact at a place, until 10. */
static void bind(struct li_user *u, uint64_t uri, const char *imei)
{
	struct li_identity id = kit_identity(LI_ID_IMEI, imei ? imei : "");
	struct li_bind b = {.uri = uri, .due_s = 10, .imei = imei ? &id : NULL};
	struct li_key keys[LI_ID_KEYS_MAX];

	if (imei && li_identity_keys_given(&id, &kit_secret, keys))
		b.imei_key = keys[0];
	li_user_bind(mirror, u, &b);
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
	bind(u, 1, IMEI);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, "sip:+15551230001@ims.example"), 1);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, "tel:+15551230001"), 1);
	CU_ASSERT_EQUAL(found(LI_ID_IMPI, IMPI), 1);
	CU_ASSERT_EQUAL(found(LI_ID_IMEI, IMEI), 1);
	li_user_free(mirror, u);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, "sip:+15551230001@ims.example"), 0);
	CU_ASSERT_EQUAL(mirror->users.index.used, 0);
}

/* So many that buckets of the index are full, and some of theirs are in others. */
static void test_user__is_found_among_many(void)
{
	enum { MANY = 3000 };
	char text[64];
	size_t n = 0;

	fresh_usual();
	for (unsigned int i = 0; i < MANY; i++) {
		struct li_user *u = li_user_new(mirror);
		struct li_identity id;

		snprintf(text, sizeof(text), "sip:user%u@ims.example", i);
		id = impu(text);
		CU_ASSERT_PTR_NOT_NULL_FATAL(u);
		CU_ASSERT_PTR_NOT_NULL_FATAL(li_user_add_impu(mirror, u, &id));
	}
	for (unsigned int i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "sip:user%u@ims.example", i);
		n += found(LI_ID_IMPU, text);
	}
	CU_ASSERT_EQUAL(n, MANY);
	CU_ASSERT_EQUAL(found(LI_ID_IMPU, "sip:nobody@ims.example"), 0);
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
	CU_ASSERT_EQUAL(mirror->users.index.used, 0);
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
		bind(u, i + 1, NULL);
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
	struct li_user *u;

	fresh_usual();
	u = li_user_new(mirror);
	bind(u, 1, IMEI);
	bind(u, 1, NULL);
	CU_ASSERT_EQUAL(found(LI_ID_IMEI, IMEI), 1);
	bind(u, 1, "49015420323751");
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
	CU_ASSERT_PTR_NOT_NULL_FATAL(u);
	li_user_add_impu(mirror, u, &a)->set = 1;
	id = li_user_add_impu(mirror, u, &b);
	id->set = 2;
	for (size_t i = 0; i < sizeof(rising) / sizeof(rising[0]); i++) {
		li_user_set_state(mirror, u, 2, rising[i]);
		CU_ASSERT_EQUAL(li_user_state(mirror, u), rising[i]);
	}
	li_user_set_state(mirror, u, 1, LI_REG_UNREGISTERED);
	CU_ASSERT_EQUAL(id->state, LI_REG_REGISTERED);
	li_user_set_state(mirror, u, 0, LI_REG_NONE);
	CU_ASSERT_EQUAL(li_user_state(mirror, u), LI_REG_NONE);
}

/* RFC 5626 cl. 6 */
static void test_user__moves_a_flow_of_the_same_device(void)
{
	struct li_bind flow = {.uri = 1,
		.due_s = 10,
		.instance = 77,
		.reg_id = 1};
	struct li_user *u;

	fresh_usual();
	u = li_user_new(mirror);
	CU_ASSERT_PTR_NOT_NULL_FATAL(u);
	li_user_bind(mirror, u, &flow);
	flow.uri = 2;
	li_user_bind(mirror, u, &flow);
	CU_ASSERT_EQUAL(u->binding_count, 1);
	flow.uri = 3;
	flow.reg_id = 2; /* another flow of it */
	li_user_bind(mirror, u, &flow);
	CU_ASSERT_EQUAL(u->binding_count, 2);
	flow.uri = 4;
	flow.instance = 78; /* another device */
	li_user_bind(mirror, u, &flow);
	CU_ASSERT_EQUAL(u->binding_count, 3);
	flow.uri = 5;
	flow.sos = true; /* TS 24.229 cl. 5.1.6.2 */
	li_user_bind(mirror, u, &flow);
	CU_ASSERT_EQUAL(u->binding_count, 4);
	li_user_unbind_all(mirror, u);
	CU_ASSERT_EQUAL(u->binding_count, 1);
	CU_ASSERT_TRUE(
		li_user_bindings(mirror, u, NULL)->flags & LI_BINDING_SOS);
}

/* RFC 5627 cl. 3.1 */
static void test_user__is_found_at_its_gruus(void)
{
	struct li_bind b = {.uri = 1, .due_s = 10, .pub_gruu = 5};
	const struct li_binding *found_at;
	struct li_user *u;

	fresh_usual();
	u = li_user_new(mirror);
	CU_ASSERT_PTR_NOT_NULL_FATAL(u);
	li_user_bind(mirror, u, &b);
	b.pub_gruu = 0; /* a refresh tells the other one */
	b.temp_gruu = 6;
	li_user_bind(mirror, u, &b);
	found_at = li_user_bindings(mirror, u, NULL);
	CU_ASSERT_TRUE(li_binding_at(found_at, 1));
	CU_ASSERT_TRUE(li_binding_at(found_at, 5));
	CU_ASSERT_TRUE(li_binding_at(found_at, 6));
	CU_ASSERT_FALSE(li_binding_at(found_at, 7));
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.user",
	UNIT_TEST(test_user__is_found_by_each_identity_until_it_is_freed),
	UNIT_TEST(test_user__is_found_among_many),
	UNIT_TEST(test_user__may_share_an_impu_with_others),
	UNIT_TEST(test_user__bounds_impus_and_contacts),
	UNIT_TEST(test_user__follows_the_instance_of_a_contact),
	UNIT_TEST(test_user__is_what_its_most_registered_impu_is),
	UNIT_TEST(test_user__moves_a_flow_of_the_same_device),
	UNIT_TEST(test_user__is_found_at_its_gruus))
