/* SPDX-License-Identifier: BSD-3-Clause
 *
 * show_value.h - values as JSON has them.
 *
 * What a peer sent is printed as '?' where it is no UTF-8 or no text.
 *
 * Floor    5, inside the sink: base, model, encode, jansson.
 * Threads  One.
 * Memory   Each function gives a reference that the caller owns.
 * Spec     RFC 8259
 */
#ifndef SINK_SHOW_VALUE_H
#define SINK_SHOW_VALUE_H

#include <jansson.h>

#include "record.h"

/* Append text that is safe to print. */
void show_clean(struct li_buf *out, struct li_slice s);

/* A text, or null when it is empty. */
json_t *show_text(struct li_slice s);

/* The same with its ends of line. */
json_t *show_lines(struct li_slice s);

/* A number, or null when it is 0. */
json_t *show_number(uint64_t v);

/* UTC, to the microsecond. */
json_t *show_time(int64_t at_us);

/* An address; null when there is none. */
json_t *show_address(const struct li_address *at);

/* Target identifiers as [{"impu": "sip:..."}, ...]: those that were matched,
 * or the others. */
json_t *show_targets(const struct record *record, bool matched);

/* As hexadecimal digits. */
json_t *show_octets(struct li_slice octets);

/* Identities as [{"sip-uri": "sip:..."}, ...] */
json_t *show_identities(const struct li_eps_identity *ids, size_t n);

/* The names of enum li_modification bits. */
json_t *show_modifications(uint32_t bits);

#endif
