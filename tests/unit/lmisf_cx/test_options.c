/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "lmisf_cx/options.h"
#include "unit.h"

static void test_options__have_defaults(void)
{
	static const char *const nothing[] = {NULL, "", " ; ;"};

	for (size_t i = 0; i < 3; i++) {
		struct li_cx_options o;

		CU_ASSERT_EQUAL_FATAL(li_cx_options_parse(nothing[i], &o, NULL),
			LI_OK);
		CU_ASSERT_STRING_EQUAL(o.socket, "/run/lmisf/cx.sock");
		CU_ASSERT_EQUAL(o.ring_octets, 16 << 20);
		CU_ASSERT_EQUAL(o.keep_octets, 64 << 20);
		CU_ASSERT(o.guard_log);
	}
}

static void test_options__are_read_with_blanks_around(void)
{
	struct li_cx_options o;

	CU_ASSERT_EQUAL_FATAL(
		li_cx_options_parse(" socket = /tmp/a b ;ring_mb=1;\n\tkeep_mb"
				    "= 16384; log=leave",
			&o, NULL),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(o.socket, "/tmp/a b");
	CU_ASSERT_EQUAL(o.ring_octets, 1 << 20);
	CU_ASSERT_EQUAL(o.keep_octets, (size_t)16384 << 20);
	CU_ASSERT_FALSE(o.guard_log);
}

static void test_options__are_refused_with_a_reason(void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"sockte=/a", "unknown option 'sockte'"},
		{"=1", "unknown option ''"},
		{"ring_mb", "ring_mb must be"},
		{"ring_mb=0", "ring_mb must be a number from 1 to 1024"},
		{"ring_mb=1025", "ring_mb must be"},
		{"ring_mb=1x", "ring_mb must be"},
		{"ring_mb=-1", "ring_mb must be"},
		{"keep_mb=16385", "keep_mb must be a number from 1 to 16384"},
		{"socket=relative", "socket must be an absolute path"},
		{"socket=", "socket must be"},
		{"socket=/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"socket must be"},
		{"log=loud", "log must be guard or leave"},
		{"ring_mb=1;ring_mb=2", "ring_mb is given twice"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_cx_options o = {.keep_octets = 77};
		struct li_fault fault = {{0}};

		CU_ASSERT_EQUAL(li_cx_options_parse(cases[i].text, &o, &fault),
			LI_ECONFIG);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, cases[i].says));
		CU_ASSERT_EQUAL(o.keep_octets, 77);
	}
}

UNIT_MAIN("lmisf_cx.options", UNIT_TEST(test_options__have_defaults),
	UNIT_TEST(test_options__are_read_with_blanks_around),
	UNIT_TEST(test_options__are_refused_with_a_reason))
