/* SPDX-License-Identifier: BSD-3-Clause */
#include "odd_link.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "net/sock.h"
#include "net/tls.h"

static struct li_tls_creds *creds;
static struct li_tls *tls;
static int fd = -1;

void odd_need(li_err err, const char *what)
{
	if (err == LI_OK)
		return;
	fprintf(stderr, "odd_link: %s: %s\n", what, li_err_name(err));
	exit(1);
}

static bool wait_tls(enum li_tls_outcome o)
{
	struct pollfd p = {.fd = fd,
		.events = o == LI_TLS_WANT_OUT ? POLLOUT : POLLIN};

	return (o == LI_TLS_WANT_IN || o == LI_TLS_WANT_OUT) &&
		poll(&p, 1, 1000) == 1;
}

void odd_load(const char *dir)
{
	struct li_fault fault = {0};
	char crt[256], key[256], ca[256];
	const struct li_tls_files files = {.certificate = crt,
		.key = key,
		.ca = ca};

	snprintf(crt, sizeof(crt), "%.200s/lmisf.pem", dir);
	snprintf(key, sizeof(key), "%.200s/lmisf.key", dir);
	snprintf(ca, sizeof(ca), "%.200s/ca.pem", dir);
	odd_need(li_tls_creds_load(&files, &creds, &fault), fault.text);
}

void odd_begin(const char *port)
{
	struct li_fault fault = {0};
	struct li_address to;
	enum li_tls_outcome o;

	odd_need(li_sock_resolve("127.0.0.1", (uint16_t)atoi(port), &to),
		"host");
	odd_need(li_sock_connect(&to, 0, &fd, &fault), fault.text);
	wait_tls(LI_TLS_WANT_OUT);
	odd_need(li_tls_client(creds, fd, "mdf.test", &tls), "tls");
	do
		o = li_tls_handshake(tls);
	while (wait_tls(o));
	odd_need(o == LI_TLS_OK ? LI_OK : LI_ECLOSED, li_tls_why(tls));
}

void odd_end(void)
{
	li_tls_bye(tls);
	li_tls_free(tls);
	close(fd);
}

void odd_put(struct li_slice s)
{
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n = 0;

	while (s.n > 0 && (o == LI_TLS_OK || wait_tls(o))) {
		o = li_tls_write(tls, s, &n);
		if (o == LI_TLS_OK)
			s = li_slice_sub(s, n, s.n);
	}
}

size_t odd_read(void *p, size_t cap)
{
	enum li_tls_outcome o;
	size_t n = 0;

	do
		o = li_tls_read(tls, p, cap, &n);
	while (wait_tls(o));
	return o == LI_TLS_OK ? n : 0;
}

void odd_rest(void)
{
	usleep(500000);
}

/* One that is closed in one direction only says neither. */
bool odd_reset(void)
{
	struct pollfd p = {.fd = fd};

	return poll(&p, 1, 1000) == 1 && p.revents & POLLERR;
}
