/* SPDX-License-Identifier: BSD-3-Clause
 *
 * task.h - what a warrant has us do, and where its product goes.
 *
 * Floor    1.
 * Threads  Plain values; shared between threads only when nobody writes.
 * Memory   Values without pointers: a task can be copied. One in brief is as
 *          long as li_brief_size() says.
 * Spec     TS 103 221-1 cl. 6.2, annex C (TaskDetails, MediationDetails);
 *          TS 103 120 cl. 7, 8 (authorisation, LI task); TS 103 280 (LIID);
 *          TS 33.128 cl. 5.2; TS 33.126 R6.5-10 (only in its period)
 */
#ifndef LI_MODEL_TASK_H
#define LI_MODEL_TASK_H

#include "base/uuid.h"
#include "model/handover.h"
#include "model/identity.h"
#include "model/pins.h"

enum {
	LI_LIID_MAX = 50,        /* TS 103 280: 25 characters or 50 digits */
	LI_TASK_TARGETS_MAX = 8, /* identifiers of a task; all must match */
	LI_TASK_DESTINATIONS_MAX = 8,
	LI_TASK_MEDIATIONS_MAX = 8, /* LIIDs of one XID */
	LI_OPERATOR_MAX = 64,
	LI_WARRANT_MAX = 128,
	LI_NAME_MAX = 64,
	LI_LABEL_MAX = 265, /* of a destination: what X1 has beside its name */
	LI_HOST_MAX = 255,
};

/* Services that a warrant may be limited to; bits. TS 103 221-1 table C.2,
 * ServiceType: those that are seen in IMS signalling */
enum li_service {
	LI_SERVICE_VOICE = 1 << 0,
	LI_SERVICE_MESSAGING = 1 << 1, /* SMS over IP, MESSAGE, MSRP */
	LI_SERVICE_RCS = 1 << 2,       /* by the feature tags of RCS */
	LI_SERVICE_ALL = (1 << 3) - 1,
};

/* Which party of a session a target has to be: one that we serve, or the far
 * one. TS 103 221-1 table 5, NonLocalIdentifier; TS 33.128 cl. 7.12.2.8 */
enum li_locality {
	LI_LOCALITY_ANY = 0,
	LI_LOCALITY_LOCAL = 1,
	LI_LOCALITY_NON_LOCAL = 2,
	LI_LOCALITY_LAST = LI_LOCALITY_NON_LOCAL,
};

/* How far the target's location is authorised. TS 103 221-1 table C.2,
 * LocationTypeOptions */
enum li_location_scope {
	LI_LOCATION_ALL = 0,
	LI_LOCATION_ENDS = 1, /* beginningAndEnd of a session */
	LI_LOCATION_NONE = 2, /* doNotReport */
	LI_LOCATION_LAST = LI_LOCATION_NONE,
};

/* One LIID of a task, with limits of its own. TS 103 221-1 table C.1 */
struct li_mediation {
	char liid[LI_LIID_MAX + 1];
	int64_t starts_us, ends_us;
	uint8_t services; /* enum li_service bits; 0 for all */
};

/* Who authorised it. TS 103 120 cl. 7.2, ApprovalDetails; "" is not said */
struct li_approval {
	char name[LI_NAME_MAX + 1];
	char role[LI_NAME_MAX + 1];
	char reference[LI_WARRANT_MAX + 1];
	int64_t at_us; /* 0: not said */
	bool emergency;
};

/* What came of a task since it was created. TS 103 221-1 table 24 */
struct li_task_amount {
	int64_t at_us;   /* of its last IRI; 0: it had none */
	bool counted;    /* octets are, from its beginning */
	uint64_t octets; /* that went over X2 and were confirmed */
};

/* A task: in force at any time t with starts_us <= t < ends_us until ended, as
 * soon as nobody has to approve it any more. When there are mediations, t is
 * also in the period of one of them, and only what their services and those of
 * the task have in common is told. */
struct li_task {
	int64_t row; /* the store's number of it; 0 until stored */
	struct li_uuid xid;
	char liid[LI_LIID_MAX + 1];
	struct li_identity targets[LI_TASK_TARGETS_MAX]; /* AND */
	size_t target_count;
	int64_t starts_us;
	int64_t ends_us;  /* mandatory */
	int64_t ended_us; /* when it was ended before its time, or 0 */
	bool content;     /* message content is authorised too */
	bool awaiting;    /* another operator has to approve it first */
	bool home_only;   /* suspended while the target roams abroad */
	/* TS 33.107 cl. 20.3.2.3: what waits when it ends is erased, and not
	 * delivered */
	bool erase_at_end;
	uint8_t services; /* enum li_service bits; 0 for all */
	enum li_location_scope location;
	enum li_locality locality; /* other than any: of numbers and URIs */
	/* TS 103 221-1 table 4: X2 says it in place of the XID; all zero: none
	 * was given */
	struct li_uuid product;
	struct li_mediation mediations[LI_TASK_MEDIATIONS_MAX];
	size_t mediation_count; /* 0: liid, starts_us, ends_us are all */
	struct li_uuid destinations[LI_TASK_DESTINATIONS_MAX]; /* DIDs */
	size_t destination_count;
	char operator_name[LI_OPERATOR_MAX + 1]; /* who asked for it */
	/* the warrant's reference: TS 103 120 AuthorisationReference */
	char warrant[LI_WARRANT_MAX + 1];
	char legal_type[LI_NAME_MAX +
		1];       /* TS 103 120 AuthorisationLegalType */
	uint8_t priority; /* TS 103 120 cl. 7.2; 0: not said */
	struct li_approval approval;
	/* Counts the changes from 1. In a change it names the one that is
	 * changed, 0 whichever it is. TS 103 120 cl. 7.1 */
	uint32_t generation;
	int64_t changed_us;           /* when that was; the store's to set */
	struct li_task_amount amount; /* the store's to set */
};

/* A task in brief: what matching and reporting need of it, in one piece of
 * memory, so that a million of them fit. */
struct li_brief {
	int64_t row;
	struct li_uuid xid, product;
	int64_t starts_us, ends_us, ended_us;
	bool content, awaiting, home_only;
	uint8_t services, location, locality;
	uint8_t target_count, period_count;
	uint8_t kinds[LI_TASK_TARGETS_MAX], lens[LI_TASK_TARGETS_MAX];
	char text[]; /* of the targets, one behind the other; then the periods
		      * of the mediations */
};

/* Where product is delivered to. */
/* Where a destination is when it cannot be reached where it is. */
struct li_second {
	char host[LI_HOST_MAX + 1]; /* "": nowhere */
	uint16_t port;
	char peer[LI_HOST_MAX + 1];
};

struct li_destination {
	int64_t row;
	struct li_uuid did;
	char name[LI_LABEL_MAX + 1];
	char host[LI_HOST_MAX + 1]; /* a name or an address */
	uint16_t port;
	char peer[LI_HOST_MAX + 1]; /* name its certificate must carry */
	struct li_handover handover;
	struct li_pins pins; /* keys that it may have */
	struct li_second second;
	/* HI2: the numbers behind this record began anew; 0: none did. Of the
	 * store alone. TS 102 232-1 cl. 6.2.2 (cINReset) */
	int64_t reset_behind;
};

/* Is a target a number or URI, also behind a digest: may it be asked for as a
 * local or far party? TS 33.128 cl. 7.12.2.8 */
bool li_task_names_party(const struct li_identity *target);

/* Was a ProductID given? */
bool li_task_has_product(const struct li_task *task);

/* Is every field of the task valid, whatever the time?
 *   LI_EINVAL   *why names the first field that is not and its rule; static
 */
LI_MUST_USE li_err li_task_check(const struct li_task *task, const char **why);

/* Is every field of the destination valid?
 *   LI_EINVAL   as above
 */
LI_MUST_USE li_err li_destination_check(const struct li_destination *d,
	const char **why);

/* Do two say the same? */
bool li_second_eq(const struct li_second *a, const struct li_second *b);

/* Is the task in force at this time? TS 33.126 R6.5-10 */
bool li_task_in_force(const struct li_task *task, int64_t at_us);
bool li_brief_in_force(const struct li_brief *brief, int64_t at_us);

/* The services that it is told of at this time; enum li_service bits, 0 when it
 * is not in force. TS 33.126 R6.3-410 (no other service than authorised) */
uint8_t li_brief_services(const struct li_brief *brief, int64_t at_us);

/* "voice", "messaging", "RCS", of one bit; NULL for another. */
const char *li_service_name(enum li_service service);

/* Octets that a checked task takes in brief; write them at `out`. */
size_t li_brief_size(const struct li_task *task);
void li_brief_write(const struct li_task *task, struct li_brief *out);

/* The same with another target in place of the one at i, which is how long? */
size_t li_brief_with_size(const struct li_brief *brief, size_t i,
	const struct li_identity *target);
void li_brief_with(const struct li_brief *brief, size_t i,
	const struct li_identity *target, struct li_brief *out);

/* Do two say the same? */
bool li_brief_eq(const struct li_brief *a, const struct li_brief *b);

/* The identifier that its records go by on X2. TS 103 221-1 table 4 */
const struct li_uuid *li_brief_told(const struct li_brief *brief);

/* Write a target of a task, i < target_count. */
void li_brief_target(const struct li_brief *brief, size_t i,
	struct li_identity *out);

#endif
