/* SPDX-License-Identifier: BSD-3-Clause
 *
 * flood_load - send a flood to a running lmisfd, be the mediation function that
 * its records come to, and say what came and how late.
 *
 *   flood_load HEP-ADDR:PORT X2-ADDR:PORT DIR BYSTANDERS SECONDS FLOODER
 *
 * First that many messages of bystanders a second while ten targets call; then
 * a tenth of them while one target sends FLOODER a second and nine go on. Exit
 * 1 when a record is missing or there twice, or when one of another target than
 * the one that floods came more than a second after its message was sent.
 */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver_peer.h"
#include "flood_send.h"
#include "net/address.h"
#include "net/sock.h"

enum { PHASES = 2, LATE_US = 1000000, QUIET_MS = 20000 };

struct load {
	struct li_address hep;
	struct flood_phase phases[PHASES];
	size_t wanted, got;
	size_t count[PHASES][FLOOD_TARGETS];
	int64_t late_us[PHASES][FLOOD_TARGETS]; /* the most */
};

static void send_all(const struct load *l)
{
	struct sockaddr_storage to;
	const socklen_t len = li_address_to(&l->hep, &to);
	const int fd = socket(to.ss_family, SOCK_DGRAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, len) != 0)
		need(LI_EIO, "sender", NULL);
	for (size_t i = 0; i < PHASES; i++)
		flood_send(fd, &l->phases[i]);
	close(fd);
}

static void take(void *data, struct li_slice pdu, int64_t now_us)
{
	struct load *l = data;
	const uint8_t *at =
		memmem(pdu.p, pdu.n, FLOOD_MARK, sizeof(FLOOD_MARK) - 1);
	size_t phase, target;
	int64_t sent_us;

	if (!at ||
		sscanf((const char *)at + sizeof(FLOOD_MARK) - 1,
			"%zu %zu %" SCNd64, &phase, &target, &sent_us) != 3 ||
		phase >= PHASES || target >= FLOOD_TARGETS) {
		fprintf(stderr, "flood: a record of something else\n");
		return;
	}
	l->got++;
	l->count[phase][target]++;
	if (now_us - sent_us > l->late_us[phase][target])
		l->late_us[phase][target] = now_us - sent_us;
}

/* Until all is there, or nothing has come for long. */
static void receive_all(struct load *l, struct peer *peer)
{
	struct pollfd p = {.fd = peer->fd, .events = POLLIN};
	enum li_tls_outcome o = LI_TLS_OK;

	while (l->got < l->wanted &&
		(o == LI_TLS_OK ||
			(o == LI_TLS_WANT_IN && poll(&p, 1, QUIET_MS) == 1)))
		o = peer_take(peer, take, l);
}

static void run(struct load *l, int listener, struct li_tls_creds *creds)
{
	struct peer peer;
	pid_t sender;
	int status;

	peer_meet(&peer, creds, listener);
	sender = fork();
	if (sender == 0) {
		send_all(l);
		_exit(0);
	}
	receive_all(l, &peer);
	waitpid(sender, &status, 0);
	peer_leave(&peer);
}

/* True when a phase is as it should be. */
static bool judge(const struct load *l, size_t phase)
{
	const struct flood_phase *p = &l->phases[phase];
	int64_t late_us = 0, flooder_us = l->late_us[phase][0];
	size_t wrong = 0;

	for (size_t t = 0; t < FLOOD_TARGETS; t++) {
		const size_t want = flood_count(p, t);

		if (l->count[phase][t] != want) {
			printf("phase %zu: target %zu has %zu records of %zu "
			       "messages\n",
				phase, t, l->count[phase][t], want);
			wrong++;
		}
		if ((t || p->flooder == FLOOD_CALM) &&
			l->late_us[phase][t] > late_us)
			late_us = l->late_us[phase][t];
	}
	printf("phase %zu: %zu targets without a loss; latest record after "
	       "%.0f ms",
		phase, FLOOD_TARGETS - wrong, (double)late_us / 1e3);
	if (p->flooder != FLOOD_CALM)
		printf(", of the one that floods %.0f ms",
			(double)flooder_us / 1e3);
	printf("\n");
	return !wrong && late_us <= LATE_US;
}

static void plan(struct load *l, char **argv)
{
	const size_t bystanders = strtoul(argv[0], NULL, 10);
	const size_t seconds = strtoul(argv[1], NULL, 10);
	const size_t flooder = strtoul(argv[2], NULL, 10);

	l->phases[0] = (struct flood_phase){0, seconds, bystanders, FLOOD_CALM};
	l->phases[1] =
		(struct flood_phase){1, seconds, bystanders / 10, flooder};
	for (size_t i = 0; i < PHASES; i++)
		for (size_t t = 0; t < FLOOD_TARGETS; t++)
			l->wanted += flood_count(&l->phases[i], t);
}

int main(int argc, char **argv)
{
	struct load l = {.wanted = 0};
	struct li_fault fault = {0};
	struct li_tls_creds *creds;
	struct li_address at;
	bool right;
	int listener;

	if (argc != 7)
		return 64;
	signal(SIGPIPE, SIG_IGN);
	plan(&l, argv + 4);
	need(li_sock_parse(argv[1], &l.hep), argv[1], NULL);
	need(li_sock_parse(argv[2], &at), argv[2], NULL);
	need(li_sock_listen(&at, &listener, &fault), "listen", &fault);
	creds = peer_creds(argv[3], "mdf");
	run(&l, listener, creds);
	right = judge(&l, 0);
	right = judge(&l, 1) && right;
	li_tls_creds_free(creds);
	close(listener);
	return right ? 0 : 1;
}
