/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "deliver_many_peer.h"

static void say_bad(struct peer *peer, const struct li_x2_pdu *pdu,
	const char *what)
{
	char xid[LI_UUID_TEXT];

	peer->many->counts.bad++;
	li_uuid_format(&pdu->xid, xid);
	fprintf(stderr, "%u %s %016" PRIx64 " %" PRIu32 ": %s\n", peer->port,
		xid, pdu->correlation, pdu->sequence, what);
}

static struct stream *stream_of(struct peer *peer, const struct li_x2_pdu *pdu)
{
	struct li_hasher h;
	struct stream *s;
	struct li_key key;

	li_hasher_init(&h, &peer->many->secret);
	li_hasher_add(&h, li_slice(&pdu->xid, sizeof(pdu->xid)));
	li_hasher_add(&h,
		li_slice(&pdu->correlation, sizeof(pdu->correlation)));
	key = li_hasher_end(&h);
	s = li_table_get(&peer->streams, key);
	if (s)
		return s;
	s = calloc(1, sizeof(*s));
	if (!s || li_table_set(&peer->streams, key, s) != LI_OK)
		abort();
	s->xid = pdu->xid;
	s->correlation = pdu->correlation;
	return s;
}

/* TS 33.126 R6.4-150: what comes again is what came. */
static bool same_as_before(struct peer *peer, const struct li_x2_pdu *pdu,
	struct li_slice octets)
{
	struct many *m = peer->many;
	const uintptr_t digest = (uintptr_t)li_hash(&m->secret, octets).lo | 1;
	struct li_hasher h;
	struct li_key key;
	void *before;

	li_hasher_init(&h, &m->secret);
	li_hasher_add(&h, li_slice(&peer->port, sizeof(peer->port)));
	li_hasher_add(&h, li_slice(&pdu->xid, sizeof(pdu->xid)));
	li_hasher_add(&h,
		li_slice(&pdu->correlation, sizeof(pdu->correlation)));
	li_hasher_add(&h, li_slice(&pdu->sequence, sizeof(pdu->sequence)));
	key = li_hasher_end(&h);
	before = li_table_get(&m->digests, key);
	if (!before && li_table_set(&m->digests, key, (void *)digest) != LI_OK)
		abort();
	return !before || (uintptr_t)before == digest;
}

void note_record(struct peer *peer, const struct li_x2_pdu *pdu,
	struct li_slice octets)
{
	struct stream *s = stream_of(peer, pdu);

	peer->many->counts.received++;
	/* TS 33.126 R6.4-140: in order; a record never overtakes another. */
	if (!pdu->has_sequence || pdu->sequence > s->next)
		say_bad(peer, pdu, "came before its turn");
	else if (pdu->sequence == s->next)
		s->next++;
	else
		peer->many->counts.repeated++;
	if (!same_as_before(peer, pdu, octets))
		say_bad(peer, pdu, "came again with other octets");
}

void print_streams(const struct many *many)
{
	for (size_t i = 0; i < many->count; i++) {
		const struct peer *peer = &many->peers[i];
		const struct stream *s;
		size_t at = 0;

		while ((s = li_table_next(&peer->streams, &at))) {
			char xid[LI_UUID_TEXT];

			li_uuid_format(&s->xid, xid);
			printf("%u %s %016" PRIx64 " %" PRIu32 "\n", peer->port,
				xid, s->correlation, s->next);
		}
	}
}

void free_streams(struct many *many)
{
	for (size_t i = 0; i < many->count; i++) {
		struct stream *s;
		size_t at = 0;

		while ((s = li_table_next(&many->peers[i].streams, &at)))
			free(s);
		li_table_fini(&many->peers[i].streams);
	}
	li_table_fini(&many->digests);
}
