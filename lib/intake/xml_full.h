/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xml_full.h - all of XML, by libxml2: for the documents that intake/xml.h
 * gives up on (comments, CDATA, character references, UTF-16, ISO-8859-1).
 *
 * Nothing outside the document is ever looked at: no DTD, no entity but the
 * five, no network, no encoding that would need a library of its own.
 *
 * Floor    2: base and libxml2, whose one door this is.
 * Threads  One walk at a time; the first call sets libxml2 up.
 * Memory   What libxml2 takes is released at the end, texts are overwritten.
 * Spec     XML 1.0
 */
#ifndef LI_INTAKE_XML_FULL_H
#define LI_INTAKE_XML_FULL_H

#include "base/err.h"
#include "base/slice.h"

/* What is met. depth is 1 for the root; names come without their prefix. */
struct li_xml_sink {
	void (*begin)(void *data, size_t depth, struct li_slice name);
	/* `text` is what came since the last tag, of this one or of one in it;
	 * it is borrowed for the call. */
	void (*end)(void *data, size_t depth, struct li_slice text);
	void *data;
};

/* Walk a document.
 *   LI_EMALFORMED     not well formed
 *   LI_EUNSUPPORTED   a DOCTYPE, or another encoding
 *   LI_ETOOBIG        deeper than LI_XML_DEPTH_MAX
 *   LI_ENOMEM
 * The sink may have been told a part of it.
 */
LI_MUST_USE li_err li_xml_full_walk(struct li_slice document,
	const struct li_xml_sink *sink);

#endif
