/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "model/hashed.h"
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

static bool clear(const char *s, size_t max)
{
	return s[0] == '\0' || printable(s, max);
}

/* TS 103 221-1 table C.1 */
static li_err check_mediation(const struct li_task *t,
	const struct li_mediation *m, const char **why)
{
	if (!liid_ok(m->liid))
		return no(why, "mediations: an LIID is none");
	if (m->ends_us <= m->starts_us)
		return no(why, "mediations: ends must be later than starts");
	if (m->ends_us > t->ends_us)
		return no(why, "mediations: none ends after the task");
	if (m->services & ~LI_SERVICE_ALL)
		return no(why, "mediations: no such service");
	for (const struct li_mediation *o = t->mediations; o < m; o++)
		if (strcmp(o->liid, m->liid) == 0)
			return no(why, "mediations: an LIID is there twice");
	return LI_OK;
}

bool li_task_names_party(const struct li_identity *id)
{
	enum li_id_kind kind = id->kind;
	struct li_hashed hashed;

	if (li_hashed_read(id, &hashed) == LI_OK)
		kind = hashed.kind;
	return kind == LI_ID_IMPU || kind == LI_ID_E164;
}

/* TS 103 221-1 annex D */
static bool digest_ok(const struct li_identity *id)
{
	struct li_hashed hashed;

	return id->kind != LI_ID_HASHED || li_hashed_read(id, &hashed) == LI_OK;
}

/* What limits it, and who authorised it. */
static li_err check_terms(const struct li_task *t, const char **why)
{
	const struct li_approval *a = &t->approval;

	if (t->services & ~LI_SERVICE_ALL)
		return no(why, "services: voice, messaging, RCS");
	if (t->location > LI_LOCATION_LAST)
		return no(why, "location: all, ends, none");
	if (t->locality > LI_LOCALITY_LAST)
		return no(why, "locality: any, local, non-local");
	/* TS 33.128 cl. 7.12.2.8: only an IMPU is looked for as a far party */
	for (size_t i = 0; t->locality && i < t->target_count; i++)
		if (!li_task_names_party(&t->targets[i]))
			return no(why, "locality: of a URI or number alone");
	if (t->mediation_count > LI_TASK_MEDIATIONS_MAX)
		return no(why, "mediations: at most 8");
	for (size_t i = 0; i < t->mediation_count; i++)
		if (check_mediation(t, &t->mediations[i], why))
			return LI_EINVAL;
	if (!clear(t->legal_type, LI_NAME_MAX))
		return no(why, "legal-type: at most 64 printable characters");
	if (!clear(a->name, LI_NAME_MAX) || !clear(a->role, LI_NAME_MAX) ||
		!clear(a->reference, LI_WARRANT_MAX))
		return no(why,
			"approver: name and role of at most 64 "
			"printable characters, reference of 128");
	return LI_OK;
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
	for (size_t i = 0; i < t->target_count; i++)
		if (!digest_ok(&t->targets[i]))
			return no(why, "targets: a digest cannot be used");
	for (size_t i = 0; i < t->target_count; i++)
		if (li_identity_wildcard(&t->targets[i]))
			return no(why,
				"targets: a wildcarded identity is nobody's");
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
	return check_terms(t, why);
}

static bool second_good(const struct li_second *s)
{
	if (!s->host[0])
		return s->port == 0 && !s->peer[0];
	return printable(s->host, LI_HOST_MAX) && s->port != 0 &&
		printable(s->peer, LI_HOST_MAX);
}

li_err li_destination_check(const struct li_destination *d, const char **why)
{
	if (!printable(d->name, LI_LABEL_MAX))
		return no(why, "name: 1 to 265 printable characters");
	if (!printable(d->host, LI_HOST_MAX))
		return no(why, "host: a name or an address");
	if (d->port == 0)
		return no(why, "port: 1 to 65535");
	if (!printable(d->peer, LI_HOST_MAX))
		return no(why, "peer: the name in the peer's certificate");
	if (d->pins.count > LI_PINS_MAX)
		return no(why, "pins: at most 4");
	if (!second_good(&d->second))
		return no(why,
			"secondary: a host, its port, and the name in "
			"its certificate, or nothing");
	return li_handover_check(&d->handover, why);
}

bool li_second_eq(const struct li_second *a, const struct li_second *b)
{
	return a->port == b->port && strcmp(a->host, b->host) == 0 &&
		strcmp(a->peer, b->peer) == 0;
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
	bool open = t->mediation_count == 0;

	for (size_t i = 0; i < t->mediation_count; i++)
		open |= within(t->mediations[i].starts_us,
			t->mediations[i].ends_us, 0, at_us);
	return open && !t->awaiting &&
		within(t->starts_us, t->ends_us, t->ended_us, at_us);
}

/* A mediation in brief; it stands behind texts, so it is copied. */
struct period {
	int64_t starts_us, ends_us;
	uint8_t services;
};

static const char *behind_targets(const struct li_brief *b)
{
	const char *at = b->text;

	for (size_t i = 0; i < b->target_count; i++)
		at += b->lens[i];
	return at;
}

static uint8_t all_when_none(uint8_t services)
{
	return services ? services : LI_SERVICE_ALL;
}

uint8_t li_brief_services(const struct li_brief *b, int64_t at_us)
{
	const char *at = behind_targets(b);
	uint8_t mediated = 0;
	struct period p;

	if (b->awaiting ||
		!within(b->starts_us, b->ends_us, b->ended_us, at_us))
		return 0;
	if (b->period_count == 0)
		return all_when_none(b->services);
	for (size_t i = 0; i < b->period_count; i++) {
		memcpy(&p, at + i * sizeof(p), sizeof(p));
		if (within(p.starts_us, p.ends_us, 0, at_us))
			mediated |= all_when_none(p.services);
	}
	return mediated & all_when_none(b->services);
}

bool li_brief_in_force(const struct li_brief *b, int64_t at_us)
{
	return li_brief_services(b, at_us) != 0;
}

const char *li_service_name(enum li_service service)
{
	switch (service) {
	case LI_SERVICE_VOICE: return "voice";
	case LI_SERVICE_MESSAGING: return "messaging";
	case LI_SERVICE_RCS: return "RCS";
	case LI_SERVICE_ALL: break;
	}
	return NULL;
}

size_t li_brief_size(const struct li_task *t)
{
	size_t n = sizeof(struct li_brief);

	for (size_t i = 0; i < t->target_count; i++)
		n += t->targets[i].len;
	return n + t->mediation_count * sizeof(struct period);
}

void li_brief_write(const struct li_task *t, struct li_brief *out)
{
	char *at = out->text;

	*out = (struct li_brief){
		.row = t->row,
		.xid = t->xid,
		.product = t->product,
		.starts_us = t->starts_us,
		.ends_us = t->ends_us,
		.ended_us = t->ended_us,
		.content = t->content,
		.awaiting = t->awaiting,
		.home_only = t->home_only,
		.services = t->services,
		.location = (uint8_t)t->location,
		.locality = (uint8_t)t->locality,
		.target_count = (uint8_t)t->target_count,
		.period_count = (uint8_t)t->mediation_count,
	};
	for (size_t i = 0; i < t->target_count; i++) {
		out->kinds[i] = (uint8_t)t->targets[i].kind;
		out->lens[i] = (uint8_t)t->targets[i].len;
		memcpy(at, t->targets[i].text, out->lens[i]);
		at += out->lens[i];
	}
	for (size_t i = 0; i < t->mediation_count; i++) {
		const struct li_mediation *m = &t->mediations[i];
		struct period p;

		memset(&p, 0, sizeof(p)); /* its padding too */
		p.starts_us = m->starts_us;
		p.ends_us = m->ends_us;
		p.services = m->services;
		memcpy(at, &p, sizeof(p));
		at += sizeof(p);
	}
}

size_t li_brief_with_size(const struct li_brief *b, size_t i,
	const struct li_identity *target)
{
	const size_t all = (size_t)(behind_targets(b) - b->text) +
		b->period_count * sizeof(struct period);

	return sizeof(*b) + all - b->lens[i] + target->len;
}

void li_brief_with(const struct li_brief *b, size_t i,
	const struct li_identity *target, struct li_brief *out)
{
	const size_t size = li_brief_with_size(b, i, target);
	size_t at = 0, rest;

	for (size_t before = 0; before < i; before++)
		at += b->lens[before];
	rest = size - sizeof(*b) - at - target->len;
	*out = *b;
	out->kinds[i] = (uint8_t)target->kind;
	out->lens[i] = (uint8_t)target->len;
	memcpy(out->text, b->text, at);
	memcpy(out->text + at, target->text, target->len);
	memcpy(out->text + at + target->len, b->text + at + b->lens[i], rest);
}

/* Of periods by their fields: what lies between these says nothing. */
static bool same_periods(const struct li_brief *a, const struct li_brief *b)
{
	const char *x = behind_targets(a), *y = behind_targets(b);
	struct period p, q;

	for (size_t i = 0; i < a->period_count; i++) {
		memcpy(&p, x + i * sizeof(p), sizeof(p));
		memcpy(&q, y + i * sizeof(q), sizeof(q));
		if (p.starts_us != q.starts_us || p.ends_us != q.ends_us ||
			p.services != q.services)
			return false;
	}
	return true;
}

bool li_brief_eq(const struct li_brief *a, const struct li_brief *b)
{
	return a->row == b->row && li_uuid_eq(&a->xid, &b->xid) &&
		li_uuid_eq(&a->product, &b->product) &&
		a->locality == b->locality && a->starts_us == b->starts_us &&
		a->ends_us == b->ends_us && a->ended_us == b->ended_us &&
		a->content == b->content && a->awaiting == b->awaiting &&
		a->home_only == b->home_only && a->services == b->services &&
		a->location == b->location &&
		a->target_count == b->target_count &&
		a->period_count == b->period_count &&
		memcmp(a->kinds, b->kinds, a->target_count) == 0 &&
		memcmp(a->lens, b->lens, a->target_count) == 0 &&
		memcmp(a->text, b->text,
			(size_t)(behind_targets(a) - a->text)) == 0 &&
		same_periods(a, b);
}

static const struct li_uuid no_product;

bool li_task_has_product(const struct li_task *t)
{
	return !li_uuid_eq(&t->product, &no_product);
}

const struct li_uuid *li_brief_told(const struct li_brief *b)
{
	return li_uuid_eq(&b->product, &no_product) ? &b->xid : &b->product;
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
