/* SPDX-License-Identifier: BSD-3-Clause
 *
 * scratch.h - a folder of its own for a test's files, removed at its end.
 */
#ifndef LI_UNIT_SCRATCH_H
#define LI_UNIT_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <CUnit/Basic.h>

static char scratch_folder[64], scratch_file[96];

/* Write text to a file in a new folder; returns its path. */
static inline const char *scratch_write(const char *text)
{
	FILE *f;

	strcpy(scratch_folder, "/tmp/lmisf-unit-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(scratch_folder));
	snprintf(scratch_file, sizeof(scratch_file), "%s/lmisf.yaml",
		scratch_folder);
	f = fopen(scratch_file, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	fputs(text, f);
	CU_ASSERT_EQUAL_FATAL(fclose(f), 0);
	return scratch_file;
}

static inline void scratch_remove(void)
{
	unlink(scratch_file);
	rmdir(scratch_folder);
}

#endif
