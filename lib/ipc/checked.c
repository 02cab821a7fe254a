/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/checked.h"

#include "model/pack.h"

void li_admin_checked_put(struct li_buf *out,
	const struct li_admin_checked *checked)
{
	li_pack_uuid(out, &checked->did);
	for (size_t i = 0; i < checked->count; i++) {
		const struct li_checked *c = &checked->list[i];

		li_buf_put_u64(out, (uint64_t)c->stream);
		li_pack_slice(out, li_slice_str(c->liid));
		li_buf_put_u32(out, c->checks);
		li_buf_put_u32(out, c->signatures);
		li_buf_put_u32(out, c->open);
	}
}

li_err li_admin_checked_get(struct li_slice body, struct li_admin_checked *out)
{
	struct li_cursor at = li_cursor(body);

	out->count = 0;
	li_unpack_uuid(&at, &out->did);
	while (!at.bad && at.rest.n) {
		struct li_checked *c;

		if (out->count == LI_CHECKED_MAX)
			return LI_EMALFORMED;
		c = &out->list[out->count++];
		c->stream = (int64_t)li_cursor_u64(&at);
		li_unpack_text(&at, c->liid, sizeof(c->liid));
		c->checks = li_cursor_u32(&at);
		c->signatures = li_cursor_u32(&at);
		c->open = li_cursor_u32(&at);
	}
	return at.bad ? LI_EMALFORMED : LI_OK;
}

void li_admin_checking_put(struct li_buf *out,
	const struct li_admin_checking *checking)
{
	li_pack_uuid(out, &checking->did);
	for (size_t i = 0; i < checking->count; i++)
		li_pack_checking(out, &checking->list[i]);
}

li_err li_admin_checking_get(struct li_slice body,
	struct li_admin_checking *out)
{
	struct li_cursor at = li_cursor(body);

	out->count = 0;
	li_unpack_uuid(&at, &out->did);
	while (!at.bad && at.rest.n) {
		if (out->count == LI_CHECKING_MAX)
			return LI_EMALFORMED;
		li_unpack_checking(&at, &out->list[out->count++]);
	}
	return at.bad ? LI_EMALFORMED : LI_OK;
}
