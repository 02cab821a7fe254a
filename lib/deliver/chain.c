/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/chain.h"

#include <stdlib.h>

enum { LOOK_MAX = 8 }; /* old chains that are looked at to make room */

static struct li_key key_of(const struct li_chains *c,
	const struct li_psp_head *head)
{
	const uint64_t cin = head->has_cin ? head->cin : UINT64_MAX;
	struct li_hasher h;

	li_hasher_init(&h, &c->secret);
	li_hasher_add(&h, li_slice(&cin, sizeof(cin)));
	li_hasher_add(&h, head->liid);
	return li_hasher_end(&h);
}

static void take_out(struct li_chains *c, struct li_chain *chain)
{
	if (chain->older)
		chain->older->newer = chain->newer;
	else
		c->oldest = chain->newer;
	if (chain->newer)
		chain->newer->older = chain->older;
	else
		c->newest = chain->older;
}

static void put_last(struct li_chains *c, struct li_chain *chain)
{
	chain->newer = NULL;
	chain->older = c->newest;
	if (c->newest)
		c->newest->newer = chain;
	else
		c->oldest = chain;
	c->newest = chain;
}

static void drop(struct li_chains *c, struct li_chain *chain)
{
	while (chain->first) {
		struct li_chain_said *said = chain->first;

		chain->first = said->next;
		explicit_bzero(said->octets, said->n);
		free(said);
	}
	take_out(c, chain);
	li_table_remove(&c->table, chain->key);
	c->count--;
	free(chain->checks);
	free(chain->values);
	explicit_bzero(chain->liid, sizeof(chain->liid));
	free(chain);
}

static bool is_idle(const struct li_chain *chain)
{
	return !chain->open && !chain->first && chain->check_count == 0;
}

/* One that waits for something stays: it is bounded by what is on its way. */
static void make_room(struct li_chains *c)
{
	struct li_chain *next, *chain = c->oldest;

	if (c->count < LI_CHAINS_IDLE || !c->numbers.kept(c->numbers.data))
		return;
	for (int i = 0; i < LOOK_MAX && chain && c->count >= LI_CHAINS_IDLE;
		i++, chain = next) {
		next = chain->newer;
		if (is_idle(chain))
			drop(c, chain);
	}
}

static li_err begin(struct li_chains *c, struct li_key key,
	const struct li_psp_head *head, struct li_checked *from,
	struct li_chain **out)
{
	struct li_chain *chain = calloc(1, sizeof(*chain));
	li_err err = chain ? LI_OK : LI_ENOMEM;

	li_slice_copy(head->liid, from->liid, sizeof(from->liid));
	if (!err)
		err = c->numbers.read(c->numbers.data, from);
	if (!err)
		err = li_table_set(&c->table, key, chain);
	if (err) {
		free(chain);
		return err;
	}
	chain->key = key;
	chain->stream = from->stream;
	chain->next = chain->had = from->checks;
	chain->next_sign = chain->had_sign = from->signatures;
	li_slice_copy(head->liid, chain->liid, sizeof(chain->liid));
	chain->has_cin = head->has_cin;
	chain->cin = head->cin;
	put_last(c, chain);
	c->count++;
	*out = chain;
	return LI_OK;
}

li_err li_chains_get(struct li_chains *chains, const struct li_psp_head *head,
	int64_t stream, struct li_chain **out)
{
	const struct li_key key = key_of(chains, head);
	struct li_chain *chain = li_table_get(&chains->table, key);
	struct li_checked from = {.stream = stream};

	if (!chain) {
		make_room(chains);
		return begin(chains, key, head, &from, out);
	}
	if (chain != chains->newest) {
		take_out(chains, chain);
		put_last(chains, chain);
	}
	*out = chain;
	return LI_OK;
}

static void put(struct li_chain_queue *queue, struct li_chain_said *said)
{
	said->then = NULL;
	if (queue->first)
		queue->last->then = said;
	else
		queue->first = said;
	queue->last = said;
}

static struct li_chain_said *take(struct li_chain_queue *queue)
{
	struct li_chain_said *said = queue->first;

	queue->first = said->then;
	return said;
}

static void go(struct li_chains *c, struct li_chain_said *said,
	struct li_buf *to)
{
	li_buf_put(to, said->octets, said->n);
	said->serial = ++c->serial;
	put(&c->way, said);
}

/* Rule 4 of ours holds for it, too: written before acted on. */
static void go_or_hold(struct li_chains *c, struct li_chain_said *said,
	struct li_buf *to)
{
	if (said->keeping <= c->kept) {
		go(c, said, to);
		return;
	}
	put(&c->held, said);
	c->holds++;
}

static struct li_chain_said *said_new(const struct li_chain_said *as,
	struct li_slice pdu)
{
	struct li_chain_said *said = malloc(sizeof(*said) + pdu.n);

	if (!said)
		return NULL;
	*said = *as;
	said->next = NULL;
	said->n = pdu.n;
	memcpy(said->octets, pdu.p, pdu.n);
	return said;
}

static void add_last(struct li_chain *chain, struct li_chain_said *said)
{
	if (chain->first)
		chain->last->next = said;
	else
		chain->first = said;
	chain->last = said;
}

static li_err keep(const struct li_chains *c, struct li_chain_said *said)
{
	const struct li_chain *chain = said->chain;
	struct li_checking checking = {.stream = chain->stream,
		.task = chain->task,
		.place = said->place,
		.at_us = chain->at_us,
		.signature = said->signature,
		.cin = chain->has_cin ? chain->cin : 0,
		.number = said->number,
		.first = said->first,
		.last = said->last,
		.pdu = li_slice(said->octets, said->n)};

	memcpy(checking.liid, chain->liid, sizeof(checking.liid));
	memcpy(checking.value, said->value, sizeof(checking.value));
	return c->numbers.keep(c->numbers.data, &checking, &said->keeping);
}

li_err li_chains_say(struct li_chains *chains, const struct li_chain_said *as,
	const struct li_buf *pdu, struct li_buf *to)
{
	struct li_chain_said *said = said_new(as, li_buf_slice(pdu));
	li_err err = said ? LI_OK : LI_ENOMEM;

	if (said)
		said->place = as->chain->place;
	if (!err)
		err = keep(chains, said);
	if (err) {
		free(said);
		return err;
	}
	add_last(as->chain, said);
	go_or_hold(chains, said, to);
	return LI_OK;
}

void li_chains_say_again(struct li_chains *chains, struct li_chain *chain,
	struct li_buf *to)
{
	struct li_chain_said *said = chain->again;

	chain->again = said->next;
	chains->again--;
	go_or_hold(chains, said, to);
}

void li_chains_kept(struct li_chains *chains, uint64_t keeping,
	struct li_buf *to)
{
	struct li_chain_queue held = chains->held;

	if (keeping > chains->kept)
		chains->kept = keeping;
	chains->held.first = NULL;
	while (held.first) {
		struct li_chain_said *said = take(&held);

		if (said->keeping > chains->kept) {
			put(&chains->held, said);
			continue;
		}
		chains->released++;
		go(chains, said, to);
	}
}

/* Numbers go on behind it, and so does time. */
static void go_behind(struct li_chain *chain,
	const struct li_checking *checking)
{
	uint32_t *next = checking->signature ? &chain->next_sign : &chain->next;

	if (checking->number >= *next)
		*next = checking->number + 1;
	chain->task = checking->task;
	chain->place = checking->place;
	chain->at_us = checking->at_us;
}

static li_err load(struct li_chains *c, struct li_chain *chain,
	const struct li_checking *checking)
{
	const struct li_chain_said as = {.chain = chain,
		.place = checking->place,
		.signature = checking->signature,
		.number = checking->number,
		.first = checking->first,
		.last = checking->last};
	struct li_chain_said *said = said_new(&as, checking->pdu);

	if (!said)
		return LI_ENOMEM;
	add_last(chain, said);
	if (!chain->again)
		chain->again = said;
	c->again++;
	return LI_OK;
}

li_err li_chains_load(struct li_chains *chains,
	const struct li_checking *checking, struct li_chain **out)
{
	const struct li_psp_head head = {
		.liid = li_slice_str(checking->liid),
		.has_cin = checking->cin != 0,
		.cin = checking->cin,
	};
	li_err err = li_chains_get(chains, &head, checking->stream, out);
	const uint32_t had = err      ? 0
		: checking->signature ? (*out)->had_sign
				      : (*out)->had;

	if (!err && checking->number >= had)
		err = load(chains, *out, checking);
	if (!err)
		go_behind(*out, checking);
	return err;
}

void li_chains_passed(struct li_chains *chains, li_chains_fn passed, void *data,
	struct li_buf *to)
{
	for (struct li_chain *chain = chains->oldest; chain && chains->again;
		chain = chain->newer)
		while (chain->again &&
			passed(chain->task, chain->again->place, data))
			li_chains_say_again(chains, chain, to);
}

static void tell(const struct li_chains *c, const struct li_chain *chain)
{
	struct li_checked checked = {.stream = chain->stream,
		.checks = chain->had,
		.signatures = chain->had_sign,
		.open = c->signs ? chain->had_signed : chain->had};

	memcpy(checked.liid, chain->liid, sizeof(checked.liid));
	c->numbers.had(c->numbers.data, &checked);
}

static void note_had(const struct li_chains *c,
	const struct li_chain_said *said)
{
	struct li_chain *chain = said->chain;

	if (said->signature) {
		chain->had_sign = said->number + 1;
		chain->had_signed = said->last + 1;
	} else {
		chain->had = said->number + 1;
	}
	tell(c, chain);
}

/* Those of a chain go in their order, so it is the first one of its own. */
void li_chains_confirm(struct li_chains *chains, uint64_t serial)
{
	while (chains->way.first && chains->way.first->serial <= serial) {
		struct li_chain_said *said = take(&chains->way);

		said->chain->first = said->next;
		note_had(chains, said);
		explicit_bzero(said->octets, said->n);
		free(said);
	}
}

static void all_again(struct li_chains *c, struct li_chain_queue *queue)
{
	while (queue->first) {
		struct li_chain *chain = take(queue)->chain;

		chain->again = chain->first;
		c->again++;
	}
}

void li_chains_broke(struct li_chains *chains)
{
	all_again(chains, &chains->way);
	all_again(chains, &chains->held);
	chains->released = chains->holds;
}

void li_chains_fini(struct li_chains *chains)
{
	while (chains->oldest)
		drop(chains, chains->oldest);
	li_table_fini(&chains->table);
	chains->way.first = chains->held.first = NULL;
	chains->released = chains->holds;
	chains->again = chains->unsigned_chains = 0;
}
