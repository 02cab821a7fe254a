/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/field.h"

#include <arpa/inet.h>

#include "base/clock.h"
#include "base/text.h"

enum { FIELDS_MAX = 32 }; /* of a table */

#define DAY_US (INT64_C(86400) * 1000000)

static const struct li_x1_field *find(const struct li_x1_field *fields,
	const struct li_x1_element *element, const char *ns)
{
	for (; fields->name; fields++)
		if (li_x1_xml_is(element, ns, fields->name))
			return fields;
	return NULL;
}

static li_err read(const struct li_x1_field *f,
	const struct li_x1_element *element, void *out, const char **where)
{
	const char *inner = f->name;
	li_err err = LI_OK;

	if (f->read)
		err = f->read(element, (char *)out + f->offset, &inner);
	if (err)
		*where = inner;
	return err;
}

/* Is each there as often as it must be? */
static li_err check_counts(const struct li_x1_field *fields,
	const size_t counts[FIELDS_MAX], const char **where)
{
	for (size_t i = 0; fields[i].name; i++) {
		enum li_x1_often often = fields[i].often;
		bool must = often == LI_X1_ONCE || often == LI_X1_SOME;
		bool one = often == LI_X1_ONCE || often == LI_X1_OPTIONAL;

		if ((must && counts[i] == 0) || (one && counts[i] > 1)) {
			*where = fields[i].name;
			return LI_EMALFORMED;
		}
	}
	return LI_OK;
}

li_err li_x1_fields_of(const struct li_x1_element *parent,
	const struct li_x1_table tables[LI_X1_TABLES_MAX], void *out,
	const char **where)
{
	size_t counts[LI_X1_TABLES_MAX][FIELDS_MAX] = {{0}};
	li_err err = LI_OK;

	if (!li_x1_xml_complex(parent))
		return LI_EMALFORMED;
	for (const struct li_x1_element *n = li_x1_xml_first(parent); !err && n;
		n = li_x1_xml_next(n)) {
		const struct li_x1_field *f = NULL;
		size_t t = 0;

		for (; !f && t < LI_X1_TABLES_MAX && tables[t].ns; t++)
			f = find(tables[t].fields, n, tables[t].ns);
		if (!f)
			return LI_EMALFORMED;
		t--; /* where it was found */
		/* A second one would write over the first. */
		if (counts[t][f - tables[t].fields]++ &&
			f->often != LI_X1_MANY && f->often != LI_X1_SOME)
			break;
		err = read(f, n, out, where);
	}
	for (size_t t = 0; !err && t < LI_X1_TABLES_MAX && tables[t].ns; t++)
		err = check_counts(tables[t].fields, counts[t], where);
	return err;
}

li_err li_x1_fields(const struct li_x1_element *parent, const char *ns,
	const struct li_x1_field *fields, void *out, const char **where)
{
	const struct li_x1_table tables[LI_X1_TABLES_MAX] = {{ns, fields},
		{NULL, NULL}};

	return li_x1_fields_of(parent, tables, out, where);
}

li_err li_x1_choice(const struct li_x1_element *parent, const char *ns,
	const struct li_x1_field *fields, size_t *which,
	const struct li_x1_element **chosen)
{
	const struct li_x1_element *n = li_x1_xml_first(parent);
	const struct li_x1_field *f;

	if (!n || li_x1_xml_next(n) || !li_x1_xml_complex(parent))
		return LI_EMALFORMED;
	f = find(fields, n, ns);
	if (!f)
		return LI_EMALFORMED;
	*which = (size_t)(f - fields);
	*chosen = n;
	return LI_OK;
}

/* TS 103 280 UUID: lower case */
li_err li_x1_read_uuid(const struct li_x1_element *element, void *out,
	const char **where)
{
	char text[LI_UUID_TEXT];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	for (const char *c = text; *c; c++)
		if (*c >= 'A' && *c <= 'F')
			return LI_EMALFORMED;
	return li_uuid_parse(text, out) ? LI_EMALFORMED : LI_OK;
}

/* Are the characters of text as in the pattern? '9' stands for a digit. */
static bool shaped(const char *text, const char *pattern)
{
	for (; *pattern; pattern++, text++)
		if (*pattern == '9' ? !li_text_digit((uint8_t)*text)
				    : *text != *pattern)
			return false;
	return true;
}

/* TS 103 280 QualifiedMicrosecondDateTime: six digits, and a zone */
li_err li_x1_read_time(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const char midnight[] = "24:00:00.000000";
	char text[40];
	const char *zone = text + 26;
	int64_t *at_us = out;
	bool next;

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)) ||
		!shaped(text, "9999-99-99T99:99:99.999999"))
		return LI_EMALFORMED;
	if (strcmp(zone, "Z") != 0 &&
		!((*zone == '+' || *zone == '-') && shaped(zone + 1, "99:99") &&
			zone[6] == '\0'))
		return LI_EMALFORMED;
	/* XML Schema dateTime: the end of a day is the beginning of the next */
	next = strncmp(text + 11, midnight, sizeof(midnight) - 1) == 0;
	if (next)
		memcpy(text + 11, "00", 2);
	if (li_clock_parse(text, at_us))
		return LI_EMALFORMED;
	*at_us += next ? DAY_US : 0;
	return LI_OK;
}

/* TS 103 280 IPv4Address has decimal numbers with zeros before them, which are
 * octal ones elsewhere: leave the zeros out. */
static void drop_zeros(char *text)
{
	char *to = text;
	bool begins = true;

	for (const char *c = text; *c; c++) {
		if (begins && *c == '0' && li_text_digit((uint8_t)c[1]))
			continue;
		begins = *c == '.';
		*to++ = *c;
	}
	*to = '\0';
}

/* An address in the one form that inet_ntop(3) gives. */
static li_err read_ip(const struct li_x1_element *element, int family,
	char *out)
{
	char text[INET6_ADDRSTRLEN];
	uint8_t octets[16];

	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	if (family == AF_INET)
		drop_zeros(text);
	return inet_pton(family, text, octets) == 1 &&
			inet_ntop(family, octets, out, LI_X1_ADDRESS_MAX + 1)
		? LI_OK
		: LI_EMALFORMED;
}

li_err li_x1_read_ip4(const struct li_x1_element *element, void *out,
	const char **where)
{
	(void)where;
	return read_ip(element, AF_INET, out);
}

li_err li_x1_read_ip6(const struct li_x1_element *element, void *out,
	const char **where)
{
	(void)where;
	return read_ip(element, AF_INET6, out);
}

/* XML Schema part 2 cl. 3.3.20: a sign and zeros in front are nothing */
li_err li_x1_read_digits(const struct li_x1_element *element, char *out,
	size_t cap)
{
	char text[1024];
	const char *digits = text;
	size_t n;
	li_err err = li_x1_xml_text(element, text, sizeof(text));

	if (err)
		return err;
	digits += *text == '+' || *text == '-';
	n = strspn(digits, "0123456789");
	if (n == 0 || digits[n])
		return LI_EMALFORMED;
	for (; n > 1 && *digits == '0'; n--)
		digits++;
	if (*text == '-' && strcmp(digits, "0") != 0)
		return LI_EMALFORMED;
	if (n >= cap)
		return LI_ETOOBIG;
	memcpy(out, digits, n + 1);
	return LI_OK;
}

li_err li_x1_read_integer(const struct li_x1_element *element, uint64_t max,
	uint64_t *out)
{
	char digits[24];

	return li_x1_read_digits(element, digits, sizeof(digits)) ||
			li_text_u64(li_slice_str(digits), max, out)
		? LI_EMALFORMED
		: LI_OK;
}

li_err li_x1_read_flag(const struct li_x1_element *element, void *out,
	const char **where)
{
	enum li_x1_flag *flag = out;
	char text[8];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	if (strcmp(text, "true") == 0 || strcmp(text, "1") == 0)
		*flag = LI_X1_TRUE;
	else if (strcmp(text, "false") == 0 || strcmp(text, "0") == 0)
		*flag = LI_X1_FALSE;
	else
		return LI_EMALFORMED;
	return LI_OK;
}

li_err li_x1_read_delivery(const struct li_x1_element *element, void *out,
	const char **where)
{
	char text[16];

	(void)where;
	return li_x1_xml_text(element, text, sizeof(text))
		? LI_EMALFORMED
		: li_x1_delivery_of(text, out);
}

li_err li_x1_read_mediation_delivery(const struct li_x1_element *element,
	void *out, const char **where)
{
	char text[16];

	(void)where;
	return li_x1_xml_text(element, text, sizeof(text))
		? LI_EMALFORMED
		: li_x1_mediation_of(text, out);
}

li_err li_x1_read_count(const struct li_x1_element *element, void *out,
	const char **where)
{
	size_t *count = out;

	(void)element;
	(void)where;
	++*count;
	return LI_OK;
}
