/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/veil.h"
#include "unit.h"

enum { OCTETS = 40000 };

/* The flags that the kernel has of the mapping at p: proc(5), smaps. */
static bool flagged(const void *p, const char *flag)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	char line[512];
	bool here = false, found = false;

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	while (fgets(line, sizeof(line), f)) {
		char *end;
		unsigned long from = strtoul(line, &end, 16), to = 0;

		if (*end == '-') {
			to = strtoul(end + 1, NULL, 16);
			here = (unsigned long)p >= from &&
				(unsigned long)p < to;
		} else if (here && strncmp(line, "VmFlags:", 8) == 0) {
			found = strstr(line, flag) != NULL;
		}
	}
	(void)fclose(f);
	return found;
}

/* TS 33.127 cl. 8 */
static void test_veil__is_left_out_of_cores(void)
{
	uint8_t *veil = li_veil_new(OCTETS), *plain = malloc(OCTETS);

	CU_ASSERT_PTR_NOT_NULL_FATAL(veil);
	CU_ASSERT_PTR_NOT_NULL_FATAL(plain);
	CU_ASSERT(flagged(veil, " dd"));
	CU_ASSERT(flagged(veil + OCTETS - 1, " dd"));
	CU_ASSERT_FALSE(flagged(plain, " dd"));
	free(plain);
	li_veil_free(veil, OCTETS, OCTETS);
}

static void test_veil__begins_with_zeroes(void)
{
	uint8_t *veil = li_veil_new(OCTETS);
	uint8_t all = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(veil);
	for (size_t i = 0; i < OCTETS; i++)
		all |= veil[i];
	CU_ASSERT_EQUAL(all, 0);
	memset(veil, 1, OCTETS);
	li_veil_free(veil, OCTETS, OCTETS + 1);
	li_veil_free(NULL, OCTETS, OCTETS);
}

UNIT_MAIN("base.veil", UNIT_TEST(test_veil__is_left_out_of_cores),
	UNIT_TEST(test_veil__begins_with_zeroes))
