/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_frame.h"

#include "base/text.h"
#include "intake/sip_name.h"
#include "intake/sip_scan.h"

/* The lengths that the headers say so far. */
struct lengths {
	uint64_t first;
	bool seen;
};

/* Take in a line with its folds; other headers do not matter. */
static li_err take_line(struct lengths *l, struct li_slice line)
{
	size_t colon = li_slice_find(line, ':');
	uint64_t n;

	if (li_sip_name_find(li_slice_trim(li_slice_sub(line, 0, colon))) !=
		LI_SIP_NAME_CONTENT_LENGTH)
		return LI_OK;
	if (li_text_u64(li_slice_trim(li_slice_sub(line, colon + 1, line.n)),
		    UINT32_MAX, &n))
		return LI_EMALFORMED;
	if (l->seen && l->first != n)
		return LI_EMALFORMED;
	l->first = n;
	l->seen = true;
	return LI_OK;
}

/* Offset behind the line at `at` with its folds; 0 when its end, or whether
 * a fold follows, cannot be told yet. */
static size_t line_end(struct li_slice s, size_t at)
{
	for (;;) {
		at += li_slice_find(li_slice_sub(s, at, s.n), '\n') + 1;
		if (at >= s.n)
			return 0;
		if (s.p[at] != ' ' && s.p[at] != '\t')
			return at;
	}
}

static bool empty_line(struct li_slice s, size_t at, size_t *behind)
{
	size_t cr = s.p[at] == '\r' ? 1 : 0;

	if (at + cr >= s.n || s.p[at + cr] != '\n')
		return false;
	*behind = at + cr + 1;
	return true;
}

/* Read the headers of s; *body is where they end, 0 when not here yet. */
static li_err take_block(struct li_slice s, struct lengths *l, size_t *body)
{
	size_t at = line_end(s, 0); /* the start line */

	*body = 0;
	if (!s.p)
		return LI_OK;
	while (at && !empty_line(s, at, body)) {
		size_t end = line_end(s, at);
		li_err err;

		if (end == 0)
			break;
		err = take_line(l, li_slice_sub(s, at, end));
		if (err)
			return err;
		at = end;
	}
	return LI_OK;
}

size_t li_sip_headers_end(struct li_slice s, size_t *looked)
{
	size_t at = *looked;

	while (at < s.n) {
		const uint8_t *lf = memchr(s.p + at, '\n', s.n - at);

		if (!lf) {
			*looked = s.n;
			return 0;
		}
		at = (size_t)(lf - s.p);
		if (at + 1 < s.n && s.p[at + 1] == '\n')
			return at + 2;
		if (at + 2 < s.n && s.p[at + 1] == '\r' && s.p[at + 2] == '\n')
			return at + 3;
		if (at + 2 >= s.n)
			break;
		at++;
	}
	*looked = at;
	return 0;
}

/* CR and LF in front of a message. RFC 5626 cl. 3.5.1 */
static size_t leading(struct li_slice s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] == '\r' || s.p[n] == '\n'))
		n++;
	return n;
}

li_err li_sip_frame_on(struct li_slice buffered, struct li_sip_framing *so_far,
	struct li_sip_frame *out)
{
	struct li_sip_frame frame = {.skip = leading(buffered)};
	struct li_slice s = li_slice_sub(buffered, frame.skip, buffered.n);
	li_err err;

	frame.need = so_far->need;
	if (s.n < so_far->need ||
		(!so_far->need && s.n < LI_SIP_BLOCK_MAX &&
			!li_sip_headers_end(s, &so_far->looked))) {
		*out = frame;
		return LI_EAGAIN;
	}
	err = li_sip_frame(buffered, out);
	*so_far = (struct li_sip_framing){
		.need = err == LI_EAGAIN ? out->need : 0};
	return err;
}

li_err li_sip_frame(struct li_slice buffered, struct li_sip_frame *out)
{
	struct lengths l = {0};
	struct li_slice s, block;
	size_t skip = leading(buffered), body;
	li_err err;

	s = li_slice_sub(buffered, skip, buffered.n);
	block = li_slice_sub(s, 0, LI_SIP_BLOCK_MAX);
	err = take_block(block, &l, &body);
	if (err)
		return err;
	if (body == 0 && block.n == LI_SIP_BLOCK_MAX)
		return LI_ETOOBIG;
	if (body && !l.seen)
		return LI_EMALFORMED;
	if (body && l.first > LI_SIP_BODY_MAX)
		return LI_ETOOBIG;
	*out = (struct li_sip_frame){.skip = skip,
		.need = body ? body + (size_t)l.first : 0};
	if (body == 0 || s.n - body < l.first)
		return LI_EAGAIN;
	out->length = body + (size_t)l.first;
	return LI_OK;
}
