/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"

void li_pack_slice(struct li_buf *b, struct li_slice s)
{
	if (s.n > UINT32_MAX) {
		b->bad = true;
		return;
	}
	li_buf_put_u32(b, (uint32_t)s.n);
	li_buf_put_slice(b, s);
}

struct li_slice li_unpack_slice(struct li_cursor *c)
{
	return li_cursor_take(c, li_cursor_u32(c));
}

void li_unpack_text(struct li_cursor *c, char *dst, size_t cap)
{
	struct li_slice s = li_unpack_slice(c);

	if (s.n >= cap || li_slice_find(s, 0) != s.n)
		c->bad = true;
	li_slice_copy(s, dst, cap);
}

void li_pack_identity(struct li_buf *b, const struct li_identity *id)
{
	li_buf_put_u8(b, (uint8_t)id->kind);
	li_pack_slice(b, li_slice(id->text, id->len));
}

void li_unpack_identity(struct li_cursor *c, struct li_identity *id)
{
	uint8_t kind = li_cursor_u8(c);

	if (kind < LI_ID_IMPU || kind > LI_ID_LAST)
		c->bad = true;
	id->kind = c->bad ? LI_ID_IMPU : (enum li_id_kind)kind;
	li_unpack_text(c, id->text, sizeof(id->text));
	id->len = (uint16_t)strlen(id->text);
}

void li_pack_address(struct li_buf *b, const struct li_address *a)
{
	li_buf_put_u8(b, a->family);
	li_buf_put(b, a->ip, a->family == 6 ? 16 : a->family == 4 ? 4 : 0);
	li_buf_put_u16(b, a->port);
}

void li_unpack_address(struct li_cursor *c, struct li_address *a)
{
	struct li_slice ip;

	*a = (struct li_address){.family = li_cursor_u8(c)};
	if (a->family != 0 && a->family != 4 && a->family != 6)
		c->bad = true;
	ip = li_cursor_take(c, a->family == 6 ? 16 : a->family == 4 ? 4 : 0);
	if (ip.n)
		memcpy(a->ip, ip.p, ip.n);
	a->port = li_cursor_u16(c);
}

void li_pack_uuid(struct li_buf *b, const struct li_uuid *u)
{
	li_buf_put(b, u->octet, sizeof(u->octet));
}

void li_unpack_uuid(struct li_cursor *c, struct li_uuid *u)
{
	struct li_slice s = li_cursor_take(c, sizeof(u->octet));

	if (s.n)
		memcpy(u->octet, s.p, s.n);
	else
		*u = (struct li_uuid){{0}};
}

void li_pack_approval(struct li_buf *b, const struct li_approval *a)
{
	li_pack_slice(b, li_slice_str(a->name));
	li_pack_slice(b, li_slice_str(a->role));
	li_pack_slice(b, li_slice_str(a->reference));
	li_buf_put_u64(b, (uint64_t)a->at_us);
	li_buf_put_u8(b, a->emergency);
}

void li_unpack_approval(struct li_cursor *c, struct li_approval *a)
{
	li_unpack_text(c, a->name, sizeof(a->name));
	li_unpack_text(c, a->role, sizeof(a->role));
	li_unpack_text(c, a->reference, sizeof(a->reference));
	a->at_us = (int64_t)li_cursor_u64(c);
	a->emergency = li_cursor_u8(c) == 1;
}

/* What limits a task, and who authorised it. */
static void pack_terms(struct li_buf *b, const struct li_task *t)
{
	li_buf_put_u8(b,
		(uint8_t)(t->awaiting | t->home_only << 1 |
			t->erase_at_end << 2));
	li_buf_put_u8(b, t->services);
	li_buf_put_u8(b, (uint8_t)t->location);
	li_buf_put_u8(b, (uint8_t)t->mediation_count);
	for (size_t i = 0; i < t->mediation_count; i++) {
		const struct li_mediation *m = &t->mediations[i];

		li_pack_slice(b, li_slice_str(m->liid));
		li_buf_put_u64(b, (uint64_t)m->starts_us);
		li_buf_put_u64(b, (uint64_t)m->ends_us);
		li_buf_put_u8(b, m->services);
	}
	li_pack_slice(b, li_slice_str(t->legal_type));
	li_buf_put_u8(b, t->priority);
	li_pack_approval(b, &t->approval);
	li_buf_put_u32(b, t->generation);
	li_buf_put_u64(b, (uint64_t)t->changed_us);
	li_buf_put_u8(b, (uint8_t)t->locality);
	li_pack_uuid(b, &t->product);
}

void li_pack_task(struct li_buf *b, const struct li_task *t)
{
	li_buf_put_u64(b, (uint64_t)t->row);
	li_pack_uuid(b, &t->xid);
	li_pack_slice(b, li_slice_str(t->liid));
	li_buf_put_u8(b, (uint8_t)t->target_count);
	for (size_t i = 0; i < t->target_count; i++)
		li_pack_identity(b, &t->targets[i]);
	li_buf_put_u64(b, (uint64_t)t->starts_us);
	li_buf_put_u64(b, (uint64_t)t->ends_us);
	li_buf_put_u64(b, (uint64_t)t->ended_us);
	li_buf_put_u8(b, t->content);
	li_buf_put_u8(b, (uint8_t)t->destination_count);
	for (size_t i = 0; i < t->destination_count; i++)
		li_pack_uuid(b, &t->destinations[i]);
	li_pack_slice(b, li_slice_str(t->operator_name));
	li_pack_slice(b, li_slice_str(t->warrant));
	pack_terms(b, t);
	li_buf_put_u64(b, (uint64_t)t->amount.at_us);
	li_buf_put_u8(b, t->amount.counted);
	li_buf_put_u64(b, t->amount.octets);
}

/* A count of at most `max`. */
static size_t count(struct li_cursor *c, size_t max)
{
	size_t n = li_cursor_u8(c);

	if (n > max)
		c->bad = true;
	return c->bad ? 0 : n;
}

static void unpack_terms(struct li_cursor *c, struct li_task *t)
{
	uint8_t flags = li_cursor_u8(c), location, locality;

	t->awaiting = flags & 1;
	t->home_only = flags >> 1 & 1;
	t->erase_at_end = flags >> 2 & 1;
	t->services = li_cursor_u8(c);
	location = li_cursor_u8(c);
	if (flags >> 3 || location > LI_LOCATION_LAST)
		c->bad = true;
	else
		t->location = (enum li_location_scope)location;
	t->mediation_count = count(c, LI_TASK_MEDIATIONS_MAX);
	for (size_t i = 0; i < t->mediation_count; i++) {
		struct li_mediation *m = &t->mediations[i];

		li_unpack_text(c, m->liid, sizeof(m->liid));
		m->starts_us = (int64_t)li_cursor_u64(c);
		m->ends_us = (int64_t)li_cursor_u64(c);
		m->services = li_cursor_u8(c);
	}
	li_unpack_text(c, t->legal_type, sizeof(t->legal_type));
	t->priority = li_cursor_u8(c);
	li_unpack_approval(c, &t->approval);
	t->generation = li_cursor_u32(c);
	t->changed_us = (int64_t)li_cursor_u64(c);
	locality = li_cursor_u8(c);
	if (locality > LI_LOCALITY_LAST)
		c->bad = true;
	else
		t->locality = (enum li_locality)locality;
	li_unpack_uuid(c, &t->product);
}

li_err li_unpack_task(struct li_slice s, struct li_task *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_task t = {.row = (int64_t)li_cursor_u64(&c)};

	li_unpack_uuid(&c, &t.xid);
	li_unpack_text(&c, t.liid, sizeof(t.liid));
	t.target_count = count(&c, LI_TASK_TARGETS_MAX);
	for (size_t i = 0; i < t.target_count; i++)
		li_unpack_identity(&c, &t.targets[i]);
	t.starts_us = (int64_t)li_cursor_u64(&c);
	t.ends_us = (int64_t)li_cursor_u64(&c);
	t.ended_us = (int64_t)li_cursor_u64(&c);
	t.content = li_cursor_u8(&c) == 1;
	t.destination_count = count(&c, LI_TASK_DESTINATIONS_MAX);
	for (size_t i = 0; i < t.destination_count; i++)
		li_unpack_uuid(&c, &t.destinations[i]);
	li_unpack_text(&c, t.operator_name, sizeof(t.operator_name));
	li_unpack_text(&c, t.warrant, sizeof(t.warrant));
	unpack_terms(&c, &t);
	t.amount.at_us = (int64_t)li_cursor_u64(&c);
	t.amount.counted = li_cursor_u8(&c) == 1;
	t.amount.octets = li_cursor_u64(&c);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = t;
	return LI_OK;
}

static void pack_handover(struct li_buf *b, const struct li_handover *h)
{
	li_buf_put_u8(b, (uint8_t)h->format);
	li_buf_put_u8(b, (uint8_t)h->scheme);
	li_buf_put_u8(b, h->silent);
	li_pack_slice(b, li_slice_str(h->authorization_country));
	li_pack_slice(b, li_slice_str(h->delivery_country));
}

static void unpack_handover(struct li_cursor *c, struct li_handover *h)
{
	const uint8_t format = li_cursor_u8(c), scheme = li_cursor_u8(c);
	const uint8_t silent = li_cursor_u8(c);

	if (format > LI_FORMAT_LAST || scheme > LI_SCHEME_LAST || silent > 1)
		c->bad = true;
	h->format = c->bad ? LI_FORMAT_X2 : (enum li_format)format;
	h->scheme = c->bad ? LI_SCHEME_REPORT : (enum li_scheme)scheme;
	h->silent = silent == 1;
	li_unpack_text(c, h->authorization_country,
		sizeof(h->authorization_country));
	li_unpack_text(c, h->delivery_country, sizeof(h->delivery_country));
}

void li_pack_destination(struct li_buf *b, const struct li_destination *d)
{
	li_buf_put_u64(b, (uint64_t)d->row);
	li_pack_uuid(b, &d->did);
	li_pack_slice(b, li_slice_str(d->name));
	li_pack_slice(b, li_slice_str(d->host));
	li_buf_put_u16(b, d->port);
	li_pack_slice(b, li_slice_str(d->peer));
	pack_handover(b, &d->handover);
	li_pack_slice(b, li_pins_octets(&d->pins));
	li_pack_slice(b, li_slice_str(d->second.host));
	li_buf_put_u16(b, d->second.port);
	li_pack_slice(b, li_slice_str(d->second.peer));
}

li_err li_unpack_destination(struct li_slice s, struct li_destination *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_destination d = {.row = (int64_t)li_cursor_u64(&c)};

	li_unpack_uuid(&c, &d.did);
	li_unpack_text(&c, d.name, sizeof(d.name));
	li_unpack_text(&c, d.host, sizeof(d.host));
	d.port = li_cursor_u16(&c);
	li_unpack_text(&c, d.peer, sizeof(d.peer));
	unpack_handover(&c, &d.handover);
	if (!li_pins_of(li_unpack_slice(&c), &d.pins))
		return LI_EMALFORMED;
	li_unpack_text(&c, d.second.host, sizeof(d.second.host));
	d.second.port = li_cursor_u16(&c);
	li_unpack_text(&c, d.second.peer, sizeof(d.second.peer));
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = d;
	return LI_OK;
}
