/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_party.h"

#include "base/text.h"

enum {
	UNESCAPED_MAX = 2 * LI_ID_MAX, /* longer is nobody's identity */
	USERNAMES_MAX = 64, /* to each of them belongs a reading or two */
	USERNAME_MAX = 2 * UNESCAPED_MAX, /* with its escapes */
};

/* Where there is room for it. */
static void put(struct li_sip_found *f, const struct li_party *p)
{
	struct li_party *party = f->asks
		? li_event_room_for(f->event, p, f->asks)
		: li_event_room(f->event, p->role);

	if (party)
		*party = *p;
}

/* Give the party the text as it stood in the message, the keys of `text`,
 * which is the same with its escapes resolved. */
static void add(struct li_sip_found *f, enum li_role role, enum li_id_kind kind,
	struct li_slice text, struct li_slice raw)
{
	struct li_party p = {.role = role, .kind = kind, .text = raw};

	p.key_count = (uint8_t)li_identity_keys(kind, text, f->secret, p.keys);
	if (p.key_count)
		put(f, &p);
}

/* Blanks and controls, which no URI holds. */
static bool stops(uint8_t c)
{
	return c <= ' ' || c == 0x7f;
}

/* A lenient parser may stop at what no URI holds, or step over it. */
static void broken_uri(struct li_sip_found *f, enum li_role role,
	struct li_slice uri, size_t stop)
{
	uint8_t room[UNESCAPED_MAX];
	size_t n = 0;

	f->bad = true;
	add(f, role, LI_ID_IMPU, li_slice_sub(uri, 0, stop), uri);
	for (size_t i = 0; i < uri.n && n < sizeof(room); i++)
		if (!stops(uri.p[i]))
			room[n++] = uri.p[i];
	add(f, role, LI_ID_IMPU, li_slice(room, n), uri);
}

void li_sip_party_uri(struct li_sip_found *f, enum li_role role,
	struct li_slice uri)
{
	size_t stop = 0;

	while (stop < uri.n && !stops(uri.p[stop]))
		stop++;
	if (stop < uri.n)
		broken_uri(f, role, uri, stop);
	else if (uri.n)
		add(f, role, LI_ID_IMPU, uri, uri);
}

static void quoted(struct li_sip_found *f, enum li_role role,
	enum li_id_kind kind, const struct li_sip_param *param)
{
	uint8_t room[UNESCAPED_MAX];

	add(f, role, kind, li_sip_param_text(param, room, sizeof(room)),
		param->value);
}

/* Only this URN names an IMEI. RFC 7254 cl. 4; TS 23.003 cl. 13.8 */
void li_sip_party_instance(struct li_sip_found *f,
	const struct li_sip_param *param)
{
	uint8_t room[UNESCAPED_MAX];
	struct li_slice urn =
		li_slice_trim(li_sip_param_text(param, room, sizeof(room)));

	if (urn.n && urn.p[0] == '<')
		urn = li_slice_sub(urn, 1, li_slice_find(urn, '>'));
	urn = li_slice_trim(urn);
	if (li_slice_starts_nocase(urn, "urn:gsma:imei:"))
		add(f, LI_ROLE_CONTACT_INSTANCE, LI_ID_IMEI, urn, param->value);
}

/* username*=charset'language'text, its octets escaped with %. RFC 7616
 * cl. 3.4.4; RFC 8187 cl. 3.2 */
static void take_extended(struct li_sip_found *f, enum li_role role,
	struct li_slice value)
{
	struct li_slice text = value;
	uint8_t room[UNESCAPED_MAX];
	size_t n = 0;

	for (int quotes = 0; quotes < 2; quotes++)
		text = li_slice_sub(text, li_slice_find(text, '\'') + 1,
			text.n);
	for (size_t i = 0; i < text.n && n < sizeof(room); i++) {
		int high = -1, low = -1;

		if (text.p[i] == '%' && i + 2 < text.n) {
			high = li_text_hex((char)text.p[i + 1]);
			low = li_text_hex((char)text.p[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			room[n++] = (uint8_t)(high << 4 | low);
			i += 2;
		} else {
			room[n++] = text.p[i];
		}
	}
	add(f, role, LI_ID_IMPI, li_slice(room, n), value);
}

/* username=value at the head of `rest`. The value without its quotes is
 * broken; then what the next quotes hold counts too, as it does elsewhere. */
static void take_username(struct li_sip_found *f, enum li_role role,
	struct li_slice rest)
{
	struct li_slice all = rest;
	struct li_sip_param param;
	size_t open, end;

	if (!li_sip_param_next(&rest, ',', &param))
		return;
	if (li_slice_is_nocase(param.name, "username*")) {
		take_extended(f, role, param.value);
		return;
	}
	if (!li_slice_is_nocase(param.name, "username"))
		return;
	quoted(f, role, LI_ID_IMPI, &param);
	open = li_slice_find(all, '"');
	if (open == all.n || param.value.p == all.p + open + 1)
		return;
	f->bad = true;
	end = li_sip_quoted_end(all, open);
	param.value = li_slice_sub(all, open + 1, end ? end - 1 : all.n);
	param.escaped = true;
	quoted(f, role, LI_ID_IMPI, &param);
}

/* Step over the quoted string at i. One that does not stand between a '=' and
 * a comma, or never closes, makes quotes mean nothing from there on. */
static size_t step_value(struct li_slice value, size_t i, bool *loose)
{
	size_t before = i, end = 0;

	while (before && li_sip_blank(value.p[before - 1]))
		before--;
	if (!*loose && before && value.p[before - 1] == '=')
		end = li_sip_quoted_end(value, i);
	if (end < value.n && value.p[end] != ',' && !li_sip_blank(value.p[end]))
		end = 0;
	*loose = end == 0;
	return end ? end : i + 1;
}

/* Authorization: <scheme> name=value, ...: the IMPI is the username, wherever
 * it stands outside quotes. TS 33.128 cl. 7.12.2.8; TS 24.229 cl. 5.1.1.2 */
void li_sip_party_credentials(struct li_sip_found *f, enum li_role role,
	struct li_slice value)
{
	bool loose = false;
	size_t i = 0, from;

	while (i < value.n) {
		if (value.p[i] == '"') {
			i = step_value(value, i, &loose);
			continue;
		}
		from = i;
		while (i < value.n && li_sip_token(value.p[i]))
			i++;
		if (i == from)
			i++;
		if (!li_slice_starts_nocase(li_slice_sub(value, from, i),
			    "username"))
			continue;
		if (f->usernames++ < USERNAMES_MAX)
			take_username(f, role,
				li_slice_sub(value, from, from + USERNAME_MAX));
	}
	if (loose || f->usernames > USERNAMES_MAX)
		f->bad = true;
}

/* The name in canonical form: where it stands so, or else a copy. */
static struct li_slice name_in(struct li_event *event, struct li_slice uri,
	struct li_slice name)
{
	const uint8_t *at = memmem(uri.p, uri.n, name.p, name.n);

	if (at)
		return li_slice(at, name.n);
	name.n =
		li_slice_copy(name, event->impi_text, sizeof(event->impi_text));
	return li_slice(event->impi_text, name.n);
}

/* The IMPU that an IMSI makes is its IMPI behind "sip:". TS 24.229 cl. 5.3.1.2;
 * TS 33.203 annex T; TS 23.003 cl. 13.3, 13.4B */
void li_sip_party_derived(struct li_sip_found *f)
{
	const struct li_party *to = li_event_party(f->event, LI_ROLE_TO);
	struct li_party p = {.role = LI_ROLE_AUTH_USERNAME, .kind = LI_ID_IMPI};
	struct li_identity impu, impi;
	struct li_slice name;
	const char *colon;

	if (li_event_party(f->event, LI_ROLE_AUTH_USERNAME) || !to ||
		to->key_count < LI_ID_KEYS_MAX ||
		li_identity_parse(LI_ID_IMPU, to->text, &impu))
		return;
	colon = strchr(impu.text, ':');
	if (!colon)
		return;
	name = li_slice_str(colon + 1);
	if (name.n >= sizeof(f->event->impi_text) ||
		li_identity_parse(LI_ID_IMPI, name, &impi))
		return;
	p.key_count = (uint8_t)li_identity_keys_given(&impi, f->secret, p.keys);
	if (p.key_count < LI_ID_KEYS_MAX)
		return; /* it is of no IMSI */
	p.text = name_in(f->event, to->text, name);
	put(f, &p);
	f->event->derived = true;
}
