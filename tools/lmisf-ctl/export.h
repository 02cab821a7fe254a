/* SPDX-License-Identifier: BSD-3-Clause
 *
 * export.h - an export of the audit in memory and as JSON.
 *
 * The file says each thing once, and what can be made again from the rest is
 * compared with that: nothing in it is left unchecked.
 *
 * Floor    5: base, store; jansson.
 * Threads  One.
 * Memory   A struct ctl_export owns what its export borrows.
 * Spec     TS 33.126 R6.6-110
 */
#ifndef LI_CTL_EXPORT_H
#define LI_CTL_EXPORT_H

#include <jansson.h>

#include "store/export.h"

struct ctl_export {
	struct li_export x;
	struct li_export_row *rows; /* x.rows */
	size_t room;
	struct li_export_iri *iris; /* x.iris */
	size_t iri_room;
	int64_t tasks[LI_EXPORT_TASKS_MAX]; /* x.tasks */
	int64_t authorisations[LI_EXPORT_AUTHORISATIONS_MAX];
	struct li_export_key *keys; /* x.origin.keys */
	void **held;
	size_t held_count, held_room;
};

/* Give back all of it; a zeroed one is fine. */
void ctl_export_free(struct ctl_export *e);

/* Octets that live as long as it does; NULL: no memory. */
void *ctl_export_hold(struct ctl_export *e, size_t n);

/* Append a row; an IRI.
 *   LI_ENOMEM
 */
LI_MUST_USE li_err ctl_export_add(struct ctl_export *e,
	const struct li_export_row *row);
LI_MUST_USE li_err ctl_export_add_iri(struct ctl_export *e,
	const struct li_export_iri *iri);

/* The number of the authorisation that a row is about, or 0; is that one of this
 * warrant? */
int64_t ctl_export_authorisation(const struct li_export_row *row);
bool ctl_export_under(const struct li_export_row *row, const char *reference);

/* Note an authorisation that a row is about.
 *   LI_ETOOBIG   there are too many
 */
LI_MUST_USE li_err ctl_export_authorise(struct ctl_export *e, int64_t number);

/* Make room for the keys.
 *   LI_ENOMEM
 */
LI_MUST_USE li_err ctl_export_keys(struct ctl_export *e);

/* As JSON; NULL: no memory. The caller releases it. */
json_t *ctl_export_json(const struct li_export *x);

/* Read JSON, which lives as long as what was read.
 *   LI_EMALFORMED   it is not what ctl_export_json() makes; fault says where
 *   LI_ENOMEM
 */
LI_MUST_USE li_err ctl_export_read(json_t *json, struct ctl_export *e,
	struct li_fault *fault);

#endif
