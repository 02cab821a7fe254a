/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/handover.h"

#include <string.h>

static const char *const formats[] = {
	[LI_FORMAT_X2] = "x2",
	[LI_FORMAT_X2_SIP] = "x2-sip",
	[LI_FORMAT_HI2_33128] = "hi2-33128",
	[LI_FORMAT_HI2_33128_R17] = "hi2-33128-r17",
	[LI_FORMAT_HI2_IPMM] = "hi2-ipmm",
};

static const char *const schemes[] = {
	[LI_SCHEME_REPORT] = "report",
	[LI_SCHEME_SESSION] = "session",
};

/* Two capital letters, or nothing. TS 102 232-1 cl. 5.2.3 */
static bool country_good(const char code[static 3])
{
	if (code[0] == '\0')
		return true;
	return code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' &&
		code[1] <= 'Z' && code[2] == '\0';
}

static li_err no(const char **why, const char *text)
{
	*why = text;
	return LI_EINVAL;
}

li_err li_handover_check(const struct li_handover *h, const char **why)
{
	if (!li_format_name(h->format))
		return no(why,
			"format: x2, x2-sip, hi2-33128, hi2-33128-r17, "
			"hi2-ipmm");
	if (!li_scheme_name(h->scheme))
		return no(why, "scheme: report, session");
	if (!country_good(h->authorization_country) ||
		!country_good(h->delivery_country))
		return no(why, "countries: two capital letters of ISO 3166-1");
	if (li_format_is_hi2(h->format))
		return LI_OK;
	if (h->scheme != LI_SCHEME_REPORT)
		return no(why, "scheme: X2 has none, only formats of HI2 do");
	if (h->authorization_country[0] || h->delivery_country[0])
		return no(why,
			"countries: X2 has none, only formats of HI2 do");
	return LI_OK;
}

bool li_handover_eq(const struct li_handover *a, const struct li_handover *b)
{
	return a->format == b->format && a->scheme == b->scheme &&
		a->silent == b->silent &&
		strcmp(a->authorization_country, b->authorization_country) ==
		0 &&
		strcmp(a->delivery_country, b->delivery_country) == 0;
}

bool li_format_is_hi2(enum li_format format)
{
	return format >= LI_FORMAT_HI2_33128;
}

/* TS 33.128 has modifiedSIPMessage from release 19 on, TS 102 232-5
 * iRIOnlySIPMessage. */
bool li_format_flags(enum li_format format)
{
	return format != LI_FORMAT_X2_SIP && format != LI_FORMAT_HI2_33128_R17;
}

const char *li_format_name(enum li_format format)
{
	return (unsigned int)format <= LI_FORMAT_LAST ? formats[format] : NULL;
}

const char *li_scheme_name(enum li_scheme scheme)
{
	return (unsigned int)scheme <= LI_SCHEME_LAST ? schemes[scheme] : NULL;
}

li_err li_format_of(const char *name, enum li_format *out)
{
	for (int i = 0; i <= LI_FORMAT_LAST; i++)
		if (strcmp(name, formats[i]) == 0) {
			*out = (enum li_format)i;
			return LI_OK;
		}
	return LI_ENOTFOUND;
}

li_err li_scheme_of(const char *name, enum li_scheme *out)
{
	for (int i = 0; i <= LI_SCHEME_LAST; i++)
		if (strcmp(name, schemes[i]) == 0) {
			*out = (enum li_scheme)i;
			return LI_OK;
		}
	return LI_ENOTFOUND;
}
