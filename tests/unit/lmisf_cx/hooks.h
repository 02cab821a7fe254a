/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hooks.h - a stand-in for libfdcore: who registers a callback, and its call.
 *
 * Floor    tests: lmisf_cx.
 * Threads  Any may call once all are registered.
 * Memory   Static.
 * Spec     none
 */
#ifndef UNIT_LMISF_CX_HOOKS_H
#define UNIT_LMISF_CX_HOOKS_H

#include <stdint.h>

#include "lmisf_cx/fd.h"
#include "unit.h"

enum { HOOKS = 4 };

typedef void hook_cb(enum fd_hook_type, struct msg *, struct peer_hdr *, void *,
	struct fd_hook_permsgdata *, void *);

struct msg {
	struct msg_hdr hdr;
	struct fd_hook_permsgdata *data; /* of its request, too */
};

static struct {
	uint32_t mask;
	hook_cb *call;
} hooks[HOOKS];
static size_t hook_count, data_size;

int fd_hook_data_register(size_t size,
	void (*init)(struct fd_hook_permsgdata *),
	void (*fini)(struct fd_hook_permsgdata *),
	struct fd_hook_data_hdl **out)
{
	(void)init, (void)fini, (void)out;
	data_size = size;
	return 0;
}

int fd_hook_register(uint32_t mask, hook_cb *call, void *regdata,
	struct fd_hook_data_hdl *data, struct fd_hook_hdl **out)
{
	(void)regdata, (void)data, (void)out;
	CU_ASSERT_FATAL(hook_count < HOOKS);
	hooks[hook_count].mask = mask;
	hooks[hook_count++].call = call;
	return 0;
}

int fd_hook_unregister(struct fd_hook_hdl *hook)
{
	(void)hook;
	return 0;
}

int fd_msg_hdr(struct msg *msg, struct msg_hdr **out)
{
	*out = &msg->hdr;
	return 0;
}

static inline void call(enum fd_hook_type type, struct msg *m, void *other,
	struct fd_hook_permsgdata *data)
{
	for (size_t i = 0; i < hook_count; i++)
		if (hooks[i].mask & UINT32_C(1) << type)
			hooks[i].call(type, m, NULL, other, data, NULL);
}

#endif
