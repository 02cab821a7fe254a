/* SPDX-License-Identifier: BSD-3-Clause
 *
 * In a message that the scan finds nothing wrong with, libosip2 finds no other
 * method, Call-ID, CSeq, tag and no further identity. One that it missed would
 * be a way to evade. What is broken each parser mends in its own way; the unit
 * test of sip_msg holds the scan against libosip2 on mutations of real ones.
 */
#include "fuzz.h"
#include "intake/sip_msg.h"
#include "intake/sip_scan.h"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct li_event event;
	struct li_sip_verdict verdict;
	li_err scanned, judged;

	scanned = li_sip_scan(li_slice(data, size), &secret, &event);
	if (scanned != LI_OK)
		return 0;
	judged = li_sip_msg_judge(&event, &secret, &verdict);
	if (judged != LI_ESTATE)
		return 0;
	fprintf(stderr, "they differ in: %s\n", verdict.what);
	abort();
}
