/* SPDX-License-Identifier: BSD-3-Clause */
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/live.h"
#include "unit.h"

static void test_live__takes_a_filter_that_pcap_understands(void)
{
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL(li_live_check("", &fault), LI_OK);
	CU_ASSERT_EQUAL(li_live_check("udp port 5060 or ip6[6] = 44", &fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	CU_ASSERT_EQUAL(li_live_check("udp prt 5060", &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "capture filter: "));
	/* TS 33.127 cl. 8.2: who is looked for may stand in it */
	CU_ASSERT_EQUAL(li_live_check("port canary", &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NULL(strstr(fault.text, "canary"));
}

static void test_live__says_which_interface_is_not_there(void)
{
	const struct li_live_options o = {"lmisf-none", "", 1 << 20};
	struct li_live *live = NULL;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL(li_live_open(&o, &live, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NULL(live);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "lmisf-none: "));
	li_live_close(NULL);
}

/* ---- in a network of our own ---- */

enum { PORT = 5060, OTHER = 5061, WAIT_MS = 2000, MANY = 1500 };

static int sender = -1;

/* Root of a user namespace may do it all. */
static void set_up(void)
{
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};

	if (sender >= 0)
		return;
	CU_ASSERT_EQUAL_FATAL(unshare(CLONE_NEWNET |
				      (geteuid() ? CLONE_NEWUSER : 0)),
		0);
	sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	CU_ASSERT_EQUAL_FATAL(ioctl(sender, SIOCSIFFLAGS, &lo), 0);
}

static struct li_live *opened(const char *interface, const char *filter)
{
	const struct li_live_options o = {interface, filter, 4 << 20};
	struct li_live *live = NULL;
	struct li_fault fault = {{0}};

	set_up();
	CU_ASSERT_EQUAL_FATAL(li_live_open(&o, &live, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_live_words(live).era, 1);
	return live;
}

/* Datagrams that are told apart by their length. */
static void send_some(size_t first, size_t n, uint16_t port)
{
	static const char text[MANY + 1];
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	for (size_t i = first; i < first + n; i++)
		CU_ASSERT_EQUAL_FATAL(sendto(sender, text, i, 0,
					      (const struct sockaddr *)&to,
					      sizeof(to)),
			(ssize_t)i);
}

/* Read frames from number `first` to `last`, done with each; header is what is
 * before a datagram's content. Returns the place of the last; 0 when they are
 * not what they should be. */
static uint64_t read_some(struct li_live *live, size_t first, size_t last,
	size_t header)
{
	struct li_live_frame f;
	struct pollfd on = {li_live_fd(live), POLLIN, 0};
	uint64_t place = 0;
	size_t n;

	for (size_t i = first; i <= last;) {
		CU_ASSERT_EQUAL(li_live_look(live, &f, 1, &n), LI_OK);
		if (n == 0 && poll(&on, 1, WAIT_MS) == 1)
			continue;
		if (n == 0 || f.octets.n != header + i || f.place <= place ||
			f.place >> 63)
			return 0;
		place = f.place;
		li_live_done(live, place);
		i++;
	}
	return place;
}

enum { ETHERNET = 14 + 20 + 8, COOKED = 16 + 20 + 8 };

static void test_live__gives_each_frame_once_and_what_the_filter_takes(void)
{
	struct li_live *live = opened("lo", "udp port 5060");
	struct li_live_frame f;
	size_t n;

	send_some(1, 3, PORT);
	send_some(7, 1, OTHER);
	send_some(4, 1, PORT);
	CU_ASSERT_TRUE(read_some(live, 1, 4, ETHERNET) != 0);
	CU_ASSERT_EQUAL(li_live_words(live).link, LI_LINK_ETHERNET);
	CU_ASSERT_EQUAL(li_live_look(live, &f, 1, &n), LI_OK);
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_EQUAL(li_live_lost(live), 0);
	CU_ASSERT_FALSE(li_live_gone(live));
	li_live_close(live);
}

/* A filter is made for frames with the header that the kernel does not give. */
static void test_live__reads_all_interfaces_cooked(void)
{
	struct li_live *live = opened("any",
		"udp port 5060 and dst host "
		"127.0.0.1");
	struct li_live_frame f = {0};
	struct pollfd on = {li_live_fd(live), POLLIN, 0};
	struct li_slice ip;
	size_t n;

	send_some(7, 1, OTHER);
	send_some(1, 1, PORT);
	CU_ASSERT_EQUAL_FATAL(poll(&on, 1, WAIT_MS), 1);
	CU_ASSERT_EQUAL(li_live_look(live, &f, 1, &n), LI_OK);
	CU_ASSERT_EQUAL_FATAL(n, 1);
	CU_ASSERT_EQUAL(f.octets.n, COOKED + 1);
	CU_ASSERT_EQUAL(li_live_words(live).link, LI_LINK_SLL);
	CU_ASSERT_EQUAL(li_packet_link(LI_LINK_SLL, f.octets, 0, &ip), LI_OK);
	CU_ASSERT_EQUAL(ip.n, 20 + 8 + 1);
	li_live_close(live);
}

/* In a child: read some, tell the place of the last, and die at that. */
static uint64_t read_and_die(struct li_live *live, size_t first, size_t last)
{
	uint64_t place = 0;
	int fds[2], status;
	pid_t pid;

	CU_ASSERT_EQUAL_FATAL(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		place = read_some(live, first, last, ETHERNET);
		if (write(fds[1], &place, sizeof(place)) != sizeof(place))
			_exit(1);
		(void)raise(SIGKILL);
	}
	CU_ASSERT_EQUAL(read(fds[0], &place, sizeof(place)), sizeof(place));
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(WTERMSIG(status), SIGKILL);
	CU_ASSERT_TRUE(place != 0);
	close(fds[0]);
	close(fds[1]);
	return place;
}

/* TS 33.127 cl. 8.1: whoever reads next goes on behind what is kept, be that in
 * the middle of a block or behind many; what came meanwhile is there. */
static void test_live__goes_on_where_a_killed_reader_was(void)
{
	static const size_t last[] = {1, 2, 40, 41, 600, 1400, MANY};
	struct li_live *live = opened("lo", "udp port 5060");
	size_t first = 1;

	send_some(1, 700, PORT);
	for (size_t i = 0; i < sizeof(last) / sizeof(last[0]); i++) {
		if (i == 4)
			send_some(701, MANY - 700, PORT);
		li_live_done(live, read_and_die(live, first, last[i]));
		first = last[i] + 1;
	}
	CU_ASSERT_EQUAL(li_live_lost(live), 0);
	li_live_close(live);
}

/* Who was forked from a reader has nothing mapped; so has who takes over. */
static void test_live__reads_another_socket_from_where_that_one_is(void)
{
	struct li_live *live = opened("lo", "udp port 5060");
	struct li_live *other = opened("lo", "udp port 5060");
	const int fd = dup(li_live_fd(other));

	send_some(1, 3, PORT);
	CU_ASSERT_TRUE(read_some(live, 1, 2, ETHERNET) != 0);
	li_live_adopt(live, fd, (struct li_live_words){2, LI_LINK_ETHERNET});
	CU_ASSERT_TRUE(read_some(live, 1, 3, ETHERNET) != 0);
	CU_ASSERT_EQUAL(li_live_words(live).era, 2);
	li_live_close(live);
	li_live_close(other);
}

UNIT_MAIN("intake.live",
	UNIT_TEST(test_live__takes_a_filter_that_pcap_understands),
	UNIT_TEST(test_live__says_which_interface_is_not_there),
	UNIT_TEST(test_live__gives_each_frame_once_and_what_the_filter_takes),
	UNIT_TEST(test_live__reads_all_interfaces_cooked),
	UNIT_TEST(test_live__goes_on_where_a_killed_reader_was),
	UNIT_TEST(test_live__reads_another_socket_from_where_that_one_is))
