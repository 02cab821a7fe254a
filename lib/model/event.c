/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/event.h"

bool li_cx_success(const struct li_cx *cx)
{
	if (!cx->answered || cx->result < 2000 || cx->result > 2999)
		return false;
	/* The number alone says nothing: an Experimental-Result counts only as
	 * 3GPP's. TS 29.229 cl. 6.2 */
	return !cx->experimental || cx->result_vendor == 10415;
}
