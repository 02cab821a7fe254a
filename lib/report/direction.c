/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/inside.h"

static bool is_register(const struct li_event *event)
{
	return event->source == LI_SOURCE_SIP &&
		event->sip.method == LI_SIP_REGISTER;
}

enum li_session_direction li_report_sides(uint8_t sides, bool way_known)
{
	bool opener = sides & LI_SIDE_OPENER;
	bool answerer = sides & LI_SIDE_ANSWERER;

	/* Who opened the session is not known when its opening was not seen:
	 * TS 33.128 SessionDirection indeterminate */
	if (!way_known)
		return LI_SESSION_INDETERMINATE;
	/* TS 102 232-5 cl. 5.7: from and to the same target */
	if (opener && answerer)
		return LI_SESSION_COMBINED;
	/* TS 33.128 cl. 7.12.4: a session that reaches its target after it was
	 * redirected goes to the target still */
	if (answerer)
		return LI_SESSION_TO_TARGET;
	/* TS 33.128 cl. 7.12.4: a target that redirects a session to another
	 * party is where that one comes from */
	if (opener || sides & LI_SIDE_REDIRECTING)
		return LI_SESSION_FROM_TARGET;
	return LI_SESSION_INDETERMINATE;
}

enum li_session_direction li_report_session_direction(
	const struct li_report_case *c)
{
	if (is_register(c->event))
		return LI_SESSION_FROM_TARGET;
	if (c->event->source != LI_SOURCE_SIP)
		return LI_SESSION_INDETERMINATE;
	return li_report_sides(c->sides, c->change->way_known);
}

enum li_direction li_report_direction(const struct li_report_case *c)
{
	bool opener = c->sides & LI_SIDE_OPENER;
	bool answerer = c->sides & LI_SIDE_ANSWERER;

	if (c->event->source != LI_SOURCE_SIP)
		return LI_DIRECTION_NONE;
	if (is_register(c->event))
		return c->event->sip.is_request ? LI_DIRECTION_FROM_TARGET
						: LI_DIRECTION_TO_TARGET;
	if (opener && answerer)
		return LI_DIRECTION_BOTH;
	if (answerer)
		return c->change->from_opener ? LI_DIRECTION_TO_TARGET
					      : LI_DIRECTION_FROM_TARGET;
	if (opener || c->sides & LI_SIDE_REDIRECTING)
		return c->change->from_opener ? LI_DIRECTION_FROM_TARGET
					      : LI_DIRECTION_TO_TARGET;
	return LI_DIRECTION_UNKNOWN;
}
