/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets of a User-Data: what is found lies inside the document
 * or the room for texts, and the plain reader finds what libxml2 finds, or
 * says that it does not know. What libxml2 reads the plain reader never calls
 * malformed. TS 29.228 Annex E
 */
#include "fuzz.h"
#include "intake/cx_profile.h"

struct reading {
	struct li_cx_texts texts;
	struct li_cx_profile profile;
	li_err err;
};

static struct reading plain, full;
static const uint8_t *from, *end;

static void inside(const struct reading *r, struct li_slice s)
{
	const uint8_t *at = (const uint8_t *)r->texts.at;

	FUZZ_CHECK(s.n == 0 || (s.p >= from && s.p + s.n <= end) ||
		(s.p >= at && s.p + s.n <= at + r->texts.used));
}

static void within(const struct reading *r)
{
	const struct li_cx_profile *p = &r->profile;

	FUZZ_CHECK(r->texts.used <= sizeof(r->texts.at));
	FUZZ_CHECK(p->count <= LI_CX_PROFILE_MAX);
	inside(r, p->private_id);
	for (size_t i = 0; i < p->count; i++) {
		FUZZ_CHECK(p->ids[i].text.n > 0);
		FUZZ_CHECK(p->ids[i].text.n <= LI_CX_TEXT_MAX);
		FUZZ_CHECK(p->ids[i].type <= LI_CX_WILDCARDED_IMPU);
		inside(r, p->ids[i].text);
		inside(r, p->ids[i].wildcard);
	}
}

static void same(const struct li_cx_profile *a, const struct li_cx_profile *b)
{
	FUZZ_CHECK(li_slice_eq(a->private_id, b->private_id));
	FUZZ_CHECK(a->count == b->count);
	for (size_t i = 0; i < a->count; i++) {
		FUZZ_CHECK(li_slice_eq(a->ids[i].text, b->ids[i].text));
		FUZZ_CHECK(li_slice_eq(a->ids[i].wildcard, b->ids[i].wildcard));
		FUZZ_CHECK(a->ids[i].type == b->ids[i].type);
		FUZZ_CHECK(a->ids[i].alias == b->ids[i].alias);
		FUZZ_CHECK(a->ids[i].barred == b->ids[i].barred);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice document = li_slice(data, size);

	from = data;
	end = data + size;
	plain.texts.used = full.texts.used = 0;
	plain.err = li_cx_profile_plain(document, &plain.texts, &plain.profile);
	full.err = li_cx_profile_full(document, &full.texts, &full.profile);
	if (plain.err == LI_OK)
		within(&plain);
	if (full.err == LI_OK)
		within(&full);
	if (full.err != LI_OK)
		return 0;
	FUZZ_CHECK(plain.err == LI_OK || plain.err == LI_EUNSUPPORTED);
	/* The room of the one fills up before that of the other. */
	if (plain.err == LI_OK && !full.profile.crowded)
		same(&plain.profile, &full.profile);
	return 0;
}
