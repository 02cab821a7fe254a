/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps_who.h"
#include "model/id_keys.h"

enum { PARTIES_MAX = 10 }; /* of partyInformation. TS 33.108 cl. B.9 */

/* ---- parties ---- */

static void add_text(struct li_eps_who *who, bool down, enum li_id_kind kind,
	struct li_slice text)
{
	if (down ||
		!li_eps_list_add_text(&who->parties, &who->others, kind, text))
		(void)li_eps_list_add_text(&who->others, &who->parties, kind,
			text);
}

/* Beside an IMPI the IMSI that it was derived from. TS 23.003 cl. 13.3 */
static void add_imsi(struct li_eps_who *who, const struct li_identity *impi)
{
	struct li_slice text = li_slice(impi->text, impi->len);
	size_t at = li_slice_find(text, '@');

	if (li_id_host_derived(li_slice_sub(text, at + 1, text.n)))
		add_text(who, false, LI_ID_IMSI, li_slice_sub(text, 0, at));
}

static void add(struct li_eps_who *who, bool down, const struct li_identity *id)
{
	if (down || !li_eps_list_add(&who->parties, &who->others, id))
		(void)li_eps_list_add(&who->others, &who->parties, id);
	if (!down && id->kind == LI_ID_IMPI)
		add_imsi(who, id);
}

static void add_user_name(struct li_eps_who *who, struct li_slice name)
{
	add_text(who, false, LI_ID_IMPI, name);
	if (li_identity_parse(LI_ID_IMPI, name, &who->impi) == LI_OK)
		add_imsi(who, &who->impi);
}

static void exchange(const struct li_iri *iri, struct li_eps_who *who)
{
	const struct li_cx *cx = &iri->cx;
	bool ends = iri->kind == LI_IRI_HSS_REGISTRATION_TERMINATION;

	/* TS 33.107 cl. 7A.2.3.0: "any IMPU or IMPI that could be in the
	 * diameter message". Of a SAA the associated ones are of the same
	 * subscription only; a RTR takes them down. TS 29.228 cl. 6.1.3 */
	for (size_t i = 0; i < cx->impu_count; i++)
		add_text(who, ends, LI_ID_IMPU, cx->impus[i]);
	for (size_t i = 0; i < cx->impi_count; i++)
		add_text(who, ends && cx->command == LI_CX_RTR, LI_ID_IMPI,
			cx->impis[i]);
}

static li_err parties(const struct li_iri *iri, struct li_eps_who *who,
	IRI_Parameters_t *p)
{
	who->parties.most = PARTIES_MAX;
	for (size_t i = 0; i < iri->matched_count; i++)
		add(who, false, &iri->matched[i]);
	if (!who->parties.parties)
		return LI_EINVAL;
	add_user_name(who, iri->cx.user_name);
	/* TS 33.108 table 7.9: those "that were allocated to the target and
	 * will be deregistered" */
	for (size_t i = 0; i < iri->other_count; i++)
		add(who, iri->down & 1U << i, &iri->others[i]);
	exchange(iri, who);
	who->party_information.list.array = who->parties.at;
	who->party_information.list.count = who->parties.parties;
	p->partyInformation = &who->party_information;
	if (!who->others.parties)
		return LI_OK;
	who->other_identities.list.array = who->others.at;
	who->other_identities.list.count = who->others.parties;
	p->otherIdentities = &who->other_identities;
	return LI_OK;
}

/* ---- what changed ---- */

static PartyInformation_t **place(Change_Of_Target_Identity_t *c,
	enum li_eps_slot slot, bool came)
{
	switch (slot) {
	case LI_EPS_SLOT_SIP: return came ? &c->new_SIP_URI : &c->old_SIP_URI;
	case LI_EPS_SLOT_TEL: return came ? &c->new_TEL_URI : &c->old_TEL_URI;
	case LI_EPS_SLOT_IMPI: return came ? &c->new_IMPI : &c->old_IMPI;
	case LI_EPS_SLOT_IMEI: return came ? &c->new_IMEI : &c->old_IMEI;
	case LI_EPS_SLOT_IMSI: return came ? &c->new_IMSI : &c->old_IMSI;
	case LI_EPS_SLOT_MSISDN: return came ? &c->new_MSISDN : &c->old_MSISDN;
	case LI_EPS_SLOTS: break;
	}
	return NULL;
}

static li_err change(struct li_eps_who *who, struct li_eps_one *one,
	const struct li_iri_name *id, bool came)
{
	PartyInformation_t **at;

	if (!li_eps_one(id, one))
		return LI_EINVAL;
	at = place(&who->change, one->slot, came);
	if (!at || *at)
		return LI_EINVAL;
	*at = &one->party;
	return LI_OK;
}

/* TS 33.108 table 7.8: which identity was changed shows in what is there */
static li_err changes(const struct li_iri *iri, struct li_eps_who *who,
	IRI_Parameters_t *p)
{
	li_err err = LI_OK;

	if (!iri->came_count && !iri->left_count)
		return LI_OK;
	for (size_t i = 0; !err && i < iri->came_count; i++)
		err = change(who, &who->changed[i], &iri->came[i], true);
	for (size_t i = 0; !err && i < iri->left_count; i++)
		err = change(who, &who->changed[iri->came_count + i],
			&iri->left[i], false);
	p->change_Of_Target_Identity = &who->change;
	return err;
}

li_err li_eps_who(const struct li_iri *iri, struct li_eps_who *who,
	IRI_Parameters_t *p)
{
	li_err err = parties(iri, who, p);

	return err ? err : changes(iri, who, p);
}
