/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <time.h>

#include "encode/ber.h"
#include "encode/eps.h"
#include "encode/eps_raw.h"
#include "encode/eps_record.h"
#include "encode/utf8.h"

/* 0.4.0.2.2 threeGPP(4) hi2eps(8) r16(16) version-1(1); the first two arcs
 * share an octet. TS 33.108 cl. B.9 */
static const uint8_t eps_oid[] = {4, 0, 2, 2, 4, 8, 16, 1};

static li_err event_of(enum li_iri_kind kind, IMSevent_t *out)
{
	switch (kind) {
	case LI_IRI_HSS_SERVING_SYSTEM: /* TS 33.107 cl. 7A.2.3.1 */
		*out = IMSevent_servingSystem;
		return LI_OK;
	case LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE: /* cl. 7A.2.3.2 */
		*out = IMSevent_subscriberRecordChange;
		return LI_OK;
	case LI_IRI_HSS_REGISTRATION_TERMINATION: /* cl. 7A.2.3.3 */
		*out = IMSevent_registrationTermination;
		return LI_OK;
	case LI_IRI_HSS_LOCATION_INFORMATION_REQUEST: /* cl. 7A.2.3.4 */
		*out = IMSevent_locationInformationRequest;
		return LI_OK;
	case LI_IRI_MEDIA_KEYS: /* TS 33.107 cl. 7A.7.2 */
		*out = IMSevent_decryptionKeysAvailable;
		return LI_OK;
	case LI_IRI_IMS_MESSAGE:
	case LI_IRI_START_OF_INTERCEPTION:
	case LI_IRI_REGISTERED_TARGET:
	case LI_IRI_NOTIFICATION:
	default: return LI_EINVAL;
	}
}

/* UTCTime names a year by two digits: 1950 to 2049. X.680 cl. 47 */
static li_err utc_time(int64_t at_us, struct li_eps_content *r,
	EpsTimeStamp_t *out)
{
	time_t at = (time_t)(at_us / 1000000);
	struct tm tm;
	int n;

	if (at_us < 0 || !gmtime_r(&at, &tm) || tm.tm_year >= 150)
		return LI_EINVAL;
	n = snprintf(r->utc, sizeof(r->utc), "%02d%02d%02d%02d%02d%02dZ",
		tm.tm_year % 100, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		tm.tm_min, tm.tm_sec);
	if (n != 13)
		return LI_EINVAL;
	out->present = EpsTimeStamp_PR_utcTime;
	out->choice.utcTime = li_ber_string(li_slice_str(r->utc));
	return LI_OK;
}

static void initiator(const struct li_iri *iri, struct li_eps_content *r,
	IRI_Parameters_t *p)
{
	if (iri->direction == LI_DIRECTION_FROM_TARGET)
		r->initiator = EpsInitiator_originating_Target;
	else if (iri->direction == LI_DIRECTION_TO_TARGET)
		r->initiator = EpsInitiator_terminating_Target;
	else
		return;
	p->initiator = &r->initiator;
}

/* The visited network, of now or of before. An octet string on Cx, text here:
 * what is no text goes raw. TS 33.108 table 7.2; TS 29.229 cl. 6.3.1 */
static void visited_network(const struct li_cx *cx, struct li_eps_content *r,
	IRI_Parameters_t *p)
{
	if (!cx->visited_network.n || !li_utf8_valid(cx->visited_network))
		return;
	r->visited_network = li_ber_string(cx->visited_network);
	p->visitedNetworkId = &r->visited_network;
}

/* Why a registration ended: the HSS's reason, or the S-CSCF's.
 * TS 33.107 cl. 7A.2.3.3 */
static void reason(const struct li_iri *iri, struct li_eps_content *r,
	IRI_Parameters_t *p)
{
	const struct li_cx *cx = &iri->cx;

	if (iri->kind != LI_IRI_HSS_REGISTRATION_TERMINATION)
		return;
	if (cx->command == LI_CX_RTR && cx->reason_code >= 0) {
		r->reason.present = DeregistrationReason_PR_reason_CodeAVP;
		r->reason.choice.reason_CodeAVP = cx->reason_code;
	} else if (cx->command == LI_CX_SAR && cx->assignment_type >= 0) {
		r->reason.present =
			DeregistrationReason_PR_server_AssignmentType;
		r->reason.choice.server_AssignmentType = cx->assignment_type;
	} else {
		return;
	}
	p->deregistrationReason = &r->reason;
}

static void carrier(const struct li_iri *iri, struct li_eps_content *r,
	IRI_Parameters_t *p)
{
	li_eps_raw(iri, &r->avps);
	if (!r->avps.n)
		return;
	r->raw = li_ber_string(li_buf_slice(&r->avps));
	p->carrierSpecificData = &r->raw;
}

static li_err check(const struct li_iri *iri)
{
	return iri->matched_count == 0 ||
			iri->matched_count > LI_TASK_TARGETS_MAX ||
			iri->other_count > LI_IRI_IDENTITIES_MAX ||
			iri->cx.impu_count > LI_CX_IMPUS_MAX ||
			iri->cx.impi_count > LI_CX_IMPUS_MAX ||
			iri->came_count > LI_IRI_CHANGED_MAX ||
			iri->left_count > LI_IRI_CHANGED_MAX
		? LI_EINVAL
		: LI_OK;
}

static li_err fill(const struct li_iri *iri,
	const struct li_eps_network *network, struct li_slice liid,
	struct li_eps_content *r)
{
	IRI_Parameters_t *p = &r->content.choice.iRI_Report_record;
	li_err err = event_of(iri->kind, &r->event);

	if (!err)
		err = utc_time(iri->at_us, r, &p->timeStamp);
	if (!err)
		err = li_eps_who(iri, &r->who, p);
	if (!err)
		err = li_eps_network(network, &r->node, p);
	if (err)
		return err;
	/* TS 33.128 cl. 7.2.3.4: events of the HSS are reports; TS 33.108
	 * table 7.1: so are keys */
	r->content.present = EpsIRIContent_PR_iRI_Report_record;
	p->hi2epsDomainId.buf = (uint8_t *)(uintptr_t)eps_oid;
	p->hi2epsDomainId.size = sizeof(eps_oid);
	p->lawfulInterceptionIdentifier = li_ber_string(liid);
	p->iMSevent = &r->event;
	initiator(iri, r, p);
	visited_network(&iri->cx, r, p);
	reason(iri, r, p);
	if (iri->kind == LI_IRI_MEDIA_KEYS) {
		li_eps_keys(iri->keys, &r->keys, p);
		return LI_OK;
	}
	li_eps_node(iri, &r->node, p);
	carrier(iri, r, p);
	return li_buf_check(&r->avps);
}

li_err li_eps_content(const struct li_iri *iri,
	const struct li_eps_network *network, struct li_slice liid,
	struct li_eps_content *out)
{
	li_err err = check(iri);

	memset(out, 0, sizeof(*out));
	return err ? err : fill(iri, network, liid, out);
}

void li_eps_content_fini(struct li_eps_content *content)
{
	li_buf_fini(&content->avps);
}

li_err li_eps_encode(const struct li_iri *iri,
	const struct li_eps_network *network, struct li_buf *out)
{
	struct li_eps_content r;
	li_err err =
		li_eps_content(iri, network, li_slice_str(LI_EPS_LIID), &r);

	if (!err)
		err = li_ber_encode(&asn_DEF_EpsIRIContent, &r.content, out);
	li_eps_content_fini(&r);
	return err;
}
