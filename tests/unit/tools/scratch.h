/* SPDX-License-Identifier: BSD-3-Clause
 *
 * scratch.h - a configuration in a folder of its own, removed when it was read.
 */
#ifndef LI_UNIT_SCRATCH_H
#define LI_UNIT_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/config.h"
#include "unit.h"

#define ELEMENT "element: {nfid: lmisf-1, ipid: poi-1}\n"

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

/* Read text as a configuration. */
static inline li_err load(const char *text, struct li_config *out,
	struct li_fault *fault)
{
	li_err err = li_config_load(scratch_write(text), out, fault);

	scratch_remove();
	return err;
}

#endif
