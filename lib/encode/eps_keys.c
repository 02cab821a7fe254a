/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps_keys.h"

#include "encode/ber.h"

static void add(const struct li_media_key *key, struct li_eps_keys *room,
	size_t i)
{
	CCKeyInfo_t *to = &room->at[i];

	to->cCCSID = li_ber_string(li_slice(key->cs_id, key->cs_id_n));
	to->cCDecKey = li_ber_string(li_slice(key->key, key->key_n));
	if (key->salt_n) {
		room->salts[i] =
			li_ber_string(li_slice(key->salt, key->salt_n));
		to->cCSalt = &room->salts[i];
	}
	room->of[i] = to;
}

void li_eps_keys(const struct li_media_keys *keys, struct li_eps_keys *room,
	IRI_Parameters_t *p)
{
	const size_t count = keys ? keys->count : 0;

	for (size_t i = 0; i < count; i++)
		add(&keys->at[i], room, i);
	if (count) {
		room->list.list.array = room->of;
		room->list.list.count = (int)count;
		p->mediaDecryption_info = &room->list;
	}
	if (count == 0 || keys->failed) {
		room->failure = MediaSecFailureIndication_genericFailure;
		p->mediaSecFailureIndication = &room->failure;
	}
}
