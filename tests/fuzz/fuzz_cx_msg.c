/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets of a Cx exchange (two octets say how many are the
 * request's): what is decoded lies inside, or in the room for texts, within
 * bounds.
 */
#include "fuzz.h"
#include "intake/cx_msg.h"

static struct li_cx_texts texts;
static const uint8_t *from, *end;

static bool in_texts(struct li_slice s)
{
	const uint8_t *at = (const uint8_t *)texts.at;

	return s.p >= at && s.p + s.n <= at + texts.used;
}

static void inside(struct li_slice s)
{
	FUZZ_CHECK(s.n == 0 || (s.p >= from && s.p + s.n <= end));
}

static void more(const struct li_cx_more *m)
{
	FUZZ_CHECK(m->restored_count <= LI_CX_RESTORED_MAX);
	FUZZ_CHECK(m->registered_impi_count <= LI_CX_PAIRS_MAX);
	FUZZ_CHECK(m->emergency_count <= LI_CX_PAIRS_MAX);
	for (size_t i = 0; i < m->restored_count; i++) {
		FUZZ_CHECK(m->restored[i].contact.n > 0);
		inside(m->restored[i].contact);
		inside(m->restored[i].path);
		inside(m->restored[i].call_id);
		inside(m->restored[i].from);
		inside(m->restored[i].to);
	}
	for (size_t i = 0; i < m->registered_impi_count; i++)
		inside(m->registered_impis[i]);
	for (size_t i = 0; i < m->emergency_count; i++) {
		FUZZ_CHECK(m->emergency[i].impi.n && m->emergency[i].impu.n);
		inside(m->emergency[i].impi);
		inside(m->emergency[i].impu);
	}
	inside(m->session_id);
	inside(m->destination_host);
	inside(m->answer_host);
	inside(m->route_record);
	inside(m->answered_server);
	inside(m->reason_info);
	inside(m->auth_scheme);
	inside(m->wildcarded);
	inside(m->wildcarded_impu);
}

static void exchange(struct li_slice request, struct li_slice answer)
{
	static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};
	static struct li_event e;
	struct li_cx_pair pair = {.request = request, .answer = answer};

	if (li_cx_msg_read(&pair, &secret, &texts, &e) != LI_OK)
		return;
	FUZZ_CHECK(e.party_count <= LI_EVENT_IDENTITIES_MAX);
	FUZZ_CHECK(e.cx.impu_count <= LI_CX_IMPUS_MAX);
	FUZZ_CHECK(e.cx.impi_count <= LI_CX_IMPUS_MAX);
	FUZZ_CHECK(e.cx.answered == (answer.n > 0));
	FUZZ_CHECK(texts.used <= sizeof(texts.at));
	for (size_t i = 0; i < e.party_count; i++) {
		FUZZ_CHECK(e.parties[i].key_count > 0 &&
			e.parties[i].key_count <= LI_ID_KEYS_MAX);
		if (e.parties[i].role != LI_ROLE_CX_USER_DATA ||
			!in_texts(e.parties[i].text))
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
	inside(e.cx.origin_realm);
	inside(e.cx.user_data);
	more(&e.cx_more);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;

	from = data;
	end = data + size;
	if (size < 2)
		return 0;
	n = (size_t)data[0] << 8 | data[1];
	n = n < size - 2 ? n : size - 2;
	exchange(li_slice(data + 2, n), li_slice(data + 2 + n, size - 2 - n));
	return 0;
}
