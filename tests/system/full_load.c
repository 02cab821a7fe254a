/* SPDX-License-Identifier: BSD-3-Clause
 *
 * full_load - register users with a running lmisfd, have some of them call, and
 * say the same of all of them once more, in HEPv3 over one connection.
 *
 *   full_load HEP-ADDR:PORT USERS CALLS
 *
 * Each user's messages come from an address of his own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../bench/screen_mix.h"
#include "base/buf.h"
#include "net/address.h"
#include "net/sock.h"

enum {
	CHUNK = 256 << 10,
	ADDRESS = 30, /* of its source in such a packet, what is his own */
};

static const unsigned int registers[] = {SCREEN_ASKS, SCREEN_CHALLENGED,
	SCREEN_REGISTERS, SCREEN_REGISTERED};
static const unsigned int calls[] = {SCREEN_INVITE, SCREEN_RINGS, SCREEN_TAKEN,
	SCREEN_ACK};

static int out;
static struct li_buf waiting;

static void flush(void)
{
	size_t at = 0;

	while (at < waiting.n) {
		const ssize_t n =
			send(out, waiting.p + at, waiting.n - at, MSG_NOSIGNAL);

		if (n <= 0) {
			perror("full_load: send");
			exit(1);
		}
		at += (size_t)n;
	}
	li_buf_reset(&waiting);
}

static void say(unsigned int place, unsigned int user)
{
	static char room[SCREEN_PACKET_MAX];
	const size_t n = screen_packet(place, user, room);

	for (size_t i = 0; i < 4; i++)
		room[ADDRESS + i] = (char)(user >> 8 * (3 - i));
	li_buf_put(&waiting, room, n);
	if (waiting.n > CHUNK)
		flush();
}

static void say_all(unsigned int users, unsigned int callers)
{
	for (unsigned int u = 0; u < users; u++) {
		for (size_t i = 0; i < 4; i++)
			say(registers[i], u);
		for (size_t i = 0; u < callers && i < 4; i++)
			say(calls[i], u);
	}
	flush();
}

int main(int argc, char **argv)
{
	struct sockaddr_storage to = {0};
	struct li_address at;
	unsigned int users, callers;

	if (argc != 4 || li_sock_parse(argv[1], &at) != LI_OK)
		return 64;
	users = (unsigned int)strtoul(argv[2], NULL, 10);
	callers = (unsigned int)strtoul(argv[3], NULL, 10);
	out = socket(at.family == 4 ? AF_INET : AF_INET6, SOCK_STREAM, 0);
	if (out < 0 ||
		connect(out, (struct sockaddr *)&to, li_address_to(&at, &to))) {
		perror("full_load: connect");
		return 1;
	}
	say_all(users, callers);
	puts("once");
	fflush(stdout);
	say_all(users, callers);
	li_buf_fini(&waiting);
	return 0;
}
