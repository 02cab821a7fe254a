/* SPDX-License-Identifier: BSD-3-Clause
 *
 * files.h - a task or a destination as an operator writes it.
 *
 * Floor    5: base, model, common.
 * Threads  One.
 * Memory   Values.
 * Spec     TS 103 221-1 cl. 6.2.1, 6.3.1 (what both consist of)
 */
#ifndef LI_CTL_FILES_H
#define LI_CTL_FILES_H

#include "base/fault.h"
#include "model/task.h"

/* A task file; its destinations are still as written. */
struct ctl_task_file {
	struct li_task task;
	bool has_xid, has_starts;
	char destinations[LI_TASK_DESTINATIONS_MAX][LI_NAME_MAX + 1];
};

/* Read a task file ("-" is standard input). operator_name stands in for a
 * key `operator` that the file does not have.
 *   LI_EINVAL LI_ENOTFOUND LI_EIO LI_ETOOBIG LI_ENOMEM
 * fault says where, and quotes nothing of it.
 */
LI_MUST_USE li_err ctl_task_file_read(const char *path,
	const char *operator_name, struct ctl_task_file *out,
	struct li_fault *fault);

/* Read a destination file. A DID is drawn when it has none, and *has_did is
 * false.
 *   as above
 */
LI_MUST_USE li_err ctl_destination_file_read(const char *path,
	struct li_destination *out, bool *has_did, struct li_fault *fault);

#endif
