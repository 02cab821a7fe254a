/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/sock.h"
#include "descriptors.h"
#include "unit.h"

static const struct {
	const char *text;
	li_err err;
	uint8_t family;
	uint16_t port;
} addresses[] = {
	{"192.0.2.1:5060", LI_OK, 4, 5060},
	{"0.0.0.0:0", LI_OK, 4, 0},
	{"[2001:db8::1]:65535", LI_OK, 6, 65535},
	{"[::]:9060", LI_OK, 6, 9060},
	{"", LI_EINVAL, 0, 0},
	{"192.0.2.1", LI_EINVAL, 0, 0},
	{"192.0.2.1:", LI_EINVAL, 0, 0},
	{"192.0.2.1:65536", LI_EINVAL, 0, 0},
	{"192.0.2.1:5060 ", LI_EINVAL, 0, 0},
	{"192.0.2.256:1", LI_EINVAL, 0, 0},
	{":5060", LI_EINVAL, 0, 0},
	{"2001:db8::1:5060", LI_EINVAL, 0, 0},
	{"[2001:db8::1]", LI_EINVAL, 0, 0},
	{"[2001:db8::1:5060", LI_EINVAL, 0, 0},
	{"[192.0.2.1]:5060", LI_EINVAL, 0, 0},
	{"[]:5060", LI_EINVAL, 0, 0},
	{"localhost:5060", LI_EINVAL, 0, 0},
};

static void test_sock__parses_and_formats_addresses(void)
{
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		struct li_address at = {.family = 9};
		char text[LI_SOCK_TEXT];

		CU_ASSERT_EQUAL(li_sock_parse(addresses[i].text, &at),
			addresses[i].err);
		if (addresses[i].err != LI_OK) {
			CU_ASSERT_EQUAL(at.family, 9);
			continue;
		}
		CU_ASSERT_EQUAL(at.family, addresses[i].family);
		CU_ASSERT_EQUAL(at.port, addresses[i].port);
		li_sock_format(&at, text);
		CU_ASSERT_STRING_EQUAL(text, addresses[i].text);
	}
}

static void test_sock__resolves_addresses_without_a_resolver(void)
{
	struct li_address at = {0};
	char text[LI_SOCK_TEXT];

	CU_ASSERT_EQUAL(li_sock_resolve("192.0.2.7", 4321, &at), LI_OK);
	li_sock_format(&at, text);
	CU_ASSERT_STRING_EQUAL(text, "192.0.2.7:4321");
	CU_ASSERT_EQUAL(li_sock_resolve("2001:db8::7", 1, &at), LI_OK);
	CU_ASSERT_EQUAL(at.family, 6);
	CU_ASSERT_EQUAL(li_sock_resolve("", 1, &at), LI_ENOTFOUND);
}

static void wait_for(int fd, short what)
{
	struct pollfd p = {.fd = fd, .events = what};

	CU_ASSERT_EQUAL(poll(&p, 1, 5000), 1);
}

/* Listen, connect, and give both ends. */
static void join(const char *at_text, int *listener, int *client, int *server)
{
	struct li_fault fault = {0};
	struct li_address at, from;

	CU_ASSERT_EQUAL_FATAL(li_sock_parse(at_text, &at), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_listen(&at, listener, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_sock_accept(*listener, server, &from), LI_EAGAIN);
	CU_ASSERT_EQUAL_FATAL(li_sock_local(*listener, &at), LI_OK);
	CU_ASSERT_NOT_EQUAL(at.port, 0);
	CU_ASSERT_EQUAL_FATAL(li_sock_connect(&at, 1000, client, &fault),
		LI_OK);
	wait_for(*client, POLLOUT);
	CU_ASSERT_EQUAL(li_sock_connected(*client, &fault), LI_OK);
	wait_for(*listener, POLLIN);
	CU_ASSERT_EQUAL_FATAL(li_sock_accept(*listener, server, &from), LI_OK);
	CU_ASSERT_EQUAL(from.family, at.family);
}

static void check_talk(const char *at_text)
{
	int listener, client, server;
	char got[8];
	size_t n = 0;

	join(at_text, &listener, &client, &server);
	CU_ASSERT_EQUAL(li_sock_read(server, got, sizeof(got), &n), LI_EAGAIN);
	CU_ASSERT_EQUAL(li_sock_write(client, li_slice_str("hello"), &n),
		LI_OK);
	CU_ASSERT_EQUAL(n, 5);
	wait_for(server, POLLIN);
	CU_ASSERT_EQUAL(li_sock_read(server, got, sizeof(got), &n), LI_OK);
	CU_ASSERT_EQUAL(n, 5);
	close(client);
	wait_for(server, POLLIN);
	CU_ASSERT_EQUAL(li_sock_read(server, got, sizeof(got), &n), LI_ECLOSED);
	close(server);
	close(listener);
}

static void test_sock__talks_over_ipv4_and_ipv6(void)
{
	check_talk("127.0.0.1:0");
	check_talk("[::1]:0");
}

/* TCP_USER_TIMEOUT: the kernel ends what a peer that vanished never acknowledges */
static void test_sock__bounds_how_long_nobody_acknowledges(void)
{
	int listener, client, server;
	unsigned int ms = 0;
	socklen_t n = sizeof(ms);

	join("127.0.0.1:0", &listener, &client, &server);
	CU_ASSERT_EQUAL(getsockopt(client, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms,
				&n),
		0);
	CU_ASSERT_EQUAL(ms, 1000);
	close(client);
	close(server);
	close(listener);
}

/* Write until the peer, which reads nothing, takes no more. */
static uint64_t fill(int fd)
{
	static const uint8_t some[65536];
	uint64_t all = 0;
	size_t n;

	while (li_sock_write(fd, (struct li_slice){some, sizeof(some)}, &n) ==
		LI_OK)
		all += n;
	return all;
}

static void drain(int fd, uint64_t octets)
{
	static uint8_t some[65536];
	size_t n;

	while (octets > 0) {
		wait_for(fd, POLLIN);
		CU_ASSERT_EQUAL_FATAL(li_sock_read(fd, some, sizeof(some), &n),
			LI_OK);
		octets -= n;
	}
}

/* What the peer's kernel has not taken is not counted as had. */
static void test_sock__says_how_far_octets_have_come(void)
{
	int listener, client, server;
	struct li_sock_way way, first;
	uint64_t all;

	join("127.0.0.1:0", &listener, &client, &server);
	CU_ASSERT_EQUAL(li_sock_way(client, &first), LI_OK);
	CU_ASSERT_EQUAL(first.left, 0);
	all = fill(client);
	CU_ASSERT_EQUAL(li_sock_way(client, &way), LI_OK);
	CU_ASSERT_TRUE(way.left > 0);
	CU_ASSERT_TRUE(way.had < first.had + all);
	CU_ASSERT_TRUE(way.had + way.left >= first.had + all);
	drain(server, all);
	for (int i = 0; i < 5000 && way.left > 0; i++) {
		poll(NULL, 0, 1);
		CU_ASSERT_EQUAL(li_sock_way(client, &way), LI_OK);
	}
	CU_ASSERT_EQUAL(way.left, 0);
	CU_ASSERT_EQUAL(way.had, first.had + all);
	close(client);
	CU_ASSERT_EQUAL(li_sock_way(client, &way), LI_EIO);
	close(server);
	close(listener);
}

/* A peer that is gone without a word, and to whom nothing is sent */
static void test_sock__asks_whether_the_peer_is_there(void)
{
	int listener, fds[2], on;
	socklen_t n = sizeof(on);

	join("127.0.0.1:0", &listener, &fds[0], &fds[1]);
	for (size_t i = 0; i < 2; i++) {
		on = 0;
		CU_ASSERT_EQUAL(getsockopt(fds[i], SOL_SOCKET, SO_KEEPALIVE,
					&on, &n),
			0);
		CU_ASSERT_TRUE(on);
		close(fds[i]);
	}
	close(listener);
}

static void test_sock__says_why_nobody_answers(void)
{
	struct li_fault fault = {0};
	struct li_address at;
	int listener, fd = -1;
	li_err err;

	CU_ASSERT_EQUAL_FATAL(li_sock_parse("127.0.0.1:0", &at), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_listen(&at, &listener, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_local(listener, &at), LI_OK);
	close(listener);
	err = li_sock_connect(&at, 0, &fd, &fault);
	if (err == LI_OK) {
		wait_for(fd, POLLOUT);
		err = li_sock_connected(fd, &fault);
		close(fd);
	}
	CU_ASSERT_EQUAL(err, LI_ECLOSED);
	CU_ASSERT_STRING_EQUAL(fault.text, "Connection refused");
}

static void test_sock__says_which_address_is_taken(void)
{
	struct li_fault fault = {0};
	struct li_address at;
	char text[LI_SOCK_TEXT];
	int first, second;

	CU_ASSERT_EQUAL_FATAL(li_sock_parse("127.0.0.1:0", &at), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_listen(&at, &first, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_local(first, &at), LI_OK);
	li_sock_format(&at, text);
	CU_ASSERT_EQUAL(li_sock_listen(&at, &second, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, text));
	close(first);
}

UNIT_MAIN_CLOSED("net.sock", UNIT_TEST(test_sock__parses_and_formats_addresses),
	UNIT_TEST(test_sock__resolves_addresses_without_a_resolver),
	UNIT_TEST(test_sock__talks_over_ipv4_and_ipv6),
	UNIT_TEST(test_sock__bounds_how_long_nobody_acknowledges),
	UNIT_TEST(test_sock__says_how_far_octets_have_come),
	UNIT_TEST(test_sock__asks_whether_the_peer_is_there),
	UNIT_TEST(test_sock__says_why_nobody_answers),
	UNIT_TEST(test_sock__says_which_address_is_taken))
