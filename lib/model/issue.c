/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/issue.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "model/pack.h"
#include "model/security.h"

/* What is said of each; at a NULL, text() says it. */
static const struct issue_words {
	enum li_issue_cause cause;
	enum li_issue_kind kind;
	enum li_issue_weight weight;
	const char *raised, *cleared;
} words[] = {
	{LI_ISSUE_RESTART, LI_ISSUE_OF_NE, LI_ISSUE_WARNING, NULL, ""},
	{LI_ISSUE_LOST, LI_ISSUE_OF_NE, LI_ISSUE_FAULT, NULL,
		"signalling is no longer lost in front of the NE"},
	{LI_ISSUE_CX_LOST, LI_ISSUE_OF_NE, LI_ISSUE_FAULT, NULL,
		"Cx exchanges are no longer lost in a tap"},
	{LI_ISSUE_QUEUE, LI_ISSUE_OF_NE, LI_ISSUE_WARNING, NULL,
		"the queue of records is short again"},
	{LI_ISSUE_DISK, LI_ISSUE_OF_NE, LI_ISSUE_WARNING, NULL,
		"there is room for the store again"},
	{LI_ISSUE_CLOCK, LI_ISSUE_OF_NE, LI_ISSUE_WARNING, NULL, ""},
	{LI_ISSUE_CERTIFICATE, LI_ISSUE_OF_NE, LI_ISSUE_WARNING, NULL,
		"a certificate that was about to end is renewed"},
	{LI_ISSUE_SECURITY, LI_ISSUE_OF_NE, LI_ISSUE_ALERT, NULL, ""},
	{LI_ISSUE_UNTOLD, LI_ISSUE_OF_NE, LI_ISSUE_ALERT, NULL, ""},
	{LI_ISSUE_CHECKPOINT, LI_ISSUE_OF_NE, LI_ISSUE_WARNING, NULL, ""},
	{LI_ISSUE_SHED, LI_ISSUE_OF_NE, LI_ISSUE_FAULT, NULL,
		"the NE has room for the state of all users again"},
	{LI_ISSUE_FREE, LI_ISSUE_OF_NE, LI_ISSUE_WARNING,
		"the clock is not synchronised",
		"the clock is synchronised again"},
	{LI_ISSUE_STRAY, LI_ISSUE_OF_NE, LI_ISSUE_ALERT,
		"a task in the store is not what was ordered, and cannot be "
		"read",
		""},
	{LI_ISSUE_DOWN, LI_ISSUE_OF_DESTINATION, LI_ISSUE_FAULT,
		"no connection to the destination",
		"connected to the destination again"},
	{LI_ISSUE_BEHIND, LI_ISSUE_OF_DESTINATION, LI_ISSUE_FAULT,
		"records wait to be confirmed",
		"no record has waited for long"},
	{LI_ISSUE_DESTINATION_LATE, LI_ISSUE_OF_DESTINATION, LI_ISSUE_ACTIONED,
		NULL, ""},
	{LI_ISSUE_FILLING, LI_ISSUE_OF_DESTINATION, LI_ISSUE_WARNING, NULL,
		"the queue of the destination is short again"},
	{LI_ISSUE_GAP, LI_ISSUE_OF_DESTINATION, LI_ISSUE_FAULT, NULL,
		"there is room for records of the destination again"},
	{LI_ISSUE_SECONDARY, LI_ISSUE_OF_DESTINATION, LI_ISSUE_WARNING,
		"records go to the secondary address of the destination",
		"records go to the primary address of the destination again"},
	{LI_ISSUE_UNSENT, LI_ISSUE_OF_DESTINATION, LI_ISSUE_FAULT, NULL, ""},
	{LI_ISSUE_ENDED, LI_ISSUE_OF_TASK, LI_ISSUE_IMPLICIT,
		"the task was ended, and not by the ADMF", ""},
	{LI_ISSUE_EXPIRED, LI_ISSUE_OF_TASK, LI_ISSUE_IMPLICIT,
		"the time of the task is over", ""},
	{LI_ISSUE_TASK_LATE, LI_ISSUE_OF_TASK, LI_ISSUE_ACTIONED, NULL, ""},
	{LI_ISSUE_DIFFERS, LI_ISSUE_OF_TASK, LI_ISSUE_FAULT,
		"the store has not what was ordered last: order it again",
		"the task is in the store as it was ordered"},
	{LI_ISSUE_MENDED, LI_ISSUE_OF_TASK, LI_ISSUE_WARNING,
		"the task was not in force as ordered, and now is", ""},
	{LI_ISSUE_DROPPED, LI_ISSUE_OF_TASK, LI_ISSUE_FAULT,
		"the task was in force and is not in the store: it no longer "
		"is",
		""},
};

static const struct issue_words *words_of(enum li_issue_cause cause)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].cause == cause)
			return &words[i];
	return NULL;
}

enum li_issue_kind li_issue_kind(enum li_issue_cause cause)
{
	const struct issue_words *w = words_of(cause);

	return w ? w->kind : LI_ISSUE_OF_NE;
}

enum li_issue_weight li_issue_weight(enum li_issue_cause cause)
{
	const struct issue_words *w = words_of(cause);

	return w ? w->weight : LI_ISSUE_WARNING;
}

static const char *program(uint32_t part)
{
	switch ((enum li_issue_part)part) {
	case LI_ISSUE_LMISFD: return "lmisfd";
	case LI_ISSUE_X1D: return "lmisf-x1d";
	case LI_ISSUE_DELIVER: return "lmisf-deliver";
	}
	return "a program";
}

/* Those that have a number or a name in them. */
static void say_rest(const struct li_issue *i, char text[LI_ISSUE_TEXT])
{
	const size_t n = LI_ISSUE_TEXT;
	char at[LI_CLOCK_TEXT];

	if (i->cause == LI_ISSUE_CHECKPOINT)
		snprintf(text, n, "checkpoint of %" PRIu64 " rows of the audit",
			i->number);
	else if (i->cause == LI_ISSUE_SHED)
		snprintf(text, n,
			"the state of users is not all kept, there is too much "
			"of it: %" PRIu64 " since it started",
			i->number);
	else if (i->cause == LI_ISSUE_UNSENT)
		snprintf(text, n,
			"a record cannot be sent to the destination and is "
			"missing: %" PRIu64 " of the NE",
			i->number);
	else if (li_issue_weight(i->cause) == LI_ISSUE_ACTIONED)
		snprintf(text, n, "what was acknowledged %s%s",
			i->number ? "could not be done: " : "is done",
			i->number ? li_err_name((li_err)i->number) : "");
	else if (i->cause == LI_ISSUE_CERTIFICATE) {
		li_clock_format((int64_t)i->number, at);
		snprintf(text, n, "the certificate of %s ends at %.19sZ",
			program(i->part), at);
	}
}

static void say(const struct li_issue *i, char text[LI_ISSUE_TEXT])
{
	const size_t n = LI_ISSUE_TEXT;

	if (i->cause == LI_ISSUE_RESTART)
		snprintf(text, n, "%s has started", program(i->part));
	else if (i->cause == LI_ISSUE_LOST)
		snprintf(text, n,
			"signalling is lost in front of the NE: %" PRIu64
			" messages since it started",
			i->number);
	else if (i->cause == LI_ISSUE_CX_LOST)
		snprintf(text, n,
			"Cx exchanges are lost in a tap: %" PRIu64
			" since it started",
			i->number);
	else if (i->cause == LI_ISSUE_QUEUE)
		snprintf(text, n,
			"the queue of records is filling: %" PRIu64 " wait",
			i->number);
	else if (i->cause == LI_ISSUE_FILLING)
		snprintf(text, n,
			"the queue of the destination is filling: %" PRIu64
			" records wait",
			i->number);
	else if (i->cause == LI_ISSUE_GAP)
		snprintf(text, n,
			"the queue of the destination is full: %" PRIu64
			" records are missing",
			i->number);
	else if (i->cause == LI_ISSUE_DISK)
		snprintf(text, n,
			"room for the store is running out: %" PRIu64
			" percent are free",
			i->number);
	else if (i->cause == LI_ISSUE_CLOCK)
		snprintf(text, n, "the clock was set by %+.3f s",
			(double)(int64_t)i->number / 1e6);
	else if (i->cause == LI_ISSUE_SECURITY)
		snprintf(text, n, "security event %s: %" PRIu64,
			li_rule_name((enum li_rule)i->part), i->number);
	else if (i->cause == LI_ISSUE_UNTOLD)
		snprintf(text, n,
			"%" PRIu64 " reports found no room: ask for all "
			"details",
			i->number);
	else
		say_rest(i, text);
}

void li_issue_text(const struct li_issue *i, char text[LI_ISSUE_TEXT])
{
	const struct issue_words *w = words_of(i->cause);
	const char *fixed = NULL;
	char first[LI_CLOCK_TEXT];
	size_t n;

	text[0] = '\0';
	if (w)
		fixed = i->state == LI_ISSUE_CLEARED ? w->cleared : w->raised;
	if (fixed)
		snprintf(text, LI_ISSUE_TEXT, "%s", fixed);
	else
		say(i, text);
	/* The last checkpoint stands for those before it. */
	if (i->times < 2 || i->cause == LI_ISSUE_CHECKPOINT)
		return;
	li_clock_format(i->since_us, first);
	n = strlen(text);
	snprintf(text + n, LI_ISSUE_TEXT - n,
		" (%" PRIu32 " times since %.19sZ)", i->times, first);
}

void li_issue_key(const struct li_issue *i, uint8_t key[LI_ISSUE_KEY])
{
	const uint32_t both[] = {(uint32_t)i->cause, i->part};

	for (size_t n = 0; n < 8; n++)
		key[n] = (uint8_t)(both[n / 4] >> 8 * (3 - n % 4));
	memcpy(key + 8, i->id.octet, sizeof(i->id.octet));
}

void li_issue_merge(struct li_issue *i, const struct li_issue *older)
{
	i->since_us = older->since_us;
	i->times += older->times;
	/* The others tell a total, or how it is now. */
	if (i->cause == LI_ISSUE_SECURITY || i->cause == LI_ISSUE_CLOCK ||
		i->cause == LI_ISSUE_UNTOLD)
		i->number += older->number;
}

void li_pack_issue(struct li_buf *b, const struct li_issue *i)
{
	li_buf_put_u32(b, (uint32_t)i->cause);
	li_buf_put_u8(b, (uint8_t)i->state);
	li_pack_uuid(b, &i->id);
	li_buf_put_u32(b, i->part);
	li_buf_put_u64(b, i->number);
	li_buf_put_u64(b, (uint64_t)i->at_us);
	li_buf_put_u64(b, (uint64_t)i->since_us);
	li_buf_put_u32(b, i->times);
}

li_err li_unpack_issue(struct li_slice s, struct li_issue *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_issue i;

	i.cause = (enum li_issue_cause)li_cursor_u32(&c);
	i.state = (enum li_issue_state)li_cursor_u8(&c);
	li_unpack_uuid(&c, &i.id);
	i.part = li_cursor_u32(&c);
	i.number = li_cursor_u64(&c);
	i.at_us = (int64_t)li_cursor_u64(&c);
	i.since_us = (int64_t)li_cursor_u64(&c);
	i.times = li_cursor_u32(&c);
	if (c.bad || c.rest.n || !words_of(i.cause) ||
		i.state < LI_ISSUE_RAISED || i.state > LI_ISSUE_NEWS)
		return LI_EMALFORMED;
	*out = i;
	return LI_OK;
}
