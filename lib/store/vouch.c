/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/vouch.h"

#include "base/text.h"

/* The order and choice of columns is what digests of old are over. */
static const char *const texts[LI_VOUCHED_KINDS][LI_VOUCH_PARTS] = {
	[LI_VOUCHED_TASK] =
		{
			"SELECT xid_blind, xid, liid, starts_us, ends_us, "
			"ended_us, content, operator, warrant, added_us, "
			"changed_us, services, location, home_only, awaiting, "
			"generation, priority, emergency, authorised_us, "
			"released_us, legal_type, approver_name, "
			"approver_role, approver_ref, entered_by, released_by "
			"FROM main.task WHERE id = ?1",
			"SELECT id, ordinal, kind, blind, identity "
			"FROM main.target WHERE task = ?1 ORDER BY ordinal",
			"SELECT ordinal, destination "
			"FROM main.task_destination WHERE task = ?1 "
			"ORDER BY ordinal",
			"SELECT id, ordinal, liid, starts_us, ends_us, services "
			"FROM main.mediation WHERE task = ?1 ORDER BY ordinal",
			"SELECT locality, product FROM main.task "
			"WHERE id = ?1 AND (locality <> 0 OR "
			"product IS NOT NULL)",
			"SELECT erase_at_end FROM main.task "
			"WHERE id = ?1 AND erase_at_end <> 0",
		},
	[LI_VOUCHED_DESTINATION] =
		{
			"SELECT did, name, host, port, peer, added_us, "
			"removed_us "
			"FROM main.destination WHERE id = ?1",
			"SELECT format, scheme, silent, authorization_country, "
			"delivery_country FROM main.destination WHERE id = ?1 "
			"AND ((format, scheme, silent) <> (0, 0, 0) OR "
			"authorization_country IS NOT NULL OR "
			"delivery_country IS NOT NULL)",
			"SELECT pins FROM main.destination WHERE id = ?1 "
			"AND pins IS NOT NULL",
			"SELECT second_host, second_port, second_peer "
			"FROM main.destination WHERE id = ?1 "
			"AND (second_host IS NOT NULL OR second_port <> 0 OR "
			"second_peer IS NOT NULL)",
		},
	[LI_VOUCHED_CONTEXT] =
		{
			"SELECT context FROM main.hash_context WHERE id = ?1",
		},
	[LI_VOUCHED_AUTHORISATION] =
		{
			"SELECT object_blind, object, reference, legal_type, "
			"priority, starts_us, ends_us, ended_us, "
			"approver_name, approver_role, approver_ref, "
			"entered_by, authorised_us, emergency, generation, "
			"added_us, changed_us "
			"FROM main.authorisation WHERE id = ?1",
			"SELECT task FROM main.authorisation_task "
			"WHERE authorisation = ?1 ORDER BY task",
			"SELECT owner_blind, owner FROM main.authorisation "
			"WHERE id = ?1 AND (owner IS NOT NULL OR "
			"owner_blind IS NOT NULL)",
		},
	[LI_VOUCHED_SECURITY] =
		{
			"SELECT rule, severity, source, event, at_us, "
			"since_us, count, threshold, code, subject, node, "
			"peer, server FROM main.security_events WHERE id = ?1",
		},
};

bool li_vouched(struct li_slice object, enum li_vouched *kind, int64_t *row)
{
	static const char *const words[LI_VOUCHED_KINDS] = {
		"task",
		"destination",
		"context",
		"authorisation",
		"security",
	};
	size_t n = li_slice_find(object, ' ');
	uint64_t number;

	for (size_t i = 0; i < LI_VOUCHED_KINDS; i++) {
		if (!li_slice_is(li_slice_sub(object, 0, n), words[i]) ||
			li_text_u64(li_slice_sub(object, n + 1, object.n),
				INT64_MAX, &number) != LI_OK)
			continue;
		*kind = (enum li_vouched)i;
		*row = (int64_t)number;
		return true;
	}
	return false;
}

/* A value behind its type and length, so that no two rows read the same. */
static void add_column(struct li_digest *d, sqlite3_stmt *s, int i)
{
	int type = sqlite3_column_type(s, i);
	const void *p;

	li_digest_u64(d, (uint64_t)type);
	if (type == SQLITE_INTEGER) {
		li_digest_u64(d, (uint64_t)sqlite3_column_int64(s, i));
	} else if (type != SQLITE_NULL) {
		p = sqlite3_column_blob(s, i);
		li_digest_field(d,
			li_slice(p,
				p ? (size_t)sqlite3_column_bytes(s, i) : 0));
	}
}

/* Add the rows of one statement, and how many there are. A part that older
 * digests do not have, `later`, adds nothing when it has no row. */
static li_err add_part(struct li_digest *d, sqlite3_stmt *s, int64_t row,
	bool later, uint64_t *count)
{
	int rc;

	sqlite3_reset(s);
	sqlite3_bind_int64(s, 1, row);
	for (*count = 0; (rc = sqlite3_step(s)) == SQLITE_ROW; ++*count)
		for (int i = 0; i < sqlite3_column_count(s); i++)
			add_column(d, s, i);
	if (*count > 0 || !later) {
		li_digest_u64(d, UINT64_MAX); /* no type */
		li_digest_u64(d, *count);
	}
	sqlite3_reset(s);
	return rc == SQLITE_DONE ? LI_OK : LI_EDB;
}

/* Is a part one that older digests do not have? */
static bool is_later(enum li_vouched kind, size_t part)
{
	return (kind == LI_VOUCHED_DESTINATION && part > 0) ||
		(kind == LI_VOUCHED_AUTHORISATION && part > 1) ||
		(kind == LI_VOUCHED_TASK && part > 3);
}

li_err li_vouch(struct li_voucher *v, sqlite3 *db, struct li_digest *d,
	enum li_vouched kind, int64_t row, uint8_t digest[static LI_SHA256])
{
	uint64_t count, first = 0;
	uint8_t made[LI_SHA256];
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < LI_VOUCH_PARTS && texts[kind][i]; i++) {
		sqlite3_stmt **s = &v->part[kind][i];

		if (!*s &&
			sqlite3_prepare_v3(db, texts[kind][i], -1,
				SQLITE_PREPARE_PERSISTENT, s,
				NULL) != SQLITE_OK)
			err = LI_EDB;
		if (!err)
			err = add_part(d, *s, row, is_later(kind, i), &count);
		if (!err && i == 0)
			first = count;
	}
	li_digest_end(d, made);
	if (err)
		return err;
	if (first == 0)
		return LI_ENOTFOUND;
	memcpy(digest, made, sizeof(made));
	return LI_OK;
}

void li_vouch_end(struct li_voucher *v)
{
	for (size_t k = 0; k < LI_VOUCHED_KINDS; k++)
		for (size_t i = 0; i < LI_VOUCH_PARTS; i++) {
			sqlite3_finalize(v->part[k][i]);
			v->part[k][i] = NULL;
		}
}
