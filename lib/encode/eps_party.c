/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "encode/ber.h"
#include "encode/eps_party.h"

static enum li_eps_slot slot_of(enum li_id_kind kind, struct li_slice text)
{
	if (kind == LI_ID_IMPI)
		return LI_EPS_SLOT_IMPI;
	if (kind == LI_ID_IMEI)
		return LI_EPS_SLOT_IMEI;
	return li_slice_starts_nocase(text, "tel:") ? LI_EPS_SLOT_TEL
						    : LI_EPS_SLOT_SIP;
}

static bool has(const struct li_eps_list *list, enum li_eps_slot slot,
	struct li_slice text)
{
	for (size_t i = 0; list && i < list->count; i++)
		if (list->slots[i] == slot && li_slice_eq(list->texts[i], text))
			return true;
	return false;
}

/* MAP's IMEI: digits low half first, the spare digit 0, a filler.
 * TS 29.002 cl. 17.7.8; TS 23.003 cl. 6.2.1 */
static struct li_slice imei_write(struct li_eps_list *list,
	struct li_slice digits)
{
	uint8_t *to = list->imei[list->imeis++];

	for (size_t i = 0; i < 7; i++)
		to[i] = (uint8_t)((digits.p[2 * i + 1] - '0') << 4 |
			(digits.p[2 * i] - '0'));
	to[7] = 0xf0;
	return li_slice(to, 8);
}

bool li_eps_imei_read(struct li_slice octets, char digits[15])
{
	if (octets.n != 8)
		return false;
	for (size_t i = 0; i < 14; i++) {
		uint8_t half = octets.p[i / 2] >> (i % 2 ? 4 : 0) & 0x0f;

		if (half > 9)
			return false;
		digits[i] = (char)('0' + half);
	}
	digits[14] = 0;
	return true;
}

/* Put an identity into the first party whose place for its kind is free. */
static void place(struct li_eps_list *list, enum li_eps_slot slot,
	struct li_slice text)
{
	size_t which = list->used[slot]++;
	PartyInformation_t *party = &list->party[which];
	OCTET_STRING_t *string = &list->strings[list->count];
	EpsPartyIdentity_t *identity = &party->partyIdentity;

	if ((int)which == list->parties) {
		party->party_Qualifier = EpsPartyQualifier_gPRSorEPS_Target;
		list->at[list->parties++] = party;
	}
	list->texts[list->count] = text;
	list->slots[list->count++] = slot;
	*string = li_ber_string(
		slot == LI_EPS_SLOT_IMEI ? imei_write(list, text) : text);
	switch (slot) {
	case LI_EPS_SLOT_SIP: identity->sip_uri = string; break;
	case LI_EPS_SLOT_TEL: identity->tel_uri = string; break;
	case LI_EPS_SLOT_IMPI: identity->iMPI = string; break;
	case LI_EPS_SLOT_IMEI: identity->imei = string; break;
	case LI_EPS_SLOTS: break;
	}
}

/* Fourteen digits, and a place for their octets? */
static bool imei_good(const struct li_eps_list *list, struct li_slice text)
{
	if (text.n != 14 ||
		list->imeis >= sizeof(list->imei) / sizeof(list->imei[0]))
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (!li_text_digit(text.p[i]))
			return false;
	return true;
}

void li_eps_list_add(struct li_eps_list *list, const struct li_eps_list *except,
	const struct li_identity *id)
{
	struct li_slice text = li_slice(id->text, id->len);
	enum li_eps_slot slot = slot_of(id->kind, text);

	if (list->count >= LI_EPS_LIST_MAX || !text.n ||
		has(except, slot, text) || has(list, slot, text))
		return;
	if (slot == LI_EPS_SLOT_IMEI && !imei_good(list, text))
		return;
	place(list, slot, text);
}

void li_eps_list_add_text(struct li_eps_list *list,
	const struct li_eps_list *except, enum li_id_kind kind,
	struct li_slice text)
{
	enum li_eps_slot slot = slot_of(kind, text);
	struct li_identity id;

	if (list->count >= LI_EPS_LIST_MAX || !text.n || kind == LI_ID_IMEI)
		return;
	if (has(except, slot, text) || has(list, slot, text))
		return;
	/* As written it is new, but the lists hold canonical texts too. */
	if (li_identity_parse(kind, text, &id) == LI_OK) {
		struct li_slice same = li_slice(id.text, id.len);

		if (has(except, slot, same) || has(list, slot, same))
			return;
	}
	place(list, slot, text);
}
