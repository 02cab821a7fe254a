/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/check.h"

#include <stdlib.h>

#include "store/digest.h"

/* A check that is open: the PDUs of a chain since the one before. */
struct open {
	struct li_chain *chain; /* NULL: nobody has this place */
	uint32_t *numbers;
	uint32_t count;
	uint64_t used; /* when it was, as it were */
	struct li_digest *digest;
};

struct li_checks {
	struct li_checks_options options;
	uint64_t clock;
	size_t open_count;
	struct open open[LI_CHECKS_MAX];
	struct li_chains chains;
	struct li_buf pdu; /* the one that is being made */
};

li_err li_checks_new(const struct li_checks_options *options,
	const struct li_chain_numbers *numbers, struct li_checks **out)
{
	struct li_checks *c = calloc(1, sizeof(*c));
	li_err err;

	if (!c)
		return LI_ENOMEM;
	err = li_hash_secret_draw(&c->chains.secret);
	if (err) {
		free(c);
		return err;
	}
	c->options = *options;
	c->chains.numbers = *numbers;
	c->chains.signs = options->sign > 0;
	*out = c;
	return LI_OK;
}

/* Make a place free, with what it has of memory. TS 33.107 cl. 8: no content
 * stays where it is not needed */
static void clear(struct li_checks *c, struct open *open,
	uint8_t value[static LI_SHA256])
{
	li_digest_end_wiped(open->digest, value);
	open->chain->open = NULL;
	open->chain = NULL;
	open->count = 0;
	open->used = 0;
	c->open_count--;
}

static void forget_open(struct li_checks *c)
{
	uint8_t unused[LI_SHA256];

	for (size_t i = 0; i < LI_CHECKS_MAX; i++)
		if (c->open[i].chain)
			clear(c, &c->open[i], unused);
}

void li_checks_free(struct li_checks *checks)
{
	if (!checks)
		return;
	forget_open(checks);
	li_chains_fini(&checks->chains);
	for (size_t i = 0; i < LI_CHECKS_MAX; i++) {
		li_digest_free(checks->open[i].digest);
		free(checks->open[i].numbers);
	}
	li_buf_fini(&checks->pdu);
	free(checks);
}

static struct li_psp_head head_of(const struct li_chain *chain,
	uint32_t sequence)
{
	return (struct li_psp_head){
		.liid = li_slice_str(chain->liid),
		.has_cin = chain->has_cin,
		.cin = chain->cin,
		.sequence = sequence,
		.at_us = chain->at_us,
	};
}

/* Make its PDU, and have it go when it is kept. */
static li_err say(struct li_checks *c, struct li_chain *chain,
	const struct li_psp_check *check, struct li_buf *to)
{
	const struct li_psp_head head = head_of(chain,
		check->signature ? chain->next_sign : chain->next);
	struct li_chain_said as = {
		.chain = chain,
		.signature = check->signature,
		.number = head.sequence,
		.first = check->numbers[0],
		.last = check->numbers[check->count - 1],
	};
	li_err err;

	if (!check->signature)
		memcpy(as.value, check->value.p, sizeof(as.value));
	li_buf_reset(&c->pdu);
	err = c->options.fn(&head, check, &c->pdu, c->options.data);
	return err ? err : li_chains_say(&c->chains, &as, &c->pdu, to);
}

/* TS 102 232-1 cl. 7.2.3: over the hashes that were sent, in order */
static void sign(struct li_checks *c, struct li_chain *chain, struct li_buf *to)
{
	const struct li_psp_check made = {.numbers = chain->checks,
		.count = chain->check_count,
		.value = li_slice(chain->values,
			(size_t)chain->check_count * LI_SHA256),
		.signature = true};

	if (say(c, chain, &made, to) == LI_OK)
		chain->next_sign++;
	else /* they stay as they are, and wait for nothing */
		chain->had_signed = made.numbers[made.count - 1] + 1;
	chain->check_count = 0;
	c->chains.unsigned_chains--;
}

/* There is room for it. */
static void add_unsigned(struct li_checks *c, struct li_chain *chain,
	uint32_t number, const uint8_t value[static LI_SHA256])
{
	c->chains.unsigned_chains += chain->check_count == 0;
	chain->checks[chain->check_count] = number;
	memcpy(chain->values + (size_t)chain->check_count++ * LI_SHA256, value,
		LI_SHA256);
}

static void note_unsigned(struct li_checks *c, struct li_chain *chain,
	uint32_t number, const uint8_t value[static LI_SHA256],
	struct li_buf *to)
{
	if (!c->options.sign)
		return;
	if (chain->check_count == c->options.sign)
		sign(c, chain, to);
	add_unsigned(c, chain, number, value);
	if (chain->check_count == c->options.sign)
		sign(c, chain, to);
	if (c->chains.unsigned_chains > LI_CHECKS_UNSIGNED_MAX)
		li_checks_sign(c, to);
}

static void close_check(struct li_checks *c, struct open *open,
	struct li_buf *to)
{
	struct li_chain *chain = open->chain;
	uint8_t value[LI_SHA256];
	const struct li_psp_check made = {.numbers = open->numbers,
		.count = open->count,
		.value = li_slice(value, sizeof(value))};

	clear(c, open, value);
	if (say(c, chain, &made, to) != LI_OK) {
		to->bad = true;
		return;
	}
	note_unsigned(c, chain, chain->next++, value, to);
}

/* Its place, or that of nobody, or of who was not used for the longest. */
static struct open *place(struct li_checks *c, struct li_chain *chain,
	struct li_buf *to)
{
	struct open *oldest = chain->open;

	if (oldest)
		return oldest;
	oldest = &c->open[0];
	for (size_t i = 1; i < LI_CHECKS_MAX; i++)
		if (c->open[i].used < oldest->used)
			oldest = &c->open[i];
	if (oldest->chain)
		close_check(c, oldest, to);
	return oldest;
}

static bool furnish_chain(const struct li_checks *c, struct li_chain *chain)
{
	const uint32_t sign_at = c->options.sign;

	if (!sign_at)
		return true;
	if (!chain->checks)
		chain->checks = calloc(sign_at, sizeof(*chain->checks));
	if (!chain->values)
		chain->values = calloc(sign_at, LI_SHA256);
	return chain->checks && chain->values;
}

static li_err furnish(const struct li_checks *c, struct open *open,
	struct li_chain *chain)
{
	if (!open->numbers)
		open->numbers =
			calloc(c->options.every, sizeof(*open->numbers));
	if (!open->numbers || !furnish_chain(c, chain))
		return LI_ENOMEM;
	return open->digest ? LI_OK : li_digest_new(&open->digest);
}

/* What goes again behind this record, or in front of it; true: the record is in
 * one of them. TS 102 232-1 cl. 6.3.3 */
static bool covered(struct li_checks *c, struct li_chain *chain,
	uint32_t sequence, struct li_buf *to)
{
	while (chain->again) {
		const struct li_chain_said *said = chain->again;
		const uint32_t at = sequence - said->first;
		const uint32_t end = said->last - said->first;

		if (!said->signature && at < end)
			return true;
		/* one that is not over it, and of which no record is left */
		li_chains_say_again(&c->chains, chain, to);
		if (said->signature || at != end)
			continue;
		while (chain->again && chain->again->signature)
			li_chains_say_again(&c->chains, chain, to);
		return true;
	}
	return false;
}

li_err li_checks_add(struct li_checks *checks, const struct li_checks_pdu *pdu,
	struct li_buf *to)
{
	const struct li_psp_head *head = &pdu->head;
	struct li_chain *chain;
	struct open *open;
	li_err err = li_chains_get(&checks->chains, head, pdu->stream, &chain);

	if (err)
		return err;
	chain->task = pdu->task;
	chain->place = pdu->place;
	if (covered(checks, chain, head->sequence, to))
		return LI_OK;
	open = place(checks, chain, to);
	err = furnish(checks, open, chain);
	if (err)
		return err;
	checks->open_count += !open->chain;
	open->chain = chain;
	chain->open = open;
	chain->at_us = head->at_us;
	open->used = ++checks->clock;
	li_digest_add(open->digest,
		li_slice_sub(li_buf_slice(to), pdu->start, pdu->end));
	open->numbers[open->count++] = head->sequence;
	if (open->count == checks->options.every)
		close_check(checks, open, to);
	return LI_OK;
}

void li_checks_flush(struct li_checks *checks, struct li_buf *to)
{
	for (size_t i = 0; i < LI_CHECKS_MAX; i++)
		if (checks->open[i].chain)
			close_check(checks, &checks->open[i], to);
}

/* A signature goes behind the checks that it is over. */
void li_checks_sign(struct li_checks *checks, struct li_buf *to)
{
	for (struct li_chain *chain = checks->chains.oldest;
		chain && checks->chains.unsigned_chains; chain = chain->newer)
		if (chain->check_count > 0 && !chain->again)
			sign(checks, chain, to);
}

/* TS 102 232-1 annex J.2 */
void li_checks_end(struct li_checks *checks, struct li_slice liid,
	struct li_buf *to)
{
	for (size_t i = 0; i < LI_CHECKS_MAX; i++) {
		struct open *open = &checks->open[i];

		if (open->chain && li_slice_is(liid, open->chain->liid))
			close_check(checks, open, to);
	}
	for (struct li_chain *chain = checks->chains.oldest;
		chain && checks->chains.unsigned_chains; chain = chain->newer)
		if (chain->check_count > 0 && li_slice_is(liid, chain->liid))
			sign(checks, chain, to);
}

void li_checks_passed(struct li_checks *checks, li_chains_fn passed, void *data,
	struct li_buf *to)
{
	li_chains_passed(&checks->chains, passed, data, to);
}

void li_checks_kept(struct li_checks *checks, uint64_t keeping,
	struct li_buf *to)
{
	li_chains_kept(&checks->chains, keeping, to);
}

/* Those are under a signature that was made. */
static void drop_signed(struct li_checks *c, struct li_chain *chain,
	uint32_t last)
{
	uint32_t n = 0;

	while (n < chain->check_count && chain->checks[n] <= last)
		n++;
	if (!n)
		return;
	chain->check_count -= n;
	memmove(chain->checks, chain->checks + n,
		chain->check_count * sizeof(*chain->checks));
	memmove(chain->values, chain->values + (size_t)n * LI_SHA256,
		(size_t)chain->check_count * LI_SHA256);
	c->chains.unsigned_chains -= chain->check_count == 0;
}

li_err li_checks_load(struct li_checks *checks,
	const struct li_checking *checking)
{
	struct li_chain *chain;
	li_err err = li_chains_load(&checks->chains, checking, &chain);

	if (err || !checks->options.sign)
		return err;
	if (checking->signature) {
		drop_signed(checks, chain, checking->last);
		return LI_OK;
	}
	if (!furnish_chain(checks, chain))
		return LI_ENOMEM;
	if (chain->check_count == checks->options.sign)
		drop_signed(checks, chain, chain->checks[0]);
	add_unsigned(checks, chain, checking->number, checking->value);
	return LI_OK;
}

bool li_checks_any(const struct li_checks *checks)
{
	return checks->open_count > 0 || checks->chains.again > 0;
}

bool li_checks_unsigned(const struct li_checks *checks)
{
	return checks->chains.unsigned_chains > 0;
}

uint64_t li_checks_went(const struct li_checks *checks)
{
	return checks->chains.serial;
}

void li_checks_confirm(struct li_checks *checks, uint64_t went)
{
	li_chains_confirm(&checks->chains, went);
}

bool li_checks_flying(const struct li_checks *checks)
{
	return checks->chains.way.first || checks->chains.held.first;
}

uint64_t li_checks_made(const struct li_checks *checks)
{
	return checks->chains.holds;
}

bool li_checks_gone(const struct li_checks *checks, uint64_t made)
{
	return checks->chains.released >= made;
}

void li_checks_broke(struct li_checks *checks)
{
	forget_open(checks);
	li_chains_broke(&checks->chains);
}

void li_checks_anew(struct li_checks *checks)
{
	forget_open(checks);
	li_chains_fini(&checks->chains);
}
