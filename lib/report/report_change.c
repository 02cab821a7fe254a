/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report_cx.h"

/* The place that Change-Of-Target-Identity has for an identity. A SIP URI and a
 * TEL URI have each their own. TS 33.108 cl. B.9 */
static int place(const struct li_identity *id)
{
	struct li_slice text = li_slice(id->text, id->len);

	if (id->kind == LI_ID_IMPU && li_slice_starts_nocase(text, "tel:"))
		return 0;
	return (int)id->kind;
}

/* How many before this one have the same place. */
static size_t before(const struct li_identity *ids, size_t at)
{
	size_t n = 0;

	for (size_t i = 0; i < at; i++)
		n += place(&ids[i]) == place(&ids[at]);
	return n;
}

static size_t records(const struct li_identity *ids, size_t count)
{
	size_t most = 0;

	for (size_t i = 0; i < count; i++)
		if (before(ids, i) + 1 > most)
			most = before(ids, i) + 1;
	return most;
}

size_t li_report_changes(const struct li_change *change)
{
	size_t came = records(change->came, change->came_count);
	size_t left = records(change->left, change->left_count);

	return came > left ? came : left;
}

static size_t pick(const struct li_identity *ids, size_t count, size_t nth,
	struct li_iri_name to[static LI_IRI_CHANGED_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < count && n < LI_IRI_CHANGED_MAX; i++)
		if (before(ids, i) == nth)
			to[n++] = (struct li_iri_name){ids[i].kind,
				li_slice(ids[i].text, ids[i].len)};
	return n;
}

void li_report_change(const struct li_change *change, size_t nth,
	struct li_iri *iri)
{
	iri->came_count =
		pick(change->came, change->came_count, nth, iri->came);
	iri->left_count =
		pick(change->left, change->left_count, nth, iri->left);
}
