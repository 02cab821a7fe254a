/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "model/security.h"

static const struct {
	enum li_rule rule;
	const char *name;
} rules[] = {
	{LI_RULE_CX_ROLE, "cx-role"},
	{LI_RULE_CX_STRANGER, "cx-stranger"},
	{LI_RULE_CX_PEER, "cx-peer"},
	{LI_RULE_CX_ANSWER, "cx-answer"},
	{LI_RULE_CX_SERVER, "cx-server"},
	{LI_RULE_LIR_SWEEP, "lir-sweep"},
	{LI_RULE_LIR_UNKNOWN, "lir-unknown"},
	{LI_RULE_MAR_MANY, "mar-many"},
	{LI_RULE_MAR_ONE, "mar-one"},
	{LI_RULE_SAR_UNPROVED, "sar-unproved"},
	{LI_RULE_AUTH_FAILED, "auth-failed"},
	{LI_RULE_AUTH_REFUSED, "auth-refused"},
	{LI_RULE_AUTH_FAILED_BY, "auth-failed-by"},
	{LI_RULE_HIJACK_DEVICE, "h1-device"},
	{LI_RULE_HIJACK_SHARED, "h2-shared"},
	{LI_RULE_HIJACK_TRAVEL, "h3-travel"},
	{LI_RULE_HIJACK_GRUU, "h4-gruu"},
	{LI_RULE_HIJACK_DIALOG, "h5-dialog"},
	{LI_RULE_HIJACK_QUIET, "h6-quiet"},
	{LI_RULE_HIJACK_BARE, "h7-bare"},
	{LI_RULE_HIJACK_IMEI, "h9-imei"},
	{LI_RULE_HIJACK_FAILED, "h10-failed"},
	{LI_RULE_SERVER_DIFFERS, "h8-server"},
	{LI_RULE_SIP_GONE, "sip-gone"},
	{LI_RULE_CX_GONE, "cx-gone"},
	{LI_RULE_NOT_ASSOCIATED, "not-associated"},
	{LI_RULE_STALE, "rtr-unanswered"},
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };

const char *li_rule_name(enum li_rule rule)
{
	for (size_t i = 0; i < RULES; i++)
		if (rules[i].rule == rule)
			return rules[i].name;
	return "?";
}

enum li_rule li_rule_nth(size_t n)
{
	return n < RULES ? rules[n].rule : LI_RULE_NONE;
}

const char *li_severity_name(enum li_severity severity)
{
	switch (severity) {
	case LI_SEVERITY_LOW: return "low";
	case LI_SEVERITY_MEDIUM: return "medium";
	case LI_SEVERITY_HIGH: return "high";
	}
	return "?";
}

struct li_watch_rules li_watch_rules_usual(void)
{
	return (struct li_watch_rules){
		.learn_s = 3600,
		.window_s = 60,
		.proof_s = 30,
		.travel_s = 600,
		.lir_identities = 12000,
		.lir_unknown = 300,
		.mar_identities = 12000,
		.mar_of_one = 10,
		.failures = 5,
		.failures_by = 300,
		.place_users = 2,
		.bearer_s = 86400,
		.rows_a_minute = 10,
		.users_max = 262144,
	};
}

void li_pack_security(struct li_buf *b, const struct li_security_event *e)
{
	li_buf_put_u32(b, (uint32_t)e->rule);
	li_buf_put_u8(b, (uint8_t)e->severity);
	li_buf_put_u8(b, (uint8_t)e->source);
	li_buf_put_u64(b, e->number);
	li_buf_put_u64(b, (uint64_t)e->at_us);
	li_buf_put_u64(b, (uint64_t)e->since_us);
	li_buf_put_u64(b, e->count);
	li_buf_put_u64(b, e->limit);
	li_buf_put_u32(b, e->code);
	li_buf_put_u64(b, e->subject);
	li_pack_slice(b, e->node);
	li_pack_slice(b, e->peer);
	li_pack_slice(b, e->server);
}

static bool makes_sense(const struct li_security_event *e)
{
	return *li_rule_name(e->rule) != '?' &&
		*li_severity_name(e->severity) != '?' &&
		(e->source == LI_SOURCE_SIP || e->source == LI_SOURCE_CX);
}

li_err li_unpack_security(struct li_slice s, struct li_security_event *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_security_event e;

	e.rule = (enum li_rule)li_cursor_u32(&c);
	e.severity = (enum li_severity)li_cursor_u8(&c);
	e.source = (enum li_source)li_cursor_u8(&c);
	e.number = li_cursor_u64(&c);
	e.at_us = (int64_t)li_cursor_u64(&c);
	e.since_us = (int64_t)li_cursor_u64(&c);
	e.count = li_cursor_u64(&c);
	e.limit = li_cursor_u64(&c);
	e.code = li_cursor_u32(&c);
	e.subject = li_cursor_u64(&c);
	e.node = li_unpack_slice(&c);
	e.peer = li_unpack_slice(&c);
	e.server = li_unpack_slice(&c);
	if (c.bad || c.rest.n || !makes_sense(&e))
		return LI_EMALFORMED;
	*out = e;
	return LI_OK;
}
