/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xml.h - a small strict walk over an XML document: elements, attributes and
 * text. Whatever it does not expect (a comment, CDATA, DOCTYPE, elements that
 * do not close, an encoding but UTF-8) makes it give up on the whole document.
 *
 * Floor    2: base only.
 * Threads  Pure functions.
 * Memory   Nothing is allocated; names and texts borrow from the document.
 * Spec     XML 1.0, of it what signalling uses
 */
#ifndef LI_INTAKE_XML_H
#define LI_INTAKE_XML_H

#include "base/err.h"
#include "base/slice.h"

enum { LI_XML_DEPTH_MAX = 32 };

struct li_xml {
	struct li_slice rest;
	struct li_slice open[LI_XML_DEPTH_MAX]; /* names, with prefix */
	size_t depth;         /* of the element that was met, 1 the root */
	struct li_slice text; /* since the last tag */
	struct li_slice attributes; /* of the element that begins */
	bool begun, ended;          /* the root */
	bool empty;                 /* the element that begins ends at once */
	bool leaving; /* the element met is over with the next step */
};

/* What is met next. */
enum li_xml_at {
	LI_XML_BEGIN, /* an element begins: open[depth - 1], attributes */
	LI_XML_END,   /* open[depth - 1] ends; text is what came last in it */
	LI_XML_DONE,  /* the document is over */
};

/* Begin to walk.
 *   LI_EUNSUPPORTED   UTF-16, or not text
 */
LI_MUST_USE li_err li_xml_begin(struct li_slice document, struct li_xml *x);

/* Go on. Each element that begins ends.
 *   LI_EMALFORMED     not such a document
 *   LI_EUNSUPPORTED   uses what this walk does not know
 *   LI_ETOOBIG        deeper than its bound
 */
LI_MUST_USE li_err li_xml_next(struct li_xml *x, enum li_xml_at *at);

/* The name of the element met, without its prefix. */
struct li_slice li_xml_name(const struct li_xml *x);

/* Is the element `up` above the one met named so, prefixes aside? */
bool li_xml_in(const struct li_xml *x, size_t up, const char *name);

/* The value of an attribute of the element that begins, prefixes aside; empty
 * when it has none. Entities stay as they are. */
struct li_slice li_xml_attribute(const struct li_xml *x, const char *name);

/* Write text with its five named entities replaced to buf; the result borrows
 * from buf.
 *   LI_EUNSUPPORTED   another reference
 *   LI_ETOOBIG        does not fit
 */
LI_MUST_USE li_err li_xml_text(struct li_slice text, char *buf, size_t cap,
	struct li_slice *out);

#endif
