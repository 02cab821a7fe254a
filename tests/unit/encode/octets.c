/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/text.h"
#include "octets.h"

void octets_hex(struct li_buf *to, const char *text)
{
	int high = -1;

	for (; *text; text++) {
		int v = li_text_hex(*text);

		if (*text == '#') {
			while (text[1] && text[1] != '\n')
				text++;
		} else if (v >= 0 && high >= 0) {
			li_buf_put_u8(to, (uint8_t)(high << 4 | v));
			high = -1;
		} else if (v >= 0) {
			high = v;
		} else if (!strchr(" \t\r\n", *text)) {
			to->bad = true;
		}
	}
	if (high >= 0)
		to->bad = true;
}

bool octets_file(struct li_buf *to, const char *name)
{
	char path[4096], line[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", TEST_DATA, name);
	f = fopen(path, "r");
	if (!f)
		return false;
	while (fgets(line, sizeof(line), f))
		octets_hex(to, line);
	fclose(f);
	return !to->bad;
}

/* Take a tag and a length; where the contents are. */
static struct li_slice take_value(struct li_cursor *c, uint32_t *tag)
{
	uint8_t octet = li_cursor_u8(c);
	size_t n;

	*tag = octet;
	if ((octet & 0x1f) == 0x1f)
		do {
			octet = li_cursor_u8(c);
			*tag = *tag << 8 | octet;
		} while (octet & 0x80 && !c->bad);
	n = li_cursor_u8(c);
	if (n & 0x80) {
		size_t octets = n & 0x7f;

		for (n = 0; octets; octets--)
			n = n << 8 | li_cursor_u8(c);
	}
	return li_cursor_take(c, n);
}

static void put_value(struct li_buf *to, uint32_t tag, struct li_slice contents)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		if (tag >> shift || shift == 0)
			li_buf_put_u8(to, (uint8_t)(tag >> shift));
	li_buf_put_u8(to, 0x84);
	li_buf_put_u32(to, (uint32_t)contents.n);
	li_buf_put_slice(to, contents);
}

void octets_again(struct li_buf *to, struct li_slice value,
	const uint32_t *tags, size_t depth, size_t more)
{
	struct li_cursor c = li_cursor(value), inner;
	struct li_buf contents = {0};
	bool found = false;
	uint32_t tag, is;

	inner = li_cursor(take_value(&c, &tag));
	if (c.bad || tag != tags[0] || depth == 0)
		to->bad = true;
	if (depth == 1)
		for (size_t i = 0; i < more + 1; i++)
			li_buf_put_slice(to, value);
	if (depth <= 1)
		return;
	while (inner.rest.n && !inner.bad) {
		struct li_slice one = inner.rest;

		(void)take_value(&inner, &is);
		one.n -= inner.rest.n;
		if (is == tags[1] && !found)
			octets_again(&contents, one, tags + 1, depth - 1, more);
		else
			li_buf_put_slice(&contents, one);
		found = found || is == tags[1];
	}
	put_value(to, tag, li_buf_slice(&contents));
	to->bad = to->bad || contents.bad || inner.bad || !found;
	li_buf_fini(&contents);
}
