/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sdp.h"
#include "model/mime.h"

/* The first SDP in an entity; `parts` bounds the search. */
static bool find(struct li_slice type_value, struct li_slice body,
	unsigned int depth, unsigned int *parts, struct li_slice *out)
{
	struct li_mime_type type = li_mime_type(type_value);
	struct li_mime_walk walk;
	struct li_mime_part part;

	if (li_mime_is(&type, "application/sdp")) {
		*out = body;
		return true;
	}
	if (depth == LI_MIME_DEPTH_MAX || !li_mime_is(&type, "multipart/"))
		return false;
	walk = li_mime_walk(body, type.boundary);
	while (*parts && li_mime_next(&walk, &part)) {
		struct li_slice inner = {.n = 0};
		struct li_mime_field field;
		size_t at = 0;
		bool loose = false;

		(*parts)--;
		while (li_mime_field(part.head, &at, &field, &loose))
			if (li_slice_is_nocase(field.name, "content-type"))
				inner = field.value;
		if (find(inner, part.body, depth + 1, parts, out))
			return true;
	}
	return false;
}

void li_sdp_find(struct li_event *event)
{
	struct li_sip *sip = &event->sip;
	unsigned int parts = LI_MIME_PARTS_MAX;
	struct li_slice text;

	sip->sdp = (struct li_sdp){.text = {0}};
	if (sip->body_at >= event->raw.n || sip->content_type.n == 0 ||
		li_slice_is(sip->content_type, "application/vnd.3gpp.sms") ||
		(sip->content_encoding.n &&
			!li_slice_is_nocase(sip->content_encoding, "identity")))
		return;
	text = li_slice_sub(event->raw, sip->body_at, event->raw.n);
	/* As nearly everybody writes it; the rest is looked at with care. */
	if (li_slice_is(sip->content_type, "application/sdp") ||
		find(sip->content_type, text, 0, &parts, &text))
		sip->sdp.text = text;
}
