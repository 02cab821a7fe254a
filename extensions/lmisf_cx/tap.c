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

/* A message to be copied. */
struct find {
	struct li_slice octets;
	const struct peer_hdr *peer;
	uint64_t exchange;
	int64_t at_us;
	bool answer, local;
};

static bool copy(const struct find *f)
{
	struct li_ring_place place;
	struct li_slice peer = {0};
	struct li_cx_item *item;

	if (f->peer && f->peer->info.pi_diamidlen <= PEER_MAX)
		peer = li_slice(f->peer->info.pi_diamid,
			f->peer->info.pi_diamidlen);
	item = li_worker_reserve(tap.worker, peer.n + f->octets.n, &place);
	if (!item)
		return false;
	item->exchange = f->exchange;
	item->at_us = f->at_us;
	item->octets = (uint32_t)f->octets.n;
	item->peer_octets = (uint8_t)peer.n;
	item->answer = f->answer;
	item->local = f->local;
	/* memcpy() of a few octets is made a slow "rep movs" by GCC */
	if (peer.n)
		memmove(item->data, peer.p, peer.n);
	/* TS 33.127 cl. 8: keys do not leave the network function */
	(void)li_cx_cut(f->octets, item->data + peer.n);
	li_worker_commit(tap.worker, place);
	return true;
}

static uint64_t next_exchange(void)
{
	return 1 +
		atomic_fetch_add_explicit(&tap.exchanges, 1,
			memory_order_relaxed);
}

static void copy_request(struct find *f, struct fd_hook_permsgdata *pmd)
{
	f->exchange = next_exchange();
	pmd->local = f->local;
	/* without its request an answer says nothing: it is not copied */
	if (copy(f))
		pmd->exchange = f->exchange;
}

static void copy_answer(struct find *f,
	const struct fd_hook_permsgdata *request)
{
	f->exchange = request->exchange;
	f->answer = true;
	(void)copy(f);
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

/* The daemon has taken it as a message of this peer; nobody has parsed it
 * yet, so its octets are still there. */
static void on_message(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	const struct fd_hook_permsgdata *request;
	struct find f = {.peer = peer};

	(void)type, (void)other, (void)regdata;
	if (!pmd || !pmd->octets)
		return;
	f.octets = li_slice(pmd->octets, pmd->count);
	f.at_us = pmd->at_us;
	pmd->octets = NULL;
	if (f.octets.p[FLAGS_AT] & LI_DIAMETER_REQUEST) {
		copy_request(&f, pmd);
		return;
	}
	request = fd_hook_get_request_pmd(tap.data, msg);
	if (!request || request->exchange == 0)
		return;
	/* A relay may try another peer after a protocol error, so that one is
	 * taken when it is sent on. RFC 6733 cl. 7.1.3 */
	if ((f.octets.p[FLAGS_AT] & LI_DIAMETER_ERROR) && !request->local)
		return;
	copy_answer(&f, request);
}

/* The octets of a message that has none yet; for forget(). NULL is counted as
 * a loss. */
static uint8_t *octets_of(struct msg *msg, struct find *f)
{
	uint8_t *octets = NULL;
	size_t count;

	if (fd_msg_bufferize(msg, &octets, &count) != 0) {
		li_worker_lost(tap.worker);
		return NULL;
	}
	f->octets = li_slice(octets, count);
	f->at_us = li_clock_now_us();
	return octets;
}

/* They were made for us, uncut: nothing of a key stays in freed memory.
 * TS 33.127 cl. 8 */
static void forget(uint8_t *octets, const struct find *f)
{
	if (octets)
		explicit_bzero(octets, f->octets.n);
	free(octets);
}

/* This daemon has made a request: an HSS its RTR or PPR. */
static void on_local(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	struct find f = {.local = true};
	struct msg_hdr *hdr;
	uint8_t *octets;

	(void)type, (void)peer, (void)other, (void)regdata;
	if (!pmd || pmd->exchange != 0 || fd_msg_hdr(msg, &hdr) != 0 ||
		hdr->msg_appl != LI_CX_APPLICATION)
		return;
	octets = octets_of(msg, &f);
	if (octets)
		copy_request(&f, pmd);
	forget(octets, &f);
}

/* A message is on its way to a peer. One that came in and was no protocol
 * error was taken then; the others are answers of this daemon (an HSS, or a
 * relay that knows no way) and errors that it passes on. */
static void on_sending(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	const struct fd_hook_permsgdata *request;
	struct find f = {.peer = peer};
	struct msg_hdr *hdr;
	DiamId_t source;
	uint8_t *octets;

	(void)type, (void)other, (void)pmd, (void)regdata;
	if (fd_msg_hdr(msg, &hdr) != 0 || (hdr->msg_flags & CMD_FLAG_REQUEST) ||
		fd_msg_source_get(msg, &source, NULL) != 0)
		return;
	f.local = !source;
	if (source && !(hdr->msg_flags & CMD_FLAG_ERROR))
		return;
	request = fd_hook_get_request_pmd(tap.data, msg);
	if (!request || request->exchange == 0)
		return;
	octets = octets_of(msg, &f);
	if (octets)
		copy_answer(&f, request);
	forget(octets, &f);
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
