/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tell.h - what lmisf-x1d itself has to tell the ADMF: that it has started, and
 * that its certificate ends soon.
 *
 * Floor    5: base, net, x1, tools/common.
 * Threads  That of the loop.
 * Memory   The caller's storage, which stays where it is.
 * Spec     TS 103 221-1 cl. 6.5.4
 */
#ifndef X1D_TELL_H
#define X1D_TELL_H

#include "net/loop.h"
#include "net/tls.h"
#include "x1/report.h"

struct tell {
	struct li_loop *loop;
	struct li_x1_reporter *reporter;
	int64_t end_us;  /* of the certificate */
	int64_t warn_us; /* so long before */
	bool started;    /* that was told */
	struct li_timer timer;
};

/* Begin, or look again because the certificate is another. The rest of *tell
 * was set. */
void tell_look(struct tell *tell);

/* Fine when it was not begun. */
void tell_stop(struct tell *tell);

#endif
