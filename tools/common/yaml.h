/* SPDX-License-Identifier: BSD-3-Clause
 *
 * yaml.h - a YAML file against a libcyaml schema, with errors to act on.
 *
 * libcyaml alone takes "content: maybe" for true, 12abc for 12, says the line
 * of the key before an unknown one, and quotes values. So the file is first
 * walked against the same schema, strictly, and only then given to libcyaml.
 *
 * No error repeats a word of the file but keys of the schema: a file of tasks
 * holds identities, and what stands in a configuration by mistake may be one,
 * and what is said of it goes to a journal. Line and column say which it is.
 *
 * Floor    5: base; libcyaml and the libyaml below it.
 * Threads  One.
 * Memory   A li_yaml holds the text until li_yaml_close(), which wipes it. The
 *          loaded structure is the caller's.
 * Spec     TS 33.127 cl. 8.2 (LI data stays inside)
 */
#ifndef LI_COMMON_YAML_H
#define LI_COMMON_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include <cyaml/cyaml.h>

#include "base/fault.h"

enum {
	LI_YAML_MAX = 64 << 10, /* octets of a file; ours have a few hundred */
	LI_YAML_KEYS_MAX = 512, /* keys and entries whose lines are kept */
	LI_YAML_PATH_MAX = 64,  /* octets of "intake.hep_udp[3]" */
};

struct li_yaml;

/* Read a file ("-" is standard input), check it against the schema and load it
 * into the structure of `size` octets at `out`, whose parts must all be inline:
 * the schema has pointers nowhere but at its top.
 *   LI_ENOTFOUND LI_EIO   cannot be read
 *   LI_EINVAL             does not fit the schema; LI_ETOOBIG
 *   LI_ENOMEM
 * On an error fault says FILE:LINE:COLUMN, key and what is allowed; *yaml and
 * *out are untouched.
 */
struct li_yaml_source {
	const char *path;
	const cyaml_schema_value_t *schema;
};
LI_MUST_USE li_err li_yaml_load(const struct li_yaml_source *source, void *out,
	size_t size, struct li_yaml **yaml, struct li_fault *fault);

/* NULL is fine. */
void li_yaml_close(struct li_yaml *yaml);

/* Did the file give this key ("store.path", "targets[0].impu")? */
bool li_yaml_has(const struct li_yaml *yaml, const char *key);

/* Say "FILE:LINE:COLUMN: key 'KEY': text" in fault and return LI_EINVAL; the
 * place is that of the key, or of the document when it does not have the key. An
 * empty key leaves out "key 'KEY': ". */
LI_PRINTF(4, 5)
li_err li_yaml_fault(const struct li_yaml *yaml, struct li_fault *fault,
	const char *key, const char *fmt, ...);

#endif
