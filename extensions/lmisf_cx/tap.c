/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "intake/cx_avp.h"
#include "lmisf_cx/fd.h"
#include "lmisf_cx/tap.h"

/* Offsets in a header: RFC 6733 cl. 3 */
enum { PEER_MAX = 255, FLAGS_AT = 4, APPLICATION_AT = 8 };

/* LI_CX_APPLICATION as it is sent. */
static const uint8_t cx_application[] = {1, 0, 0, 0};

/* What we keep beside a message, for as long as freeDiameter has it. */
struct fd_hook_permsgdata {
	const uint8_t *octets; /* as received; NULL once it was looked at */
	uint32_t count;
	int64_t at_us;
	uint64_t exchange; /* of a request that was copied; else 0 */
	bool local;        /* of a request: this daemon made it */
};

static struct {
	struct li_worker *worker;
	struct fd_hook_data_hdl *data;
	struct fd_hook_hdl *received, *message, *local, *sending;
	_Atomic uint64_t exchanges;
} tap;

/* Octets of the peer's identity; none when there is no room for them. */
static inline size_t name_octets(const struct peer_hdr *peer)
{
	return peer && peer->info.pi_diamidlen <= PEER_MAX
		? peer->info.pi_diamidlen
		: 0;
}

/* Most are 32 to 64 octets long, which are two pieces that overlap. */
static inline void put_name(uint8_t *to, const char *name, size_t n)
{
	enum { PIECE = 32 };

	if (n - PIECE <= PIECE) {
		memcpy(to, name, PIECE);
		memcpy(to + n - PIECE, name + n - PIECE, PIECE);
	} else if (n) {
		/* memcpy() of a few octets is made a slow "rep movs" by GCC */
		memmove(to, name, n);
	}
}

/* Copy octets that came from a peer or, when this daemon made them, go to one
 * or to nobody yet. */
static inline bool copy(const struct fd_hook_permsgdata *m,
	const struct peer_hdr *peer, uint64_t exchange, bool answer, bool local)
{
	const size_t name = name_octets(peer);
	struct li_ring_place place;
	struct li_cx_item *item =
		li_worker_reserve(tap.worker, name + m->count, &place);

	if (!item)
		return false;
	item->exchange = exchange;
	item->at_us = m->at_us;
	item->octets = m->count;
	item->peer_octets = (uint8_t)name;
	item->answer = answer;
	item->local = local;
	if (name)
		put_name(item->data, peer->info.pi_diamid, name);
	/* TS 33.127 cl. 8: keys do not leave the network function */
	(void)li_cx_cut(li_slice(m->octets, m->count), item->data + name);
	li_worker_commit(tap.worker, place);
	return true;
}

static uint64_t next_exchange(void)
{
	return 1 +
		atomic_fetch_add_explicit(&tap.exchanges, 1,
			memory_order_relaxed);
}

/* Octets have arrived: remember where, when they may be of Cx. An answer's
 * application is not to be trusted: its request tells. */
static void on_data(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	const struct fd_cnx_rcvdata *rcv = other;

	(void)type, (void)msg, (void)peer, (void)regdata;
	if (!pmd || !rcv || rcv->length < LI_DIAMETER_HEAD)
		return;
	if ((rcv->buffer[FLAGS_AT] & LI_DIAMETER_REQUEST) &&
		memcmp(rcv->buffer + APPLICATION_AT, cx_application,
			sizeof(cx_application)) != 0)
		return;
	pmd->octets = rcv->buffer;
	pmd->count = (uint32_t)rcv->length;
	pmd->at_us = li_clock_now_us();
}

/* The exchange that an answer is to be copied of; 0 for none. */
static uint64_t exchange_of(struct msg *answer, uint8_t flags)
{
	const struct fd_hook_permsgdata *request =
		fd_hook_get_request_pmd(tap.data, answer);

	/* A relay may try another peer after a protocol error, so that one is
	 * taken when it is sent on. RFC 6733 cl. 7.1.3 */
	if (!request || ((flags & LI_DIAMETER_ERROR) && !request->local))
		return 0;
	return request->exchange;
}

/* The daemon has taken it as a message of this peer; nobody has parsed it
 * yet, so its octets are still there. */
static void on_message(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	uint64_t exchange;
	uint8_t flags;
	bool answer;

	(void)type, (void)other, (void)regdata;
	if (!pmd || !pmd->octets)
		return;
	flags = pmd->octets[FLAGS_AT];
	answer = (flags & LI_DIAMETER_REQUEST) == 0;
	exchange = answer ? exchange_of(msg, flags) : next_exchange();
	/* without its request an answer says nothing: it is not copied */
	if (exchange != 0 && copy(pmd, peer, exchange, answer, false) &&
		!answer)
		pmd->exchange = exchange;
	pmd->octets = NULL;
}

/* Copy a message that has no octets yet: they are made for us, uncut, and
 * nothing of a key stays in freed memory. TS 33.127 cl. 8 */
static bool copy_made(struct msg *msg, const struct peer_hdr *peer,
	uint64_t exchange, bool answer, bool local)
{
	struct fd_hook_permsgdata made = {.at_us = li_clock_now_us()};
	uint8_t *octets = NULL;
	size_t count;
	bool copied;

	if (fd_msg_bufferize(msg, &octets, &count) != 0) {
		li_worker_lost(tap.worker);
		return false;
	}
	made.octets = octets;
	made.count = (uint32_t)count;
	copied = copy(&made, peer, exchange, answer, local);
	explicit_bzero(octets, count);
	free(octets);
	return copied;
}

/* This daemon has made a request: an HSS its RTR or PPR. */
static void on_local(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	struct msg_hdr *hdr;
	uint64_t exchange;

	(void)type, (void)peer, (void)other, (void)regdata;
	if (!pmd || pmd->exchange != 0 || fd_msg_hdr(msg, &hdr) != 0 ||
		hdr->msg_appl != LI_CX_APPLICATION)
		return;
	exchange = next_exchange();
	pmd->local = true;
	if (copy_made(msg, NULL, exchange, false, true))
		pmd->exchange = exchange;
}

/* A message is on its way to a peer. One that came in and was no protocol
 * error was taken then; the others are answers of this daemon (an HSS, or a
 * relay that knows no way) and errors that it passes on. */
static void on_sending(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	const struct fd_hook_permsgdata *request;
	struct msg_hdr *hdr;
	DiamId_t source;

	(void)type, (void)other, (void)pmd, (void)regdata;
	if (fd_msg_hdr(msg, &hdr) != 0 || (hdr->msg_flags & CMD_FLAG_REQUEST) ||
		fd_msg_source_get(msg, &source, NULL) != 0)
		return;
	if (source && !(hdr->msg_flags & CMD_FLAG_ERROR))
		return;
	request = fd_hook_get_request_pmd(tap.data, msg);
	if (!request || request->exchange == 0)
		return;
	(void)copy_made(msg, peer, request->exchange, true, !source);
}

li_err li_cx_tap_start(struct li_worker *worker)
{
	tap.worker = worker;
	/* libfdcore has room for a few of these, and takes none back */
	if (!tap.data &&
		fd_hook_data_register(sizeof(struct fd_hook_permsgdata), NULL,
			NULL, &tap.data) != 0)
		return LI_EIO;
	if (fd_hook_register(HOOK_MASK(HOOK_DATA_RECEIVED), on_data, NULL,
		    tap.data, &tap.received) == 0 &&
		fd_hook_register(HOOK_MASK(HOOK_MESSAGE_RECEIVED), on_message,
			NULL, tap.data, &tap.message) == 0 &&
		fd_hook_register(HOOK_MASK(HOOK_MESSAGE_LOCAL), on_local, NULL,
			tap.data, &tap.local) == 0 &&
		fd_hook_register(HOOK_MASK(HOOK_MESSAGE_SENDING), on_sending,
			NULL, NULL, &tap.sending) == 0)
		return LI_OK;
	li_cx_tap_stop();
	return LI_EIO;
}

static void unregister(struct fd_hook_hdl **hook)
{
	if (*hook)
		(void)fd_hook_unregister(*hook);
	*hook = NULL;
}

void li_cx_tap_stop(void)
{
	unregister(&tap.received);
	unregister(&tap.message);
	unregister(&tap.local);
	unregister(&tap.sending);
}
