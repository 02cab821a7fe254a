/* SPDX-License-Identifier: BSD-3-Clause
 *
 * object.h - read an HI1 object by its type; for hi1/ only.
 *
 * Floor    4, inside hi1/.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 103 120 cl. 6.4.8, 7.1, 7.2, 8.2
 */
#ifndef LI_HI1_OBJECT_H
#define LI_HI1_OBJECT_H

#include "hi1/request.h"
#include "x1/field.h"

/* Read an HI1Object into a struct li_hi1_object.
 *   LI_EMALFORMED   neither kind, or not so; *where says which field
 */
LI_MUST_USE li_err li_hi1_read_object(const struct li_x1_element *element,
	struct li_hi1_object *out, const char **where);

/* The same of one that is updated: what is absent stays as it is.
 * TS 103 120 cl. 6.4.7 */
LI_MUST_USE li_err li_hi1_read_update(const struct li_x1_element *element,
	struct li_hi1_object *out, const char **where);

/* Read what is listed. TS 103 120 cl. 6.4.8 */
LI_MUST_USE li_err li_hi1_read_list(const struct li_x1_element *element,
	struct li_hi1_list *out, const char **where);

/* Read a country, or a name, into a struct li_endpoint, as li_x1_read_fn.
 * TS 103 120 cl. 6.2.4, 7.1.1 */
li_err li_hi1_read_country(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_hi1_read_name(const struct li_x1_element *element, void *out,
	const char **where);

/* Read the value of a dictionary's entry into LI_NAME_MAX + 1 octets, as
 * li_x1_read_fn. TS 103 120 annex F */
li_err li_hi1_read_entry(const struct li_x1_element *element, void *out,
	const char **where);

/* Read TargetIdentifier and DeliveryDetails of a task into a struct
 * li_hi1_object, as li_x1_read_fn. */
li_err li_hi1_read_targets(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_hi1_read_deliveries(const struct li_x1_element *element, void *out,
	const char **where);

#endif
