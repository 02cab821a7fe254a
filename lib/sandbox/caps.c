/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/walls.h"

enum { WORDS = 2 }; /* of 32 capabilities, _LINUX_CAPABILITY_VERSION_3 */

/* What may be asked for by a program that is started; only who has CAP_SETPCAP
 * can take it away, and without capabilities there is nothing to take. */
static void drop_bounds(void)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		(void)prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
}

li_err li_wall_caps(const struct li_sandbox *box)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct caps[WORDS] = {0};
	uint32_t keep = 0;

	if (box->calls & LI_CALLS_CAPTURE)
		keep = UINT32_C(1) << CAP_NET_RAW;
	drop_bounds();
	/* The ambient ones go with what is inherited: capabilities(7). */
	if (syscall(SYS_capget, &head, caps) != 0)
		return LI_EIO;
	for (int i = 0; i < WORDS; i++) {
		const uint32_t left = i == 0 ? caps[i].permitted & keep : 0;

		caps[i] = (struct __user_cap_data_struct){.effective = left,
			.permitted = left};
	}
	return syscall(SYS_capset, &head, caps) == 0 ? LI_OK : LI_EIO;
}
