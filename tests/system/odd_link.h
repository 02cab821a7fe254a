/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd_link.h - a TLS connection to lmisf-sink, for programs that try it. What
 * goes wrong with the connection itself ends the program.
 */
#ifndef ODD_LINK_H
#define ODD_LINK_H

#include "base/err.h"
#include "base/slice.h"

/* Print what and exit 1 unless it is LI_OK. */
void odd_need(li_err err, const char *what);

/* Take the certificates of a folder that tests/support/certs made. */
void odd_load(const char *dir);

/* Connect to a port of the loopback; and end that connection. */
void odd_begin(const char *port);
void odd_end(void);

/* Send all of it. */
void odd_put(struct li_slice octets);

/* Wait half a second. */
void odd_rest(void);

/* Was the connection reset, within a second? */
bool odd_reset(void);

/* What came within a second; 0 when nothing did. */
size_t odd_read(void *p, size_t cap);

#endif
