/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_addr.h"
#include "unit.h"

/* The uris of a list, each followed by a blank. */
static const char *uris(const char *value)
{
	static char text[512];
	struct li_sip_list list = {.rest = li_slice_str(value)};
	struct li_sip_addr addr;
	size_t n = 0;

	text[0] = '\0';
	while (li_sip_addr_next(&list, &addr)) {
		n += li_slice_copy(addr.uri, text + n, sizeof(text) - n - 1);
		text[n++] = ' ';
		text[n] = '\0';
	}
	return text;
}

static void test_sip_addr__reads_lists(void)
{
	static const char *const cases[][2] = {
		{"", ""},
		{" \r\n ,, ", ""},
		{"<a:b>", "a:b "},
		{"a:b", "a:b "},
		{"<a:b>,<c:d>", "a:b c:d "},
		{" a:b , <c:d> ,e:f ", "a:b c:d e:f "},
		{"\"x, <y>\" <a:b>;q=\",<z>\", c:d;e=f", "a:b c:d "},
		{"N <a:b;c=d?e=f>;g", "a:b;c=d?e=f "},
		{"<a:b", "a:b "},
		{"<>", " "},
		{";x", " "},
		{"*", "* "},
		{"<a:b<c:d>", "a:b c:d "},
		{"a:b;x <c:d>", "a:b c:d "},
		{"\"open <a:b>, <c:d>", "a:b c:d "},
		{"a:b, \"x\" \"y, <c:d>", "a:b \"x\" \"y c:d "},
		/* a quoted string is a whole name, or quotes mean nothing */
		{"\"x\" \"y, <c:d>\"", "\"x\" \"y c:d "},
		{"\"\\\",\" \\\",<a:b>", "\"\\\",\" \\\" a:b "},
		{"<a:b>;q=\",<z>\"\",<c:d>\"", "a:b c:d "},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (strcmp(uris(cases[i][0]), cases[i][1]) != 0)
			printf("%s -> %s\n", cases[i][0], uris(cases[i][0]));
		CU_ASSERT_STRING_EQUAL(uris(cases[i][0]), cases[i][1]);
	}
}

static void test_sip_addr__tells_params_from_uri(void)
{
	struct li_sip_list list = {
		.rest = li_slice_str(
			"<a:b;in=1>;out=2, c:d;user=phone ;tag=3 , e:f")};
	struct li_sip_addr addr;

	CU_ASSERT_FATAL(li_sip_addr_next(&list, &addr));
	CU_ASSERT(!addr.bare && li_slice_is(addr.params, ";out=2"));
	CU_ASSERT(li_slice_is(li_sip_addr_whole(&addr), "a:b;in=1"));
	CU_ASSERT_FATAL(li_sip_addr_next(&list, &addr));
	CU_ASSERT(addr.bare && li_slice_is(addr.uri, "c:d"));
	CU_ASSERT(
		li_slice_is(li_sip_addr_whole(&addr), "c:d;user=phone ;tag=3"));
	CU_ASSERT_FATAL(li_sip_addr_next(&list, &addr));
	CU_ASSERT(addr.bare && addr.params.n == 0);
	CU_ASSERT(li_slice_is(li_sip_addr_whole(&addr), "e:f"));
	CU_ASSERT(!li_sip_addr_next(&list, &addr));
	CU_ASSERT(!list.bad);
}

static void test_sip_addr__says_what_never_closed(void)
{
	static const char *const cases[] = {"<a:b", "\"x <a:b>", "<a:b<c:d>",
		"a:b;x=\"y"};
	struct li_sip_addr addr;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_sip_list list = {.rest = li_slice_str(cases[i])};

		while (li_sip_addr_next(&list, &addr))
			;
		CU_ASSERT(list.bad);
	}
}

UNIT_MAIN("intake.sip_addr", UNIT_TEST(test_sip_addr__reads_lists),
	UNIT_TEST(test_sip_addr__tells_params_from_uri),
	UNIT_TEST(test_sip_addr__says_what_never_closed))
