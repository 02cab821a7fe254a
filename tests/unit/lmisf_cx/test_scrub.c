/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <string.h>

#include "lmisf_cx/scrub.h"
#include "unit.h"

static char made[] = "alice@ims.test"; /* writable: made at run time */
static char line[128];

__attribute__((format(printf, 2, 3))) static const char *scrub(bool plain,
	const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	CU_ASSERT_EQUAL(li_scrub(line, sizeof(line), plain, fmt, args),
		strlen(line));
	va_end(args);
	return line;
}

/* TS 33.127 cl. 8.7 */
static void test_scrub__leaves_out_strings_made_at_run_time(void)
{
	char on_stack[] = "sip:bob@ims.test";

	CU_ASSERT_STRING_EQUAL(scrub(false, "user %s", made), "user [...]");
	CU_ASSERT_STRING_EQUAL(scrub(false, "%s: %.*s!", on_stack, 3, made),
		"[...]: [...]!");
	CU_ASSERT_STRING_EQUAL(scrub(false, "%c", 'a'), "[...]");
	CU_ASSERT_STRING_EQUAL(scrub(true, "peer %s %.2s", made, made),
		"peer alice@ims.test al");
}

static void test_scrub__keeps_words_and_numbers_of_the_program(void)
{
	CU_ASSERT_STRING_EQUAL(scrub(false, "in '%s' :\t%s", "call()", "why"),
		"in 'call()' :\twhy");
	CU_ASSERT_STRING_EQUAL(scrub(false, "%d %5u %-3i|%x %02hhx 100%%", -5,
				       7U, 3, 255U, (unsigned char)10),
		"-5 7 3|ff a 100%");
	CU_ASSERT_STRING_EQUAL(scrub(false, "%ld %llu %zu %zd %jd", -1L, 2ULL,
				       (size_t)3, (ssize_t)-4, (intmax_t)5),
		"-1 2 3 -4 5");
	CU_ASSERT_STRING_EQUAL(scrub(false, "%f %p", 1.5, (void *)made),
		"1.5 [pointer]");
	CU_ASSERT_STRING_EQUAL(scrub(false, "%*d %s", 4, 7, (char *)NULL),
		"7 (null)");
	CU_ASSERT_STRING_EQUAL(scrub(false, "%s", strerror(2)),
		"No such file or directory");
}

static void test_scrub__cuts_a_line_to_its_buffer(void)
{
	char small[8];
	const char *fmt = "a long line of text";
	va_list none;

	memset(&none, 0, sizeof(none));
	CU_ASSERT_EQUAL(li_scrub(small, sizeof(small), false, fmt, none), 7);
	CU_ASSERT_STRING_EQUAL(small, "a long ");
}

UNIT_MAIN("lmisf_cx.scrub",
	UNIT_TEST(test_scrub__leaves_out_strings_made_at_run_time),
	UNIT_TEST(test_scrub__keeps_words_and_numbers_of_the_program),
	UNIT_TEST(test_scrub__cuts_a_line_to_its_buffer))
