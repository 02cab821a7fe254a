/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi1/request.h"

#include <string.h>

#include "base/text.h"
#include "hi1/object.h"

/* TS 103 280 ISOCountryCode: what is none is not repeated either */
li_err li_hi1_read_country(const struct li_x1_element *element, void *out,
	const char **where)
{
	char text[LI_ENDPOINT_COUNTRY + 1];
	struct li_endpoint *end = out;

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)) || text[0] < 'A' ||
		text[0] > 'Z' || text[1] < 'A' || text[1] > 'Z')
		return LI_EMALFORMED;
	memcpy(end->country, text, sizeof(text));
	return LI_OK;
}

li_err li_hi1_read_name(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_endpoint *end = out;

	(void)where;
	return li_x1_xml_text(element, end->name, sizeof(end->name));
}

static li_err read_endpoint(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"CountryCode", LI_X1_ONCE, li_hi1_read_country, 0},
		{"UniqueIdentifier", LI_X1_ONCE, li_hi1_read_name, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

/* TS 103 120 cl. 6.4.8: LIST is for who has it in his national profile; of these
 * we know ETSI's, which has (annex B.2.2.4). */
static li_err read_profile(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_request *r = out;
	char owner[LI_NAME_MAX + 1];

	(void)where;
	r->lists = li_x1_xml_text(element, owner, sizeof(owner)) == LI_OK &&
		strcmp(owner, "XX") == 0;
	return LI_OK;
}

/* TS 103 120 table 6.2 */
static li_err read_version(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"ETSIVersion", LI_X1_ONCE, NULL, 0},
		{"NationalProfileOwner", LI_X1_ONCE, read_profile, 0},
		{"NationalProfileVersion", LI_X1_ONCE, NULL, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

/* TS 103 120 cl. 6.2 */
static li_err read_header(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
#define AT(member) offsetof(struct li_hi1_request, member)
		{"SenderIdentifier", LI_X1_ONCE, read_endpoint, AT(sender)},
		{"ReceiverIdentifier", LI_X1_ONCE, read_endpoint, AT(receiver)},
		{"TransactionIdentifier", LI_X1_ONCE, li_x1_read_uuid,
			AT(transaction)},
		{"Timestamp", LI_X1_ONCE, NULL, 0},
		{"Version", LI_X1_ONCE, read_version, 0},
		/* of later versions: whose work it is part of */
		{"WorkflowIdentifier", LI_X1_OPTIONAL, NULL, 0},
		{0},
#undef AT
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

static li_err read_object(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_request *r = out;

	if (r->object_count == LI_HI1_OBJECTS_MAX)
		return LI_ETOOBIG;
	r->verb_count++;
	return li_hi1_read_object(element, &r->objects[r->object_count], where);
}

static li_err read_updated(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_request *r = out;

	if (r->object_count == LI_HI1_OBJECTS_MAX)
		return LI_ETOOBIG;
	r->verb_count++;
	r->objects[r->object_count].verb = LI_HI1_UPDATE;
	return li_hi1_read_update(element, &r->objects[r->object_count], where);
}

/* TS 103 120 cl. 6.4.7 */
static li_err read_update(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"HI1Object", LI_X1_ONCE, read_updated, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

/* TS 103 120 cl. 6.4.5 */
static li_err read_get(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"Identifier", LI_X1_ONCE, li_x1_read_uuid, 0},
		{0},
	};
	struct li_hi1_request *r = out;

	if (r->object_count == LI_HI1_OBJECTS_MAX)
		return LI_ETOOBIG;
	r->verb_count++;
	r->objects[r->object_count].verb = LI_HI1_GET;
	return li_x1_fields(element, LI_HI1_NS, fields,
		&r->objects[r->object_count].id, where);
}

/* TS 103 120 cl. 6.4.8 */
static li_err read_list(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_request *r = out;

	if (r->object_count == LI_HI1_OBJECTS_MAX)
		return LI_ETOOBIG;
	r->verb_count++;
	r->objects[r->object_count].verb = LI_HI1_LIST;
	return li_hi1_read_list(element, &r->objects[r->object_count].list,
		where);
}

/* Understood, and not taken: what it says does not matter.
 * TS 103 120 cl. 6.4.10 */
static li_err read_other(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_request *r = out;

	(void)element;
	(void)where;
	if (r->object_count == LI_HI1_OBJECTS_MAX)
		return LI_ETOOBIG;
	r->verb_count++;
	r->objects[r->object_count].verb = LI_HI1_OTHER;
	return LI_OK;
}

static li_err read_create(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"HI1Object", LI_X1_ONCE, read_object, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

/* TS 103 120 cl. 6.4.4: in sequence from zero */
static li_err read_action_number(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_request *r = out;
	uint64_t number;
	char text[24];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)) ||
		li_text_u64(li_slice_str(text), UINT32_MAX, &number) ||
		number != r->object_count)
		return LI_EMALFORMED;
	return LI_OK;
}

static li_err read_action(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"ActionIdentifier", LI_X1_ONCE, read_action_number, 0},
		{"CREATE", LI_X1_OPTIONAL, read_create, 0},
		{"UPDATE", LI_X1_OPTIONAL, read_update, 0},
		{"GET", LI_X1_OPTIONAL, read_get, 0},
		{"LIST", LI_X1_OPTIONAL, read_list, 0},
		{"DELIVER", LI_X1_OPTIONAL, read_other, 0},
		{"GETCSPCONFIG", LI_X1_OPTIONAL, read_other, 0},
		{0},
	};
	struct li_hi1_request *r = out;
	li_err err = li_x1_fields(element, LI_HI1_NS, fields, out, where);

	if (err)
		return err;
	/* TS 103 120 cl. 6.4.2: one verb, and no other */
	if (r->verb_count != ++r->object_count) {
		*where = "ActionRequest";
		return LI_EMALFORMED;
	}
	return LI_OK;
}

static li_err read_actions(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"ActionRequest", LI_X1_SOME, read_action, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

static li_err read_request(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"ActionRequests", LI_X1_ONCE, read_actions, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

static li_err read_payload(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"RequestPayload", LI_X1_ONCE, read_request, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

li_err li_hi1_read(struct li_slice document, struct li_hi1_request *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"Header", LI_X1_ONCE, read_header, 0},
		{"Payload", LI_X1_ONCE, read_payload, 0},
		{0},
	};
	const struct li_x1_element *root;
	struct li_x1_xml *xml = NULL;
	li_err err;

	memset(out, 0, sizeof(*out));
	*where = "XML";
	err = li_x1_xml_open(document, &xml);
	if (err)
		return err;
	root = li_x1_xml_root(xml);
	*where = "HI1Message";
	err = li_x1_xml_is(root, LI_HI1_NS, "HI1Message")
		? li_x1_fields(root, LI_HI1_NS, fields, out, where)
		: LI_EMALFORMED;
	li_x1_xml_close(xml);
	return err;
}
