/* SPDX-License-Identifier: BSD-3-Clause
 *
 * kit.h - events and tasks made by hand, for tests of the stages behind intake.
 */
#ifndef LI_UNIT_STEP_KIT_H
#define LI_UNIT_STEP_KIT_H

#include "model/change.h"
#include "model/task.h"

#define ALICE "sip:alice@ims.example"
#define BOB "sip:bob@ims.example"
#define CAROL "sip:carol@ims.example"
#define IMPI "alice@ims.example"
#define IMEI "urn:gsma:imei:35123400-123456-0"

static const struct li_hash_secret kit_secret = {.k0 = 17, .k1 = 4};

static inline enum li_id_kind kit_kind(enum li_role role)
{
	if (role & (LI_ROLE_AUTH_USERNAME | LI_ROLE_CX_USER_NAME))
		return LI_ID_IMPI;
	if (role & (LI_ROLE_SMS_ORIGINATOR | LI_ROLE_SMS_DESTINATION))
		return LI_ID_E164;
	return role == LI_ROLE_CONTACT_INSTANCE ? LI_ID_IMEI : LI_ID_IMPU;
}

/* Add an identity in a role. */
static inline void kit_party(struct li_event *e, enum li_role role,
	const char *text)
{
	struct li_party p = {.role = role, .kind = kit_kind(role)};
	struct li_identity id;

	p.text = li_slice_str(text);
	if (li_identity_parse(p.kind, p.text, &id) == LI_OK) {
		p.key_count = (uint8_t)li_identity_keys_given(&id, &kit_secret,
			p.keys);
		e->parties[e->party_count++] = p;
	}
}

/* A SIP message: a request with status 0. From-tag "f", no To-tag. */
static inline struct li_event kit_sip(enum li_sip_method method,
	uint16_t status, const char *call)
{
	struct li_event e = {.source = LI_SOURCE_SIP, .at_us = 1000};

	e.sip.method = method;
	e.sip.method_name = li_slice_str("METHOD");
	e.sip.is_request = status == 0;
	e.sip.status = status;
	e.sip.cseq = 1;
	e.sip.call_id = li_slice_str(call);
	e.sip.from_tag = li_slice_str("f");
	e.sip.to_tag = li_slice_str(NULL);
	e.sip.expires_s = -1;
	return e;
}

/* The same from alice to bob; `to_tag` may be NULL. */
static inline struct li_event kit_call(enum li_sip_method method,
	uint16_t status, const char *to_tag)
{
	struct li_event e = kit_sip(method, status, "call");

	kit_party(&e, LI_ROLE_FROM, ALICE);
	kit_party(&e, LI_ROLE_TO, BOB);
	e.sip.to_tag = li_slice_str(to_tag);
	return e;
}

/* A request or answer of bob's side of that call. */
static inline struct li_event kit_back(enum li_sip_method method,
	uint16_t status, const char *bobs_tag)
{
	struct li_event e = kit_sip(method, status, "call");

	kit_party(&e, LI_ROLE_FROM, BOB);
	kit_party(&e, LI_ROLE_TO, ALICE);
	e.sip.from_tag = li_slice_str(bobs_tag);
	e.sip.to_tag = li_slice_str("f");
	return e;
}

/* Add a contact; instance may be NULL, expires_s -1. */
static inline void kit_contact(struct li_event *e, const char *uri,
	const char *instance, int64_t expires_s)
{
	e->sip.contacts[e->sip.contact_count++] = (struct li_contact){
		.uri = li_slice_str(uri),
		.instance = li_slice_str(instance),
		.expires_s = expires_s,
	};
	if (instance)
		kit_party(e, LI_ROLE_CONTACT_INSTANCE, instance);
}

/* A REGISTER of alice, or its answer. impi may be NULL. */
static inline struct li_event kit_register(uint16_t status, uint32_t cseq,
	const char *impi)
{
	struct li_event e = kit_sip(LI_SIP_REGISTER, status, "reg");

	kit_party(&e, LI_ROLE_FROM, ALICE);
	kit_party(&e, LI_ROLE_TO, ALICE);
	if (impi)
		kit_party(&e, LI_ROLE_AUTH_USERNAME, impi);
	e.sip.cseq = cseq;
	return e;
}

/* A Cx exchange that ended with base result 2001. Either may be NULL. */
static inline struct li_event kit_cx(enum li_cx_command command,
	int32_t assignment_type, const char *impi, const char *impu)
{
	struct li_event e = {.source = LI_SOURCE_CX, .at_us = 1000};

	e.cx.command = command;
	e.cx.answered = true;
	e.cx.result = 2001;
	e.cx.assignment_type = assignment_type;
	e.cx.authorization_type = -1;
	e.cx.reason_code = -1;
	if (impi) {
		e.cx.user_name = li_slice_str(impi);
		kit_party(&e, LI_ROLE_CX_USER_NAME, impi);
	}
	if (impu) {
		e.cx.impus[e.cx.impu_count++] = li_slice_str(impu);
		kit_party(&e, LI_ROLE_CX_PUBLIC_IDENTITY, impu);
	}
	return e;
}

static inline struct li_identity kit_identity(enum li_id_kind kind,
	const char *text)
{
	struct li_identity id = {.len = 0};

	if (li_identity_parse(kind, li_slice_str(text), &id))
		id.len = 0;
	return id;
}

/* A task in force from 0 to 1000000 us. */
static inline struct li_task kit_task(int64_t row, enum li_id_kind kind,
	const char *target)
{
	struct li_task t = {.row = row, .ends_us = 1000000, .target_count = 1};

	t.xid.octet[15] = (uint8_t)row;
	t.targets[0] = kit_identity(kind, target);
	return t;
}

/* A task in brief; good until the next but seven is made. */
static inline const struct li_brief *kit_brief(const struct li_task *task)
{
	enum {
		SIZE = sizeof(struct li_brief) + LI_TASK_TARGETS_MAX * LI_ID_MAX
	};
	static _Alignas(struct li_brief) char room[8][(SIZE + 7) / 8 * 8];
	static size_t next;
	struct li_brief *b = (struct li_brief *)(void *)room[next++ % 8];

	li_brief_write(task, b);
	return b;
}

#endif
