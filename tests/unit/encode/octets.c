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
