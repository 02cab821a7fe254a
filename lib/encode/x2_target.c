/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/text.h"
#include "encode/x2.h"

static bool name_octet(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		li_text_digit(c);
}

/* The character that an entity stands for; 0 for one that XML does not
 * predefine. */
static char entity(struct li_slice name)
{
	static const struct {
		const char *name;
		char c;
	} all[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'},
		{"apos", '\''}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (li_slice_is(name, all[i].name))
			return all[i].c;
	return 0;
}

static li_err text(struct li_slice s, char *to, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = (char)s.p[i];

		if (c == '<' || c == 0)
			return LI_EMALFORMED;
		if (c == '&') {
			struct li_slice rest = li_slice_sub(s, i + 1, s.n);
			size_t semi = li_slice_find(rest, ';');

			c = entity(li_slice_sub(rest, 0, semi));
			if (!c || semi == rest.n)
				return LI_EMALFORMED;
			i += semi + 1;
		}
		if (n + 1 >= cap)
			return LI_EMALFORMED;
		to[n++] = c;
	}
	to[n] = 0;
	return LI_OK;
}

li_err li_x2_target_read(struct li_slice value, struct li_x2_target *out)
{
	struct li_x2_target read = {0};
	struct li_slice s = li_slice_trim(value);
	const uint8_t *tail;
	size_t n = 0;
	li_err err;

	if (!s.n || s.p[0] != '<')
		return LI_EMALFORMED;
	while (n + 1 < s.n && name_octet(s.p[n + 1]))
		n++;
	if (n == 0 || n >= sizeof(read.element) || s.n < 2 * n + 5 ||
		s.p[n + 1] != '>')
		return LI_EMALFORMED;
	memcpy(read.element, s.p + 1, n);
	tail = s.p + s.n - n - 3;
	if (tail[0] != '<' || tail[1] != '/' || tail[n + 2] != '>' ||
		memcmp(tail + 2, read.element, n) != 0)
		return LI_EMALFORMED;
	err = text(li_slice_sub(s, n + 2, s.n - n - 3), read.text,
		sizeof(read.text));
	if (!err)
		*out = read;
	return err;
}
