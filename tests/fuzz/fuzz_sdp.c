/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, an SDP that is found lies inside the message, and what
 * the mirror keeps of a text comes back octet by octet and says of its media
 * what it says itself.
 */
#include "fuzz.h"
#include "intake/sdp.h"
#include "mirror/text.h"
#include "model/service.h"

static void check_kept(struct li_slice text)
{
	static struct li_texts store;
	static struct li_pool pool;
	struct li_text *kept = li_texts_put(&store, &pool, text, LI_TEXT_SDP);
	struct li_buf out = {.n = 0};
	struct li_sdp sdp;

	if (!kept)
		return;
	li_sdp_read(text, &sdp);
	FUZZ_CHECK(!(kept->flags & LI_TEXT_DEAF) == sdp.receives);
	FUZZ_CHECK(!store.no_msrp || !li_service_msrp(text));
	li_texts_get(&store, kept, &out);
	FUZZ_CHECK(li_slice_eq(li_buf_slice(&out), text));
	li_texts_drop(&store, &pool, kept);
	li_buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct li_event event;
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	size_t head = end ? (size_t)(end - data) : 0;

	memset(&event, 0, sizeof(event));
	event.raw = li_slice(data, size);
	event.sip.content_type = li_slice(data, head);
	event.sip.body_at = head + 1;
	li_sdp_find(&event);
	FUZZ_CHECK(event.sip.sdp.text.n == 0 ||
		(event.sip.sdp.text.p >= data &&
			event.sip.sdp.text.p + event.sip.sdp.text.n <=
				data + size));
	check_kept(event.raw);
	return 0;
}
