/* SPDX-License-Identifier: BSD-3-Clause
 *
 * servers.h - the S-CSCF names that are known, by list or by having been seen.
 *
 * Floor    2, inside watch/.
 * Threads  As watch.h.
 * Memory   Fixed: marks of names, no name.
 * Spec     TS 29.229 cl. 6.3.3 (Server-Name is a SIP URI)
 */
#ifndef LI_WATCH_SERVERS_H
#define LI_WATCH_SERVERS_H

#include "base/hash.h"
#include "model/security.h"

enum { LI_SERVERS_KNOWN = 256 };

struct li_servers {
	uint64_t marks[LI_SERVERS_KNOWN];
	size_t count;
	bool listed; /* by the configuration: none is learned */
};

/* Take the list. */
void li_servers_make(const struct li_watch_rules *rules,
	const struct li_hash_secret *secret, struct li_servers *out);

/* The host of a SIP URI, or of what is none. */
struct li_slice li_server_host(struct li_slice uri);

/* Is it known? Learn it, while there is room. */
bool li_server_known(const struct li_servers *servers, uint64_t mark);
void li_server_learn(struct li_servers *servers, uint64_t mark);

#endif
