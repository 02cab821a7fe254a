/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/log.h"
#include "deliver/deliver_inside.h"

_Static_assert((int)LI_COUNT_KEYS_WAITING - LI_COUNT_KEYS_NO_TICKET ==
		LI_KEYS_FAILURES,
	"each failure has its count");

enum { RATE_US = 4000000 }; /* a rate is of so long at least */

void li_deliver_tell(struct li_deliver *d, const struct li_issue *issue)
{
	if (d->teller && li_teller_tell(d->teller, issue) != LI_OK)
		li_log(LI_LOG_WARNING, "deliver", 0,
			"lmisfd is not told how a destination is: %s",
			li_err_name(LI_ENOMEM));
}

/* TS 103 221-2 cl. 6.2.4: what is wrong is told over X1 */
static void look_at(struct li_deliver *d, struct li_deliver_place *p,
	int64_t now_us)
{
	const bool open = li_link_state(p->link) == LI_LINK_OPEN;

	if (!d->teller || d->finishing ||
		!li_health_note(&p->health, open, now_us, d->down_us))
		return;
	li_deliver_tell(d,
		&(struct li_issue){.cause = LI_ISSUE_DOWN,
			.state = open ? LI_ISSUE_CLEARED : LI_ISSUE_RAISED,
			.id = li_link_destination(p->link)->did});
}

/* Which address its records go to, when that is another than was told. */
static void look_where(struct li_deliver *d, struct li_deliver_place *p)
{
	const struct li_destination *to = li_link_destination(p->link);
	const enum li_issue_state state = li_link_is_secondary(p->link)
		? LI_ISSUE_RAISED
		: LI_ISSUE_CLEARED;

	if (!d->teller || !to->second.host[0] || p->secondary == state ||
		li_link_state(p->link) != LI_LINK_OPEN)
		return;
	p->secondary = state;
	li_deliver_tell(d,
		&(struct li_issue){.cause = LI_ISSUE_SECONDARY,
			.state = state,
			.id = to->did});
}

/* TS 33.127 cl. 8.7 */
static void note(struct li_deliver *d, struct li_deliver_place *p,
	int64_t now_us)
{
	const int64_t row = li_link_destination(p->link)->row;
	struct li_contact_row news[LI_CONTACTS_MOST];
	size_t n;

	if (!d->teller)
		return;
	n = li_contacts_note(&p->contacts, li_link_counts(p->link),
		li_link_last(p->link), now_us, news);
	for (size_t i = 0; i < n; i++)
		if (li_teller_note(d->teller, row, &news[i]) != LI_OK)
			li_log(LI_LOG_WARNING, "deliver", 0,
				"the audit is not told of a connection: %s",
				li_err_name(LI_ENOMEM));
}

/* As lmisfd shows them to who has a certificate for it. */
static void count_keys(const struct li_keys_counts *n, uint64_t at[])
{
	at[LI_COUNT_KEYS_ASKED] = n->asked;
	at[LI_COUNT_KEYS_HAD] = n->had;
	for (size_t i = 0; i < LI_KEYS_FAILURES; i++)
		at[LI_COUNT_KEYS_NO_TICKET + i] = n->failed[i];
	at[LI_COUNT_KEYS_WAITING] = n->waiting;
}

static void rate(struct li_deliver_place *p, int64_t now_us)
{
	const uint64_t sent = li_link_counts(p->link)->sent;

	if (p->rated_us && now_us - p->rated_us < RATE_US)
		return;
	if (p->rated_us)
		p->rate = (double)(sent - p->sent) * 1e6 /
			(double)(now_us - p->rated_us);
	p->sent = sent;
	p->rated_us = now_us;
}

void li_deliver_look_keys(struct li_deliver *d)
{
	struct li_counts now = {0};

	if (!d->keys || !d->teller)
		return;
	count_keys(li_keys_counts(d->keys), now.at);
	if (d->told_of_keys && memcmp(&now, &d->keys_told, sizeof(now)) == 0)
		return;
	d->told_of_keys = li_teller_keys(d->teller, &now) == LI_OK;
	d->keys_told = now;
}

void li_deliver_look(struct li_deliver *d, struct li_deliver_place *p,
	int64_t now_us)
{
	look_at(d, p, now_us);
	look_where(d, p);
	note(d, p, now_us);
	rate(p, now_us);
}
