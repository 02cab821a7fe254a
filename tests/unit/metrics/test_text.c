/* SPDX-License-Identifier: BSD-3-Clause */
#include "metrics/text.h"

#include <ctype.h>
#include <stdlib.h>

#include "unit.h"

enum { LINES = 200 };

/* A text, line by line. */
struct page {
	struct li_buf text;
	char *line[LINES];
	size_t count;
};

static void make(struct page *p, bool there, size_t count)
{
	struct li_counts n;

	for (size_t i = 0; i < LI_COUNTS; i++)
		n.at[i] = 1000 + i;
	*p = (struct page){0};
	li_metrics_text(&p->text, there ? &n : NULL, count, "0.1");
	li_buf_put_u8(&p->text, 0);
	CU_ASSERT_EQUAL_FATAL(li_buf_check(&p->text), LI_OK);
	for (char *at = (char *)p->text.p; *at; p->count++) {
		char *end = strchr(at, '\n');

		CU_ASSERT_PTR_NOT_NULL_FATAL(end);
		CU_ASSERT_TRUE_FATAL(p->count < LINES);
		*end = '\0';
		p->line[p->count] = at;
		at = end + 1;
	}
}

static size_t name_length(const char *sample)
{
	return strspn(sample, "abcdefghijklmnopqrstuvwxyz_");
}

static bool is_type(const char *text)
{
	return strcmp(text, "counter") == 0 || strcmp(text, "gauge") == 0;
}

/* name{label="value"} NUMBER */
static bool is_sample(const char *text)
{
	const char *at = text + name_length(text);

	if (*at == '{') {
		at++;
		at += name_length(at);
		if (strncmp(at, "=\"", 2) != 0)
			return false;
		at += 2;
		at += strcspn(at, "\"\\");
		if (strncmp(at, "\"}", 2) != 0)
			return false;
		at += 2;
	}
	return *at++ == ' ' && *at && at[strspn(at, "0123456789")] == '\0';
}

/* Prometheus: HELP, TYPE, then all samples of the metric, and none later. */
static void check_order(const struct page *p)
{
	char seen[LINES][64] = {0}, type[64] = "";
	size_t count = 0;

	for (size_t i = 0; i < p->count; i++) {
		const char *line = p->line[i];

		if (strncmp(line, "# HELP ", 7) == 0) {
			size_t n = name_length(line + 7);

			CU_ASSERT_TRUE(line[7 + n] == ' ' && line[8 + n]);
			snprintf(seen[count], sizeof(seen[0]), "%.*s", (int)n,
				line + 7);
			for (size_t k = 0; k < count; k++)
				CU_ASSERT_STRING_NOT_EQUAL(seen[k],
					seen[count]);
			count++;
			CU_ASSERT_FATAL(sscanf(p->line[++i], "# TYPE %*s %63s",
						type) == 1);
			CU_ASSERT_TRUE(is_type(type));
			continue;
		}
		CU_ASSERT_TRUE(is_sample(line));
		CU_ASSERT_TRUE(count > 0 &&
			strncmp(seen[count - 1], line, name_length(line)) == 0);
		/* A counter says so in its name, a gauge does not. */
		CU_ASSERT_EQUAL(strcmp(type, "counter") == 0,
			strstr(line, "_total") != NULL);
	}
}

static void test_text__is_what_prometheus_reads(void)
{
	const size_t sizes[] = {LI_COUNTS_OPEN, LI_COUNTS};
	struct page p;

	for (size_t k = 0; k < 2; k++) {
		make(&p, true, sizes[k]);
		check_order(&p);
		li_buf_fini(&p.text);
	}
}

static size_t samples(const struct page *p, const char *with)
{
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++)
		n += p->line[i][0] != '#' && strstr(p->line[i], with);
	return n;
}

/* Each count is a sample of its own: none is forgotten, none stands twice. */
static void test_text__has_each_count_once(void)
{
	struct page p;
	char value[16];

	make(&p, true, LI_COUNTS);
	for (int i = 0; i < LI_COUNTS; i++) {
		snprintf(value, sizeof(value), " %d", 1000 + i);
		CU_ASSERT_EQUAL(samples(&p, value), 1);
	}
	CU_ASSERT_EQUAL(samples(&p, ""), LI_COUNTS + 2); /* up, version */
	li_buf_fini(&p.text);
}

/* TS 33.126 R6.6-05: nothing of LI for who has no certificate of LI */
static void test_text__keeps_li_from_who_may_not_see_it(void)
{
	struct page p;

	make(&p, true, LI_COUNTS_OPEN);
	CU_ASSERT_EQUAL(samples(&p, ""), LI_COUNTS_OPEN + 2);
	for (size_t i = 0; i < p.count; i++) {
		CU_ASSERT_PTR_NULL(strstr(p.line[i], "lmisf_li_"));
		CU_ASSERT_PTR_NULL(strstr(p.line[i], "task"));
		CU_ASSERT_PTR_NULL(strstr(p.line[i], "target"));
	}
	li_buf_fini(&p.text);
	make(&p, true, LI_COUNTS);
	CU_ASSERT_EQUAL(samples(&p, "lmisf_li_"), LI_COUNTS - LI_COUNTS_OPEN);
	li_buf_fini(&p.text);
}

static void test_text__says_when_lmisfd_is_away(void)
{
	struct page p;

	make(&p, false, LI_COUNTS);
	CU_ASSERT_EQUAL(samples(&p, ""), 2);
	CU_ASSERT_EQUAL(samples(&p, "lmisf_up 0"), 1);
	li_buf_fini(&p.text);
	make(&p, true, LI_COUNTS_OPEN);
	CU_ASSERT_EQUAL(samples(&p, "lmisf_up 1"), 1);
	CU_ASSERT_EQUAL(samples(&p, "lmisf_build_info{version=\"0.1\"} 1"), 1);
	li_buf_fini(&p.text);
}

static void test_text__escapes_labels(void)
{
	struct li_buf b = {0};

	li_metrics_label(&b, "a\\b\"c\nd{}\t\xc3\xa4");
	CU_ASSERT_TRUE(
		li_slice_is(li_buf_slice(&b), "a\\\\b\\\"c\\nd{}\t\xc3\xa4"));
	li_buf_fini(&b);
	li_metrics_text(&b, NULL, LI_COUNTS_OPEN, "1\"\n2");
	li_buf_put_u8(&b, 0);
	CU_ASSERT_PTR_NOT_NULL(
		strstr((char *)b.p, "{version=\"1\\\"\\n2\"} 1\n"));
	li_buf_fini(&b);
}

UNIT_MAIN("metrics.text", UNIT_TEST(test_text__is_what_prometheus_reads),
	UNIT_TEST(test_text__has_each_count_once),
	UNIT_TEST(test_text__keeps_li_from_who_may_not_see_it),
	UNIT_TEST(test_text__says_when_lmisfd_is_away),
	UNIT_TEST(test_text__escapes_labels))
