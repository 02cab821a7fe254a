/* SPDX-License-Identifier: BSD-3-Clause */
#include "check.h"

enum {
	SIGNATURE = 2, /* checkType */
	CHECK = 'c',   /* what names the key of a check, not of a record */
};

const char *check_name(enum check_verdict verdict)
{
	static const char *const names[] = {
		[CHECK_GOOD] = "good",
		[CHECK_WRONG] = "wrong",
		[CHECK_MISSING] = "missing",
		[CHECK_UNSUPPORTED] = "unsupported",
		[CHECK_NO_KEY] = "no-key",
	};

	return names[verdict];
}

static struct li_key key_of(const struct checker *c, const struct li_psp *psp,
	uint32_t number, bool check)
{
	const struct li_key key = track_key(c->track, psp, number);

	return check ? li_key_named(key, CHECK) : key;
}

/* Of a check its value stands in front of its octets, behind its length. Its
 * number may come again, as its sender may count them by connection. */
static li_err keep_check(struct checker *c, const struct li_psp *psp,
	struct li_slice octets)
{
	struct li_buf both = {0};
	li_err err;

	li_buf_put_u32(&both, (uint32_t)psp->value.n);
	li_buf_put_slice(&both, psp->value);
	li_buf_put_slice(&both, octets);
	err = li_buf_check(&both);
	if (err == LI_OK)
		err = keep_replace(c->keep, key_of(c, psp, psp->sequence, true),
			li_buf_slice(&both));
	li_buf_fini(&both);
	return err;
}

li_err check_keep(struct checker *c, const struct li_psp *psp,
	struct li_slice octets)
{
	if (psp->kind != LI_PSP_INTEGRITY)
		return keep_add(c->keep, key_of(c, psp, psp->sequence, false),
			octets);
	return psp->check_type == SIGNATURE ? LI_OK
					    : keep_check(c, psp, octets);
}

/* The PDUs that a check names, to `each`, in order. That they are more octets
 * than are ever kept means that one is named again and again. */
static enum check_verdict walk_named(const struct checker *c,
	const struct li_psp *psp, bool checks,
	void (*each)(struct li_slice pdu, void *to), void *to)
{
	size_t total = 0;

	for (size_t i = 0; i < psp->checked_count; i++) {
		const struct li_slice pdu = keep_get(c->keep,
			key_of(c, psp, psp->checked[i], checks));

		total += pdu.n;
		if (pdu.n == 0)
			return CHECK_MISSING;
		if (total > KEEP_MAX)
			return CHECK_WRONG;
		each(pdu, to);
	}
	return CHECK_GOOD;
}

static void add_to_digest(struct li_slice pdu, void *to)
{
	seal_add(to, pdu);
}

static li_err judge_hash(const struct checker *c, const struct li_psp *psp,
	enum check_verdict *out)
{
	uint8_t value[SEAL_DIGEST_MAX];
	struct seal_digest digest;
	const li_err err = seal_digest(&digest, psp->hash);

	if (err == LI_EUNSUPPORTED)
		*out = CHECK_UNSUPPORTED;
	if (err != LI_OK)
		return err == LI_EUNSUPPORTED ? LI_OK : err;
	*out = walk_named(c, psp, false, add_to_digest, &digest);
	seal_end(&digest, value);
	if (*out == CHECK_GOOD &&
		!li_slice_eq(psp->value, li_slice(value, digest.size)))
		*out = CHECK_WRONG;
	return LI_OK;
}

/* What a signature may be over. */
struct signed_text {
	struct li_buf values, whole;
};

static void add_to_text(struct li_slice kept, void *to)
{
	struct signed_text *text = to;
	struct li_cursor at = li_cursor(kept);
	const uint32_t n = li_cursor_u32(&at);

	li_buf_put_slice(&text->values, li_cursor_take(&at, n));
	li_buf_put_slice(&text->whole, at.rest);
}

static bool is_signed(const struct checker *c, const struct li_psp *psp,
	const struct li_buf *text)
{
	return seal_verify(c->key, psp->hash, li_buf_slice(text), psp->value);
}

static li_err judge_signature(const struct checker *c, const struct li_psp *psp,
	enum check_verdict *out)
{
	struct signed_text text = {0};
	li_err err;

	if (!c->key) {
		*out = CHECK_NO_KEY;
		return LI_OK;
	}
	*out = walk_named(c, psp, true, add_to_text, &text);
	if (*out == CHECK_GOOD && !is_signed(c, psp, &text.values) &&
		!is_signed(c, psp, &text.whole))
		*out = CHECK_WRONG;
	err = li_buf_check(&text.values);
	if (err == LI_OK)
		err = li_buf_check(&text.whole);
	li_buf_fini(&text.values);
	li_buf_fini(&text.whole);
	return err;
}

li_err check_judge(const struct checker *c, const struct li_psp *psp,
	enum check_verdict *out)
{
	return psp->check_type == SIGNATURE ? judge_signature(c, psp, out)
					    : judge_hash(c, psp, out);
}
