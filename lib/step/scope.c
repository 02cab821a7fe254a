/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/scope.h"

#include "base/text.h"
#include "model/service.h"

/* The country whose subscriber an identity says to be. TS 23.003 cl. 2.2,
 * cl. 13.3 */
static unsigned int country_of(const struct li_identity *id)
{
	struct li_slice text = li_slice(id->text, id->len);
	size_t at = li_slice_find(text, '@');

	if (id->kind == LI_ID_IMSI && id->len >= 3)
		return (unsigned int)(id->text[0] - '0') * 100U +
			(unsigned int)(id->text[1] - '0') * 10U +
			(unsigned int)(id->text[2] - '0');
	if (at == text.n)
		return 0;
	return li_network_country(li_slice_sub(text, at + 1, text.n));
}

/* Is this network the one in the identity? */
static bool is_home(const struct li_identity *id, struct li_slice network)
{
	struct li_slice text = li_slice(id->text, id->len);
	size_t at = li_slice_find(text, '@');

	text = li_slice_sub(text, at + 1, text.n);
	if (text.n == 0 || text.n != network.n)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (li_text_lower(text.p[i]) != li_text_lower(network.p[i]))
			return false;
	return true;
}

/* Is it in another country than the one of these identities? Where that cannot
 * be told, and it is not their own network, it may be. */
static bool is_abroad(struct li_slice network, const struct li_identity *ids,
	size_t count)
{
	unsigned int there = li_network_country(network);

	for (size_t i = 0; i < count; i++) {
		unsigned int home = country_of(&ids[i]);

		if (is_home(&ids[i], network) || (home && home == there))
			return false;
	}
	return true;
}

/* The network that the target registers from: this exchange's, or what the HSS
 * was told last. */
static bool abroad(const struct li_step *step, const struct li_event *event,
	const struct li_change *change, const struct li_brief *task)
{
	struct li_identity ids[1 + LI_IRI_IDENTITIES_MAX];
	struct li_slice network = {0};
	size_t count;

	if (event->source == LI_SOURCE_CX)
		network = change->visited;
	for (size_t t = 0; t < task->target_count; t++) {
		li_brief_target(task, t, &ids[0]);
		count = 1 +
			li_mirror_who(step->mirror, &ids[0], ids + 1,
				LI_IRI_IDENTITIES_MAX);
		if (!network.n)
			network = li_mirror_visited(step->mirror, &ids[0]);
		if (network.n && is_abroad(network, ids, count))
			return true;
	}
	return false;
}

bool li_scope_tells(const struct li_step *step, const struct li_event *event,
	const struct li_change *change, const struct li_brief *task)
{
	/* TS 33.126 R6.3-410 */
	if (change->services &&
		!(change->services & li_brief_services(task, event->at_us)))
		return false;
	/* TS 103 221-1 annex C, suspendOnOutboundInternationalRoaming */
	return !task->home_only || !abroad(step, event, change, task);
}

bool li_scope_registration(const struct li_brief *task)
{
	return task->locality != LI_LOCALITY_NON_LOCAL;
}

/* TS 33.128 cl. 7.12.2.8: P-Preferred-Identity and P-Called-Party-ID name who
 * is served, whatever half of a call it is; so does P-Served-User. */
static bool may_be_far(uint32_t roles)
{
	const uint32_t places = LI_ROLE_FROM | LI_ROLE_TO |
		LI_ROLE_REQUEST_URI | LI_ROLE_P_ASSERTED |
		LI_ROLE_HISTORY_INFO | LI_ROLE_DIVERSION |
		LI_ROLE_SMS_ORIGINATOR | LI_ROLE_SMS_DESTINATION;

	return roles & places;
}

bool li_scope_party(const struct li_step *step, const struct li_event *event,
	const struct li_hit *hit)
{
	const enum li_locality asked = (enum li_locality)hit->task->locality;
	uint8_t served, near, far;

	if (asked == LI_LOCALITY_ANY)
		return true;
	if (event->source != LI_SOURCE_SIP ||
		event->sip.method == LI_SIP_REGISTER)
		return li_scope_registration(hit->task);
	served = event->broken ? 0 : li_mirror_served(step->mirror);
	near = served & hit->sides;
	if (hit->roles & LI_ROLE_SERVED_ANY)
		near = 1; /* an S-CSCF says so: TS 24.229 cl. 5.4.3.2 */
	far = served & (uint8_t)~hit->sides;
	if (asked == LI_LOCALITY_LOCAL)
		return near || !far;
	return may_be_far(hit->roles) && (far || !near);
}

bool li_scope_place(const struct li_change *change, const struct li_brief *task)
{
	switch ((enum li_location_scope)task->location) {
	case LI_LOCATION_ALL: return true;
	case LI_LOCATION_NONE: return false; /* doNotReport */
	case LI_LOCATION_ENDS:
		/* beginningAndEnd: until it is answered, and when it ends */
		return !change->session ||
			change->session_before != LI_SESSION_CONFIRMED ||
			change->session_after != LI_SESSION_CONFIRMED;
	}
	return false;
}
