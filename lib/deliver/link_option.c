/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/link_inside.h"

/* TS 102 232-1 cl. 6.3.5: what the two ends of a connection of HI2 agree on
 * before all else. Of us one option is asked, pDUAcknowledgement; of them none is
 * taken. */

static void end(struct li_link *link, bool accepted)
{
	li_loop_disarm(link->loop, &link->step);
	link->asking = false;
	link->acknowledges = accepted;
}

/* All of it takes too long: on without options. */
static void on_late(void *data)
{
	struct li_link *link = data;

	end(link, false);
	li_link_send(link);
}

/* Those of requests and completions count by themselves, anew with each
 * connection. */
static void put(struct li_link *link, enum li_psp_kind kind)
{
	li_link_put_tri(link, kind, link->option.next++);
}

static void complete(struct li_link *link)
{
	if (link->option.completed)
		return;
	link->option.completed = true;
	put(link, LI_PSP_OPTION_COMPLETE);
}

/* A keep-alive behind the request is answered by one that knows no options, too:
 * there is no waiting for it. */
void li_link_option_open(struct li_link *link)
{
	link->asking = link->options.ask_acknowledgement &&
		!link->destination.handover.silent;
	link->acknowledges = false;
	link->option = (struct li_link_option){0};
	if (!link->asking)
		return;
	put(link, LI_PSP_OPTION_REQUEST);
	li_link_keepalives(link);
	li_loop_arm(link->loop, &link->step, link->options.open_timeout_us,
		on_late, link);
}

void li_link_option_alive(struct li_link *link)
{
	if (!link->asking)
		return;
	if (link->option.answered)
		complete(link);
	else
		end(link, false);
}

/* It asks for what is of no use: who sends records is sent none. */
static void decline(struct li_link *link, const struct li_psp *pdu)
{
	const struct li_psp_place place = li_link_psp_place(link);
	const struct li_psp_head head = li_link_psp_head(link, pdu->sequence);

	if (li_psp_encode_decline(&place, &head, pdu->requested, &link->out) !=
		LI_OK)
		link->out.bad = true;
}

li_err li_link_option_take(struct li_link *link, const struct li_psp *pdu)
{
	/* an answer to what was not asked changes nothing */
	if (!link->asking)
		return pdu->kind == LI_PSP_OPTION_RESPONSE ? LI_OK
							   : LI_EMALFORMED;
	if (pdu->kind == LI_PSP_OPTION_RESPONSE) {
		if (pdu->sequence != 0 || link->option.answered)
			return LI_OK;
		link->option.answered = true;
		link->option.accepted = pdu->accepted;
		return LI_OK;
	}
	if (pdu->kind == LI_PSP_OPTION_REQUEST)
		decline(link, pdu);
	complete(link);
	if (pdu->kind == LI_PSP_OPTION_COMPLETE)
		end(link, link->option.accepted);
	return LI_OK;
}
