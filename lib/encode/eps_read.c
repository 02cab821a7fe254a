/* SPDX-License-Identifier: BSD-3-Clause */
#include <time.h>

#include <CCKeyInfo.h>
#include <DataNodeIdentifier.h>
#include <DeregistrationReason.h>
#include <EpsIRIContent.h>
#include <MediaDecryption-info.h>
#include <Network-Element-Identifier.h>
#include <Network-Identifier.h>

#include "base/text.h"
#include "encode/ber.h"
#include "encode/eps_record.h"
#include "encode/eps_party.h"

/* A reading under way: the first error stays. */
struct reading {
	struct li_arena *arena;
	struct li_eps *out;
	li_err err;
};

static struct li_slice copy(struct reading *r, struct li_slice s)
{
	struct li_slice kept = {0};

	if (r->err || !s.n)
		return kept;
	kept = li_arena_copy(r->arena, s);
	if (!kept.p)
		r->err = LI_ENOMEM;
	return kept;
}

static struct li_slice string(struct reading *r, const OCTET_STRING_t *s)
{
	return copy(r, s ? li_ber_slice(s) : (struct li_slice){0});
}

/* Two digits, or -1. */
static int two(struct li_slice s, size_t at)
{
	if (!li_text_digit(s.p[at]) || !li_text_digit(s.p[at + 1]))
		return -1;
	return (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
}

static int64_t utc(const EpsTimeStamp_t *t)
{
	struct li_slice s;
	int v[6];
	struct tm tm = {0};

	if (t->present != EpsTimeStamp_PR_utcTime)
		return -1;
	s = li_ber_slice(&t->choice.utcTime);
	if (s.n != 13 || s.p[12] != 'Z')
		return -1;
	for (size_t i = 0; i < 6; i++) {
		v[i] = two(s, 2 * i);
		if (v[i] < 0)
			return -1;
	}
	tm.tm_year = v[0] < 50 ? v[0] + 100 : v[0];
	tm.tm_mon = v[1] - 1;
	tm.tm_mday = v[2];
	tm.tm_hour = v[3];
	tm.tm_min = v[4];
	tm.tm_sec = v[5];
	return (int64_t)timegm(&tm);
}

/* Where identities go. */
struct list {
	struct li_eps_identity *at;
	size_t *count, max;
};

static void identity(struct reading *r, const char *kind, struct li_slice text,
	struct list to)
{
	if (!text.n)
		return;
	if (*to.count >= to.max) {
		r->out->crowded++;
		return;
	}
	to.at[(*to.count)++] = (struct li_eps_identity){
		.kind = kind,
		.text = copy(r, text),
	};
}

static void party(struct reading *r, const PartyInformation_t *party,
	struct list to)
{
	const EpsPartyIdentity_t *id = &party->partyIdentity;
	const struct {
		const char *kind;
		const OCTET_STRING_t *text;
	} all[] = {{"sip-uri", id->sip_uri}, {"tel-uri", id->tel_uri},
		{"impi", id->iMPI}, {"nai", id->nai}};
	const struct {
		const char *kind;
		enum li_eps_slot slot;
		const OCTET_STRING_t *octets;
	} coded[] = {{"imei", LI_EPS_SLOT_IMEI, id->imei},
		{"imsi", LI_EPS_SLOT_IMSI, id->imsi},
		{"msisdn", LI_EPS_SLOT_MSISDN, id->msISDN}};
	char digits[2 * LI_EPS_DIGITS_MAX];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].text)
			identity(r, all[i].kind, li_ber_slice(all[i].text), to);
	for (size_t i = 0; i < sizeof(coded) / sizeof(coded[0]); i++)
		if (coded[i].octets)
			identity(r, coded[i].kind,
				li_eps_digits_read(coded[i].slot,
					li_ber_slice(coded[i].octets), digits),
				to);
}

static void parties(struct reading *r, const IRI_Parameters_t *p)
{
	struct li_eps *out = r->out;
	struct list to = {out->parties, &out->party_count, LI_EPS_PARTIES_MAX};
	struct list others = {out->others, &out->other_count,
		LI_EPS_PARTIES_MAX};

	for (int i = 0;
		p->partyInformation && i < p->partyInformation->list.count; i++)
		party(r, p->partyInformation->list.array[i], to);
	for (int i = 0;
		p->otherIdentities && i < p->otherIdentities->list.count; i++)
		party(r, p->otherIdentities->list.array[i], others);
}

static void changes(struct reading *r, const Change_Of_Target_Identity_t *c)
{
	struct li_eps *out = r->out;
	struct list came = {out->came, &out->came_count, LI_EPS_CHANGED_MAX};
	struct list left = {out->left, &out->left_count, LI_EPS_CHANGED_MAX};
	const PartyInformation_t *const both[][2] = {
		{c->new_SIP_URI, c->old_SIP_URI},
		{c->new_TEL_URI, c->old_TEL_URI},
		{c->new_IMPI, c->old_IMPI},
		{c->new_IMEI, c->old_IMEI},
		{c->new_IMSI, c->old_IMSI},
		{c->new_MSISDN, c->old_MSISDN},
	};

	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++) {
		if (both[i][0])
			party(r, both[i][0], came);
		if (both[i][1])
			party(r, both[i][1], left);
	}
}

/* An enumerated value of one octet, 0 when it is absent or larger. */
static uint8_t small(const long *v)
{
	return v && *v > 0 && *v <= UINT8_MAX ? (uint8_t)*v : 0;
}

static void network(struct reading *r, const Network_Identifier_t *id)
{
	const Network_Element_Identifier_t *e;

	if (!id)
		return;
	r->out->network_operator = string(r, &id->operator_Identifier);
	e = id->network_Element_Identifier;
	/* The alternatives are of one type and share their place. */
	if (e && e->present != Network_Element_Identifier_PR_NOTHING)
		r->out->network_element = string(r, &e->choice.dNS_Format);
}

/* TS 33.108 cl. B.9, CCKeyInfo */
static void keys(struct reading *r, const IRI_Parameters_t *p)
{
	const MediaDecryption_info_t *list = p->mediaDecryption_info;
	struct li_eps *out = r->out;

	for (int i = 0; list && i < list->list.count; i++) {
		const CCKeyInfo_t *k = list->list.array[i];

		if (out->key_count == LI_MEDIA_KEYS_MAX) {
			out->crowded++;
			continue;
		}
		out->keys[out->key_count].cs_id = string(r, &k->cCCSID);
		out->keys[out->key_count].key = string(r, &k->cCDecKey);
		out->keys[out->key_count++].salt = string(r, k->cCSalt);
	}
	out->key_failure = p->mediaSecFailureIndication != NULL;
}

static void parameters(struct reading *r, const IRI_Parameters_t *p)
{
	struct li_eps *out = r->out;
	const DataNodeIdentifier_t *node = p->logicalFunctionInformation;
	const DeregistrationReason_t *why = p->deregistrationReason;

	out->liid = string(r, &p->lawfulInterceptionIdentifier);
	out->at_s = utc(&p->timeStamp);
	out->initiator = small(p->initiator);
	out->event = small(p->iMSevent);
	out->visited_network = string(r, p->visitedNetworkId);
	out->requesting_node = string(r, p->requesting_Node_Identifier);
	network(r, p->networkIdentifier);
	out->requesting_network = string(r, p->requesting_Network_Identifier);
	out->raw = string(r, p->carrierSpecificData);
	out->has_logical_function = node && node->logicalFunctionType;
	if (out->has_logical_function)
		out->logical_function = small(node->logicalFunctionType);
	keys(r, p);
	out->reason_code = -1;
	out->assignment_type = -1;
	if (why && why->present == DeregistrationReason_PR_reason_CodeAVP)
		out->reason_code = why->choice.reason_CodeAVP;
	if (why &&
		why->present == DeregistrationReason_PR_server_AssignmentType)
		out->assignment_type = why->choice.server_AssignmentType;
	parties(r, p);
	if (p->change_Of_Target_Identity)
		changes(r, p->change_Of_Target_Identity);
}

li_err li_eps_content_read(const EpsIRIContent_t *content,
	struct li_arena *arena, struct li_eps *out)
{
	struct li_eps eps = {0};
	struct reading r = {.arena = arena, .out = &eps};

	switch (content->present) {
	case EpsIRIContent_PR_iRI_Begin_record:
		eps.record = LI_EPS_BEGIN;
		break;
	case EpsIRIContent_PR_iRI_End_record: eps.record = LI_EPS_END; break;
	case EpsIRIContent_PR_iRI_Continue_record:
		eps.record = LI_EPS_CONTINUE;
		break;
	case EpsIRIContent_PR_iRI_Report_record:
		eps.record = LI_EPS_REPORT;
		break;
	case EpsIRIContent_PR_NOTHING: r.err = LI_EMALFORMED; break;
	}
	/* The four alternatives are of one type and share their place. */
	if (!r.err)
		parameters(&r, &content->choice.iRI_Report_record);
	if (!r.err)
		*out = eps;
	return r.err;
}

li_err li_eps_decode(struct li_slice payload, struct li_arena *arena,
	struct li_eps *out)
{
	void *value = NULL;
	li_err err = li_ber_decode(&asn_DEF_EpsIRIContent, payload, &value);

	if (err)
		return err;
	err = li_eps_content_read(value, arena, out);
	li_ber_free(&asn_DEF_EpsIRIContent, value);
	return err;
}
