/* SPDX-License-Identifier: BSD-3-Clause */
#include "memory_target.h"

#include <malloc.h>
#include <stdlib.h>

#include "intake/sdp.h"
#include "intake/sip_scan.h"
#include "mix.h"
#include "step/step.h"

enum { INVITE = 2, ACK = 5, OTHERS = 1 << 20 };

static const struct li_hash_secret secret = {.k0 = 17, .k1 = 4};
static struct li_event event;

static size_t taken(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

/* Message `kind` of the call of this variant. */
static void read_message(unsigned int kind, unsigned int variant)
{
	static char room[MIX_MESSAGE_MAX];
	size_t n = mix_write(kind, variant, room);

	if (li_sip_scan(li_slice(room, n), &secret, &event))
		abort();
	li_sdp_find(&event);
	event.at_us = event.mono_us = 1000000;
	event.number++;
	event.broken = false;
}

/* A warrant on who calls there. */
static bool add_task(struct li_step *step, unsigned int variant)
{
	static struct li_task task;

	read_message(INVITE, variant);
	task.row = (int64_t)variant + 1;
	task.ends_us = INT64_MAX / 2;
	task.target_count = 1;
	for (size_t i = 0; i < event.party_count; i++)
		if (event.parties[i].role == LI_ROLE_FROM)
			return li_identity_parse(LI_ID_IMPU,
				       event.parties[i].text,
				       &task.targets[0]) == LI_OK &&
				li_step_put(step, &task) == LI_OK;
	return false;
}

/* Take the call; false when a message of it was not told. */
static bool take_call(struct li_step *step, struct li_arena *arena,
	unsigned int variant)
{
	for (unsigned int kind = INVITE; kind <= ACK; kind++) {
		struct li_product product;

		read_message(kind, variant);
		if (li_step_event(step, &event, arena, &product) ||
			!product.iri_count)
			return false;
		li_arena_reset(arena);
	}
	return true;
}

double memory_target(unsigned int count)
{
	const struct li_step_options options = {.mirror.secret = secret};
	struct li_arena arena = {.total = 0};
	struct li_step *step = NULL;
	size_t before;
	bool ok = li_step_new(&options, &step) == LI_OK;

	for (unsigned int i = 0; i < count && ok; i++)
		ok = add_task(step, i);
	ok = ok && add_task(step, OTHERS) && take_call(step, &arena, OTHERS);
	before = taken();
	for (unsigned int i = 0; i < count && ok; i++)
		ok = take_call(step, &arena, i);
	before = taken() - before;
	li_step_free(step);
	li_arena_fini(&arena);
	return ok ? (double)before / count : -1;
}
