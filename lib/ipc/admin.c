/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/admin.h"

#include <string.h>
#include "model/pack.h"

void li_admin_request_put(struct li_buf *out,
	const struct li_admin_request *request)
{
	size_t place = li_ipc_begin(out, LI_IPC_ADMIN_REQUEST);

	li_buf_put_u16(out, (uint16_t)request->op);
	li_pack_slice(out, li_slice_str(request->actor));
	li_pack_slice(out, li_slice_str(request->via));
	li_pack_slice(out, request->body);
	li_ipc_end(out, place);
}

void li_admin_item_put(struct li_buf *out, struct li_slice item)
{
	size_t place = li_ipc_begin(out, LI_IPC_ADMIN_ITEM);

	li_buf_put_slice(out, item);
	li_ipc_end(out, place);
}

li_err li_admin_item_give(struct li_buf *out, struct li_buf *one)
{
	const li_err err = li_buf_check(one);

	li_admin_item_put(out, li_buf_slice(one));
	li_buf_fini(one);
	return err ? err : li_buf_check(out);
}

void li_admin_reply_put(struct li_buf *out, const struct li_admin_reply *reply)
{
	size_t place = li_ipc_begin(out, LI_IPC_ADMIN_REPLY);

	li_buf_put_u16(out, (uint16_t)reply->err);
	li_pack_slice(out, li_slice_str(reply->text));
	li_ipc_end(out, place);
}

void li_admin_follow_put(struct li_buf *out)
{
	li_ipc_end(out, li_ipc_begin(out, LI_IPC_ADMIN_FOLLOW));
}

void li_admin_committed_put(struct li_buf *out)
{
	li_ipc_end(out, li_ipc_begin(out, LI_IPC_ADMIN_COMMITTED));
}

void li_admin_listen_put(struct li_buf *out)
{
	li_ipc_end(out, li_ipc_begin(out, LI_IPC_ADMIN_LISTEN));
}

void li_admin_reported_put(struct li_buf *out)
{
	li_ipc_end(out, li_ipc_begin(out, LI_IPC_ADMIN_REPORTED));
}

li_err li_admin_request_get(struct li_slice body, struct li_admin_request *out)
{
	struct li_cursor c = li_cursor(body);
	struct li_admin_request r = {0};
	uint16_t op = li_cursor_u16(&c);

	li_unpack_text(&c, r.actor, sizeof(r.actor));
	li_unpack_text(&c, r.via, sizeof(r.via));
	r.body = li_unpack_slice(&c);
	if (c.bad || c.rest.n || op < LI_ADMIN_STATUS || op > LI_ADMIN_OP_LAST)
		return LI_EMALFORMED;
	r.op = (enum li_admin_op)op;
	*out = r;
	return LI_OK;
}

li_err li_admin_reply_get(struct li_slice body, struct li_admin_reply *out)
{
	struct li_cursor c = li_cursor(body);
	struct li_admin_reply r = {0};
	uint16_t err = li_cursor_u16(&c);

	li_unpack_text(&c, r.text, sizeof(r.text));
	if (c.bad || c.rest.n || err > LI_EBUG)
		return LI_EMALFORMED;
	r.err = (li_err)err;
	*out = r;
	return LI_OK;
}

void li_admin_confirm_put(struct li_buf *out,
	const struct li_admin_confirm *confirm)
{
	li_pack_uuid(out, &confirm->did);
	li_buf_put_u64(out, (uint64_t)confirm->id);
	for (size_t i = 0; i < confirm->count; i++) {
		li_buf_put_u64(out, (uint64_t)confirm->list[i].id);
		li_buf_put_u32(out, confirm->list[i].octets);
	}
}

li_err li_admin_confirm_get(struct li_slice body, struct li_admin_confirm *out)
{
	struct li_cursor c = li_cursor(body);
	int64_t last = 0;

	out->count = 0;
	li_unpack_uuid(&c, &out->did);
	out->id = (int64_t)li_cursor_u64(&c);
	while (!c.bad && c.rest.n) {
		struct li_sent s = {.id = (int64_t)li_cursor_u64(&c)};

		s.octets = li_cursor_u32(&c);
		if (s.id <= last || out->count == LI_SENT_MAX + LI_SENT_MORE)
			return LI_EMALFORMED;
		out->list[out->count++] = s;
		last = s.id;
	}
	return c.bad ? LI_EMALFORMED : LI_OK;
}

void li_admin_aside_put(struct li_buf *out, const struct li_admin_aside *aside)
{
	li_pack_uuid(out, &aside->did);
	li_buf_put_u64(out, (uint64_t)aside->id);
	li_buf_put_u32(out, (uint32_t)aside->why);
}

li_err li_admin_aside_get(struct li_slice body, struct li_admin_aside *out)
{
	struct li_cursor c = li_cursor(body);
	struct li_admin_aside m;
	uint32_t why;

	li_unpack_uuid(&c, &m.did);
	m.id = (int64_t)li_cursor_u64(&c);
	why = li_cursor_u32(&c);
	if (c.bad || c.rest.n || why == LI_OK || why > LI_EBUG)
		return LI_EMALFORMED;
	m.why = (li_err)why;
	*out = m;
	return LI_OK;
}

void li_admin_behind_put(struct li_buf *out,
	const struct li_admin_behind *behind)
{
	li_pack_uuid(out, &behind->did);
	li_buf_put_u64(out, (uint64_t)behind->since_us);
}

li_err li_admin_behind_get(struct li_slice item, struct li_admin_behind *out)
{
	struct li_cursor c = li_cursor(item);
	struct li_admin_behind m;

	li_unpack_uuid(&c, &m.did);
	m.since_us = (int64_t)li_cursor_u64(&c);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = m;
	return LI_OK;
}

void li_admin_done_put(struct li_buf *out, const struct li_admin_done *done)
{
	li_buf_put_u64(out, (uint64_t)done->id);
	li_buf_put_u32(out, done->code);
}

li_err li_admin_done_get(struct li_slice body, struct li_admin_done *out)
{
	struct li_cursor c = li_cursor(body);
	struct li_admin_done m = {.id = (int64_t)li_cursor_u64(&c)};

	m.code = li_cursor_u32(&c);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = m;
	return LI_OK;
}

void li_admin_report_put(struct li_buf *out,
	const struct li_admin_report *report)
{
	li_buf_put_u64(out, (uint64_t)report->id);
	li_pack_slice(out, li_slice_str(report->words));
	li_pack_issue(out, &report->issue);
}

li_err li_admin_report_get(struct li_slice item, struct li_admin_report *out)
{
	struct li_cursor c = li_cursor(item);
	struct li_admin_report m = {.id = (int64_t)li_cursor_u64(&c)};
	li_err err;

	li_unpack_text(&c, m.words, sizeof(m.words));
	err = c.bad ? LI_EMALFORMED : li_unpack_issue(c.rest, &m.issue);
	if (!err)
		*out = m;
	return err;
}

static void put_word(struct li_buf *out, const char *word)
{
	size_t n = strnlen(word, LI_ADMIN_WORD_MAX);

	li_buf_put_u8(out, (uint8_t)n);
	li_buf_put(out, word, n);
}

void li_admin_note_put(struct li_buf *out, const struct li_admin_note *note)
{
	put_word(out, note->action);
	put_word(out, note->object);
	put_word(out, note->result);
	li_buf_put_slice(out, note->detail);
}

/* Printable, so that it can be shown as it is. */
static bool get_word(struct li_cursor *c, char word[LI_ADMIN_WORD_MAX + 1])
{
	struct li_slice s = li_cursor_take(c, li_cursor_u8(c));

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
	li_slice_copy(s, word, LI_ADMIN_WORD_MAX + 1);
	return !c->bad && s.n <= LI_ADMIN_WORD_MAX;
}

li_err li_admin_note_get(struct li_slice body, struct li_admin_note *out)
{
	struct li_cursor c = li_cursor(body);
	struct li_admin_note note;

	if (!get_word(&c, note.action) || !get_word(&c, note.object) ||
		!get_word(&c, note.result) || !note.action[0])
		return LI_EMALFORMED;
	note.detail = c.rest;
	*out = note;
	return LI_OK;
}
