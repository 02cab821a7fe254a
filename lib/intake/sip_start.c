/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_start.h"

#include <strings.h>

#include "base/text.h"
#include "intake/sip_scan.h"

enum {
	METHOD_MAX = 32, /* octets of a method's name */
	VERSION = 7,     /* "SIP/2.0" */
};

/* The characters of a method's name. RFC 3261 cl. 25.1 */
static bool token(uint8_t c)
{
	static const char marks[] = "-.!%*_+`'~";
	uint8_t low = li_text_lower(c);

	return (low >= 'a' && low <= 'z') || li_text_digit(c) ||
		(c && strchr(marks, c));
}

/* "SIP/2.0 " and three digits. RFC 3261 cl. 7.2 */
static enum li_sip_start status_line(struct li_slice s)
{
	static const char version[] = "SIP/2.0 ";
	size_t n = sizeof(version) - 1;

	if (s.n == 0)
		return LI_SIP_START_MAYBE;
	if (s.n < n)
		n = s.n;
	if (strncasecmp((const char *)s.p, version, n) != 0)
		return LI_SIP_START_NO;
	for (; n < sizeof(version) + 2; n++) {
		if (n == s.n)
			return LI_SIP_START_MAYBE;
		if (!li_text_digit(s.p[n]))
			return LI_SIP_START_NO;
	}
	return LI_SIP_START_YES;
}

/* A method, a blank, something, and the version at the end of the line.
 * RFC 3261 cl. 7.1 */
static enum li_sip_start request_line(struct li_slice s)
{
	struct li_slice line;
	const uint8_t *lf;
	size_t n = 0;

	while (n < s.n && n <= METHOD_MAX && token(s.p[n]))
		n++;
	if (n == 0 || n > METHOD_MAX || (n < s.n && s.p[n] != ' '))
		return LI_SIP_START_NO;
	line = li_slice_sub(s, n, LI_SIP_START_LINE_MAX);
	lf = line.n ? memchr(line.p, '\n', line.n) : NULL;
	if (!lf)
		return s.n < LI_SIP_START_LINE_MAX ? LI_SIP_START_MAYBE
						   : LI_SIP_START_NO;
	line = li_slice_trim(li_slice_sub(line, 0, (size_t)(lf - line.p)));
	if (line.n <= VERSION ||
		strncasecmp((const char *)line.p + line.n - VERSION, "SIP/2.0",
			VERSION) != 0 ||
		line.p[line.n - VERSION - 1] != ' ')
		return LI_SIP_START_NO;
	return LI_SIP_START_YES;
}

enum li_sip_start li_sip_start(struct li_slice s)
{
	enum li_sip_start found;

	if (s.n == 0)
		return LI_SIP_START_MAYBE;
	found = status_line(s);
	return found == LI_SIP_START_NO ? request_line(s) : found;
}

/* Does a name of a method end here? Its length, or 0. */
static size_t method_before(struct li_slice s)
{
	static const char *const methods[] = {"INVITE", "ACK", "BYE", "CANCEL",
		"REGISTER", "OPTIONS", "PRACK", "SUBSCRIBE", "NOTIFY",
		"PUBLISH", "INFO", "REFER", "MESSAGE", "UPDATE"};

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		size_t n = strlen(methods[i]);

		if (s.n >= n && memcmp(s.p + s.n - n, methods[i], n) == 0)
			return n;
	}
	return 0;
}

/* A body need not end with a line's end: look for a start in the middle of a
 * whole line. Its offset, or line.n. */
static size_t inside(struct li_slice line)
{
	static const char version[] = "SIP/2.0";
	const uint8_t *found =
		line.n ? memmem(line.p, line.n, version, VERSION) : NULL;
	size_t at, n;

	if (!found)
		return line.n;
	at = (size_t)(found - line.p);
	if (status_line(li_slice_sub(line, at, line.n)) == LI_SIP_START_YES)
		return at;
	if (at < 2 || line.p[at - 1] != ' ')
		return line.n;
	/* back over the Request-URI to the method */
	for (at -= 1; at > 0 && line.p[at - 1] != ' '; at--)
		;
	n = at ? method_before(li_slice_sub(line, 0, at - 1)) : 0;
	return n ? at - 1 - n : line.n;
}

size_t li_sip_start_find(struct li_slice s)
{
	size_t at = 0;

	while (at < s.n) {
		const uint8_t *lf;
		size_t end, found;

		if (li_sip_start(li_slice_sub(s, at, s.n)) != LI_SIP_START_NO)
			return at;
		lf = memchr(s.p + at, '\n', s.n - at);
		if (!lf)
			break;
		end = (size_t)(lf - s.p) + 1;
		found = inside(li_slice_sub(s, at, end));
		if (found < end - at)
			return at + found;
		at = end;
	}
	return s.n;
}
