/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets: lines that are found in an SDP lie inside of it, in their
 * order, and a message that is read has every octet that was written to base64,
 * and identities that lie among these.
 */
#include "../unit/base64_build.h"
#include "fuzz.h"
#include "model/mikey.h"

enum { OCTETS_MAX = 4096, LINES_MAX = 8 };

static void check_inside(struct li_slice s, const uint8_t *p, size_t n)
{
	FUZZ_CHECK(s.n == 0 || (s.p >= p && s.p + s.n <= p + n));
}

static li_err check_read(struct li_slice text, struct li_mikey *m,
	uint8_t *room)
{
	const li_err err = li_mikey_read(text, room, OCTETS_MAX, m);

	FUZZ_CHECK(err == LI_OK || err == LI_EMALFORMED || err == LI_ETOOBIG);
	check_inside(m->initiator, room, text.n / 4 * 3);
	check_inside(m->responder, room, text.n / 4 * 3);
	check_inside(m->kms, room, text.n / 4 * 3);
	FUZZ_CHECK(!err || (!m->type && !m->kms.n));
	return err;
}

static void check_lines(struct li_slice sdp, uint8_t *room)
{
	struct li_key_mgmt lines[LINES_MAX];
	const size_t n = li_key_mgmt_find(sdp, lines, LINES_MAX);
	struct li_mikey m;

	FUZZ_CHECK(n <= LINES_MAX);
	for (size_t i = 0; i < n; i++) {
		FUZZ_CHECK(lines[i].media >= LI_KEY_MGMT_SESSION);
		FUZZ_CHECK(lines[i].value.n > 0);
		check_inside(lines[i].value, sdp.p, sdp.n);
		FUZZ_CHECK(i == 0 ||
			(lines[i].media >= lines[i - 1].media &&
				lines[i].value.p > lines[i - 1].value.p));
		(void)check_read(lines[i].value, &m, room);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[(OCTETS_MAX + 2) / 3 * 4];
	static uint8_t room[OCTETS_MAX];
	struct li_mikey m;
	li_err err;

	check_lines(li_slice(data, size), room);
	if (size > OCTETS_MAX)
		return 0;
	err = check_read(base64_build(li_slice(data, size), text), &m, room);
	FUZZ_CHECK(!err == (size >= 10 && data[0] == 1));
	FUZZ_CHECK(err || (m.type == data[1] && !memcmp(room, data, size)));
	return 0;
}
