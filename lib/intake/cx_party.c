/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_field.h"

static bool known_already(const struct li_event *e, const struct li_party *p)
{
	for (size_t i = 0; i < e->party_count; i++)
		if (e->parties[i].role == p->role &&
			li_key_eq(e->parties[i].keys[0], p->keys[0]))
			return true;
	return false;
}

struct li_party *li_cx_party(struct li_cx_reader *r, enum li_id_kind kind,
	enum li_role role, struct li_slice text)
{
	struct li_event *e = r->event;
	struct li_party p = {.kind = kind, .role = role, .text = text};
	struct li_identity id;

	if (li_identity_parse(kind, text, &id) != LI_OK)
		return NULL;
	p.key_count = (uint8_t)li_identity_keys_given(&id, r->secret, p.keys);
	if (p.key_count == 0 || known_already(e, &p))
		return NULL;
	if (e->party_count == LI_EVENT_IDENTITIES_MAX) {
		e->crowded = true;
		return NULL;
	}
	e->parties[e->party_count] = p;
	return &e->parties[e->party_count++];
}

/* TS 29.228 cl. 6.6, B.2.1. What stands for many is written between two '!':
 * TS 23.003 cl. 13.5, 13.4C */
static void add(struct li_cx_reader *r, const struct li_cx_profile_id *id)
{
	struct li_party *p =
		li_cx_party(r, LI_ID_IMPU, LI_ROLE_CX_USER_DATA, id->text);
	size_t bang = li_slice_find(id->text, '!');

	if (!p)
		return;
	p->alias = id->alias;
	if (id->barred)
		p->flags |= LI_PARTY_BARRED;
	if (id->type == LI_CX_DISTINCT_PSI || id->type == LI_CX_WILDCARDED_PSI)
		p->flags |= LI_PARTY_PSI;
	if (li_slice_find(li_slice_sub(id->text, bang + 1, id->text.n), '!') +
			bang + 1 <
		id->text.n)
		p->flags |= LI_PARTY_WILDCARD;
}

void li_cx_user_data(struct li_cx_reader *r, struct li_slice document)
{
	struct li_event *e = r->event;
	struct li_cx_profile profile;
	bool crowded = e->crowded;

	e->cx_more.profile_mark = li_hash(r->secret, document).lo | 1;
	if (li_cx_profile_read(document, r->texts, &profile) != LI_OK)
		return;
	e->crowded = profile.crowded;
	if (profile.private_id.n)
		(void)li_cx_party(r, LI_ID_IMPI, LI_ROLE_CX_USER_DATA,
			profile.private_id);
	for (size_t i = 0; i < profile.count; i++)
		add(r, &profile.ids[i]);
	e->cx_more.profile_whole = !e->crowded && profile.count > 0;
	e->crowded = e->crowded || crowded;
}
