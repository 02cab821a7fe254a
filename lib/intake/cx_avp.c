/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_avp.h"
#include "intake/cx_octets.h"

li_err li_diameter_read(struct li_slice message, struct li_diameter *out)
{
	if (message.n < LI_DIAMETER_HEAD || message.p[0] != 1 ||
		(li_be32(message.p) & 0xffffff) != message.n)
		return LI_EMALFORMED;
	*out = (struct li_diameter){
		.flags = message.p[4],
		.command = li_be32(message.p + 4) & 0xffffff,
		.application = li_be32(message.p + 8),
		.hop_by_hop = li_be32(message.p + 12),
		.end_to_end = li_be32(message.p + 16),
		.avps = li_slice(message.p + LI_DIAMETER_HEAD,
			message.n - LI_DIAMETER_HEAD),
	};
	return LI_OK;
}

bool li_avp_next(struct li_avp_walk *walk, struct li_avp *out)
{
	struct li_slice s = walk->rest;
	size_t head, len;

	if (s.n == 0 || walk->bad)
		return false;
	len = li_avp_measure(s, &head);
	if (len == 0) {
		walk->bad = true;
		return false;
	}
	*out = (struct li_avp){
		.code = li_be32(s.p),
		.vendor = head == LI_AVP_HEAD ? 0 : li_be32(s.p + LI_AVP_HEAD),
		.flags = s.p[4],
		.value = li_slice(s.p + head, len - head),
	};
	len = li_avp_padded(len, s.n);
	walk->rest = li_slice(s.p + len, s.n - len);
	return true;
}

bool li_avp_u32(const struct li_avp *avp, uint32_t *out)
{
	if (avp->value.n != 4)
		return false;
	*out = li_be32(avp->value.p);
	return true;
}
