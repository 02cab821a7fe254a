/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xml.h - the text of an XML body, and where a presence document says that
 * somebody is.
 *
 * Reads what is plain: no DTD, no CDATA, no coding but UTF-8 and its subsets,
 * elements that close in order, at most LI_XML_DEPTH_MAX deep.
 *
 * Floor    2, inside redact/.
 * Threads  Pure functions on the copy.
 * Memory   None.
 * Spec     W3C XML 1.0; RFC 3863; RFC 4119 cl. 2.2.1 (location-info);
 *          TS 33.128 cl. 7.12.9
 */
#ifndef LI_REDACT_XML_H
#define LI_REDACT_XML_H

#include "redact/copy.h"

enum { LI_XML_DEPTH_MAX = 32 };

/* Redact the document in [from, to). Without authority for the location, the
 * content of each location-info is overwritten; without authority for content,
 * text is blanked but in the elements that `keep` names (local names in lower
 * case, ended by NULL; "@name" is an attribute that may hold one word) and in a
 * location-info that stays.
 * False when it cannot be read: the caller gives up on it.
 */
bool li_redact_xml(struct li_copy *c, size_t from, size_t to,
	const char *const *keep);

#endif
