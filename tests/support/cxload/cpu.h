/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cpu.h - how much CPU time has a process used?
 *
 * Threads  No state.
 * Memory   None kept.
 * Spec     Linux Documentation/scheduler/sched-stats.rst
 */
#ifndef CXLOAD_CPU_H
#define CXLOAD_CPU_H

#include <stdint.h>

/* Nanoseconds on a CPU of all present threads of pid, or of those of this name
 * (not NULL); 0 when unknown. */
uint64_t cpu_of_ns(int pid, const char *name);

#endif
