/* SPDX-License-Identifier: BSD-3-Clause */
#include "box.h"

#include "common/confine.h"

/* TS 33.127 cl. 8.2: what comes in from outside is read in here */
li_err box_enter(const struct li_config *c, const struct box_options *o,
	struct li_fault *fault)
{
	struct li_confine box = {.calls = LI_CALLS_FILES | LI_CALLS_ACCEPT |
			LI_CALLS_CLOCK,
		.probe = o->probe};

	if (li_config_intake_tls(&c->intake) && o->live) {
		box.calls |= LI_CALLS_TLS;
		li_confine_tls(&box, &c->intake.tls);
	}
	/* A snapshot opens the store again. */
	if (o->held) {
		box.calls |= LI_CALLS_FORK;
		li_confine_key(&box, c->store.key_file);
	}
	li_confine_store(&box, c->store.path);
	li_confine_key(&box, c->store.audit_key);
	li_confine_path(&box, c->x1.state, LI_MAY_WRITE | LI_MAY_BESIDE);
	li_confine_path(&box, "/proc/sys/kernel/random/boot_id", LI_MAY_READ);
	li_confine_path(&box, o->capture, LI_MAY_READ);
	li_confine_also(&box, c);
	return li_confine(&box, fault);
}

/* TS 33.127 cl. 8.2 */
li_err box_hold(const struct li_config *c, const char *probe,
	struct li_fault *fault)
{
	struct li_confine box = {.calls = LI_CALLS_ACCEPT | LI_CALLS_HOLD,
		.probe = probe};

	/* libpcap asks files about an interface that is back; it has none. */
	if (c->intake.capture_count)
		box.calls |= LI_CALLS_CAPTURE | LI_CALLS_FILES;
	return li_confine(&box, fault);
}

/* TS 33.127 cl. 8.2 */
li_err box_cradle(struct li_fault *fault)
{
	const struct li_sandbox box = {.starter = true};

	return li_sandbox_enter(&box, fault);
}
