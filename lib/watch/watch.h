/* SPDX-License-Identifier: BSD-3-Clause
 *
 * watch.h - what in the signalling looks like an attack on the network.
 *
 *   event, change -> zero or more security events
 *
 * It looks at Cx exchanges and at the answers to REGISTER, after the mirror has
 * taken them, and in a visited network at what is said of bearers; at targets and
 * others alike. It blocks nothing and changes no record. All that it remembers is bounded: where there is no room for more,
 * what was heard longest ago is forgotten, and a rule then stays silent rather
 * than fires wrongly. A flood of one rule becomes a few events and, each minute,
 * one that says how many more there were.
 *
 * Time is that of the events, so that what a tap kept back while nobody
 * listened is no burst; only the bound on events a minute is in monotonic time.
 *
 * Floor    2: base and model. No I/O, no clock, no lock, no log.
 * Threads  A watch belongs to one thread.
 * Memory   A watch owns tables of fixed size; nothing is taken or given back
 *          between li_watch_new() and li_watch_free().
 * Spec     TS 29.228 cl. 6.1 (who sends what), cl. 6.3, 8.1; TS 33.203 cl. 6.1
 *          (no registration without authentication); TS 23.228 cl. 5.20;
 *          TS 33.127 cl. 8.7 (abnormal flows are logged)
 */
#ifndef LI_WATCH_WATCH_H
#define LI_WATCH_WATCH_H

#include "base/hash.h"
#include "model/bearer.h"
#include "model/change.h"
#include "model/security.h"

struct li_watch;

enum {
	LI_WATCH_OUT_MAX = 16, /* security events of one event, or of a tick */
	LI_WATCH_MINUTE_US = 60000000,
	LI_WATCH_RULE_SHARE = 6, /* origins' shares that one rule has in all */
};

/* `secret` is drawn anew at each start and stored nowhere: nobody can make
 * `subject` of an identity. The rules are copied; users_max 0 takes the usual. */
struct li_watch_options {
	struct li_hash_secret secret;
	const struct li_watch_rules *rules;
};

/* Since the watch was made; by rule: made, and left to a summary. */
struct li_watch_counts {
	uint64_t fired[LI_RULE_LAST + 1];
	uint64_t summed[LI_RULE_LAST + 1];
};

/* Make a watch; the caller frees *out with li_watch_free().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_watch_new(const struct li_watch_options *options,
	struct li_watch **out);

/* NULL is fine. */
void li_watch_free(struct li_watch *watch);

/* Look at an event and what it did. Returns how many security events there are
 * at *out, borrowed until the next call. */
size_t li_watch_event(struct li_watch *watch, const struct li_event *event,
	const struct li_change *change, const struct li_security_event **out);

/* Take in what a visited network says of a bearer. Returns as above; 0 when no
 * such records are to come (li_watch_rules.lite). TS 33.128 cl. 7.10 */
size_t li_watch_bearer(struct li_watch *watch, const struct li_bearer *bearer,
	const struct li_security_event **out);

/* Sum up what was left out, of minutes that are over, and tell what nothing has
 * explained; call about once a second. Returns as above. */
size_t li_watch_tick(struct li_watch *watch, int64_t mono_us,
	const struct li_security_event **out);

/* What was counted; borrowed, it goes on counting. */
const struct li_watch_counts *li_watch_counts(const struct li_watch *watch);

#endif
