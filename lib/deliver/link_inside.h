/* SPDX-License-Identifier: BSD-3-Clause
 *
 * link_inside.h - what the link_ files share; for them only.
 *
 * Floor    4: base, model, encode, net.
 * Threads  The loop's.
 * Memory   All of it is the link's.
 * Spec     TS 103 221-2 cl. 6.2; TS 102 232-1 cl. 6.3
 */
#ifndef LI_DELIVER_LINK_INSIDE_H
#define LI_DELIVER_LINK_INSIDE_H

#include "base/buf.h"
#include "net/backoff.h"
#include "deliver/check.h"
#include "deliver/lanes.h"
#include "deliver/link.h"
#include "deliver/window.h"
#include "encode/psp.h"

enum {
	LI_LINK_OUT_MAX = 256 << 10, /* octets gathered before they are sent */
	LI_LINK_IN_MAX = 16 << 10,   /* acknowledgements not yet read */
	LI_LINK_WHY = 200,
};

/* What differs by the format of a destination. */
struct li_link_protocol {
	/* Append a record to link->out, all of it or nothing.
	 *   LI_ENOMEM; others: it cannot be encoded
	 */
	li_err (*put)(struct li_link *link,
		const struct li_outbox_entry *entry);
	/* Append what the peer answers when it has all before it. Failure
	 * shows in the buffer. */
	void (*keepalive)(struct li_link *link, enum li_window_kind kind,
		uint32_t sequence);
	/* A connection is open: append what goes before all else. */
	void (*open)(struct li_link *link);
	/* Append that numbers begin anew. NULL: there is no word for it. */
	void (*reset)(struct li_link *link);
	/* Take the PDU that `stream` begins with, of *size octets.
	 *   LI_EAGAIN   there is not all of it
	 *   others      what comes is no answer
	 */
	li_err (*take)(struct li_link *link, struct li_slice stream,
		size_t *size);
	/* Why no connection is of use, or NULL. */
	const char *(*missing)(const struct li_link *link);
	bool counted; /* what goes is data over X2 */
};
extern const struct li_link_protocol li_link_x2, li_link_x2_sip, li_link_hi2;

/* What the two ends will do: how far they are. */
struct li_link_option {
	uint32_t next;  /* number of the next word of ours */
	bool answered;  /* the peer answered, */
	bool accepted;  /* and accepted */
	bool completed; /* we said that we are content */
};

struct li_link {
	const struct li_link_protocol *protocol;
	struct li_loop *loop;
	struct li_destination destination;
	struct li_link_options options;
	struct li_link_ports ports;
	struct li_tls_creds *creds;

	bool second;     /* it is about the secondary address */
	bool leaving;    /* the primary one is there again: end in order */
	uint32_t failed; /* connections that ended since anything came of one */
	struct li_watch probe; /* of the primary address */
	struct li_timer back;  /* until it is tried again */

	enum li_link_state state;
	struct li_watch watch;
	struct li_tls *tls;
	struct li_timer step;          /* bounds connecting, ends a back-off */
	struct li_timer keepalive;     /* TIME_P1, TIME1 */
	int64_t beat_us;               /* when it was or is due, monotonic */
	struct li_timer overdue;       /* TIME_P2, TIME3 */
	struct li_timer settle;        /* of a peer that never acknowledges: */
	bool settling;                 /* what waits for its kernel, */
	struct li_window_mark settles; /* all that was sent so far, */
	uint64_t settles_at;           /* and how many octets that was */
	struct li_timer check;         /* of what is unchecked */
	struct li_timer sign;          /* of checks that are unsigned */
	struct li_checks *checks;      /* of HI2; NULL: none are wanted */
	struct li_window_mark claimed; /* what may be asked about, */
	struct li_window_mark asked;   /* and what was */
	/* What is claimed next: a mark of the lanes, when so many checks have
	 * gone. */
	bool awaits;
	uint64_t awaited, made;
	struct li_backoff backoff;

	struct li_buf in, out;
	size_t out_at;          /* octets of out that TLS took */
	bool full;              /* and that the socket has no room for more */
	struct li_lanes *lanes; /* what waits and what is on its way */
	int64_t confirmed;      /* the peer has all entries up to this id */
	bool drained;           /* the last look found nothing more */
	bool more;              /* the last batch left something for the next */
	bool seen_all;          /* all that waits was looked at */
	bool stuck;     /* the next record cannot be sent: a human must act */
	uint32_t aside; /* records in a row that were set aside */
	int64_t reset; /* behind this record numbers began anew; 0: they did not */
	bool held;     /* what is behind it waits for those before it */
	bool told;     /* the peer was, on this connection */
	bool finishing;
	bool asking; /* what the peer will do: no record goes before it says */
	bool acknowledges; /* each PDU that asks for it */
	struct li_link_option option;
	struct li_window window;

	struct li_link_counts counts;
	char why[LI_LINK_WHY];  /* while it is so */
	char last[LI_LINK_WHY]; /* for good */
};

/* Where it goes. */
struct li_link_site {
	const char *host;
	uint16_t port;
	const char *peer;
};
struct li_link_site li_link_site_of(const struct li_link *link);

/* A connection ended, or did not come to be: after so many the other address is
 * next. */
void li_link_site_failed(struct li_link *link);

/* One to the secondary address is open: see when the primary answers again. */
void li_link_site_opened(struct li_link *link);

/* No connection, no looking for another. */
void li_link_site_stop(struct li_link *link);

/* Is nothing on its way any more of one that is to end for the primary's sake?
 * Then the primary address is next. */
bool li_link_site_left(struct li_link *link);

/* End the connection, say why, and try again later. */
void li_link_break(struct li_link *link, const char *why);

/* End the connection in order, and connect to where it goes next. */
void li_link_leave(struct li_link *link);

/* Break for what TLS said. */
void li_link_break_tls(struct li_link *link, enum li_tls_outcome outcome);

/* The connection is open: send what is due, as far as it goes. */
void li_link_send(struct li_link *link);

/* Is something due after what is confirmed? False when the store cannot say
 * now. */
bool li_link_probe(struct li_link *link, bool *due);

/* Take acknowledgements; false when the connection broke. */
bool li_link_receive(struct li_link *link);

/* A record of HI2 stands in what goes: it is to be in a check.
 * TS 102 232-1 cl. 7.2.3 */
void li_link_check_note(struct li_link *link, const struct li_checks_pdu *pdu);

/* The interception of a LIID ended: what is left of it is checked and signed. */
void li_link_check_end(struct li_link *link, struct li_slice liid);

/* Check what is unchecked and sign what is unsigned, before nothing more goes. */
void li_link_check(struct li_link *link);

/* Have what was to go to the destination before this link was, so that it goes
 * first; false when that is not known now. TS 102 232-1 cl. 6.2.2 */
bool li_link_check_begin(struct li_link *link);

/* Checks go again, whose records have gone or wait no more. */
void li_link_check_passed(struct li_link *link);

/* What an answer to what is asked now will confirm. What is in no check that went
 * is not asked about: what is confirmed is never sent again, and would be in none
 * if the connection broke. TS 102 232-1 annex J.2 */
struct li_window_mark li_link_claim(struct li_link *link);

/* Is there anything new to ask about? */
bool li_link_asks(struct li_link *link);

/* Is something in no check, or in one that is to go again? */
bool li_link_unchecked(const struct li_link *link);

/* Is a record or a check on its way? */
bool li_link_flying(const struct li_link *link);

/* The connection ended: checks that were made go again, and nothing is asked about
 * that was. The lanes know that it ended. */
void li_link_check_broke(struct li_link *link);

/* Append a keepalive, or what stands for it. */
void li_link_keepalive(struct li_link *link);

/* A connection is open: its keepalives begin. */
void li_link_keepalives(struct li_link *link);

/* The peer answered one; false: it was not on its way. */
bool li_link_acknowledged(struct li_link *link, enum li_window_kind kind,
	uint32_t sequence);

/* The peer has all that a mark is for, as far as will ever be known. */
void li_link_confirm(struct li_link *link, struct li_window_mark mark);

/* Of a peer that never acknowledges: what its kernel has is done.
 * TS 102 232-1 cl. 6.4.3 */
void li_link_settle(struct li_link *link);

/* Its connection ended. */
void li_link_settle_broke(struct li_link *link);

/* Of HI2: where PDUs of the link come from, and what they begin with: no LIID and
 * no session. TS 102 232-1 cl. 6.3.4 */
struct li_psp_place li_link_psp_place(const struct li_link *link);
struct li_psp_head li_link_psp_head(const struct li_link *link,
	uint32_t sequence);

/* Append one of those. Failure shows in the buffer. */
void li_link_put_tri(struct li_link *link, enum li_psp_kind kind,
	uint32_t sequence);

/* A connection of HI2 is open: ask for options, if they are wanted.
 * TS 102 232-1 cl. 6.3.5 */
void li_link_option_open(struct li_link *link);

/* A keep-alive of it was answered. */
void li_link_option_alive(struct li_link *link);

/* Take what it says about options.
 *   LI_EMALFORMED   there is nothing to be said about them now
 */
LI_MUST_USE li_err li_link_option_take(struct li_link *link,
	const struct li_psp *pdu);

/* Watch TIME_P2 of the oldest keepalive on its way. */
void li_link_watch_overdue(struct li_link *link);

#endif
