/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, a scan leaves an event whose slices lie inside the
 * message, and a frame never reaches past the buffer.
 */
#include "fuzz.h"
#include "intake/sip_frame.h"
#include "intake/sip_scan.h"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

static int inside(struct li_slice whole, struct li_slice part)
{
	return part.n == 0 ||
		(part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void check_sip(const struct li_event *e)
{
	const struct li_sip *sip = &e->sip;

	FUZZ_CHECK(sip->body_at <= e->raw.n);
	FUZZ_CHECK(inside(e->raw, sip->method_name));
	FUZZ_CHECK(inside(e->raw, sip->call_id));
	FUZZ_CHECK(inside(e->raw, sip->from_tag));
	FUZZ_CHECK(inside(e->raw, sip->to_tag));
	FUZZ_CHECK(inside(e->raw, sip->icid));
	FUZZ_CHECK(inside(e->raw, sip->access));
	FUZZ_CHECK(inside(e->raw, sip->services));
	FUZZ_CHECK(inside(e->raw, sip->event_package));
	FUZZ_CHECK(inside(e->raw, sip->subscription_state));
	FUZZ_CHECK(inside(e->raw, sip->replaces));
	FUZZ_CHECK(inside(e->raw, sip->in_reply_to));
	FUZZ_CHECK(inside(e->raw, sip->content_type));
	FUZZ_CHECK(inside(e->raw, sip->content_encoding));
	FUZZ_CHECK(sip->contact_count <= LI_CONTACTS_MAX);
	for (size_t i = 0; i < sip->contact_count; i++) {
		FUZZ_CHECK(inside(e->raw, sip->contacts[i].uri));
		FUZZ_CHECK(inside(e->raw, sip->contacts[i].instance));
		FUZZ_CHECK(inside(e->raw, sip->contacts[i].pub_gruu));
		FUZZ_CHECK(inside(e->raw, sip->contacts[i].temp_gruu));
	}
}

static void check_parties(const struct li_event *e)
{
	FUZZ_CHECK(e->party_count <= LI_EVENT_IDENTITIES_MAX);
	for (size_t i = 0; i < e->party_count; i++) {
		FUZZ_CHECK(inside(e->raw, e->parties[i].text) ||
			e->parties[i].role &
				(LI_ROLE_SMS_ORIGINATOR |
					LI_ROLE_SMS_DESTINATION));
		FUZZ_CHECK(e->parties[i].key_count >= 1 &&
			e->parties[i].key_count <= LI_ID_KEYS_MAX);
	}
}

static bool some(void *data, const struct li_party *party)
{
	(void)data;
	return party->keys[0].lo & 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct li_event event;
	struct li_slice octets = li_slice(data, size);
	struct li_sip_frame frame;
	li_err err;

	err = li_sip_scan(octets, &secret, &event);
	FUZZ_CHECK(inside(octets, event.raw));
	check_parties(&event);
	check_sip(&event);
	if (err == LI_EAGAIN || err == LI_EUNSUPPORTED)
		FUZZ_CHECK(event.party_count == 0);
	if (event.crowded) {
		li_sip_scan_crowded(&event, &secret,
			&(struct li_asks){.wants = some});
		check_parties(&event);
		check_sip(&event);
	}
	err = li_sip_frame(octets, &frame);
	if (err == LI_OK)
		FUZZ_CHECK(frame.length && frame.skip + frame.length <= size);
	return 0;
}
