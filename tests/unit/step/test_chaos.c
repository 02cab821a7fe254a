/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Messages of calls and registrations in any order, doubled and lost: nothing
 * breaks, no record is ever made for a bystander, and every message that names
 * a target is told, however little of its session was seen.
 */
#include "step/kit.h"
#include "step/step.h"
#include "unit.h"

enum { USERS = 6, TARGETS = 2, MESSAGES = 20, ROUNDS = 3000 };

static char uris[USERS][40], impis[USERS][40], calls[USERS][USERS][24];
static uint64_t seed = 0x9e3779b97f4a7c15;

static unsigned draw(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

static void name_all(void)
{
	for (size_t i = 0; i < USERS; i++) {
		snprintf(uris[i], sizeof(uris[i]), "sip:u%zu@ims.example", i);
		snprintf(impis[i], sizeof(impis[i]), "u%zu@ims.example", i);
		for (size_t j = 0; j < USERS; j++)
			snprintf(calls[i][j], sizeof(calls[i][j]),
				"call-%zu-%zu", i, j);
	}
}

/* One of the messages of a call from a to b, whatever may come of it. */
static struct li_event call_message(size_t a, size_t b)
{
	static const enum li_sip_method methods[] = {LI_SIP_INVITE,
		LI_SIP_INVITE, LI_SIP_ACK, LI_SIP_BYE, LI_SIP_CANCEL,
		LI_SIP_PRACK, LI_SIP_UPDATE, LI_SIP_INFO, LI_SIP_MESSAGE,
		LI_SIP_SUBSCRIBE, LI_SIP_NOTIFY, LI_SIP_REFER, LI_SIP_OTHER};
	static const uint16_t statuses[] = {0, 0, 100, 180, 183, 199, 200, 200,
		302, 401, 407, 408, 481, 486, 487, 500, 603};
	static const char *const tags[] = {NULL, "t1", "t2", "t3", "t4", "t5",
		"t6", "t7", "t8"};
	struct li_event e =
		kit_sip(methods[draw(13)], statuses[draw(17)], calls[a][b]);
	bool back = draw(4) == 0;

	kit_party(&e, LI_ROLE_FROM, uris[back ? b : a]);
	kit_party(&e, LI_ROLE_TO, uris[back ? a : b]);
	if (draw(3) == 0)
		kit_party(&e, LI_ROLE_P_ASSERTED, uris[back ? b : a]);
	e.sip.to_tag = li_slice_str(back ? "f" : tags[draw(9)]);
	if (back)
		e.sip.from_tag = li_slice_str(tags[1 + draw(8)]);
	e.sip.cseq = draw(4);
	e.sip.expires_s = (int64_t)draw(3) * 600 - 1;
	return e;
}

static struct li_event register_message(size_t a)
{
	struct li_event e = kit_sip(LI_SIP_REGISTER,
		(uint16_t[]){0, 0, 200, 401, 403}[draw(5)], calls[a][a]);

	kit_party(&e, LI_ROLE_FROM, uris[a]);
	kit_party(&e, LI_ROLE_TO, uris[a]);
	if (draw(2))
		kit_party(&e, LI_ROLE_AUTH_USERNAME, impis[a]);
	if (draw(2))
		kit_contact(&e, draw(2) ? "sip:1.example" : "sip:2.example",
			NULL, (int64_t)draw(3) * 300 - 1);
	e.sip.contact_star = draw(10) == 0;
	e.sip.cseq = draw(4);
	return e;
}

static struct li_event cx_exchange(size_t a)
{
	struct li_event e =
		kit_cx((enum li_cx_command)(LI_CX_UAR + (int)draw(6)),
			(int32_t)draw(16) - 1, draw(4) ? impis[a] : NULL,
			draw(4) ? uris[a] : NULL);

	e.cx.answered = draw(8);
	e.cx.result = draw(3) ? 2001 : 5012;
	e.cx.reason_code = (int32_t)draw(4);
	return e;
}

static struct li_event any(size_t *a, size_t *b)
{
	*a = draw(USERS);
	*b = draw(USERS);
	/* Targets call targets, bystanders bystanders. */
	if ((*a < TARGETS) != (*b < TARGETS))
		*b = *a;
	switch (draw(6)) {
	case 0: *b = *a; return register_message(*a);
	case 1: *b = *a; return cx_exchange(*a);
	default: return call_message(*a, *b);
	}
}

static bool must_be_told(const struct li_event *e)
{
	return e->source == LI_SOURCE_SIP;
}

static size_t run(struct li_step *step, struct li_arena *arena)
{
	int64_t mono_s = 0;
	size_t wrong = 0;

	for (size_t i = 0; i < MESSAGES; i++) {
		static const char raw[] = "METHOD sip:x SIP/2.0\r\n\r\n";
		struct li_product out = {.iri_count = 0};
		size_t a, b;
		struct li_event e = any(&a, &b);

		e.raw = li_slice_str(raw);
		mono_s += draw(20) ? 0 : draw(700);
		e.mono_us = mono_s * 1000000;
		li_step_tick(step, e.mono_us);
		for (unsigned copies = 1 + draw(2); copies > 0; copies--) {
			wrong += li_step_event(step, &e, arena, &out) != LI_OK;
			if (a >= TARGETS)
				wrong += out.iri_count + out.reg_count +
					out.session_count;
			else if (must_be_told(&e))
				wrong += out.iri_count == 0;
			li_arena_reset(arena);
		}
	}
	return wrong;
}

static void test_chaos__never_breaks_nor_tells_of_a_bystander(void)
{
	struct li_step_options options = {.mirror = {.secret = kit_secret}};
	struct li_arena arena = {.first = NULL};
	struct li_task tasks[TARGETS * 2];
	struct li_step *step = NULL;
	size_t wrong = 0;

	name_all();
	for (size_t i = 0; i < TARGETS; i++) {
		tasks[2 * i] =
			kit_task(2 * (int64_t)i + 1, LI_ID_IMPU, uris[i]);
		tasks[2 * i + 1] =
			kit_task(2 * (int64_t)i + 2, LI_ID_IMPI, impis[i]);
	}
	for (size_t round = 0; round < ROUNDS; round++) {
		/* Now and then with hardly any room. */
		options.mirror.sessions_max = round % 3 ? 0 : 1 + draw(4);
		options.mirror.registrations_max = round % 3 ? 0 : 1 + draw(4);
		if (round % 10 == 0) {
			li_step_free(step);
			step = NULL;
			CU_ASSERT_EQUAL_FATAL(li_step_new(&options, &step),
				LI_OK);
			CU_ASSERT_EQUAL_FATAL(li_step_tasks(step, tasks,
						      TARGETS * 2),
				LI_OK);
		}
		wrong += run(step, &arena);
	}
	CU_ASSERT_EQUAL(wrong, 0);
	li_step_free(step);
	li_arena_fini(&arena);
}

UNIT_MAIN("step.chaos",
	UNIT_TEST(test_chaos__never_breaks_nor_tells_of_a_bystander))
