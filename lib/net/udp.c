/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/udp.h"

#include <errno.h>
#include <limits.h>
#include <linux/sock_diag.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#include "net/address.h"
#include "net/sock.h"

enum {
	CONTROL_SIZE = CMSG_SPACE(sizeof(uint32_t)) +
		CMSG_SPACE(sizeof(struct timespec)),
	LINE = 64,     /* octets that a cache moves at once */
	LENT_MIN = 8,  /* lines of room for one datagram */
	LENT_MAX = 64, /* what is longer is seldom: it is copied */
	SLOWLY = 64,   /* batches after which less room is tried */
	PARTS = 2,     /* the room that was lent, then our own */
};

/* What a header's length says until the kernel has put a datagram there. */
static const unsigned int nothing = UINT32_MAX;

/* What the kernel fills for one datagram. */
struct place {
	struct sockaddr_storage from;
	struct iovec iov[PARTS];
	_Alignas(struct cmsghdr) uint8_t control[CONTROL_SIZE];
};

/* All of it is one mapping, and so are the octets behind it. */
struct li_udp_batch {
	size_t count, size, mapped;
	size_t filled; /* headers that the kernel may have written to */
	size_t lent;   /* lines of room that each datagram would have */
	size_t longest, batches; /* since it was last thought over */
	_Atomic uint64_t mark;
	uint64_t source;
	struct mmsghdr *headers;
	struct place *places;
	struct li_udp_datagram *got;
	uint8_t *room;
};

li_err li_udp_bind(const struct li_address *at, size_t buffer_bytes, int *out,
	struct li_fault *fault)
{
	const int on = 1;
	const int wanted =
		buffer_bytes > INT_MAX / 2 ? INT_MAX / 2 : (int)buffer_bytes;
	int fd = -1;
	li_err err = li_address_bind(at, SOCK_DGRAM, &fd, fault);

	if (err != LI_OK)
		return err;
	/* The first needs CAP_NET_ADMIN, the second goes up to rmem_max. */
	if (wanted > 0 &&
		setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted,
			sizeof(wanted)) != 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &wanted,
			sizeof(wanted));
	(void)setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof(on));
	*out = fd;
	return LI_OK;
}

void li_udp_stamp(int fd)
{
	const int on = 1;

	(void)setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
}

void li_udp_dropped(int fd, uint32_t *dropped)
{
	uint32_t got[SK_MEMINFO_VARS];
	socklen_t len = sizeof(got);

	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, got, &len) == 0 &&
		len > SK_MEMINFO_DROPS * sizeof(got[0]))
		*dropped = got[SK_MEMINFO_DROPS];
}

size_t li_udp_buffer(int fd)
{
	int got = 0;
	socklen_t len = sizeof(got);

	if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &got, &len) != 0)
		return 0;
	return (size_t)got;
}

static void prepare(struct li_udp_batch *b)
{
	for (size_t i = 0; i < b->count; i++) {
		struct place *place = &b->places[i];

		b->headers[i].msg_hdr = (struct msghdr){
			.msg_name = &place->from,
			.msg_iov = place->iov,
			.msg_iovlen = PARTS,
			.msg_control = place->control,
		};
	}
}

/* An odd number of lines: rooms that are all on the same few sets of a cache
 * would drive each other out of it. */
static size_t lines(size_t octets)
{
	const size_t n = (octets + LINE - 1) / LINE | 1;

	return n < LENT_MIN ? LENT_MIN | 1 : n > LENT_MAX ? LENT_MAX | 1 : n;
}

/* Room that is not used is lost to the ring: it follows what comes. */
static void think_over(struct li_udp_batch *b)
{
	if (lines(b->longest) > b->lent)
		b->lent = lines(b->longest);
	else if (++b->batches < SLOWLY)
		return;
	else
		b->lent = lines(b->longest);
	b->longest = b->batches = 0;
}

size_t li_udp_batch_wants(const struct li_udp_batch *batch)
{
	return batch->lent * LINE;
}

void li_udp_batch_lend(struct li_udp_batch *batch, uint8_t *room, size_t each)
{
	const size_t lent = !room ? 0 : each < batch->size ? each : batch->size;

	for (size_t i = 0; i < batch->count; i++) {
		struct iovec *iov = batch->places[i].iov;

		iov[0] = (struct iovec){room ? room + i * each : NULL, lent};
		iov[1] = (struct iovec){batch->room + i * batch->size + lent,
			batch->size - lent};
	}
}

/* Shared pages: what the kernel wrote into them outlives who asked for it. What
 * comes in is of anybody, keys too before they are cut: none of it goes into a
 * core. */
static void *map_shared(size_t octets)
{
	void *p = mmap(NULL, octets, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	if (madvise(p, octets, MADV_DONTDUMP) != 0) {
		(void)munmap(p, octets);
		return NULL;
	}
	return p;
}

li_err li_udp_batch_new(size_t count, size_t size, struct li_udp_batch **out)
{
	const size_t each = sizeof(struct mmsghdr) + sizeof(struct place) +
		sizeof(struct li_udp_datagram);
	struct li_udp_batch *b;

	if (count == 0 || size == 0 ||
		count > (SIZE_MAX / 2 - sizeof(*b)) / (each + size))
		return LI_ENOMEM;
	b = map_shared(sizeof(*b) + count * (each + size));
	if (!b)
		return LI_ENOMEM;
	b->count = b->filled = count;
	b->size = size;
	b->lent = lines(0);
	b->mapped = sizeof(*b) + count * (each + size);
	b->places = (struct place *)(void *)(b + 1);
	b->headers = (struct mmsghdr *)(void *)(b->places + count);
	b->got = (struct li_udp_datagram *)(void *)(b->headers + count);
	b->room = (uint8_t *)(b->got + count);
	prepare(b);
	li_udp_batch_lend(b, NULL, 0);
	li_udp_batch_mark(b, 0, 0);
	*out = b;
	return LI_OK;
}

void li_udp_batch_free(struct li_udp_batch *batch)
{
	if (!batch)
		return;
	explicit_bzero(batch->room, batch->count * batch->size);
	(void)munmap(batch, batch->mapped);
}

/* The kernel wrote over these the last time. */
static void empty(struct li_udp_batch *b)
{
	for (size_t i = 0; i < b->filled; i++) {
		b->headers[i].msg_hdr.msg_namelen = sizeof(b->places[i].from);
		b->headers[i].msg_hdr.msg_controllen = CONTROL_SIZE;
		b->headers[i].msg_len = nothing;
	}
	b->filled = 0;
}

void li_udp_batch_mark(struct li_udp_batch *batch, uint64_t mark,
	uint64_t source)
{
	empty(batch);
	batch->source = source;
	/* Who looks after our end sees the mark of what is empty, or the one
	 * before of what is empty too. */
	atomic_store_explicit(&batch->mark, mark, memory_order_release);
}

/* What the kernel says about a datagram beside it. */
static void read_control(struct msghdr *header, int64_t *at_us,
	uint32_t *dropped)
{
	struct timespec at;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c;
		c = CMSG_NXTHDR(header, c)) {
		if (c->cmsg_level != SOL_SOCKET)
			continue;
		if (c->cmsg_type == SO_RXQ_OVFL)
			memcpy(dropped, CMSG_DATA(c), sizeof(*dropped));
		if (c->cmsg_type == SCM_TIMESTAMPNS) {
			memcpy(&at, CMSG_DATA(c), sizeof(at));
			*at_us = (int64_t)at.tv_sec * 1000000 +
				at.tv_nsec / 1000;
		}
	}
}

static void take_one(struct li_udp_batch *b, size_t i, uint32_t *dropped)
{
	struct msghdr *header = &b->headers[i].msg_hdr;
	struct li_udp_datagram *got = &b->got[i];
	const struct iovec *iov = b->places[i].iov;
	const size_t n = b->headers[i].msg_len;
	uint8_t *own = b->room + i * b->size;

	/* One that is in both is brought together in ours. */
	if (n > iov[0].iov_len && iov[0].iov_len)
		memcpy(own, iov[0].iov_base, iov[0].iov_len);
	got->octets = li_slice(n > iov[0].iov_len ? own : iov[0].iov_base, n);
	if (n > b->longest)
		b->longest = n;
	got->cut = (header->msg_flags & MSG_TRUNC) != 0;
	li_address_from(&b->places[i].from, &got->from);
	got->at_us = 0;
	read_control(header, &got->at_us, dropped);
}

li_err li_udp_take(int fd, struct li_udp_batch *batch,
	const struct li_udp_datagram **got, size_t *n, uint32_t *dropped)
{
	int count;

	empty(batch);
	batch->filled = batch->count;
	count = recvmmsg(fd, batch->headers, (unsigned int)batch->count,
		MSG_DONTWAIT, NULL);
	batch->filled = count > 0 ? (size_t)count : 0;
	if (count <= 0)
		return count == 0 || errno == ECONNREFUSED ||
				li_sock_passes(errno)
			? LI_EAGAIN
			: LI_EIO;
	for (int i = 0; i < count; i++)
		take_one(batch, (size_t)i, dropped);
	think_over(batch);
	*got = batch->got;
	*n = (size_t)count;
	return LI_OK;
}

size_t li_udp_landed(struct li_udp_batch *batch,
	const struct li_udp_datagram **got, uint64_t *mark, uint64_t *source)
{
	uint32_t dropped = 0;
	size_t n = 0;

	for (; n < batch->count && batch->headers[n].msg_len != nothing; n++)
		take_one(batch, n, &dropped);
	*got = batch->got;
	*mark = atomic_load_explicit(&batch->mark, memory_order_acquire);
	*source = batch->source;
	return n;
}
