/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/chain.h"

void li_chain_start(struct li_digest *d, const struct li_uuid *installation,
	uint8_t hash[static LI_SHA256])
{
	li_digest_field(d, li_slice_str("lmisf audit 1"));
	li_digest_add(d,
		li_slice(installation->octet, sizeof(installation->octet)));
	li_digest_end(d, hash);
}

/* NULL and the empty value differ. */
static void field(struct li_digest *d, struct li_slice s)
{
	li_digest_u64(d, s.p ? s.n + 1 : 0);
	li_digest_add(d, s);
}

void li_chain_add(struct li_digest *d, const struct li_audit_row *row,
	uint8_t hash[static LI_SHA256])
{
	li_digest_add(d, li_slice(hash, LI_SHA256));
	li_digest_u64(d, (uint64_t)row->id);
	li_digest_u64(d, (uint64_t)row->at_us);
	field(d, row->actor);
	field(d, row->via);
	field(d, row->action);
	field(d, row->object);
	li_digest_u64(d, (uint64_t)row->iri_first);
	li_digest_u64(d, (uint64_t)row->iri_last);
	field(d, row->iri_digest);
	field(d, row->detail);
	/* Without either a row is what it was before there were any. */
	if (row->result.p || row->digest.p) {
		field(d, row->result);
		field(d, row->digest);
	}
	li_digest_end(d, hash);
}

void li_chain_iri(struct li_digest *d, const struct li_iri_row *row)
{
	const uint64_t numbers[] = {
		(uint64_t)row->id,
		(uint64_t)row->task,
		row->correlation,
		row->sequence,
		/* Without marks and roles it is what it was before there were
		 * any. */
		(uint64_t)row->kind | (uint64_t)row->repeat << 32 |
			(uint64_t)row->unflagged << 40,
		(uint64_t)row->direction | (uint64_t)row->roles << 32,
		(uint64_t)row->at_us,
		(uint64_t)row->committed_us,
	};
	uint8_t text[sizeof(numbers)];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (uint8_t)(numbers[i / 8] >> (56 - i % 8 * 8));
	li_digest_add(d, li_slice(text, sizeof(text)));
	li_digest_field(d, row->sha256);
}
