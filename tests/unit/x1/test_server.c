/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of x1/server.h and web/conn.h: who gets a place, for how long, and what
 * comes through. The peers are on the loop's own thread.
 */
#include "x1/server.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/sock.h"
#include "descriptors.h"
#include "unit.h"

static char certs[64];

struct desk {
	struct li_loop *loop;
	struct li_tls_creds *creds, *admf, *other, *stranger;
	struct li_x1_server *server;
	struct li_address at;
	size_t calls;
	char uid[16];
};

/* An ADMF's end, or another's. */
struct peer {
	int fd;
	struct li_tls *tls;
	enum li_tls_outcome shaken;
	char answer[1024];
	bool over;
};

static struct li_tls_creds *creds_by(const char *name, const char *ca_name)
{
	char crt[128], key[128], ca[128];
	const struct li_tls_files files = {.certificate = crt,
		.key = key,
		.ca = ca};
	struct li_tls_creds *creds = NULL;
	struct li_fault fault;

	snprintf(crt, sizeof(crt), "%s/%s.pem", certs, name);
	snprintf(key, sizeof(key), "%s/%s.key", certs, name);
	snprintf(ca, sizeof(ca), "%s/%s.pem", certs, ca_name);
	CU_ASSERT_EQUAL_FATAL(li_tls_creds_load(&files, &creds, &fault), LI_OK);
	return creds;
}

static struct li_tls_creds *creds_of(const char *name)
{
	return creds_by(name, "ca");
}

static li_err on_document(void *data, const char *uid, struct li_slice document,
	struct li_buf *out)
{
	struct desk *d = data;

	d->calls++;
	li_slice_copy(li_slice_str(uid), d->uid, sizeof(d->uid));
	CU_ASSERT_TRUE(li_slice_is(document, "<x/>"));
	li_buf_put_str(out, "<answer/>");
	return LI_OK;
}

/* A port of the loopback that is free. */
static void find_port(struct li_address *at)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char text[32];

	CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&in, n), 0);
	CU_ASSERT_EQUAL_FATAL(getsockname(fd, (struct sockaddr *)&in, &n), 0);
	close(fd);
	snprintf(text, sizeof(text), "127.0.0.1:%d", ntohs(in.sin_port));
	CU_ASSERT_EQUAL_FATAL(li_sock_parse(text, at), LI_OK);
}

static void set_up(struct desk *d)
{
	struct li_x1_server_options options = {.at_count = 1,
		.path = "/X1/NE",
		.admf = "admf-1",
		.max_connections = 2,
		.max_body = 100,
		.handshake_us = 200000,
		.request_us = 300000,
		.idle_us = 60000000,
		.fn = on_document,
		.data = d};
	struct li_fault fault;

	*d = (struct desk){.creds = creds_of("x1"),
		.admf = creds_of("admf"),
		.other = creds_of("admf-other"),
		.stranger = creds_of("lmisf")};
	find_port(&d->at);
	options.at = &d->at;
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&d->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_x1_server_new(d->loop, d->creds, &options,
				      &d->server, &fault),
		LI_OK);
}

static void tear_down(struct desk *d)
{
	li_x1_server_free(d->server);
	li_loop_free(d->loop);
	li_tls_creds_free(d->creds);
	li_tls_creds_free(d->admf);
	li_tls_creds_free(d->other);
	li_tls_creds_free(d->stranger);
}

static void turn(struct desk *d, int times)
{
	for (int i = 0; i < times; i++)
		CU_ASSERT_EQUAL(li_loop_turn(d->loop, 1000), LI_OK);
}

/* Connect, and shake hands as far as it goes; NULL: only connect. */
static struct peer meet(struct desk *d, struct li_tls_creds *creds)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(d->at.port)};
	struct peer p = {.fd = socket(AF_INET, SOCK_STREAM, 0),
		.shaken = LI_TLS_WANT_IN};

	CU_ASSERT_EQUAL_FATAL(connect(p.fd, (struct sockaddr *)&in, sizeof(in)),
		0);
	turn(d, 2);
	if (!creds)
		return p;
	CU_ASSERT_EQUAL_FATAL(li_tls_client(creds, p.fd, NULL, &p.tls), LI_OK);
	for (int i = 0; i < 50 && p.shaken == LI_TLS_WANT_IN; i++) {
		struct timeval soon = {.tv_usec = 1000};

		setsockopt(p.fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
		p.shaken = li_tls_handshake(p.tls);
		turn(d, 3);
	}
	return p;
}

static void part(struct peer *p)
{
	li_tls_free(p->tls);
	close(p->fd);
}

/* Send a text and read what comes, until it ends or us are over. */
static void talk(struct desk *d, struct peer *p, const char *text, int64_t us)
{
	const int64_t until = li_clock_mono_us() + us;
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n = 0, used = 0;

	if (text[0])
		o = li_tls_write(p->tls, li_slice_str(text), &n);
	p->over = o != LI_TLS_OK;
	while (!p->over && li_clock_mono_us() < until && !used) {
		turn(d, 5);
		o = li_tls_read(p->tls, p->answer, sizeof(p->answer) - 1, &n);
		used = o == LI_TLS_OK ? n : 0;
		p->over = o == LI_TLS_CLOSED || o == LI_TLS_FAILED;
	}
	p->answer[used] = '\0';
}

#define POST "POST /X1/NE HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n<x/>"

static bool served(struct desk *d, struct peer *p)
{
	talk(d, p, POST, 5000000);
	return strstr(p->answer, "HTTP/1.1 200") != NULL;
}

static void test_server__serves_by_the_uid_of_the_certificate(void)
{
	struct desk d;
	struct peer a, b;

	set_up(&d);
	a = meet(&d, d.admf);
	CU_ASSERT_TRUE(served(&d, &a));
	CU_ASSERT_STRING_EQUAL(d.uid, "admf-1");
	CU_ASSERT_TRUE(served(&d, &a)); /* the connection is kept */
	b = meet(&d, d.other);
	CU_ASSERT_TRUE(served(&d, &b));
	CU_ASSERT_STRING_EQUAL(d.uid, "admf-2");
	CU_ASSERT_EQUAL(d.calls, 3);
	CU_ASSERT_EQUAL(li_x1_server_refused(d.server), 0);
	part(&a);
	part(&b);
	tear_down(&d);
}

/* TS 103 221-1 cl. 8.2.4 */
static void test_server__a_peer_without_a_uid_is_not_read(void)
{
	struct desk d;
	struct peer p;

	set_up(&d);
	p = meet(&d, d.stranger);
	talk(&d, &p, POST, 300000);
	CU_ASSERT_TRUE(p.over);
	CU_ASSERT_EQUAL(d.calls, 0);
	CU_ASSERT_EQUAL(li_x1_server_refused(d.server), 1);
	part(&p);
	tear_down(&d);
}

static void test_server__who_says_nothing_has_little_time(void)
{
	struct desk d;
	struct peer silent, slow;

	set_up(&d);
	silent = meet(&d, NULL);
	slow = meet(&d, d.admf);
	talk(&d, &slow, "POST /X1/NE HTTP/1.1\r\nHost: a\r\n", 1500000);
	CU_ASSERT_TRUE(slow.over);
	CU_ASSERT_EQUAL(recv(silent.fd, silent.answer, 1, MSG_DONTWAIT), 0);
	CU_ASSERT_EQUAL(d.calls, 0);
	part(&silent);
	part(&slow);
	tear_down(&d);
}

/* All of a request has its time, not each octet of it. TS 33.127 cl. 8 */
static void test_server__who_drips_has_no_more_time(void)
{
	struct desk d;
	struct peer p;

	set_up(&d);
	p = meet(&d, d.admf);
	talk(&d, &p, "POST /X1/NE HTTP/1.1\r\nHost: a\r\nX: ", 20000);
	CU_ASSERT_FALSE(p.over);
	for (int i = 0; i < 60 && !p.over; i++)
		talk(&d, &p, "y", 30000);
	CU_ASSERT_TRUE(p.over);
	CU_ASSERT_EQUAL(d.calls, 0);
	part(&p);
	tear_down(&d);
}

/* The oldest that asks nothing gives way; strangers never to the ADMF's
 * cost. */
static void test_server__places_are_few_and_the_admf_has_its_own(void)
{
	struct peer admf[3], other[LI_X1_STRANGERS_MAX + 2];
	struct desk d;

	set_up(&d);
	for (size_t i = 0; i < LI_X1_STRANGERS_MAX + 2; i++)
		other[i] = meet(&d, d.other);
	for (size_t i = 0; i < 3; i++) {
		admf[i] = meet(&d, d.admf);
		CU_ASSERT_TRUE(served(&d, &admf[i]));
	}
	talk(&d, &other[0], "", 200000);
	CU_ASSERT_TRUE(other[0].over);
	talk(&d, &admf[0], "", 200000);
	CU_ASSERT_TRUE(admf[0].over);
	CU_ASSERT_TRUE(served(&d, &admf[1]));
	CU_ASSERT_TRUE(served(&d, &other[LI_X1_STRANGERS_MAX + 1]));
	for (size_t i = 0; i < LI_X1_STRANGERS_MAX + 2; i++)
		part(&other[i]);
	for (size_t i = 0; i < 3; i++)
		part(&admf[i]);
	tear_down(&d);
}

/* TS 33.127 cl. 8: who is still welcome goes on, who is not is parted with. */
static void test_server__other_certificates_part_who_is_not_welcome(void)
{
	struct li_tls_creds *same, *others;
	struct desk d;
	struct peer p;

	set_up(&d);
	same = creds_of("x1");
	others = creds_by("x1", "other-ca");
	p = meet(&d, d.admf);
	CU_ASSERT_TRUE(served(&d, &p));
	li_x1_server_set_creds(d.server, same);
	CU_ASSERT_TRUE(served(&d, &p));
	li_x1_server_set_creds(d.server, others);
	talk(&d, &p, "", 200000);
	CU_ASSERT_TRUE(p.over);
	part(&p);
	tear_down(&d);
	li_tls_creds_free(same);
	li_tls_creds_free(others);
}

int main(void)
{
	static const struct unit_test tests[] = {
		UNIT_TEST(test_server__serves_by_the_uid_of_the_certificate),
		UNIT_TEST(test_server__a_peer_without_a_uid_is_not_read),
		UNIT_TEST(test_server__who_says_nothing_has_little_time),
		UNIT_TEST(test_server__who_drips_has_no_more_time),
		UNIT_TEST(test_server__places_are_few_and_the_admf_has_its_own),
		UNIT_TEST(
			test_server__other_certificates_part_who_is_not_welcome),
	};
	const char *make = getenv("CERTS");
	char line[256];
	int rc;

	snprintf(certs, sizeof(certs), "/tmp/test_server.XXXXXX");
	if (!make || !mkdtemp(certs))
		return 2;
	snprintf(line, sizeof(line), "'%s' %s", make, certs);
	if (system(line) != 0) /* NOLINT(cert-env33-c): our own script */
		return 2;
	rc = unit_main_closed("x1.server", tests,
		sizeof(tests) / sizeof(tests[0]));
	snprintf(line, sizeof(line), "rm -rf %s", certs);
	(void)!system(line); /* NOLINT(cert-env33-c) */
	return rc;
}
