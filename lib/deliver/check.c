/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/check.h"

#include <stdlib.h>

#include "model/task.h"
#include "store/digest.h"

/* The PDUs of a LIID and CIN since the last check. */
struct stream {
	char liid[LI_LIID_MAX + 1]; /* "": nobody has this place */
	bool has_cin;
	uint32_t cin;
	uint32_t *numbers;
	uint32_t count;
	uint32_t next; /* number of its next check */
	/* Checks that are unsigned: their numbers and values. */
	uint32_t *checks;
	uint8_t *values;
	uint32_t check_count;
	uint32_t next_sign; /* number of its next signature */
	uint64_t used;      /* when it was, as it were */
	int64_t at_us;      /* of the last PDU */
	struct li_digest *digest;
};

struct li_checks {
	struct li_checks_options options;
	li_check_fn fn;
	void *data;
	uint64_t clock;
	struct stream streams[LI_CHECKS_MAX];
};

li_err li_checks_new(const struct li_checks_options *options, li_check_fn fn,
	void *data, struct li_checks **out)
{
	struct li_checks *c = calloc(1, sizeof(*c));

	if (!c)
		return LI_ENOMEM;
	c->options = *options;
	c->fn = fn;
	c->data = data;
	*out = c;
	return LI_OK;
}

/* Make a place free, with what it has of memory. */
static void clear(struct stream *s)
{
	uint8_t unused[LI_SHA256];

	if (s->digest)
		li_digest_end_wiped(s->digest, unused);
	explicit_bzero(s->liid, sizeof(s->liid));
	s->count = 0;
	s->next = 0;
	s->check_count = 0;
	s->next_sign = 0;
	s->used = 0;
}

void li_checks_reset(struct li_checks *checks)
{
	for (size_t i = 0; i < LI_CHECKS_MAX; i++)
		clear(&checks->streams[i]);
}

void li_checks_free(struct li_checks *checks)
{
	if (!checks)
		return;
	li_checks_reset(checks);
	for (size_t i = 0; i < LI_CHECKS_MAX; i++) {
		li_digest_free(checks->streams[i].digest);
		free(checks->streams[i].numbers);
		free(checks->streams[i].checks);
		free(checks->streams[i].values);
	}
	free(checks);
}

/* TS 102 232-1 cl. 7.2: over the hashes that were sent, in order */
static void sign(struct li_checks *c, struct stream *s)
{
	const struct li_psp_head head = {
		.liid = li_slice_str(s->liid),
		.has_cin = s->has_cin,
		.cin = s->cin,
		.sequence = s->next_sign++,
		.at_us = s->at_us,
	};
	const struct li_psp_check made = {.numbers = s->checks,
		.count = s->check_count,
		.value =
			li_slice(s->values, (size_t)s->check_count * LI_SHA256),
		.signature = true};

	c->fn(&head, &made, c->data);
	s->check_count = 0;
}

static void note_unsigned(struct li_checks *c, struct stream *s,
	uint32_t number, const uint8_t value[static LI_SHA256])
{
	if (!c->options.sign)
		return;
	s->checks[s->check_count] = number;
	memcpy(s->values + (size_t)s->check_count++ * LI_SHA256, value,
		LI_SHA256);
	if (s->check_count == c->options.sign)
		sign(c, s);
}

static void check(struct li_checks *c, struct stream *s)
{
	const struct li_psp_head head = {
		.liid = li_slice_str(s->liid),
		.has_cin = s->has_cin,
		.cin = s->cin,
		.sequence = s->next++,
		.at_us = s->at_us,
	};
	uint8_t value[LI_SHA256];
	const struct li_psp_check made = {.numbers = s->numbers,
		.count = s->count,
		.value = li_slice(value, sizeof(value))};

	/* TS 33.107 cl. 8: no content stays where it is not needed */
	li_digest_end_wiped(s->digest, value);
	c->fn(&head, &made, c->data);
	s->count = 0;
	note_unsigned(c, s, head.sequence, value);
}

static bool is_of(const struct stream *s, const struct li_psp_head *head)
{
	return li_slice_is(head->liid, s->liid) &&
		s->has_cin == head->has_cin && s->cin == head->cin;
}

/* Its place, or that of nobody, or of who was not used for the longest. */
static struct stream *place(struct li_checks *c, const struct li_psp_head *head)
{
	struct stream *oldest = &c->streams[0];

	for (size_t i = 0; i < LI_CHECKS_MAX; i++) {
		struct stream *s = &c->streams[i];

		if (s->liid[0] && is_of(s, head))
			return s;
		if (s->used < oldest->used)
			oldest = s;
	}
	if (oldest->count > 0)
		check(c, oldest);
	if (oldest->check_count > 0)
		sign(c, oldest);
	clear(oldest);
	return oldest;
}

static li_err furnish(const struct li_checks *c, struct stream *s)
{
	const uint32_t sign_at = c->options.sign;

	if (!s->numbers)
		s->numbers = calloc(c->options.every, sizeof(*s->numbers));
	if (sign_at && !s->checks)
		s->checks = calloc(sign_at, sizeof(*s->checks));
	if (sign_at && !s->values)
		s->values = calloc(sign_at, LI_SHA256);
	if (!s->numbers || (sign_at && (!s->checks || !s->values)))
		return LI_ENOMEM;
	return s->digest ? LI_OK : li_digest_new(&s->digest);
}

li_err li_checks_add(struct li_checks *checks, const struct li_psp_head *head,
	const struct li_buf *from, size_t start, size_t end)
{
	struct stream *s = place(checks, head);
	li_err err = furnish(checks, s);

	if (err)
		return err;
	li_slice_copy(head->liid, s->liid, sizeof(s->liid));
	s->has_cin = head->has_cin;
	s->cin = head->cin;
	s->used = ++checks->clock;
	s->at_us = head->at_us;
	li_digest_add(s->digest, li_slice_sub(li_buf_slice(from), start, end));
	s->numbers[s->count++] = head->sequence;
	if (s->count == checks->options.every)
		check(checks, s);
	return LI_OK;
}

void li_checks_flush(struct li_checks *checks)
{
	for (size_t i = 0; i < LI_CHECKS_MAX; i++)
		if (checks->streams[i].count > 0)
			check(checks, &checks->streams[i]);
}

void li_checks_sign(struct li_checks *checks)
{
	for (size_t i = 0; i < LI_CHECKS_MAX; i++)
		if (checks->streams[i].check_count > 0)
			sign(checks, &checks->streams[i]);
}

bool li_checks_unsigned(const struct li_checks *checks)
{
	for (size_t i = 0; i < LI_CHECKS_MAX; i++)
		if (checks->streams[i].check_count > 0)
			return true;
	return false;
}

bool li_checks_any(const struct li_checks *checks)
{
	for (size_t i = 0; i < LI_CHECKS_MAX; i++)
		if (checks->streams[i].count > 0)
			return true;
	return false;
}
