/* SPDX-License-Identifier: BSD-3-Clause
 *
 * iri.h - one record for one task, before it has octets.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Slices borrow from the message's arena, or from the packed octets
 *          that li_iri_unpack() read.
 * Spec     TS 33.128 cl. 7.12.4 (IMSMessage), cl. 7.2.3 (HSS events in
 *          EpsIRIContent), cl. 7.2.4 (start with a registered target);
 *          TS 33.108 cl. 7; TS 103 221-2 cl. 5
 */
#ifndef LI_MODEL_IRI_H
#define LI_MODEL_IRI_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/event.h"
#include "model/media_key.h"
#include "model/task.h"

/* Direction of one message as seen from the target: the X2 payload
 * direction. TS 103 221-2 cl. 5.2.6 */
enum li_direction {
	LI_DIRECTION_UNKNOWN = 1,
	LI_DIRECTION_TO_TARGET = 2,
	LI_DIRECTION_FROM_TARGET = 3,
	LI_DIRECTION_BOTH = 4,
	LI_DIRECTION_NONE = 5,
};

/* Direction of the session, fixed by the message that opened it.
 * TS 33.128 SessionDirection */
enum li_session_direction {
	LI_SESSION_FROM_TARGET = 1,
	LI_SESSION_TO_TARGET = 2,
	LI_SESSION_COMBINED = 3,
	LI_SESSION_INDETERMINATE = 4,
};

enum li_iri_kind {
	LI_IRI_IMS_MESSAGE = 1,        /* X2 payload format 2 */
	LI_IRI_HSS_SERVING_SYSTEM = 2, /* X2 payload format 14 from here */
	LI_IRI_HSS_REGISTRATION_TERMINATION = 3,
	LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE = 4,
	LI_IRI_HSS_LOCATION_INFORMATION_REQUEST = 5,
	/* StartOfInterceptionForActiveIMSSession: TS 33.128 cl. 7.12.4.2.2;
	 * X2 payload format 2 */
	LI_IRI_START_OF_INTERCEPTION = 6,
	/* IMSHSSStartOfInterceptionWithRegisteredTarget: TS 33.128
	 * cl. 7.2.4.3.3; X2 payload format 2 */
	LI_IRI_REGISTERED_TARGET = 7,
	/* LINotification of HI4, not of X2: TS 33.128 cl. 5.7 */
	LI_IRI_NOTIFICATION = 8,
	/* Keys of a session's media, decryptionKeysAvailable: TS 33.107
	 * cl. 7A.7; X2 payload format 14 */
	LI_IRI_MEDIA_KEYS = 9,
};

enum { LI_IRI_LAST = LI_IRI_MEDIA_KEYS };

/* Is it of an interception, as X2 and HI2 tell it? A notification is not. */
static inline bool li_iri_kind_intercepts(enum li_iri_kind kind)
{
	return kind >= LI_IRI_IMS_MESSAGE && kind <= LI_IRI_MEDIA_KEYS &&
		kind != LI_IRI_NOTIFICATION;
}

/* What became of an interception. TS 33.128 LINotificationType */
enum li_notification {
	LI_NOTIFY_ACTIVATION = 1,
	LI_NOTIFY_DEACTIVATION = 2,
	LI_NOTIFY_MODIFICATION = 3,
};

/* How the HSS knows a target. TS 33.128 IMSRegistrationStatus */
enum li_ims_status {
	LI_IMS_INITIAL_REGISTRATION = 1,
	LI_IMS_REREGISTRATION = 2,
	LI_IMS_TIMEOUT_DEREGISTRATION = 3,
	LI_IMS_USER_DEREGISTRATION = 4,
	LI_IMS_ADMINISTRATIVE_DEREGISTRATION = 5,
	LI_IMS_AUTHENTICATION_FAILURE = 6,
	LI_IMS_AUTHENTICATION_TIMEOUT = 7,
	LI_IMS_UNREGISTERED_USER = 8,
};

/* What was blanked in a copy of a SIP message; bits.
 * TS 33.128 PredefinedPayloadModification, and one described modification. */
enum li_modification {
	LI_MOD_TEXT_CONTENT = 1 << 0,   /* iMSTextContentRemoval */
	LI_MOD_SUBJECT = 1 << 1,        /* iMSSubjectContentRemoval */
	LI_MOD_BODY = 1 << 2,           /* a body blanked whole: described */
	LI_MOD_AUTHENTICATION = 1 << 3, /* ck, ik masked: described */
	LI_MOD_SMS = 1 << 4,            /* tS33128SMSTPDURedaction */
	LI_MOD_SMS_CUT = 1 << 5,        /* tS33128TruncatedSMSTPDU */
	LI_MOD_PANI = 1 << 6,           /* pANILocationRemoval */
	LI_MOD_CNI = 1 << 7,            /* cNILocationRemoval */
	LI_MOD_GEOLOCATION = 1 << 8,    /* sIPGeolocationInfoRemoval */
	LI_MOD_PRESENCE = 1 << 9,       /* presenceInformationLocationRemoval */
	/* ck, ik masked elsewhere than in WWW-Authenticate: described */
	LI_MOD_PROXY_AUTHENTICATE = 1 << 10,
	LI_MOD_AUTHORIZATION = 1 << 11,
	LI_MOD_PROXY_AUTHORIZATION = 1 << 12,
	LI_MOD_AUTHENTICATION_INFO = 1 << 13,
	LI_MOD_KEYS_ELSEWHERE = 1 << 14, /* in no header that could be told */

	LI_MOD_KEYS = LI_MOD_AUTHENTICATION | LI_MOD_PROXY_AUTHENTICATE |
		LI_MOD_AUTHORIZATION | LI_MOD_PROXY_AUTHORIZATION |
		LI_MOD_AUTHENTICATION_INFO | LI_MOD_KEYS_ELSEWHERE,
	LI_MOD_ALL = (1 << 15) - 1,
};

/* What stands in a copy in place of each octet that was cut. */
enum {
	LI_MOD_BLANK = ' ', /* of a body or Subject */
	LI_MOD_MASK = 'x',  /* of a key, so that its header stays well formed */
	LI_MOD_NOWHERE = '0', /* of a location: TS 33.128 cl. 7.12.9 */
};

/* Which part of a session a record tells of: none of a registration, a message
 * on its own, a Cx exchange. TS 102 232-5 cl. 5.4 table 1 */
enum li_iri_part {
	LI_IRI_PART_NONE = 0,
	LI_IRI_PART_WITHIN = 1,
	LI_IRI_PART_LAST = 2,
};

/* TS 102 232-1 cl. 5.2.10 */
enum li_iri_type {
	LI_IRI_TYPE_BEGIN = 1,
	LI_IRI_TYPE_END = 2,
	LI_IRI_TYPE_CONTINUE = 3,
	LI_IRI_TYPE_REPORT = 4,
};

enum {
	LI_IRI_IDENTITIES_MAX = 16,
	LI_IRI_PARTIES_MAX = 4, /* of one side in a start record */
	LI_IRI_CHANGED_MAX = 6, /* SIP, TEL, IMPI, IMEI, IMSI, MSISDN */
};

/* An identity that is told beside those of the target. */
struct li_iri_name {
	enum li_id_kind kind;
	struct li_slice text; /* canonical */
};

struct li_iri {
	int64_t task; /* row of the task */
	struct li_uuid xid;
	uint64_t event; /* number of the event it came from */
	enum li_iri_kind kind;
	int64_t at_us;        /* time of the event */
	uint64_t correlation; /* of its session; 0 for none */
	uint32_t sequence;    /* given by the store in the commit */
	enum li_direction direction;
	enum li_session_direction session;
	struct li_address from, to;
	uint8_t ip_proto;
	struct li_identity matched[LI_TASK_TARGETS_MAX]; /* attribute 17 */
	size_t matched_count;
	uint32_t matched_roles; /* enum li_role bits, for the audit */
	struct li_identity others[LI_IRI_IDENTITIES_MAX]; /* attribute 18 */
	size_t other_count;

	/* LI_IRI_IMS_MESSAGE */
	struct li_slice sip;    /* this task's copy of the message */
	uint32_t modifications; /* enum li_modification bits */
	uint16_t sip_status;    /* 0 for a request */
	char sip_method[16];    /* "INVITE"; cut when longer */

	/* For the store, in the commit; not packed. */
	enum li_iri_part part;
	uint8_t services; /* enum li_service bits; 0: none in particular */

	bool repeat; /* the same octets on the same hop within 32 s before */

	union {
		/* LI_IRI_START_OF_INTERCEPTION: URIs, the session's last agreed
		 * or pending offer and answer; empty when not known */
		struct {
			struct li_slice originating[LI_IRI_PARTIES_MAX];
			size_t originating_count;
			struct li_slice terminating;
			struct li_slice diversion;
			struct li_slice offer, answer;
		};
		/* LI_IRI_MEDIA_KEYS: what a KMS is asked, and, not packed, what
		 * came of it when it is encoded; NULL: nothing could be had */
		struct {
			struct li_key_order order;
			const struct li_media_keys *keys;
		};
	};

	/* LI_IRI_HSS_* */
	struct li_cx cx; /* slices; user_data is never kept */
	uint32_t down;   /* bits: others[] that a termination takes down */
	/* What the target's record has gained and lost, one of each kind at
	 * most. TS 33.108 cl. B.9, Change-Of-Target-Identity */
	struct li_iri_name came[LI_IRI_CHANGED_MAX], left[LI_IRI_CHANGED_MAX];
	size_t came_count, left_count;

	/* LI_IRI_REGISTERED_TARGET */
	enum li_ims_status status;

	/* LI_IRI_NOTIFICATION */
	enum li_notification notification;
	int64_t starts_us, ends_us; /* of the task */
};

/* Append the record's octets in our own versioned form, for the store. The
 * sequence is not among them: the store keeps it beside.
 * Failure shows in the buffer (li_buf_check). */
void li_iri_pack(const struct li_iri *iri, struct li_buf *out);

/* Read what li_iri_pack() wrote. Slices borrow from `packed`; what *out had is
 * gone, and is of no use on an error.
 *   LI_EMALFORMED   cut short, out of range, or trailing octets
 *   LI_EVERSION     written by a newer version
 */
LI_MUST_USE li_err li_iri_unpack(struct li_slice packed, struct li_iri *out);

/* "sip", "serving-system", "registration-termination", ... Static storage. */
const char *li_iri_kind_name(enum li_iri_kind kind);

#endif
