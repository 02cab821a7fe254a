/* SPDX-License-Identifier: BSD-3-Clause
 *
 * words.h - the words of the X1 schema for the values of message.h.
 *
 * Floor    4: base, model.
 * Threads  Constants.
 * Memory   Static.
 * Spec     TS 103 221-1 table 44 (types), table 5 (formats), table 46 (codes)
 */
#ifndef LI_X1_WORDS_H
#define LI_X1_WORDS_H

#include "x1/message.h"

/* How the value of a format is written; checked when it is read. */
enum li_x1_pattern {
	LI_X1_ANY,    /* text */
	LI_X1_DIGITS, /* so many to so many */
	LI_X1_SIP,    /* sip: or sips: */
	LI_X1_TEL,    /* tel: */
	LI_X1_PARTY,  /* Local or NonLocal */
	LI_X1_DIGEST, /* of elements: li_x1_read_hashed() */
	LI_X1_OTHER,  /* not looked at: an NE that cannot use it says 3010 */
};

struct li_x1_format_words {
	const char *element;
	enum li_x1_pattern pattern;
	uint8_t min, max; /* of LI_X1_DIGITS */
	enum li_id_kind kind;
};

/* RequestMessageType: "ActivateTask". */
const char *li_x1_type_name(enum li_x1_type type);

/* The type that "ActivateTaskRequest" names; LI_X1_TYPES: none. */
enum li_x1_type li_x1_type_of(const char *xsi_type);

/* The formats, in the order of enum li_x1_format and on; NULL ends. */
extern const struct li_x1_format_words li_x1_formats[];

/* "X2Only"; "HI2Only"; NULL when there is none of this number. */
const char *li_x1_delivery_name(enum li_x1_delivery delivery);
const char *li_x1_mediation_name(enum li_x1_delivery delivery);

/* The value that a word stands for.
 *   LI_EMALFORMED   no word of the schema; *out is untouched
 */
LI_MUST_USE li_err li_x1_delivery_of(const char *word,
	enum li_x1_delivery *out);
LI_MUST_USE li_err li_x1_mediation_of(const char *word,
	enum li_x1_delivery *out);

/* "Local", "NonLocal"; NULL for neither. */
const char *li_x1_locality_name(enum li_locality locality);

/* Is it a version of the schema that we can be asked in: v1, any minor one?
 * TS 103 221-1 cl. 4.5 */
bool li_x1_version_known(const char *version);

/* Has the version of one that is known the codes that came after V1.11.1? */
bool li_x1_version_later(const char *version);

/* What a code means, as table 46 has it. */
const char *li_x1_code_text(enum li_x1_code code);

#endif
