/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Copies of a registration's messages on several hops, taken by several
 * workers: whatever order they come in within 500 ms, and however often, what
 * is mirrored in the end is the same. Behaviour 3.4 rows 1 to 7.
 */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"
#define THERE "sip:alice@192.0.2.2:5060"

enum { ROUNDS = 1000, COPIES = 3, PHASE_MAX = 8 };

/* One message of the trace. status 0 is the request. */
struct line {
	uint16_t status;
	uint32_t cseq;
	const char *impi, *contact;
	int64_t expires_s;
	bool star;
};

/* What happens within 500 ms; after it time passes. */
struct phase {
	struct line lines[PHASE_MAX];
	size_t count;
};

static const struct phase traces[][3] = {
	/* challenge, refresh, de-registration */
	{{{{0, 1, NULL, HERE, 600, false}, {401, 1, NULL, NULL, 0, false},
		  {0, 2, IMPI, HERE, 600, false},
		  {200, 2, NULL, HERE, 500, false}},
		 4},
		{{{0, 3, IMPI, HERE, 600, false},
			 {200, 3, NULL, HERE, 600, false}},
			2},
		{{{0, 4, IMPI, HERE, 0, false}, {200, 4, NULL, NULL, 0, false}},
			2}},
	/* the username from the start; a refusal; all contacts */
	{{{{0, 1, IMPI, HERE, 600, false}, {200, 1, NULL, NULL, 600, false}},
		 2},
		{{{0, 2, IMPI, HERE, 0, false}, {403, 2, NULL, NULL, 0, false}},
			2},
		{{{0, 3, IMPI, NULL, 0, true}, {200, 3, NULL, NULL, 0, false}},
			2}},
	/* registered, left and back at once */
	{{{{0, 1, IMPI, HERE, 600, false}, {200, 1, NULL, HERE, 600, false}},
		 2},
		{{{0, 2, IMPI, HERE, 0, false}, {200, 2, NULL, NULL, 0, false},
			 {0, 3, IMPI, THERE, 600, false},
			 {200, 3, NULL, THERE, 600, false}},
			4},
		{{{0, 4, NULL, THERE, 300, false},
			 {401, 4, NULL, NULL, 0, false}},
			2}},
};

static uint64_t seed = 0x5eed;

static size_t draw(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed >> 33) % n;
}

static void take(const struct line *l)
{
	struct li_event e = kit_register(l->status, l->cseq, l->impi);

	e.sip.contact_star = l->star;
	e.sip.expires_s = l->star ? 0 : -1;
	if (l->contact)
		kit_contact(&e, l->contact, l->status ? NULL : IMEI,
			l->expires_s);
	if (l->status == 200)
		kit_party(&e, LI_ROLE_P_ASSOCIATED, "tel:+15551230001");
	apply(e);
}

static void shuffle(const struct phase *p)
{
	const struct line *order[PHASE_MAX * COPIES];
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++)
		for (size_t c = 1 + draw(COPIES); c > 0; c--)
			order[n++] = &p->lines[i];
	while (n > 0) {
		size_t i = draw(n);

		take(order[i]);
		order[i] = order[--n];
	}
}

static void test_orders__end_in_the_same_state(void)
{
	size_t wrong = 0;

	for (size_t round = 0; round < ROUNDS; round++) {
		const struct phase *trace = traces[round % 3];
		uint64_t want[3];

		fresh_usual();
		for (size_t p = 0; p < 3; p++) {
			for (size_t i = 0; i < trace[p].count; i++)
				take(&trace[p].lines[i]);
			want[p] = li_user_digest(mirror);
			pass(5);
		}
		fresh_usual();
		for (size_t p = 0; p < 3; p++) {
			shuffle(&trace[p]);
			wrong += li_user_digest(mirror) != want[p];
			pass(5);
		}
	}
	CU_ASSERT_EQUAL(wrong, 0);
}

/* Half of a registration is lost: what is left ends the same both ways. */
static void test_orders__end_the_same_when_messages_are_lost(void)
{
	static const struct line lines[][2] = {
		/* who asks, of the attempt before */
		{{0, 1, IMPI, HERE, 600, false},
			{200, 2, NULL, HERE, 600, false}},
		/* it leaves, and nobody was known */
		{{0, 3, IMPI, HERE, 0, false}, {200, 3, NULL, NULL, 0, false}},
	};

	for (size_t i = 0; i < 4; i++) {
		uint64_t end[2];

		for (size_t turned = 0; turned < 2; turned++) {
			fresh_usual();
			if (i >= 2) /* the user has no IMPI yet */
				take(&lines[0][1]);
			take(&lines[i % 2][turned]);
			take(&lines[i % 2][1 - turned]);
			end[turned] = li_user_digest(mirror);
		}
		CU_ASSERT_EQUAL(end[0], end[1]);
	}
}

static void test_orders__are_told_apart_by_the_digest(void)
{
	uint64_t empty, one, two;

	fresh_usual();
	empty = li_user_digest(mirror);
	take(&traces[1][0].lines[0]);
	CU_ASSERT_EQUAL(li_user_digest(mirror), empty);
	take(&traces[1][0].lines[1]);
	one = li_user_digest(mirror);
	apply(kit_cx(LI_CX_SAR, 1, "bob@ims.example", BOB));
	two = li_user_digest(mirror);
	CU_ASSERT_TRUE(empty != one && one != two && two != empty);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.register_orders",
	UNIT_TEST(test_orders__end_in_the_same_state),
	UNIT_TEST(test_orders__end_the_same_when_messages_are_lost),
	UNIT_TEST(test_orders__are_told_apart_by_the_digest))
