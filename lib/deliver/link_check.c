/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "deliver/link_inside.h"

/* A token that does not sign holds no record up: the check stays unsigned. */
static li_err sign(const struct li_link *link, struct li_slice text,
	struct li_buf *to)
{
	const li_err err = li_signing_sign(link->options.signing, text, to);

	if (err)
		li_log(LI_LOG_ERROR, "deliver", 0,
			"destination %lld: an integrity check is not signed: "
			"%s",
			(long long)link->destination.row, li_err_name(err));
	return err;
}

static li_err put_check(const struct li_psp_head *head,
	const struct li_psp_check *check, struct li_buf *out, void *data)
{
	const struct li_link *link = data;
	const struct li_psp_place place = li_link_psp_place(link);
	struct li_psp_check made = *check;
	struct li_buf signature = {0};
	li_err err = LI_OK;

	if (check->signature) {
		err = sign(link, check->value, &signature);
		made.value = li_buf_slice(&signature);
		made.edwards = li_signing_is_edwards(link->options.signing);
	}
	if (!err)
		err = li_psp_encode_check(&place, head, &made, out);
	li_buf_fini(&signature);
	return err;
}

/* Ask about what was waiting for it, and send all. */
static void send(struct li_link *link)
{
	if (li_link_asks(link) && !li_window_full(&link->window))
		li_link_keepalive(link);
	li_link_send(link);
}

static void on_sign(void *data)
{
	struct li_link *link = data;

	li_checks_sign(link->checks, &link->out);
	send(link);
}

static void arm_sign(struct li_link *link)
{
	if (!link->sign.armed && li_checks_unsigned(link->checks))
		li_loop_arm(link->loop, &link->sign, link->options.sign_us,
			on_sign, link);
}

static void on_check(void *data)
{
	struct li_link *link = data;

	li_checks_flush(link->checks, &link->out);
	arm_sign(link);
	send(link);
}

static li_err read_numbers(void *data, struct li_checked *checked)
{
	const struct li_link *link = data;
	const struct li_link_numbers *n = &link->ports.numbers;

	return n->read ? n->read(n->data, &link->destination.did, checked)
		       : LI_OK;
}

/* What is before a cINReset is not kept: the same numbers are of others behind
 * it. TS 102 232-1 cl. 6.2.2 */
static void note_numbers(void *data, const struct li_checked *checked)
{
	const struct li_link *link = data;
	const struct li_link_numbers *n = &link->ports.numbers;

	if (n->read && (!link->reset || link->told))
		n->had(n->data, &link->destination.did, checked);
}

static bool keeps_numbers(void *data)
{
	const struct li_link *link = data;
	const struct li_link_numbers *n = &link->ports.numbers;

	return !n->read || n->kept(n->data, &link->destination.did);
}

static li_err make(struct li_link *link)
{
	const struct li_link_options *o = &link->options;
	const struct li_checks_options how = {.fn = put_check,
		.data = link,
		.every = o->check_every,
		.sign = o->signing ? o->sign_every : 0};
	const struct li_chain_numbers numbers = {read_numbers, note_numbers,
		keeps_numbers, link};

	return link->checks ? LI_OK
			    : li_checks_new(&how, &numbers, &link->checks);
}

/* A hash each so many PDUs, or so much time. */
void li_link_check_note(struct li_link *link, const struct li_checks_pdu *pdu)
{
	li_err err = make(link);

	if (!err)
		err = li_checks_add(link->checks, pdu, &link->out);
	if (err) {
		link->out.bad = true; /* the connection ends */
		return;
	}
	if (!link->check.armed && li_checks_any(link->checks))
		li_loop_arm(link->loop, &link->check, link->options.check_us,
			on_check, link);
	arm_sign(link);
}

void li_link_check_end(struct li_link *link, struct li_slice liid)
{
	if (link->checks)
		li_checks_end(link->checks, liid, &link->out);
}

void li_link_check(struct li_link *link)
{
	li_loop_disarm(link->loop, &link->check);
	li_loop_disarm(link->loop, &link->sign);
	if (!link->checks)
		return;
	li_checks_flush(link->checks, &link->out);
	li_checks_sign(link->checks, &link->out);
}

void li_link_check_late(struct li_link *link)
{
	if (link->checks)
		li_checks_late(link->checks, &link->out);
}

bool li_link_unchecked(const struct li_link *link)
{
	return link->checks && li_checks_any(link->checks);
}

struct li_window_mark li_link_claim(struct li_link *link)
{
	if (li_link_unchecked(link))
		return link->claimed;
	link->claimed.records = li_lanes_mark(link->lanes);
	if (link->checks)
		link->claimed.checks = li_checks_went(link->checks);
	return link->claimed;
}

bool li_link_asks(const struct li_link *link)
{
	if (link->destination.handover.silent || li_link_unchecked(link))
		return false;
	return li_lanes_unmarked(link->lanes) ||
		(link->checks &&
			li_checks_went(link->checks) != link->claimed.checks);
}

bool li_link_flying(const struct li_link *link)
{
	return li_lanes_flying(link->lanes) ||
		(link->checks && li_checks_flying(link->checks));
}
