/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static void test_look__takes_where_a_contact_is(void)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{"sip:alice@192.0.2.1:5060", "sip:192.0.2.1:5060;ob", true},
		{"sip:a@192.0.2.1:5060;transport=tcp",
			"sip:b@192.0.2.1:5060?x=y", true},
		{"sip:a@192.0.2.1:5060", "sip:a@192.0.2.1:5062", false},
		{"sip:a@[2001:db8::1]:5060", "sip:[2001:db8::1]:5060", true},
	};

	fresh_usual();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_EQUAL(li_look_contact(mirror,
					li_slice_str(rows[i].a)) ==
				li_look_contact(mirror,
					li_slice_str(rows[i].b)),
			rows[i].same);
	CU_ASSERT_EQUAL(li_look_contact(mirror, li_slice_str("sip")), 0);
	CU_ASSERT_EQUAL(li_look_contact(mirror, li_slice_str("")), 0);
}

static void test_look__keeps_kinds_of_content_apart(void)
{
	fresh_usual();
	CU_ASSERT_NOT_EQUAL(li_look_mark(mirror, 'a', li_slice_str("x")),
		li_look_mark(mirror, 'b', li_slice_str("x")));
	CU_ASSERT_NOT_EQUAL(li_look_mark(mirror, 'a', li_slice_str("")), 0);
}

static void test_look__lists_a_key_once_and_bounds_the_list(void)
{
	struct li_change c = {.known_count = 0};
	struct li_key key = {.hi = 1};

	li_look_know(&c, key, LI_ROLE_REGISTRATION, LI_SIDE_OPENER);
	li_look_know(&c, key, LI_ROLE_FROM, LI_SIDE_ANSWERER);
	CU_ASSERT_EQUAL(c.known_count, 1);
	CU_ASSERT_EQUAL(c.known[0].sides, LI_SIDE_OPENER | LI_SIDE_ANSWERER);
	for (key.lo = 0; key.lo < 1000; key.lo++)
		li_look_know(&c, key, LI_ROLE_DIALOG, LI_SIDE_OPENER);
	CU_ASSERT_EQUAL(c.known_count, LI_CHANGE_IDENTITIES_MAX);
	key.lo = 5;
	li_look_know(&c, key, LI_ROLE_FROM, LI_SIDE_ANSWERER);
	CU_ASSERT_EQUAL(c.known[5].sides, LI_SIDE_OPENER);
}

static void test_look__finds_the_one_user_of_a_pair(void)
{
	struct li_identity one = kit_identity(LI_ID_IMPI, IMPI);
	struct li_identity two = kit_identity(LI_ID_IMPI, "two@ims.example");
	struct li_identity alice = kit_identity(LI_ID_IMPU, ALICE);
	struct li_user *u, *v;

	fresh_usual();
	CU_ASSERT_PTR_NULL(li_look_user(mirror, &one, &alice, false));
	u = li_look_user(mirror, NULL, &alice, true);
	CU_ASSERT_PTR_NOT_NULL_FATAL(li_user_add_impu(mirror, u, &alice));
	CU_ASSERT_PTR_EQUAL(li_look_user(mirror, NULL, &alice, true), u);
	/* It gets the first IMPI that comes; the next one is somebody else. */
	CU_ASSERT_PTR_EQUAL(li_look_user(mirror, &one, &alice, true), u);
	v = li_look_user(mirror, &two, &alice, true);
	CU_ASSERT_PTR_NOT_EQUAL(v, u);
	CU_ASSERT_PTR_EQUAL(li_look_user(mirror, &two, NULL, false), v);
	CU_ASSERT_PTR_EQUAL(li_look_user(mirror, &one, NULL, false), u);
	CU_ASSERT_PTR_EQUAL(li_look_user(mirror, NULL, &alice, false), u);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.look", UNIT_TEST(test_look__takes_where_a_contact_is),
	UNIT_TEST(test_look__keeps_kinds_of_content_apart),
	UNIT_TEST(test_look__lists_a_key_once_and_bounds_the_list),
	UNIT_TEST(test_look__finds_the_one_user_of_a_pair))
