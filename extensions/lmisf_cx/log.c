/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lmisf_cx/fd.h"
#include "lmisf_cx/log.h"
#include "lmisf_cx/scrub.h"

enum { LINE_OCTETS = 1024 };

static bool guarding;

/* Lines of libfdcore that tell of a peer, a file or an extension: names that
 * stand in the daemon's configuration. All of their text may be printed. */
static const char *const harmless[] = {
	"'%s'\t-> '%s'\t'%s'",
	"'%s'\t-> STATE_ZOMBIE (terminated)\t'%s'",
	"No TLS protection negotiated with peer '%s'.",
	"Loaded extensions: %s",
	"Peer '%s' sent a DPR with cause: %s",
	"%s: Going to ZOMBIE state (no more activity)",
	"%s: Rejecting new connection attempt while our state machine is in "
	"state '%s'",
	"Clear connection with remote peer '%s' is not (explicitly) allowed, "
	"and TLS is disabled. Giving up...",
	"Peer '%s' not configured for No_TLS and TLS is locally disabled; "
	"giving up connection attempts",
	"TLS disabled locally, so Inband-Security-Id (TLS) not included for "
	"peer %s",
	"Loading of extension %s failed: %s",
	"Extension %s returned an error during initialization: %s",
	"Unable to resolve symbol 'fd_ext_init' for extension %s: %s",
};

static bool is_harmless(const char *fmt)
{
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (strcmp(fmt, harmless[i]) == 0)
			return true;
	return false;
}

static const char *level_name(int level)
{
	switch (level) {
	case FD_LOG_NOTICE: return "NOTI  ";
	case FD_LOG_ERROR: return "ERROR ";
	case FD_LOG_FATAL: return "FATAL!";
	default: return " DBG  ";
	}
}

/* One line in the manner of libfdcore's own handler. */
static void print(int level, const char *text)
{
	char clock[16];
	struct timespec now;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	if (!localtime_r(&now.tv_sec, &tm) ||
		strftime(clock, sizeof(clock), "%H:%M:%S", &tm) == 0)
		clock[0] = '\0';
	printf("%s  %s %s\n", clock, level_name(level), text);
	fflush(stdout);
}

/* Is there nothing in it but what was left out? */
static bool is_empty(const char *text)
{
	while (*text == ' ' || *text == '\t' || *text == '\n' ||
		strncmp(text, LI_SCRUB_OMITTED, strlen(LI_SCRUB_OMITTED)) == 0)
		text += *text == '[' ? strlen(LI_SCRUB_OMITTED) : 1;
	return *text == '\0';
}

static void handler(int level, const char *fmt, va_list args)
{
	char text[LINE_OCTETS];

	if (level < fd_g_debug_lvl)
		return;
	li_scrub(text, sizeof(text), is_harmless(fmt), fmt, args);
	if (!is_empty(text))
		print(level, text);
}

li_err li_cx_log_start(bool guard)
{
	if (guard && fd_log_handler_register(handler) != 0)
		return LI_EEXIST;
	guarding = guard;
	return LI_OK;
}

void li_cx_log_stop(void)
{
	if (guarding)
		(void)fd_log_handler_unregister();
	guarding = false;
}

__attribute__((format(printf, 2, 0))) static void ours(int level,
	const char *fmt, va_list args)
{
	char text[LINE_OCTETS] = "lmisf_cx: ";
	size_t n = strlen(text);

	(void)vsnprintf(text + n, sizeof(text) - n, fmt, args);
	if (!guarding)
		fd_log(level, "%s", text);
	else if (level >= fd_g_debug_lvl)
		print(level, text);
}

void li_cx_log_notice(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	ours(FD_LOG_NOTICE, fmt, args);
	va_end(args);
}

void li_cx_log_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	ours(FD_LOG_ERROR, fmt, args);
	va_end(args);
}
