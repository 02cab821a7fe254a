/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

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

/* What is before a cINReset is not kept: the same numbers are of others behind
 * it. TS 102 232-1 cl. 6.2.2 */
static bool is_kept_elsewhere(const struct li_link *link)
{
	return link->ports.numbers.read && (!link->reset || link->told);
}

static li_err keep(void *data, const struct li_checking *checking,
	uint64_t *keeping)
{
	const struct li_link *link = data;
	const struct li_link_numbers *n = &link->ports.numbers;

	*keeping = 0;
	return is_kept_elsewhere(link)
		? n->keep(n->data, &link->destination.did, checking, keeping)
		: LI_OK;
}

static li_err read_numbers(void *data, struct li_checked *checked)
{
	const struct li_link *link = data;
	const struct li_link_numbers *n = &link->ports.numbers;

	return n->read ? n->read(n->data, &link->destination.did, checked)
		       : LI_OK;
}

static void note_numbers(void *data, const struct li_checked *checked)
{
	const struct li_link *link = data;
	const struct li_link_numbers *n = &link->ports.numbers;

	if (is_kept_elsewhere(link))
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
	const struct li_chain_numbers numbers = {keep, read_numbers,
		note_numbers, keeps_numbers, link};

	return li_checks_new(&how, &numbers, &link->checks);
}

static li_err load_one(const struct li_checking *checking, void *data)
{
	return li_checks_load(data, checking);
}

/* What was to go before this link was: it goes first, as it was. While another link
 * to the same destination has news of it, this one waits. */
bool li_link_check_begin(struct li_link *link)
{
	const struct li_link_numbers *n = &link->ports.numbers;
	char why[LI_LINK_WHY];
	li_err err;

	if (link->checks || !link->options.check_every ||
		!li_format_is_hi2(link->destination.handover.format))
		return true;
	if (!keeps_numbers(link))
		return false;
	err = make(link);
	if (!err && is_kept_elsewhere(link))
		err = n->each(n->data, &link->destination.did, load_one,
			link->checks);
	if (!err)
		return true;
	li_checks_free(link->checks);
	link->checks = NULL;
	snprintf(why, sizeof(why), "its integrity checks are not known: %s",
		li_err_name(err));
	li_link_break(link, why);
	return false;
}

/* A hash each so many PDUs, or so much time. */
void li_link_check_note(struct li_link *link, const struct li_checks_pdu *pdu)
{
	const li_err err = li_checks_add(link->checks, pdu, &link->out);

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

/* Has what waits been looked at up to there, and none of it waits? Checks of what a
 * cINReset holds are forgotten with it, before this is asked. */
static bool is_past(int64_t task, int64_t place, void *data)
{
	const struct li_link *link = data;

	return (link->seen_all || li_lanes_seen(link->lanes) >= place) &&
		!li_lanes_waits(link->lanes, task, place);
}

void li_link_check_passed(struct li_link *link)
{
	if (!link->checks)
		return;
	li_checks_passed(link->checks, is_past, link, &link->out);
	arm_sign(link);
}

void li_link_kept(struct li_link *link, uint64_t keeping)
{
	if (!link->checks)
		return;
	li_checks_kept(link->checks, keeping, &link->out);
	if (link->state == LI_LINK_OPEN)
		send(link);
}

bool li_link_unchecked(const struct li_link *link)
{
	return link->checks && li_checks_any(link->checks);
}

bool li_link_flying(const struct li_link *link)
{
	return li_lanes_flying(link->lanes) ||
		(link->checks && li_checks_flying(link->checks));
}

/* All that went so far is in checks: those are what is awaited, where it is not yet
 * that something else is. */
static void await(struct li_link *link)
{
	if (link->awaits || li_link_unchecked(link))
		return;
	link->awaits = true;
	link->awaited = li_lanes_mark(link->lanes);
	link->made = link->checks ? li_checks_made(link->checks) : 0;
}

static void claim(struct li_link *link)
{
	if (!link->awaits ||
		(link->checks && !li_checks_gone(link->checks, link->made)))
		return;
	link->awaits = false;
	link->claimed.records = link->awaited;
	if (link->checks)
		link->claimed.checks = li_checks_went(link->checks);
}

/* TS 102 232-1 annex J.2 */
static void find_claim(struct li_link *link)
{
	claim(link);
	await(link);
	claim(link);
}

struct li_window_mark li_link_claim(struct li_link *link)
{
	find_claim(link);
	link->asked = link->claimed;
	return link->claimed;
}

bool li_link_asks(struct li_link *link)
{
	if (link->destination.handover.silent)
		return false;
	find_claim(link);
	return link->claimed.records != link->asked.records ||
		link->claimed.checks != link->asked.checks;
}

void li_link_check_broke(struct li_link *link)
{
	link->awaits = false;
	link->claimed.records = li_lanes_mark(link->lanes);
	if (link->checks) {
		li_checks_broke(link->checks);
		link->claimed.checks = li_checks_went(link->checks);
	}
	link->asked = link->claimed;
}
