/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_uncut.c - a Cx tap that cuts nothing, to see that ims_secrets would notice.
 * For that test alone: it lets keys out.
 */
#include <string.h>

#include "intake/cx_avp.h"

size_t li_cx_cut(struct li_slice message, uint8_t *dst)
{
	if (message.n)
		memmove(dst, message.p, message.n);
	return 0;
}
