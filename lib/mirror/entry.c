/* SPDX-License-Identifier: BSD-3-Clause
 *
 * entry.c - what an entry of a session stands for.
 */
#include "mirror/entry.h"

#include "model/change.h"

uint32_t li_entry_roles(const struct li_entry *entry)
{
	const uint32_t roles = li_stand_roles(entry->stand);
	uint32_t out = roles & ~(uint32_t)LI_ENTRY_OTHERS;

	if (roles & LI_ENTRY_SMS_ORIGINATOR)
		out |= LI_ROLE_SMS_ORIGINATOR;
	if (roles & LI_ENTRY_SMS_DESTINATION)
		out |= LI_ROLE_SMS_DESTINATION;
	if (roles & LI_ENTRY_SERVED)
		out |= LI_ROLE_SERVED;
	return out;
}

uint8_t li_entry_sides(const struct li_entry *entry)
{
	/* The side is fixed by the opening message, its copies on other hops
	 * with it: TS 33.128 SessionDirection. */
	const uint8_t sides = li_stand_sides(entry->stand);

	return li_stand_facts(entry->stand) & LI_ENTRY_OPENING ? sides & 15
							       : sides >> 4;
}
