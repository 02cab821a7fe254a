/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/iri_row.h"

bool li_iri_row_read(sqlite3_stmt *s, struct li_iri_row *row)
{
	int64_t sequence = sqlite3_column_int64(s, 3);
	int64_t kind = sqlite3_column_int64(s, 4);
	int64_t direction = sqlite3_column_int64(s, 5);
	const void *sha256 = sqlite3_column_blob(s, 8);
	int64_t repeat = sqlite3_column_int64(s, 9);
	int64_t roles = sqlite3_column_int64(s, 10);
	int64_t unflagged = sqlite3_column_int64(s, 11);

	*row = (struct li_iri_row){
		.id = sqlite3_column_int64(s, 0),
		.task = sqlite3_column_int64(s, 1),
		.correlation = (uint64_t)sqlite3_column_int64(s, 2),
		.sequence = (uint32_t)sequence,
		.kind = (int)kind,
		.direction = (int)direction,
		.at_us = sqlite3_column_int64(s, 6),
		.committed_us = sqlite3_column_int64(s, 7),
		.sha256 = li_slice(sha256,
			sha256 ? (size_t)sqlite3_column_bytes(s, 8) : 0),
		.repeat = repeat != 0,
		.roles = (uint32_t)roles,
		.unflagged = (uint8_t)unflagged,
	};
	return row->sequence == sequence && row->kind == kind &&
		row->direction == direction && row->repeat == repeat &&
		row->roles == roles && row->unflagged == unflagged;
}
