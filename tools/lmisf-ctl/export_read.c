/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/text.h"
#include "export.h"

struct reading {
	struct ctl_export *e;
	bool bad, full; /* not what we write; no memory */
};

static json_t *member(struct reading *r, json_t *from, const char *name)
{
	json_t *found = json_object_get(from, name);

	r->bad = r->bad || !found;
	return found;
}

static int64_t number(struct reading *r, json_t *from, const char *name)
{
	json_t *found = member(r, from, name);

	r->bad = r->bad || !json_is_integer(found);
	return json_integer_value(found);
}

/* Decode hexadecimal text into memory that is held. */
static struct li_slice decode(struct reading *r, json_t *value)
{
	size_t n = json_string_length(value) / 2;
	const char *from = json_string_value(value);
	uint8_t *to;

	if (json_is_null(value))
		return (struct li_slice){0};
	r->bad = r->bad || !from || json_string_length(value) % 2;
	if (r->bad)
		return (struct li_slice){0};
	to = ctl_export_hold(r->e, n);
	r->full = r->full || !to;
	r->bad = r->bad || (to && !li_text_get_octets(from, to, n));
	return li_slice(to, to ? n : 0);
}

static struct li_slice hex(struct reading *r, json_t *from, const char *name)
{
	return decode(r, member(r, from, name));
}

static void octets(struct reading *r, json_t *from, const char *name,
	uint8_t *to, size_t n)
{
	struct li_slice s = hex(r, from, name);

	r->bad = r->bad || s.n != n;
	if (s.n == n)
		memcpy(to, s.p, n);
}

/* Null, text, or the octets of what is no text. */
static struct li_slice text(struct reading *r, json_t *from, const char *name)
{
	json_t *found = member(r, from, name);

	if (json_is_object(found))
		return hex(r, found, "hex");
	if (!json_is_null(found))
		r->bad = r->bad || !json_is_string(found);
	return li_slice(json_string_value(found), json_string_length(found));
}

static struct li_slice path(struct reading *r, json_t *row)
{
	json_t *list = member(r, row, "path");
	size_t n = json_array_size(list);
	uint8_t *to = ctl_export_hold(r->e, n * LI_SHA256);

	r->full = r->full || !to;
	for (size_t i = 0; to && i < n; i++) {
		struct li_slice s = decode(r, json_array_get(list, i));

		r->bad = r->bad || s.n != LI_SHA256;
		if (s.n == LI_SHA256)
			memcpy(to + i * LI_SHA256, s.p, LI_SHA256);
	}
	return li_slice(to, to ? n * LI_SHA256 : 0);
}

static void read_row(struct reading *r, json_t *from, struct li_export_row *e)
{
	*e = (struct li_export_row){
		.row =
			{
				.id = number(r, from, "row"),
				.at_us = number(r, from, "at_us"),
				.actor = hex(r, from, "actor_sealed"),
				.via = text(r, from, "via"),
				.action = text(r, from, "action"),
				.object = text(r, from, "object"),
				.iri_first = number(r, from, "iri_first"),
				.iri_last = number(r, from, "iri_last"),
				.iri_digest = hex(r, from, "iri_digest"),
				.detail = hex(r, from, "detail_sealed"),
				.result = text(r, from, "result"),
				.digest = hex(r, from, "digest"),
			},
		.name = text(r, from, "actor"),
		.text = text(r, from, "detail"),
		.path = path(r, from),
	};
	octets(r, from, "before", e->before, LI_SHA256);
	octets(r, from, "hash", e->hash, LI_SHA256);
}

/* A number that the field holds as it is. */
static int64_t below(struct reading *r, json_t *from, const char *name,
	int64_t most)
{
	int64_t v = number(r, from, name);

	r->bad = r->bad || v < 0 || v > most;
	return v;
}

static void read_iri(struct reading *r, json_t *from, struct li_export_iri *e)
{
	*e = (struct li_export_iri){
		.row = below(r, from, "row", INT64_MAX),
		.iri =
			{
				.task = below(r, from, "task", INT64_MAX),
				.sequence = (uint32_t)below(r, from, "sequence",
					UINT32_MAX),
				.kind = (int)below(r, from, "kind", INT32_MAX),
				.direction = (int)below(r, from, "direction",
					INT32_MAX),
				.repeat =
					json_is_true(member(r, from, "repeat")),
				.unflagged = (uint8_t)below(r, from,
					"unflagged", UINT8_MAX),
				.roles = (uint32_t)below(r, from, "roles",
					UINT32_MAX),
				.at_us = number(r, from, "at_us"),
				.committed_us = number(r, from, "made_us"),
				.sha256 = hex(r, from, "sha256"),
			},
		.confirmed_us = number(r, from, "confirmed_us"),
		.waiting = below(r, from, "waiting", INT64_MAX),
		.sent = below(r, from, "sent", INT64_MAX),
	};
	r->bad = r->bad ||
		li_text_u64(text(r, from, "correlation"), UINT64_MAX,
			&e->iri.correlation) != LI_OK;
}

static void read_origin(struct reading *r, json_t *json,
	struct li_export_origin *o)
{
	const char *id = json_string_value(member(r, json, "installation"));
	json_t *list = member(r, json, "keys"), *one;
	size_t i;

	r->bad = r->bad || !id || li_uuid_parse(id, &o->installation) != LI_OK;
	octets(r, json, "key", o->key, LI_SIGN_PUBLIC);
	r->bad = r->bad || json_array_size(list) > LI_EXPORT_KEYS_MAX;
	r->full = r->full || ctl_export_keys(r->e) != LI_OK;
	if (r->bad || r->full)
		return;
	o->keys = r->e->keys;
	o->key_count = json_array_size(list);
	json_array_foreach(list, i, one)
	{
		struct li_export_key *key = &r->e->keys[i];

		key->row = number(r, one, "row");
		octets(r, one, "key", key->public_part, LI_SIGN_PUBLIC);
		octets(r, one, "signature", key->signature, LI_SIGNATURE);
	}
}

static void read_tasks(struct reading *r, json_t *json, struct li_export *x)
{
	json_t *list = member(r, json, "tasks"), *one;
	size_t i;

	x->tasks = r->e->tasks;
	x->task_count = json_array_size(list);
	r->bad = r->bad || x->task_count > LI_EXPORT_TASKS_MAX;
	if (r->bad)
		return;
	json_array_foreach(list, i, one) r->e->tasks[i] =
		json_integer_value(one);
}

/* What is no number, or stands there twice, is not written again as it was. */
static void read_authorisations(struct reading *r, json_t *json)
{
	json_t *list = json_object_get(json, "authorisations"), *one;
	size_t i;

	r->bad = r->bad || json_array_size(list) > LI_EXPORT_AUTHORISATIONS_MAX;
	if (r->bad)
		return;
	json_array_foreach(list, i, one) r->bad = r->bad ||
		ctl_export_authorise(r->e, json_integer_value(one)) != LI_OK;
}

static void read_all(struct reading *r, json_t *json)
{
	struct li_export *x = &r->e->x;
	const char *mark = json_string_value(member(r, json, "checkpoint"));
	json_t *list = member(r, json, "rows"), *one;
	struct li_export_row row;
	struct li_export_iri iri;
	size_t i;

	read_origin(r, json, &x->origin);
	r->bad = r->bad || !mark ||
		li_checkpoint_parse(mark, &x->checkpoint) != LI_OK;
	x->warrant = text(r, json, "warrant");
	read_tasks(r, json, x);
	read_authorisations(r, json);
	json_array_foreach(list, i, one)
	{
		if (r->bad || r->full)
			return;
		read_row(r, one, &row);
		r->full = r->full || ctl_export_add(r->e, &row) != LI_OK;
	}
	list = member(r, json, "iris");
	json_array_foreach(list, i, one)
	{
		if (r->bad || r->full)
			return;
		read_iri(r, one, &iri);
		r->full = r->full || ctl_export_add_iri(r->e, &iri) != LI_OK;
	}
	read_row(r, member(r, json, "exported"), &x->done);
}

li_err ctl_export_read(json_t *json, struct ctl_export *e,
	struct li_fault *fault)
{
	struct reading r = {.e = e};
	json_t *again;
	bool same;

	read_all(&r, json);
	if (r.full)
		return LI_ENOMEM;
	if (r.bad)
		return li_fault_set(fault, LI_EMALFORMED,
			"not an export: something is missing or is not what "
			"it should be");
	/* Whatever else it says, or says otherwise, nobody vouches for. */
	again = ctl_export_json(&e->x);
	if (!again)
		return LI_ENOMEM;
	same = json_equal(json, again) == 1;
	json_decref(again);
	return same
		? LI_OK
		: li_fault_set(fault, LI_EMALFORMED,
			  "not as an export is written: something was added "
			  "or said in other words");
}
