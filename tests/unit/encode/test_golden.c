/* SPDX-License-Identifier: BSD-3-Clause */
#include <dirent.h>

#include "golden.h"
#include "octets.h"
#include "unit.h"

static struct sample samples[SAMPLES_MAX];
static struct golden list[GOLDEN_MAX];

static size_t make(void)
{
	return golden_make(samples, samples_make(samples), list);
}

static bool same(const struct golden *g)
{
	struct li_buf got = {0}, want = {0};
	char file[96];
	bool good;

	snprintf(file, sizeof(file), "golden/%s/%s.hex", golden_folder(g->form),
		g->name);
	good = octets_file(&want, file) && want.n > 0 &&
		golden_encode(g, &got) == LI_OK &&
		li_slice_eq(li_buf_slice(&got), li_buf_slice(&want));
	if (!good)
		printf("%s: other octets\n", file);
	li_buf_fini(&got);
	li_buf_fini(&want);
	return good;
}

/* TS 103 221-2 cl. 5; TS 102 232-1 cl. 5; TS 102 232-5 cl. 5; TS 33.128
 * cl. 5.3.2, 5.5.2, 5.7; TS 33.108 cl. 7 */
static void test_golden__writes_the_octets_that_were_checked_in(void)
{
	const size_t n = make();

	CU_ASSERT_TRUE_FATAL(n > 0 && n <= GOLDEN_MAX);
	for (size_t i = 0; i < n; i++) {
		CU_ASSERT_PTR_NOT_NULL(list[i].what);
		CU_ASSERT_TRUE(same(&list[i]));
	}
}

static size_t files_of(const char *folder)
{
	char path[4096];
	size_t n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/golden/%s", TEST_DATA, folder);
	d = opendir(path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(d);
	for (const struct dirent *e = readdir(d); e; e = readdir(d))
		n += strstr(e->d_name, ".hex") != NULL;
	closedir(d);
	return n;
}

static void test_golden__has_no_file_of_what_is_not_sent(void)
{
	const size_t n = make();

	for (int form = GOLDEN_X2; form <= GOLDEN_LINK; form++) {
		size_t listed = 0;

		for (size_t i = 0; i < n; i++)
			listed += list[i].form == (enum golden_form)form;
		CU_ASSERT_EQUAL(files_of(golden_folder((enum golden_form)form)),
			listed);
	}
}

/* Each kind of record and each word of the link that lmisf has. */
static void test_golden__leaves_nothing_out(void)
{
	const size_t n = make();
	uint32_t modifications = 0;

	for (int kind = LI_IRI_IMS_MESSAGE; kind <= LI_IRI_LAST; kind++) {
		size_t of_kind = 0;

		if (!li_iri_kind_intercepts((enum li_iri_kind)kind))
			continue;
		for (size_t i = 0; i < n; i++)
			of_kind += list[i].iri &&
				list[i].iri->kind == (enum li_iri_kind)kind;
		CU_ASSERT_TRUE(of_kind >= 2);
	}
	for (size_t i = 0; i < n; i++)
		if (list[i].iri)
			modifications |= list[i].iri->modifications;
	CU_ASSERT_EQUAL(modifications, LI_MOD_ALL);
}

/* What has no file of its own in a form has the octets of another one. */
static void test_golden__has_one_file_for_the_same_octets(void)
{
	const size_t count = samples_make(samples);

	for (size_t i = 0; i < count; i++) {
		const struct golden r19 = {.form = GOLDEN_R19,
			.iri = &samples[i].iri,
			.type = LI_PSP_REPORT};
		struct golden other = r19;
		struct li_buf want = {0}, got = {0};

		CU_ASSERT_EQUAL(golden_encode(&r19, &want), LI_OK);
		other.form = GOLDEN_IPMM;
		CU_ASSERT_EQUAL(golden_encode(&other, &got), LI_OK);
		CU_ASSERT_EQUAL(li_slice_eq(li_buf_slice(&got),
					li_buf_slice(&want)),
			samples[i].iri.kind != LI_IRI_IMS_MESSAGE);
		li_buf_reset(&got);
		other.form = GOLDEN_R17;
		CU_ASSERT_EQUAL(golden_encode(&other, &got), LI_OK);
		CU_ASSERT_EQUAL(li_slice_eq(li_buf_slice(&got),
					li_buf_slice(&want)),
			samples[i].iri.kind != LI_IRI_IMS_MESSAGE &&
				samples[i].iri.kind !=
					LI_IRI_START_OF_INTERCEPTION);
		li_buf_fini(&got);
		li_buf_fini(&want);
	}
}

UNIT_MAIN("encode.golden",
	UNIT_TEST(test_golden__writes_the_octets_that_were_checked_in),
	UNIT_TEST(test_golden__has_no_file_of_what_is_not_sent),
	UNIT_TEST(test_golden__leaves_nothing_out),
	UNIT_TEST(test_golden__has_one_file_for_the_same_octets))
