/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "lmisf_cx/fd.h"
#include "lmisf_cx/log.h"
#include "lmisf_cx/scrub.h"
#include "lmisf_cx/watch.h"

enum {
	LINES_MAX = 5, /* in a second */
	SECOND_US = 1000000,
	QUIET = 0x1111, /* all of dbg_msg_dumps turned to quiet */
};

static struct {
	struct fd_hook_hdl *silent, *speaking;
	_Atomic int64_t second; /* in which `lines` were printed */
	_Atomic uint32_t lines, left_out;
} watch;

static void on_nothing(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	(void)type, (void)msg, (void)peer, (void)other, (void)pmd;
	(void)regdata;
}

/* May a line be printed now? */
static bool may_speak(uint32_t *left_out)
{
	int64_t second = li_clock_mono_us() / SECOND_US;

	*left_out = 0;
	if (atomic_exchange(&watch.second, second) != second) {
		*left_out = atomic_exchange(&watch.left_out, 0);
		atomic_store(&watch.lines, 0);
	}
	if (atomic_fetch_add(&watch.lines, 1) < LINES_MAX)
		return true;
	atomic_fetch_add(&watch.left_out, 1);
	return false;
}

static const char *what_of(enum fd_hook_type type)
{
	if (type == HOOK_MESSAGE_PARSING_ERROR)
		return "a message could not be parsed";
	if (type == HOOK_MESSAGE_ROUTING_ERROR)
		return "a message could not be routed";
	if (type == HOOK_MESSAGE_DROPPED)
		return "a message was dropped";
	if (type == HOOK_MESSAGE_FAILOVER)
		return "a request is sent to another peer";
	return "an error was answered";
}

/* libfdcore's reason, when it is one of its own phrases. */
static const char *reason_of(const char *reason)
{
	if (!reason)
		return "no reason given";
	return li_scrub_own_words(reason) ? reason : "reason not shown";
}

static void on_connection(enum fd_hook_type type, const struct peer_hdr *peer,
	const char *reason)
{
	const char *name = peer ? peer->info.pi_diamid : "an unknown peer";

	if (type == HOOK_PEER_CONNECT_SUCCESS)
		li_cx_log_notice("connected to %s", name);
	else
		li_cx_log_error("no connection with %s: %s", name,
			reason_of(reason));
}

static void on_event(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	struct msg_hdr *hdr = NULL;
	uint32_t left_out;

	(void)pmd, (void)regdata;
	if (!may_speak(&left_out))
		return;
	if (left_out != 0)
		li_cx_log_error("%u more lines were left out", left_out);
	if (type == HOOK_PEER_CONNECT_FAILED ||
		type == HOOK_PEER_CONNECT_SUCCESS) {
		on_connection(type, peer, other);
		return;
	}
	if (msg && fd_msg_hdr(msg, &hdr) != 0)
		hdr = NULL;
	if (type == HOOK_MESSAGE_PARSING_ERROR && !msg)
		other = NULL; /* that are the octets */
	li_cx_log_error("%s: command %u of application %u: %s", what_of(type),
		hdr ? hdr->msg_code : 0, hdr ? hdr->msg_appl : 0,
		reason_of(other));
}

li_err li_cx_watch_start(void)
{
	if (fd_hook_register(HOOK_MASK(HOOK_MESSAGE_SENT,
				     HOOK_MESSAGE_ROUTING_FORWARD,
				     HOOK_MESSAGE_ROUTING_LOCAL),
		    on_nothing, NULL, NULL, &watch.silent) == 0 &&
		fd_hook_register(HOOK_MASK(HOOK_MESSAGE_PARSING_ERROR,
					 HOOK_MESSAGE_PARSING_ERROR2,
					 HOOK_MESSAGE_ROUTING_ERROR,
					 HOOK_MESSAGE_DROPPED,
					 HOOK_MESSAGE_FAILOVER,
					 HOOK_PEER_CONNECT_FAILED,
					 HOOK_PEER_CONNECT_SUCCESS),
			on_event, NULL, NULL, &watch.speaking) == 0)
		return LI_OK;
	li_cx_watch_stop();
	return LI_EIO;
}

void li_cx_watch_stop(void)
{
	if (watch.silent)
		(void)fd_hook_unregister(watch.silent);
	if (watch.speaking)
		(void)fd_hook_unregister(watch.speaking);
	watch.silent = NULL;
	watch.speaking = NULL;
}

/* libfdcore lists what it loads, before and after us, as
 * 'file'[argument], loaded */
static bool prints_messages(const char *list)
{
	const char *at = strstr(list, "dbg_msg_dumps");

	for (; at; at = strstr(at + 1, "dbg_msg_dumps")) {
		const char *argument = strstr(at, "'[");

		if (!argument || strtoul(argument + 2, NULL, 16) != QUIET)
			return true;
	}
	return false;
}

li_err li_cx_watch_dumps(void)
{
	char *list = NULL;
	size_t size = 0;
	bool prints;

	if (!fd_ext_dump(&list, &size, NULL))
		return LI_OK;
	prints = prints_messages(list);
	free(list);
	return prints ? LI_EDENIED : LI_OK;
}
