/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/copy.h"

void li_copy_put(struct li_copy *c, size_t at, uint8_t octet, uint32_t flag)
{
	if (c->at[at] == octet)
		return;
	c->at[at] = octet;
	c->modifications |= flag;
}

void li_copy_fill(struct li_copy *c, size_t from, size_t to, uint8_t octet,
	uint32_t flag)
{
	for (size_t i = from; i < to; i++)
		li_copy_put(c, i, octet, flag);
}

void li_copy_fill_lines(struct li_copy *c, size_t from, size_t to,
	uint8_t octet, uint32_t flag)
{
	for (size_t i = from; i < to; i++)
		if (c->sip.p[i] != '\r' && c->sip.p[i] != '\n')
			li_copy_put(c, i, octet, flag);
}

void li_copy_give_up(struct li_copy *c, size_t from, size_t to, uint32_t before)
{
	c->modifications = before;
	for (size_t i = from; i < to; i++) {
		c->at[i] = LI_MOD_BLANK;
		if (c->sip.p[i] != LI_MOD_BLANK)
			c->modifications |= LI_MOD_BODY;
	}
}
