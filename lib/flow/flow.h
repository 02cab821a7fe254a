/* SPDX-License-Identifier: BSD-3-Clause
 *
 * flow.h - the whole way of a message: octets in, committed records out.
 *
 * A flow is given what came in and decides nothing about sockets: the program
 * around it listens, calls li_flow_take_*() for each message of a round, and
 * li_flow_commit() when the round is over. A Cx record may be acknowledged
 * once a commit has returned after it was taken.
 *
 * Floor    4: intake, encode, step, store, ipc.
 * Threads  A flow and its store belong to one thread.
 * Memory   A flow owns its store, its mirror and one arena, which is reset
 *          when a take returns: nothing of a bystander's message stays.
 * Spec     TS 33.107 cl. 20.1.3.3; TS 33.127 cl. 8.1 (nothing missed, nothing
 *          wrong)
 */
#ifndef LI_FLOW_FLOW_H
#define LI_FLOW_FLOW_H

#include "flow/admin.h"
#include "flow/alive.h"
#include "flow/lookout.h"
#include "ipc/cx_feed.h"
#include "store/store.h"

struct li_flow;

/* How long tasks stay in force without a word from their ADMF. */
struct li_flow_admf {
	const char *path;  /* of the file that outlives us; NULL: no ADMF */
	int64_t period_us; /* TIME_P2. TS 103 221-1 cl. 6.6.2 */
	void (*now)(struct li_alive *out); /* NULL: li_alive_now() */
};

struct li_flow_options {
	struct li_store_place place;
	size_t max_registrations, max_sessions; /* of the mirror */
	uint32_t max_registration_age_s, max_session_age_s;
	const struct li_watch_rules *watch; /* NULL: the usual ones */
	enum li_key_scope keys;             /* whose a KMS is asked for */
	bool reporting; /* there is an ADMF to tell of faults */
	struct li_lookout_limits limits;
	struct li_flow_admf admf;
	bool tell_checkpoints; /* of the audit, to the ADMF */
	bool two_person;       /* what one operator enters another approves */
	const struct li_profile *profiles; /* of X1's destinations; kept */
	size_t profile_count;
};

/* Octets as they came from a wire or a file. */
struct li_packet {
	struct li_slice octets;
	struct li_address from, to;
	uint8_t ip_proto;
	int64_t at_us;   /* UTC, when it was seen at the tap */
	int64_t mono_us; /* when it reached us */
	bool broken;     /* where it ends is a guess: reported as it came */
	bool any_port;   /* of a capture, and not on a port where SigComp is to
			  * be expected: DNS may begin like it */
	bool hep;        /* for li_flow_take_all(): a HEPv3 packet */
	uint64_t sequence; /* in the ring; 0: it comes from elsewhere */
};

/* What a flow has counted since it was opened. */
struct li_flow_counts {
	uint64_t packets;     /* given to it */
	uint64_t sip, cx;     /* events decoded */
	uint64_t bearers;     /* notices of LI_X2_LITE */
	uint64_t keepalives;  /* CRLF, STUN, NULs: nothing to do */
	uint64_t malformed;   /* not understood, wholly or in part */
	uint64_t unsupported; /* another protocol */
	uint64_t hep_old;     /* HEP version 1 or 2 */
	uint64_t hep_compressed;
	uint64_t sigcomp;     /* messages that we could not read: a fault */
	uint64_t disagreed;   /* scan and libosip2 read it differently */
	uint64_t iris;        /* records made */
	uint64_t repeated;    /* Cx records that were in the store already */
	uint64_t cx_lost;     /* the last total told by a tap */
	uint64_t intake_lost; /* the last total told by the listeners */
	uint64_t commits;
	uint64_t mended; /* tasks that were not in force as ordered */
	uint64_t differ; /* tasks that the store has not as ordered */
	uint64_t shed;   /* sessions and users of bystanders that the mirror had
			  * no room for; as of the last tick */
	uint64_t unheld; /* see step/hold.h: dropped; as of the last tick */
};

/* Open the store as its one writer and build the flow on it. One that another
 * program writes just now is waited for, two seconds at most.
 * An ADMF that was silent for too long meanwhile has all tasks ended before
 * anything is taken.
 *   as li_store_open(), li_alive_load(); *out is untouched on an error
 */
LI_MUST_USE li_err li_flow_open(const struct li_flow_options *options,
	struct li_flow **out, struct li_fault *fault);

/* NULL is fine. What was not committed is rolled back. */
void li_flow_close(struct li_flow *flow);

/* Take one SIP message, or one HEPv3 packet that holds one. What cannot be
 * understood is counted and is LI_OK.
 *   LI_EDB LI_EIO LI_ECORRUPT LI_ENOMEM   stop taking work
 */
LI_MUST_USE li_err li_flow_take_sip(struct li_flow *flow,
	const struct li_packet *packet);
LI_MUST_USE li_err li_flow_take_hep(struct li_flow *flow,
	const struct li_packet *packet);

/* Take one X2 PDU of LI_X2_LITE, whole, of whatever type. What is of no use is
 * counted and is LI_OK. It changes nothing that is reported. TS 33.128 cl. 7.10.
 * Errors as above. */
LI_MUST_USE li_err li_flow_take_lite(struct li_flow *flow,
	const struct li_packet *packet);

/* Take many, in order, each as one of these would: `hep` says which. All of
 * them stay as they are until this returns. It is faster than one by one when
 * there are more sessions than a CPU's caches hold. Errors as above; what stood
 * before the one that failed was taken. */
LI_MUST_USE li_err li_flow_take_all(struct li_flow *flow,
	const struct li_packet *packets, size_t count);

/* Take one Cx exchange of a tap; one that is in the store already is skipped.
 * mono_us is now. Errors as above. */
LI_MUST_USE li_err li_flow_take_cx(struct li_flow *flow,
	const struct li_uuid *instance, const struct li_cx_record *record,
	int64_t mono_us);

/* The last sequence of a tap that need not be sent again. */
LI_MUST_USE li_err li_flow_cx_position(struct li_flow *flow,
	const struct li_uuid *instance, uint64_t *sequence);

/* From now on packets have a sequence in the ring of this name, and each commit
 * says how far it was taken: its records and its position are stored together.
 * What the ring has up to `settled` had all of its records stored: when it is
 * taken again, in the same order, it changes the mirror and nothing else.
 * *committed is how far that is. Errors are the store's. */
LI_MUST_USE li_err li_flow_ring(struct li_flow *flow,
	const struct li_uuid *name, uint64_t settled, uint64_t *committed);

/* Have fn called before tasks change in the store: all that was taken before is
 * committed. */
void li_flow_before_tasks(struct li_flow *flow, void (*fn)(void *data),
	void *data);

/* What is taken next by li_flow_take_cx() stands there in the ring. */
void li_flow_at(struct li_flow *flow, uint64_t sequence);

/* What stands there was taken, whatever it held: octets of a connection may end
 * no message, or several. */
void li_flow_took(struct li_flow *flow, uint64_t sequence);

/* The last sequence of the ring that was taken. */
uint64_t li_flow_taken(const struct li_flow *flow);

/* In a process that was forked while nothing waited for a commit: let go of the
 * store and of its keys. Only li_flow_reopen() and li_flow_close() may follow.
 */
void li_flow_leave(struct li_flow *flow);

/* Go on in place of the process that we were forked from, which has ended: open
 * the store, and, if `tasks`, bring in force what it has otherwise. That it did
 * so is told with the next commit. Errors as li_flow_open(). */
LI_MUST_USE li_err li_flow_reopen(struct li_flow *flow,
	const struct li_store_place *place, bool tasks, int64_t at_us,
	struct li_fault *fault);

/* Note how many exchanges a tap has dropped since it was loaded: audited. */
LI_MUST_USE li_err li_flow_cx_lost(struct li_flow *flow, uint64_t total);

/* Note how many messages were lost in front of us (a receive buffer was full)
 * since the start: audited. */
LI_MUST_USE li_err li_flow_intake_lost(struct li_flow *flow, uint64_t total);

/* Have the audit say what the program did, about a blind handle. Errors are the
 * store's. */
LI_MUST_USE li_err li_flow_note(struct li_flow *flow, const char *action,
	const char *object);

/* Keep an issue, and tell the ADMF: in the transaction that is open, or one of
 * its own. Errors are the store's. */
LI_MUST_USE li_err li_flow_issue(struct li_flow *flow,
	const struct li_issue *issue);

/* What must be told within a second; call twice a second. Errors are the
 * store's. */
LI_MUST_USE li_err li_flow_look(struct li_flow *flow, int64_t at_us);

/* The disk had no room, and the process before us ended for it: the ADMF is
 * told, in a commit of its own. Errors are the store's. */
LI_MUST_USE li_err li_flow_full(struct li_flow *flow, int64_t at_us);

/* How many reports were queued since the flow was opened. */
uint64_t li_flow_reports(const struct li_flow *flow);

/* Is something waiting for a commit? */
bool li_flow_dirty(const struct li_flow *flow);

/* Make durable what was taken. Errors as li_store_commit(). */
LI_MUST_USE li_err li_flow_commit(struct li_flow *flow);

/* Let time pass in the mirror; call about once a second, and before the first
 * message. Errors as above. */
LI_MUST_USE li_err li_flow_tick(struct li_flow *flow, int64_t at_us,
	int64_t mono_us);

/* Has a task begun whose target may be in a session? Then sweep, a slice at a
 * time, until it is told: the records of sessions under way are taken like
 * those of messages. TS 33.128 cl. 7.12.4.2.2. Errors as above. */
bool li_flow_sweep_due(const struct li_flow *flow, int64_t at_us);
LI_MUST_USE li_err li_flow_sweep(struct li_flow *flow, int64_t at_us,
	int64_t mono_us);

/* Is product of a task that has ended to be erased? Then erase some, a step at
 * a time, until it is gone. TS 33.107 cl. 20.3.2.3. Errors as above. */
bool li_flow_erase_due(const struct li_flow *flow);
LI_MUST_USE li_err li_flow_erase(struct li_flow *flow, int64_t at_us);

/* Answer a request; what was taken before is committed first, and a changed
 * task is in force when this returns. An error here is one of the store's;
 * an ordinary refusal is in *reply. */
LI_MUST_USE li_err li_flow_admin(struct li_flow *flow,
	const struct li_admin_request *request, int64_t at_us,
	struct li_buf *items, struct li_admin_reply *reply);

/* Note that users whom a socket is not for came to it: audited. Errors as
 * above. */
LI_MUST_USE li_err li_flow_strangers(struct li_flow *flow, const char *what);

/* Append what the watch counted, by rule, as a JSON object. */
void li_flow_watch_json(const struct li_flow *flow, struct li_buf *out);

/* Count what the store has at that time. Errors are the store's. */
LI_MUST_USE li_err li_flow_stored(struct li_flow *flow, int64_t at_us,
	struct li_store_counts *out);

/* What was counted; borrowed, it goes on counting. */
const struct li_flow_counts *li_flow_counts(const struct li_flow *flow);

#endif
