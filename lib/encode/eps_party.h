/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_party.h - identities as PartyInformation of TS 33.108.
 *
 * A PartyInformation has room for one identity of each kind; a second one of
 * a kind opens the next, unless there are as many as there may be. What is
 * given twice is written once.
 *
 * Floor    2: base, model, asn1c.
 * Threads  Pure functions.
 * Memory   A list borrows the texts it was given, and must stay where it is
 *          while asn1c's structures point into it.
 * Spec     TS 33.108 cl. B.9 (PartyInformation); TS 29.002 cl. 17.7.8
 */
#ifndef LI_ENCODE_EPS_PARTY_H
#define LI_ENCODE_EPS_PARTY_H

#include "model/iri.h"

#include <PartyInformation.h>

enum { /* every identity of the record and of its exchange, User-Name, IMSI */
	LI_EPS_LIST_MAX = LI_TASK_TARGETS_MAX + LI_IRI_IDENTITIES_MAX +
		2 * LI_CX_IMPUS_MAX + 2,
	LI_EPS_DIGITS_MAX = 9, /* octets of coded digits */
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
	uint8_t coded[LI_TASK_TARGETS_MAX + LI_IRI_IDENTITIES_MAX + 1]
		     [LI_EPS_DIGITS_MAX];
	size_t coded_count;
	int most; /* parties at most; 0 for as many as there is room for */
};

/* One identity as a party of its own. */
struct li_eps_one {
	PartyInformation_t party;
	OCTET_STRING_t string;
	uint8_t coded[LI_EPS_DIGITS_MAX];
	enum li_eps_slot slot;
};

/* Add a canonical identity, unless it is in `except` (or NULL) or the list.
 * False when there was no room for it; one that is not of its kind's digits is
 * passed over. */
bool li_eps_list_add(struct li_eps_list *list, const struct li_eps_list *except,
	const struct li_identity *id);

/* Add an identity as a message has it, likewise. */
bool li_eps_list_add_text(struct li_eps_list *list,
	const struct li_eps_list *except, enum li_id_kind kind,
	struct li_slice text);

/* Make a party of one identity; false when it has not its kind's digits. */
bool li_eps_one(const struct li_iri_name *id, struct li_eps_one *one);

/* The digits of an IMEI, IMSI or number as it was coded above; empty when it
 * is none. */
struct li_slice li_eps_digits_read(enum li_eps_slot slot,
	struct li_slice octets, char digits[static 2 * LI_EPS_DIGITS_MAX]);

#endif
