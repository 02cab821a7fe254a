/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"
#include "mirror/cx_visited.h"

/* A user as octets, for the store: times as UTC, marks as they are, since the
 * secret that they are made with is the same after a restart.
 *
 *   version, users; of each: end, flags, sets, the networks visited and tried,
 *   marks of who serves it, IMPI's length and text, IMPUs and contacts, each
 *   with their number before
 *
 * Version 1 had a mark of the network visited, one flag, and nothing of who
 * serves a user nor of what a profile says of its IMPUs.
 */

enum { FIRST = 1, NAMED = 2, VERSION = NAMED };

enum { /* flags */
	PENDING = 1 << 0,
	BY_CX = 1 << 1, /* is read, and says what LI_IDENT_CX says */
	AGAIN = 1 << 2,
	STALE = 1 << 3,
	REASSIGNING = 1 << 4,
	SIP_GONE = 1 << 5,
	ALL_FLAGS = (1 << 6) - 1,
};

static const int64_t second_us = 1000000;

static void put_time(const struct li_mirror *m, uint32_t due_s, int64_t at_us,
	struct li_buf *out)
{
	int64_t in_s = (int64_t)due_s - m->now_s;

	li_buf_put_u64(out, (uint64_t)(at_us + in_s * second_us));
}

static void put_ident(const struct li_mirror *m, const struct li_ident *id,
	struct li_buf *out)
{
	struct li_identity text = {.len = 0};

	if (id)
		li_ident_unpack(&m->users.hosts, id, &text);
	li_buf_put_u8(out, (uint8_t)text.len);
	li_buf_put(out, text.text, text.len);
}

static void put_network(const struct li_mirror *m, uint16_t network,
	struct li_buf *out)
{
	struct li_slice name = li_cx_visited_name(m, network);

	li_buf_put_u16(out, (uint16_t)name.n);
	li_buf_put_slice(out, name);
}

static void put_binding(const struct li_mirror *m, const struct li_binding *b,
	int64_t at_us, struct li_buf *out)
{
	size_t more = (li_binding_size(b) - sizeof(*b)) / sizeof(b->more[0]);

	put_time(m, b->due_s, at_us, out);
	li_buf_put_u64(out, b->uri);
	li_buf_put_u64(out, b->instance);
	li_buf_put_u32(out, b->reg_id);
	li_buf_put_u8(out, b->flags);
	for (size_t i = 0; i < more; i++)
		li_buf_put_u64(out, b->more[i]);
}

static uint8_t flags_of(const struct li_user *user)
{
	return (uint8_t)((user->auth_pending ? PENDING : 0) |
		(user->again ? AGAIN : 0) | (user->stale ? STALE : 0) |
		(user->reassigning ? REASSIGNING : 0) |
		(user->sip_gone ? SIP_GONE : 0));
}

static void put_user(const struct li_mirror *m, const struct li_user *user,
	int64_t at_us, struct li_buf *out)
{
	struct li_binding *b = NULL;
	struct li_ident *id = NULL;

	put_time(m, user->end_s, at_us, out);
	li_buf_put_u8(out, flags_of(user));
	li_buf_put_u8(out, (uint8_t)user->sets);
	put_network(m, user->visited, out);
	put_network(m, user->attempt, out);
	li_buf_put_u32(out, user->server);
	li_buf_put_u32(out, user->serving);
	put_ident(m, li_user_impi(m, user), out);
	li_buf_put_u8(out, user->impu_count);
	while ((id = li_user_impus(m, user, id))) {
		li_buf_put_u8(out, id->state);
		li_buf_put_u8(out, id->set);
		li_buf_put_u8(out, id->flags);
		li_buf_put_u8(out, id->alias);
		put_ident(m, id, out);
	}
	li_buf_put_u8(out, user->binding_count);
	while ((b = li_user_bindings(m, user, b)))
		put_binding(m, b, at_us, out);
}

void li_mirror_save_user(const struct li_mirror *m,
	const struct li_identity *id, int64_t at_us, struct li_buf *out)
{
	struct li_user_list list;
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t n = li_identity_keys_given(id, &m->options.secret, keys);

	list.count = 0;
	while (n-- > 0)
		li_user_find(m, keys[n], &list);
	li_buf_put_u8(out, VERSION);
	li_buf_put_u8(out, (uint8_t)list.count);
	for (size_t i = 0; i < list.count; i++)
		put_user(m, list.at[i], at_us, out);
}

/* What is read, before any of it counts. */
struct saved {
	struct li_cursor c;
	int64_t at_us;
	const struct li_mirror *m;
	uint8_t version;
};

/* A time as second of the mirror; what is over is over now. */
static uint32_t get_time(struct saved *s)
{
	int64_t due_us = (int64_t)li_cursor_u64(&s->c);
	int64_t in_s = due_us > s->at_us
		? (int64_t)(((uint64_t)due_us - (uint64_t)s->at_us) /
			  (uint64_t)second_us)
		: 0;
	uint32_t most = s->m->options.registration_age_s + LI_USER_GRACE_S;

	return s->m->now_s + (in_s < most ? (uint32_t)in_s : most);
}

/* An identity, in the form that it has now; false when the octets are none. An
 * empty one may be. */
static bool get_identity(struct saved *s, enum li_id_kind kind,
	struct li_identity *out)
{
	struct li_slice text = li_cursor_take(&s->c, li_cursor_u8(&s->c));

	out->len = 0;
	if (s->c.bad || text.n == 0)
		return !s->c.bad;
	return li_identity_parse(kind, text, out) == LI_OK;
}

static bool get_binding(struct saved *s, union li_binding_made *to)
{
	size_t more;

	*to = (union li_binding_made){.b = {.due_s = get_time(s)}};
	to->b.uri = li_cursor_u64(&s->c);
	to->b.instance = li_cursor_u64(&s->c);
	to->b.reg_id = li_cursor_u32(&s->c) & 0xff;
	to->b.flags = li_cursor_u8(&s->c);
	if (s->c.bad || !to->b.uri ||
		to->b.flags &
			~(LI_BINDING_IMEI | LI_BINDING_GRUU | LI_BINDING_SOS))
		return false;
	more = (li_binding_size(&to->b) - sizeof(to->b)) / sizeof(uint64_t);
	for (size_t i = 0; i < more; i++)
		to->room[sizeof(to->b) / sizeof(uint64_t) + i] =
			li_cursor_u64(&s->c);
	return !s->c.bad;
}

/* What is of the user itself. */
struct head {
	uint32_t end_s, server, serving;
	uint8_t flags, sets;
	struct li_slice visited, attempt;
};

static bool get_head(struct saved *s, struct head *h)
{
	*h = (struct head){.end_s = get_time(s)};
	if (s->version == FIRST) {
		li_cursor_u32(&s->c);
		h->flags = li_cursor_u8(&s->c);
		h->sets = li_cursor_u8(&s->c);
		return h->flags <= PENDING;
	}
	h->flags = li_cursor_u8(&s->c);
	h->sets = li_cursor_u8(&s->c);
	h->visited = li_cursor_take(&s->c, li_cursor_u16(&s->c));
	h->attempt = li_cursor_take(&s->c, li_cursor_u16(&s->c));
	h->server = li_cursor_u32(&s->c);
	h->serving = li_cursor_u32(&s->c);
	return h->flags <= ALL_FLAGS;
}

static void set_head(struct li_mirror *m, struct li_user *user,
	const struct head *h)
{
	user->end_s = h->end_s;
	user->auth_pending = (h->flags & PENDING) != 0;
	user->again = (h->flags & AGAIN) != 0;
	user->stale = (h->flags & STALE) != 0;
	user->reassigning = (h->flags & REASSIGNING) != 0;
	user->sip_gone = (h->flags & SIP_GONE) != 0;
	user->sets = h->sets;
	user->server = h->server;
	user->serving = h->serving;
	li_cx_visited_set(m, user, h->visited, h->attempt);
	li_user_arm(m, user);
}

static bool get_impu(struct saved *s, struct li_mirror *m, struct li_user *user)
{
	uint8_t state = li_cursor_u8(&s->c), set = li_cursor_u8(&s->c);
	uint8_t flags = 0, alias = 0;
	struct li_identity id;
	struct li_ident *impu;

	if (s->version != FIRST) {
		flags = li_cursor_u8(&s->c);
		alias = li_cursor_u8(&s->c);
	}
	if (!get_identity(s, LI_ID_IMPU, &id) || !id.len ||
		state > LI_REG_UNREGISTERED || flags > LI_IDENT_FLAGS ||
		alias > LI_IDENT_ALIAS_MAX)
		return false;
	impu = user ? li_user_add_impu(m, user, &id) : NULL;
	if (impu) {
		impu->state = state;
		impu->set = set;
		impu->flags = (unsigned)flags & LI_IDENT_FLAGS;
		impu->alias = (unsigned)alias & LI_IDENT_ALIAS_MAX;
	}
	return true;
}

/* Read a user; into the mirror when there is one to write. */
static bool get_user(struct saved *s, struct li_mirror *m, struct li_user *user)
{
	union li_binding_made made;
	struct li_identity id;
	struct head head;
	uint8_t n;

	if (!get_head(s, &head) || !get_identity(s, LI_ID_IMPI, &id))
		return false;
	if (user && id.len)
		li_user_name(m, user, &id);
	for (n = li_cursor_u8(&s->c); n > 0; n--)
		if (!get_impu(s, m, user))
			return false;
	for (n = li_cursor_u8(&s->c); n > 0; n--) {
		if (!get_binding(s, &made))
			return false;
		made.b.seen = m ? li_binding_time(m->now_s) : 0;
		if (user && user->binding_count < LI_USER_CONTACTS_MAX)
			li_body_bind(m, user, &made.b);
	}
	if (user)
		set_head(m, user, &head);
	return !s->c.bad;
}

/* Walk what was saved; `into` NULL changes nothing. */
static bool walk(struct saved s, struct li_mirror *into)
{
	uint8_t count;

	s.version = li_cursor_u8(&s.c);
	if (s.version < FIRST || s.version > VERSION)
		return false;
	for (count = li_cursor_u8(&s.c); count > 0; count--) {
		struct li_user *user = into ? li_user_new(into) : NULL;

		if (!get_user(&s, into, user))
			return false;
	}
	return !s.c.bad && s.c.rest.n == 0;
}

/* The users that are here already, by any IMPI or IMPU that was saved, know
 * more: they stay. */
static bool is_known(const struct li_mirror *m, const struct li_identity *id)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_user_list list;
	size_t n = li_identity_keys_wanted(id, &m->options.secret, keys);

	list.count = 0;
	while (n-- > 0)
		li_user_find(m, keys[n], &list);
	return list.count > 0;
}

li_err li_mirror_load_user(struct li_mirror *m, const struct li_identity *id,
	struct li_slice octets, int64_t at_us)
{
	struct saved s = {.c = li_cursor(octets), .at_us = at_us, .m = m};

	if (!walk(s, NULL))
		return LI_EMALFORMED;
	if (is_known(m, id))
		return LI_EEXIST;
	return walk(s, m) ? LI_OK : LI_EMALFORMED;
}
