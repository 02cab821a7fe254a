/* SPDX-License-Identifier: BSD-3-Clause */
#include "sandbox/sandbox.h"

#include <sys/prctl.h>

#include "base/log.h"
#include "sandbox/walls.h"

#ifndef LI_NO_SANDBOX

bool li_sandbox_built(void)
{
	return true;
}

/* Files before system calls: these forbid to ask for Landlock. A strict one
 * has no call that takes a path. */
static li_err build(const struct li_sandbox *box, const char **what)
{
	li_err err;

	*what = "no_new_privs";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return LI_EIO;
	*what = "capabilities";
	err = box->keep_caps ? LI_OK : li_wall_caps(box);
	if (err)
		return err;
	if (!box->strict && !box->starter) {
		*what = "Landlock";
		err = li_wall_files(box);
		if (err == LI_EUNSUPPORTED)
			li_log(LI_LOG_NOTICE, "sandbox", 0,
				"this kernel has no Landlock: files are kept "
				"apart by their owners and modes only");
		else if (err)
			return err;
	}
	*what = "seccomp";
	return li_wall_calls(box);
}

/* TS 33.127 cl. 8.2 */
li_err li_sandbox_enter(const struct li_sandbox *box, struct li_fault *fault)
{
	const char *what = "";
	const li_err err = build(box, &what);

	return err ? li_fault_set(fault, LI_EIO,
			     "the sandbox cannot be entered: %s", what)
		   : LI_OK;
}

#else

bool li_sandbox_built(void)
{
	return false;
}

li_err li_sandbox_enter(const struct li_sandbox *box, struct li_fault *fault)
{
	(void)fault;
	if (!box->strict && !box->starter)
		li_log(LI_LOG_WARNING, "sandbox", 0,
			"this build is for testing and has no sandbox");
	return LI_OK;
}

#endif
