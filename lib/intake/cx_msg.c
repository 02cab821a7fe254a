/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "intake/cx_avp.h"
#include "intake/cx_field.h"
#include "intake/cx_msg.h"

enum { ABSENT = -1 };

static bool whole(struct li_slice avps)
{
	struct li_avp_walk walk = li_avp_walk(avps);
	struct li_avp avp;

	while (li_avp_next(&walk, &avp))
		continue;
	return !walk.bad;
}

static li_err check(const struct li_diameter *request,
	const struct li_diameter *answer)
{
	if (request->application != LI_CX_APPLICATION)
		return LI_EUNSUPPORTED;
	if (request->command < LI_CX_UAR || request->command > LI_CX_PPR)
		return LI_EUNSUPPORTED;
	if (!(request->flags & LI_DIAMETER_REQUEST) || !whole(request->avps))
		return LI_EMALFORMED;
	if (answer &&
		((answer->flags & LI_DIAMETER_REQUEST) ||
			answer->command != request->command ||
			!whole(answer->avps)))
		return LI_EMALFORMED;
	return LI_OK;
}

/* All but the list of parties, whose count says how much of it is set. */
static void clear(struct li_event *e)
{
	memset(e, 0, offsetof(struct li_event, parties));
	memset((char *)e + offsetof(struct li_event, party_count), 0,
		sizeof(*e) - offsetof(struct li_event, party_count));
}

li_err li_cx_msg_read(const struct li_cx_pair *pair,
	const struct li_hash_secret *secret, struct li_cx_texts *texts,
	struct li_event *out)
{
	struct li_cx_reader r = {
		.secret = secret,
		.event = out,
		.texts = texts,
	};
	struct li_diameter request, answer;
	bool answered = pair->answer.n > 0;
	li_err err = li_diameter_read(pair->request, &request);

	if (err == LI_OK && answered)
		err = li_diameter_read(pair->answer, &answer);
	if (err == LI_OK)
		err = check(&request, answered ? &answer : NULL);
	if (err != LI_OK)
		return err;

	clear(out);
	out->at_us = pair->requested_us;
	out->source = LI_SOURCE_CX;
	out->cx.command = (enum li_cx_command)request.command;
	out->cx.answered = answered;
	out->cx.answered_us = answered ? pair->answered_us : 0;
	out->cx.assignment_type = ABSENT;
	out->cx.authorization_type = ABSENT;
	out->cx.reason_code = ABSENT;
	out->cx_more.auth_items = ABSENT;
	out->cx_more.data_available = ABSENT;
	out->cx_more.multiple_registration = ABSENT;
	out->cx_more.originating = ABSENT;
	texts->used = 0;
	r.where = LI_CX_IN_REQUEST;
	li_cx_fields_read(&r, request.avps);
	if (answered) {
		r.where = LI_CX_IN_ANSWER;
		li_cx_fields_read(&r, answer.avps);
	}
	return LI_OK;
}
