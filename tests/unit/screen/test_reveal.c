/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "screen/digest.h"
#include "screen/screen.h"
#include "step/kit.h"
#include "unit.h"

static const struct li_change nothing = {.from_opener = true};

/* TS 103 221-1 cl. D.3.1: the worked example's salt */
static struct li_hash_context context(enum li_hash_algorithm algorithm)
{
	static const uint8_t salt[] = {0x42, 0x41, 0x79, 0x2f, 0xc4, 0xd3, 0xd0,
		0x97};
	struct li_hash_context c = {.algorithm = algorithm,
		.salt_n = sizeof(salt)};

	memcpy(c.salt, salt, sizeof(salt));
	return c;
}

static const struct {
	enum li_hash_algorithm algorithm;
	const char *digest; /* of 447700900000 */
} vectors[] = {
	/* TS 103 221-1 cl. D.3.1.5 */
	{LI_HASH_SHA256,
		"ddbe522009b5b32f1b84c82c06dedc0d"
		"24ba373d4ae244790fd071076b4536c0"},
	/* made with Python's hashlib */
	{LI_HASH_SHA512,
		"7c117e13ae4589c5a3c5950769157f30"
		"ed8c3c966a7a028a998ad786b1086c23"
		"22e4de28391dbe8695af3bc8d9ecca32"
		"23a310bc5f56bff05d9aec99848bb863"},
	{LI_HASH_SHA3_512,
		"d8e18d6c3e52f582cf061c2846cbb3e5"
		"9f1559a9cc65a0024d7b6be1908d9ef1"
		"8f258fd4534399b36fb18180335ecbc6"
		"548be645dd624c93e01f4359438be030"},
};

static void test_reveal__digests_as_the_worked_example(void)
{
	const struct li_identity id = kit_identity(LI_ID_E164, "447700900000");

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct li_hash_context c = context(vectors[i].algorithm);
		uint8_t digest[LI_HASH_DIGEST_MAX];
		char text[2 * LI_HASH_DIGEST_MAX + 1] = "";

		CU_ASSERT_EQUAL_FATAL(li_digest_identity(&c, &id, digest),
			LI_OK);
		for (size_t o = 0; o < li_hash_octets(c.algorithm); o++)
			sprintf(text + 2 * o, "%02x", digest[o]);
		CU_ASSERT_STRING_EQUAL(text, vectors[i].digest);
	}
}

/* A task whose target is a digest of this identity. */
static struct li_task hashed(int64_t row, enum li_id_kind kind,
	const char *text, enum li_hash_algorithm algorithm)
{
	struct li_task task = kit_task(row, LI_ID_IMPU, ALICE);
	const struct li_identity id = kit_identity(kind, text);
	struct li_hashed h = {.kind = kind, .type = "x"};

	h.context = context(algorithm);
	CU_ASSERT_EQUAL(li_digest_identity(&h.context, &id, h.digest), LI_OK);
	CU_ASSERT_EQUAL(li_hashed_write(&h, &task.targets[0]), LI_OK);
	return task;
}

static struct li_screen *with(const struct li_task *tasks, size_t n)
{
	struct li_screen *s = NULL;

	CU_ASSERT_EQUAL_FATAL(li_screen_new(&kit_secret, &s), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_screen_load(s, tasks, n), LI_OK);
	return s;
}

/* Tasks that the event finds; then those that it hits. */
static size_t find(struct li_screen *s, const struct li_event *e, size_t *found)
{
	const struct li_hit *h;
	int64_t rows[8];
	struct li_screen_found f = {.rows = rows, .max = 8};

	CU_ASSERT_EQUAL(li_screen_reveal(s, e, NULL, NULL, &f), LI_OK);
	*found = f.count;
	return li_screen_match(s, e, &nothing, &h);
}

static struct li_event invite(enum li_role role, const char *who)
{
	struct li_event e = kit_sip(LI_SIP_INVITE, 0, "c");

	kit_party(&e, role, who);
	return e;
}

static const struct {
	enum li_id_kind kind;
	const char *target;
	enum li_sip_method method;
	enum li_role role;
	const char *as;
} seen[] = {
	{LI_ID_IMPU, ALICE, LI_SIP_INVITE, LI_ROLE_FROM,
		"SIP:alice@IMS.example;x=y"},
	{LI_ID_E164, "447700900000", LI_SIP_INVITE, LI_ROLE_P_ASSERTED,
		"tel:+44-7700-900000"},
	{LI_ID_E164, "447700900000", LI_SIP_INVITE, LI_ROLE_TO,
		"sip:+447700900000@ims.example;user=phone"},
	{LI_ID_IMPU, "tel:+447700900000", LI_SIP_INVITE, LI_ROLE_REQUEST_URI,
		"sip:+447700900000@ims.example;user=phone"},
	{LI_ID_IMPU, "tel:+447700900000", LI_SIP_MESSAGE,
		LI_ROLE_SMS_DESTINATION, "447700900000"},
	{LI_ID_IMPI, IMPI, LI_SIP_REGISTER, LI_ROLE_AUTH_USERNAME, IMPI},
	{LI_ID_IMSI, "001010000000001", LI_SIP_REGISTER, LI_ROLE_AUTH_USERNAME,
		"001010000000001@ims.mnc001.mcc001.3gppnetwork.org"},
	{LI_ID_IMEI, IMEI, LI_SIP_REGISTER, LI_ROLE_CONTACT_INSTANCE, IMEI},
};

/* TS 103 221-1 cl. D.2.1, D.2.3.2 */
static void test_reveal__finds_who_is_behind_a_digest_of_any_kind(void)
{
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		for (int a = LI_HASH_SHA256; a <= LI_HASH_LAST; a++) {
			struct li_task task = hashed(1, seen[i].kind,
				seen[i].target, (enum li_hash_algorithm)a);
			struct li_screen *s = with(&task, 1);
			struct li_event e = kit_sip(seen[i].method, 0, "c");
			struct li_event other = invite(LI_ROLE_FROM, CAROL);
			size_t found;

			kit_party(&e, seen[i].role, seen[i].as);
			CU_ASSERT_TRUE(li_screen_hides(s));
			CU_ASSERT_EQUAL(find(s, &other, &found), 0);
			CU_ASSERT_EQUAL(found, 0);
			CU_ASSERT_EQUAL(find(s, &e, &found), 1);
			CU_ASSERT_EQUAL(found, 1);
			CU_ASSERT_FALSE(li_screen_hides(s));
			li_screen_free(s);
		}
}

/* An extension has one key in all its forms, and a digest in each. RFC 3966
 * cl. 5.3 */
static void test_reveal__looks_at_each_form_of_an_extension(void)
{
	struct li_task task = hashed(1, LI_ID_IMPU,
		"sip:+1555;ext=5@ims.example", LI_HASH_SHA256);
	struct li_screen *s = with(&task, 1);
	struct li_event first = invite(LI_ROLE_TO, "tel:+1555;ext=5");
	struct li_event then =
		invite(LI_ROLE_TO, "sip:+1555;ext=5@ims.example");
	size_t found;

	CU_ASSERT_EQUAL(find(s, &first, &found), 0);
	CU_ASSERT_EQUAL(find(s, &then, &found), 1);
	CU_ASSERT_EQUAL(found, 1);
	li_screen_free(s);
}

/* Its records name who it is; what it was put in as stays as it was. */
static void test_reveal__names_who_it_is(void)
{
	struct li_task task =
		hashed(1, LI_ID_E164, "447700900000", LI_HASH_SHA256);
	struct li_screen *s = with(&task, 1);
	struct li_event e = invite(LI_ROLE_TO, "tel:+447700900000");
	struct li_identity id;
	size_t found;

	CU_ASSERT_EQUAL(find(s, &e, &found), 1);
	li_brief_target(li_screen_task(s, 1), 0, &id);
	CU_ASSERT_EQUAL(id.kind, LI_ID_E164);
	CU_ASSERT_STRING_EQUAL(id.text, "447700900000");
	li_brief_target(li_screen_put_as(s, 1), 0, &id);
	CU_ASSERT_TRUE(li_identity_same(&id, &task.targets[0]));
	li_screen_free(s);
}

/* A change of its task, of another one, and its end. */
static void test_reveal__stays_known_while_its_task_is_there(void)
{
	struct li_task tasks[] = {hashed(1, LI_ID_IMPU, ALICE, LI_HASH_SHA256),
		hashed(2, LI_ID_IMPU, ALICE, LI_HASH_SHA256),
		hashed(3, LI_ID_IMPU, BOB, LI_HASH_SHA512)};
	struct li_screen *s = with(tasks, 3);
	struct li_event e = invite(LI_ROLE_FROM, ALICE);
	size_t found;

	CU_ASSERT_EQUAL(find(s, &e, &found), 2);
	CU_ASSERT_EQUAL(found, 2);
	CU_ASSERT_TRUE(li_screen_hides(s));
	tasks[0].ends_us++;
	CU_ASSERT_EQUAL(li_screen_put(s, &tasks[0]), LI_OK);
	CU_ASSERT_EQUAL(find(s, &e, &found), 2);
	CU_ASSERT_EQUAL(found, 0);
	li_screen_drop(s, 3);
	CU_ASSERT_FALSE(li_screen_hides(s));
	li_screen_drop(s, 1);
	CU_ASSERT_EQUAL(find(s, &e, &found), 1);
	/* Who was looked at before is looked at again for one that comes. */
	CU_ASSERT_EQUAL(li_screen_put(s, &tasks[0]), LI_OK);
	CU_ASSERT_EQUAL(find(s, &e, &found), 2);
	CU_ASSERT_EQUAL(found, 1);
	li_screen_free(s);
}

/* Who was none of those that are hidden may be one that comes beside them. */
static void test_reveal__looks_again_when_another_comes(void)
{
	const struct li_task tasks[] = {hashed(1, LI_ID_IMPU, BOB,
						LI_HASH_SHA256),
		hashed(2, LI_ID_IMPU, ALICE, LI_HASH_SHA256)};
	struct li_screen *s = with(tasks, 1);
	struct li_event e = invite(LI_ROLE_FROM, ALICE);
	size_t found;

	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(find(s, &e, &found), 0);
		CU_ASSERT_EQUAL(found, 0);
	}
	CU_ASSERT_EQUAL(li_screen_put(s, &tasks[1]), LI_OK);
	CU_ASSERT_EQUAL(find(s, &e, &found), 1);
	CU_ASSERT_EQUAL(found, 1);
	CU_ASSERT_TRUE(li_screen_hides(s));
	li_screen_free(s);
}

/* TS 103 221-1 cl. D.2.1: with others that are not hashed, all must match */
static void test_reveal__goes_with_other_targets_of_its_task(void)
{
	struct li_task task = hashed(1, LI_ID_IMPU, ALICE, LI_HASH_SHA256);
	struct li_event e = invite(LI_ROLE_FROM, ALICE);
	struct li_screen *s;
	size_t found;

	task.targets[1] = kit_identity(LI_ID_IMPU, BOB);
	task.target_count = 2;
	s = with(&task, 1);
	CU_ASSERT_EQUAL(find(s, &e, &found), 0);
	CU_ASSERT_EQUAL(found, 1);
	kit_party(&e, LI_ROLE_TO, BOB);
	CU_ASSERT_EQUAL(find(s, &e, &found), 1);
	li_screen_free(s);
}

UNIT_MAIN("screen.reveal",
	UNIT_TEST(test_reveal__looks_at_each_form_of_an_extension),
	UNIT_TEST(test_reveal__digests_as_the_worked_example),
	UNIT_TEST(test_reveal__finds_who_is_behind_a_digest_of_any_kind),
	UNIT_TEST(test_reveal__names_who_it_is),
	UNIT_TEST(test_reveal__stays_known_while_its_task_is_there),
	UNIT_TEST(test_reveal__looks_again_when_another_comes),
	UNIT_TEST(test_reveal__goes_with_other_targets_of_its_task))
