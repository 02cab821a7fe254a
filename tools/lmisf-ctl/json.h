/* SPDX-License-Identifier: BSD-3-Clause
 *
 * json.h - JSON output of lmisf-ctl.
 *
 * Floor    5: base, jansson.
 * Threads  One.
 * Memory   The value is taken.
 * Spec     none
 */
#ifndef LI_CTL_JSON_H
#define LI_CTL_JSON_H

#include <jansson.h>

#include "base/err.h"

/* Print a value, indented, and release it.
 *   LI_ENOMEM   there was none, or it could not be written whole
 */
LI_MUST_USE li_err ctl_print_json(json_t *value);

#endif
