/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - what the files of watch/ share, and nobody else includes.
 *
 * Floor    2, inside watch/.
 * Threads  As watch.h.
 * Memory   As watch.h.
 * Spec     as watch.h
 */
#ifndef LI_WATCH_INSIDE_H
#define LI_WATCH_INSIDE_H

#include "base/prf.h"
#include "watch/bearers.h"
#include "watch/limit.h"
#include "watch/memo.h"
#include "watch/origin.h"
#include "watch/servers.h"
#include "watch/wait.h"

/* What is remembered of a user, by its name in struct li_memo. */
enum {
	LI_MEMO_VECTORS = 'm', /* IMPI: MARs since, how many */
	LI_MEMO_FAILED = 'f',  /* IMPI: SAR 9, 10 since, how many */
	LI_MEMO_REFUSED = 'r', /* IMPU: REGISTERs refused since, how many */
	LI_MEMO_ASKED = 'c',   /* IMPU: challenged */
	LI_MEMO_VOUCHED =
		'o', /* IMPI, IMPU: not 0: its access vouches for it */
	LI_MEMO_VISITED = 'v', /* IMPU: where it is, and since when */
	LI_MEMO_ACCESS = 'a',  /* IMPU and device: where it registered from */
	LI_MEMO_DIALOG = 'd',  /* Call-ID: mark of the place that opened it */
	LI_MEMO_SENDER = 's',  /* Call-ID: the number of who opened it */
	LI_MEMO_PLACE = 'p',   /* mark of a place: how many users are there */
};

struct li_watch {
	struct li_hash_secret secret;
	struct li_prf_key handles;
	struct li_watch_rules rules;
	struct li_memo memo;
	struct li_origins origins;
	struct li_servers servers;
	struct li_limit limit;
	struct li_limit_out out;
	struct li_wait wait;
	struct li_bearers bearers;
	struct li_watch_counts counts;
	uint32_t begun_s; /* what came before was not seen; 0: nothing was */
};

/* An event that is looked at. */
struct li_watch_case {
	struct li_watch *watch;
	const struct li_event *event;
	const struct li_change *change;
	uint32_t now_s;
	struct li_origin *origin; /* of Cx; else NULL */
};

/* Say that a rule is broken; of `e` only what the event does not say itself
 * counts: rule, severity, count, limit, since_us, server. */
void li_watch_fire(struct li_watch_case *c, struct li_security_event e);

/* The same, unless a REGISTER of the user explains it soon. */
void li_watch_fire_later(struct li_watch_case *c, struct li_security_event e);

/* Count one in a window of what is remembered; returns how many there were. */
uint32_t li_watch_count(struct li_watch_case *c, struct li_memo_slot *slot);

/* Each looks for its rules, of an exchange that is whole. */
void li_watch_access(struct li_watch_case *c);  /* who sends what */
void li_watch_servers(struct li_watch_case *c); /* S-CSCF names */
void li_watch_bursts(struct li_watch_case *c);  /* LIR, MAR */
void li_watch_proof(struct li_watch_case *c);   /* UAR, SAR, MAR */

/* Is a user, by IMPI or IMPU, never challenged, as the HSS said last? */
bool li_watch_vouched(const struct li_watch *watch, struct li_key user);

/* The same for an answer to a REGISTER. */
void li_watch_register(struct li_watch_case *c);

/* The same for a dialog that begins. */
void li_watch_dialog(struct li_watch_case *c);

/* The number of a user: the same one for the same, and no way back. */
uint64_t li_watch_subject(const struct li_watch *watch,
	const struct li_party *party);

/* Where a user was, was there not long ago, and is not any more: the other
 * network came in less than the time of a journey. TS 29.229 cl. 6.3.1 */
bool li_watch_travelled(struct li_watch_case *c, struct li_key impu);

#endif
