/* SPDX-License-Identifier: BSD-3-Clause
 *
 * box.h - the sandbox of the ADMF's door.
 *
 * It has its certificates and no other file, connects to lmisfd and to the port
 * of x1.report_to, and has its cells started by a launcher from before.
 *
 * Floor    5: sandbox, tools/common.
 * Threads  One.
 * Memory   Nothing is kept.
 * Spec     TS 33.127 cl. 8.2
 */
#ifndef X1D_BOX_H
#define X1D_BOX_H

#include "common/config.h"

/* Enter it: the server listens. probe is of --probe-sandbox, or NULL.
 *   as li_sandbox_enter()
 */
LI_MUST_USE li_err box_enter(const struct li_config *config, const char *probe,
	struct li_fault *fault);

#endif
