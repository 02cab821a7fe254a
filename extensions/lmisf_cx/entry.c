/* SPDX-License-Identifier: BSD-3-Clause */
#include "lmisf_cx/fd.h"
#include "lmisf_cx/log.h"
#include "lmisf_cx/tap.h"
#include "lmisf_cx/watch.h"
#include "lmisf_cx/worker.h"

static struct li_worker *worker;

static void report(const struct li_worker_counts *c, const char *why)
{
	li_cx_log_notice("%s: %llu requests, %llu answers, %llu waiting, "
			 "%llu unanswered, %llu lost; %llu of %llu records "
			 "acknowledged; %s",
		why, (unsigned long long)c->requests,
		(unsigned long long)c->answers, (unsigned long long)c->waiting,
		(unsigned long long)c->unanswered, (unsigned long long)c->lost,
		(unsigned long long)c->acknowledged,
		(unsigned long long)c->records,
		c->connected ? "connected" : "not connected");
}

static void stop_all(void)
{
	li_cx_tap_stop();
	li_cx_watch_stop();
	li_worker_stop(worker);
	worker = NULL;
	li_cx_log_stop();
}

static int refuse(const char *why)
{
	li_cx_log_error("not loaded: %s", why);
	stop_all();
	return EINVAL;
}

static int start(char *conffile)
{
	struct li_cx_options options;
	struct li_fault fault = {{0}};

	if (li_cx_options_parse(conffile, &options, &fault) != LI_OK)
		return refuse(fault.text);
	if (li_cx_watch_dumps() != LI_OK)
		return refuse("dbg_msg_dumps prints whole messages; remove "
			      "it, or load it with \"0x1111\"");
	if (li_cx_log_start(options.guard_log) != LI_OK)
		return refuse("another extension is the log handler; remove "
			      "it, or set log=leave");
	if (li_worker_start(&options, report, &worker) != LI_OK)
		return refuse("not enough memory or descriptors");
	if (li_cx_watch_start() != LI_OK || li_cx_tap_start(worker) != LI_OK)
		return refuse("freeDiameter refused a callback");
	li_cx_log_notice("loaded: feed to %s, ring %zu MiB, keep %zu MiB",
		options.socket, options.ring_octets >> 20,
		options.keep_octets >> 20);
	return 0;
}

/* What EXTENSION_ENTRY of freeDiameter makes, without its GNU forms. */
const char *fd_ext_depends[] = {"lmisf_cx", NULL};

int fd_ext_init(int major, int minor, char *conffile)
{
	static bool loaded;

	if (major != FD_PROJECT_VERSION_MAJOR ||
		minor != FD_PROJECT_VERSION_MINOR) {
		li_cx_log_error("not loaded: made for freeDiameter %d.%d, "
				"this is %d.%d",
			FD_PROJECT_VERSION_MAJOR, FD_PROJECT_VERSION_MINOR,
			major, minor);
		return EINVAL;
	}
	if (loaded) {
		li_cx_log_error("cannot be loaded twice");
		return ENOTSUP;
	}
	loaded = true;
	return start(conffile);
}

void fd_ext_fini(void)
{
	stop_all();
}
