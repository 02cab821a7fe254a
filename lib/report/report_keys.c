/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/inside.h"

/* Is it one of the target's identities? */
static bool is_target(const struct li_iri *iri, struct li_slice text)
{
	struct li_identity id;

	if (li_identity_parse(LI_ID_IMPU, text, &id))
		return false;
	for (size_t i = 0; i < iri->matched_count; i++)
		if (li_identity_same(&id, &iri->matched[i]))
			return true;
	for (size_t i = 0; i < iri->other_count; i++)
		if (li_identity_same(&id, &iri->others[i]))
			return true;
	return false;
}

static struct li_slice impu_of(const struct li_identity *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i].kind == LI_ID_IMPU)
			return li_slice(ids[i].text, ids[i].len);
	return (struct li_slice){0};
}

/* Whom the ticket names on the target's side. Of a message, it is the answer's; of
 * a session, who opened it is who offered. */
static struct li_slice on_side(const struct li_key_ticket *ticket,
	const struct li_iri *of)
{
	const bool from = of->direction == LI_DIRECTION_FROM_TARGET;
	const bool offers =
		of->kind == LI_IRI_START_OF_INTERCEPTION ? from : !from;

	if (of->direction != LI_DIRECTION_FROM_TARGET &&
		of->direction != LI_DIRECTION_TO_TARGET)
		return (struct li_slice){0};
	return offers ? ticket->offerer : ticket->answerer;
}

/* The ticket was made for an identity, of which its user may have several: the KMS
 * knows it by that one. What a stranger wrote there counts only where it is the
 * target's, or nothing else is known. TS 33.107 cl. 7A.7.2 */
static struct li_slice user_of(const struct li_key_ticket *ticket,
	const struct li_iri *of)
{
	const struct li_slice named[] = {ticket->offerer, ticket->answerer};
	struct li_slice user;

	for (size_t i = 0; i < 2; i++)
		if (named[i].n && is_target(of, named[i]))
			return named[i];
	user = impu_of(of->matched, of->matched_count);
	if (!user.n)
		user = impu_of(of->others, of->other_count);
	return user.n ? user : on_side(ticket, of);
}

li_err li_report_keys(const struct li_key_ticket *ticket,
	const struct li_iri *of, struct li_arena *arena, struct li_iri *iri)
{
	const struct li_slice user = user_of(ticket, of);

	*iri = (struct li_iri){
		.task = of->task,
		.xid = of->xid,
		.event = of->event,
		.kind = LI_IRI_MEDIA_KEYS,
		.at_us = of->at_us,
		/* that of the session: TS 33.107 cl. 7A.7.2 */
		.correlation = of->correlation,
		.direction = of->direction,
		.session = of->session,
		.from = of->from,
		.to = of->to,
		.ip_proto = of->ip_proto,
		.matched_count = of->matched_count,
		.matched_roles = of->matched_roles,
		.other_count = of->other_count,
		.services = of->services,
		.order = ticket->order,
	};
	memcpy(iri->matched, of->matched, sizeof(iri->matched));
	memcpy(iri->others, of->others, sizeof(iri->others));
	if (!user.n)
		return LI_OK;
	iri->order.user = li_arena_copy(arena, user);
	return iri->order.user.p ? LI_OK : LI_ENOMEM;
}
