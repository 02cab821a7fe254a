/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "lmisfd.h"

enum { EACH_US = 5000 }; /* between two steps, for others */

static void step(void *data)
{
	struct lmisfd *d = data;
	const li_err err = li_flow_erase(d->flow, li_clock_now_us());

	if (err)
		lmisfd_break(d, err);
	else
		erase_look(d);
}

/* TS 33.107 cl. 20.3.2.3 */
void erase_look(struct lmisfd *d)
{
	if (li_flow_erase_due(d->flow))
		li_loop_arm(d->loop, &d->erase, EACH_US, step, d);
}
