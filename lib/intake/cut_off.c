/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cut_off.h"

#include "intake/sip_frame.h"

void li_cut_off(struct li_datagram *message)
{
	struct li_slice s = message->payload;
	size_t looked = 0, n = s.n;

	message->cut = true;
	if (li_sip_headers_end(s, &looked))
		return;
	while (n && s.p[n - 1] != '\n')
		n--;
	message->payload = li_slice_sub(s, 0, n);
}
