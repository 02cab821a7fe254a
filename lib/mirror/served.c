/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Its users' IMPIs, IMPUs and devices stay with a session to its end, so the
 * answer is the same for all of its messages. */
uint8_t li_mirror_served(const struct li_mirror *m)
{
	const struct li_session *s = m->last;
	uint8_t sides = 0;

	for (size_t i = 0; s && i < s->entry_count; i++)
		if (s->entries[i].stand & LI_ROLE_REGISTRATION)
			sides |= li_entry_sides(&s->entries[i]);
	return sides;
}
