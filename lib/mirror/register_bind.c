/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/device.h"
#include "mirror/register.h"

/* The contacts of a registration: what the 200 lists, what the request asked
 * for, what was left out. RFC 3261 cl. 10.3 */

enum { EXPIRES_DEFAULT_S = 3600, EXPIRES_MAX_S = 1 << 30 };

static uint32_t due_in(const struct li_mirror *m, int64_t expires_s)
{
	uint32_t age = m->options.registration_age_s;

	if (expires_s < 0)
		expires_s = EXPIRES_DEFAULT_S;
	if (expires_s > EXPIRES_MAX_S)
		expires_s = EXPIRES_MAX_S;
	/* TS 33.107 cl. 7A.3.1: a maximum storage time */
	return m->now_s +
		((uint32_t)expires_s < age ? (uint32_t)expires_s : age);
}

/* Read what an instance names; an IMEI or not. */
static void read_device(const struct li_mirror *m, struct li_slice instance,
	struct li_register_device *out)
{
	struct li_key keys[LI_ID_KEYS_MAX];

	out->read = true;
	out->named = instance.n &&
		li_identity_parse(LI_ID_IMEI, instance, &out->imei) == LI_OK;
	if (!out->named)
		return;
	li_identity_keys_given(&out->imei, &m->options.secret, keys);
	out->key = keys[0];
}

static void take_device(const struct li_register_device *device,
	struct li_bind *bind)
{
	if (!device->named)
		return;
	bind->imei = &device->imei;
	bind->imei_key = device->key;
}

static struct li_slice asked_instance(const struct li_asked *asked)
{
	return li_slice(asked->imei, asked->imei_len);
}

static struct li_register_device *asked_device(const struct li_mirror *m,
	const struct li_register_turn *t)
{
	if (!t->device->read)
		read_device(m, asked_instance(t->asked), t->device);
	return t->device;
}

/* Which device asked: what is no IMEI is known by its mark. */
static void take_instance(const struct li_mirror *m,
	const struct li_register_turn *t, struct li_bind *bind)
{
	take_device(asked_device(m, t), bind);
	if (!bind->imei)
		bind->instance = t->asked->instance;
}

/* How long a contact that the 200 lists is bound. RFC 3261 cl. 10.3 */
static int64_t expires_of(const struct li_register_turn *t,
	const struct li_contact *c)
{
	int64_t expires_s = c->expires_s;

	if (expires_s < 0)
		expires_s = t->event->sip.expires_s;
	if (expires_s < 0 && li_register_known(t))
		expires_s = t->asked->expires_s;
	return expires_s;
}

/* What is done with a contact that the 200 lists; bits. */
enum pass { JUDGE = 1 << 0, BIND = 1 << 1 };

/* Of a request that was not seen nobody knows which of the contacts it asked
 * for, nor whether it named a device that the 200 leaves out. */
static void judge(const struct li_mirror *m, const struct li_user *user,
	const struct li_register_turn *t, const struct li_bind *bind)
{
	unsigned signs;

	if (li_register_known(t) && bind->uri != t->asked->contact)
		return;
	signs = li_device_signs(m, user, bind);
	t->change->devices |= li_register_known(t)
		? signs
		: signs & ~(unsigned)LI_DEVICE_UNNAMED;
	if (signs & LI_DEVICE_MOVED && !li_register_known(t))
		t->asked->moved = true;
}

/* Which device is registered, and from where. */
static void tell_access(const struct li_mirror *m,
	const struct li_register_turn *t)
{
	const struct li_asked *asked = t->asked;
	struct li_bind bind = {.uri = asked->contact};

	if (!asked->access || asked->sos)
		return;
	take_instance(m, t, &bind);
	t->change->device = bind.imei ? bind.imei_key.hi : bind.instance;
	t->change->access = asked->access;
	if (t->event->sip.is_request && asked->moved)
		t->change->devices |= LI_DEVICE_MOVED_BEFORE;
}

/* Where a contact that the 200 lists is. The one that was asked for mostly
 * comes back in the same words. */
static void take_place(const struct li_mirror *m,
	const struct li_register_turn *t, struct li_slice uri,
	struct li_bind *bind)
{
	const struct li_asked *asked = t->asked;

	bind->uri = asked->contact;
	bind->sos = asked->sos;
	if (!asked->placed || !asked->uri_len ||
		!li_slice_eq(uri, li_slice(asked->uri, asked->uri_len)))
		bind->uri = li_look_place(m, uri, &bind->sos);
}

/* Whose contact it is: the 200 says so, or the request did. */
static void take_listed(const struct li_mirror *m,
	const struct li_register_turn *t, struct li_slice instance,
	struct li_register_device *room, struct li_bind *bind)
{
	if (li_slice_eq(instance, asked_instance(t->asked))) {
		take_device(asked_device(m, t), bind);
	} else {
		read_device(m, instance, room);
		take_device(room, bind);
	}
	if (!bind->imei)
		bind->instance = li_look_instance(m, instance);
}

/* Would what the request asked for add nothing to a contact that is bound so? */
static bool has_asked(const struct li_mirror *m,
	const struct li_register_turn *t, const struct li_bind *bind)
{
	const struct li_asked *asked = t->asked;
	struct li_bind more = {0};

	if (bind->uri != asked->contact || !li_register_known(t))
		return false;
	take_instance(m, t, &more);
	return bind->imei == more.imei &&
		(!more.instance || bind->instance == more.instance) &&
		(!asked->reg_id || bind->reg_id == asked->reg_id) &&
		(!asked->sos || bind->sos);
}

/* Whose device is registered, to be compared with that of its bearers. An
 * emergency registration is over a connection of its own, and may be of nobody.
 * TS 24.229 cl. 5.1.6 */
static void tell_device(const struct li_mirror *m, const struct li_user *user,
	const struct li_register_turn *t)
{
	const struct li_register_device *device = asked_device(m, t);
	struct li_key imsi = li_look_imsi(m, user);

	if (t->asked->sos || !device->named || li_key_none(imsi))
		return;
	t->change->device_known = true;
	t->change->imsi = imsi;
	t->change->imei = device->key;
}

/* One contact that the 200 lists: what it says counts. RFC 3261 cl. 10.3 */
static void take_one(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t, const struct li_contact *c,
	unsigned pass)
{
	int64_t expires_s = expires_of(t, c);
	struct li_register_device room;
	struct li_bind bind = {
		.pub_gruu = li_look_gruu(m, c->pub_gruu),
		.temp_gruu = li_look_gruu(m, c->temp_gruu),
		.reg_id = c->reg_id,
	};

	take_place(m, t, c->uri, &bind);
	if (!bind.uri)
		return;
	if (expires_s == 0) {
		if (pass & BIND)
			li_user_unbind(m, user, bind.uri);
		return;
	}
	if (c->instance.n)
		take_listed(m, t, c->instance, &room, &bind);
	if (li_register_known(t) && bind.uri == t->asked->contact) {
		if (!c->instance.n)
			take_instance(m, t, &bind);
		if (!bind.reg_id)
			bind.reg_id = t->asked->reg_id;
	}
	bind.due_s = due_in(m, expires_s);
	if (pass & JUDGE)
		judge(m, user, t, &bind);
	if (!(pass & BIND))
		return;
	li_user_bind(m, user, &bind);
	if (bind.uri == t->asked->contact)
		t->device->bound = has_asked(m, t, &bind);
}

void li_register_listed(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;
	unsigned one = sip->contact_count == 1 ? JUDGE | BIND : BIND;

	for (size_t i = 0; one == BIND && i < sip->contact_count; i++)
		take_one(m, user, t, &sip->contacts[i], JUDGE);
	for (size_t i = 0; i < sip->contact_count; i++)
		take_one(m, user, t, &sip->contacts[i], one);
}

void li_register_asked(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t)
{
	const struct li_asked *asked = t->asked;
	struct li_bind bind = {
		.uri = asked->contact,
		.reg_id = asked->reg_id,
		.sos = asked->sos,
		.due_s = asked->listed ? 0 : due_in(m, asked->expires_s),
	};
	struct li_binding *b = NULL;

	if (!bind.uri)
		return;
	tell_access(m, t);
	if (m->options.bearers)
		tell_device(m, user, t);
	if (asked->listed && t->device->bound)
		return;
	take_instance(m, t, &bind);
	while (asked->listed && (b = li_user_bindings(m, user, b)))
		if (b->uri == bind.uri)
			break;
	if (!asked->listed)
		t->change->devices |= li_device_signs(m, user, &bind);
	if (b || !asked->listed)
		li_user_bind(m, user, &bind);
}

/* Was the binding there before the request? A 200 that came before it, or at
 * much the same time, may be of another order than it looks. */
static bool was_before(const struct li_binding *b, const struct li_asked *asked)
{
	uint16_t age = (uint16_t)(asked->asked - b->seen);

	return age >= 2 && age < UINT16_MAX - LI_SESSION_GRACE_S;
}

static bool lists(const struct li_mirror *m, const struct li_sip *sip,
	const struct li_binding *b)
{
	for (size_t i = 0; i < sip->contact_count; i++)
		if (li_binding_at(b, li_look_contact(m, sip->contacts[i].uri)))
			return true;
	return false;
}

void li_register_left_out(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;
	struct li_binding *b = NULL;

	if (sip->is_request || !sip->contact_count || t->event->crowded ||
		!li_register_known(t))
		return;
	while ((b = li_user_bindings(m, user, b))) {
		if (b->flags & LI_BINDING_SOS || b->uri == t->asked->contact ||
			!was_before(b, t->asked) || lists(m, sip, b))
			continue;
		if (!li_user_unbind(m, user, b->uri))
			return;
		b = NULL;
	}
}
