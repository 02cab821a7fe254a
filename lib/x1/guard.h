/* SPDX-License-Identifier: BSD-3-Clause
 *
 * guard.h - bounds on an XML document, kept before a parser sees it.
 *
 * What libxml2 does with a document grows faster than the document: attributes
 * of one tag are compared with each other, entities multiply. So one scan of
 * the octets, linear and without memory, refuses what an X1 message never has.
 *
 * Floor    4: base.
 * Threads  Pure function.
 * Memory   None.
 * Spec     TS 103 221-1 cl. 8.3 (XML attacks); XML 1.0
 */
#ifndef LI_X1_GUARD_H
#define LI_X1_GUARD_H

#include "base/err.h"
#include "base/slice.h"

enum {
	LI_X1_OCTETS_MAX = 1 << 20,  /* of a request: some 900 tasks */
	LI_X1_DEPTH_MAX = 24,        /* X1 needs 9, extensions some more */
	LI_X1_TAGS_MAX = 1 << 16,    /* of a document */
	LI_X1_ATTRIBUTES_MAX = 24,   /* of a tag, namespaces with them */
	LI_X1_TAG_OCTETS_MAX = 4096, /* with its attributes */
};

/* May a parser see this document?
 *   LI_EUNSUPPORTED   a DOCTYPE, or another encoding than UTF-8
 *   LI_ETOOBIG        beyond a bound
 *   LI_EMALFORMED     not UTF-8, a control character, a tag that does not end
 */
LI_MUST_USE li_err li_x1_guard(struct li_slice document);

#endif
