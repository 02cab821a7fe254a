/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>
#include <stdio.h>

#include "base/fault.h"

li_err li_fault_set(struct li_fault *fault, li_err err, const char *fmt, ...)
{
	va_list ap;

	if (!fault)
		return err;
	va_start(ap, fmt);
	vsnprintf(fault->text, sizeof(fault->text), fmt, ap);
	va_end(ap);
	return err;
}
