/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static const struct {
	const char *a, *b;
	bool same;
} places[] = {
	{"sip:alice@192.0.2.1:5060", "sip:192.0.2.1:5060;ob", true},
	{"sip:a@192.0.2.1:5060;transport=tcp", "sip:b@192.0.2.1:5060?x=y",
		true},
	{"sip:a@192.0.2.1:5060", "sip:a@192.0.2.1:5062", false},
	{"sip:a@[2001:db8::1]:5060", "sip:[2001:DB8:0::1]", true},
	{"sip:a@host.example", "sip:HOST.example:5060", true},
	{"sip:a@192.0.2.1", "sip:a@192.0.2.1;sos", false},
	{"sip:a@192.0.2.1", "sip:a@192.0.2.1;x=sos", true},
	{"sip:a@[2001:db8::1]", "sip:a@[2001:db8::1];ob;SOS=1", false},
	{"sip:a@[2001:db8::1]:70000", "sip:a@[2001:db8::1]", true},
	{"sip:a@[2001:db8::1]:506x", "sip:a@[2001:db8::1]", true},
	{"sip:a@[2001:db8::1]:5062;ob", "sip:b@[2001:db8::1]:5062>", true},
	{"sip:a@[2001:db8::1]:5062?x=y", "sip:a@[2001:db8::1]:5062", true},
	{"sip:a@[2001:db8::1]:5062", "sip:a@[2001:db8::1]", false},
	{"sip:a@[2001:db8::1]:", "sip:a@[2001:db8::1];5062", true},
	{"sip:a@[2001:db8::1", "sip:a@[2001:db8::1]", false},
	{"sip:a@01.2.3.4", "sip:a@1.2.3.4", false},
	{"sip:a@ims.example;gr=1", "sip:a@ims.example;gr=2", false},
};

static void test_look__takes_where_a_contact_is(void)
{
	struct li_address here = {.family = 4,
		.ip = {192, 0, 2, 1},
		.port = 5062};

	fresh_usual();
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		CU_ASSERT_EQUAL(li_look_contact(mirror,
					li_slice_str(places[i].a)) ==
				li_look_contact(mirror,
					li_slice_str(places[i].b)),
			places[i].same);
	CU_ASSERT_EQUAL(li_look_contact(mirror, li_slice_str("sip")), 0);
	CU_ASSERT_EQUAL(li_look_contact(mirror, li_slice_str("")), 0);
	CU_ASSERT_EQUAL(li_look_contact(mirror,
				li_slice_str("sip:a@192.0.2.1:5062")),
		li_look_address(mirror, &here));
	here.port = 1; /* the same host at least */
	CU_ASSERT_EQUAL(li_look_contact(mirror,
				li_slice_str("sip:a@192.0.2.1:5062")) >>
			32,
		li_look_address(mirror, &here) >> 32);
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

static struct li_user *look(const struct li_identity *impi,
	const struct li_identity *impu, bool make)
{
	struct li_key i[LI_ID_KEYS_MAX], u[LI_ID_KEYS_MAX];
	struct li_pair pair = {.impi_text = impi};

	if (impi) {
		li_identity_keys_given(impi, &kit_secret, i);
		pair.impi = &i[0];
	}
	if (impu) {
		li_identity_keys_wanted(impu, &kit_secret, u);
		pair.impu = &u[0];
	}
	return li_look_user(mirror, &pair, make);
}

static void test_look__finds_the_one_user_of_a_pair(void)
{
	struct li_identity one = kit_identity(LI_ID_IMPI, IMPI);
	struct li_identity two = kit_identity(LI_ID_IMPI, "two@ims.example");
	struct li_identity alice = kit_identity(LI_ID_IMPU, ALICE);
	struct li_user *u, *v;

	fresh_usual();
	CU_ASSERT_PTR_NULL(look(&one, &alice, false));
	u = look(NULL, &alice, true);
	CU_ASSERT_PTR_NOT_NULL_FATAL(li_user_add_impu(mirror, u, &alice));
	CU_ASSERT_PTR_EQUAL(look(NULL, &alice, true), u);
	/* It gets the first IMPI that comes; the next one is somebody else. */
	CU_ASSERT_PTR_EQUAL(look(&one, &alice, true), u);
	v = look(&two, &alice, true);
	CU_ASSERT_PTR_NOT_EQUAL(v, u);
	CU_ASSERT_PTR_EQUAL(look(&two, NULL, false), v);
	CU_ASSERT_PTR_EQUAL(look(&one, NULL, false), u);
	CU_ASSERT_PTR_EQUAL(look(NULL, &alice, false), u);
	li_mirror_free(mirror);
	mirror = NULL;
}

/* The key that an IMPU's user is kept under is one that it is looked for by.
 * RFC 3966 cl. 5.3 */
static void test_look__knows_an_impu_by_its_own_key(void)
{
	static const char *const uris[] = {ALICE, "tel:+1555",
		"tel:+1555;ext=5", "sip:+1555@ims.example",
		"sip:+1555;ext=5@ims.example", " TEL:+1-555"};

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		struct li_identity id = kit_identity(LI_ID_IMPU, uris[i]);
		struct li_party p = {.text = li_slice_str(uris[i])};
		struct li_key wanted[LI_ID_KEYS_MAX];

		p.key_count = (uint8_t)li_identity_keys_given(&id, &kit_secret,
			p.keys);
		li_identity_keys_wanted(&id, &kit_secret, wanted);
		CU_ASSERT(li_key_eq(li_look_own(&p), wanted[0]));
	}
}

/* Keys that the look-up of a party tells besides those of users in the list. */
static size_t told_of(const struct li_party *p, struct li_user_list *told)
{
	struct li_change c;

	c.known_count = 0;
	li_look_party(mirror, p,
		&(struct li_look){.sides = LI_SIDE_OPENER,
			.told = told,
			.change = &c});
	return c.known_count;
}

/* TS 33.128 cl. 7.12.2.8: nobody is missed because another one is known. */
static void test_look__leaves_out_who_was_looked_at(void)
{
	struct li_identity one = kit_identity(LI_ID_IMPI, "one@ims.example");
	struct li_identity two = kit_identity(LI_ID_IMPI, "two@ims.example");
	struct li_identity alice = kit_identity(LI_ID_IMPU, ALICE);
	struct li_event e = {.party_count = 0};
	struct li_user_list told;
	struct li_user *u, *v;

	fresh_usual();
	u = look(&one, NULL, true);
	v = look(&two, NULL, true);
	CU_ASSERT_PTR_NOT_NULL_FATAL(li_user_add_impu(mirror, u, &alice));
	CU_ASSERT_PTR_NOT_NULL_FATAL(li_user_add_impu(mirror, v, &alice));
	kit_party(&e, LI_ROLE_FROM, ALICE);
	CU_ASSERT_EQUAL(told_of(e.parties, NULL), 2);
	told.count = 0;
	CU_ASSERT_EQUAL(told_of(e.parties, &told), 2);
	CU_ASSERT_EQUAL(told.count, 2);
	CU_ASSERT_EQUAL(told_of(e.parties, &told), 0);
	told.count = 1;
	CU_ASSERT_EQUAL(told_of(e.parties, &told), 1);
	CU_ASSERT_EQUAL(told.count, 2);
	/* a list that others fill makes room */
	for (told.count = 0; told.count < LI_USER_SHARED_MAX; told.count++)
		told.at[told.count] = u;
	CU_ASSERT_EQUAL(told_of(e.parties, &told), 2);
	CU_ASSERT_EQUAL(told.count, 2);
	li_mirror_free(mirror);
}

UNIT_MAIN("mirror.look", UNIT_TEST(test_look__knows_an_impu_by_its_own_key),
	UNIT_TEST(test_look__takes_where_a_contact_is),
	UNIT_TEST(test_look__keeps_kinds_of_content_apart),
	UNIT_TEST(test_look__lists_a_key_once_and_bounds_the_list),
	UNIT_TEST(test_look__finds_the_one_user_of_a_pair),
	UNIT_TEST(test_look__leaves_out_who_was_looked_at))
