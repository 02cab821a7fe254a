/* SPDX-License-Identifier: BSD-3-Clause */
#include "hooks.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lmisf_cx/log.h"
#include "lmisf_cx/watch.h"

/* freeDiameter's threads in the log and in what it is told of, all at once. */

enum { THREADS = 4, EACH = 2000, LINES_A_SECOND = 5 };

int fd_g_debug_lvl = FD_LOG_NOTICE;
static void (*handler)(int level, const char *fmt, va_list args);

int fd_log_handler_register(void (*logger)(int, const char *, va_list))
{
	handler = logger;
	return 0;
}

int fd_log_handler_unregister(void)
{
	handler = NULL;
	return 0;
}

void fd_log(int level, const char *fmt, ...)
{
	(void)level, (void)fmt;
	CU_FAIL("a line passed the handler by");
}

char *fd_ext_dump(char **list, size_t *size, size_t *offset)
{
	(void)list, (void)size, (void)offset;
	return NULL;
}

/* ---- the clock ---- */

static int64_t set_us; /* 0: as it is */

int64_t __real_li_clock_mono_us(void);
int64_t __wrap_li_clock_mono_us(void);

int64_t __wrap_li_clock_mono_us(void)
{
	return set_us ? set_us : __real_li_clock_mono_us();
}

/* ---- threads ---- */

__attribute__((format(printf, 2, 3))) static void log_line(int level,
	const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	handler(level, fmt, args);
	va_end(args);
}

static void *tell(void *arg)
{
	static char reason[] = "of its own, with what it holds";

	(void)arg;
	for (int i = 0; i < EACH; i++)
		call(HOOK_MESSAGE_DROPPED, NULL, reason, NULL);
	return NULL;
}

static void *print(void *arg)
{
	(void)arg;
	for (int i = 0; i < EACH; i++)
		log_line(FD_LOG_NOTICE, "%d is one of %d lines", i, EACH);
	return NULL;
}

/* What all of these print at once, of which nothing else is told. */
static FILE *printed_by(size_t count, void *(*of)(void *))
{
	const int before = dup(STDOUT_FILENO);
	FILE *file = tmpfile();
	pthread_t threads[THREADS];

	CU_ASSERT_FATAL(before >= 0 && file && count <= THREADS);
	fflush(stdout);
	CU_ASSERT_FATAL(dup2(fileno(file), STDOUT_FILENO) >= 0);
	for (size_t i = 0; i < count; i++)
		CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, of,
					      NULL),
			0);
	for (size_t i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	fflush(stdout);
	CU_ASSERT_FATAL(dup2(before, STDOUT_FILENO) >= 0);
	close(before);
	rewind(file);
	return file;
}

static void begin(void)
{
	hook_count = 0;
	CU_ASSERT_EQUAL_FATAL(li_cx_log_start(true), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_cx_watch_start(), LI_OK);
}

static void end(void)
{
	li_cx_watch_stop();
	li_cx_log_stop();
}

/* Who sends what is dropped fills no log, whatever threads take it. Each second
 * that passes meanwhile, and one more, has its lines, and one that counts. */
static void test_watch__bounds_the_lines_of_many_threads(void)
{
	const time_t began = time(NULL);
	unsigned long long lines = 0, told = 0, left = 0, n;
	char line[256];
	FILE *file;

	begin();
	file = printed_by(THREADS, tell);
	while (fgets(line, sizeof(line), file)) {
		const char *more = strstr(line, "lmisf_cx: ");

		CU_ASSERT_PTR_NOT_NULL_FATAL(more);
		if (sscanf(more, "lmisf_cx: %llu more lines", &n) == 1) {
			left += n;
			told++;
			continue;
		}
		CU_ASSERT_PTR_NOT_NULL(strstr(line, "a message was dropped"));
		lines++;
	}
	(void)fclose(file);
	CU_ASSERT(lines >= LINES_A_SECOND);
	CU_ASSERT(lines <=
		LINES_A_SECOND * (unsigned long long)(time(NULL) - began + 2));
	CU_ASSERT(told <= lines);
	CU_ASSERT(lines + left <= THREADS * EACH);
	end();
}

static void *tell_by_the_second(void *arg)
{
	static char reason[] = "none";
	static const int times[] = {7, 1, 5, 6, 1};

	(void)arg;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		set_us += 1000000;
		for (int n = 0; n < times[i]; n++)
			call(HOOK_MESSAGE_DROPPED, NULL, reason, NULL);
	}
	return NULL;
}

/* What was left out is told of in the next second, once. */
static void test_watch__tells_what_it_left_out(void)
{
	char line[256], told[256] = "";
	FILE *file;

	begin();
	set_us = 1000000000;
	file = printed_by(1, tell_by_the_second);
	set_us = 0;
	while (fgets(line, sizeof(line), file)) {
		const char *more = strstr(line, "lmisf_cx: ");
		const size_t n = strlen(told);
		unsigned int left;

		CU_ASSERT_PTR_NOT_NULL_FATAL(more);
		if (sscanf(more, "lmisf_cx: %u more lines", &left) == 1)
			snprintf(told + n, sizeof(told) - n, "%u", left);
		else
			snprintf(told + n, sizeof(told) - n, ".");
	}
	(void)fclose(file);
	CU_ASSERT_STRING_EQUAL(told, ".....2...........1.");
	end();
}

/* A line is written in one piece: what is in another one's cannot be told from
 * what it said. */
static void test_log__keeps_lines_of_many_threads_apart(void)
{
	char line[256], want[64];
	size_t count[EACH] = {0}, bad = 0;
	FILE *file;

	begin();
	file = printed_by(THREADS, print);
	while (fgets(line, sizeof(line), file)) {
		const char *text = strstr(line, "NOTI   ");
		int i = -1;

		if (text && sscanf(text, "NOTI   %d is", &i) == 1 && i >= 0 &&
			i < EACH) {
			snprintf(want, sizeof(want),
				"NOTI   %d is one of %d lines\n", i, EACH);
			count[i] += strcmp(text, want) == 0;
		} else {
			bad++;
		}
	}
	(void)fclose(file);
	CU_ASSERT_EQUAL(bad, 0);
	for (size_t i = 0; i < EACH; i++)
		bad += count[i] != THREADS;
	CU_ASSERT_EQUAL(bad, 0);
	end();
}

UNIT_MAIN("lmisf_cx.watch", /* this one first: nothing was left out yet */
	UNIT_TEST(test_watch__tells_what_it_left_out),
	UNIT_TEST(test_watch__bounds_the_lines_of_many_threads),
	UNIT_TEST(test_log__keeps_lines_of_many_threads_apart))
