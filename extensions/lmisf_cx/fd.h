/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fd.h - freeDiameter's header, with the entry points of an extension visible:
 * 1.2.1 does not export them itself.
 *
 * Floor    5.
 * Threads  See freeDiameter.
 * Memory   See freeDiameter.
 * Spec     none
 */
#ifndef LMISF_CX_FD_H
#define LMISF_CX_FD_H

#pragma GCC visibility push(default)
#include <freeDiameter/extension.h>

/* What freeDiameter looks up in an extension. */
extern const char *fd_ext_depends[];
int fd_ext_init(int major, int minor, char *conffile);
void fd_ext_fini(void);
#pragma GCC visibility pop

#endif
