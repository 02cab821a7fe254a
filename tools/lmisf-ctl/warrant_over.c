/* SPDX-License-Identifier: BSD-3-Clause */
#include "warrant_over.h"

#include <string.h>

#include "model/pack.h"

/* TS 33.126 R6.6-80 */
li_err ctl_authorisation(struct ctl *c, const struct li_uuid *id,
	const struct li_endpoint *who, struct li_authorisation *out)
{
	struct li_slice rest, item;
	li_err err = ctl_ask(c, LI_ADMIN_WARRANT_SHOW,
		li_slice(id->octet, sizeof(id->octet)));

	rest = li_buf_slice(&c->items);
	if (!err && !ctl_item(&rest, &item))
		err = LI_ENOTFOUND;
	if (!err)
		err = li_unpack_authorisation(item, out);
	if (!err && !li_authorisation_is_of(out, who)) {
		explicit_bzero(out, sizeof(*out));
		err = LI_ENOTFOUND;
	}
	if (err == LI_ENOTFOUND)
		c->fault.text[0] = '\0';
	return err;
}

/* Is it one of the request, or known already? */
static bool is_there(const struct li_hi1_request *r, const struct li_uuid *id)
{
	for (size_t i = 0; i < r->object_count; i++)
		if (!r->objects[i].is_task && li_uuid_eq(&r->objects[i].id, id))
			return true;
	for (size_t i = 0; i < r->known_count; i++)
		if (li_uuid_eq(&r->known[i].id, id))
			return true;
	return false;
}

static li_err know(struct ctl *c, struct li_hi1_request *r,
	const struct li_uuid *id)
{
	struct li_authorisation a;
	li_err err;

	if (is_there(r, id))
		return LI_OK;
	err = ctl_authorisation(c, id, &r->sender, &a);
	if (!err && !a.ended_us)
		li_hi1_know(r, &a);
	explicit_bzero(&a, sizeof(a));
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err ctl_warrant_know(struct ctl *c, struct li_hi1_request *r)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < r->object_count; i++) {
		const struct li_hi1_object *o = &r->objects[i];

		if (o->verb != LI_HI1_CREATE || !o->is_task)
			continue;
		for (size_t a = 0; !err && a < o->associated_count; a++)
			err = know(c, r, &o->associated[a]);
	}
	return err;
}

static void pack(const struct li_hi1_request *r, const struct li_hi1_object *o,
	struct li_buf *out)
{
	struct li_authorisation a;
	struct li_buf one = {0};

	li_hi1_authorisation(r, o, &a);
	li_pack_authorisation(&one, &a);
	li_pack_slice(out, li_buf_slice(&one));
	out->bad |= one.bad;
	li_buf_wipe(&one);
	li_buf_fini(&one);
	explicit_bzero(&a, sizeof(a));
}

void ctl_warrant_pack(const struct li_hi1_request *r, struct li_buf *out)
{
	size_t count = r->known_count;

	for (size_t i = 0; i < r->object_count; i++)
		count += !r->objects[i].is_task;
	li_buf_put_u8(out, (uint8_t)count);
	for (size_t i = 0; i < r->object_count; i++)
		if (!r->objects[i].is_task)
			pack(r, &r->objects[i], out);
	for (size_t i = 0; i < r->known_count; i++)
		pack(r, &r->known[i], out);
}
