/* SPDX-License-Identifier: BSD-3-Clause
 *
 * yaml_doc.h - what yaml.c and yaml_walk.c share; no business of others.
 *
 * Floor    5: base, libcyaml, libyaml.
 * Threads  One.
 * Memory   As yaml.h.
 * Spec     none
 */
#ifndef LI_COMMON_YAML_DOC_H
#define LI_COMMON_YAML_DOC_H

#include <yaml.h>

#include "base/buf.h"
#include "common/yaml.h"

/* Counted from 1. */
struct li_yaml_mark {
	size_t line, column;
};

/* Where a key or an entry of a sequence stands. */
struct li_yaml_place {
	char key[LI_YAML_PATH_MAX];
	struct li_yaml_mark mark;
};

struct li_yaml {
	const char *name; /* as messages call the file */
	struct li_buf text;
	struct li_yaml_place places[LI_YAML_KEYS_MAX];
	size_t place_count;
};

/* Check a document against the schema and note the places of its keys.
 *   LI_EINVAL    fault says where it does not fit
 *   LI_ETOOBIG   more than LI_YAML_KEYS_MAX keys
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_yaml_walk(struct li_yaml *yaml, yaml_document_t *document,
	const cyaml_schema_value_t *schema, struct li_fault *fault);

/* What libyaml says of a place. */
struct li_yaml_mark li_yaml_mark(const yaml_mark_t *mark);

/* Say "FILE:LINE:COLUMN: text" in fault and return LI_EINVAL. */
LI_PRINTF(4, 5)
li_err li_yaml_say(const struct li_yaml *yaml, struct li_fault *fault,
	struct li_yaml_mark mark, const char *fmt, ...);

#endif
