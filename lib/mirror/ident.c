/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "mirror/ident.h"

/* How a text is packed; bits. */
enum {
	FORM_SIP = 1 << 0, /* begins with "sip:" */
	FORM_TEL = 1 << 1, /* begins with "tel:" */
	FORM_PLUS = 1 << 2,
	FORM_DIGITS = 1 << 3, /* the rest, up to '@', two in an octet */
	FORM_HOST = 1 << 4,   /* '@' and the domain of the last two octets */
	NO_DIGIT = 0xf,
};

void li_ident_keys(const struct li_identity *id,
	const struct li_hash_secret *secret, struct li_ident_keys *out)
{
	struct li_key given[LI_ID_KEYS_MAX];
	size_t n = li_identity_keys_given(id, secret, given);

	*out = (struct li_ident_keys){.count = 0};
	if (n)
		li_ident_keys_turned(id, given, n, out);
}

void li_ident_keys_turned(const struct li_identity *id,
	const struct li_key *given, size_t n, struct li_ident_keys *out)
{
	out->count = li_identity_keys_turned(id, given, n, out->at);
	out->imsi = false;
	if (n < 2 || (id->kind != LI_ID_IMPI && id->kind != LI_ID_IMPU) ||
		out->count > 1 || id->text[0] == 't' || li_identity_behind(id))
		return;
	/* The second key that it gives and is not looked for by: the IMSI it
	 * was derived from, if it was. TS 23.003 cl. 13.2, 13.3 */
	out->at[out->count++] = given[1];
	out->imsi = true;
}

static struct li_slice strip(struct li_slice s, uint8_t *form)
{
	if (li_slice_is(li_slice_sub(s, 0, 4), "sip:"))
		*form |= FORM_SIP;
	else if (li_slice_is(li_slice_sub(s, 0, 4), "tel:"))
		*form |= FORM_TEL;
	return *form & (FORM_SIP | FORM_TEL) ? li_slice_sub(s, 4, s.n) : s;
}

static bool all_digits(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!li_text_digit(s.p[i]))
			return false;
	return s.n > 0;
}

/* The part before the domain. */
static size_t pack_user(struct li_slice s, uint8_t *to, uint8_t *form)
{
	bool plus = s.n > 0 && s.p[0] == '+';
	struct li_slice digits = li_slice_sub(s, plus, s.n);

	if (!all_digits(digits)) {
		if (s.n)
			memcpy(to, s.p, s.n);
		return s.n;
	}
	*form |= (uint8_t)(FORM_DIGITS | (plus ? FORM_PLUS : 0));
	for (size_t i = 0; i < digits.n; i += 2) {
		uint8_t low = i + 1 < digits.n
			? (uint8_t)(digits.p[i + 1] - '0')
			: NO_DIGIT;

		*to++ = (uint8_t)((digits.p[i] - '0') << 4 | low);
	}
	return (digits.n + 1) / 2;
}

static size_t pack_text(struct li_intern *hosts,
	const struct li_hash_secret *secret, struct li_slice s, uint8_t *to,
	uint8_t *form)
{
	size_t at, n;
	uint16_t host = 0;

	s = strip(s, form);
	at = li_slice_find(s, '@');
	if (at > 0 && at < s.n)
		host = li_intern_take(hosts, secret,
			li_slice_sub(s, at + 1, s.n));
	n = pack_user(host ? li_slice_sub(s, 0, at) : s, to, form);
	if (host) {
		*form |= FORM_HOST;
		memcpy(to + n, &host, sizeof(host));
		n += sizeof(host);
	}
	return n;
}

size_t li_ident_pack(struct li_intern *hosts,
	const struct li_hash_secret *secret, const struct li_identity *id,
	const struct li_ident_keys *keys, struct li_ident *room)
{
	uint8_t text[LI_IDENT_PACKED_MAX];
	size_t n,
		halves = id->kind == LI_ID_IMPI ? 0 : keys->count - keys->imsi;
	uint8_t *to = room->at;

	*room = (struct li_ident){.kind = (unsigned)id->kind & 7U,
		.form = keys->imsi ? LI_IDENT_IMSI : 0,
		.halves = halves & 3U};
	n = pack_text(hosts, secret, li_slice(id->text, id->len), text,
		&room->form);
	room->len = (uint8_t)n;
	for (size_t k = 0; k < keys->count; k++) {
		uint64_t half = li_ident_half(keys->at[k]);
		size_t size = k < halves ? sizeof(half) : sizeof(keys->at[k]);

		if (k < halves)
			memcpy(to, &half, size);
		else
			memcpy(to, &keys->at[k], size);
		to += size;
	}
	memcpy(to, text, n);
	return li_ident_size(room);
}

static uint16_t host_of(const struct li_ident *id)
{
	uint16_t host;

	memcpy(&host, id->at + li_ident_keys_size(id) + id->len - sizeof(host),
		sizeof(host));
	return host;
}

void li_ident_drop(struct li_intern *hosts, const struct li_ident *id)
{
	if (id->form & FORM_HOST)
		li_intern_give(hosts, host_of(id));
}

static size_t unpack_digits(const uint8_t *from, size_t n, char *to)
{
	size_t out = 0;

	for (size_t i = 0; i < n; i++) {
		to[out++] = (char)('0' + (from[i] >> 4));
		if ((from[i] & 0xf) != NO_DIGIT)
			to[out++] = (char)('0' + (from[i] & 0xf));
	}
	return out;
}

void li_ident_unpack(const struct li_intern *hosts, const struct li_ident *id,
	struct li_identity *out)
{
	const uint8_t *from = id->at + li_ident_keys_size(id);
	size_t used = id->len;
	size_t n = 0;

	if (id->form & FORM_HOST)
		used -= sizeof(uint16_t);
	if (id->form & (FORM_SIP | FORM_TEL)) {
		memcpy(out->text, id->form & FORM_SIP ? "sip:" : "tel:", 4);
		n = 4;
	}
	if (id->form & FORM_PLUS)
		out->text[n++] = '+';
	if (id->form & FORM_DIGITS) {
		n += unpack_digits(from, used, out->text + n);
	} else if (used) {
		memcpy(out->text + n, from, used);
		n += used;
	}
	if (id->form & FORM_HOST) {
		struct li_slice host = li_intern_text(hosts, host_of(id));

		out->text[n++] = '@';
		memcpy(out->text + n, host.p, host.n);
		n += host.n;
	}
	out->kind = (enum li_id_kind)id->kind;
	out->len = (uint16_t)n;
	out->text[n] = '\0';
}

size_t li_ident_whole(const struct li_ident *id,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	size_t halves = id->halves * sizeof(uint64_t);
	size_t n = li_ident_keys_size(id) - halves;

	memcpy(keys, id->at + halves, n);
	return n / sizeof(*keys);
}
