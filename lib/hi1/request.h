/* SPDX-License-Identifier: BSD-3-Clause
 *
 * request.h - a request over HI1 as it was read: what a warrant authorises, and
 * the LI tasks under it.
 *
 * CREATE of authorisation and LI task objects is understood, UPDATE of the
 * desired status or time of one, GET and LIST. Other verbs are known, to be answered each by
 * itself. An element that is not known might narrow a task, so it is an error.
 *
 * Floor    4: base, model, x1 (XML only).
 * Threads  Pure functions.
 * Memory   Values without pointers. They name targets: wipe them after use.
 * Spec     TS 103 120 cl. 6, 7.1, 7.2, 8.2, annex E; TS 33.128 table 5.4.1-1
 */
#ifndef LI_HI1_REQUEST_H
#define LI_HI1_REQUEST_H

#include "base/slice.h"
#include "model/authorisation.h"

#define LI_HI1_NS "http://uri.etsi.org/03120/common/2019/10/Core"
#define LI_HI1_NS_COMMON "http://uri.etsi.org/03120/common/2016/02/Common"
#define LI_HI1_NS_AUTH "http://uri.etsi.org/03120/common/2020/09/Authorisation"
#define LI_HI1_NS_TASK "http://uri.etsi.org/03120/common/2020/09/Task"

enum {
	LI_HI1_OBJECTS_MAX = 72, /* of a request */
	LI_HI1_ASSOCIATED_MAX = 8,
};

/* Those of TS 103 120 table 8.13 that IMS signalling is handed over in. */
enum li_hi1_handover {
	LI_HI1_HANDOVER_ANY = 0,    /* not said */
	LI_HI1_HANDOVER_IPMM = 5,   /* TS 102 232-5 */
	LI_HI1_HANDOVER_MOBILE = 7, /* TS 102 232-7: TS 33.128 inside */
};

/* Where a task's product goes. TS 103 120 tables 8.11, 8.12: IPAddressPort */
struct li_hi1_address {
	char host[LI_HOST_MAX + 1];
	uint16_t port;
	enum li_hi1_handover handover;
	char delivery[LI_NAME_MAX + 1]; /* IRIorCC; "": as the task */
};

/* TS 103 120 table 6.4 */
enum li_hi1_verb {
	LI_HI1_CREATE,
	LI_HI1_UPDATE, /* what was not said stays as it is */
	LI_HI1_GET,    /* id is all that there is */
	LI_HI1_LIST,   /* list is */
	LI_HI1_OTHER,  /* DELIVER, GETCSPCONFIG: nothing of it */
};

/* Which objects are asked for; what was not said is 0 or "".
 * TS 103 120 table 6.12, and what later versions add to it */
struct li_hi1_list {
	char type[LI_NAME_MAX + 1], status[LI_NAME_MAX + 1];
	struct li_endpoint country; /* of the owner; it has no name */
	int64_t changed_us, from_us, to_us;
	uint32_t most;
};

/* An authorisation, or a task under it. What was not said is 0 or "". */
struct li_hi1_object {
	enum li_hi1_verb verb;
	bool is_task;
	struct li_uuid id;
	struct li_endpoint owner; /* as far as it is said */
	struct li_hi1_list list;
	uint32_t generation; /* that an update is of; 0: whichever */
	struct li_uuid associated[LI_HI1_ASSOCIATED_MAX];
	size_t associated_count;
	char reference[LI_WARRANT_MAX + 1]; /* of a task: its LIID */
	char legal_type[LI_NAME_MAX + 1];
	char desired[LI_NAME_MAX + 1], delivery[LI_NAME_MAX + 1];
	uint8_t priority; /* 1 High, 2 Routine */
	int64_t starts_us, ends_us;
	struct li_approval approval;
	bool emergency; /* by its flags */
	struct li_identity targets[LI_TASK_TARGETS_MAX];
	size_t target_count;
	struct li_hi1_address deliveries[LI_TASK_DESTINATIONS_MAX];
	size_t delivery_count;
};

struct li_hi1_request {
	struct li_endpoint sender, receiver;
	struct li_uuid transaction;
	bool lists; /* its national profile has LIST */
	struct li_hi1_object objects[LI_HI1_OBJECTS_MAX]; /* by action */
	size_t object_count;
	/* Authorisations of before that tasks here are under, with their
	 * generations; who reads the request looks for them */
	struct li_hi1_object known[LI_HI1_ASSOCIATED_MAX];
	size_t known_count;
	size_t verb_count; /* one each */
};

/* Read a whole document; *where is a word of ours for what is not so. *out is
 * filled as far as it was read, for an answer.
 *   LI_EUNSUPPORTED LI_ETOOBIG   as li_x1_guard()
 *   LI_EMALFORMED                not such a request
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_hi1_read(struct li_slice document,
	struct li_hi1_request *out, const char **where);

#endif
