/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "intake/cx_avp.h"
#include "intake/cx_msg.h"
#include "intake/cx_profile.h"
#include "intake/xml.h"

enum {
	IN_REQUEST = 1,
	IN_ANSWER = 2,
	IN_BOTH = IN_REQUEST | IN_ANSWER,
	ABSENT = -1,
};

struct reader {
	const struct li_hash_secret *secret;
	struct li_event *event;
	unsigned where; /* IN_REQUEST or IN_ANSWER */
	bool has_result;
};

/* What to do with an AVP. `at` is the place in struct li_cx that a slice or a
 * number goes to. */
struct field {
	uint32_t group; /* code of the group it stands in, 0 for the message */
	uint32_t code, vendor;
	unsigned where;
	void (*take)(struct reader *r, const struct field *f,
		const struct li_avp *avp);
	size_t at;
};

static void take_group(struct reader *r, const struct field *f,
	const struct li_avp *avp);

/* The first one counts. */
static void take_slice(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	struct li_slice *to =
		(struct li_slice *)(void *)((char *)&r->event->cx + f->at);

	if (to->n == 0)
		*to = avp->value;
}

static void take_number(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	int32_t *to = (int32_t *)(void *)((char *)&r->event->cx + f->at);
	uint32_t v;

	if (*to == ABSENT && li_avp_u32(avp, &v) && v <= INT32_MAX)
		*to = (int32_t)v;
}

static bool known_already(const struct li_event *e, const struct li_party *p)
{
	for (size_t i = 0; i < e->party_count; i++)
		if (e->parties[i].role == p->role &&
			li_key_eq(e->parties[i].keys[0], p->keys[0]))
			return true;
	return false;
}

/* Add a party; `as_written` is its text where that differs from `text`. */
static void add_party(struct reader *r, enum li_id_kind kind, enum li_role role,
	struct li_slice text, struct li_slice as_written)
{
	struct li_event *e = r->event;
	struct li_party p = {.kind = kind, .role = role, .text = as_written};
	struct li_identity id;

	if (li_identity_parse(kind, text, &id) != LI_OK)
		return;
	p.key_count = (uint8_t)li_identity_keys_given(&id, r->secret, p.keys);
	if (p.key_count == 0 || known_already(e, &p))
		return;
	if (e->party_count == LI_EVENT_IDENTITIES_MAX) {
		e->crowded = true;
		return;
	}
	e->parties[e->party_count++] = p;
}

/* TS 29.229 cl. 6.3.2 */
static void take_impu(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	struct li_cx *cx = &r->event->cx;

	(void)f;
	if (cx->impu_count < LI_CX_IMPUS_MAX)
		cx->impus[cx->impu_count++] = avp->value;
	else
		r->event->crowded = true;
	add_party(r, LI_ID_IMPU, LI_ROLE_CX_PUBLIC_IDENTITY, avp->value,
		avp->value);
}

/* RFC 6733 cl. 8.14: the IMPI. TS 29.228 cl. 6.1 */
static void take_user_name(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	take_slice(r, f, avp);
	add_party(r, LI_ID_IMPI, LI_ROLE_CX_USER_NAME, avp->value, avp->value);
}

/* Other IMPIs of the subscription. TS 29.229 cl. 6.3.33 */
static void take_associated(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	struct li_cx *cx = &r->event->cx;

	(void)f;
	if (cx->impi_count < LI_CX_IMPUS_MAX)
		cx->impis[cx->impi_count++] = avp->value;
	else
		r->event->crowded = true;
	add_party(r, LI_ID_IMPI, LI_ROLE_CX_USER_NAME, avp->value, avp->value);
}

static void profile_party(struct reader *r, enum li_id_kind kind,
	struct li_slice written)
{
	char buf[LI_ID_MAX * 2];
	struct li_slice text;

	if (written.n > 0 &&
		li_xml_text(written, buf, sizeof(buf), &text) == LI_OK)
		add_party(r, kind, LI_ROLE_CX_USER_DATA, text, written);
}

/* TS 29.228 cl. 6.6: all identities of the implicit registration set */
static void take_user_data(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	struct li_cx_profile profile;

	take_slice(r, f, avp);
	if (li_cx_profile_read(avp->value, &profile) != LI_OK)
		return;
	profile_party(r, LI_ID_IMPI, profile.private_id);
	for (size_t i = 0; i < profile.public_count; i++)
		profile_party(r, LI_ID_IMPU, profile.public_ids[i]);
	if (profile.crowded)
		r->event->crowded = true;
}

/* A result is this AVP and this code, never the code alone: 2001 of the one
 * is not 2001 of the other. TS 29.229 cl. 6.2 */
static void take_result(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	struct li_cx *cx = &r->event->cx;
	uint32_t v;

	if (r->has_result || !li_avp_u32(avp, &v))
		return;
	cx->experimental = f->group != 0;
	cx->result = v;
	r->has_result = true;
}

static void take_result_vendor(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	(void)f;
	if (!r->has_result || r->event->cx.experimental)
		(void)li_avp_u32(avp, &r->event->cx.result_vendor);
}

#define AT(member) offsetof(struct li_cx, member)
#define GPP LI_CX_VENDOR

static const struct field fields[] = {
	{0, 1, 0, IN_BOTH, take_user_name, AT(user_name)},
	{0, 264, 0, IN_REQUEST, take_slice, AT(origin_host)},
	{0, 296, 0, IN_REQUEST, take_slice, AT(origin_realm)},
	{0, 268, 0, IN_ANSWER, take_result, 0},
	{0, 297, 0, IN_ANSWER, take_group, 0},
	{297, 266, 0, IN_ANSWER, take_result_vendor, 0},
	{297, 298, 0, IN_ANSWER, take_result, 0},
	{0, 600, GPP, IN_REQUEST, take_slice, AT(visited_network)},
	{0, 601, GPP, IN_REQUEST, take_impu, 0},
	{0, 602, GPP, IN_BOTH, take_slice, AT(server_name)},
	{0, 606, GPP, IN_BOTH, take_user_data, AT(user_data)},
	{0, 614, GPP, IN_REQUEST, take_number, AT(assignment_type)},
	{0, 615, GPP, IN_REQUEST, take_group, 0},
	{615, 616, GPP, IN_REQUEST, take_number, AT(reason_code)},
	{0, 623, GPP, IN_REQUEST, take_number, AT(authorization_type)},
	{0, 632, GPP, IN_BOTH, take_group, 0},
	{632, 1, 0, IN_BOTH, take_associated, 0},
};

static void read_avps(struct reader *r, uint32_t group, struct li_slice avps)
{
	struct li_avp_walk walk = li_avp_walk(avps);
	struct li_avp avp;

	while (li_avp_next(&walk, &avp))
		for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
			if (fields[i].code == avp.code &&
				fields[i].vendor == avp.vendor &&
				fields[i].group == group &&
				(fields[i].where & r->where))
				fields[i].take(r, &fields[i], &avp);
}

static void take_group(struct reader *r, const struct field *f,
	const struct li_avp *avp)
{
	if (f->group == 0) /* groups of a group are none of ours */
		read_avps(r, f->code, avp->value);
}

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

li_err li_cx_msg_read(const struct li_cx_pair *pair,
	const struct li_hash_secret *secret, struct li_event *out)
{
	struct reader r = {.secret = secret, .event = out};
	struct li_diameter request, answer;
	bool answered = pair->answer.n > 0;
	li_err err = li_diameter_read(pair->request, &request);

	if (err == LI_OK && answered)
		err = li_diameter_read(pair->answer, &answer);
	if (err == LI_OK)
		err = check(&request, answered ? &answer : NULL);
	if (err != LI_OK)
		return err;

	*out = (struct li_event){
		.at_us = pair->requested_us,
		.source = LI_SOURCE_CX,
		.cx =
			{
				.command = (enum li_cx_command)request.command,
				.answered = answered,
				.answered_us = answered ? pair->answered_us : 0,
				.assignment_type = -1,
				.authorization_type = -1,
				.reason_code = -1,
			},
		.cx_more =
			{
				.auth_items = -1,
				.data_available = -1,
				.multiple_registration = -1,
				.originating = -1,
			},
	};
	r.where = IN_REQUEST;
	read_avps(&r, 0, request.avps);
	if (answered) {
		r.where = IN_ANSWER;
		read_avps(&r, 0, answer.avps);
	}
	return LI_OK;
}
