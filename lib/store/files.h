/* SPDX-License-Identifier: BSD-3-Clause
 *
 * files.h - the files beside the database.
 *
 * Floor    3, inside the store: base.
 * Threads  Any.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_STORE_FILES_H
#define LI_STORE_FILES_H

#include <stdbool.h>

#include "base/fault.h"

enum { LI_PATH_MAX = 1024 }; /* of a database file with a suffix */

/* Make what was done in the directory of `path` last. errno says why not. */
bool li_dir_sync(const char *path);

/* Write path and suffix to out.
 *   LI_ECONFIG   too long
 */
LI_MUST_USE li_err li_path_with(const char *path, const char *suffix,
	char out[LI_PATH_MAX], struct li_fault *fault);

/* Take the writer's lock, "<path>.lock"; *fd holds it until closed.
 *   LI_EAGAIN   another writer has it
 *   LI_EIO
 */
LI_MUST_USE li_err li_lock_take(const char *path, int *fd,
	struct li_fault *fault);

/* Remove a database file with all that SQLite puts beside it. */
void li_files_remove(const char *path);

#endif
