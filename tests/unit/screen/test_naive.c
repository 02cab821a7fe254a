/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The screen against a matcher that knows no keys, no filter and no index: for
 * each task, for each target, it looks through the whole event.
 */
#include "screen/screen.h"
#include "step/kit.h"
#include "unit.h"

enum { CASES = 10000, TASKS = 12, USERS = 6 };

static uint32_t state = 1;

static uint32_t draw(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % n;
}

/* Each user has one identity of each kind; every other user's IMPU is its
 * number. */
static struct li_identity identity(enum li_id_kind kind, uint32_t user)
{
	char text[80] = "";

	switch (kind) {
	case LI_ID_IMPU:
		snprintf(text, sizeof(text),
			user % 2 ? "tel:+1555123000%u" : "sip:u%u@ims.example",
			user);
		break;
	case LI_ID_IMPI:
		snprintf(text, sizeof(text),
			"00101000000000%u@ims.mnc001.mcc001."
			"3gppnetwork.org",
			user);
		break;
	case LI_ID_IMEI:
		snprintf(text, sizeof(text), "3512340012345%u", user);
		break;
	case LI_ID_IMSI:
		snprintf(text, sizeof(text), "00101000000000%u", user);
		break;
	case LI_ID_E164:
		snprintf(text, sizeof(text), "1555123000%u", user);
		break;
	case LI_ID_HASHED: break; /* never drawn: no user has one */
	}
	return kit_identity(kind, text);
}

struct place {
	enum li_role role;
	enum li_id_kind kind;
	uint32_t user;
};

struct target {
	enum li_id_kind kind;
	uint32_t user;
};

struct random_case {
	struct li_task tasks[TASKS];
	struct target targets[TASKS][3];
	struct li_event event;
	struct li_change change;
	struct place parties[8], known[4]; /* what they were made of */
};

static const enum li_role roles[] = {LI_ROLE_FROM, LI_ROLE_TO,
	LI_ROLE_REQUEST_URI, LI_ROLE_P_ASSERTED, LI_ROLE_P_ASSOCIATED,
	LI_ROLE_DIVERSION, LI_ROLE_AUTH_USERNAME, LI_ROLE_CONTACT_INSTANCE,
	LI_ROLE_SMS_DESTINATION};

static void make_party(struct random_case *c, size_t i)
{
	struct place *p = &c->parties[i];
	struct li_party *party = &c->event.parties[c->event.party_count++];
	struct li_identity id;

	p->role = roles[draw(sizeof(roles) / sizeof(roles[0]))];
	p->kind = kit_kind(p->role);
	p->user = draw(USERS);
	id = identity(p->kind, p->user);
	*party = (struct li_party){.role = p->role, .kind = p->kind};
	party->key_count =
		(uint8_t)li_identity_keys_given(&id, &kit_secret, party->keys);
}

static void make_known(struct random_case *c, size_t i)
{
	static const enum li_id_kind kinds[] = {LI_ID_IMPU, LI_ID_IMPI,
		LI_ID_IMEI};
	struct place *p = &c->known[i];
	struct li_known *known = &c->change.known[c->change.known_count++];
	struct li_identity id;

	p->kind = kinds[draw(3)];
	p->user = draw(USERS);
	p->role = p->kind != LI_ID_IMPU || draw(2) ? LI_ROLE_REGISTRATION
						   : LI_ROLE_FROM;
	id = identity(p->kind, p->user);
	*known = (struct li_known){.roles = p->role, .sides = LI_SIDE_OPENER};
	known->key_count =
		(uint8_t)li_identity_keys_given(&id, &kit_secret, known->keys);
}

static void make(struct random_case *c)
{
	static const enum li_sip_method methods[] = {LI_SIP_REGISTER,
		LI_SIP_INVITE, LI_SIP_MESSAGE};
	size_t parties = draw(8), known = draw(4);

	c->event = kit_sip(methods[draw(3)], 0, "c");
	c->change = (struct li_change){.from_opener = true,
		.in_dialog = draw(4) == 0};
	for (size_t i = 0; i < parties; i++)
		make_party(c, i);
	for (size_t i = 0; i < known; i++)
		make_known(c, i);
	for (size_t i = 0; i < TASKS; i++) {
		struct li_task *t = &c->tasks[i];

		t->row = (int64_t)i + 1;
		t->ends_us = draw(8) ? 1000000 : 500;
		t->target_count = 1 + draw(3);
		for (size_t k = 0; k < t->target_count; k++) {
			struct target *one = &c->targets[i][k];

			one->kind = (enum li_id_kind)(1 + draw(5));
			one->user = draw(USERS);
			t->targets[k] = identity(one->kind, one->user);
		}
	}
}

static bool number(enum li_id_kind kind, uint32_t user)
{
	return kind == LI_ID_E164 || (kind == LI_ID_IMPU && user % 2);
}

/* Is what stood there that target? */
static bool same(const struct place *p, const struct target *t)
{
	if (p->user != t->user)
		return false;
	if (p->kind == t->kind ||
		(p->kind == LI_ID_IMPI && t->kind == LI_ID_IMSI))
		return true;
	return number(p->kind, p->user) && number(t->kind, t->user);
}

/* And does it count there? */
static bool found(const struct random_case *c, const struct place *p,
	const struct target *t)
{
	static const enum li_role calls =
		LI_ROLE_REQUEST_URI | LI_ROLE_P_ASSERTED | LI_ROLE_DIVERSION;
	enum li_sip_method method = c->event.sip.method;

	if (!same(p, t))
		return false;
	if (p->role & (LI_ROLE_FROM | LI_ROLE_TO))
		return true;
	if (p->role & calls)
		return method != LI_SIP_REGISTER;
	if (p->role == LI_ROLE_CONTACT_INSTANCE)
		return c->event.sip.status < 300;
	if (p->role == LI_ROLE_AUTH_USERNAME)
		return method == LI_SIP_REGISTER;
	if (p->role == LI_ROLE_SMS_DESTINATION)
		return method == LI_SIP_MESSAGE;
	return p->role == LI_ROLE_REGISTRATION && p->kind != LI_ID_IMPU;
}

static bool naive(const struct random_case *c, size_t task)
{
	const struct li_task *t = &c->tasks[task];

	for (size_t k = 0; k < t->target_count; k++) {
		bool any = false;

		for (size_t i = 0;
			i < c->event.party_count && !c->change.in_dialog; i++)
			any = any ||
				found(c, &c->parties[i], &c->targets[task][k]);
		for (size_t i = 0; i < c->change.known_count; i++)
			any = any ||
				found(c, &c->known[i], &c->targets[task][k]);
		if (!any)
			return false;
	}
	return li_task_in_force(t, c->event.at_us);
}

/* TS 33.128 cl. 7.12.2.8; TS 103 221-1 cl. 6.2.1.2; TS 33.126 R6.5-10 */
static void test_naive__and_screen_find_the_same(void)
{
	static struct random_case c;
	struct li_screen *s = NULL;
	size_t wrong = 0, hits = 0;

	CU_ASSERT_EQUAL_FATAL(li_screen_new(&kit_secret, &s), LI_OK);
	for (int i = 0; i < CASES; i++) {
		const struct li_hit *h;
		size_t n, at = 0;

		make(&c);
		for (size_t t = 0; t < TASKS; t++) /* in place of the last */
			wrong += li_screen_put(s, &c.tasks[t]) != LI_OK;
		n = li_screen_match(s, &c.event, &c.change, &h);
		for (size_t t = 0; t < TASKS; t++)
			if (naive(&c, t))
				wrong += at == n ||
					h[at++].task->row != c.tasks[t].row;
		wrong += at != n;
		hits += n;
	}
	CU_ASSERT_EQUAL(wrong, 0);
	CU_ASSERT(hits > CASES / 2);
	li_screen_free(s);
}

UNIT_MAIN("screen.naive", UNIT_TEST(test_naive__and_screen_find_the_same))
