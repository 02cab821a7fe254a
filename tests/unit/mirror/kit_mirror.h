/* SPDX-License-Identifier: BSD-3-Clause
 *
 * kit_mirror.h - a mirror for a test, and steps through one.
 */
#ifndef LI_UNIT_MIRROR_KIT_MIRROR_H
#define LI_UNIT_MIRROR_KIT_MIRROR_H

#include "mirror/inside.h"
#include "step/kit.h"
#include "unit.h"

static struct li_mirror *mirror;
static struct li_change change;
static int64_t mono_s;

/* A new mirror with these bounds, zeroes for the defaults. */
static inline void fresh(struct li_mirror_options options)
{
	li_mirror_free(mirror);
	mirror = NULL;
	mono_s = 0;
	options.secret = kit_secret;
	CU_ASSERT_EQUAL_FATAL(li_mirror_new(&options, &mirror), LI_OK);
}

static inline void fresh_usual(void)
{
	fresh((struct li_mirror_options){.sessions_max = 0});
}

/* Apply an event at mono_s; the change is in `change`. */
static inline void apply(struct li_event event)
{
	event.mono_us = mono_s * 1000000;
	li_mirror_apply(mirror, &event, &change);
}

/* Let time pass, a second at a time. */
static inline void pass(int64_t seconds)
{
	while (seconds-- > 0)
		li_mirror_tick(mirror, ++mono_s * 1000000);
}

/* Is this identity in the change, with all of these roles? */
static inline bool known(enum li_id_kind kind, const char *text, uint32_t roles)
{
	struct li_identity id = kit_identity(kind, text);
	struct li_key keys[LI_ID_KEYS_MAX];

	li_identity_keys_given(&id, &kit_secret, keys);
	for (size_t i = 0; i < change.known_count; i++)
		if (li_key_eq(change.known[i].keys[0], keys[0]) &&
			(change.known[i].roles & roles) == roles)
			return true;
	return false;
}

static inline struct li_mirror_counts counts(void)
{
	struct li_mirror_counts c;

	li_mirror_count(mirror, &c);
	return c;
}

#endif
