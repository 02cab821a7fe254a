/* SPDX-License-Identifier: BSD-3-Clause */
#include "samples_more.h"

#define CRLF "\r\n"

/* What the scanner could make nothing of goes to who is entitled to it all the
 * same, octet for octet. */
static const char unparsable[] =
	"\x16\x03\x01 sip:alice@ims.example\xff\0 no line of SIP";

static const char sip_sms[] =
	"MESSAGE sip:smsc.ims.example SIP/2.0" CRLF
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-5" CRLF
	"From: <sip:alice@ims.example>;tag=e1" CRLF
	"To: <sip:smsc.ims.example>" CRLF "Call-ID: sms-1@192.0.2.10" CRLF
	"CSeq: 1 MESSAGE" CRLF "Content-Type: application/vnd.3gpp.sms" CRLF
	"Content-Length: 4" CRLF CRLF "    ";

static const char sip_place[] =
	"INVITE sip:bob@ims.example SIP/2.0" CRLF
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-6" CRLF
	"From: <sip:alice@ims.example>;tag=f1" CRLF
	"To: <sip:bob@ims.example>" CRLF "Call-ID: call-2@192.0.2.10" CRLF
	"CSeq: 1 INVITE" CRLF "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
	"utran-cell-id-3gpp=0000000000000000" CRLF
	"Cellular-Network-Info: 3GPP-E-UTRAN-FDD;"
	"utran-cell-id-3gpp=0000000000000000" CRLF
	"Geolocation: <cid:0000000000>" CRLF "Content-Length: 0" CRLF CRLF;

static const char sip_keys[] =
	"REGISTER sip:ims.example SIP/2.0" CRLF
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-7" CRLF
	"From: <sip:alice@ims.example>;tag=g1" CRLF
	"To: <sip:alice@ims.example>" CRLF "Call-ID: reg-2@192.0.2.10" CRLF
	"CSeq: 2 REGISTER" CRLF
	"Authorization: Digest username=\"alice@ims.example\",ck=\"xxxx\"" CRLF
	"Call-Info: <sip:x>;ik=\"xxxx\"" CRLF "Content-Length: 0" CRLF CRLF;

static const struct {
	const char *name, *sip;
	size_t n;
	uint32_t modifications;
} more[] = {
	{"ims_unparsable", unparsable, sizeof(unparsable) - 1, 0},
	{"ims_sms_redacted", sip_sms, sizeof(sip_sms) - 1, LI_MOD_SMS},
	{"ims_sms_cut", sip_sms, sizeof(sip_sms) - 1, LI_MOD_SMS_CUT},
	{"ims_place_removed", sip_place, sizeof(sip_place) - 1,
		LI_MOD_PANI | LI_MOD_CNI | LI_MOD_GEOLOCATION |
			LI_MOD_PRESENCE},
	{"ims_keys_everywhere", sip_keys, sizeof(sip_keys) - 1, LI_MOD_KEYS},
};

/* Of two crypto sessions, one without a salt. */
static const struct li_media_keys keys = {
	.at = {{.cs_id = {0, 1},
		       .cs_id_n = 2,
		       .key = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17,
			       0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f},
		       .key_n = 16,
		       .salt = {0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27,
			       0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d},
		       .salt_n = 14},
		{.cs_id = {0, 2}, .cs_id_n = 2, .key = {0x30}, .key_n = 32}},
	.count = 2,
	.failed = true,
};

static void key_sample(const struct sample *like, const char *name,
	const struct li_media_keys *of, struct sample *to)
{
	*to = *like;
	to->name = name;
	to->iri.kind = LI_IRI_MEDIA_KEYS;
	to->iri.sip = (struct li_slice){0};
	to->iri.modifications = 0;
	to->iri.keys = of;
}

size_t samples_more(const struct sample *like, uint32_t sequence,
	struct sample *to)
{
	const size_t n = sizeof(more) / sizeof(more[0]);

	for (size_t i = 0; i < n; i++) {
		to[i] = *like;
		to[i].name = more[i].name;
		to[i].iri.sequence = sequence + (uint32_t)i;
		to[i].iri.sip = li_slice(more[i].sip, more[i].n);
		to[i].iri.modifications = more[i].modifications;
	}
	/* it names no session, and nobody could tell which way it went */
	to[0].iri.correlation = 0;
	to[0].iri.direction = LI_DIRECTION_UNKNOWN;
	to[0].iri.session = LI_SESSION_INDETERMINATE;
	key_sample(like, "media_keys", &keys, &to[n]);
	to[n].iri.sequence = sequence + (uint32_t)n;
	key_sample(like, "media_keys_failed", NULL, &to[n + 1]);
	to[n + 1].iri.sequence = sequence + (uint32_t)n + 1;
	return n + 2;
}
