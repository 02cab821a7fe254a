/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* What can be seen of the state from outside, in one number that depends on no
 * order: neither of the messages, nor of the records in memory. Numbers of
 * correlation are left out: the first leg seen gives it. */

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

static uint64_t of_text(struct li_mirror *m, const struct li_text *text)
{
	if (!text)
		return 0;
	li_buf_reset(&m->scratch);
	li_texts_get(&m->texts, text, &m->scratch);
	return li_look_mark(m, 'd', li_buf_slice(&m->scratch));
}

static uint64_t of_session(struct li_mirror *m, const struct li_session *s)
{
	const struct li_text *offer, *answer;
	uint64_t h = mix(s->by_call.hash, s->call_low), sum = 0;

	h = mix(h, (uint64_t)s->state << 8 | s->method);
	h = mix(h, s->by_icid.hash);
	h = mix(h,
		(uint64_t)s->anchored << 2 | (uint64_t)s->focus << 1 |
			(uint64_t)s->emergency);
	h = mix(h, s->anchored ? s->opener : 0);
	for (size_t i = 0; i < s->entry_count; i++) {
		struct li_key key = li_entry_key(&s->entries[i]);

		sum += mix(mix(key.hi, key.lo),
			(uint64_t)li_stand_roles(s->entries[i].stand) << 8 |
				li_entry_sides(&s->entries[i]));
	}
	h = mix(h, sum);
	if (s->state != LI_SESSION_CONFIRMED)
		return h;
	h = mix(h, li_offer_held_by(s));
	li_offer_agreed(s, &offer, &answer);
	h = mix(h, of_text(m, offer));
	return mix(h, of_text(m, answer));
}

uint64_t li_session_digest(struct li_mirror *m)
{
	uint64_t at = 0, sum = 0;
	bool more = true;

	while (more) {
		struct li_chain *link =
			li_chains_walk(&m->sessions, &at, &more);

		for (; link; link = link->next)
			sum += of_session(m, li_session_at(link));
	}
	return sum;
}
