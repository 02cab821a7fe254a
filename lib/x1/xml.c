/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/xml.h"

#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "x1/guard.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

struct li_x1_xml {
	xmlDoc *doc;
};

enum {
	OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		XML_PARSE_COMPACT,
};

/* An element is libxml2's node under a name of our own. */
static const xmlNode *node_of(const struct li_x1_element *element)
{
	return (const void *)element;
}

static const struct li_x1_element *element_of(const xmlNode *n)
{
	return (const void *)n;
}

static bool same(const xmlChar *a, const char *b)
{
	return a && strcmp((const char *)a, b) == 0;
}

li_err li_x1_xml_open(struct li_slice document, struct li_x1_xml **out)
{
	struct li_x1_xml *xml;
	li_err err = li_x1_guard(document);

	if (err)
		return err;
	xml = calloc(1, sizeof(*xml));
	if (!xml)
		return LI_ENOMEM;
	/* TS 103 221-1 cl. 8.3: guard.h has seen that there is no DOCTYPE, and
	 * no option here loads or replaces anything. */
	xml->doc = xmlReadMemory((const char *)document.p, (int)document.n,
		NULL, "UTF-8", OPTIONS);
	if (!xml->doc || xml->doc->intSubset ||
		!xmlDocGetRootElement(xml->doc)) {
		li_x1_xml_close(xml);
		return LI_EMALFORMED;
	}
	*out = xml;
	return LI_OK;
}

static void wipe(xmlChar *text)
{
	if (text)
		explicit_bzero(text, strlen((char *)text));
}

/* Texts of a document name targets: nothing of it stays in freed memory. The
 * tree is as deep as the guard lets it. */
static void wipe_tree(xmlNode *first)
{
	for (xmlNode *n = first; n; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			wipe_tree(n->children);
		else if (n->type == XML_TEXT_NODE ||
			n->type == XML_CDATA_SECTION_NODE)
			wipe(n->content);
	}
}

void li_x1_xml_close(struct li_x1_xml *xml)
{
	if (!xml)
		return;
	if (xml->doc) {
		wipe_tree(xml->doc->children);
		xmlFreeDoc(xml->doc);
	}
	free(xml);
}

const struct li_x1_element *li_x1_xml_root(const struct li_x1_xml *xml)
{
	return element_of(xmlDocGetRootElement(xml->doc));
}

static const struct li_x1_element *element_from(const xmlNode *n)
{
	while (n && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return element_of(n);
}

const struct li_x1_element *li_x1_xml_first(const struct li_x1_element *parent)
{
	return element_from(node_of(parent)->children);
}

const struct li_x1_element *li_x1_xml_next(const struct li_x1_element *element)
{
	return element_from(node_of(element)->next);
}

bool li_x1_xml_is(const struct li_x1_element *element, const char *ns,
	const char *name)
{
	const xmlNode *n = node_of(element);

	return n->ns && same(n->ns->href, ns) && same(n->name, name);
}

/* xsi:type and others of a namespace may stand anywhere. */
static bool plain_attributes(const struct li_x1_element *element)
{
	for (const xmlAttr *a = node_of(element)->properties; a; a = a->next)
		if (!a->ns)
			return true;
	return false;
}

static bool is_text(const xmlNode *n)
{
	return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;
}

static bool is_remark(const xmlNode *n)
{
	return n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE;
}

static struct li_slice content(const xmlNode *n)
{
	return li_slice_str((const char *)n->content);
}

bool li_x1_xml_complex(const struct li_x1_element *element)
{
	for (const xmlNode *n = node_of(element)->children; n; n = n->next) {
		if (n->type == XML_ELEMENT_NODE || is_remark(n))
			continue;
		if (!is_text(n) || li_slice_trim(content(n)).n != 0)
			return false;
	}
	return !plain_attributes(element);
}

li_err li_x1_xml_text(const struct li_x1_element *element, char *out,
	size_t cap)
{
	char text[4096];
	size_t used = 0;
	struct li_slice whole;
	li_err err = LI_OK;

	if (plain_attributes(element))
		return LI_EMALFORMED;
	for (const xmlNode *n = node_of(element)->children; !err && n;
		n = n->next) {
		struct li_slice s = content(n);

		if (is_remark(n))
			continue;
		if (!is_text(n)) {
			err = LI_EMALFORMED;
		} else if (s.n > sizeof(text) - used) {
			err = LI_ETOOBIG;
		} else if (s.n) {
			memcpy(text + used, s.p, s.n);
			used += s.n;
		}
	}
	whole = li_slice_trim(li_slice(text, used));
	if (!err && whole.n >= cap)
		err = LI_ETOOBIG;
	if (!err)
		li_slice_copy(whole, out, cap);
	explicit_bzero(text, used);
	return err;
}

/* The namespace and local name that xsi:type means; as li_x1_xml_type(). */
static li_err type_of(const struct li_x1_element *element, const xmlNs **out,
	struct li_slice *name)
{
	const xmlAttr *a = node_of(element)->properties;
	const xmlNs *ns;
	struct li_slice qname;
	char prefix[64];
	size_t colon;
	bool prefixed;

	while (a && !(a->ns && same(a->ns->href, XSI) && same(a->name, "type")))
		a = a->next;
	if (!a || !a->children || a->children->next || !is_text(a->children))
		return LI_ENOTFOUND;
	qname = li_slice_trim(content(a->children));
	colon = li_slice_find(qname, ':');
	prefixed = colon < qname.n;
	if (colon >= sizeof(prefix) && prefixed)
		return LI_EMALFORMED;
	li_slice_copy(li_slice_sub(qname, 0, colon), prefix, sizeof(prefix));
	/* A name without a prefix is in the default namespace. */
	ns = xmlSearchNs(node_of(element)->doc,
		(xmlNode *)(uintptr_t)element, /* it is only read */
		prefixed ? (const xmlChar *)prefix : NULL);
	if (!ns)
		return LI_EMALFORMED;
	if (prefixed)
		qname = li_slice_sub(qname, colon + 1, qname.n);
	*out = ns;
	*name = qname;
	return LI_OK;
}

li_err li_x1_xml_type(const struct li_x1_element *element, char *name,
	size_t cap, bool *ours)
{
	struct li_slice local;
	const xmlNs *ns;
	li_err err = type_of(element, &ns, &local);

	if (err)
		return err;
	*ours = same(ns->href, LI_X1_NS);
	li_slice_copy(local, name, cap);
	return LI_OK;
}

bool li_x1_xml_typed(const struct li_x1_element *element, const char *ns,
	const char *name)
{
	struct li_slice local;
	const xmlNs *is;

	return type_of(element, &is, &local) == LI_OK && same(is->href, ns) &&
		li_slice_is(local, name);
}
