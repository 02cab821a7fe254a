/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"

static _Atomic int most = LI_LOG_NOTICE;

void li_log_set_level(enum li_log_level level)
{
	atomic_store(&most, (int)level);
}

static const char *name(enum li_log_level level)
{
	switch (level) {
	case LI_LOG_ERROR: return "error";
	case LI_LOG_WARNING: return "warning";
	case LI_LOG_NOTICE: return "notice";
	case LI_LOG_INFO: return "info";
	case LI_LOG_DEBUG: return "debug";
	}
	return "?";
}

void li_log(enum li_log_level level, const char *stage, uint64_t event,
	const char *fmt, ...)
{
	char line[512], number[24] = "", head[24];
	va_list ap;
	int n, m;

	if ((int)level > atomic_load(&most))
		return;
	if (event)
		snprintf(number, sizeof(number), " #%llu",
			(unsigned long long)event);
	if (getenv("JOURNAL_STREAM"))
		snprintf(head, sizeof(head), "<%d>", (int)level);
	else
		snprintf(head, sizeof(head), "%s ", name(level));
	n = snprintf(line, sizeof(line), "%s%s%s: ", head, stage, number);
	va_start(ap, fmt);
	m = vsnprintf(line + n, sizeof(line) - (size_t)n - 1, fmt, ap);
	va_end(ap);
	if (m < 0)
		return;
	n += m;
	if (n > (int)sizeof(line) - 2)
		n = (int)sizeof(line) - 2;
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)n) < 0)
		return; /* nowhere left to say it */
}
