/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "model/task.h"

/* 1 to 25 printable characters, or 26 to 50 lower-case hexadecimal digits.
 * TS 103 280, LIID */
static bool liid_ok(const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n; i++) {
		bool hex = li_text_digit((uint8_t)s[i]) ||
			(s[i] >= 'a' && s[i] <= 'f');

		if (n > 25 ? !hex : s[i] < '!' || s[i] > '~')
			return false;
	}
	return n >= 1 && n <= LI_LIID_MAX;
}

static bool printable(const char *s, size_t max)
{
	size_t n = strnlen(s, max + 1);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	return n >= 1 && n <= max;
}

static li_err no(const char **why, const char *text)
{
	*why = text;
	return LI_EINVAL;
}

static bool same_twice(const struct li_task *t)
{
	for (size_t i = 0; i < t->destination_count; i++)
		for (size_t j = 0; j < i; j++)
			if (li_uuid_eq(&t->destinations[i],
				    &t->destinations[j]))
				return true;
	return false;
}

li_err li_task_check(const struct li_task *t, const char **why)
{
	if (!liid_ok(t->liid))
		return no(why,
			"liid: 1 to 25 printable ASCII characters, or "
			"26 to 50 lower-case hexadecimal digits");
	if (t->target_count < 1 || t->target_count > LI_TASK_TARGETS_MAX)
		return no(why, "targets: 1 to 8 identifiers");
	for (size_t i = 0; i < t->target_count; i++)
		if (t->targets[i].len == 0)
			return no(why, "targets: an identifier is empty");
	/* A warrant without an end is none. TS 33.126 R6.5-10 */
	if (t->ends_us <= 0)
		return no(why, "ends: mandatory");
	if (t->ends_us <= t->starts_us)
		return no(why, "ends: must be later than starts");
	if (t->destination_count > LI_TASK_DESTINATIONS_MAX)
		return no(why, "destinations: at most 8");
	if (same_twice(t))
		return no(why, "destinations: one is named twice");
	if (!printable(t->operator_name, LI_OPERATOR_MAX))
		return no(why, "operator: 1 to 64 printable characters");
	if (!printable(t->warrant, LI_WARRANT_MAX))
		return no(why, "warrant: 1 to 128 printable characters");
	return LI_OK;
}

li_err li_destination_check(const struct li_destination *d, const char **why)
{
	if (!printable(d->name, LI_NAME_MAX))
		return no(why, "name: 1 to 64 printable characters");
	if (!printable(d->host, LI_HOST_MAX))
		return no(why, "host: a name or an address");
	if (d->port == 0)
		return no(why, "port: 1 to 65535");
	if (!printable(d->peer, LI_HOST_MAX))
		return no(why, "peer: the name in the peer's certificate");
	return LI_OK;
}

/* TS 33.126 R6.5-10 */
static bool within(int64_t starts_us, int64_t ends_us, int64_t ended_us,
	int64_t at_us)
{
	if (at_us < starts_us || at_us >= ends_us)
		return false;
	return ended_us == 0 || at_us < ended_us;
}

bool li_task_in_force(const struct li_task *t, int64_t at_us)
{
	return within(t->starts_us, t->ends_us, t->ended_us, at_us);
}

bool li_brief_in_force(const struct li_brief *b, int64_t at_us)
{
	return within(b->starts_us, b->ends_us, b->ended_us, at_us);
}

size_t li_brief_size(const struct li_task *t)
{
	size_t n = sizeof(struct li_brief);

	for (size_t i = 0; i < t->target_count; i++)
		n += t->targets[i].len;
	return n;
}

void li_brief_write(const struct li_task *t, struct li_brief *out)
{
	char *at = out->text;

	*out = (struct li_brief){
		.row = t->row,
		.xid = t->xid,
		.starts_us = t->starts_us,
		.ends_us = t->ends_us,
		.ended_us = t->ended_us,
		.content = t->content,
		.target_count = (uint8_t)t->target_count,
	};
	for (size_t i = 0; i < t->target_count; i++) {
		out->kinds[i] = (uint8_t)t->targets[i].kind;
		out->lens[i] = (uint8_t)t->targets[i].len;
		memcpy(at, t->targets[i].text, out->lens[i]);
		at += out->lens[i];
	}
}

void li_brief_target(const struct li_brief *b, size_t i,
	struct li_identity *out)
{
	const char *at = b->text;

	for (size_t before = 0; before < i; before++)
		at += b->lens[before];
	out->kind = (enum li_id_kind)b->kinds[i];
	out->len = b->lens[i];
	memcpy(out->text, at, out->len);
	out->text[out->len] = '\0';
}
