/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_party.h - identities as PartyInformation of TS 33.108.
 *
 * A PartyInformation has room for one identity of each kind; a second one of
 * a kind opens the next. What is given twice is written once.
 *
 * Floor    2: base, model, asn1c.
 * Threads  Pure functions.
 * Memory   A list borrows the texts it was given, and must stay where it is
 *          while asn1c's structures point into it.
 * Spec     TS 33.108 cl. B.9 (PartyInformation); TS 29.002 (IMEI)
 */
#ifndef LI_ENCODE_EPS_PARTY_H
#define LI_ENCODE_EPS_PARTY_H

#include "model/iri.h"

#include <PartyInformation.h>

enum { /* every identity of the record and of its exchange, and User-Name */
	LI_EPS_LIST_MAX = LI_TASK_TARGETS_MAX + LI_IRI_IDENTITIES_MAX +
		2 * LI_CX_IMPUS_MAX + 1,
};

enum li_eps_slot {
	LI_EPS_SLOT_SIP,
	LI_EPS_SLOT_TEL,
	LI_EPS_SLOT_IMPI,
	LI_EPS_SLOT_IMEI, /* from here on: digits */
	LI_EPS_SLOT_IMSI,
	LI_EPS_SLOT_MSISDN,
	LI_EPS_SLOTS,
};

struct li_eps_list {
	size_t count; /* identities */
	struct li_slice texts[LI_EPS_LIST_MAX];
	enum li_eps_slot slots[LI_EPS_LIST_MAX];
	size_t used[LI_EPS_SLOTS]; /* of each kind */
	int parties;
	PartyInformation_t party[LI_EPS_LIST_MAX];
	PartyInformation_t *at[LI_EPS_LIST_MAX];
	OCTET_STRING_t strings[LI_EPS_LIST_MAX];
	uint8_t coded[LI_TASK_TARGETS_MAX + LI_IRI_IDENTITIES_MAX][9];
	size_t coded_count;
};

/* Add a canonical identity, unless it is in `except` (or NULL) or the list. */
void li_eps_list_add(struct li_eps_list *list, const struct li_eps_list *except,
	const struct li_identity *id);

/* Add an IMPU or IMPI as a message has it, likewise. */
void li_eps_list_add_text(struct li_eps_list *list,
	const struct li_eps_list *except, enum li_id_kind kind,
	struct li_slice text);

/* The 14 digits of an IMEI of eight octets of MAP; false when it is none. */
bool li_eps_imei_read(struct li_slice octets, char digits[15]);

#endif
