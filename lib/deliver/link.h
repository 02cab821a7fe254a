/* SPDX-License-Identifier: BSD-3-Clause
 *
 * link.h - one connection to one destination, made again when it breaks.
 *
 * What is due is claimed, encoded and sent; a keepalive follows each batch;
 * its acknowledgement confirms what was sent before it, and nothing else does:
 * octets that TLS took may still be lost. After a break all that was not
 * confirmed is sent again, with the same sequence numbers.
 *
 * Beside those that follow batches, keepalives go at fixed times of a
 * connection, whatever records are sent between.
 *
 * A peer that never acknowledges has what its kernel took of us; keepalives are
 * sent and no answer is awaited.
 *
 * A record that cannot be encoded is set aside, and those behind it go on; its
 * number is missing in its stream. When LI_LINK_ASIDE_MAX in a row cannot, it is
 * something else than a record that is wrong, and the destination waits for a
 * human. So it does, with no connection, when none could be of any record.
 *
 * Tasks take turns: one with a long queue holds up no other (lanes.h), nor does one
 * that waits for a KMS.
 *
 * A destination with a secondary address is reached there while it cannot be
 * reached at its primary one: after some failures in a row, and until that
 * answers again, when nothing is on its way. What was not confirmed at one is
 * sent at the other, in order, under the same numbers.
 *
 * Over X2 the keepalive is that of TS 103 221-2, over HI2 the TRI keep-alive
 * and its response; or, where the peer takes the option of it, a request to
 * acknowledge and its response. A record goes over HI2 once for each of its LIIDs.
 *
 * Floor    4: base, model, encode, store (types), net.
 * Threads  The loop's.
 * Memory   A link copies its destination and options; loop and ports outlive
 *          it.
 * Spec     TS 103 221-2 cl. 6.2 (the POI connects; TLS), cl. 6.2.4 (keepalive,
 *          TIME_P1, TIME_P2); TS 102 232-1 cl. 6.3.2 (opened at once, and
 *          again), cl. 6.3.4 (keep-alive, TIME1 to TIME3); TS 33.126 R6.4-140, 150 (order, few duplicates)
 */
#ifndef LI_DELIVER_LINK_H
#define LI_DELIVER_LINK_H

#include "encode/x2.h"
#include "net/loop.h"
#include "net/signing.h"
#include "net/tls.h"
#include "store/checked.h"
#include "store/store.h"

struct li_link;

enum { LI_LINK_ASIDE_MAX = 256 }; /* records set aside in a row */

enum li_link_state {
	LI_LINK_IDLE,       /* nothing is due, so there is no connection */
	LI_LINK_CONNECTING, /* TCP */
	LI_LINK_HANDSHAKE,  /* TLS */
	LI_LINK_OPEN,
	LI_LINK_BACKOFF, /* waits to try again */
};

struct li_link_options {
	struct li_x2_place place;   /* texts outlive the link */
	int64_t keepalive_us;       /* TIME_P1 */
	int64_t ack_timeout_us;     /* TIME_P2 */
	int64_t time1_us, time3_us; /* of HI2, in the place of these */
	/* Records of HI2 under one LIID and CIN before an integrity check, and
	 * how long one waits for it; 0: there is none. */
	uint32_t check_every;
	int64_t check_us;
	/* Who signs checks, so many of one LIID and CIN at once and after so
	 * long; NULL: nobody. It outlives the link. */
	const struct li_signing *signing;
	uint32_t sign_every;
	int64_t sign_us;
	bool ask_acknowledgement; /* of HI2, in the place of keep-alives */
	int64_t open_timeout_us;  /* for TCP and TLS, each */
	uint32_t confirm_every;   /* IRI before a keepalive, at most */
	int64_t backoff_min_us, backoff_max_us;
	/* So many connections that fail in a row, and the other address is
	 * next; while it is the secondary one the primary is asked each
	 * return_us. */
	uint32_t failover;
	int64_t return_us;
	bool stay; /* be connected even when nothing is due */
};

/* Where integrity checks and their numbers are kept; all zero: nowhere. */
struct li_link_numbers {
	/* A check is to go: have it kept. *keeping is what li_link_kept() is told
	 * of when it is.
	 *   LI_ENOMEM   it is not: it must not go
	 */
	li_err (*keep)(void *data, const struct li_uuid *did,
		const struct li_checking *checking, uint64_t *keeping);
	/* As li_store_checking_each(). */
	li_err (*each)(void *data, const struct li_uuid *did,
		li_store_checking_fn fn, void *fn_data);
	/* As li_store_checked(). */
	li_err (*read)(void *data, const struct li_uuid *did,
		struct li_checked *checked);
	/* The peer has checks up to these numbers; it is told before what they
	 * are over is confirmed. */
	void (*had)(void *data, const struct li_uuid *did,
		const struct li_checked *checked);
	/* Is all of that kept, checks and numbers? */
	bool (*kept)(void *data, const struct li_uuid *did);
	void *data;
};

/* Where IRI come from and where confirmations go. */
struct li_link_ports {
	/* As li_store_scan() and li_store_fetch(). */
	li_err (*scan)(void *data, const struct li_uuid *did,
		const struct li_store_keys *keys, size_t *count);
	li_err (*fetch)(void *data, const struct li_uuid *did,
		const struct li_store_picks *picks, size_t *count);
	/* A record goes over X2, perhaps not for the first time. NULL: nobody
	 * counts.
	 *   LI_ENOMEM   it cannot be counted: it must not go
	 */
	li_err (*sent)(void *data, const struct li_uuid *did,
		const struct li_sent *sent);
	/* The peer has this entry, which overtook others; then confirmed() is
	 * called, be it with no news. NULL: it is not told. */
	void (*overtook)(void *data, const struct li_uuid *did, int64_t id);
	/* The peer has all entries of the destination up to id, but those
	 * that were set aside. */
	void (*confirmed)(void *data, const struct li_uuid *did, int64_t id);
	/* That entry cannot be encoded: it is passed over, and is to be told
	 * before any confirmation behind it.
	 *   LI_ENOMEM   it is tried again */
	li_err (*aside)(void *data, const struct li_uuid *did, int64_t id,
		li_err why);
	/* The keys that a record orders, as li_keys_ask(); those that have to be
	 * waited for hold up their task alone, until li_link_keys(). NULL: none
	 * can be had. */
	li_err (*keys)(void *data, const struct li_iri *iri,
		struct li_media_keys *out);
	struct li_link_numbers numbers;
	void *data;
};

struct li_link_counts {
	uint64_t sent;       /* IRI, those sent again too */
	uint64_t confirms;   /* acknowledgements that confirmed something */
	uint64_t stray_acks; /* of questions that were not on their way */
	uint64_t breaks;     /* connections that ended or did not come to be */
	uint64_t opened;     /* connections that came to be */
	uint64_t closed;     /* of them, those that ended; all are in breaks */
	uint64_t aside;      /* IRI that could not be encoded */
};

/* Make an idle link.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_link_new(struct li_loop *loop,
	const struct li_destination *destination,
	const struct li_link_options *options,
	const struct li_link_ports *ports, struct li_link **out);

/* NULL is fine. The peer is told, as far as it takes it. */
void li_link_free(struct li_link *link);

/* Use these credentials, the first ones before the first wake. A connection goes
 * on unless its peer would not be taken with them. */
void li_link_set_creds(struct li_link *link, struct li_tls_creds *creds);

/* Something may be due: look. Cheap when nothing is. */
void li_link_wake(struct li_link *link);

/* Checks that were to be kept until then are. */
void li_link_kept(struct li_link *link, uint64_t keeping);

/* Keys that were waited for may be there: ask again. */
void li_link_keys(struct li_link *link);

/* Claim nothing more; what was sent may still be confirmed. */
void li_link_finish(struct li_link *link);

/* Is all that was claimed confirmed, and, unless finishing, was nothing more
 * found due? */
bool li_link_drained(const struct li_link *link);

/* What it is about now. */
enum li_link_state li_link_state(const struct li_link *link);

/* Is it about the secondary address? */
bool li_link_is_secondary(const struct li_link *link);

/* Whom it is for, as it was given. */
const struct li_destination *li_link_destination(const struct li_link *link);

/* What it has done since it was made. */
const struct li_link_counts *li_link_counts(const struct li_link *link);

/* What is wrong with it: "Connection refused", "TLS: peer certificate:
 * expired", ... "" while the peer acknowledges. */
const char *li_link_why(const struct li_link *link);

/* What was wrong with it last, whether or not it is over; "" if nothing was. */
const char *li_link_last(const struct li_link *link);

/* "idle", "connecting", ... Static storage. */
const char *li_link_state_name(enum li_link_state state);

#endif
