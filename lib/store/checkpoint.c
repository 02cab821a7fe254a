/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/checkpoint.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"

static const char mark[] = "lmisf2:";

static size_t put_u64(uint8_t *to, uint64_t v)
{
	for (size_t i = 8; i-- > 0; v >>= 8)
		to[i] = (uint8_t)v;
	return 8;
}

struct li_slice li_checkpoint_text(const struct li_uuid *installation,
	const struct li_checkpoint *c, uint8_t text[static LI_CHECKPOINT_TEXT])
{
	static const char unrooted[] = "lmisf audit checkpoint";
	static const char rooted[] = "lmisf audit checkpoint 2";
	size_t n = c->rooted ? sizeof(rooted) : sizeof(unrooted);

	memcpy(text, c->rooted ? rooted : unrooted, n);
	memcpy(text + n, installation->octet, sizeof(installation->octet));
	n += sizeof(installation->octet);
	n += put_u64(text + n, (uint64_t)c->row);
	if (c->rooted)
		n += put_u64(text + n, (uint64_t)c->previous);
	n += put_u64(text + n, (uint64_t)c->at_us);
	memcpy(text + n, c->hash, LI_SHA256);
	n += LI_SHA256;
	if (c->rooted) {
		memcpy(text + n, c->root, LI_SHA256);
		n += LI_SHA256;
	}
	return li_slice(text, n);
}

static char *put_hex(char *to, const uint8_t *octets, size_t n)
{
	*to++ = ':';
	to = li_text_put_octets(to, li_slice(octets, n));
	*to = '\0';
	return to;
}

void li_checkpoint_format(const struct li_checkpoint *c,
	char line[static LI_CHECKPOINT_LINE])
{
	char *to = line;

	to += snprintf(line, LI_CHECKPOINT_LINE,
		"%s%" PRId64 ":%" PRId64 ":%" PRId64, mark, c->row, c->previous,
		c->at_us);
	to = put_hex(to, c->hash, sizeof(c->hash));
	to = put_hex(to, c->root, sizeof(c->root));
	put_hex(to, c->signature, sizeof(c->signature));
}

/* A number, and the colon behind it. */
static bool take_number(struct li_slice *rest, int64_t *out)
{
	size_t n = li_slice_find(*rest, ':');
	uint64_t v;

	if (n >= rest->n ||
		li_text_u64(li_slice_sub(*rest, 0, n), INT64_MAX, &v) != LI_OK)
		return false;
	*out = (int64_t)v;
	*rest = li_slice_sub(*rest, n + 1, rest->n);
	return true;
}

static bool take_hex(struct li_slice *rest, uint8_t *out, size_t n)
{
	if (rest->n < 2 * n ||
		!li_text_get_octets((const char *)rest->p, out, n))
		return false;
	*rest = li_slice_sub(*rest, 2 * n, rest->n);
	return true;
}

static bool take_colon(struct li_slice *rest)
{
	bool is = rest->n > 0 && rest->p[0] == ':';

	*rest = li_slice_sub(*rest, is, rest->n);
	return is;
}

li_err li_checkpoint_parse(const char *line, struct li_checkpoint *out)
{
	struct li_checkpoint c = {.rooted = true};
	const char *at = strstr(line, mark);
	struct li_slice rest;

	if (!at)
		return LI_EMALFORMED;
	rest = li_slice_str(at + sizeof(mark) - 1);
	if (!take_number(&rest, &c.row) || !take_number(&rest, &c.previous) ||
		!take_number(&rest, &c.at_us) ||
		!take_hex(&rest, c.hash, sizeof(c.hash)) ||
		!take_colon(&rest) ||
		!take_hex(&rest, c.root, sizeof(c.root)) ||
		!take_colon(&rest) ||
		!take_hex(&rest, c.signature, sizeof(c.signature)) ||
		c.row == 0)
		return LI_EMALFORMED;
	*out = c;
	return LI_OK;
}
