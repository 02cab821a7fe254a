/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>

#include "base/log.h"
#include "flow/inside.h"

/* Security events on their way out: the log has when, which rule and how many,
 * and no name; the store has them whole. TS 33.127 cl. 8.7 */

static enum li_log_level level(enum li_severity severity)
{
	switch (severity) {
	case LI_SEVERITY_HIGH: return LI_LOG_WARNING;
	case LI_SEVERITY_MEDIUM: return LI_LOG_NOTICE;
	case LI_SEVERITY_LOW: break;
	}
	return LI_LOG_INFO;
}

void li_flow_say(const struct li_product *product)
{
	for (size_t i = 0; i < product->security_count; i++) {
		const struct li_security_event *e = &product->security[i];

		li_log(level(e->severity), "watch", e->number,
			"%s, severity %s: %s%" PRIu64, li_rule_name(e->rule),
			li_severity_name(e->severity),
			e->number ? "" : "more in a minute: ", e->count);
	}
}

li_err li_flow_watch_tell(struct li_flow *flow,
	const struct li_product *product)
{
	li_err err = LI_OK;

	for (size_t i = 0; i < product->security_count && !err; i++) {
		const struct li_security_event *e = &product->security[i];

		err = li_store_issue(flow->store,
			&(struct li_issue){.cause = LI_ISSUE_SECURITY,
				.state = LI_ISSUE_NEWS,
				.part = (uint32_t)e->rule,
				.number = e->number ? 1 : e->count,
				.at_us = e->at_us});
	}
	return err;
}

li_err li_flow_watch_tick(struct li_flow *flow, int64_t mono_us)
{
	struct li_product product = {.iri_count = 0};
	li_err err = LI_OK;

	product.security_count =
		li_step_watch(flow->step, mono_us, &product.security);
	if (product.security_count)
		err = li_flow_keep(flow, &product);
	return err;
}

void li_flow_watch_json(const struct li_flow *flow, struct li_buf *out)
{
	const struct li_watch_counts *n = li_step_watch_counts(flow->step);
	enum li_rule rule;

	for (size_t i = 0; (rule = li_rule_nth(i)) != LI_RULE_NONE; i++)
		li_buf_printf(out, "%s\"%s\":%" PRIu64, i ? "," : "{",
			li_rule_name(rule), n->fired[rule] + n->summed[rule]);
	li_buf_put_str(out, "}");
}
