/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_scan_daemon.h - plays freeDiameter to the callbacks of the Cx tap: what
 * they register is called here as a relay's threads call it.
 *
 * Threads  One.
 * Memory   Borrows the octets for the time of a call.
 * Spec     none
 */
#ifndef BENCH_CX_SCAN_DAEMON_H
#define BENCH_CX_SCAN_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A request, or the answer to the last one, comes in from a peer and goes out
 * to another. Where it is to be counted, our callbacks are called from
 * call_counted(), by which name valgrind knows them. */
void daemon_pass(const uint8_t *octets, size_t count, bool counted);

#endif
