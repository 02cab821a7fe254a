/* SPDX-License-Identifier: BSD-3-Clause */
#include "keys/xk.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base64.h"
#include "base/wipe.h"

/* It is the process's: said before each use, whoever was first. */
static void begin(void)
{
	json_set_alloc_funcs(malloc, li_wipe_free);
}

/* ---- get_keys: TS 33.107 cl. 7A.7.2 ---- */

static int put(const char *text, size_t n, void *data)
{
	li_buf_put(data, text, n);
	return ((struct li_buf *)data)->bad ? -1 : 0;
}

/* false: it is no text (UTF-8), or there is no memory. */
static bool set(json_t *to, const char *key, struct li_slice s)
{
	return json_object_set_new(to, key,
		       json_stringn((const char *)s.p, s.n)) == 0;
}

li_err li_xk_request_put(struct li_buf *out, const struct li_key_order *order,
	const char *id, uint64_t call)
{
	char ref[17];
	json_t *all;
	bool fine;

	begin();
	snprintf(ref, sizeof(ref), "%016" PRIx64, call);
	all = json_object();
	fine = set(all, "req_id", li_slice_str(id)) &&
		set(all, "mode", li_slice_str("ticket")) &&
		set(all, "kms_user_id", order->user) &&
		set(all, "transfer_init", order->init) &&
		set(all, "transfer_resp", order->resp) &&
		set(all, "call_ref", li_slice_str(ref));
	if (fine)
		(void)json_dump_callback(all, put, out, JSON_COMPACT);
	json_decref(all);
	if (!fine)
		return LI_EMALFORMED;
	return li_buf_check(out);
}

/* ---- get_keys_response: TS 33.107 cl. 7A.7.3 ---- */

/* Where octets of a member go. */
struct room {
	uint8_t *at;
	size_t cap;
	uint8_t *n;
};

/* Octets of a member; one that is not there, or null, has none. */
static li_err get(const json_t *from, const char *key, const struct room *to)
{
	const json_t *v = json_object_get(from, key);
	size_t n = 0;
	li_err err;

	*to->n = 0;
	if (!v || json_is_null(v))
		return LI_OK;
	if (!json_is_string(v))
		return LI_EMALFORMED;
	err = li_base64_get(li_slice(json_string_value(v),
				    json_string_length(v)),
		to->at, to->cap, &n);
	*to->n = (uint8_t)n;
	return err ? LI_EMALFORMED : LI_OK;
}

static bool is_there(const struct li_media_keys *keys,
	const struct li_media_key *one)
{
	const struct li_slice id = li_slice(one->cs_id, one->cs_id_n);

	for (size_t i = 0; i < keys->count; i++)
		if (li_slice_eq(li_slice(keys->at[i].cs_id,
					keys->at[i].cs_id_n),
			    id))
			return true;
	return false;
}

static li_err get_session(const json_t *from, struct li_media_key *one)
{
	li_err err = json_is_object(from) ? LI_OK : LI_EMALFORMED;

	if (!err)
		err = get(from, "cs_id",
			&(struct room){one->cs_id, LI_CS_ID_MAX,
				&one->cs_id_n});
	if (!err)
		err = get(from, "key",
			&(struct room){one->key, LI_MEDIA_KEY_MAX,
				&one->key_n});
	if (!err)
		err = get(from, "salt",
			&(struct room){one->salt, LI_MEDIA_SALT_MAX,
				&one->salt_n});
	if (!err && one->cs_id_n == 0)
		err = LI_EMALFORMED;
	return err;
}

/* Each crypto session, in its order; a key is written where it stays, and nowhere
 * else. */
static li_err get_all(const json_t *list, struct li_media_keys *out)
{
	const size_t count = json_array_size(list);
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < count && out->count < LI_MEDIA_KEYS_MAX;
		i++) {
		struct li_media_key *one = &out->at[out->count];

		err = get_session(json_array_get(list, i), one);
		if (!err && is_there(out, one))
			err = LI_EMALFORMED;
		if (!err && one->key_n)
			out->count++;
		else
			explicit_bzero(one, sizeof(*one));
	}
	out->failed = out->count < count || count == 0;
	return err;
}

li_err li_xk_answer_read(struct li_slice body, struct li_media_keys *out)
{
	li_err err = LI_EMALFORMED;
	const json_t *list;
	json_t *all;

	begin();
	*out = (struct li_media_keys){0};
	all = body.n <= LI_XK_ANSWER_MAX
		? json_loadb((const char *)body.p, body.n,
			  JSON_REJECT_DUPLICATES, NULL)
		: NULL;
	list = json_object_get(all, "crypto_sessions");
	if (json_is_array(list))
		err = get_all(list, out);
	json_decref(all);
	if (err) {
		explicit_bzero(out, sizeof(*out));
		out->failed = true;
	}
	return err;
}
