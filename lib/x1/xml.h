/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xml.h - an XML document as a tree of elements, namespaces resolved.
 *
 * The door to libxml2: it is given only what guard.h let through, and told to
 * use no network, no DTD and no entities of a document.
 *
 * Floor    4: base; libxml2 behind it.
 * Threads  A document belongs to one thread.
 * Memory   A document owns its elements; texts are copied out.
 * Spec     TS 103 221-1 cl. 7.2.1, cl. 8.3; XML 1.0, Namespaces in XML 1.0
 */
#ifndef LI_X1_XML_H
#define LI_X1_XML_H

#include "base/err.h"
#include "base/slice.h"

/* The namespaces of X1 messages. TS 103 221-1 cl. 7.2.1; TS 103 280 */
#define LI_X1_NS "http://uri.etsi.org/03221/X1/2017/10"
#define LI_X1_NS_HASHED "http://uri.etsi.org/03221/X1/2017/10/HashedID"
#define LI_X1_NS_COMMON "http://uri.etsi.org/03280/common/2017/07"

struct li_x1_xml;

/* An element of a document; what it is, only xml.c knows. */
struct li_x1_element;

/* Parse a whole document.
 *   as li_x1_guard(), and LI_EMALFORMED: not well-formed; LI_ENOMEM
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_x1_xml_open(struct li_slice document,
	struct li_x1_xml **out);

/* Wipe what it held; NULL is fine. */
void li_x1_xml_close(struct li_x1_xml *xml);

/* The root; the first element inside of one; the one behind it; NULL ends. */
const struct li_x1_element *li_x1_xml_root(const struct li_x1_xml *xml);
const struct li_x1_element *li_x1_xml_first(const struct li_x1_element *parent);
const struct li_x1_element *li_x1_xml_next(const struct li_x1_element *element);

/* Has the element this namespace and this local name? The prefix is free. */
bool li_x1_xml_is(const struct li_x1_element *element, const char *ns,
	const char *name);

/* Are there only elements in it, blanks between them, and no attribute that
 * is in no namespace? */
bool li_x1_xml_complex(const struct li_x1_element *element);

/* Copy the text of an element that has no elements in it, blanks at both ends
 * left out.
 *   LI_EMALFORMED   there are elements in it, or an attribute without a
 *                   namespace; LI_ETOOBIG   does not fit with its NUL
 * out is untouched on an error.
 */
LI_MUST_USE li_err li_x1_xml_text(const struct li_x1_element *element,
	char *out, size_t cap);

/* Which type does its xsi:type name? The local name is copied to name, cut to
 * fit; *ours is whether its namespace, found by the prefix wherever that was
 * declared, is X1's.
 *   LI_ENOTFOUND    it has no xsi:type
 *   LI_EMALFORMED   the prefix is not declared
 */
LI_MUST_USE li_err li_x1_xml_type(const struct li_x1_element *element,
	char *name, size_t cap, bool *ours);

/* Is its xsi:type this name of this namespace? */
bool li_x1_xml_typed(const struct li_x1_element *element, const char *ns,
	const char *name);

#endif
