/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/text.h"
#include "watch/origin.h"

uint64_t li_origin_mark(const struct li_hash_secret *secret,
	struct li_slice host)
{
	uint8_t lower[LI_NODE_MAX + 1];
	size_t n = host.n < sizeof(lower) ? host.n : sizeof(lower);
	uint64_t mark;

	for (size_t i = 0; i < n; i++)
		lower[i] = li_text_lower(host.p[i]);
	mark = li_hash(secret, li_slice(lower, n)).lo;
	return mark ? mark : 1;
}

li_err li_origins_make(const struct li_watch_rules *rules,
	const struct li_hash_secret *secret, struct li_origins *out)
{
	out->secret = *secret;
	for (size_t i = 0; i < rules->nodes_count; i++) {
		const struct li_node *node = &rules->nodes[i];

		out->marks[i] =
			li_origin_mark(secret, li_slice_str(node->host));
		out->roles[i] = node->role;
	}
	out->count = rules->nodes_count;
	out->slots = calloc(LI_ORIGINS, sizeof(*out->slots));
	return out->slots ? LI_OK : LI_ENOMEM;
}

void li_origins_fini(struct li_origins *origins)
{
	free(origins->slots);
	explicit_bzero(origins, sizeof(*origins));
}

unsigned li_origin_roles(const struct li_origins *origins, uint64_t mark)
{
	unsigned roles = 0;

	for (size_t i = 0; i < origins->count; i++)
		if (origins->marks[i] == mark)
			roles |= origins->roles[i];
	return roles;
}

struct li_origin *li_origin_get(struct li_origins *origins, uint64_t mark,
	uint32_t now_s)
{
	size_t set = mark % (LI_ORIGINS / LI_ORIGIN_WAYS);
	struct li_origin *o = origins->slots + set * LI_ORIGIN_WAYS;
	struct li_origin *oldest = o;

	for (int i = 0; i < LI_ORIGIN_WAYS; i++) {
		if (o[i].mark == mark) {
			o[i].seen_s = now_s;
			return &o[i];
		}
		if (o[i].seen_s < oldest->seen_s)
			oldest = &o[i];
	}
	memset(oldest, 0, sizeof(*oldest));
	oldest->mark = mark;
	oldest->seen_s = now_s;
	oldest->roles = li_origin_roles(origins, mark);
	return oldest;
}

bool li_tally_add(struct li_tally *tally, uint32_t now_s, uint32_t window_s)
{
	/* One that comes late by another tap counts to the window of now. */
	bool anew = !tally->count ||
		(now_s >= tally->since_s && now_s - tally->since_s >= window_s);

	if (anew)
		*tally = (struct li_tally){.since_s = now_s};
	if (tally->count < UINT32_MAX)
		tally->count++;
	return anew;
}

uint32_t li_sketch_add(struct li_sketch *sketch, struct li_key user)
{
	uint32_t at = (uint32_t)(user.lo % LI_SKETCH_BITS);
	uint64_t bit = UINT64_C(1) << (at % 64);
	uint64_t *word = &sketch->bits[at / 64];

	if (!(*word & bit) && sketch->set < LI_SKETCH_BITS) {
		/* One in so many would have found a bit that is free. */
		sketch->sum += ((uint64_t)LI_SKETCH_BITS << 8) /
			(LI_SKETCH_BITS - sketch->set);
		*word |= bit;
		sketch->set++;
	}
	return (uint32_t)(sketch->sum >> 8);
}

void li_sketch_reset(struct li_sketch *sketch)
{
	memset(sketch, 0, sizeof(*sketch));
}
