/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Sessions that are alive, for a task that begins in their middle. TS 33.107
 * cl. 20.1.3.3, 7A.3.1; TS 33.128 cl. 7.12.4.2.2 */

static bool is_alive(const struct li_session *s)
{
	return s->method == LI_SIP_INVITE && s->state > LI_SESSION_NONE &&
		s->state < LI_SESSION_GONE;
}

/* A run of the scratch buffer. */
struct run {
	size_t at, n;
};

static struct run append(struct li_mirror *m, const struct li_text *text)
{
	struct run run = {.at = m->scratch.n};

	li_texts_get(&m->texts, text, &m->scratch);
	run.n = m->scratch.n - run.at;
	return run;
}

static struct li_slice lend(const struct li_mirror *m, struct run run)
{
	return li_slice_sub(li_buf_slice(&m->scratch), run.at, run.at + run.n);
}

/* Asserted, and From, are mostly the same. */
static void add_opener(struct li_slice uri, struct li_ongoing *out)
{
	for (size_t i = 0; i < out->originating_count; i++)
		if (li_slice_eq(uri, out->originating[i]))
			return;
	if (out->originating_count < 4)
		out->originating[out->originating_count++] = uri;
}

/* Lines of the parties: the first octet says whose (learn.c). An asserted
 * identity is more than what the user wrote in From. */
static void tell_parties(struct li_slice lines, struct li_ongoing *out)
{
	while (lines.n) {
		size_t n = li_slice_find(lines, '\n');
		struct li_slice uri = li_slice_sub(lines, 1, n);
		uint8_t whose = lines.p[0];

		if (whose <= LI_PARTY_FROM)
			add_opener(uri, out);
		else if (whose == LI_PARTY_TO && !out->terminating.n)
			out->terminating = uri;
		else if (whose == LI_PARTY_DIVERTING && !out->diversion.n)
			out->diversion = uri;
		lines = li_slice_sub(lines, n + 1, lines.n);
	}
}

static void describe(struct li_mirror *m, const struct li_session *s,
	struct li_ongoing *out)
{
	const struct li_text *offer, *answer;
	struct run parties, offered, answered;

	li_buf_wipe(&m->scratch);
	li_offer_agreed(s, &offer, &answer);
	parties = append(m, s->parties);
	offered = append(m, offer);
	answered = append(m, answer);
	*out = (struct li_ongoing){
		.state = (enum li_session_state)s->state,
		.method = (enum li_sip_method)s->method,
		.offer = lend(m, offered),
		.answer = lend(m, answered),
	};
	tell_parties(lend(m, parties), out);
}

/* The change as an event of the session would have it. */
static void fill_change(struct li_mirror *m, struct li_session *s,
	struct li_change *change)
{
	memset(change, 0, offsetof(struct li_change, known));
	change->known_count = 0;
	change->expires_s = -1;
	change->session_before = (enum li_session_state)s->state;
	change->in_dialog = s->anchored;
	change->from_opener = true;
	li_follow_describe(s, change);
	li_session_inherit(m, s, s->entry_count, change);
}

bool li_mirror_sweep(struct li_mirror *m, uint64_t *cursor, size_t work,
	li_mirror_sweep_fn fn, void *data)
{
	struct li_change *change = &m->looked;
	struct li_ongoing ongoing;
	bool more = true;

	while (more && work) {
		struct li_chain *link =
			li_chains_walk(&m->sessions, cursor, &more);

		work--;
		for (; link; link = link->next) {
			struct li_session *s = li_session_at(link);

			if (work)
				work--;
			if (!is_alive(s))
				continue;
			fill_change(m, s, change);
			if (change->known_count == 0)
				continue;
			describe(m, s, &ongoing);
			m->last = s; /* may be saved, too */
			fn(change, &ongoing, data);
		}
	}
	return more;
}

bool li_mirror_ongoing(struct li_mirror *m, struct li_ongoing *out)
{
	if (!m->last || !is_alive(m->last))
		return false;
	describe(m, m->last, out);
	return true;
}
