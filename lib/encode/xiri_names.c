/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/xiri_names.h"
#include "base/text.h"
#include "encode/ber.h"
#include "encode/utf8.h"

/* A UTF8String takes no other octet: as an escape it is the same URI.
 * RFC 3986 cl. 2.1 */
static struct li_slice utf8(struct li_xiri_texts *texts, struct li_slice uri)
{
	struct li_buf *text = &texts->text[texts->count];

	if (li_utf8_valid(uri))
		return uri;
	texts->count++;
	li_utf8_put_uri(text, uri);
	return li_buf_slice(text);
}

void li_xiri_impu(struct li_xiri_texts *texts, struct li_slice uri, IMPU_t *out)
{
	OCTET_STRING_t text = li_ber_string(utf8(texts, uri));

	if (li_slice_starts_nocase(uri, "tel:")) {
		out->present = IMPU_PR_tELURI;
		out->choice.tELURI = text;
	} else {
		out->present = IMPU_PR_sIPURI;
		out->choice.sIPURI = text;
	}
}

li_err li_xiri_texts_check(const struct li_xiri_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		if (li_buf_check(&texts->text[i]))
			return LI_ENOMEM;
	return LI_OK;
}

void li_xiri_texts_fini(struct li_xiri_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		li_buf_fini(&texts->text[i]);
	texts->count = 0;
}

static bool digits(struct li_slice s, size_t least, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if (!li_text_digit(s.p[i]))
			return false;
	return s.n >= least && s.n <= most;
}

bool li_xiri_target(const struct li_identity *id, struct li_xiri_texts *texts,
	TargetIdentifier_t *out)
{
	struct li_slice text = li_slice(id->text, id->len);

	switch (id->kind) {
	case LI_ID_IMPU:
		out->present = TargetIdentifier_PR_iMPU;
		li_xiri_impu(texts, text, &out->choice.iMPU);
		return true;
	case LI_ID_IMPI:
		out->present = TargetIdentifier_PR_iMPI;
		out->choice.iMPI = li_ber_string(text);
		return li_utf8_valid(text);
	case LI_ID_IMEI:
		out->present = TargetIdentifier_PR_iMEI;
		out->choice.iMEI = li_ber_string(text);
		return digits(text, 14, 14);
	case LI_ID_IMSI:
		out->present = TargetIdentifier_PR_iMSI;
		out->choice.iMSI = li_ber_string(text);
		return digits(text, 6, 15);
	case LI_ID_E164:
		out->present = TargetIdentifier_PR_e164Number;
		out->choice.e164Number = li_ber_string(text);
		return digits(text, 1, 15);
	case LI_ID_HASHED: break;
	}
	return false;
}

static void add(struct li_xiri_targets *t, const struct li_identity *id,
	long provenance)
{
	IRITargetIdentifier_t *one = &t->id[t->count];

	memset(one, 0, sizeof(*one));
	if (!li_xiri_target(id, &t->texts, &one->identifier))
		return;
	t->provenance[t->count] = provenance;
	one->provenance = &t->provenance[t->count];
	t->at[t->count++] = one;
}

li_err li_xiri_targets(const struct li_iri *iri,
	struct li_xiri_targets *targets, XIRIPayload_t *out)
{
	targets->count = 0;
	memset(&targets->texts, 0, sizeof(targets->texts));
	memset(&targets->list, 0, sizeof(targets->list));
	if (iri->matched_count > LI_TASK_TARGETS_MAX ||
		iri->other_count > LI_IRI_IDENTITIES_MAX)
		return LI_EINVAL;
	/* TS 33.128 table 5.5.2-2 */
	for (size_t i = 0; i < iri->matched_count; i++)
		add(targets, &iri->matched[i],
			TargetIdentifierProvenance_matchedOn);
	for (size_t i = 0; i < iri->other_count; i++)
		add(targets, &iri->others[i], TargetIdentifierProvenance_other);
	targets->list.list.array = targets->at;
	targets->list.list.count = targets->count;
	targets->list.list.size = targets->count;
	if (targets->count)
		out->targetIdentifiers = &targets->list;
	return li_xiri_texts_check(&targets->texts);
}
