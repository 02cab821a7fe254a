/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Offer and answer: what each side says it receives, as agreed last. An offer
 * counts when its transaction succeeded; one that was refused leaves what was
 * agreed before. RFC 3264; RFC 3261 cl. 13.2.1, 14.1; RFC 3311 cl. 5.2 */

enum {
	BY_OPENER = 1 << 0,  /* of a transaction that the opener asked for */
	OFFERED = 1 << 1,    /* in a request that offers */
	FINAL = 1 << 2,      /* in a final answer, or accepted by one */
	DEAF = LI_TEXT_DEAF, /* receives nothing: on hold */
	INSIDE = 1 << 4,     /* a dialog: what is agreed stays when it fails */
};

/* An SDP as it came: whose it is, and by which transaction. */
struct put {
	struct li_slice text;
	uint32_t cseq;
	uint8_t flags;
	bool of_opener;
};

static bool offers(enum li_sip_method method)
{
	return method == LI_SIP_INVITE || method == LI_SIP_UPDATE ||
		method == LI_SIP_PRACK;
}

/* Where the agreed SDP of a side is; NULL when its branch is not known. */
static struct li_text **place(struct li_session *s, struct li_fork *fork,
	bool of_opener)
{
	if (of_opener)
		return &s->sdp;
	return fork ? &fork->sdp : NULL;
}

/* Is there such a place? */
static bool has_place(const struct li_fork *fork, bool of_opener)
{
	return of_opener || fork;
}

/* The version in the o= line; 0 when there is none. */
static uint64_t version(struct li_mirror *m, const struct li_text *text,
	struct li_slice *session)
{
	struct li_slice line;
	uint64_t v = 0;
	size_t at = 0, word = 0, from;

	li_buf_reset(&m->scratch);
	li_texts_get(&m->texts, text, &m->scratch);
	line = li_buf_slice(&m->scratch);
	while (at + 2 < line.n &&
		(line.p[at] != 'o' || line.p[at + 1] != '=')) {
		at += li_slice_find(li_slice_sub(line, at, line.n), '\n') + 1;
	}
	for (from = at; at < line.n && word < 2; at++)
		word += line.p[at] == ' ';
	*session = li_slice_sub(line, from, at);
	for (; at < line.n && line.p[at] >= '0' && line.p[at] <= '9'; at++)
		v = v * 10 + line.p[at] - '0';
	return v;
}

/* Did `b` come after `a`? By CSeq when one side asked for both, else by the
 * version that each side counts up: RFC 3264 cl. 8.4. */
static bool is_later(struct li_mirror *m, const struct li_text *a,
	const struct li_text *b)
{
	uint64_t va, vb, mark;
	struct li_slice session;

	if (((a->flags ^ b->flags) & BY_OPENER) == 0) {
		if (a->cseq != b->cseq)
			return b->cseq > a->cseq;
		return (b->flags & FINAL) > (a->flags & FINAL);
	}
	va = version(m, a, &session);
	mark = li_look_mark(m, 'o', session);
	vb = version(m, b, &session);
	return mark != li_look_mark(m, 'o', session) || vb >= va;
}

/* `text` is agreed, unless what is there came later. */
static void agree(struct li_mirror *m, struct li_text **at,
	struct li_text *text)
{
	if (!text)
		return;
	if (!at || (*at && !is_later(m, *at, text))) {
		li_texts_drop(&m->texts, &m->pool, text);
		return;
	}
	li_texts_drop(&m->texts, &m->pool, *at);
	*at = text;
}

static struct li_text *keep(struct li_mirror *m, const struct put *put)
{
	struct li_text *text =
		li_texts_put(&m->texts, &m->pool, put->text, LI_TEXT_SDP);

	if (text) {
		text->cseq = put->cseq;
		text->flags |= put->flags;
	}
	return text;
}

/* The same again, seen on another hop? */
static bool is_copy(const struct li_text *at, const struct put *put)
{
	return at && at->cseq == put->cseq &&
		((at->flags ^ put->flags) & BY_OPENER) == 0 &&
		(at->flags & FINAL) >= (put->flags & FINAL);
}

static void drop_pending(struct li_mirror *m, struct li_session *s, size_t side)
{
	struct li_pending *p = s->pending;

	if (!p)
		return;
	li_texts_drop(&m->texts, &m->pool, p->text[side]);
	p->text[side] = NULL;
	if (p->text[0] || p->text[1])
		return;
	li_pool_give(&m->pool, p, sizeof(*p));
	s->pending = NULL;
}

/* An offer waits for what becomes of its transaction. */
static void hold_back(struct li_mirror *m, struct li_session *s,
	const struct put *put, size_t side)
{
	struct li_pending *p = s->pending;

	if (p && p->text[side] && p->text[side]->cseq >= put->cseq)
		return;
	if (!p) {
		p = li_pool_take(&m->pool, sizeof(*p));
		if (!p) {
			m->refused++;
			return;
		}
		s->pending = p;
	}
	li_texts_drop(&m->texts, &m->pool, p->text[side]);
	p->text[side] = keep(m, put);
	if (!p->text[side])
		drop_pending(m, s, side);
}

static void on_request(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip, struct li_fork *fork, bool by_opener)
{
	struct put put = {
		.text = sip->sdp.text,
		.cseq = sip->cseq,
		.of_opener = by_opener,
		.flags = (uint8_t)((by_opener ? BY_OPENER : 0) | FINAL),
	};
	struct li_text **at = place(s, fork, by_opener);
	size_t side = by_opener ? 0 : 1;

	if (offers(sip->method)) {
		put.flags |= OFFERED;
		if (sip->to_tag.n)
			put.flags |= INSIDE;
		/* Refused already: its answer was faster. */
		if (sip->to_tag.n && s->refused[side] == sip->cseq)
			return;
		if (s->settled[side] < sip->cseq) {
			hold_back(m, s, &put, side);
			return;
		}
	} else if (sip->method != LI_SIP_ACK) {
		return;
	}
	/* An ACK answers the offer of a 200; an offer that was accepted
	 * before it was seen is agreed. */
	if (has_place(fork, by_opener) && !is_copy(*at, &put))
		agree(m, at, keep(m, &put));
}

/* The transaction was accepted: so is its offer. */
static void accept(struct li_mirror *m, struct li_session *s, uint32_t cseq,
	struct li_fork *fork, bool by_opener)
{
	size_t side = by_opener ? 0 : 1;
	struct li_text *text = s->pending ? s->pending->text[side] : NULL;

	if (cseq > s->settled[side])
		s->settled[side] = cseq;
	if (!text || text->cseq > cseq)
		return;
	if (text->cseq == cseq) {
		s->pending->text[side] = NULL;
		agree(m, place(s, fork, by_opener), text);
	}
	drop_pending(m, s, side);
}

/* A branch that fails leaves the offer of the opening to the others. */
static void refuse(struct li_mirror *m, struct li_session *s, uint32_t cseq,
	size_t side)
{
	struct li_pending *p = s->pending;

	if (cseq >= s->refused[side])
		s->refused[side] = cseq;
	if (p && p->text[side] && p->text[side]->cseq == cseq &&
		p->text[side]->flags & INSIDE)
		drop_pending(m, s, side);
}

static void on_answer(struct li_mirror *m, struct li_session *s,
	const struct li_sip *sip, struct li_fork *fork, bool by_opener)
{
	bool final = sip->status >= 200;
	struct put put = {
		.text = sip->sdp.text,
		.cseq = sip->cseq,
		.of_opener = !by_opener,
		.flags = (uint8_t)((by_opener ? BY_OPENER : 0) |
			(final ? FINAL : 0)),
	};
	struct li_text **at = place(s, fork, !by_opener);

	if (sip->status >= 300) {
		refuse(m, s, sip->cseq, by_opener ? 0 : 1);
		return;
	}
	/* A provisional answer inside a dialog may be followed by a refusal;
	 * in an early one it is of its branch: 3264 with RFC 3261 cl. 13.2.1 */
	if (sip->sdp.text.n && has_place(fork, !by_opener) &&
		!is_copy(*at, &put) &&
		(final || !*at || !((*at)->flags & FINAL)))
		agree(m, at, keep(m, &put));
	if (final)
		accept(m, s, sip->cseq, fork, by_opener);
}

void li_offer_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session, struct li_fork *fork)
{
	const struct li_sip *sip = &event->sip;
	bool by_opener = li_session_by_opener(m, session);

	if (sip->is_request)
		on_request(m, session, sip, fork, by_opener);
	else if (offers(sip->method) && sip->status > 100)
		on_answer(m, session, sip, fork, by_opener);
}

uint8_t li_offer_held_by(const struct li_session *s)
{
	const struct li_fork *fork =
		s->state == LI_SESSION_CONFIRMED ? li_fork_live(s) : NULL;
	uint8_t held = 0;

	if (!fork)
		return 0;
	if (s->sdp && s->sdp->flags & DEAF)
		held |= LI_SIDE_OPENER;
	if (fork->sdp && fork->sdp->flags & DEAF)
		held |= LI_SIDE_ANSWERER;
	return held;
}

void li_offer_agreed(const struct li_session *s, const struct li_text **offer,
	const struct li_text **answer)
{
	const struct li_fork *fork = li_fork_live(s);
	const struct li_text *one = s->sdp, *other = fork ? fork->sdp : NULL;
	/* Before the first answer is final, the first offer is what there is. */
	bool opener_offered;

	if (!one && s->pending)
		one = s->pending->text[0];
	opener_offered = one && one->flags & OFFERED;
	*offer = opener_offered ? one : other;
	*answer = opener_offered ? other : one;
}

void li_offer_drop(struct li_mirror *m, struct li_session *s)
{
	for (size_t i = 0; i < s->fork_count; i++) {
		li_texts_drop(&m->texts, &m->pool, s->forks[i].sdp);
		s->forks[i].sdp = NULL;
	}
	drop_pending(m, s, 0);
	drop_pending(m, s, 1);
	li_texts_drop(&m->texts, &m->pool, s->sdp);
	s->sdp = NULL;
}
