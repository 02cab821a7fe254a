/* SPDX-License-Identifier: BSD-3-Clause
 *
 * bearer.h - what a visited network says of the bearer of a roamer.
 *
 * It names nobody: who it is about, and with which device, are the keys that
 * identities of SIP are compared by (model/identity.h). An IMPI or IMPU that was
 * derived from the IMSI has that key too, whether its MNC has two digits or three.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Nothing is borrowed.
 * Spec     TS 33.128 cl. 7.10; TS 23.003 cl. 13.2, 13.3
 */
#ifndef LI_MODEL_BEARER_H
#define LI_MODEL_BEARER_H

#include "model/identity.h"

enum li_bearer_what {
	LI_BEARER_BEGUN = 1, /* established, activated */
	LI_BEARER_THERE,     /* modified, moved, was there before, other */
	LI_BEARER_GONE,      /* released, deleted, disconnected */
};

/* A PDU session, or the PDN connection of an EPS bearer: each has numbers of its
 * own. */
enum { LI_BEARER_EPS = 1 << 8 };

struct li_bearer {
	uint64_t number; /* of this run, for log lines */
	int64_t at_us;   /* UTC, when it came in */
	int64_t mono_us;
	enum li_bearer_what what;
	uint16_t id;        /* of the IMSI: PDU session; or LI_BEARER_EPS and
			     * the default bearer */
	struct li_key imsi; /* of LI_ID_IMSI */
	struct li_key imei; /* of LI_ID_IMEI; none: not said */
	uint64_t node;      /* mark of who says so; 0: no name */
};

#endif
