/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/mikey.h"
#include "step/scope.h"

/* Keys of a session's media: a KMS has them, and can be asked when there are both
 * halves of how a ticket was handed on, that of the offer and that of the answer.
 * TS 33.107 cl. 7A.7.2; RFC 6043; RFC 4567 cl. 3 */

/* A half that an SDP has for one of its media, or for all. */
struct half {
	int media;
	struct li_slice text; /* base64, as it stands */
	struct li_mikey mikey;
};

struct halves {
	struct half at[LI_KEYS_TICKETS_MAX];
	size_t count;
};

/* Those of an SDP that are of that type. */
static li_err read(struct li_slice sdp, enum li_mikey_type type,
	struct li_arena *arena, struct halves *out)
{
	struct li_key_mgmt lines[LI_KEYS_TICKETS_MAX];
	size_t n = li_key_mgmt_find(sdp, lines, LI_KEYS_TICKETS_MAX);

	out->count = 0;
	for (size_t i = 0; i < n; i++) {
		struct half *half = &out->at[out->count];
		uint8_t *room = li_arena_alloc(arena, lines[i].value.n);

		if (!room)
			return LI_ENOMEM;
		if (li_mikey_read(lines[i].value, room, lines[i].value.n,
			    &half->mikey) ||
			half->mikey.type != type)
			continue;
		half->media = lines[i].media;
		half->text = li_arena_copy(arena, lines[i].value);
		if (!half->text.p)
			return LI_ENOMEM;
		out->count++;
	}
	return LI_OK;
}

/* What this answers: what stands at the same place, or for all media. */
static const struct half *offer_of(const struct halves *offers,
	const struct half *answer)
{
	const struct half *whole = NULL;

	for (size_t i = 0; i < offers->count; i++) {
		if (offers->at[i].media == answer->media)
			return &offers->at[i];
		if (offers->at[i].media == LI_KEY_MGMT_SESSION)
			whole = &offers->at[i];
	}
	return whole;
}

/* An answer whose offer is not known is told all the same, as one whose keys cannot
 * be had. */
static struct li_key_ticket ticket_of(const struct half *offer,
	const struct half *answer)
{
	struct li_key_ticket t = {.order.resp = answer->text,
		.order.kms = answer->mikey.kms,
		.offerer = answer->mikey.initiator,
		.answerer = answer->mikey.responder};

	if (!offer)
		return t;
	t.order.init = offer->text;
	if (offer->mikey.kms.n)
		t.order.kms = offer->mikey.kms;
	if (offer->mikey.initiator.n)
		t.offerer = offer->mikey.initiator;
	if (!t.answerer.n)
		t.answerer = offer->mikey.responder;
	return t;
}

static li_err pair(struct li_slice offer, struct li_slice answer,
	struct li_arena *arena, struct li_keys_found *out)
{
	struct halves offers, answers;
	li_err err = read(answer, LI_MIKEY_TRANSFER_RESP, arena, &answers);

	if (err || !answers.count)
		return err;
	err = read(offer, LI_MIKEY_TRANSFER_INIT, arena, &offers);
	for (size_t i = 0; i < answers.count && !err; i++)
		out->at[out->count++] =
			ticket_of(offer_of(&offers, &answers.at[i]),
				&answers.at[i]);
	return err;
}

li_err li_keys_find(const struct li_step *step, const struct li_event *event,
	struct li_arena *arena, struct li_keys_found *out)
{
	const struct li_slice sdp = event->source == LI_SOURCE_SIP
		? event->sip.sdp.text
		: (struct li_slice){0};
	struct li_key_mgmt line;
	struct li_ongoing now;
	li_err err;

	out->count = 0;
	if (step->keys == LI_KEYS_NOBODY || event->broken || !sdp.n ||
		!step->change.session || !li_key_mgmt_find(sdp, &line, 1) ||
		!li_mirror_ongoing(step->mirror, &now))
		return LI_OK;
	err = pair(now.offer, sdp, arena, out);
	/* The answer may have overtaken its offer. */
	if (!err && !out->count && step->change.opened)
		err = pair(sdp, now.answer, arena, out);
	return err;
}

li_err li_keys_agreed(const struct li_step *step, const struct li_ongoing *now,
	struct li_arena *arena, struct li_keys_found *out)
{
	out->count = 0;
	return step->keys == LI_KEYS_NOBODY
		? LI_OK
		: pair(now->offer, now->answer, arena, out);
}

/* The same answer on another hop, or again, has the same keys; but where it overtook
 * its offer it has none before that is seen. */
static bool ordered(struct li_step *step, const struct li_key_order *order,
	const struct li_iri *of)
{
	return li_repeat_told(step->repeat,
		li_repeat_order(step->repeat, order, of->correlation), of->task,
		of->at_us);
}

li_err li_keys_order(struct li_step *step, const struct li_brief *task,
	const struct li_keys_found *found, struct li_arena *arena,
	struct li_product *out)
{
	const size_t behind = out->iri_count;
	li_err err = LI_OK;

	/* They open content, whatever they are called. TS 33.107 cl. 7A.7.2 */
	if (step->keys == LI_KEYS_CONTENT && !task->content)
		return LI_OK;
	for (size_t i = 0; i < found->count && behind && !err; i++) {
		const struct li_iri *of = &out->iris[behind - 1];

		if (of->task != task->row ||
			ordered(step, &found->at[i].order, of))
			continue;
		err = li_report_keys(&found->at[i], of, arena,
			&out->iris[out->iri_count]);
		out->iri_count += !err;
	}
	return err;
}
