/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "samples_more.h"

const struct li_x2_place sample_place = {.nfid = "lmisf-1",
	.ipid = "s-cscf",
	.operator_id = "00101"};

#define CRLF "\r\n"

static const char sip_register[] =
	"REGISTER sip:ims.example SIP/2.0" CRLF
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1" CRLF
	"From: <sip:alice@ims.example>;tag=a1" CRLF
	"To: <sip:alice@ims.example>" CRLF "Call-ID: reg-1@192.0.2.10" CRLF
	"CSeq: 1 REGISTER" CRLF
	"Contact: <sip:alice@192.0.2.10>;expires=600" CRLF
	"Authorization: Digest username=\"alice@ims.example\"" CRLF
	"Content-Length: 0" CRLF CRLF;

static const char sip_401[] =
	"SIP/2.0 401 Unauthorized" CRLF
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1" CRLF
	"From: <sip:alice@ims.example>;tag=a1" CRLF
	"To: <sip:alice@ims.example>;tag=b1" CRLF
	"Call-ID: reg-1@192.0.2.10" CRLF "CSeq: 1 REGISTER" CRLF
	"WWW-Authenticate: Digest realm=\"ims.example\",nonce=\"n\","
	"ck=\"xxxx\",ik=\"xxxx\"" CRLF "Content-Length: 0" CRLF CRLF;

static const char sip_message[] =
	"MESSAGE sip:alice@ims.example SIP/2.0" CRLF
	"Via: SIP/2.0/TCP 192.0.2.20:5060;branch=z9hG4bK-2" CRLF
	"From: <sip:bob@ims.example>;tag=c1" CRLF
	"To: <sip:alice@ims.example>" CRLF "Subject:      " CRLF
	"Call-ID: msg-1@192.0.2.20" CRLF "CSeq: 1 MESSAGE" CRLF
	"Content-Type: text/plain" CRLF "Content-Length: 5" CRLF CRLF "     ";

static const char sip_invite[] =
	"INVITE tel:+15551230002 SIP/2.0" CRLF
	"Via: SIP/2.0/TCP [2001:db8::1]:5060;branch=z9hG4bK-3" CRLF
	"From: <sip:a&b@ims.example>;tag=d1" CRLF "To: <tel:+15551230002>" CRLF
	"Call-ID: call-1@[2001:db8::1]" CRLF "CSeq: 1 INVITE" CRLF
	"Content-Length: 0" CRLF CRLF;

static struct li_slice text(const char *s)
{
	return li_slice_str(s);
}

static struct li_identity identity(enum li_id_kind kind, const char *s)
{
	struct li_identity id = {.kind = kind};

	id.len = (uint16_t)snprintf(id.text, sizeof(id.text), "%s", s);
	return id;
}

static void match(struct li_iri *iri, enum li_id_kind kind, const char *s)
{
	iri->matched[iri->matched_count++] = identity(kind, s);
}

static void other(struct li_iri *iri, enum li_id_kind kind, const char *s)
{
	iri->others[iri->other_count++] = identity(kind, s);
}

static void ipv4(struct li_iri *iri, uint8_t from, uint8_t to)
{
	iri->from = (struct li_address){.family = 4,
		.port = 5060,
		.ip = {192, 0, 2, from}};
	iri->to = (struct li_address){.family = 4,
		.port = 4060,
		.ip = {192, 0, 2, to}};
	iri->ip_proto = 17;
}

static struct li_iri base(enum li_iri_kind kind, uint32_t sequence)
{
	struct li_iri iri = {
		.task = 1,
		.kind = kind,
		.at_us = INT64_C(1700000000123456),
		.correlation = UINT64_C(0x0102030405060708),
		.sequence = sequence,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
	};
	static const uint8_t xid[16] = {0x29, 0xf2, 0x8e, 0x1c, 0xf2, 0x30,
		0x48, 0x6a, 0xa8, 0x60, 0xf5, 0xa7, 0x84, 0xab, 0x91, 0x72};

	memcpy(iri.xid.octet, xid, sizeof(xid));
	return iri;
}

static struct li_iri ims(uint32_t sequence, const char *sip)
{
	struct li_iri iri = base(LI_IRI_IMS_MESSAGE, sequence);

	iri.sip = text(sip);
	return iri;
}

static void invite(struct li_iri *iri)
{
	static const uint8_t net[] = {0x20, 0x01, 0x0d, 0xb8};

	*iri = ims(70000, sip_invite);
	iri->session = LI_SESSION_COMBINED;
	iri->from = (struct li_address){.family = 6, .port = 5060};
	iri->to = (struct li_address){.family = 6, .port = 65535};
	memcpy(iri->from.ip, net, sizeof(net));
	memcpy(iri->to.ip, net, sizeof(net));
	iri->from.ip[15] = 1;
	iri->to.ip[15] = 2;
	iri->ip_proto = 6;
	match(iri, LI_ID_IMPU, "sip:a&b@ims.example");
	match(iri, LI_ID_IMEI, "35676508123456");
	other(iri, LI_ID_IMPU, "tel:+15551230001");
	other(iri, LI_ID_IMPU, "sip:+15551230001@ims.example");
	other(iri, LI_ID_IMPI, "a@ims.example");
}

static size_t ims_samples(struct sample *to)
{
	to[0] = (struct sample){"ims_register", ims(0, sip_register)};
	ipv4(&to[0].iri, 10, 1);
	match(&to[0].iri, LI_ID_IMPU, "sip:alice@ims.example");
	other(&to[0].iri, LI_ID_IMPI, "alice@ims.example");

	to[1] = (struct sample){"ims_401_masked", ims(1, sip_401)};
	ipv4(&to[1].iri, 1, 10);
	to[1].iri.direction = LI_DIRECTION_TO_TARGET;
	to[1].iri.modifications = LI_MOD_AUTHENTICATION;
	match(&to[1].iri, LI_ID_IMPU, "sip:alice@ims.example");
	other(&to[1].iri, LI_ID_IMPI, "alice@ims.example");

	to[2] = (struct sample){"ims_message_blanked", ims(2, sip_message)};
	ipv4(&to[2].iri, 20, 1);
	to[2].iri.direction = LI_DIRECTION_TO_TARGET;
	to[2].iri.session = LI_SESSION_TO_TARGET;
	to[2].iri.modifications =
		LI_MOD_TEXT_CONTENT | LI_MOD_SUBJECT | LI_MOD_BODY;
	match(&to[2].iri, LI_ID_IMPU, "sip:alice@ims.example");
	other(&to[2].iri, LI_ID_IMPI, "alice@ims.example");

	to[3].name = "ims_invite_ipv6";
	invite(&to[3].iri);

	to[4] = (struct sample){"ims_unknown", ims(4, sip_401)};
	to[4].iri.correlation = 0;
	to[4].iri.direction = LI_DIRECTION_NONE;
	to[4].iri.session = LI_SESSION_INDETERMINATE;
	match(&to[4].iri, LI_ID_IMPU, "tel:+15551230001");
	return 5;
}

static const char sdp_offer[] =
	"v=0" CRLF "o=- 1 1 IN IP4 192.0.2.10" CRLF "s=-" CRLF
	"c=IN IP4 192.0.2.10" CRLF "t=0 0" CRLF "m=audio 49170 RTP/AVP 8" CRLF;
static const char sdp_answer[] =
	"v=0" CRLF "o=- 2 1 IN IP4 192.0.2.20" CRLF "s=-" CRLF
	"c=IN IP4 192.0.2.20" CRLF "t=0 0" CRLF "m=audio 49172 RTP/AVP 8" CRLF;

static size_t start_samples(struct sample *to)
{
	struct li_iri *iri = &to[0].iri;

	to[0] = (struct sample){"start_of_interception",
		base(LI_IRI_START_OF_INTERCEPTION, 10)};
	match(iri, LI_ID_IMPU, "sip:alice@ims.example");
	other(iri, LI_ID_IMPI, "alice@ims.example");
	iri->originating[0] = text("sip:alice@ims.example");
	iri->originating[1] = text("tel:+15551230001");
	iri->originating_count = 2;
	iri->terminating = text("tel:+15551230002");
	iri->diversion = text("sip:bob@ims.example");
	iri->offer = text(sdp_offer);
	iri->answer = text(sdp_answer);

	to[1] = (struct sample){"start_of_little",
		base(LI_IRI_START_OF_INTERCEPTION, 11)};
	to[1].iri.session = LI_SESSION_TO_TARGET;
	to[1].iri.direction = LI_DIRECTION_TO_TARGET;
	match(&to[1].iri, LI_ID_IMPU, "tel:+15551230001");
	match(&to[1].iri, LI_ID_IMSI, "001010000000001");
	match(&to[1].iri, LI_ID_E164, "15551230001");
	return 2;
}

static struct li_iri cx(enum li_iri_kind kind, uint32_t sequence,
	enum li_cx_command command)
{
	struct li_iri iri = base(kind, sequence);

	iri.session = LI_SESSION_INDETERMINATE;
	iri.correlation = 0;
	iri.cx = (struct li_cx){
		.command = command,
		.answered = true,
		.result = 2001,
		.assignment_type = -1,
		.authorization_type = -1,
		.reason_code = -1,
		.user_name = text("alice@ims.example"),
		.server_name = text("sip:scscf.ims.example:6060"),
		.origin_host = text("icscf.ims.example"),
		.origin_realm = text("ims.example"),
		.impus = {text("sip:alice@ims.example")},
		.impu_count = 1,
	};
	match(&iri, LI_ID_IMPU, "sip:alice@ims.example");
	return iri;
}

static size_t cx_samples(struct sample *to)
{
	struct li_iri *iri;

	to[0] = (struct sample){"cx_serving_system",
		cx(LI_IRI_HSS_SERVING_SYSTEM, 5, LI_CX_UAR)};
	to[0].iri.cx.visited_network =
		text("ims.mnc001.mcc001.3gppnetwork.org");
	other(&to[0].iri, LI_ID_IMPI, "alice@ims.example");

	to[1] = (struct sample){"cx_termination_sar",
		cx(LI_IRI_HSS_REGISTRATION_TERMINATION, 6, LI_CX_SAR)};
	to[1].iri.cx.assignment_type = 5;
	other(&to[1].iri, LI_ID_IMPU, "tel:+15551230001");
	to[1].iri.down = 1;

	to[2] = (struct sample){"cx_termination_rtr",
		cx(LI_IRI_HSS_REGISTRATION_TERMINATION, 7, LI_CX_RTR)};
	iri = &to[2].iri;
	iri->direction = LI_DIRECTION_TO_TARGET;
	iri->cx.reason_code = 0;
	iri->cx.impus[1] = text("sip:alice.work@ims.example");
	iri->cx.impus[2] = text("SIP:Alice.Home@IMS.example");
	iri->cx.impu_count = 3;
	iri->cx.impis[0] = text("alice.tablet@ims.example");
	iri->cx.impi_count = 1;
	match(iri, LI_ID_IMEI, "35676508123456");

	to[3] = (struct sample){"cx_record_change",
		cx(LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE, 8, LI_CX_PPR)};
	to[3].iri.direction = LI_DIRECTION_UNKNOWN;
	to[3].iri.cx.visited_network = text("\xff\x01");

	to[4] = (struct sample){"cx_location_request",
		cx(LI_IRI_HSS_LOCATION_INFORMATION_REQUEST, 9, LI_CX_LIR)};
	ipv4(&to[4].iri, 31, 32);
	to[4].iri.ip_proto = 132;
	to[4].iri.direction = LI_DIRECTION_TO_TARGET;
	return 5;
}

static void came(struct li_iri *iri, enum li_id_kind kind, const char *s)
{
	iri->came[iri->came_count++] = (struct li_iri_name){kind, text(s)};
}

static void left(struct li_iri *iri, enum li_id_kind kind, const char *s)
{
	iri->left[iri->left_count++] = (struct li_iri_name){kind, text(s)};
}

#define DERIVED "001010000000001@ims.mnc001.mcc001.3gppnetwork.org"

static void record_new(struct sample *to)
{
	struct li_iri *iri = &to->iri;

	*to = (struct sample){"cx_record_new",
		cx(LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE, 12, LI_CX_PPR)};
	iri->cx.impu_count = 0;
	came(iri, LI_ID_IMPU, "sip:alice.new@ims.example");
	came(iri, LI_ID_IMPU, "tel:+15551230009");
	came(iri, LI_ID_IMSI, "001010000000009");
	left(iri, LI_ID_IMPU, "sip:alice@ims.example");
	left(iri, LI_ID_E164, "15551230001");
	left(iri, LI_ID_IMPI, "alice@ims.example");
	left(iri, LI_ID_IMEI, "35676508123456");
}

static void roaming_refused(struct sample *to)
{
	struct li_iri *iri = &to->iri;

	*to = (struct sample){"cx_roaming_refused",
		cx(LI_IRI_HSS_SERVING_SYSTEM, 13, LI_CX_UAR)};
	iri->cx.experimental = true;
	iri->cx.result = 5004;
	iri->cx.result_vendor = 10415;
	iri->cx.user_name = text(DERIVED);
	iri->cx.visited_network = text("\xff\x01");
}

static void termination_set(struct sample *to)
{
	struct li_iri *iri = &to->iri;

	*to = (struct sample){"cx_termination_set",
		cx(LI_IRI_HSS_REGISTRATION_TERMINATION, 14, LI_CX_SAR)};
	iri->cx.assignment_type = 8;
	iri->cx.visited_network = text("ims.mnc001.mcc001.3gppnetwork.org");
	other(iri, LI_ID_IMPU, "sip:alice.work@ims.example");
	other(iri, LI_ID_IMPU, "tel:+15551230001");
	other(iri, LI_ID_IMEI, "35676508123456");
	other(iri, LI_ID_IMPI, DERIVED);
	iri->down = 1 << 1;
}

static void location_crowd(struct sample *to)
{
	static const char *const others[] = {"sip:1@ims.example",
		"sip:2@ims.example", "sip:3@ims.example", "sip:4@ims.example",
		"sip:5@ims.example", "sip:6@ims.example", "sip:7@ims.example",
		"sip:8@ims.example", "sip:9@ims.example", "sip:10@ims.example",
		"sip:11@ims.example"};
	struct li_iri *iri = &to->iri;

	*to = (struct sample){"cx_location_crowd",
		cx(LI_IRI_HSS_LOCATION_INFORMATION_REQUEST, 15, LI_CX_LIR)};
	iri->cx.user_name = text("");
	iri->cx.origin_host = text("i.ims.mnc002.mcc262.3gppnetwork.org");
	iri->cx.origin_realm = text("ims.mnc002.mcc262.3gppnetwork.org");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		other(iri, LI_ID_IMPU, others[i]);
}

/* What the HSS tells of less often. */
static size_t hss_samples(struct sample *to)
{
	record_new(&to[0]);
	roaming_refused(&to[1]);
	termination_set(&to[2]);
	location_crowd(&to[3]);
	return 4;
}

static size_t registered_samples(struct sample *to)
{
	struct li_iri *iri = &to[0].iri;

	to[0] = (struct sample){"registered_target",
		base(LI_IRI_REGISTERED_TARGET, 16)};
	iri->correlation = 0;
	iri->direction = LI_DIRECTION_NONE;
	iri->session = LI_SESSION_INDETERMINATE;
	iri->status = LI_IMS_INITIAL_REGISTRATION;
	match(iri, LI_ID_IMPU, "sip:alice@ims.example");
	other(iri, LI_ID_IMPI, DERIVED);
	other(iri, LI_ID_IMEI, "35676508123456");
	other(iri, LI_ID_IMPU, "tel:+15551230001");

	to[1] = to[0];
	to[1].name = "registered_little";
	iri = &to[1].iri;
	iri->sequence = 17;
	iri->status = LI_IMS_UNREGISTERED_USER;
	iri->matched_count = 0;
	iri->other_count = 0;
	match(iri, LI_ID_E164, "15551230001");
	return 2;
}

size_t samples_make(struct sample samples[static SAMPLES_MAX])
{
	size_t n;

	memset(samples, 0, SAMPLES_MAX * sizeof(*samples));
	n = ims_samples(samples);
	n += cx_samples(samples + n);
	n += start_samples(samples + n);
	n += hss_samples(samples + n);
	n += registered_samples(samples + n);
	return n + samples_more(samples, 18, samples + n);
}

const struct li_iri *sample_find(const struct sample *samples, size_t count,
	const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(samples[i].name, name) == 0)
			return &samples[i].iri;
	return NULL;
}
