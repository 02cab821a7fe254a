/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/text.h"
#include "x1/apply_call.h"
#include "x1/details.h"

enum { LOSING_US = 60000000 }; /* a loss is news for so long */

/* The number that a key of lmisfd's counts has; 0 without it. */
static uint64_t count_of(struct li_slice json, const char *key)
{
	const uint8_t *at = NULL;
	struct li_slice s;
	uint64_t n = 0;

	if (json.p)
		at = memmem(json.p, json.n, key, strlen(key));
	if (!at)
		return 0;
	s = li_slice_sub(json, (size_t)(at - json.p) + strlen(key), json.n);
	while (s.n && li_text_digit(s.p[0])) {
		n = n * 10 + (uint64_t)(s.p[0] - '0');
		s = li_slice_sub(s, 1, s.n);
	}
	return n;
}

/* Were messages lost in front of lmisfd since it was looked at last, or just
 * before? */
static bool losing(struct li_x1_call *c)
{
	struct li_x1_losses *l = c->service->losses;
	struct li_slice rest = li_buf_slice(&c->answer.items), item;
	uint64_t total = 0;

	while (li_x1_answer_next(&rest, &item))
		total += count_of(item, "\"lost\":") +
			count_of(item, "\"cx_lost\":");
	/* It counts from its own start. */
	if (total > (total < l->total ? 0 : l->total))
		l->grew_us = c->ends->at_us;
	l->total = total;
	return l->grew_us && c->ends->at_us - l->grew_us < LOSING_US;
}

/* What is wrong with the NE, NULL: nothing. TS 103 221-1 table 29 */
static const char *fault_of(struct li_x1_call *c)
{
	if (li_x1_call_ask(c, LI_ADMIN_STATUS, (struct li_slice){0}))
		return "the interception function does not answer";
	return losing(c) ? "signalling is lost in front of the NE" : NULL;
}

void li_x1_get_ne_status(struct li_x1_call *c)
{
	const char *fault = fault_of(c);

	li_x1_response_begin(c->out, c->ends, c->request);
	li_x1_put_ne_status(c->out, fault);
	li_x1_response_end(c->out);
}

/* A response is whole or is an error: what was begun is taken back. */
static void finish(struct li_x1_call *c, size_t place, li_err err)
{
	li_x1_response_end(c->out);
	if (!err)
		return;
	li_x1_call_undo(c, place);
	li_x1_call_fail(c, err);
}

void li_x1_get_all_details(struct li_x1_call *c)
{
	const char *fault = fault_of(c);
	size_t place = c->out->n;
	li_err err;

	li_x1_response_begin(c->out, c->ends, c->request);
	li_x1_put_ne_status(c->out, fault);
	err = li_x1_put_tasks(c);
	if (!err)
		err = li_x1_put_destinations(c);
	finish(c, place, err);
}

void li_x1_get_all_task_details(struct li_x1_call *c)
{
	size_t place = c->out->n;

	li_x1_response_begin(c->out, c->ends, c->request);
	finish(c, place, li_x1_put_tasks(c));
}

void li_x1_get_all_destination_details(struct li_x1_call *c)
{
	size_t place = c->out->n;

	li_x1_response_begin(c->out, c->ends, c->request);
	finish(c, place, li_x1_put_destinations(c));
}

void li_x1_list_all_details(struct li_x1_call *c)
{
	size_t place = c->out->n;
	li_err err;

	li_x1_response_begin(c->out, c->ends, c->request);
	err = li_x1_put_xids(c);
	if (!err)
		err = li_x1_put_dids(c);
	finish(c, place, err);
}
