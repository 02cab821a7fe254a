/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/text.h"
#include "x1/body.h"

/* ---- generic objects: TS 103 221-1 cl. 6.8, annex D ---- */

/* A salt that is longer than any we keep is one we cannot use, not an error of
 * its form. */
static li_err read_salt(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_object *object = out;
	char text[2 * LI_X1_SALT_MAX + 1];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	object->salt_n = strlen(text) / 2;
	return strlen(text) % 2 == 0 &&
			li_text_get_octets(text, object->salt, object->salt_n)
		? LI_OK
		: LI_EMALFORMED;
}

static li_err read_algorithm(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_object *object = out;

	(void)where;
	return li_x1_xml_text(element, object->algorithm,
		       sizeof(object->algorithm))
		? LI_EMALFORMED
		: LI_OK;
}

/* TS 103 221-1 table D.1. What other type it is, nobody here has to know. */
li_err li_x1_read_object(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field whose[] = {
		{"objectId", LI_X1_ONCE, li_x1_read_uuid,
			offsetof(struct li_x1_object, id)},
		{0},
	};
	static const struct li_x1_field what[] = {
		{"hashAlgorithm", LI_X1_ONCE, read_algorithm, 0},
		{"salt", LI_X1_ONCE, read_salt, 0},
		{0},
	};
	static const struct li_x1_table tables[LI_X1_TABLES_MAX] =
		{{LI_X1_NS, whose}, {LI_X1_NS_HASHED, what}};
	struct li_x1_object *object = out;

	object->is_context =
		li_x1_xml_typed(element, LI_X1_NS_HASHED, "HashContext");
	return object->is_context ? li_x1_fields_of(element, tables, out, where)
				  : LI_OK;
}

/* TS 103 221-1 GenericObjectType: Q{namespace}name */
li_err li_x1_read_object_type(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_object *object = out;
	char text[256];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	object->other_type =
		strcmp(text, "Q{" LI_X1_NS_HASHED "}HashContext") != 0 &&
		strcmp(text, "HashContext") != 0;
	return LI_OK;
}

/* ---- a hashed target: TS 103 221-1 table D.2 ---- */

struct words {
	struct li_uuid context;
	char type[LI_HASH_TYPE_MAX + 1];
	char digest[2 * LI_HASH_DIGEST_MAX + 1];
	size_t contexts;
};

/* The schema and the worked example of annex D differ in its last letter. */
static li_err read_context(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct words *words = out;

	words->contexts++;
	return li_x1_read_uuid(element, &words->context, where);
}

static li_err read_type(const struct li_x1_element *element, void *out,
	const char **where)
{
	(void)where;
	return li_x1_xml_text(element, out, LI_HASH_TYPE_MAX + 1)
		? LI_EMALFORMED
		: LI_OK;
}

static li_err read_digest(const struct li_x1_element *element, void *out,
	const char **where)
{
	uint8_t digest[LI_HASH_DIGEST_MAX];
	char *text = out;
	size_t n;

	(void)where;
	if (li_x1_xml_text(element, text, 2 * LI_HASH_DIGEST_MAX + 1))
		return LI_EMALFORMED;
	n = strlen(text) / 2;
	if (strlen(text) % 2 || !li_text_get_octets(text, digest, n))
		return LI_EMALFORMED;
	li_text_put_octets(text, li_slice(digest, n)); /* in lower case */
	return LI_OK;
}

/* As "CONTEXT TYPE DIGEST", which LI_X1_VALUE_MAX has room for. */
li_err li_x1_read_hashed(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
#define AT(member) offsetof(struct words, member)
		{"hashContextID", LI_X1_MANY, read_context, 0},
		{"hashContextId", LI_X1_MANY, read_context, 0},
		{"targetIdentityType", LI_X1_ONCE, read_type, AT(type)},
		{"hashDigest", LI_X1_ONCE, read_digest, AT(digest)},
		{0},
#undef AT
	};
	struct words words = {.contexts = 0};
	char id[LI_UUID_TEXT];
	li_err err =
		li_x1_fields(element, LI_X1_NS_HASHED, fields, &words, where);

	if (err || words.contexts != 1 || !words.type[0])
		return LI_EMALFORMED;
	li_uuid_format(&words.context, id);
	snprintf(out, LI_X1_VALUE_MAX + 1, "%s %s %s", id, words.type,
		words.digest);
	explicit_bzero(&words, sizeof(words));
	return LI_OK;
}
