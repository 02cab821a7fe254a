/* SPDX-License-Identifier: BSD-3-Clause
 *
 * kit_watch.h - a watch, and events for it.
 *
 * Floor    tests.
 * Threads  One test at a time.
 * Memory   kit_close() releases the watch; texts are string literals.
 * Spec     none
 */
#ifndef LI_TEST_KIT_WATCH_H
#define LI_TEST_KIT_WATCH_H

#include "unit.h"
#include "watch/watch.h"

enum { KIT_START_S = 1750000000 };

#define KIT_ICSCF "icscf.ims.example"
#define KIT_SCSCF "scscf.ims.example"
#define KIT_HSS "hss.ims.example"
#define KIT_DRA "dra.ims.example"
#define KIT_IMPU "sip:alice@ims.example"
#define KIT_IMPI "alice@ims.example"

struct kit {
	struct li_watch_rules rules;
	struct li_watch *watch;
	struct li_event event;
	struct li_change change;
	const struct li_security_event *out; /* of the last event */
	size_t count;
	uint64_t number;
	int64_t at_us;
};

/* Rules to begin with, without a list of nodes. */
static inline void kit_rules(struct kit *k)
{
	*k = (struct kit){.rules = li_watch_rules_usual(),
		.at_us = (int64_t)KIT_START_S * 1000000};
	k->rules.users_max = 1024;
	k->rules.window_s = 60;
}

static inline void kit_node(struct kit *k, const char *host,
	enum li_node_role role)
{
	struct li_node *node = &k->rules.nodes[k->rules.nodes_count++];

	snprintf(node->host, sizeof(node->host), "%s", host);
	node->role = role;
}

static inline void kit_nodes(struct kit *k)
{
	kit_node(k, KIT_ICSCF, LI_NODE_ICSCF);
	kit_node(k, KIT_SCSCF, LI_NODE_SCSCF);
	kit_node(k, KIT_HSS, LI_NODE_HSS);
	kit_node(k, KIT_DRA, LI_NODE_RELAY);
}

/* Make the watch, which has run for an hour and a bit. */
static inline void kit_begin(struct kit *k)
{
	const struct li_watch_options o = {.secret = {.k0 = 1, .k1 = 2},
		.rules = &k->rules};
	const struct li_security_event *none;
	struct li_event first = {.source = LI_SOURCE_SIP,
		.at_us = k->at_us - INT64_C(3700000000),
		.sip = {.method = LI_SIP_REGISTER, .status = 200}};
	static const struct li_change nothing;

	CU_ASSERT_EQUAL_FATAL(li_watch_new(&o, &k->watch), LI_OK);
	CU_ASSERT_EQUAL(li_watch_event(k->watch, &first, &nothing, &none), 0);
}

static inline void kit_open(struct kit *k)
{
	kit_rules(k);
	kit_begin(k);
}

static inline void kit_close(struct kit *k)
{
	li_watch_free(k->watch);
	k->watch = NULL;
}

static inline void kit_party(struct kit *k, enum li_role role,
	enum li_id_kind kind, const char *text)
{
	static const struct li_hash_secret secret = {.k0 = 7};
	struct li_party *p = &k->event.parties[k->event.party_count++];

	*p = (struct li_party){.role = role,
		.kind = kind,
		.text = li_slice_str(text)};
	p->key_count =
		(uint8_t)li_identity_keys(kind, p->text, &secret, p->keys);
	CU_ASSERT(p->key_count > 0);
}

static inline void kit_event(struct kit *k, enum li_source source)
{
	k->event = (struct li_event){.source = source, .number = ++k->number};
	k->change = (struct li_change){.auth_age_s = -1};
}

/* Begin an exchange that a node asks and the HSS grants. */
static inline void kit_cx(struct kit *k, enum li_cx_command command,
	const char *origin)
{
	kit_event(k, LI_SOURCE_CX);
	k->event.cx = (struct li_cx){.command = command,
		.answered = true,
		.result = 2001,
		.origin_host = li_slice_str(origin),
		.assignment_type = -1,
		.authorization_type = -1,
		.reason_code = -1};
	k->event.cx_more.answer_host = li_slice_str(
		command == LI_CX_RTR || command == LI_CX_PPR ? KIT_SCSCF
							     : KIT_HSS);
}

static inline void kit_refuse(struct kit *k, uint32_t experimental)
{
	k->event.cx.experimental = true;
	k->event.cx.result = experimental;
	k->event.cx.result_vendor = 10415;
}

static inline void kit_user(struct kit *k, const char *impi, const char *impu)
{
	if (impi) {
		k->event.cx.user_name = li_slice_str(impi);
		kit_party(k, LI_ROLE_CX_USER_NAME, LI_ID_IMPI, impi);
	}
	if (impu)
		kit_party(k, LI_ROLE_CX_PUBLIC_IDENTITY, LI_ID_IMPU, impu);
}

/* Begin an answer to a REGISTER. */
static inline void kit_answer(struct kit *k, uint16_t status,
	const char *call_id, uint32_t cseq)
{
	kit_event(k, LI_SOURCE_SIP);
	k->event.sip.method = LI_SIP_REGISTER;
	k->event.sip.status = status;
	k->event.sip.call_id = li_slice_str(call_id);
	k->event.sip.cseq = cseq;
	kit_party(k, LI_ROLE_TO, LI_ID_IMPU, KIT_IMPU);
}

/* Let it happen; returns how many security events there are. */
static inline size_t kit_take(struct kit *k)
{
	k->event.at_us = k->event.mono_us = k->at_us;
	k->out = NULL;
	k->count = li_watch_event(k->watch, &k->event, &k->change, &k->out);
	return k->count;
}

static inline void kit_pass(struct kit *k, int64_t seconds)
{
	k->at_us += seconds * 1000000;
}

/* The security event of a rule, or NULL. */
static inline const struct li_security_event *kit_found(const struct kit *k,
	enum li_rule rule)
{
	for (size_t i = 0; i < k->count; i++)
		if (k->out[i].rule == rule)
			return &k->out[i];
	return NULL;
}

#endif
