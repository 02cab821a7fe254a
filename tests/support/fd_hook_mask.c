/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Of libfdcore, for what stands for it in tests and benchmarks: the bits of
 * some kinds of hooks, as HOOK_MASK() of its header asks for them.
 */
#include <stdarg.h>
#include <stdint.h>

#include "lmisf_cx/fd.h"

uint32_t fd_hook_mask_helper(int dummy, ...)
{
	uint32_t mask = 0;
	va_list list;
	int type;

	va_start(list, dummy);
	while ((type = va_arg(list, int)) >= 0)
		mask |= UINT32_C(1) << type;
	va_end(list);
	return mask;
}
