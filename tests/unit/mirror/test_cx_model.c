/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/cx_naive.h"
#include "mirror/kit_mirror.h"

/* Random exchanges, of which the mirror and a naive model of TS 29.228 have to
 * think the same after each. LI_MODEL_SEED=N runs one sequence again. */

enum { EXCHANGES = 10000 };

static const char *const impis[NAIVE_IMPIS] = {"a@ims.example", "b@ims.example",
	"c@ims.example", "d@ims.example"};
static const char *const impus[NAIVE_IMPUS] = {"sip:0@ims.example",
	"tel:+15551230001", "sip:2@ims.example", "sip:3@ims.example",
	"sip:4@ims.example", "tel:+15551230005", "sip:6@ims.example",
	"sip:7@ims.example"};
static const unsigned groups[] = {0x0f, 0x30, 0xc0};

static uint64_t state;

static unsigned below(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

static unsigned some_of(unsigned bits)
{
	return bits & below(1U << NAIVE_IMPUS);
}

/* A profile of a group of IMPUs. The first one is the default IMPU, which does
 * not change while the set is registered. TS 29.228 cl. 6.5.2.1 */
static unsigned profile(unsigned group)
{
	return some_of(group) | (group & (~group + 1));
}

/* Has any IMPI been seen with it? An S-CSCF that names none asks for who has. */
static bool is_known(const struct naive *n, unsigned which)
{
	for (int u = 0; u < NAIVE_IMPUS; u++)
		for (int i = 0; i < NAIVE_IMPIS; i++)
			if (which & 1U << u && n->pair[i][u])
				return true;
	return false;
}

static struct naive_exchange draw_sar(const struct naive *n)
{
	static const int types[] = {0, 1, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9,
		10, 11, 14};
	unsigned group = groups[below(3)], one;
	struct naive_exchange x = {
		.command = NAIVE_SAR,
		.type = types[below(sizeof(types) / sizeof(types[0]))],
		.impi = (int)below(NAIVE_IMPIS),
	};

	do
		one = 1U << below(NAIVE_IMPUS);
	while (!(one & group));
	x.impus = one;
	if (x.type >= 1 && x.type <= 3 && below(2))
		x.data = profile(group) | one;
	x.pcscf_lost = x.type == 3 && below(3) == 0;
	if (x.type == 3 && is_known(n, one) && below(2))
		x.impi = NAIVE_NOBODY;
	if ((x.type < 4 || x.type > 8) && x.type != 11)
		return x;
	switch (below(3)) {
	case 0: x.impus = 0; break; /* all of an IMPI's */
	case 1: x.impi = NAIVE_NOBODY; break;
	default: x.impus = some_of(0xff) | one; break;
	}
	return x;
}

static struct naive_exchange draw_rtr(void)
{
	struct naive_exchange x = {
		.command = NAIVE_RTR,
		.reason = (int)below(4),
		.impi = (int)below(NAIVE_IMPIS),
		.impis = below(2) ? 0 : below(1U << NAIVE_IMPIS),
		.impus = below(2) ? 0 : some_of(0xff),
		.kept = some_of(0xff),
	};

	return x;
}

static struct naive_exchange draw(const struct naive *n)
{
	enum naive_command command = (enum naive_command)below(NAIVE_COMMANDS);
	unsigned group = groups[below(3)];
	struct naive_exchange x = {
		.command = command,
		.impi = (int)below(NAIVE_IMPIS),
		.impus = 1U << below(NAIVE_IMPUS),
	};

	x.leaving = command == NAIVE_UAR && below(3) == 0;
	if (command == NAIVE_SAR || below(2))
		x = draw_sar(n);
	else if (command == NAIVE_RTR)
		x = draw_rtr();
	else if (command == NAIVE_PPR)
		x.data = profile(group);
	if (x.command == NAIVE_PPR)
		x.impus = 0;
	x.result = below(4) ? NAIVE_SUCCESS
			    : (enum naive_result)below(NAIVE_RESULTS);
	if (x.command == NAIVE_UAR && below(4))
		x.result = below(2) ? NAIVE_FIRST : NAIVE_FOREIGN;
	return x;
}

static void set_result(struct li_event *e, enum naive_result result)
{
	static const struct {
		uint32_t code, vendor; /* an Experimental one has a vendor */
	} results[NAIVE_RESULTS] = {
		[NAIVE_SUCCESS] = {2001, 0},
		[NAIVE_LIMITED] = {2002, 0},
		[NAIVE_NOT_STORED] = {2004, 10415},
		[NAIVE_FIRST] = {2001, 10415},
		[NAIVE_FOREIGN] = {2001, 13019},
		[NAIVE_REFUSED] = {5012, 0},
	};

	e->cx.answered = result != NAIVE_SILENT;
	e->cx.experimental = results[result].vendor != 0;
	e->cx.result_vendor = results[result].vendor;
	e->cx.result = results[result].code;
}

static void add_lists(struct li_event *e, const struct naive_exchange *x)
{
	struct li_cx_more *more = &e->cx_more;

	for (int i = 0; i < NAIVE_IMPIS; i++)
		if (x->impis & 1U << i)
			kit_party(e, LI_ROLE_CX_USER_NAME, impis[i]);
	for (int u = 0; u < NAIVE_IMPUS; u++) {
		if (x->impus & 1U << u)
			kit_party(e, LI_ROLE_CX_PUBLIC_IDENTITY, impus[u]);
		if (x->data & 1U << u)
			kit_party(e, LI_ROLE_CX_USER_DATA, impus[u]);
	}
	more->profile_whole = x->data;
}

/* The pairs that stay: of each IMPU that is kept its whole set. */
static void add_kept(struct li_event *e, const struct naive *n,
	const struct naive_exchange *x)
{
	unsigned kept = naive_whole(n, x->kept);

	for (int u = 0; u < NAIVE_IMPUS; u++)
		if (x->command == NAIVE_RTR && kept & 1U << u)
			e->cx_more.emergency[e->cx_more.emergency_count++] =
				(struct li_cx_emergency){
					.impi = li_slice_str(impis[x->impi]),
					.impu = li_slice_str(impus[u])};
}

static struct li_event event_of(const struct naive *n,
	const struct naive_exchange *x)
{
	static const enum li_cx_command commands[] = {
		[NAIVE_UAR] = LI_CX_UAR,
		[NAIVE_LIR] = LI_CX_LIR,
		[NAIVE_MAR] = LI_CX_MAR,
		[NAIVE_SAR] = LI_CX_SAR,
		[NAIVE_RTR] = LI_CX_RTR,
		[NAIVE_PPR] = LI_CX_PPR,
	};
	struct li_event e = kit_cx(commands[x->command],
		x->command == NAIVE_SAR ? x->type : -1,
		x->impi == NAIVE_NOBODY ? NULL : impis[x->impi], NULL);

	if (x->command == NAIVE_RTR)
		e.cx.reason_code = x->reason;
	e.cx.authorization_type = x->leaving ? 1 : -1;
	if (x->pcscf_lost)
		e.cx_more.sar_flags = LI_SAR_PCSCF_RESTORATION;
	set_result(&e, x->result);
	add_lists(&e, x);
	add_kept(&e, n, x);
	return e;
}

/* What the mirror thinks of a pair, or of an IMPU under all. */
static enum li_reg_state ask(const char *impi, const char *impu)
{
	struct li_event e = kit_cx(LI_CX_UAR, -1, impi, impu);

	set_result(&e, NAIVE_REFUSED);
	apply(e);
	return change.reg_after;
}

static bool differ(int impi, int impu)
{
	printf("\n  IMPI %d, IMPU %d: the mirror says %d", impi, impu,
		change.reg_after);
	return false;
}

static bool agree(const struct naive *n)
{
	for (int u = 0; u < NAIVE_IMPUS; u++) {
		enum li_reg_state all = naive_is_registered(n, u)
			? LI_REG_REGISTERED
			: n->unregistered[u] ? LI_REG_UNREGISTERED
					     : LI_REG_NONE;

		if (ask(NULL, impus[u]) != all)
			return differ(NAIVE_NOBODY, u);
		for (int i = 0; i < NAIVE_IMPIS; i++)
			if ((ask(impis[i], impus[u]) == LI_REG_REGISTERED) !=
				n->registered[i][u])
				return differ(i, u);
	}
	for (int i = 0; i < NAIVE_IMPIS; i++) {
		ask(impis[i], NULL);
		if (change.auth_was_pending != n->pending[i])
			return differ(i, NAIVE_NOBODY);
	}
	return true;
}

static void tell(uint64_t seed, int at, const struct naive_exchange *x)
{
	printf("\n  LI_MODEL_SEED=%llu, exchange %d: command %d type %d "
	       "reason %d result %d impi %d impis %x impus %x data %x kept %x "
	       "flag %d\n",
		(unsigned long long)seed, at, x->command, x->type, x->reason,
		x->result, x->impi, x->impis, x->impus, x->data, x->kept,
		x->pcscf_lost || x->leaving);
}

static void run(uint64_t seed)
{
	struct naive_exchange x;
	struct naive n;

	printf(" seed %llu", (unsigned long long)seed);
	state = seed;
	fresh_usual();
	naive_start(&n);
	for (int at = 0; at < EXCHANGES; at++) {
		x = draw(&n);
		apply(event_of(&n, &x));
		naive_apply(&n, &x);
		if (agree(&n))
			continue;
		tell(seed, at, &x);
		CU_FAIL("the mirror and the model differ");
		return;
	}
}

/* TS 29.228 cl. 6.1, 6.2, 6.3, 6.5 */
static void test_cx_model__ends_in_the_states_of_the_standard(void)
{
	const char *seed = getenv("LI_MODEL_SEED");

	run(seed ? strtoull(seed, NULL, 10) : 1);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_model",
	UNIT_TEST(test_cx_model__ends_in_the_states_of_the_standard))
