/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "base/clock.h"

static int64_t read_us(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t li_clock_now_us(void)
{
	return read_us(CLOCK_REALTIME);
}

int64_t li_clock_mono_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t li_clock_boot_us(void)
{
	return read_us(CLOCK_BOOTTIME);
}

/* adjtimex(2): who keeps it tells the kernel, and goes on telling */
enum li_clock_state li_clock_state(void)
{
	struct timex t = {.modes = 0};
	const int got = clock_adjtime(CLOCK_REALTIME, &t);

	if (got < 0)
		return LI_CLOCK_UNKNOWN;
	return got == TIME_ERROR || t.status & STA_UNSYNC ? LI_CLOCK_FREE
							  : LI_CLOCK_SYNCED;
}

void li_clock_format(int64_t at_us, char text[LI_CLOCK_TEXT])
{
	int64_t us = at_us % 1000000, whole = at_us / 1000000;
	time_t s;
	struct tm tm;
	char head[16];

	if (us < 0) {
		us += 1000000;
		whole--;
	}
	s = (time_t)whole;
	if (!gmtime_r(&s, &tm) || tm.tm_year < -1900 || tm.tm_year > 8099) {
		snprintf(text, LI_CLOCK_TEXT, "invalid");
		return;
	}
	/* %Y does not fill a year up to the four digits of RFC 3339 */
	strftime(head, sizeof(head), "-%m-%dT%H:%M:%S", &tm);
	snprintf(text, LI_CLOCK_TEXT, "%04u%s.%06dZ",
		(unsigned int)(tm.tm_year + 1900) % 10000, head, (int)us);
}

/* Read exactly n digits. */
static bool digits(const char **p, int n, int *out)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (**p < '0' || **p > '9')
			return false;
		v = v * 10 + (*(*p)++ - '0');
	}
	*out = v;
	return true;
}

static bool sign(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

static bool date_time(const char **p, struct tm *tm)
{
	bool ok = digits(p, 4, &tm->tm_year) && sign(p, '-') &&
		digits(p, 2, &tm->tm_mon) && sign(p, '-') &&
		digits(p, 2, &tm->tm_mday) && (sign(p, 'T') || sign(p, ' ')) &&
		digits(p, 2, &tm->tm_hour) && sign(p, ':') &&
		digits(p, 2, &tm->tm_min) && sign(p, ':') &&
		digits(p, 2, &tm->tm_sec);

	tm->tm_year -= 1900;
	tm->tm_mon -= 1;
	return ok && tm->tm_mon >= 0 && tm->tm_mon < 12 && tm->tm_mday >= 1 &&
		tm->tm_mday <= 31 && tm->tm_hour < 24 && tm->tm_min < 60 &&
		tm->tm_sec < 61;
}

static bool fraction(const char **p, int64_t *us)
{
	int64_t unit = 100000;

	*us = 0;
	if (!sign(p, '.'))
		return true;
	if (**p < '0' || **p > '9')
		return false;
	for (; unit && **p >= '0' && **p <= '9'; (*p)++, unit /= 10)
		*us += (**p - '0') * unit;
	return true;
}

static bool offset(const char **p, int64_t *s)
{
	int h, m, way = **p == '-' ? -1 : 1;

	*s = 0;
	if (sign(p, 'Z'))
		return true;
	if (!sign(p, '+') && !sign(p, '-'))
		return false;
	if (!digits(p, 2, &h) || !sign(p, ':') || !digits(p, 2, &m))
		return false;
	*s = (int64_t)way * (h * 3600 + m * 60);
	return h < 24 && m < 60;
}

li_err li_clock_parse(const char *text, int64_t *at_us)
{
	struct tm tm = {0}, again;
	int64_t us, off;
	time_t s;

	if (!date_time(&text, &tm) || !fraction(&text, &us) ||
		!offset(&text, &off) || *text)
		return LI_EINVAL;
	again = tm;
	s = timegm(&again);
	if (again.tm_mday != tm.tm_mday && tm.tm_sec < 60)
		return LI_EINVAL; /* a 30 February */
	*at_us = ((int64_t)s - off) * 1000000 + us;
	return LI_OK;
}
