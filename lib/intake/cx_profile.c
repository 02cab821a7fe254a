/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_profile.h"
#include "intake/xml.h"
#include "intake/xml_full.h"

/* The elements that count. TS 29.228 Annex E */
enum element {
	OTHER,
	SUBSCRIPTION,
	PRIVATE_ID,
	SERVICE_PROFILE,
	PUBLIC_IDENTITY,
	BARRING,
	IDENTITY,
	EXTENSION,
	TYPE,
	WILDCARD,
	ALIAS,
};

static const struct {
	const char *name;
	enum element is;
} elements[] = {
	{"IMSSubscription", SUBSCRIPTION},
	{"PrivateID", PRIVATE_ID},
	{"ServiceProfile", SERVICE_PROFILE},
	{"PublicIdentity", PUBLIC_IDENTITY},
	{"BarringIndication", BARRING},
	{"Identity", IDENTITY},
	{"Extension", EXTENSION},
	{"IdentityType", TYPE},
	{"WildcardedPSI", WILDCARD},
	{"WildcardedIMPU", WILDCARD},
	{"AliasIdentityGroupID", ALIAS},
};

/* A document on its way in. */
struct building {
	struct li_cx_profile got;
	struct li_cx_texts *room;
	size_t used; /* of the room */
	/* Make a text of the document one that lasts; empty: it is no use. */
	struct li_slice (*lasting)(struct building *b, struct li_slice text);
	enum element open[LI_XML_DEPTH_MAX + 1]; /* by depth, 1 the root */
	size_t leaf;                /* depth of the one that began last */
	struct li_cx_profile_id id; /* the PublicIdentity that is open */
	struct li_slice aliases[LI_CX_PROFILE_MAX];
	size_t alias_count;
	li_err err;
};

static enum element element_of(struct li_slice name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (li_slice_is(name, elements[i].name))
			return elements[i].is;
	return OTHER;
}

static void on_begin(void *data, size_t depth, struct li_slice name)
{
	struct building *b = data;

	b->open[depth] = element_of(name);
	b->leaf = depth;
	if (depth == 1 && b->open[1] != SUBSCRIPTION)
		b->err = LI_EMALFORMED;
	if (depth <= 3)
		b->id = (struct li_cx_profile_id){.type = LI_CX_PUBLIC_USER};
}

/* Is the innermost element one of a PublicIdentity, in its Extensions? What
 * else an Extension may hold is none of ours. TS 29.228 Annex E */
static bool is_extension(const struct building *b, size_t depth)
{
	while (depth > 4)
		if (b->open[--depth] != EXTENSION)
			return false;
	return b->open[3] == PUBLIC_IDENTITY;
}

static bool counts(const struct building *b, size_t depth)
{
	if (b->leaf != depth)
		return false; /* texts have no elements in them */
	switch (b->open[depth]) {
	case PRIVATE_ID: return depth == 2;
	case IDENTITY:
	case BARRING: return depth == 4 && b->open[3] == PUBLIC_IDENTITY;
	case TYPE:
	case WILDCARD:
	case ALIAS: return depth > 4 && is_extension(b, depth);
	case OTHER:
	case SUBSCRIPTION:
	case SERVICE_PROFILE:
	case PUBLIC_IDENTITY:
	case EXTENSION: return false;
	}
	return false;
}

/* The number of an alias group: the same one for the same name. */
static uint8_t alias(struct building *b, struct li_slice name)
{
	size_t i = 0;

	if (name.n == 0)
		return 0;
	while (i < b->alias_count && !li_slice_eq(b->aliases[i], name))
		i++;
	if (i == LI_CX_PROFILE_MAX)
		return 0;
	b->aliases[i] = name;
	if (i == b->alias_count)
		b->alias_count++;
	return (uint8_t)(i + 1);
}

static void push(struct building *b)
{
	if (b->id.text.n == 0)
		return;
	if (b->got.count == LI_CX_PROFILE_MAX)
		b->got.crowded = true;
	else
		b->got.ids[b->got.count++] = b->id;
	b->id.text = (struct li_slice){0};
}

static void take(struct building *b, enum element is, struct li_slice text)
{
	switch (is) {
	case PRIVATE_ID:
		if (text.n)
			b->got.private_id = text;
		break;
	case IDENTITY:
		push(b); /* a second one in a PublicIdentity hides none */
		b->id.text = text;
		break;
	case BARRING:
		b->id.barred =
			li_slice_is(text, "1") || li_slice_is(text, "true");
		break;
	case TYPE:
		if (text.n == 1 && text.p[0] >= '0' && text.p[0] <= '3')
			b->id.type = (uint8_t)(text.p[0] - '0');
		break;
	case WILDCARD: b->id.wildcard = text; break;
	case ALIAS: b->id.alias = alias(b, text); break;
	case OTHER:
	case SUBSCRIPTION:
	case SERVICE_PROFILE:
	case PUBLIC_IDENTITY:
	case EXTENSION: break;
	}
}

static void on_end(void *data, size_t depth, struct li_slice text)
{
	struct building *b = data;

	if (counts(b, depth))
		take(b, b->open[depth], b->lasting(b, li_slice_trim(text)));
	if (depth == 3)
		push(b);
}

/* Copy a text into the room. */
static struct li_slice copy(struct building *b, struct li_slice text)
{
	char *to = b->room->at + b->used;

	if (text.n == 0 || text.n > LI_CX_TEXT_MAX)
		return (struct li_slice){0};
	if (text.n > sizeof(b->room->at) - b->used) {
		b->got.crowded = true;
		return (struct li_slice){0};
	}
	memcpy(to, text.p, text.n);
	b->used += text.n;
	return li_slice(to, text.n);
}

/* A text of a plain document lies in it, or says it in other octets. */
static struct li_slice as_written(struct building *b, struct li_slice text)
{
	char plain[LI_CX_TEXT_MAX];
	li_err err;

	if (li_slice_find(text, '\r') < text.n) {
		b->err = LI_EUNSUPPORTED; /* an end of line: XML 1.0 cl. 2.11 */
		return (struct li_slice){0};
	}
	if (li_slice_find(text, '&') == text.n)
		return text.n > LI_CX_TEXT_MAX ? (struct li_slice){0} : text;
	err = li_xml_text(text, plain, sizeof(plain), &text);
	if (err == LI_EUNSUPPORTED)
		b->err = err;
	return err ? (struct li_slice){0} : copy(b, text);
}

static li_err plain(struct building *b, struct li_slice document)
{
	enum li_xml_at at = LI_XML_BEGIN;
	struct li_xml x;
	li_err err = li_xml_begin(document, &x);

	while (!err && at != LI_XML_DONE) {
		err = li_xml_next(&x, &at);
		if (err)
			break;
		if (at == LI_XML_BEGIN)
			on_begin(b, x.depth, li_xml_name(&x));
		else if (at == LI_XML_END)
			on_end(b, x.depth, x.text);
		err = b->err;
	}
	return err;
}

static li_err full(struct building *b, struct li_slice document)
{
	const struct li_xml_sink sink = {
		.begin = on_begin,
		.end = on_end,
		.data = b,
	};
	li_err err = li_xml_full_walk(document, &sink);

	return err ? err : b->err;
}

static li_err read_by(li_err (*reader)(struct building *, struct li_slice),
	struct li_slice (*lasting)(struct building *, struct li_slice),
	struct li_slice document, struct li_cx_texts *room,
	struct li_cx_profile *out)
{
	struct building b;
	li_err err;

	/* Lists are as long as their counts say. */
	b.got.private_id = (struct li_slice){0};
	b.got.count = b.alias_count = b.leaf = 0;
	b.got.crowded = false;
	b.id.text = (struct li_slice){0};
	b.room = room;
	b.used = room->used;
	b.lasting = lasting;
	b.err = LI_OK;
	if (document.n > LI_CX_PROFILE_OCTETS)
		return LI_ETOOBIG;
	err = reader(&b, document);
	if (err)
		return err;
	room->used = b.used;
	out->private_id = b.got.private_id;
	out->count = b.got.count;
	out->crowded = b.got.crowded;
	memcpy(out->ids, b.got.ids, b.got.count * sizeof(out->ids[0]));
	return LI_OK;
}

li_err li_cx_profile_plain(struct li_slice document, struct li_cx_texts *room,
	struct li_cx_profile *out)
{
	return read_by(plain, as_written, document, room, out);
}

li_err li_cx_profile_full(struct li_slice document, struct li_cx_texts *room,
	struct li_cx_profile *out)
{
	return read_by(full, copy, document, room, out);
}

li_err li_cx_profile_read(struct li_slice document, struct li_cx_texts *room,
	struct li_cx_profile *out)
{
	li_err err = li_cx_profile_plain(document, room, out);

	return err == LI_EUNSUPPORTED ? li_cx_profile_full(document, room, out)
				      : err;
}
