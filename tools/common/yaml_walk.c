/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "common/yaml_doc.h"

/* A walk over one document. */
struct walk {
	struct li_yaml *yaml;
	yaml_document_t *doc;
	bool *seen; /* nodes met: one met twice is an alias */
	struct li_fault *fault;
};

/* A node with what is said about it. */
struct spot {
	int node;
	struct li_yaml_mark mark; /* of its key, or its own without one */
	const cyaml_schema_value_t *schema;
	char path[LI_YAML_PATH_MAX];
};

static li_err walk(struct walk *w, const struct spot *at);

static struct li_slice scalar(const yaml_node_t *n)
{
	return li_slice(n->data.scalar.value, n->data.scalar.length);
}

static struct li_yaml_mark mark_of(const struct walk *w, int node)
{
	return li_yaml_mark(&yaml_document_get_node(w->doc, node)->start_mark);
}

static const char *kind(const cyaml_schema_value_t *schema)
{
	if (schema->type == CYAML_MAPPING)
		return "keys with values";
	if (schema->type == CYAML_SEQUENCE)
		return "a list";
	return "one value";
}

/* "FILE:LINE:COLUMN: key 'PATH': rule", or with no path for the document. What
 * stands there instead is not repeated. */
static li_err refuse(struct walk *w, const struct spot *at, const char *rule)
{
	if (!at->path[0])
		return li_yaml_say(w->yaml, w->fault, at->mark, "%s", rule);
	return li_yaml_say(w->yaml, w->fault, at->mark, "key '%s': %s",
		at->path, rule);
}

static li_err note(struct walk *w, const struct spot *at)
{
	struct li_yaml *y = w->yaml;
	struct li_yaml_place *place;

	if (w->seen[at->node - 1])
		return refuse(w, at, "aliases are not allowed");
	w->seen[at->node - 1] = true;
	if (y->place_count == LI_YAML_KEYS_MAX)
		return li_fault_set(w->fault, LI_ETOOBIG,
			"%s: more than %d keys", y->name, LI_YAML_KEYS_MAX);
	place = &y->places[y->place_count++];
	memcpy(place->key, at->path, sizeof(place->key));
	place->mark = at->mark;
	return LI_OK;
}

static li_err check_string(struct walk *w, const struct spot *at,
	struct li_slice text)
{
	char rule[80];

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < 0x20 || text.p[i] == 0x7f)
			return refuse(w, at, "control characters in it");
	if (text.n >= at->schema->string.min &&
		text.n <= at->schema->string.max)
		return LI_OK;
	snprintf(rule, sizeof(rule), "allowed: %u to %u characters",
		at->schema->string.min, at->schema->string.max);
	return refuse(w, at, rule);
}

static li_err check_bool(struct walk *w, const struct spot *at,
	struct li_slice text)
{
	if (li_slice_is(text, "yes") || li_slice_is(text, "no") ||
		li_slice_is(text, "true") || li_slice_is(text, "false"))
		return LI_OK;
	return refuse(w, at, "allowed: yes, no");
}

static li_err check_enum(struct walk *w, const struct spot *at,
	struct li_slice text)
{
	const cyaml_schema_value_t *s = at->schema;
	char rule[200] = "allowed: ";
	size_t n = strlen(rule);

	for (uint32_t i = 0; i < s->enumeration.count; i++) {
		const char *name = s->enumeration.strings[i].str;

		if (li_slice_is(text, name))
			return LI_OK;
		if (n < sizeof(rule))
			n += (size_t)snprintf(rule + n, sizeof(rule) - n,
				"%s%s", i ? ", " : "", name);
	}
	return refuse(w, at, rule);
}

static li_err check_scalar(struct walk *w, const struct spot *at)
{
	const yaml_node_t *n = yaml_document_get_node(w->doc, at->node);
	struct li_slice text;
	uint64_t number;

	if (n->type != YAML_SCALAR_NODE)
		return refuse(w, at, "allowed: one value");
	text = scalar(n);
	switch (at->schema->type) {
	case CYAML_STRING: return check_string(w, at, text);
	case CYAML_BOOL: return check_bool(w, at, text);
	case CYAML_ENUM: return check_enum(w, at, text);
	case CYAML_UINT:
		/* The range of a number is its user's to check. */
		if (li_text_u64(text, UINT32_MAX, &number) == LI_OK)
			return LI_OK;
		return refuse(w, at, "allowed: a decimal number");
	case CYAML_INT:
	case CYAML_FLAGS:
	case CYAML_FLOAT:
	case CYAML_MAPPING:
	case CYAML_BITFIELD:
	case CYAML_SEQUENCE:
	case CYAML_SEQUENCE_FIXED:
	case CYAML_IGNORE:
	case CYAML__TYPE_COUNT: break;
	}
	return refuse(w, at, "of a type that has no check");
}

static li_err walk_list(struct walk *w, const struct spot *at)
{
	const yaml_node_t *n = yaml_document_get_node(w->doc, at->node);
	const cyaml_schema_value_t *s = at->schema;
	const yaml_node_item_t *item = n->data.sequence.items.start;
	size_t count = (size_t)(n->data.sequence.items.top - item);
	struct spot entry = {.schema = s->sequence.entry};
	char rule[80];
	li_err err = LI_OK;

	if (count < s->sequence.min || count > s->sequence.max) {
		snprintf(rule, sizeof(rule), "allowed: %u to %u entries",
			s->sequence.min, s->sequence.max);
		return refuse(w, at, rule);
	}
	for (size_t i = 0; !err && i < count; i++) {
		entry.node = item[i];
		entry.mark = mark_of(w, item[i]);
		snprintf(entry.path, sizeof(entry.path), "%.50s[%u]", at->path,
			(unsigned int)i % 1000);
		err = walk(w, &entry);
	}
	return err;
}

/* Refuse a key that the schema does not have, saying which it has. */
static li_err unknown(struct walk *w, const struct spot *at, int key)
{
	char allowed[200] = "";
	size_t used = 0;

	for (const cyaml_schema_field_t *f = at->schema->mapping.fields; f->key;
		f++)
		if (used < sizeof(allowed))
			used += (size_t)snprintf(allowed + used,
				sizeof(allowed) - used, "%s%s",
				used ? ", " : "", f->key);
	return li_yaml_say(w->yaml, w->fault, mark_of(w, key),
		"%s%s%sa key is unknown; allowed here: %s",
		at->path[0] ? "key '" : "", at->path, at->path[0] ? "': " : "",
		allowed);
}

static const cyaml_schema_field_t *field_of(const struct walk *w,
	const struct spot *at, int key)
{
	const yaml_node_t *n = yaml_document_get_node(w->doc, key);
	const cyaml_schema_field_t *f = at->schema->mapping.fields;

	if (n->type != YAML_SCALAR_NODE)
		return NULL;
	while (f->key && !li_slice_is(scalar(n), f->key))
		f++;
	return f->key ? f : NULL;
}

static void child(struct spot *out, const struct spot *at,
	const cyaml_schema_field_t *f, const yaml_node_pair_t *pair)
{
	out->node = pair ? pair->value : at->node;
	out->schema = &f->value;
	snprintf(out->path, sizeof(out->path), "%.36s%s%.24s", at->path,
		at->path[0] ? "." : "", f->key);
}

static li_err walk_mapping(struct walk *w, const struct spot *at)
{
	const yaml_node_t *n = yaml_document_get_node(w->doc, at->node);
	const cyaml_schema_field_t *f;
	struct spot in;
	li_err err;

	for (const yaml_node_pair_t *p = n->data.mapping.pairs.start;
		p < n->data.mapping.pairs.top; p++) {
		f = field_of(w, at, p->key);
		if (!f)
			return unknown(w, at, p->key);
		child(&in, at, f, p);
		in.mark = mark_of(w, p->key);
		if (li_yaml_has(w->yaml, in.path))
			return refuse(w, &in, "given twice");
		err = walk(w, &in);
		if (err)
			return err;
	}
	for (f = at->schema->mapping.fields; f->key; f++) {
		child(&in, at, f, NULL);
		if (f->value.flags & CYAML_FLAG_OPTIONAL ||
			li_yaml_has(w->yaml, in.path))
			continue;
		return li_yaml_say(w->yaml, w->fault, at->mark,
			"key '%s' is missing", in.path);
	}
	return LI_OK;
}

static li_err walk(struct walk *w, const struct spot *at)
{
	const yaml_node_t *n = yaml_document_get_node(w->doc, at->node);
	bool mapping = at->schema->type == CYAML_MAPPING;
	bool list = at->schema->type == CYAML_SEQUENCE;
	char rule[40];
	li_err err;

	err = note(w, at);
	if (err)
		return err;
	if ((mapping && n->type != YAML_MAPPING_NODE) ||
		(list && n->type != YAML_SEQUENCE_NODE)) {
		snprintf(rule, sizeof(rule), "allowed: %s", kind(at->schema));
		return refuse(w, at, rule);
	}
	if (mapping)
		return walk_mapping(w, at);
	return list ? walk_list(w, at) : check_scalar(w, at);
}

li_err li_yaml_walk(struct li_yaml *yaml, yaml_document_t *document,
	const cyaml_schema_value_t *schema, struct li_fault *fault)
{
	struct spot root = {.node = 1, .mark = {1, 1}, .schema = schema};
	struct walk w = {.yaml = yaml, .doc = document, .fault = fault};
	ptrdiff_t nodes = document->nodes.top - document->nodes.start;
	li_err err;

	if (!yaml_document_get_root_node(document))
		return li_yaml_say(yaml, fault, root.mark, "empty");
	w.seen = calloc((size_t)nodes, sizeof(*w.seen));
	if (!w.seen)
		return li_fault_set(fault, LI_ENOMEM, "out of memory");
	err = walk(&w, &root);
	free(w.seen);
	return err;
}
