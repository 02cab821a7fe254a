/* SPDX-License-Identifier: BSD-3-Clause
 *
 * chain.h - the integrity checks of each LIID and CIN: how they are numbered,
 * which of them nobody signed, and which the peer has not confirmed.
 *
 * A chain is of the handover, not of a connection: its numbers go on over a
 * break, and a check that was sent and not confirmed is sent again as it was,
 * behind the last of the records that it is over.
 *
 * A check goes when it is kept where another program finds it, and no sooner: else
 * this one could end with nobody knowing what its peer may have under that number.
 * Records do not wait for that.
 *
 * Floor    4: base, encode, store (SHA-256).
 * Threads  A value of one thread.
 * Memory   A chain for each LIID and CIN that was used lately, LI_CHAINS_IDLE of
 *          those that wait for nothing; of what waits, the PDUs of checks. None
 *          has content.
 * Spec     TS 102 232-1 cl. 6.2.2 (no loss of state), cl. 6.3.3 (checks are
 *          buffered), annex J.1 (each chain has numbers of its own)
 */
#ifndef LI_DELIVER_CHAIN_H
#define LI_DELIVER_CHAIN_H

#include "base/buf.h"
#include "base/table.h"
#include "encode/psp.h"
#include "model/checked.h"

enum { LI_CHAINS_IDLE = 1024 }; /* chains that wait for nothing */

struct li_chain;

/* A check that was made, and is not confirmed. */
struct li_chain_said {
	struct li_chain_said *next; /* of its chain */
	struct li_chain_said *then; /* of its queue */
	struct li_chain *chain;
	uint64_t keeping; /* when that is kept, so is it */
	uint64_t serial;  /* the last time that it went */
	int64_t place;    /* the entry of the last record that it is over */
	bool signature;
	uint32_t number;
	uint32_t first, last;          /* records that it is over, or checks */
	uint8_t value[LI_CHECK_VALUE]; /* unless it is a signature */
	size_t n;
	uint8_t octets[];
};

struct li_chain {
	struct li_chain *older, *newer; /* by their use */
	struct li_key key;
	char liid[LI_LIID_MAX + 1];
	bool has_cin;
	uint32_t cin;
	int64_t at_us;            /* of its last record */
	int64_t task, place;      /* of that, and its entry */
	int64_t stream;           /* by which its records are numbered */
	uint32_t next, next_sign; /* numbers of its next check and signature */
	uint32_t had, had_sign;   /* the same of what the peer confirmed */
	uint32_t had_signed; /* it has signatures over checks below that one */
	/* In order; `again` and what is behind it are to be sent again. */
	struct li_chain_said *first, *last, *again;
	/* Checks that are unsigned: their numbers and values. */
	uint32_t *checks;
	uint8_t *values;
	uint32_t check_count;
	void *open; /* what a check is to be over; NULL: nothing yet */
};

/* Where checks and their numbers are kept. TS 102 232-1 cl. 6.2.2: no state is lost
 * that can be kept */
struct li_chain_numbers {
	/* Keep a check that is to go: *keeping is what li_chains_kept() is told of
	 * when that is done; 0: it need not be waited for. */
	li_err (*keep)(void *data, const struct li_checking *checking,
		uint64_t *keeping);
	/* How far a chain is that nobody used lately; its stream and LIID are
	 * given. */
	li_err (*read)(void *data, struct li_checked *checked);
	/* How far the peer has it. */
	void (*had)(void *data, const struct li_checked *checked);
	/* Is all of that kept, so that it may be read? */
	bool (*kept)(void *data);
	void *data;
};

/* Checks of all chains, one behind the other. */
struct li_chain_queue {
	struct li_chain_said *first, *last;
};

/* All zero but for the secret and where numbers are kept: none. */
struct li_chains {
	struct li_chain_numbers numbers;
	struct li_hash_secret secret;
	struct li_table table;
	struct li_chain *oldest, *newest;
	size_t count;
	/* In order: on their way; made, and not kept yet. */
	struct li_chain_queue way, held;
	bool signs;        /* checks are to be signed */
	uint64_t kept;     /* all are that were to be kept until then */
	uint64_t holds;    /* so many were held, */
	uint64_t released; /* and of them so many went, or will go again */
	uint64_t serial;   /* of the last one that went */
	size_t again;      /* to be sent again */
	size_t unsigned_chains;
};

/* The chain that a record of a stream is of: the same one, or a new one from where
 * it was.
 *   LI_ENOMEM, or as the numbers are read   there is none
 */
LI_MUST_USE li_err li_chains_get(struct li_chains *chains,
	const struct li_psp_head *head, int64_t stream, struct li_chain **out);

/* Note a check, whose octets are what `pdu` has: it goes now, to the end of `to`, or
 * when it is kept.
 *   LI_ENOMEM   it is not noted: it must not go
 */
LI_MUST_USE li_err li_chains_say(struct li_chains *chains,
	const struct li_chain_said *as, const struct li_buf *pdu,
	struct li_buf *to);

/* The chain's next check that is to be sent again goes, in the same way. */
void li_chains_say_again(struct li_chains *chains, struct li_chain *chain,
	struct li_buf *to);

/* What was to be kept until then is: what waited for it goes. */
void li_chains_kept(struct li_chains *chains, uint64_t keeping,
	struct li_buf *to);

/* One that somebody else noted, who is not any more: it is to be sent again, unless
 * the peer has it.
 *   LI_ENOMEM, or as the numbers are read   it is not noted
 */
LI_MUST_USE li_err li_chains_load(struct li_chains *chains,
	const struct li_checking *checking, struct li_chain **out);

/* Those of a task whose records up to some place have gone, or wait no more: what is
 * to be sent again behind them goes. */
typedef bool (*li_chains_fn)(int64_t task, int64_t place, void *data);
void li_chains_passed(struct li_chains *chains, li_chains_fn passed, void *data,
	struct li_buf *to);

/* The peer has what went up to a serial. */
void li_chains_confirm(struct li_chains *chains, uint64_t serial);

/* The connection ended: what is not confirmed is to be sent again. */
void li_chains_broke(struct li_chains *chains);

/* Forget all of it. */
void li_chains_fini(struct li_chains *chains);

#endif
