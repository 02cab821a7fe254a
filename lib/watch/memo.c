/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "watch/memo.h"

/* Where a key stands, and what it is told apart by there. */
struct place {
	uint32_t set, mark;
};

static struct place place_of(const struct li_memo *memo, char name,
	struct li_key who)
{
	/* Not as li_key_named() does: identities' keys are named by it, and two
	 * names in turn would be no more than their sum. */
	const uint64_t hi =
		who.hi + (uint64_t)(uint8_t)name * 0xd1b54a32d192ed03u;
	struct place p = {
		.set = (uint32_t)(hi >> 32) & memo->mask,
		.mark = (uint32_t)(who.lo ^ hi),
	};

	if (!p.mark)
		p.mark = 1;
	return p;
}

li_err li_memo_make(uint32_t slots, struct li_memo *out)
{
	struct li_memo m = {.mask = 0};
	uint32_t sets = 1;

	while (sets < slots / LI_MEMO_WAYS)
		sets *= 2;
	m.mask = sets - 1;
	m.slots = calloc((size_t)sets * LI_MEMO_WAYS, sizeof(*m.slots));
	m.lost_s = calloc(sets, sizeof(*m.lost_s));
	if (!m.slots || !m.lost_s) {
		free(m.slots);
		free(m.lost_s);
		return LI_ENOMEM;
	}
	*out = m;
	return LI_OK;
}

void li_memo_fini(struct li_memo *memo)
{
	free(memo->slots);
	free(memo->lost_s);
	*memo = (struct li_memo){.mask = 0};
}

struct li_memo_slot *li_memo_find(const struct li_memo *memo, char name,
	struct li_key who)
{
	struct place p = place_of(memo, name, who);
	struct li_memo_slot *s = memo->slots + (size_t)p.set * LI_MEMO_WAYS;

	for (int i = 0; i < LI_MEMO_WAYS; i++)
		if (s[i].mark == p.mark)
			return &s[i];
	return NULL;
}

struct li_memo_slot *li_memo_get(struct li_memo *memo, char name,
	struct li_key who, uint32_t now_s)
{
	struct place p = place_of(memo, name, who);
	struct li_memo_slot *s = memo->slots + (size_t)p.set * LI_MEMO_WAYS;
	struct li_memo_slot *oldest = s;

	for (int i = 0; i < LI_MEMO_WAYS; i++) {
		if (s[i].mark == p.mark)
			return &s[i];
		if (s[i].seen_s < oldest->seen_s)
			oldest = &s[i];
	}
	if (oldest->mark && oldest->seen_s > memo->lost_s[p.set])
		memo->lost_s[p.set] = oldest->seen_s;
	*oldest = (struct li_memo_slot){.mark = p.mark, .seen_s = now_s};
	return oldest;
}

bool li_memo_lost(const struct li_memo *memo, char name, struct li_key who,
	uint32_t since_s)
{
	return memo->lost_s[place_of(memo, name, who).set] > since_s;
}
