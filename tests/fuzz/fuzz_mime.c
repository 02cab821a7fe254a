/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, the parts of a multipart body lie behind each other in
 * it. The first line is read as its Content-Type.
 */
#include "fuzz.h"
#include "model/mime.h"

static void check_fields(struct li_slice head)
{
	struct li_mime_field field;
	size_t at = 0, before = 0;
	bool loose = false;

	while (li_mime_field(head, &at, &field, &loose)) {
		FUZZ_CHECK(at > before && at <= head.n);
		FUZZ_CHECK(field.line.p == head.p + before);
		FUZZ_CHECK(field.name.n + field.value.n <= field.line.n);
		before = at;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice all = li_slice(data, size);
	size_t line = li_slice_find(all, '\n');
	struct li_mime_type type = li_mime_type(li_slice_sub(all, 0, line));
	struct li_slice text = li_slice_sub(all, line + 1, size);
	struct li_mime_walk walk = li_mime_walk(text, type.boundary);
	struct li_mime_part part;
	size_t before = walk.at;

	FUZZ_CHECK(walk.at <= text.n);
	while (li_mime_next(&walk, &part)) {
		FUZZ_CHECK(walk.at <= text.n && walk.at >= before);
		FUZZ_CHECK(part.head.n + part.body.n <= walk.at - before ||
			walk.loose);
		if (part.head.n)
			FUZZ_CHECK(part.head.p == text.p + before);
		if (part.body.n)
			FUZZ_CHECK(part.body.p == part.head.p + part.head.n);
		check_fields(part.head);
		before = walk.at;
	}
	return 0;
}
