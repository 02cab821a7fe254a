/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "deliver/link_inside.h"

static void on_overdue(void *data)
{
	struct li_link *link = data;
	char why[LI_LINK_WHY];

	/* TS 103 221-2 cl. 6.2.4: no acknowledgement within TIME_P2 */
	snprintf(why, sizeof(why), "no acknowledgement within %lld s",
		(long long)(link->options.ack_timeout_us / 1000000));
	li_link_break(link, why);
}

void li_link_watch_overdue(struct li_link *link)
{
	int64_t sent_us;

	if (!li_window_oldest(&link->window, &sent_us)) {
		li_loop_disarm(link->loop, &link->overdue);
		return;
	}
	li_loop_arm(link->loop, &link->overdue,
		sent_us + link->options.ack_timeout_us - li_clock_mono_us(),
		on_overdue, link);
}

static void on_keepalive(void *data);

/* Keepalives go at times that the beginning of the connection alone decides:
 * when one goes says nothing of the records before it. One that is late makes
 * none behind it late. TS 33.126 R6.6-05 */
static void arm_keepalive(struct li_link *link)
{
	const int64_t now_us = li_clock_mono_us();
	const int64_t each_us = link->options.keepalive_us;

	link->beat_us += each_us * (1 + (now_us - link->beat_us) / each_us);
	li_loop_arm(link->loop, &link->keepalive, link->beat_us - now_us,
		on_keepalive, link);
}

/* TS 103 221-2 cl. 6.2.4: at least each TIME_P1, whatever else is sent;
 * TS 102 232-1 cl. 6.3.4: never quiet for longer than TIME1. A peer that has not
 * answered so many proves as little by one more. */
static void on_keepalive(void *data)
{
	struct li_link *link = data;

	link->stuck = false;
	arm_keepalive(link);
	if (!li_window_full(&link->window))
		li_link_keepalive(link);
	li_link_send(link);
}

/* One that no answer is awaited of proves nothing, and bounds nothing. */
static uint32_t number_keepalive(struct li_link *link, enum li_window_kind kind)
{
	if (link->destination.handover.silent)
		return link->window.next[kind]++;
	return li_window_push(&link->window, kind, li_link_claim(link),
		li_clock_mono_us());
}

/* Where records wait for it, a peer that took the option of it is asked for its
 * word on them; without any, for a sign of life. TS 102 232-1 cl. 6.3.6 */
void li_link_keepalive(struct li_link *link)
{
	const enum li_window_kind kind =
		link->acknowledges && li_lanes_flying(link->lanes)
		? LI_WINDOW_ACK
		: LI_WINDOW_KEEPALIVE;

	link->protocol->keepalive(link, kind, number_keepalive(link, kind));
	if (link->window.count == 1)
		li_link_watch_overdue(link);
}

/* The first one starts TIME_P1, whether or not anything is due. */
void li_link_keepalives(struct li_link *link)
{
	link->beat_us = li_clock_mono_us();
	arm_keepalive(link);
	if (link->window.count == 0)
		li_link_keepalive(link);
}
