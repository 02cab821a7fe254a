/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/pack.h"

#include "base/text.h"
#include "model/pack.h"
#include "x1/parse.h"
#include "x1/words.h"

/* A field that is added to a request is added here too, or it would be lost on
 * the way. */
#define SAME_SIZE(type, size)                                                  \
	_Static_assert(sizeof(type) == (size), "pack.c knows every field")
SAME_SIZE(struct li_x1_task, 4768);
SAME_SIZE(struct li_x1_destination, 1384);
SAME_SIZE(struct li_x1_header, 320);
SAME_SIZE(struct li_x1_object, 208);

enum { FORMATS_MAX = 255 };

/* ---- one way ---- */

static void put_text(struct li_buf *b, const char *text)
{
	li_pack_slice(b, li_slice_str(text));
}

/* How often something came, where only some is kept: more is as many as fits. */
static void put_count(struct li_buf *b, size_t count)
{
	li_buf_put_u32(b, count < UINT32_MAX ? (uint32_t)count : UINT32_MAX);
}

static size_t kept(size_t count, size_t max)
{
	return count < max ? count : max;
}

static void put_dids(struct li_buf *b, const struct li_x1_dids *dids)
{
	put_count(b, dids->count);
	put_count(b, dids->sets);
	for (size_t i = 0; i < kept(dids->count, LI_TASK_DESTINATIONS_MAX); i++)
		li_pack_uuid(b, &dids->did[i]);
}

static void put_services(struct li_buf *b, const struct li_x1_services *s)
{
	li_buf_put_u8(b, s->bits);
	put_count(b, s->others);
}

static void put_places(struct li_buf *b, const struct li_x1_places *p)
{
	put_count(b, p->none);
	put_count(b, p->listed);
	li_buf_put_u8(b, (uint8_t)p->ends);
	li_buf_put_u8(b, (uint8_t)p->changes);
	li_buf_put_u8(b, (uint8_t)p->lals);
}

static void put_mediation(struct li_buf *b, const struct li_x1_mediation *m)
{
	put_text(b, m->liid);
	li_buf_put_u8(b, (uint8_t)m->delivery);
	li_buf_put_u64(b, (uint64_t)m->starts_us);
	li_buf_put_u64(b, (uint64_t)m->ends_us);
	put_dids(b, &m->dids);
	put_count(b, m->extensions);
	put_count(b, m->policies);
	put_services(b, &m->services);
	put_places(b, &m->places);
	li_buf_put_u8(b, (uint8_t)m->home_only);
	li_buf_put_u8(b, (uint8_t)m->digits);
	put_count(b, m->scopings);
}

static void put_task(struct li_buf *b, const struct li_x1_task *t)
{
	li_pack_uuid(b, &t->xid);
	put_count(b, t->target_count);
	for (size_t i = 0; i < kept(t->target_count, LI_TASK_TARGETS_MAX);
		i++) {
		li_buf_put_u8(b, (uint8_t)t->targets[i].format);
		put_text(b, t->targets[i].value);
	}
	li_buf_put_u8(b, (uint8_t)t->locality);
	li_buf_put_u8(b, t->localities_differ);
	li_buf_put_u8(b, (uint8_t)t->delivery);
	put_dids(b, &t->dids);
	put_count(b, t->mediation_count);
	for (size_t i = 0; i < kept(t->mediation_count, LI_TASK_MEDIATIONS_MAX);
		i++)
		put_mediation(b, &t->mediations[i]);
	put_text(b, t->correlation);
	li_buf_put_u8(b, t->correlation_long);
	li_buf_put_u8(b, t->has_product);
	li_pack_uuid(b, &t->product);
	li_buf_put_u8(b, (uint8_t)t->implicit);
	put_services(b, &t->services);
	put_count(b, t->extensions);
	put_count(b, t->policies);
}

static void put_destination(struct li_buf *b, const struct li_x1_destination *d)
{
	li_pack_uuid(b, &d->did);
	li_buf_put_u8(b, d->has_name);
	put_text(b, d->name);
	li_buf_put_u8(b, (uint8_t)d->delivery);
	li_buf_put_u8(b, (uint8_t)d->kind);
	put_text(b, d->host);
	put_text(b, d->uri);
	li_buf_put_u16(b, d->port);
	li_buf_put_u8(b, d->udp);
	put_count(b, d->extensions);
}

static bool has_task(const struct li_x1_request *r)
{
	return !r->code &&
		(r->type == LI_X1_ACTIVATE_TASK ||
			r->type == LI_X1_MODIFY_TASK);
}

static bool has_destination(const struct li_x1_request *r)
{
	return !r->code &&
		(r->type == LI_X1_CREATE_DESTINATION ||
			r->type == LI_X1_MODIFY_DESTINATION);
}

static bool has_object(const struct li_x1_request *r)
{
	return !r->code &&
		(r->type == LI_X1_CREATE_OBJECT ||
			r->type == LI_X1_MODIFY_OBJECT ||
			r->type == LI_X1_LIST_OBJECTS ||
			r->type == LI_X1_GET_ALL_OBJECT_DETAILS);
}

static void put_object(struct li_buf *b, const struct li_x1_object *o)
{
	li_pack_uuid(b, &o->id);
	li_buf_put_u8(b, o->is_context);
	li_buf_put_u8(b, o->other_type);
	put_text(b, o->algorithm);
	li_pack_slice(b, li_slice(o->salt, o->salt_n));
}

void li_x1_pack_request(struct li_buf *b, const struct li_x1_request *r)
{
	const struct li_x1_header *h = &r->header;
	size_t place = b->n;

	li_buf_put_u32(b, 0);
	li_buf_put_u8(b, (uint8_t)r->type);
	li_buf_put_u8(b, r->code != LI_X1_NO_ERROR);
	put_text(b, r->where);
	put_text(b, h->admf);
	put_text(b, h->ne);
	put_text(b, h->version);
	li_pack_uuid(b, &h->transaction);
	li_buf_put_u64(b, (uint64_t)h->at_us);
	li_pack_uuid(b, &r->id);
	if (has_task(r))
		put_task(b, &r->task);
	if (has_destination(r))
		put_destination(b, &r->destination);
	if (has_object(r))
		put_object(b, &r->object);
	if (!b->bad)
		li_buf_set_u32(b, place, (uint32_t)(b->n - place - 4));
}

/* ---- the other ---- */

/* What is below max; everything else spoils the rest. */
static unsigned int take_below(struct li_cursor *c, unsigned int max)
{
	unsigned int n = li_cursor_u8(c);

	if (n >= max)
		c->bad = true;
	return c->bad ? 0 : n;
}

static bool take_bool(struct li_cursor *c)
{
	return take_below(c, 2) == 1;
}

/* A text of XML: without control characters, as TS 103 280 has none. */
static void take_text(struct li_cursor *c, char *out, size_t cap)
{
	li_unpack_text(c, out, cap);
	for (const char *p = out; *p; p++)
		if ((unsigned char)*p < 0x20 && *p != '\t' && *p != '\n' &&
			*p != '\r')
			c->bad = true;
}

/* A word of the schema; nothing else may come into an error's text. */
static void take_word(struct li_cursor *c, char *out, size_t cap)
{
	li_unpack_text(c, out, cap);
	for (const char *p = out; *p; p++) {
		char lower = (char)(*p | 0x20);

		if (!li_text_digit((uint8_t)*p) && (lower < 'a' || lower > 'z'))
			c->bad = true;
	}
}

static void take_dids(struct li_cursor *c, struct li_x1_dids *dids)
{
	dids->count = li_cursor_u32(c);
	dids->sets = li_cursor_u32(c);
	for (size_t i = 0; i < kept(dids->count, LI_TASK_DESTINATIONS_MAX); i++)
		li_unpack_uuid(c, &dids->did[i]);
}

static enum li_x1_flag take_flag(struct li_cursor *c)
{
	return (enum li_x1_flag)take_below(c, LI_X1_TRUE + 1);
}

static void take_services(struct li_cursor *c, struct li_x1_services *s)
{
	s->bits = (uint8_t)take_below(c, LI_SERVICE_ALL + 1);
	s->others = li_cursor_u32(c);
}

static void take_places(struct li_cursor *c, struct li_x1_places *p)
{
	p->none = li_cursor_u32(c);
	p->listed = li_cursor_u32(c);
	p->ends = take_flag(c);
	p->changes = take_flag(c);
	p->lals = take_flag(c);
}

static void take_mediation(struct li_cursor *c, struct li_x1_mediation *m)
{
	take_text(c, m->liid, sizeof(m->liid));
	m->delivery = (enum li_x1_delivery)take_below(c, LI_X1_X2_AND_X3 + 1);
	m->starts_us = (int64_t)li_cursor_u64(c);
	m->ends_us = (int64_t)li_cursor_u64(c);
	take_dids(c, &m->dids);
	m->extensions = li_cursor_u32(c);
	m->policies = li_cursor_u32(c);
	take_services(c, &m->services);
	take_places(c, &m->places);
	m->home_only = take_flag(c);
	m->digits = take_flag(c);
	m->scopings = li_cursor_u32(c);
}

static unsigned int formats(void)
{
	unsigned int n = 0;

	while (n < FORMATS_MAX && li_x1_formats[n].element)
		n++;
	return n;
}

static void take_task(struct li_cursor *c, struct li_x1_task *t)
{
	const unsigned int format_count = formats();

	li_unpack_uuid(c, &t->xid);
	t->target_count = li_cursor_u32(c);
	for (size_t i = 0; i < kept(t->target_count, LI_TASK_TARGETS_MAX);
		i++) {
		t->targets[i].format = take_below(c, format_count);
		take_text(c, t->targets[i].value, sizeof(t->targets[i].value));
	}
	t->locality = (enum li_locality)take_below(c, LI_LOCALITY_LAST + 1);
	t->localities_differ = take_bool(c);
	if (t->target_count == 0 && t->locality == LI_LOCALITY_ANY)
		c->bad = true;
	t->delivery = (enum li_x1_delivery)take_below(c, LI_X1_X2_AND_X3 + 1);
	take_dids(c, &t->dids);
	t->mediation_count = li_cursor_u32(c);
	for (size_t i = 0; i < kept(t->mediation_count, LI_TASK_MEDIATIONS_MAX);
		i++)
		take_mediation(c, &t->mediations[i]);
	take_text(c, t->correlation, sizeof(t->correlation));
	if (t->correlation[strspn(t->correlation, "0123456789")])
		c->bad = true;
	t->correlation_long = take_bool(c);
	t->has_product = take_bool(c);
	li_unpack_uuid(c, &t->product);
	t->implicit = take_flag(c);
	take_services(c, &t->services);
	t->extensions = li_cursor_u32(c);
	t->policies = li_cursor_u32(c);
}

static void take_destination(struct li_cursor *c, struct li_x1_destination *d)
{
	li_unpack_uuid(c, &d->did);
	d->has_name = take_bool(c);
	take_text(c, d->name, sizeof(d->name));
	d->delivery = (enum li_x1_delivery)take_below(c, LI_X1_X2_AND_X3 + 1);
	d->kind = (enum li_x1_address)take_below(c, LI_X1_ADDRESS_EMAIL + 1);
	take_text(c, d->host, sizeof(d->host));
	take_text(c, d->uri, sizeof(d->uri));
	d->port = li_cursor_u16(c);
	d->udp = take_bool(c);
	d->extensions = li_cursor_u32(c);
}

static void take_object(struct li_cursor *c, struct li_x1_object *o)
{
	struct li_slice salt;

	li_unpack_uuid(c, &o->id);
	o->is_context = take_bool(c);
	o->other_type = take_bool(c);
	take_text(c, o->algorithm, sizeof(o->algorithm));
	salt = li_unpack_slice(c);
	if (salt.n > sizeof(o->salt))
		c->bad = true;
	o->salt_n = c->bad ? 0 : salt.n;
	if (o->salt_n)
		memcpy(o->salt, salt.p, o->salt_n);
}

li_err li_x1_unpack_request(struct li_slice *rest, struct li_x1_request *r)
{
	struct li_cursor all = li_cursor(*rest);
	struct li_cursor c = li_cursor(li_unpack_slice(&all));
	struct li_x1_header *h = &r->header;

	explicit_bzero(r, sizeof(*r));
	r->type = (enum li_x1_type)take_below(&c, LI_X1_TYPES);
	r->code = take_bool(&c) ? LI_X1_SYNTAX : LI_X1_NO_ERROR;
	take_word(&c, r->where, sizeof(r->where));
	take_text(&c, h->admf, sizeof(h->admf));
	take_text(&c, h->ne, sizeof(h->ne));
	take_text(&c, h->version, sizeof(h->version));
	li_unpack_uuid(&c, &h->transaction);
	h->at_us = (int64_t)li_cursor_u64(&c);
	li_unpack_uuid(&c, &r->id);
	if (has_task(r))
		take_task(&c, &r->task);
	if (has_destination(r))
		take_destination(&c, &r->destination);
	if (has_object(r))
		take_object(&c, &r->object);
	if (all.bad || c.bad || c.rest.n)
		return LI_EMALFORMED;
	*rest = all.rest;
	return LI_OK;
}

li_err li_x1_packed_check(struct li_slice packed)
{
	struct li_x1_request r;
	li_err err = packed.n ? LI_OK : LI_EMALFORMED;

	for (size_t i = 0; !err && packed.n; i++)
		err = i < LI_X1_MESSAGES_MAX ? li_x1_unpack_request(&packed, &r)
					     : LI_EMALFORMED;
	explicit_bzero(&r, sizeof(r));
	return err;
}

li_err li_x1_pack_document(struct li_slice document, struct li_buf *out)
{
	struct li_x1_container *container;
	struct li_x1_request r;
	li_err err = li_x1_container_open(document, &container);

	if (err)
		return err;
	while (li_x1_container_next(container, &r))
		li_x1_pack_request(out, &r);
	explicit_bzero(&r, sizeof(r));
	li_x1_container_close(container);
	return li_buf_check(out);
}
