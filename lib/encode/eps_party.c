/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "encode/ber.h"
#include "encode/eps_party.h"

enum { ISDN_INTERNATIONAL = 0x91 }; /* TS 29.002 cl. 17.7.8 */

static enum li_eps_slot slot_of(enum li_id_kind kind, struct li_slice text)
{
	switch (kind) {
	case LI_ID_IMPU: break;
	case LI_ID_IMPI: return LI_EPS_SLOT_IMPI;
	case LI_ID_IMEI: return LI_EPS_SLOT_IMEI;
	case LI_ID_IMSI: return LI_EPS_SLOT_IMSI;
	case LI_ID_E164: return LI_EPS_SLOT_MSISDN;
	case LI_ID_HASHED: break;
	}
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

/* ---- digits ---- */

static bool is_digits(enum li_eps_slot slot)
{
	return slot >= LI_EPS_SLOT_IMEI;
}

/* As many digits as its kind has? */
static bool digits_good(enum li_eps_slot slot, struct li_slice text)
{
	static const size_t least[LI_EPS_SLOTS] = {[LI_EPS_SLOT_IMEI] = 14,
		[LI_EPS_SLOT_IMSI] = 5,
		[LI_EPS_SLOT_MSISDN] = 1};
	size_t most = slot == LI_EPS_SLOT_IMEI ? 14 : 15;

	if (text.n < least[slot] || text.n > most)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (!li_text_digit(text.p[i]))
			return false;
	return true;
}

static uint8_t half(struct li_slice digits, size_t i)
{
	return i < digits.n ? (uint8_t)(digits.p[i] - '0') : 0x0f;
}

/* Digits as MAP has them: low half first, a filler behind an odd number of
 * them. Before a number stands that it is international, of ISDN; behind an
 * IMEI's 14 digits its spare one, 0.
 * TS 29.002 cl. 17.7.8; TS 23.003 cl. 2.2, 6.2.1 */
static struct li_slice digits_write(uint8_t *to, enum li_eps_slot slot,
	struct li_slice digits)
{
	size_t n = 0;

	if (slot == LI_EPS_SLOT_MSISDN)
		to[n++] = ISDN_INTERNATIONAL;
	for (size_t i = 0; i < digits.n; i += 2)
		to[n++] = (uint8_t)(half(digits, i + 1) << 4 | half(digits, i));
	if (slot == LI_EPS_SLOT_IMEI)
		to[n++] = 0xf0;
	return li_slice(to, n);
}

struct li_slice li_eps_digits_read(enum li_eps_slot slot,
	struct li_slice octets, char digits[static 2 * LI_EPS_DIGITS_MAX])
{
	struct li_slice none = {0};
	size_t n = 0, all;

	if (octets.n > LI_EPS_DIGITS_MAX ||
		(slot == LI_EPS_SLOT_IMEI && octets.n != 8))
		return none;
	if (slot == LI_EPS_SLOT_MSISDN) {
		if (!octets.n || octets.p[0] != ISDN_INTERNATIONAL)
			return none;
		octets = li_slice_sub(octets, 1, octets.n);
	}
	all = slot == LI_EPS_SLOT_IMEI ? 14 : 2 * octets.n;
	for (size_t i = 0; i < all; i++) {
		uint8_t digit = octets.p[i / 2] >> (i % 2 ? 4 : 0) & 0x0f;

		if (digit == 0x0f && i + 1 == all)
			break;
		if (digit > 9)
			return none;
		digits[n++] = (char)('0' + digit);
	}
	return li_slice(digits, n);
}

/* ---- parties ---- */

static void name(PartyInformation_t *party, enum li_eps_slot slot,
	OCTET_STRING_t *string)
{
	EpsPartyIdentity_t *identity = &party->partyIdentity;

	party->party_Qualifier = EpsPartyQualifier_gPRSorEPS_Target;
	switch (slot) {
	case LI_EPS_SLOT_SIP: identity->sip_uri = string; break;
	case LI_EPS_SLOT_TEL: identity->tel_uri = string; break;
	case LI_EPS_SLOT_IMPI: identity->iMPI = string; break;
	case LI_EPS_SLOT_IMEI: identity->imei = string; break;
	case LI_EPS_SLOT_IMSI: identity->imsi = string; break;
	case LI_EPS_SLOT_MSISDN: identity->msISDN = string; break;
	case LI_EPS_SLOTS: break;
	}
}

static bool full(const struct li_eps_list *list, enum li_eps_slot slot)
{
	return list->count >= LI_EPS_LIST_MAX ||
		(list->most && list->used[slot] >= (size_t)list->most) ||
		(is_digits(slot) &&
			list->coded_count >=
				sizeof(list->coded) / sizeof(list->coded[0]));
}

/* Put an identity into the first party whose place for its kind is free. */
static bool place(struct li_eps_list *list, enum li_eps_slot slot,
	struct li_slice text)
{
	OCTET_STRING_t *string = &list->strings[list->count];
	PartyInformation_t *party;

	if (full(list, slot))
		return false;
	party = &list->party[list->used[slot]];
	if ((int)list->used[slot]++ == list->parties)
		list->at[list->parties++] = party;
	list->texts[list->count] = text;
	list->slots[list->count++] = slot;
	*string = li_ber_string(is_digits(slot)
			? digits_write(list->coded[list->coded_count++], slot,
				  text)
			: text);
	name(party, slot, string);
	return true;
}

bool li_eps_list_add(struct li_eps_list *list, const struct li_eps_list *except,
	const struct li_identity *id)
{
	struct li_slice text = li_slice(id->text, id->len);
	enum li_eps_slot slot = slot_of(id->kind, text);

	if (!text.n || has(except, slot, text) || has(list, slot, text))
		return true;
	if (is_digits(slot) && !digits_good(slot, text))
		return true;
	return place(list, slot, text);
}

bool li_eps_list_add_text(struct li_eps_list *list,
	const struct li_eps_list *except, enum li_id_kind kind,
	struct li_slice text)
{
	enum li_eps_slot slot = slot_of(kind, text);
	struct li_identity id;

	if (!text.n || has(except, slot, text) || has(list, slot, text))
		return true;
	if (is_digits(slot) && !digits_good(slot, text))
		return true;
	/* As written it is new, but the lists hold canonical texts too. */
	if (li_identity_parse(kind, text, &id) == LI_OK) {
		struct li_slice same = li_slice(id.text, id.len);

		if (has(except, slot, same) || has(list, slot, same))
			return true;
	}
	return place(list, slot, text);
}

bool li_eps_one(const struct li_iri_name *id, struct li_eps_one *one)
{
	struct li_slice text = id->text;

	one->slot = slot_of(id->kind, text);
	if (is_digits(one->slot) && !digits_good(one->slot, text))
		return false;
	one->string = li_ber_string(is_digits(one->slot)
			? digits_write(one->coded, one->slot, text)
			: text);
	name(&one->party, one->slot, &one->string);
	return text.n > 0;
}
