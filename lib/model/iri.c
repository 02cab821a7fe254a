/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/iri.h"
#include "model/pack.h"

/* Raised when the octets below change; an older one is still read. FORM_REPEAT
 * was the first with `repeat` and with start records, FORM_CHANGED that with
 * what a termination or a changed record concerns, and registered targets,
 * FORM_NOTIFICATION that with notifications, FORM_KEYS that with orders of
 * keys. */
enum {
	FORM_FIRST = 1,
	FORM_REPEAT = 2,
	FORM_CHANGED = 3,
	FORM_NOTIFICATION = 4,
	FORM_KEYS = 5,
	FORM = FORM_KEYS,
};

static void pack_cx(struct li_buf *b, const struct li_cx *cx)
{
	li_buf_put_u16(b, (uint16_t)cx->command);
	li_buf_put_u8(b, cx->answered);
	li_buf_put_u8(b, cx->experimental);
	li_buf_put_u32(b, cx->result);
	li_buf_put_u32(b, cx->result_vendor);
	li_buf_put_u64(b, (uint64_t)cx->answered_us);
	li_pack_slice(b, cx->user_name);
	li_pack_slice(b, cx->server_name);
	li_pack_slice(b, cx->visited_network);
	li_pack_slice(b, cx->origin_host);
	li_pack_slice(b, cx->origin_realm);
	li_buf_put_u32(b, (uint32_t)cx->assignment_type);
	li_buf_put_u32(b, (uint32_t)cx->authorization_type);
	li_buf_put_u32(b, (uint32_t)cx->reason_code);
	li_buf_put_u8(b, (uint8_t)cx->impu_count);
	for (size_t i = 0; i < cx->impu_count; i++)
		li_pack_slice(b, cx->impus[i]);
	li_buf_put_u8(b, (uint8_t)cx->impi_count);
	for (size_t i = 0; i < cx->impi_count; i++)
		li_pack_slice(b, cx->impis[i]);
}

static size_t bounded(struct li_cursor *c, size_t max)
{
	size_t n = li_cursor_u8(c);

	if (n > max)
		c->bad = true;
	return c->bad ? 0 : n;
}

static void unpack_cx(struct li_cursor *c, struct li_cx *cx)
{
	uint16_t command = li_cursor_u16(c);

	if (command < LI_CX_UAR || command > LI_CX_PPR)
		c->bad = true;
	cx->command = c->bad ? LI_CX_UAR : (enum li_cx_command)command;
	cx->answered = li_cursor_u8(c) == 1;
	cx->experimental = li_cursor_u8(c) == 1;
	cx->result = li_cursor_u32(c);
	cx->result_vendor = li_cursor_u32(c);
	cx->answered_us = (int64_t)li_cursor_u64(c);
	cx->user_name = li_unpack_slice(c);
	cx->server_name = li_unpack_slice(c);
	cx->visited_network = li_unpack_slice(c);
	cx->origin_host = li_unpack_slice(c);
	cx->origin_realm = li_unpack_slice(c);
	cx->assignment_type = (int32_t)li_cursor_u32(c);
	cx->authorization_type = (int32_t)li_cursor_u32(c);
	cx->reason_code = (int32_t)li_cursor_u32(c);
	cx->impu_count = bounded(c, LI_CX_IMPUS_MAX);
	for (size_t i = 0; i < cx->impu_count; i++)
		cx->impus[i] = li_unpack_slice(c);
	cx->impi_count = bounded(c, LI_CX_IMPUS_MAX);
	for (size_t i = 0; i < cx->impi_count; i++)
		cx->impis[i] = li_unpack_slice(c);
}

static void pack_start(struct li_buf *b, const struct li_iri *iri)
{
	li_buf_put_u8(b, (uint8_t)iri->originating_count);
	for (size_t i = 0; i < iri->originating_count; i++)
		li_pack_slice(b, iri->originating[i]);
	li_pack_slice(b, iri->terminating);
	li_pack_slice(b, iri->diversion);
	li_pack_slice(b, iri->offer);
	li_pack_slice(b, iri->answer);
}

static void unpack_start(struct li_cursor *c, struct li_iri *iri)
{
	iri->originating_count = bounded(c, LI_IRI_PARTIES_MAX);
	for (size_t i = 0; i < iri->originating_count; i++)
		iri->originating[i] = li_unpack_slice(c);
	iri->terminating = li_unpack_slice(c);
	iri->diversion = li_unpack_slice(c);
	iri->offer = li_unpack_slice(c);
	iri->answer = li_unpack_slice(c);
}

static void pack_sip(struct li_buf *b, const struct li_iri *iri)
{
	li_pack_slice(b, iri->sip);
	li_buf_put_u32(b, iri->modifications);
	li_buf_put_u16(b, iri->sip_status);
	li_pack_slice(b, li_slice_str(iri->sip_method));
}

static void unpack_sip(struct li_cursor *c, struct li_iri *iri)
{
	iri->sip = li_unpack_slice(c);
	iri->modifications = li_cursor_u32(c);
	iri->sip_status = li_cursor_u16(c);
	li_unpack_text(c, iri->sip_method, sizeof(iri->sip_method));
}

static void pack_names(struct li_buf *b, const struct li_iri_name *names,
	size_t n)
{
	li_buf_put_u8(b, (uint8_t)n);
	for (size_t i = 0; i < n; i++) {
		li_buf_put_u8(b, (uint8_t)names[i].kind);
		li_pack_slice(b, names[i].text);
	}
}

static size_t unpack_names(struct li_cursor *c,
	struct li_iri_name names[static LI_IRI_CHANGED_MAX])
{
	size_t n = bounded(c, LI_IRI_CHANGED_MAX);

	for (size_t i = 0; i < n; i++) {
		uint8_t kind = li_cursor_u8(c);

		if (kind < LI_ID_IMPU || kind > LI_ID_E164)
			c->bad = true;
		names[i].kind = c->bad ? LI_ID_IMPU : (enum li_id_kind)kind;
		names[i].text = li_unpack_slice(c);
	}
	return n;
}

static void pack_hss(struct li_buf *b, const struct li_iri *iri)
{
	pack_cx(b, &iri->cx);
	li_buf_put_u32(b, iri->down);
	pack_names(b, iri->came, iri->came_count);
	pack_names(b, iri->left, iri->left_count);
}

static void unpack_hss(struct li_cursor *c, uint8_t form, struct li_iri *iri)
{
	unpack_cx(c, &iri->cx);
	if (form < FORM_CHANGED)
		return;
	iri->down = li_cursor_u32(c);
	iri->came_count = unpack_names(c, iri->came);
	iri->left_count = unpack_names(c, iri->left);
}

static void unpack_status(struct li_cursor *c, struct li_iri *iri)
{
	uint8_t status = li_cursor_u8(c);

	if (status < LI_IMS_INITIAL_REGISTRATION ||
		status > LI_IMS_UNREGISTERED_USER)
		c->bad = true;
	else
		iri->status = (enum li_ims_status)status;
}

static void unpack_notification(struct li_cursor *c, struct li_iri *iri)
{
	uint8_t what = li_cursor_u8(c);

	if (what < LI_NOTIFY_ACTIVATION || what > LI_NOTIFY_MODIFICATION)
		c->bad = true;
	else
		iri->notification = (enum li_notification)what;
	iri->starts_us = (int64_t)li_cursor_u64(c);
	iri->ends_us = (int64_t)li_cursor_u64(c);
}

static void pack_order(struct li_buf *b, const struct li_key_order *order)
{
	li_pack_slice(b, order->user);
	li_pack_slice(b, order->kms);
	li_pack_slice(b, order->init);
	li_pack_slice(b, order->resp);
}

static void unpack_order(struct li_cursor *c, struct li_key_order *order)
{
	order->user = li_unpack_slice(c);
	order->kms = li_unpack_slice(c);
	order->init = li_unpack_slice(c);
	order->resp = li_unpack_slice(c);
}

/* What is in a record of one kind only. */
static void pack_body(struct li_buf *b, const struct li_iri *iri)
{
	switch (iri->kind) {
	case LI_IRI_IMS_MESSAGE: pack_sip(b, iri); break;
	case LI_IRI_START_OF_INTERCEPTION: pack_start(b, iri); break;
	case LI_IRI_HSS_SERVING_SYSTEM:
	case LI_IRI_HSS_REGISTRATION_TERMINATION:
	case LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE:
	case LI_IRI_HSS_LOCATION_INFORMATION_REQUEST: pack_hss(b, iri); break;
	case LI_IRI_REGISTERED_TARGET:
		li_buf_put_u8(b, (uint8_t)iri->status);
		break;
	case LI_IRI_NOTIFICATION:
		li_buf_put_u8(b, (uint8_t)iri->notification);
		li_buf_put_u64(b, (uint64_t)iri->starts_us);
		li_buf_put_u64(b, (uint64_t)iri->ends_us);
		break;
	case LI_IRI_MEDIA_KEYS: pack_order(b, &iri->order); break;
	}
}

static void unpack_body(struct li_cursor *c, uint8_t form, struct li_iri *iri)
{
	switch (iri->kind) {
	case LI_IRI_IMS_MESSAGE: unpack_sip(c, iri); break;
	case LI_IRI_START_OF_INTERCEPTION: unpack_start(c, iri); break;
	case LI_IRI_HSS_SERVING_SYSTEM:
	case LI_IRI_HSS_REGISTRATION_TERMINATION:
	case LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE:
	case LI_IRI_HSS_LOCATION_INFORMATION_REQUEST:
		unpack_hss(c, form, iri);
		break;
	case LI_IRI_REGISTERED_TARGET: unpack_status(c, iri); break;
	case LI_IRI_NOTIFICATION: unpack_notification(c, iri); break;
	case LI_IRI_MEDIA_KEYS: unpack_order(c, &iri->order); break;
	}
}

static void pack_identities(struct li_buf *b, const struct li_identity *ids,
	size_t n)
{
	li_buf_put_u8(b, (uint8_t)n);
	for (size_t i = 0; i < n; i++)
		li_pack_identity(b, &ids[i]);
}

static size_t unpack_identities(struct li_cursor *c, struct li_identity *ids,
	size_t max)
{
	size_t n = bounded(c, max);

	for (size_t i = 0; i < n; i++)
		li_unpack_identity(c, &ids[i]);
	return n;
}

void li_iri_pack(const struct li_iri *iri, struct li_buf *b)
{
	li_buf_put_u8(b, FORM);
	li_buf_put_u8(b, (uint8_t)iri->kind);
	li_buf_put_u64(b, (uint64_t)iri->task);
	li_pack_uuid(b, &iri->xid);
	li_buf_put_u64(b, iri->event);
	li_buf_put_u64(b, (uint64_t)iri->at_us);
	li_buf_put_u64(b, iri->correlation);
	li_buf_put_u8(b, (uint8_t)iri->direction);
	li_buf_put_u8(b, (uint8_t)iri->session);
	li_pack_address(b, &iri->from);
	li_pack_address(b, &iri->to);
	li_buf_put_u8(b, iri->ip_proto);
	pack_identities(b, iri->matched, iri->matched_count);
	li_buf_put_u32(b, iri->matched_roles);
	pack_identities(b, iri->others, iri->other_count);
	li_buf_put_u8(b, iri->repeat);
	pack_body(b, iri);
}

static void unpack_head(struct li_cursor *c, struct li_iri *iri)
{
	uint8_t kind = li_cursor_u8(c), dir, session;

	if (kind < LI_IRI_IMS_MESSAGE || kind > LI_IRI_LAST)
		c->bad = true;
	iri->kind = c->bad ? LI_IRI_IMS_MESSAGE : (enum li_iri_kind)kind;
	iri->task = (int64_t)li_cursor_u64(c);
	li_unpack_uuid(c, &iri->xid);
	iri->event = li_cursor_u64(c);
	iri->at_us = (int64_t)li_cursor_u64(c);
	iri->correlation = li_cursor_u64(c);
	dir = li_cursor_u8(c);
	session = li_cursor_u8(c);
	if (dir < LI_DIRECTION_UNKNOWN || dir > LI_DIRECTION_NONE ||
		session < LI_SESSION_FROM_TARGET ||
		session > LI_SESSION_INDETERMINATE) {
		c->bad = true;
		return;
	}
	iri->direction = (enum li_direction)dir;
	iri->session = (enum li_session_direction)session;
}

li_err li_iri_unpack(struct li_slice packed, struct li_iri *out)
{
	struct li_cursor c = li_cursor(packed);
	uint8_t form = li_cursor_u8(&c);

	if (form > FORM)
		return LI_EVERSION;
	if (form < FORM_FIRST)
		return LI_EMALFORMED;
	/* Each that is delivered comes this way: no second one of its 8 kB. */
	*out = (struct li_iri){0};
	unpack_head(&c, out);
	li_unpack_address(&c, &out->from);
	li_unpack_address(&c, &out->to);
	out->ip_proto = li_cursor_u8(&c);
	out->matched_count =
		unpack_identities(&c, out->matched, LI_TASK_TARGETS_MAX);
	out->matched_roles = li_cursor_u32(&c);
	out->other_count =
		unpack_identities(&c, out->others, LI_IRI_IDENTITIES_MAX);
	out->repeat = form >= FORM_REPEAT && li_cursor_u8(&c) == 1;
	if (!c.bad)
		unpack_body(&c, form, out);
	return c.bad || c.rest.n ? LI_EMALFORMED : LI_OK;
}

const char *li_iri_kind_name(enum li_iri_kind kind)
{
	switch (kind) {
	case LI_IRI_IMS_MESSAGE: return "sip";
	case LI_IRI_HSS_SERVING_SYSTEM: return "serving-system";
	case LI_IRI_HSS_REGISTRATION_TERMINATION:
		return "registration-termination";
	case LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE:
		return "subscriber-record-change";
	case LI_IRI_HSS_LOCATION_INFORMATION_REQUEST:
		return "location-information-request";
	case LI_IRI_START_OF_INTERCEPTION: return "start-of-interception";
	case LI_IRI_REGISTERED_TARGET: return "registered-target";
	case LI_IRI_NOTIFICATION: return "notification";
	case LI_IRI_MEDIA_KEYS: return "media-keys";
	}
	return "?";
}
