/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "holder.h"

/* What a holder and its cores have in common. */

void held_lists(const struct li_config *config,
	struct held_list out[HELD_LISTS])
{
	const struct li_config_intake *c = &config->intake;
	const struct held_list all[HELD_LISTS] = {
		{&c->hep_udp, true, true, false},
		{&c->sip_udp, true, false, false},
		{&c->hep_tcp, false, true, false},
		{&c->sip_tcp, false, false, false},
		{&c->hep_tls, false, true, true},
		{&c->sip_tls, false, false, true},
	};

	memcpy(out, all, sizeof(all));
}

bool holder_follow(const struct held *held)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
		getppid() == held->holder;
}

li_err holder_tell(const struct held *held, int fd, pid_t pid)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(fd))] = {0};
	struct iovec iov = {&pid, sizeof(pid)};
	struct msghdr m = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	ssize_t n;

	*c = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(fd)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS};
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	do
		n = sendmsg(held->snapshots, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	close(fd);
	return n == (ssize_t)sizeof(pid) ? LI_OK : LI_EIO;
}
