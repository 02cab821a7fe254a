/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/parse.h"

#include <stdlib.h>
#include <string.h>

#include "x1/body.h"

struct li_x1_container {
	struct li_x1_xml *xml;
	const struct li_x1_element *next;
};

enum { TYPE_NAME_MAX = 64 };

/* ---- the head that each message has: TS 103 221-1 table 1 ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* W3C token: blanks inside are one space, whatever they were written as. Nothing
 * stays behind the end. */
static li_err read_identifier(const struct li_x1_element *element, void *out,
	const char **where)
{
	char *text = out, *to = text;
	const char *c;

	(void)where;
	if (li_x1_xml_text(element, text, LI_X1_IDENTIFIER_MAX + 1) ||
		text[0] == '\0')
		return LI_EMALFORMED;
	for (c = text; *c; c++) {
		if (is_blank(*c) && is_blank(c[1]))
			continue;
		*to = *c;
		if (is_blank(*c))
			*to = ' ';
		to++;
		if ((unsigned char)to[-1] < 0x20 || *c == 0x7f)
			return LI_EMALFORMED;
	}
	memset(to, 0, (size_t)(c - to));
	return LI_OK;
}

/* Whether it is one of ours is asked later: 1020, not 1010. */
static li_err read_version(const struct li_x1_element *element, void *out,
	const char **where)
{
	char *version = out;

	(void)where;
	return li_x1_xml_text(element, version, LI_X1_VERSION_MAX + 1) ||
			!version[0]
		? LI_EMALFORMED
		: LI_OK;
}

#define AT(member) offsetof(struct li_x1_request, member)
#define HEADER                                                                 \
	{"admfIdentifier", LI_X1_ONCE, read_identifier, AT(header.admf)},      \
		{"neIdentifier", LI_X1_ONCE, read_identifier, AT(header.ne)},  \
		{"messageTimestamp", LI_X1_ONCE, li_x1_read_time,              \
			AT(header.at_us)},                                     \
		{"version", LI_X1_ONCE, read_version, AT(header.version)},     \
	{                                                                      \
		"x1TransactionId", LI_X1_ONCE, li_x1_read_uuid,                \
			AT(header.transaction)                                 \
	}

/* ---- a table for each kind of body ---- */

static const struct li_x1_field empty[] = {HEADER, {0}};
static const struct li_x1_field task[] = {HEADER,
	{"taskDetails", LI_X1_ONCE, li_x1_read_task, AT(task)}, {0}};
static const struct li_x1_field destination[] = {HEADER,
	{"destinationDetails", LI_X1_ONCE, li_x1_read_destination,
		AT(destination)},
	{0}};
static const struct li_x1_field xid[] = {HEADER,
	{"xId", LI_X1_ONCE, li_x1_read_uuid, AT(id)}, {0}};
static const struct li_x1_field did[] = {HEADER,
	{"dId", LI_X1_ONCE, li_x1_read_uuid, AT(id)}, {0}};
static const struct li_x1_field object[] = {HEADER,
	{"objectId", LI_X1_ONCE, li_x1_read_uuid, AT(id)}, {0}};
static const struct li_x1_field object_type[] = {HEADER,
	{"objectType", LI_X1_OPTIONAL, li_x1_read_object_type, AT(object)},
	{0}};
static const struct li_x1_field of_type[] = {HEADER,
	{"objectType", LI_X1_ONCE, li_x1_read_object_type, AT(object)}, {0}};
static const struct li_x1_field new_object[] = {HEADER,
	{"createObject", LI_X1_ONCE, li_x1_read_object, AT(object)}, {0}};
static const struct li_x1_field other_object[] = {HEADER,
	{"modifyObject", LI_X1_ONCE, li_x1_read_object, AT(object)}, {0}};

/* Of those that are missing only the head is read: this NE does not take
 * them, whatever their body. */
static const struct li_x1_field *const bodies[LI_X1_TYPES] = {
	[LI_X1_ACTIVATE_TASK] = task,
	[LI_X1_MODIFY_TASK] = task,
	[LI_X1_DEACTIVATE_TASK] = xid,
	[LI_X1_DEACTIVATE_ALL_TASKS] = empty,
	[LI_X1_GET_TASK_DETAILS] = xid,
	[LI_X1_CREATE_DESTINATION] = destination,
	[LI_X1_MODIFY_DESTINATION] = destination,
	[LI_X1_REMOVE_DESTINATION] = did,
	[LI_X1_REMOVE_ALL_DESTINATIONS] = empty,
	[LI_X1_GET_DESTINATION_DETAILS] = did,
	[LI_X1_GET_NE_STATUS] = empty,
	[LI_X1_GET_ALL_DETAILS] = empty,
	[LI_X1_GET_ALL_TASK_DETAILS] = empty,
	[LI_X1_GET_ALL_DESTINATION_DETAILS] = empty,
	[LI_X1_GET_ALL_OBJECT_DETAILS] = object_type,
	[LI_X1_LIST_ALL_DETAILS] = empty,
	[LI_X1_PING] = empty,
	[LI_X1_KEEPALIVE] = empty,
	[LI_X1_CREATE_OBJECT] = new_object,
	[LI_X1_MODIFY_OBJECT] = other_object,
	[LI_X1_GET_OBJECT] = object,
	[LI_X1_DELETE_OBJECT] = object,
	[LI_X1_LIST_OBJECTS] = of_type,
	[LI_X1_DELETE_ALL_OBJECTS] = empty,
};

/* Which type is it?
 *   LI_EMALFORMED   none that could be named in an answer
 */
static li_err read_type(const struct li_x1_element *message,
	enum li_x1_type *out)
{
	char name[TYPE_NAME_MAX];
	bool ours = false;

	if (li_x1_xml_type(message, name, sizeof(name), &ours))
		return LI_EMALFORMED;
	*out = ours ? li_x1_type_of(name) : LI_X1_EXTENDED;
	return *out == LI_X1_TYPES ? LI_EMALFORMED : LI_OK;
}

/* The body cannot be used; where, if that is known, in a word of a table. */
static void spoil(struct li_x1_request *out, const char *where)
{
	out->code = LI_X1_SYNTAX;
	li_slice_copy(li_slice_str(where), out->where, sizeof(out->where));
}

/* Read what the head has, as far as it has it: an answer names it. */
static li_err read_head(const struct li_x1_element *message,
	struct li_x1_request *out)
{
	const char *where = NULL;
	bool transaction = false;

	for (const struct li_x1_element *n = li_x1_xml_first(message); n;
		n = li_x1_xml_next(n)) {
		for (const struct li_x1_field *f = empty; f->name; f++) {
			if (!li_x1_xml_is(n, LI_X1_NS, f->name))
				continue;
			if (f->read(n, (char *)out + f->offset, &where))
				spoil(out, f->name);
			else if (f->offset == AT(header.transaction))
				transaction = true;
		}
	}
	return transaction ? LI_OK : LI_EMALFORMED;
}

/* TS 103 221-1 cl. 6.1: an answer has its type and its transaction */
static li_err check_answerable(const struct li_x1_element *message)
{
	struct li_x1_request r = {.code = LI_X1_NO_ERROR};
	enum li_x1_type type;

	if (!li_x1_xml_is(message, LI_X1_NS, "x1RequestMessage") ||
		read_type(message, &type))
		return LI_EMALFORMED;
	return read_head(message, &r);
}

static li_err check(const struct li_x1_element *root)
{
	const struct li_x1_element *n = li_x1_xml_first(root);
	size_t count = 0;
	li_err err = LI_OK;

	if (!n || !li_x1_xml_is(root, LI_X1_NS, "X1Request") ||
		!li_x1_xml_complex(root))
		return LI_EMALFORMED;
	for (; !err && n; n = li_x1_xml_next(n))
		err = ++count > LI_X1_MESSAGES_MAX ? LI_ETOOBIG
						   : check_answerable(n);
	return err;
}

li_err li_x1_container_open(struct li_slice document,
	struct li_x1_container **out)
{
	struct li_x1_container *c;
	struct li_x1_xml *xml;
	li_err err = li_x1_xml_open(document, &xml);

	if (err)
		return err;
	err = check(li_x1_xml_root(xml));
	c = err ? NULL : calloc(1, sizeof(*c));
	if (!c) {
		li_x1_xml_close(xml);
		return err ? err : LI_ENOMEM;
	}
	c->xml = xml;
	c->next = li_x1_xml_first(li_x1_xml_root(xml));
	*out = c;
	return LI_OK;
}

void li_x1_container_close(struct li_x1_container *c)
{
	if (!c)
		return;
	li_x1_xml_close(c->xml);
	free(c);
}

bool li_x1_container_next(struct li_x1_container *c, struct li_x1_request *out)
{
	const struct li_x1_element *message = c->next;
	const char *where = NULL;

	if (!message)
		return false;
	c->next = li_x1_xml_next(message);
	explicit_bzero(out, sizeof(*out));
	/* The container was not opened unless all have a type and a head. */
	if (read_type(message, &out->type) || read_head(message, out))
		return false;
	if (!out->code && bodies[out->type] &&
		li_x1_fields(message, LI_X1_NS, bodies[out->type], out, &where))
		spoil(out, where);
	return true;
}
