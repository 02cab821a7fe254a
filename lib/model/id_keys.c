/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/id_keys.h"

#include "base/text.h"
#include "model/id_text.h"

static struct li_key key(const struct li_hash_secret *secret,
	enum li_id_name name, struct li_slice s)
{
	return li_key_named(li_hash(secret, s), (char)name);
}

static bool three_digits(const uint8_t *p)
{
	return li_text_digit(p[0]) && li_text_digit(p[1]) &&
		li_text_digit(p[2]);
}

bool li_id_host_derived(struct li_slice host)
{
	/* TS 23.003 cl. 13.2, 13.3 */
	static const char form[] = "ims.mnc###.mcc###.3gppnetwork.org";

	return host.n == sizeof(form) - 1 && memcmp(host.p, form, 7) == 0 &&
		three_digits(host.p + 7) &&
		memcmp(host.p + 10, form + 10, 4) == 0 &&
		three_digits(host.p + 14) &&
		memcmp(host.p + 17, form + 17, 16) == 0;
}

void li_id_host_set(struct li_id_host *host, struct li_slice text,
	const struct li_hash_secret *secret)
{
	host->text = text;
	host->key = li_hash(secret, text);
	host->derived = li_id_host_derived(text);
}

size_t li_id_keys_tel(struct li_slice number,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	struct li_key both = li_hash(secret, number);

	keys[0] = li_key_named(both, LI_ID_NAME_TEL);
	keys[1] = li_key_named(both, LI_ID_NAME_NUMBER);
	return 2;
}

size_t li_id_keys_imei(struct li_slice digits,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	keys[0] = key(secret, LI_ID_NAME_IMEI, digits);
	return 1;
}

static struct li_slice whole(const struct li_identity *id)
{
	return li_slice(id->text, id->len);
}

static struct li_slice behind_scheme(const struct li_identity *id)
{
	return li_slice(id->text + 4, (size_t)id->len - 4);
}

static bool is_tel(const struct li_identity *id)
{
	return id->text[0] == 't';
}

static enum li_id_user user_is(struct li_slice user)
{
	size_t plus = user.n && user.p[0] == '+', i = plus;

	while (i < user.n && li_text_digit(user.p[i]))
		i++;
	if (i == plus || i < user.n)
		return LI_ID_USER_WORD;
	return plus ? LI_ID_USER_NUMBER : LI_ID_USER_DIGITS;
}

/* The user part of user@host; none of a host alone. */
static struct li_slice user_of(struct li_slice name)
{
	size_t at = li_slice_find(name, '@');

	return li_slice_sub(name, 0, at < name.n ? at : 0);
}

/* The keys of user@host. Both parts are hashed apart, since the user part may
 * be the second key and the host mostly is the one before. */
static size_t name_keys(struct li_slice name, struct li_slice user,
	const struct li_hash_secret *secret, enum li_id_name as,
	struct li_key *keys)
{
	struct li_key user_key = {0, 0};
	struct li_id_host host;

	if (user.n)
		user_key = li_hash(secret, user);
	li_id_host_set(&host,
		li_slice_sub(name, user.n ? user.n + 1 : 0, name.n), secret);
	return li_id_keys_of(user_key, user.n, user_is(user), &host, as, keys);
}

/* Is a user part a number: +digits, or a local number with its context? Without
 * one it is a name in its domain. RFC 3261 cl. 19.1.6 */
static bool is_number(struct li_slice user)
{
	char text[LI_ID_MAX + 1];
	struct li_id_text o = {.at = text};

	return li_id_put_user_number(user, &o) && !o.big;
}

/* The keys of who is behind a number, and of the number. RFC 3966 cl. 5.3 */
static size_t behind_keys(struct li_slice number,
	const struct li_hash_secret *secret, struct li_key *keys)
{
	char text[LI_ID_MAX + 1];
	struct li_id_text o = {.at = text};

	li_id_put_main(number, &o);
	keys[0] = key(secret, LI_ID_NAME_TEL, number);
	keys[1] = key(secret, LI_ID_NAME_NUMBER, li_slice(text, o.n));
	return 2;
}

static size_t impu_keys(const struct li_identity *id,
	const struct li_hash_secret *secret, struct li_key *keys)
{
	struct li_slice name = behind_scheme(id), user = user_of(name);
	size_t count;

	if (is_tel(id))
		return li_id_behind(name) ? behind_keys(name, secret, keys)
					  : li_id_keys_tel(name, secret, keys);
	count = name_keys(name, user, secret, LI_ID_NAME_SIP, keys);
	if (count != 1 || !is_number(user))
		return count;
	if (li_id_behind(user))
		return behind_keys(user, secret, keys);
	keys[1] = key(secret, LI_ID_NAME_NUMBER, user);
	return 2;
}

bool li_identity_behind(const struct li_identity *id)
{
	struct li_slice user;

	if (id->kind != LI_ID_IMPU)
		return false;
	if (is_tel(id))
		return li_id_behind(behind_scheme(id));
	user = user_of(behind_scheme(id));
	return li_id_behind(user) && is_number(user);
}

/* The key of an E.164 number under which its other forms are found too. */
static struct li_key e164_key(const struct li_identity *id,
	const struct li_hash_secret *secret)
{
	char text[1 + LI_ID_MAX] = {'+'};

	memcpy(text + 1, id->text, id->len);
	return key(secret, LI_ID_NAME_NUMBER,
		li_slice(text, 1 + (size_t)id->len));
}

size_t li_identity_keys_given(const struct li_identity *id,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	switch (id->kind) {
	case LI_ID_IMPU: return impu_keys(id, secret, keys);
	case LI_ID_IMPI:
		return name_keys(whole(id), user_of(whole(id)), secret,
			LI_ID_NAME_IMPI, keys);
	case LI_ID_IMEI: return li_id_keys_imei(whole(id), secret, keys);
	case LI_ID_IMSI:
		keys[0] = key(secret, LI_ID_NAME_IMSI, whole(id));
		return 1;
	case LI_ID_E164: keys[0] = e164_key(id, secret); return 1;
	case LI_ID_HASHED: break;
	}
	return 0;
}

size_t li_identity_keys_wanted(const struct li_identity *id,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	struct li_key given[LI_ID_KEYS_MAX];
	size_t n;

	if (id->kind == LI_ID_IMPU && is_tel(id)) {
		struct li_slice number = behind_scheme(id);

		keys[0] = key(secret,
			li_id_behind(number) ? LI_ID_NAME_TEL
					     : LI_ID_NAME_NUMBER,
			number);
		return 1;
	}
	n = li_identity_keys_given(id, secret, given);
	return n ? li_identity_keys_turned(id, given, n, keys) : 0;
}

/* Of a SIP URI that gives two keys, is the second that of a number? An IMSI has
 * digits only. */
static bool gives_number(const struct li_identity *id)
{
	struct li_slice name = behind_scheme(id);

	return name.p[0] == '+' ||
		li_slice_find(user_of(name), ';') < user_of(name).n;
}

size_t li_identity_keys_turned(const struct li_identity *id,
	const struct li_key *given, size_t n,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	keys[0] = given[0];
	if (id->kind != LI_ID_IMPU || n < 2)
		return 1;
	if (is_tel(id) && !li_id_behind(behind_scheme(id)))
		keys[0] = given[n - 1];
	if (is_tel(id) || !gives_number(id) || li_identity_behind(id))
		return 1;
	keys[1] = li_key_renamed(given[1], LI_ID_NAME_NUMBER, LI_ID_NAME_TEL);
	return 2;
}

size_t li_identity_keys(enum li_id_kind kind, struct li_slice text,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	struct li_identity id;

	if (li_identity_parse(kind, text, &id))
		return 0;
	return li_identity_keys_given(&id, secret, keys);
}
