/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/hashed.h"

#include <stdio.h>

#include "base/text.h"
#include "model/id_keys.h"
#include "model/pack.h"

static const struct {
	const char *name;
	size_t octets;
} algorithms[LI_HASH_LAST + 1] = {
	[LI_HASH_SHA256] = {"sha-256", 32},
	[LI_HASH_SHA512] = {"sha-512", 64},
	[LI_HASH_SHA3_512] = {"sha3-512", 64},
};

static bool known(enum li_hash_algorithm a)
{
	return a >= LI_HASH_SHA256 && a <= LI_HASH_LAST;
}

size_t li_hash_octets(enum li_hash_algorithm a)
{
	return known(a) ? algorithms[a].octets : 0;
}

const char *li_hash_name(enum li_hash_algorithm a)
{
	return known(a) ? algorithms[a].name : "?";
}

li_err li_hash_of_name(const char *name, enum li_hash_algorithm *out)
{
	for (int a = LI_HASH_SHA256; a <= LI_HASH_LAST; a++)
		if (strcmp(algorithms[a].name, name) == 0) {
			*out = (enum li_hash_algorithm)a;
			return LI_OK;
		}
	return LI_EINVAL;
}

bool li_hash_same(const struct li_hash_context *a,
	const struct li_hash_context *b)
{
	return a->algorithm == b->algorithm && a->salt_n == b->salt_n &&
		memcmp(a->salt, b->salt, a->salt_n) == 0;
}

/* TS 103 221-1 cl. D.2.2: at least 8 octets of salt */
li_err li_hash_context_check(const struct li_hash_context *c)
{
	return known(c->algorithm) && c->salt_n >= LI_HASH_SALT_MIN &&
			c->salt_n <= LI_HASH_SALT_MAX
		? LI_OK
		: LI_EINVAL;
}

void li_pack_hash_context(struct li_buf *b, const struct li_hash_context *c)
{
	li_pack_uuid(b, &c->id);
	li_buf_put_u8(b, (uint8_t)c->algorithm);
	li_pack_slice(b, li_slice(c->salt, c->salt_n));
}

li_err li_unpack_hash_context(struct li_slice s, struct li_hash_context *out)
{
	struct li_cursor c = li_cursor(s);
	struct li_hash_context got = {.salt_n = 0};
	struct li_slice salt;

	li_unpack_uuid(&c, &got.id);
	got.algorithm = (enum li_hash_algorithm)li_cursor_u8(&c);
	salt = li_unpack_slice(&c);
	if (c.bad || c.rest.n || salt.n > LI_HASH_SALT_MAX)
		return LI_EMALFORMED;
	got.salt_n = (uint8_t)salt.n;
	memcpy(got.salt, salt.p, salt.n);
	if (li_hash_context_check(&got))
		return LI_EMALFORMED;
	*out = got;
	return LI_OK;
}

/* ---- as an identity ---- */

static bool take_hex(struct li_slice s, uint8_t *out, size_t n)
{
	return s.n == 2 * n && li_text_get_octets((const char *)s.p, out, n);
}

static bool is_word(const char *s)
{
	size_t n = strnlen(s, LI_HASH_TYPE_MAX + 1);

	for (size_t i = 0; i < n; i++)
		if (!li_text_digit((uint8_t)s[i]) &&
			((s[i] | 0x20) < 'a' || (s[i] | 0x20) > 'z'))
			return false;
	return n >= 1 && n <= LI_HASH_TYPE_MAX;
}

li_err li_hashed_write(const struct li_hashed *h, struct li_identity *out)
{
	char text[LI_ID_MAX + 1], id[LI_UUID_TEXT], *to = text;

	if (li_hash_context_check(&h->context) || !is_word(h->type) ||
		h->kind < LI_ID_IMPU || h->kind > LI_ID_E164)
		return LI_EINVAL;
	li_uuid_format(&h->context.id, id);
	to += snprintf(text, sizeof(text), "%s %s %d %d ", id, h->type,
		(int)h->kind, (int)h->context.algorithm);
	to = li_text_put_octets(to,
		li_slice(h->context.salt, h->context.salt_n));
	*to++ = ' ';
	to = li_text_put_octets(to,
		li_slice(h->digest, li_hash_octets(h->context.algorithm)));
	*to = '\0';
	out->kind = LI_ID_HASHED;
	out->len = (uint16_t)(to - text);
	memcpy(out->text, text, out->len + 1U);
	return LI_OK;
}

static bool take_number(struct li_slice *rest, unsigned int max,
	unsigned int *out)
{
	struct li_slice word = li_slice_cut(rest, ' ');

	*out = word.n == 1 && li_text_digit(word.p[0])
		? (unsigned int)(word.p[0] - '0')
		: 0;
	return *out >= 1 && *out <= max;
}

li_err li_hashed_read(const struct li_identity *id, struct li_hashed *out)
{
	struct li_slice rest = li_slice(id->text, id->len), salt;
	struct li_hashed h = {.kind = LI_ID_IMPU};
	char uuid[LI_UUID_TEXT];
	unsigned int kind, algorithm;

	if (id->kind != LI_ID_HASHED)
		return LI_EMALFORMED;
	li_slice_copy(li_slice_cut(&rest, ' '), uuid, sizeof(uuid));
	li_slice_copy(li_slice_cut(&rest, ' '), h.type, sizeof(h.type));
	if (li_uuid_parse(uuid, &h.context.id) || !is_word(h.type) ||
		!take_number(&rest, LI_ID_E164, &kind) ||
		!take_number(&rest, LI_HASH_LAST, &algorithm))
		return LI_EMALFORMED;
	h.kind = (enum li_id_kind)kind;
	h.context.algorithm = (enum li_hash_algorithm)algorithm;
	salt = li_slice_cut(&rest, ' ');
	if (salt.n > 2 * (size_t)LI_HASH_SALT_MAX)
		return LI_EMALFORMED;
	h.context.salt_n = (uint8_t)(salt.n / 2);
	if (!take_hex(salt, h.context.salt, h.context.salt_n) ||
		li_hash_context_check(&h.context) ||
		!take_hex(rest, h.digest, li_hash_octets(h.context.algorithm)))
		return LI_EMALFORMED;
	*out = h;
	return LI_OK;
}

/* ---- what may have been meant ---- */

static size_t add(enum li_id_kind kind, struct li_slice text,
	struct li_identity *forms, size_t n)
{
	return n + (li_identity_parse(kind, text, &forms[n]) == LI_OK);
}

static size_t add_tel(struct li_slice number, struct li_identity *forms,
	size_t n)
{
	char text[LI_ID_MAX + 8];
	int len = snprintf(text, sizeof(text), "tel:%s%.*s",
		number.p[0] == '+' ? "" : "+", (int)number.n,
		(const char *)number.p);

	return add(LI_ID_IMPU, li_slice(text, (size_t)len), forms, n);
}

/* The number that somebody is behind. RFC 3966 cl. 5.3 */
static size_t add_main(struct li_slice number, struct li_identity *forms,
	size_t n)
{
	struct li_slice digits = li_slice_cut(&number, ';');

	if (digits.p[0] != '+')
		return n;
	n = add_tel(digits, forms, n);
	return add(LI_ID_E164, digits, forms, n);
}

/* The number or IMSI that the user part of user@host is. */
static size_t add_user(const struct li_identity *id, struct li_slice name,
	struct li_identity *forms, size_t n)
{
	size_t at = li_slice_find(name, '@');
	struct li_slice user = li_slice_sub(name, 0, at);

	if (at == name.n || !user.n)
		return n;
	if (li_id_host_derived(li_slice_sub(name, at + 1, name.n)))
		return add(LI_ID_IMSI, user, forms, n);
	if (id->kind != LI_ID_IMPU || user.p[0] != '+')
		return n;
	n = add_tel(user, forms, n);
	return li_identity_behind(id) ? add_main(user, forms, n)
				      : add(LI_ID_E164, user, forms, n);
}

size_t li_hashed_forms(const struct li_identity *id,
	struct li_identity forms[static LI_HASH_FORMS_MAX])
{
	struct li_slice text = li_slice(id->text, id->len), rest;

	forms[0] = *id;
	rest = li_slice_sub(text, 4, text.n);
	switch (id->kind) {
	case LI_ID_IMPU:
		if (id->text[0] != 't')
			return add_user(id, rest, forms, 1);
		return li_identity_behind(id) ? add_main(rest, forms, 1)
					      : add(LI_ID_E164, rest, forms, 1);
	case LI_ID_IMPI: return add_user(id, text, forms, 1);
	case LI_ID_E164: return add_tel(text, forms, 1);
	case LI_ID_IMEI:
	case LI_ID_IMSI: return 1;
	case LI_ID_HASHED: break;
	}
	return 0;
}
