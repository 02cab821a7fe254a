/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "unit.h"

static char got[2048]; /* what was printed since begin() */
static int ends[2], saved;

static void begin(void)
{
	CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
	saved = dup(STDERR_FILENO);
	CU_ASSERT_FATAL(saved >= 0);
	CU_ASSERT_FATAL(dup2(ends[1], STDERR_FILENO) >= 0);
	close(ends[1]);
}

static const char *end(void)
{
	ssize_t n;

	CU_ASSERT_FATAL(dup2(saved, STDERR_FILENO) >= 0);
	close(saved);
	n = read(ends[0], got, sizeof(got) - 1);
	got[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	return got;
}

static void test_log__prints_level_stage_event_and_text(void)
{
	unsetenv("JOURNAL_STREAM");
	begin();
	li_log(LI_LOG_WARNING, "store", 12, "%d rows, kept", 3);
	CU_ASSERT_STRING_EQUAL(end(), "warning store #12: 3 rows, kept\n");
	begin();
	li_log(LI_LOG_NOTICE, "flow", 0, "started");
	CU_ASSERT_STRING_EQUAL(end(), "notice flow: started\n");
}

static void test_log__prints_a_priority_for_the_journal(void)
{
	setenv("JOURNAL_STREAM", "8:1", 1);
	begin();
	li_log(LI_LOG_ERROR, "store", 0, "full");
	CU_ASSERT_STRING_EQUAL(end(), "<3>store: full\n");
	unsetenv("JOURNAL_STREAM");
}

static void test_log__leaves_out_what_is_below_the_level(void)
{
	begin();
	li_log(LI_LOG_INFO, "net", 0, "not yet");
	li_log_set_level(LI_LOG_DEBUG);
	li_log(LI_LOG_DEBUG, "net", 0, "now");
	li_log_set_level(LI_LOG_NOTICE);
	CU_ASSERT_STRING_EQUAL(end(), "debug net: now\n");
}

static void test_log__cuts_a_long_line_and_ends_it(void)
{
	size_t n;

	begin();
	li_log(LI_LOG_ERROR, "net", 0, "%1000d", 7);
	end();
	n = strlen(got);
	CU_ASSERT(n > 400 && n <= 512);
	CU_ASSERT_EQUAL(got[n - 1], '\n');
	CU_ASSERT_PTR_EQUAL(strchr(got, '\n'), got + n - 1);
}

UNIT_MAIN("base.log", UNIT_TEST(test_log__prints_level_stage_event_and_text),
	UNIT_TEST(test_log__prints_a_priority_for_the_journal),
	UNIT_TEST(test_log__leaves_out_what_is_below_the_level),
	UNIT_TEST(test_log__cuts_a_long_line_and_ends_it))
