/* SPDX-License-Identifier: BSD-3-Clause
 *
 * orders.h - a captured trace, put through mirror and step in any order.
 */
#ifndef LI_FLOW_ORDERS_H
#define LI_FLOW_ORDERS_H

#include <stdbool.h>

#include "model/event.h"

enum { ORDERS_MESSAGES = 256, ORDERS_TASKS = 6 };

struct orders_trace {
	struct {
		struct li_slice octets;
		struct li_address from, to;
		uint8_t ip_proto;
		int64_t at_us;
	} messages[ORDERS_MESSAGES];
	size_t count;
};

/* One message of a trace as a tap shows it. */
struct orders_shown {
	size_t message;
	int64_t at_us;
};

/* What a task was told of a message: so many records, in the session whose
 * first message of the trace that the task was told is this one. */
struct orders_told {
	unsigned int records;
	size_t session;
};

struct orders_end {
	uint64_t digest;
	size_t records;
	struct orders_told told[ORDERS_TASKS][ORDERS_MESSAGES];
};

/* Read a capture of DATA; what it holds lives as long as the program. */
bool orders_load(const char *data, const char *file, struct orders_trace *out);

/* Have so many milliseconds more go by before each message that begins a
 * Call-ID, and before users turn to registrations: what they do in a made
 * trace follows as fast as in none that is real. */
void orders_stretch(struct orders_trace *trace, unsigned int pause_ms);

/* Put so many messages through a mirror and a step that know nothing. Exits
 * when there is no memory. */
void orders_run(const struct orders_trace *trace,
	const struct orders_shown *shown, size_t n, struct orders_end *out);

#endif
