/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Floods against a mirror: whoever may be a target keeps what he has, and
 * memory has its bound.
 */
#include "mirror/kit_calls.h"

enum { ROOM = 2000 };

static struct li_filter filter;
static enum li_sip_method method = LI_SIP_INVITE;

/* Who is a target. */
static void target(enum li_id_kind kind, const char *text)
{
	struct li_identity id = kit_identity(kind, text);
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t n = li_identity_keys_wanted(&id, &kit_secret, keys);

	for (size_t k = 0; k < n; k++)
		li_filter_add(&filter, keys[k]);
}

static void begin(void)
{
	fresh((struct li_mirror_options){.sessions_max = ROOM,
		.registrations_max = ROOM});
	li_filter_fini(&filter);
	CU_ASSERT_EQUAL_FATAL(li_filter_make(64, &filter), LI_OK);
	li_mirror_set_filter(mirror, &filter);
}

/* A request of user n, from one of so many sources. */
static struct li_event request(unsigned n, unsigned sources, const char *from)
{
	static char call[32], who[64];
	struct li_event e;

	snprintf(call, sizeof(call), "flood-%u", n);
	snprintf(who, sizeof(who), "sip:u%u@ims.example", n);
	e = kit_sip(method, 0, call);
	kit_party(&e, LI_ROLE_FROM, from ? from : who);
	kit_party(&e, LI_ROLE_TO, BOB);
	e.from.family = 4;
	e.from.ip[0] = 10;
	e.from.ip[2] = (uint8_t)sources; /* others for another number */
	e.from.ip[3] = (uint8_t)(n % sources);
	return e;
}

static void flood(unsigned count, unsigned sources, const char *from)
{
	static unsigned n;

	for (unsigned i = 0; i < count; i++)
		apply(request(n++, sources, from));
}

/* While half of the room is free everybody's state is kept: it is what a
 * warrant of tomorrow needs. TS 33.107 cl. 20.1.3.3 */
static void test_room__sheds_nobody_while_half_is_free(void)
{
	begin();
	flood(ROOM / 2, 1, CAROL);
	CU_ASSERT_EQUAL(counts().sessions, ROOM / 2);
	CU_ASSERT_EQUAL(counts().shed, 0);
}

static void test_room__sheds_one_who_floods_and_not_his_neighbours(void)
{
	begin();
	flood(10 * ROOM, 1, CAROL);
	CU_ASSERT_EQUAL(counts().sessions, ROOM / 2 + 16 + ROOM / 64);
	CU_ASSERT_EQUAL(counts().shed, 10 * ROOM - counts().sessions);
	CU_ASSERT_EQUAL(counts().evicted, 0);
	flood(10, 200, NULL); /* of other sources */
	CU_ASSERT_EQUAL(counts().sessions, ROOM / 2 + 16 + ROOM / 64 + 10);
}

/* TS 33.127 cl. 8.1: a target's message is never shed, nor its call evicted */
static void test_room__never_sheds_a_target(void)
{
	struct li_event e = kit_back(LI_SIP_BYE, 0, "b");

	begin();
	target(LI_ID_IMPU, ALICE);
	apply(kit_call(LI_SIP_INVITE, 0, NULL)); /* rings, as the flood does */
	flood(50 * ROOM, 250, NULL);
	CU_ASSERT_EQUAL(counts().sessions, ROOM);
	CU_ASSERT_TRUE(counts().evicted > 0 && counts().shed > 0);
	e.party_count = 0; /* known by its Call-ID alone */
	apply(e);
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_DIALOG | LI_ROLE_FROM));
	/* a call that begins in the flood, of one who floods himself */
	e = request(1, 1, ALICE);
	e.sip.call_id = li_slice_str("late");
	apply(e);
	CU_ASSERT_TRUE(change.session);
}

/* Known by his registration alone: TS 33.128 cl. 7.12.2.8 */
static void test_room__never_sheds_who_is_a_target_by_his_impi(void)
{
	struct li_event e;

	begin();
	target(LI_ID_IMPI, IMPI);
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	flood(50 * ROOM, 250, NULL);
	for (unsigned i = 0; i < 3 * ROOM; i++) {
		char impi[64], impu[64];

		snprintf(impi, sizeof(impi), "i%u@ims.example", i);
		snprintf(impu, sizeof(impu), "sip:i%u@ims.example", i);
		apply(kit_cx(LI_CX_SAR, 1, impi, impu));
	}
	CU_ASSERT_EQUAL(counts().registrations, ROOM);
	e = request(1, 1, ALICE);
	e.sip.call_id = li_slice_str("late");
	apply(e);
	CU_ASSERT_TRUE(change.session);
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
}

/* A million Call-IDs take the memory that there is for sessions, and no more
 * time each than the first ones did: none looks through all of a second's. */
static void test_room__takes_a_million_call_ids(void)
{
	uint64_t bytes;

	begin();
	flood(2 * ROOM, 250, NULL);
	bytes = counts().bytes;
	for (int s = 0; s < 10; s++) {
		mono_s++;
		flood(100000, 250, NULL);
	}
	CU_ASSERT_TRUE(counts().bytes < bytes + bytes / 4);
	CU_ASSERT_TRUE(counts().sessions <= ROOM);
}

/* What begins makes room of what is over, faster than a tick does. */
static void test_room__retires_as_much_as_begins(void)
{
	const unsigned each = LI_MIRROR_TICK_WORK * 3 / 2;

	fresh((struct li_mirror_options){.sessions_max = 1000000});
	method = LI_SIP_MESSAGE;
	for (int s = 0; s < LI_SESSION_GRACE_S + 20; s++) {
		flood(each, 250, NULL);
		pass(1);
	}
	CU_ASSERT_TRUE(counts().sessions <= (LI_SESSION_GRACE_S + 2) * each);
	li_filter_fini(&filter);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.room", UNIT_TEST(test_room__sheds_nobody_while_half_is_free),
	UNIT_TEST(test_room__sheds_one_who_floods_and_not_his_neighbours),
	UNIT_TEST(test_room__never_sheds_a_target),
	UNIT_TEST(test_room__never_sheds_who_is_a_target_by_his_impi),
	UNIT_TEST(test_room__takes_a_million_call_ids),
	UNIT_TEST(test_room__retires_as_much_as_begins))
