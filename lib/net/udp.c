/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/udp.h"

#include <errno.h>
#include <limits.h>
#include <linux/sock_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/veil.h"
#include "net/address.h"

enum {
	CONTROL_SIZE = CMSG_SPACE(sizeof(uint32_t)) +
		CMSG_SPACE(sizeof(struct timespec)),
};

/* What the kernel fills for one datagram. */
struct place {
	struct sockaddr_storage from;
	struct iovec iov;
	_Alignas(struct cmsghdr) uint8_t control[CONTROL_SIZE];
};

struct li_udp_batch {
	size_t count, size;
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

		place->iov = (struct iovec){
			.iov_base = b->room + i * b->size,
			.iov_len = b->size,
		};
		b->headers[i].msg_hdr = (struct msghdr){
			.msg_name = &place->from,
			.msg_iov = &place->iov,
			.msg_iovlen = 1,
			.msg_control = place->control,
		};
	}
}

li_err li_udp_batch_new(size_t count, size_t size, struct li_udp_batch **out)
{
	struct li_udp_batch *b = calloc(1, sizeof(*b));

	if (!b)
		return LI_ENOMEM;
	b->count = count;
	b->size = size;
	b->headers = calloc(count, sizeof(*b->headers));
	b->places = calloc(count, sizeof(*b->places));
	b->got = calloc(count, sizeof(*b->got));
	/* what comes in is of anybody: keys too, before they are cut */
	b->room = count <= SIZE_MAX / size ? li_veil_new(count * size) : NULL;
	if (!b->headers || !b->places || !b->got || !b->room) {
		li_udp_batch_free(b);
		return LI_ENOMEM;
	}
	prepare(b);
	*out = b;
	return LI_OK;
}

void li_udp_batch_free(struct li_udp_batch *batch)
{
	if (!batch)
		return;
	free(batch->headers);
	free(batch->places);
	free(batch->got);
	li_veil_free(batch->room, batch->count * batch->size,
		batch->count * batch->size);
	free(batch);
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

	got->octets =
		li_slice(b->places[i].iov.iov_base, b->headers[i].msg_len);
	got->cut = (header->msg_flags & MSG_TRUNC) != 0;
	li_address_from(&b->places[i].from, &got->from);
	got->at_us = 0;
	read_control(header, &got->at_us, dropped);
}

li_err li_udp_take(int fd, struct li_udp_batch *batch,
	const struct li_udp_datagram **got, size_t *n, uint32_t *dropped)
{
	int count;

	/* The kernel wrote over these the last time. */
	for (size_t i = 0; i < batch->count; i++) {
		struct msghdr *header = &batch->headers[i].msg_hdr;

		header->msg_namelen = sizeof(batch->places[i].from);
		header->msg_controllen = CONTROL_SIZE;
	}
	count = recvmmsg(fd, batch->headers, (unsigned int)batch->count,
		MSG_DONTWAIT, NULL);
	if (count <= 0)
		return count == 0 || errno == EAGAIN || errno == EINTR ||
				errno == ECONNREFUSED
			? LI_EAGAIN
			: LI_EIO;
	for (int i = 0; i < count; i++)
		take_one(batch, (size_t)i, dropped);
	*got = batch->got;
	*n = (size_t)count;
	return LI_OK;
}
