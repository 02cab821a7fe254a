/* SPDX-License-Identifier: BSD-3-Clause
 *
 * message.h - the nouns of X1: requests as they were read, before anything is
 * made of them.
 *
 * Floor    4: base, model.
 * Threads  Plain values.
 * Memory   Values without pointers. They name targets: wipe them after use.
 * Spec     TS 103 221-1 cl. 6 (messages), table 46 (error codes); TS 103 280
 */
#ifndef LI_X1_MESSAGE_H
#define LI_X1_MESSAGE_H

#include "base/uuid.h"
#include "model/hashed.h"
#include "model/task.h"

enum {
	LI_X1_IDENTIFIER_MAX = 128, /* octets of an ADMF or NE identifier; an
				     * audit row holds the first 64 */
	LI_X1_VERSION_MAX = 31,
	LI_X1_VALUE_MAX = 255, /* of a target identifier: ShortString */
	LI_X1_NAME_MAX = 1023, /* of a friendly name; more than is kept */
	LI_X1_ADDRESS_MAX = 45,
	LI_X1_SALT_MAX = 128, /* octets; more than can be used */
	LI_X1_WORD_MAX = 47,  /* of an element's name in the schema */
};

/* Requests; the order of words.c. */
enum li_x1_type {
	LI_X1_ACTIVATE_TASK,
	LI_X1_MODIFY_TASK,
	LI_X1_DEACTIVATE_TASK,
	LI_X1_DEACTIVATE_ALL_TASKS,
	LI_X1_GET_TASK_DETAILS,
	LI_X1_CREATE_DESTINATION,
	LI_X1_MODIFY_DESTINATION,
	LI_X1_REMOVE_DESTINATION,
	LI_X1_REMOVE_ALL_DESTINATIONS,
	LI_X1_GET_DESTINATION_DETAILS,
	LI_X1_GET_NE_STATUS,
	LI_X1_GET_ALL_DETAILS,
	LI_X1_GET_ALL_TASK_DETAILS,
	LI_X1_GET_ALL_DESTINATION_DETAILS,
	LI_X1_GET_ALL_OBJECT_DETAILS,
	LI_X1_LIST_ALL_DETAILS,
	LI_X1_REPORT_TASK_ISSUE,
	LI_X1_REPORT_DESTINATION_ISSUE,
	LI_X1_REPORT_NE_ISSUE,
	LI_X1_PING,
	LI_X1_KEEPALIVE,
	LI_X1_CREATE_OBJECT,
	LI_X1_MODIFY_OBJECT,
	LI_X1_GET_OBJECT,
	LI_X1_DELETE_OBJECT,
	LI_X1_LIST_OBJECTS,
	LI_X1_DELETE_ALL_OBJECTS,
	LI_X1_EXTENDED, /* a type of another standard's namespace */
	LI_X1_TYPES,
};

/* Error codes. TS 103 221-1 table 46 */
enum li_x1_code {
	LI_X1_NO_ERROR = 0,
	LI_X1_GENERIC = 1000,
	LI_X1_SYNTAX = 1010,
	LI_X1_VERSION = 1020,
	LI_X1_ADMF_NOT_CERTIFICATE = 1030,
	LI_X1_ADMF_UNEXPECTED = 1040,
	LI_X1_NE_NOT_CERTIFICATE = 1050,
	LI_X1_NE_UNEXPECTED = 1060,
	LI_X1_NO_KEEPALIVE = 1070,
	LI_X1_UNSUPPORTED = 1080, /* after V1.11.1 */
	LI_X1_XID_EXISTS = 2010,
	LI_X1_XID_UNKNOWN = 2020,
	LI_X1_DID_EXISTS = 2030,
	LI_X1_DID_UNKNOWN = 2040,
	LI_X1_OBJECT_EXISTS = 2050,
	LI_X1_OBJECT_UNKNOWN = 2060,
	LI_X1_ACTIVATE_FAILED = 3000,
	LI_X1_MODIFY_FAILED = 3001,
	LI_X1_TARGET_UNSUPPORTED = 3010,
	LI_X1_TARGETS_COMBINATION = 3020,
	LI_X1_DESTINATIONS_TOO_MANY = 3030,
	LI_X1_DELIVERY_COMBINATION = 3040,
	LI_X1_SERVICE_UNSUPPORTED = 3050,
	LI_X1_DEACTIVATE_FAILED = 4000,
	LI_X1_DEACTIVATE_ALL_FAILED = 5000,
	LI_X1_DEACTIVATE_ALL_OFF = 5010,
	LI_X1_CREATE_DESTINATION_FAILED = 6000,
	LI_X1_MODIFY_DESTINATION_FAILED = 6001,
	LI_X1_ADDRESS_UNSUPPORTED = 6020,
	LI_X1_REMOVE_DESTINATION_FAILED = 7000,
	LI_X1_DESTINATION_USED = 7010,
	LI_X1_REMOVE_ALL_FAILED = 8000,
	LI_X1_DESTINATIONS_USED = 8010,
	LI_X1_REMOVE_ALL_OFF = 8020,
	LI_X1_CREATE_OBJECT_FAILED = 8500,
	LI_X1_MODIFY_OBJECT_FAILED = 8510,
	LI_X1_DELETE_OBJECT_FAILED = 8530,
	LI_X1_DELETE_ALL_OBJECTS_FAILED = 8540,
	LI_X1_FAULT = 9020,
	LI_X1_TERMINATED = 9030,
};

/* DeliveryType, and MediationDetails' in the same order. */
enum li_x1_delivery {
	LI_X1_X2_ONLY,
	LI_X1_X3_ONLY,
	LI_X1_X2_AND_X3,
};

/* A boolean that may be missing. */
enum li_x1_flag {
	LI_X1_UNSAID,
	LI_X1_FALSE,
	LI_X1_TRUE,
};

/* Formats of target identifiers; the order of words.c. Those behind
 * LI_X1_FORMAT_KNOWN are of no use to this NE: 3010. TS 103 221-1 table 5 */
enum li_x1_format {
	LI_X1_IMPU,
	LI_X1_IMPI,
	LI_X1_IMEI,
	LI_X1_IMSI,
	LI_X1_E164,
	LI_X1_SIP_URI,
	LI_X1_TEL_URI,
	LI_X1_NAI,
	LI_X1_SUPI_IMSI,
	LI_X1_PEI_IMEI,
	LI_X1_GPSI_MSISDN,
	LI_X1_FORMAT_KNOWN,
};

struct li_x1_target {
	size_t format; /* enum li_x1_format, or an index behind */
	char value[LI_X1_VALUE_MAX + 1]; /* of a known one */
};

/* ListOfDIDs: count is of all that came, the first ones are kept. */
struct li_x1_dids {
	struct li_uuid did[LI_TASK_DESTINATIONS_MAX];
	size_t count, sets;
};

/* ListOfServiceTypes: those that this NE can tell apart, and the rest. */
struct li_x1_services {
	uint8_t bits; /* enum li_service */
	size_t others;
};

/* LocationTypeOptions: one of the two, and what is in the list. */
struct li_x1_places {
	size_t none, listed;
	enum li_x1_flag ends, changes, lals;
};

/* TS 103 221-1 table C.1, C.2 */
struct li_x1_mediation {
	char liid[LI_LIID_MAX + 1];
	enum li_x1_delivery delivery;
	int64_t starts_us, ends_us; /* 0: not said */
	struct li_x1_dids dids;
	size_t extensions, policies;
	struct li_x1_services services;
	struct li_x1_places places;
	enum li_x1_flag home_only, digits;
	size_t scopings; /* serviceScopingOptions: the above are of the last */
};

/* Digits of a CorrelationID that are kept; X2 has no more than 20. */
enum { LI_X1_CORRELATION_MAX = 39 };

/* TaskDetails: TS 103 221-1 table 4. Counts are of all that came. */
struct li_x1_task {
	struct li_uuid xid;
	struct li_x1_target targets[LI_TASK_TARGETS_MAX];
	size_t target_count;
	/* NonLocalIdentifier: of the other identifiers, not one itself */
	enum li_locality locality;
	bool localities_differ; /* both were said */
	enum li_x1_delivery delivery;
	struct li_x1_dids dids;
	struct li_x1_mediation mediations[LI_TASK_MEDIATIONS_MAX];
	size_t mediation_count;
	/* Any number, as digits, "": not said. It is for who is triggered, which
	 * this NE never is: it is given back, and not delivered. */
	char correlation[LI_X1_CORRELATION_MAX + 1];
	bool correlation_long; /* it has more of them */
	bool has_product;
	struct li_uuid product;
	enum li_x1_flag implicit;
	struct li_x1_services services;
	size_t extensions, policies;
};

enum li_x1_address {
	LI_X1_IP_PORT,
	LI_X1_ADDRESS_E164,
	LI_X1_ADDRESS_URI,
	LI_X1_ADDRESS_EMAIL,
};

/* DestinationDetails: TS 103 221-1 table 14. */
struct li_x1_destination {
	struct li_uuid did;
	bool has_name;
	char name[LI_X1_NAME_MAX + 1];
	enum li_x1_delivery delivery;
	enum li_x1_address kind;
	char host[LI_X1_ADDRESS_MAX + 1]; /* of LI_X1_IP_PORT */
	char uri[LI_HOST_MAX + 16]; /* of LI_X1_ADDRESS_URI, as it is told */
	uint16_t port;
	bool udp;
	size_t extensions;
};

/* A generic object, or which of them are asked for. TS 103 221-1 table D.1 */
struct li_x1_object {
	struct li_uuid id;
	bool is_context; /* a HashContext: the rest is read */
	bool other_type; /* in a list of another type none is */
	char algorithm[LI_X1_WORD_MAX + 1];
	uint8_t salt[LI_X1_SALT_MAX];
	size_t salt_n;
};

/* TS 103 221-1 table 1. */
struct li_x1_header {
	char admf[LI_X1_IDENTIFIER_MAX + 1];
	char ne[LI_X1_IDENTIFIER_MAX + 1];
	char version[LI_X1_VERSION_MAX + 1];
	struct li_uuid transaction;
	int64_t at_us;
};

struct li_x1_request {
	enum li_x1_type type;
	struct li_x1_header header;
	enum li_x1_code code; /* LI_X1_SYNTAX: its body cannot be used */
	char where[LI_X1_WORD_MAX + 1]; /* then: which field; may be "" */
	struct li_uuid id; /* XID, DID or object ID that is its body */
	struct li_x1_task task;
	struct li_x1_destination destination;
	struct li_x1_object object;
};

#endif
