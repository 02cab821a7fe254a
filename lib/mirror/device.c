/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/device.h"
#include "mirror/inside.h"

/* Does a user of another IMPI have a contact with this IMEI? */
static bool is_shared(const struct li_mirror *m, const struct li_user *user,
	struct li_key imei)
{
	struct li_user_list list = {.count = 0};

	li_user_find(m, imei, &list);
	for (size_t i = 0; i < list.count; i++)
		if (list.at[i] != user && list.at[i]->named)
			return true;
	return false;
}

static bool is_there(const struct li_mirror *m, const struct li_user *user,
	uint64_t uri)
{
	const struct li_binding *b = NULL;

	while ((b = li_user_bindings(m, user, b)))
		if (b->uri == uri)
			return true;
	return false;
}

/* Against the contacts that the user has, none of which is at this place. */
static unsigned compare(const struct li_mirror *m, const struct li_user *user,
	const struct li_bind *bind, uint64_t instance)
{
	const struct li_binding *b = NULL;
	bool same = false, others = false, all_named = true;
	unsigned signs = 0;

	while ((b = li_user_bindings(m, user, b))) {
		if (b->flags & LI_BINDING_SOS || b->due_s <= m->now_s)
			continue;
		others = true;
		all_named = all_named && b->instance;
		if (instance && b->instance == instance) {
			same = true;
			/* RFC 5626 cl. 6 */
			if (b->reg_id == (bind->reg_id & 0xff))
				signs |= LI_DEVICE_MOVED;
		} else if (instance && b->instance) {
			signs |= LI_DEVICE_ANOTHER;
		}
	}
	if (!same)
		signs |= LI_DEVICE_NEW;
	if (!instance && others && all_named)
		signs |= LI_DEVICE_UNNAMED;
	return signs;
}

unsigned li_device_signs(const struct li_mirror *m, const struct li_user *user,
	const struct li_bind *bind)
{
	unsigned signs;

	if (!bind->uri || bind->sos || is_there(m, user, bind->uri))
		return 0;
	signs = compare(m, user, bind,
		bind->imei ? bind->imei_key.hi : bind->instance);
	if (bind->imei && is_shared(m, user, bind->imei_key))
		signs |= LI_DEVICE_SHARED;
	return signs;
}
