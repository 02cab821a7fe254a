/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_switch - the extension with a switch: all that entry.c starts, but our
 * callbacks are registered and unregistered as the FIFO "turn" says ('1', '0');
 * the FIFO "turned" repeats it when that is done. Both lie beside the socket of
 * the options. While ours are not, one that does nothing is registered for every
 * event: it silences freeDiameter's own, as dbg_msg_dumps 0x1111 does. The worker
 * lives throughout: without work it sleeps.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lmisf_cx/fd.h"
#include "lmisf_cx/log.h"
#include "lmisf_cx/tap.h"
#include "lmisf_cx/watch.h"

enum { PATH_BYTES = LI_CX_SOCKET_MAX + 16 };

static struct {
	struct li_cx_options options;
	struct li_worker *worker;
	pthread_t thread;
	struct fd_hook_hdl *silence; /* NULL: it is on */
} sw;

static void report(const struct li_worker_counts *c, const char *why)
{
	li_cx_log_notice("%s: %llu requests, %llu lost;", why,
		(unsigned long long)c->requests, (unsigned long long)c->lost);
}

static void on_nothing(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	(void)type, (void)msg, (void)peer, (void)other, (void)pmd;
	(void)regdata;
}

static bool turn_off(void)
{
	if (!sw.silence &&
		fd_hook_register((2U << HOOK_LAST) - 1, on_nothing, NULL, NULL,
			&sw.silence) != 0)
		return false;
	li_cx_tap_stop();
	li_cx_watch_stop();
	return true;
}

static bool turn_on(void)
{
	if (!sw.silence)
		return true;
	if (li_cx_watch_start() != LI_OK || li_cx_tap_start(sw.worker) != LI_OK)
		return false;
	(void)fd_hook_unregister(sw.silence);
	sw.silence = NULL;
	return true;
}

static int open_fifo(const char *name, int flags)
{
	const char *slash = strrchr(sw.options.socket, '/');
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%.*s/%s",
		slash ? (int)(slash - sw.options.socket) : 0, sw.options.socket,
		name);
	return open(path, flags | O_CLOEXEC);
}

static void *obey(void *arg)
{
	int in = open_fifo("turn", O_RDONLY);
	int out = open_fifo("turned", O_WRONLY);
	char c;

	while (in >= 0 && out >= 0 && read(in, &c, 1) == 1)
		if (!(c == '1' ? turn_on() : turn_off()) ||
			write(out, &c, 1) != 1)
			break;
	close(in);
	close(out);
	return arg;
}

static bool start(char *conffile)
{
	struct li_fault fault = {{0}};

	return li_cx_options_parse(conffile, &sw.options, &fault) == LI_OK &&
		li_cx_log_start(sw.options.guard_log) == LI_OK &&
		li_worker_start(&sw.options, report, &sw.worker) == LI_OK &&
		turn_off() && pthread_create(&sw.thread, NULL, obey, NULL) == 0;
}

const char *fd_ext_depends[] = {"cx_switch", NULL};

int fd_ext_init(int major, int minor, char *conffile)
{
	(void)major, (void)minor;
	return start(conffile) ? 0 : EINVAL;
}

void fd_ext_fini(void)
{
	pthread_cancel(sw.thread);
	pthread_join(sw.thread, NULL);
	(void)turn_off();
	li_worker_stop(sw.worker);
	li_cx_log_stop();
}
