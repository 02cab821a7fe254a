/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sctp.h"

#include "intake/octets.h"

enum {
	HEADER = 12,
	CHUNK = 4,
	DATA = 0,         /* type */
	DATA_HEADER = 16, /* with that of the chunk: RFC 9260 cl. 3.3.1 */
	WHOLE = 3,        /* flags: it begins and ends a message */
};

li_err li_sctp_begin(struct li_slice *rest)
{
	if (rest->n < HEADER)
		return LI_EMALFORMED;
	*rest = li_slice_sub(*rest, HEADER, rest->n);
	return LI_OK;
}

li_err li_sctp_next(struct li_slice *rest, size_t missing,
	struct li_sctp_data *out)
{
	while (rest->n >= CHUNK) {
		const struct li_slice s = *rest;
		size_t length = li_be16(s.p + 2);

		if (length < CHUNK || length > s.n + missing)
			return LI_EMALFORMED;
		/* with its padding */
		*rest = li_slice_sub(s, (length + 3) / 4 * 4, s.n);
		if (s.p[0] != DATA || length <= DATA_HEADER ||
			s.n <= DATA_HEADER)
			continue;
		*out = (struct li_sctp_data){.content = li_slice_sub(s,
						     DATA_HEADER, length),
			.whole = (s.p[1] & WHOLE) == WHOLE,
			.cut = length > s.n};
		return LI_OK;
	}
	return LI_ENOTFOUND;
}
