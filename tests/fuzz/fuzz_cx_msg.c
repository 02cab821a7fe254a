/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets of a Cx exchange (two octets say how many are the
 * request's) and of a User-Data: what is decoded lies inside, within bounds.
 */
#include "fuzz.h"
#include "intake/cx_msg.h"
#include "intake/cx_profile.h"

static const uint8_t *from, *end;

static void inside(struct li_slice s)
{
	FUZZ_CHECK(s.n == 0 || (s.p >= from && s.p + s.n <= end));
}

static void exchange(struct li_slice request, struct li_slice answer)
{
	static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};
	static struct li_event e;
	struct li_cx_pair pair = {.request = request, .answer = answer};

	if (li_cx_msg_read(&pair, &secret, &e) != LI_OK)
		return;
	FUZZ_CHECK(e.party_count <= LI_EVENT_IDENTITIES_MAX);
	FUZZ_CHECK(e.cx.impu_count <= LI_CX_IMPUS_MAX);
	FUZZ_CHECK(e.cx.impi_count <= LI_CX_IMPUS_MAX);
	FUZZ_CHECK(e.cx.answered == (answer.n > 0));
	for (size_t i = 0; i < e.party_count; i++) {
		FUZZ_CHECK(e.parties[i].key_count > 0 &&
			e.parties[i].key_count <= LI_ID_KEYS_MAX);
		inside(e.parties[i].text);
	}
	for (size_t i = 0; i < e.cx.impu_count; i++)
		inside(e.cx.impus[i]);
	for (size_t i = 0; i < e.cx.impi_count; i++)
		inside(e.cx.impis[i]);
	inside(e.cx.user_name);
	inside(e.cx.server_name);
	inside(e.cx.visited_network);
	inside(e.cx.origin_host);
	inside(e.cx.user_data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_cx_profile p;
	size_t n;

	from = data;
	end = data + size;
	if (li_cx_profile_read(li_slice(data, size), &p) == LI_OK) {
		FUZZ_CHECK(p.public_count <= LI_CX_PROFILE_MAX);
		inside(p.private_id);
		for (size_t i = 0; i < p.public_count; i++)
			inside(p.public_ids[i]);
	}
	if (size < 2)
		return 0;
	n = (size_t)data[0] << 8 | data[1];
	n = n < size - 2 ? n : size - 2;
	exchange(li_slice(data + 2, n), li_slice(data + 2 + n, size - 2 - n));
	return 0;
}
