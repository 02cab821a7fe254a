/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/membarrier.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lmisf_cx/bell.h"

static bool membarrier(int command)
{
	return syscall(SYS_membarrier, command, 0, 0) == 0;
}

li_err li_bell_init(struct li_bell *bell)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	if (fd < 0)
		return LI_EIO;
	bell->fd = fd;
	bell->kernel_fence =
		membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
	atomic_init(&bell->asleep, false);
	return LI_OK;
}

void li_bell_fini(struct li_bell *bell)
{
	close(bell->fd);
}

void li_bell_ring(struct li_bell *bell)
{
	int state;

	/* with the fence in li_bell_settle(): either the sleeper sees our
	 * work, or we see that it sleeps */
	if (bell->kernel_fence)
		atomic_signal_fence(memory_order_seq_cst);
	else
		atomic_thread_fence(memory_order_seq_cst);
	if (!atomic_load_explicit(&bell->asleep, memory_order_relaxed) ||
		!atomic_exchange(&bell->asleep, false))
		return;
	/* freeDiameter cancels its threads: not inside a callback */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	(void)eventfd_write(bell->fd, 1);
	pthread_setcancelstate(state, NULL);
}

void li_bell_settle(struct li_bell *bell)
{
	atomic_store_explicit(&bell->asleep, true, memory_order_relaxed);
	/* the kernel's is one for all threads: who rings needs none then */
	if (!bell->kernel_fence ||
		!membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED))
		atomic_thread_fence(memory_order_seq_cst);
}

void li_bell_sleep(struct li_bell *bell, int also, int ms)
{
	struct pollfd fds[] = {
		{.fd = bell->fd, .events = POLLIN},
		{.fd = also, .events = POLLIN},
	};
	eventfd_t n;

	(void)poll(fds, 2, ms);
	atomic_store_explicit(&bell->asleep, false, memory_order_relaxed);
	(void)eventfd_read(bell->fd, &n);
}
