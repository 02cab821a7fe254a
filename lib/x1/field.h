/* SPDX-License-Identifier: BSD-3-Clause
 *
 * field.h - read an element by a table of what may be in it.
 *
 * The versions of the schema from v1.6.1 to v1.22 put the same elements in
 * different orders, so order is not looked at: what must be there is, nothing
 * comes oftener than it may, and nothing else is there. A missing word that
 * would narrow an interception must not be overlooked, so an unknown element
 * is an error and not skipped.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Values; `where` points at words of the tables.
 * Spec     TS 103 221-1 cl. 7.2.1 (encoding), cl. 4.5 (versions); TS 103 280
 */
#ifndef LI_X1_FIELD_H
#define LI_X1_FIELD_H

#include "x1/words.h"
#include "x1/xml.h"

/* Read one element into the value that the table is for. *where is set to the
 * word of a field that is not so. */
typedef li_err (*li_x1_read_fn)(const struct li_x1_element *element, void *out,
	const char **where);

enum li_x1_often {
	LI_X1_ONCE,     /* mandatory */
	LI_X1_OPTIONAL, /* at most once */
	LI_X1_MANY,     /* any number */
	LI_X1_SOME,     /* at least once */
};

/* What may be in an element; a NULL name ends the table. */
struct li_x1_field {
	const char *name;
	enum li_x1_often often;
	li_x1_read_fn read; /* NULL: not looked at */
	size_t offset;      /* of what `read` gets, in the value */
};

/* Read all elements in one, which are in the namespace ns.
 *   LI_EMALFORMED   as said above, or what `read` found; *where says which
 */
LI_MUST_USE li_err li_x1_fields(const struct li_x1_element *parent,
	const char *ns, const struct li_x1_field *fields, void *out,
	const char **where);

/* The same of an element whose parts are in several namespaces.
 * TS 103 120 cl. 7.1 (an object has those of its type beside those of all) */
struct li_x1_table {
	const char *ns;
	const struct li_x1_field *fields;
};
enum { LI_X1_TABLES_MAX = 2 };
LI_MUST_USE li_err li_x1_fields_of(const struct li_x1_element *parent,
	const struct li_x1_table tables[LI_X1_TABLES_MAX], void *out,
	const char **where);

/* The one element in an element that has a choice: its place in the table.
 *   LI_EMALFORMED   none, two, or none of the table
 */
LI_MUST_USE li_err li_x1_choice(const struct li_x1_element *parent,
	const char *ns, const struct li_x1_field *fields, size_t *which,
	const struct li_x1_element **chosen);

/* Read an integer from 0 to max, as XML Schema writes it.
 *   LI_EMALFORMED   it is none
 */
LI_MUST_USE li_err li_x1_read_integer(const struct li_x1_element *element,
	uint64_t max, uint64_t *out);

/* The same of any size, as its digits without zeros in front.
 *   LI_EMALFORMED   it is none
 *   LI_ETOOBIG      they do not fit with a NUL; out is untouched
 */
LI_MUST_USE li_err li_x1_read_digits(const struct li_x1_element *element,
	char *out, size_t cap);

/* Readers, for tables: a UUID in lower case (struct li_uuid), a time with six
 * digits and its zone (int64_t), a boolean (enum li_x1_flag), a delivery type
 * of a task or destination (enum li_x1_delivery), of mediation; an address of
 * TS 103 280 in the one form that we have of it (char[LI_X1_ADDRESS_MAX + 1]);
 * one more (size_t). */
li_err li_x1_read_uuid(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_time(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_flag(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_delivery(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_mediation_delivery(const struct li_x1_element *element,
	void *out, const char **where);
li_err li_x1_read_ip4(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_ip6(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_count(const struct li_x1_element *element, void *out,
	const char **where);

#endif
