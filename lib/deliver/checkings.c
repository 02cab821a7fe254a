/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/checkings.h"

#include <stdlib.h>
#include <string.h>

struct li_checkings_one {
	struct li_checkings_one *next;
	uint64_t keeping;
	struct li_checking checking; /* of the octets behind it */
	uint8_t octets[];
};

li_err li_checkings_note(struct li_checkings *checkings,
	const struct li_checking *checking, uint64_t keeping)
{
	const size_t n = checking->pdu.n;
	struct li_checkings_one *one = malloc(sizeof(*one) + n);

	if (!one)
		return LI_ENOMEM;
	one->next = NULL;
	one->keeping = keeping;
	one->checking = *checking;
	memcpy(one->octets, checking->pdu.p, n);
	one->checking.pdu = li_slice(one->octets, n);
	if (checkings->first)
		checkings->last->next = one;
	else
		checkings->first = one;
	checkings->last = one;
	return LI_OK;
}

void li_checkings_ask(struct li_checkings *checkings,
	struct li_admin_checking *out)
{
	size_t octets = 0;

	out->count = 0;
	for (const struct li_checkings_one *one = checkings->first;
		one && out->count < LI_CHECKING_MAX; one = one->next) {
		octets += one->checking.pdu.n;
		if (out->count > 0 && octets > LI_CHECKING_OCTETS)
			break;
		out->list[out->count++] = one->checking;
	}
	checkings->asked = out->count;
}

/* TS 33.107 cl. 8: a LIID stays no longer than it is needed */
static void drop_first(struct li_checkings *checkings)
{
	struct li_checkings_one *one = checkings->first;

	checkings->first = one->next;
	explicit_bzero(one->octets, one->checking.pdu.n);
	explicit_bzero(one->checking.liid, sizeof(one->checking.liid));
	free(one);
}

void li_checkings_done(struct li_checkings *checkings)
{
	for (; checkings->asked > 0; checkings->asked--) {
		checkings->kept = checkings->first->keeping;
		drop_first(checkings);
	}
}

void li_checkings_undone(struct li_checkings *checkings)
{
	checkings->asked = 0;
}

void li_checkings_fini(struct li_checkings *checkings)
{
	while (checkings->first)
		drop_first(checkings);
	checkings->asked = 0;
}
