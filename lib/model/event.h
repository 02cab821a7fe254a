/* SPDX-License-Identifier: BSD-3-Clause
 *
 * event.h - one thing that happened: a SIP message or a Cx exchange.
 *
 * Floor    1.
 * Threads  An event belongs to the thread that decoded it.
 * Memory   Slices borrow from the received octets, which outlive the event's
 *          walk through the flow and no more.
 * Spec     RFC 3261; TS 29.228; TS 29.229
 */
#ifndef LI_MODEL_EVENT_H
#define LI_MODEL_EVENT_H

#include "model/identity.h"

enum {
	LI_EVENT_IDENTITIES_MAX = 96, /* in one event; more is counted */
	LI_CONTACTS_MAX = 16,         /* in one REGISTER or its answer */
	LI_CX_IMPUS_MAX = 32,         /* Public-Identity AVPs in one message */
	LI_CX_RESTORED_MAX = 2,       /* contacts in SCSCF-Restoration-Info */
	LI_CX_PAIRS_MAX = 8, /* emergency pairs; IMPIs that are registered */
};

enum li_source {
	LI_SOURCE_SIP = 1,
	LI_SOURCE_CX = 2,
};

/* Where a packet came from or went to. */
struct li_address {
	uint8_t family; /* 4, 6, or 0 when not known */
	uint8_t ip[16]; /* the first 4 for IPv4 */
	uint16_t port;
};

/* Are both the same place? */
static inline bool li_address_eq(const struct li_address *a,
	const struct li_address *b)
{
	return a->family == b->family && a->port == b->port &&
		memcmp(a->ip, b->ip, sizeof(a->ip)) == 0;
}

/* What a profile says of one of its identities; bits. TS 29.228 cl. B.2.1 */
enum li_party_flag {
	LI_PARTY_BARRED = 1 << 0,   /* of no use in SIP but to register with */
	LI_PARTY_PSI = 1 << 1,      /* a public service identity */
	LI_PARTY_WILDCARD = 1 << 2, /* stands for many: no identity itself */
};

/* One identity of an event. */
struct li_party {
	enum li_role role;
	enum li_id_kind kind;
	uint8_t key_count;
	uint8_t flags; /* enum li_party_flag bits, of LI_ROLE_CX_USER_DATA */
	uint8_t alias; /* the same number: of one alias group; 0 of none */
	struct li_key keys[LI_ID_KEYS_MAX]; /* what it is known by */
	struct li_slice text;               /* as it stood in the message */
};

enum li_sip_method {
	LI_SIP_OTHER = 0,
	LI_SIP_REGISTER,
	LI_SIP_INVITE,
	LI_SIP_ACK,
	LI_SIP_BYE,
	LI_SIP_CANCEL,
	LI_SIP_MESSAGE,
	LI_SIP_PRACK,
	LI_SIP_UPDATE,
	LI_SIP_INFO,
	LI_SIP_REFER,
	LI_SIP_SUBSCRIBE,
	LI_SIP_NOTIFY,
	LI_SIP_PUBLISH,
	LI_SIP_OPTIONS,
};

struct li_contact {
	struct li_slice uri;      /* addr-spec, without brackets */
	struct li_slice instance; /* +sip.instance value, without quotes */
	struct li_slice pub_gruu, temp_gruu; /* RFC 5627, of a 200 */
	int64_t expires_s;                   /* -1 when not said */
	uint32_t reg_id;                     /* RFC 5626; 0 when not said */
	bool isfocus; /* a conference: RFC 3840, RFC 4579 */
};

/* Media lines of an SDP body; bits. RFC 8866 cl. 5.14 */
enum li_media {
	LI_MEDIA_AUDIO = 1 << 0,
	LI_MEDIA_VIDEO = 1 << 1,
	LI_MEDIA_TEXT = 1 << 2,
	LI_MEDIA_MESSAGE = 1 << 3, /* MSRP: RFC 4975 */
	LI_MEDIA_OTHER = 1 << 4,
};

/* An SDP body, alone or as a part of a multipart one; all but its text is what
 * model/sdp.h reads in it. */
struct li_sdp {
	struct li_slice text; /* empty: the message has none */
	uint8_t media; /* enum li_media bits, of lines whose port is not 0 */
	/* Does its sender send, receive, on any such line? RFC 3264 cl. 8.4 */
	bool sends, receives;
};

enum { LI_REGINFO_MAX = 32 };

/* What a reg-event NOTIFY says is over. RFC 3680 cl. 4.7, 5 */
struct li_reginfo {
	struct {
		struct li_key aor;       /* that the IMPU is itself */
		struct li_slice contact; /* its URI; empty: all of it */
	} ended[LI_REGINFO_MAX];
	size_t count;
};

struct li_sip {
	bool is_request;
	bool contact_star; /* Contact: * */
	enum li_sip_method
		method;  /* of the request, or of CSeq in a response */
	uint16_t status; /* 0 in a request */
	uint32_t cseq;
	struct li_slice method_name; /* as written */
	struct li_slice call_id, from_tag, to_tag;
	struct li_slice content_type; /* whole value, empty when absent */
	struct li_slice content_encoding;
	struct li_slice icid; /* icid-value of P-Charging-Vector: RFC 7315 */
	struct li_slice event_package;         /* Event, without parameters */
	struct li_slice subscription_state;    /* its first word */
	struct li_slice replaces, in_reply_to; /* whole values */
	/* Lines of a request, from the first to the last that may tell; empty
	 * when none may. Of a REGISTER, where it was sent from: model/access.h;
	 * of MESSAGE and OPTIONS, a service: model/service.h */
	struct li_slice access, services;
	struct li_sdp sdp;                /* its text; not read */
	const struct li_reginfo *reginfo; /* NULL: none; intake/reginfo.h */
	size_t body_at;                   /* offset of the body in raw */
	int64_t expires_s;                /* Expires header, -1 when absent */
	int64_t session_expires_s;        /* RFC 4028, -1 when absent */
	struct li_contact contacts[LI_CONTACTS_MAX];
	size_t contact_count;
};

enum li_cx_command { /* TS 29.229 cl. 6.1 */
	LI_CX_UAR = 300,
	LI_CX_SAR = 301,
	LI_CX_LIR = 302,
	LI_CX_MAR = 303,
	LI_CX_RTR = 304,
	LI_CX_PPR = 305,
};

/* Bits of UAR-Flags and SAR-Flags. TS 29.229 cl. 6.3.44, 6.3.63 */
enum {
	LI_UAR_EMERGENCY = 1 << 0,
	LI_SAR_PCSCF_RESTORATION = 1 << 0,
};

/* A contact that an S-CSCF has the HSS keep. TS 29.229 cl. 6.3.46, 6.3.52 */
struct li_cx_restored {
	struct li_slice contact, path;     /* as they stood in the REGISTER */
	struct li_slice call_id, from, to; /* of the UE's own subscription */
};

/* A pair that is registered for emergency calls. TS 29.229 cl. 6.3.57 */
struct li_cx_emergency {
	struct li_slice impi, impu;
};

/* A request with its answer. Of an AVP that was absent a slice is empty, a
 * number -1, flags 0. */
struct li_cx {
	enum li_cx_command command;
	bool answered;
	bool experimental; /* the result came as Experimental-Result */
	uint32_t result;   /* Result-Code or Experimental-Result-Code */
	uint32_t result_vendor;
	int64_t answered_us; /* 0 when not answered */
	struct li_slice user_name, server_name, visited_network;
	struct li_slice origin_host, origin_realm; /* of the request */
	struct li_slice user_data;                 /* of SAA or PPR */
	int32_t assignment_type;    /* Server-Assignment-Type, -1 absent */
	int32_t authorization_type; /* User-Authorization-Type, -1 absent */
	int32_t reason_code;        /* of Deregistration-Reason, -1 absent */
	struct li_slice impus[LI_CX_IMPUS_MAX]; /* Public-Identity, request */
	size_t impu_count;
	struct li_slice impis[LI_CX_IMPUS_MAX]; /* of Associated-Identities */
	size_t impi_count;
};

/* What else it said: what the mirror and the watch ask of it, and no record
 * tells. */
struct li_cx_more {
	struct li_slice session_id;
	struct li_slice destination_host; /* of the request */
	struct li_slice answer_host;      /* Origin-Host of the answer */
	struct li_slice route_record;     /* the last: who relayed it to us */
	struct li_slice answered_server;  /* Server-Name of the answer */
	struct li_slice reason_info;      /* of Deregistration-Reason */
	struct li_slice auth_scheme;      /* SIP-Authentication-Scheme */
	struct li_slice wildcarded;       /* Wildcarded-Public-Identity */
	struct li_slice wildcarded_impu;  /* Wildcarded-IMPU */
	int32_t auth_items;               /* SIP-Number-Auth-Items */
	int32_t data_available;           /* User-Data-Already-Available */
	int32_t multiple_registration;    /* ..-Registration-Indication */
	int32_t originating;              /* Originating-Request */
	uint32_t uar_flags, sar_flags, rtr_flags, lia_flags;
	bool capabilities; /* the answer had Server-Capabilities */
	bool charging;     /* it had Charging-Information */
	/* User-Data was read, and all of its identities are parties. */
	bool profile_whole;
	uint64_t profile_mark; /* of its octets; 0 when there was none */
	struct li_cx_restored restored[LI_CX_RESTORED_MAX];
	size_t restored_count;
	/* of Associated-Registered-Identities */
	struct li_slice registered_impis[LI_CX_PAIRS_MAX];
	size_t registered_impi_count;
	/* Identity-with-Emergency-Registration, of a RTA */
	struct li_cx_emergency emergency[LI_CX_PAIRS_MAX];
	size_t emergency_count;
	/* Peers that the messages came in by, as the tap's daemon knows them;
	 * empty for what it made itself, or when it did not say. */
	struct li_slice request_peer, answer_peer;
};

struct li_event {
	uint64_t number; /* of this run, for log lines */
	int64_t at_us;   /* UTC, when it was seen at the tap */
	int64_t mono_us; /* when it reached us; timers count from here */
	enum li_source source;
	struct li_address from, to; /* on the wire */
	uint8_t ip_proto;           /* 17, 6, 132, or 0 when not known */
	struct li_slice raw;        /* the SIP message; empty for Cx */
	struct li_party parties[LI_EVENT_IDENTITIES_MAX];
	size_t party_count;
	char sms_text[2][24]; /* digits of SMS parties, for parties[].text */
	char impi_text[64];   /* of an IMPI that stands nowhere as it is */
	bool derived; /* the IMPI of a REGISTER is that of whom it registers,
		       * and it names none itself: TS 24.229 cl. 5.3.1.2 */
	bool crowded; /* more identities or contacts than there was room for */
	bool odd;     /* an address in it that neither its session nor its
		       * registration hangs on could not be read */
	bool broken;  /* not well formed: screened and reported as it came, but
		       * it changes no mirrored state */
	union {
		struct li_sip sip;
		struct {
			struct li_cx cx;
			struct li_cx_more cx_more;
		};
	};
};

/* Room for one more identity in this role; NULL when there is none, and then
 * the event is crowded. Of a full event the role that has most gives its last,
 * so that no number of identities in one header hides those of another. */
struct li_party *li_event_room(struct li_event *event, enum li_role role);

/* Whom to ask whether a task may look for this party. */
struct li_asks {
	bool (*wants)(void *data, const struct li_party *party);
	void *data;
};

/* The same for this party, of an event that may be full of others: who is looked
 * for finds room as long as one is there who is not. */
struct li_party *li_event_room_for(struct li_event *event,
	const struct li_party *party, const struct li_asks *asks);

/* The first party of a role that has a key, or NULL. */
const struct li_party *li_event_party(const struct li_event *event,
	enum li_role role);

/* Did a Cx answer accept the request: Result-Code 2xxx, or Experimental-Result
 * 2xxx of vendor 10415? TS 29.228 cl. 6.1, TS 29.229 cl. 6.2. */
bool li_cx_success(const struct li_cx *cx);

#endif
