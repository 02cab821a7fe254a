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

static void note_on_way(struct li_chains *c, struct li_chain_said *said)
{
	said->serial = ++c->serial;
	said->then = NULL;
	if (c->way)
		c->way_last->then = said;
	else
		c->way = said;
	c->way_last = said;
}

li_err li_chains_say(struct li_chains *chains, const struct li_chain_said *as,
	const struct li_buf *pdu)
{
	struct li_chain *chain = as->chain;
	struct li_chain_said *said = malloc(sizeof(*said) + pdu->n);

	if (!said)
		return LI_ENOMEM;
	*said = *as;
	said->next = NULL;
	said->n = pdu->n;
	memcpy(said->octets, pdu->p, pdu->n);
	if (chain->first)
		chain->last->next = said;
	else
		chain->first = said;
	chain->last = said;
	note_on_way(chains, said);
	return LI_OK;
}

void li_chains_say_again(struct li_chains *chains, struct li_chain *chain,
	struct li_buf *to)
{
	struct li_chain_said *said = chain->again;

	chain->again = said->next;
	chains->again--;
	li_buf_put(to, said->octets, said->n);
	note_on_way(chains, said);
}

static void tell(const struct li_chains *c, const struct li_chain *chain)
{
	struct li_checked checked = {.stream = chain->stream,
		.checks = chain->had,
		.signatures = chain->had_sign};

	memcpy(checked.liid, chain->liid, sizeof(checked.liid));
	c->numbers.had(c->numbers.data, &checked);
}

static void note_had(const struct li_chains *c,
	const struct li_chain_said *said)
{
	struct li_chain *chain = said->chain;

	if (said->signature)
		chain->had_sign = said->number + 1;
	else
		chain->had = said->number + 1;
	tell(c, chain);
}

/* Those of a chain go in their order, so it is the first one of its own. */
void li_chains_confirm(struct li_chains *chains, uint64_t serial)
{
	while (chains->way && chains->way->serial <= serial) {
		struct li_chain_said *said = chains->way;

		chains->way = said->then;
		said->chain->first = said->next;
		note_had(chains, said);
		explicit_bzero(said->octets, said->n);
		free(said);
	}
}

void li_chains_broke(struct li_chains *chains)
{
	for (; chains->way; chains->way = chains->way->then) {
		struct li_chain *chain = chains->way->chain;

		chain->again = chain->first;
		chains->again++;
	}
}

void li_chains_fini(struct li_chains *chains)
{
	while (chains->oldest)
		drop(chains, chains->oldest);
	li_table_fini(&chains->table);
	chains->way = NULL;
	chains->again = chains->unsigned_chains = 0;
}
