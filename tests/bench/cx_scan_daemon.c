/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include <freeDiameter/extension.h>

#include "cx_scan_daemon.h"

enum { HOOKS = 8, REQUEST = 0x80 };

typedef void hook_cb(enum fd_hook_type, struct msg *, struct peer_hdr *, void *,
	struct fd_hook_permsgdata *, void *);

struct fd_hook_hdl {
	uint32_t mask;
	hook_cb *call;
	void *regdata;
};

/* A callback that is due. */
struct daemon_call {
	enum fd_hook_type type;
	struct msg *msg;
	struct peer_hdr *peer;
	void *other;
	struct fd_hook_permsgdata *data;
};

/* What stands for a message. */
struct msg {
	struct msg_hdr hdr;
	struct fd_hook_permsgdata *data;
	struct msg *request;
};

static struct fd_hook_hdl hooks[HOOKS];
static size_t hook_count, data_size;
static struct msg request, answer = {.request = &request};
static char host[] = "scscf1.site1.ims.mnc001.mcc001.3gppnetwork.org";
static struct peer_hdr peer = {
	.info = {.pi_diamid = host, .pi_diamidlen = sizeof(host) - 1}};

/* ---- what the tap links to ---- */

int fd_hook_data_register(size_t size,
	void (*init)(struct fd_hook_permsgdata *),
	void (*fini)(struct fd_hook_permsgdata *),
	struct fd_hook_data_hdl **out)
{
	(void)init, (void)fini;
	data_size = size;
	*out = NULL;
	request.data = calloc(1, size);
	answer.data = calloc(1, size);
	return request.data && answer.data ? 0 : ENOMEM;
}

int fd_hook_register(uint32_t mask, hook_cb *call, void *regdata,
	struct fd_hook_data_hdl *data, struct fd_hook_hdl **out)
{
	(void)data;
	if (hook_count == HOOKS)
		return ENOSPC;
	hooks[hook_count] = (struct fd_hook_hdl){mask, call, regdata};
	*out = &hooks[hook_count++];
	return 0;
}

int fd_hook_unregister(struct fd_hook_hdl *hook)
{
	hook->mask = 0;
	while (hook_count > 0 && hooks[hook_count - 1].mask == 0)
		hook_count--;
	return 0;
}

struct fd_hook_permsgdata *
fd_hook_get_request_pmd(struct fd_hook_data_hdl *data, struct msg *of)
{
	(void)data;
	return of->request->data;
}

int fd_msg_hdr(struct msg *msg, struct msg_hdr **out)
{
	*out = &msg->hdr;
	return 0;
}

int fd_msg_source_get(struct msg *msg, DiamId_t *id, size_t *len)
{
	(void)msg, (void)len;
	*id = host;
	return 0;
}

/* A relay makes no message itself. */
int fd_msg_bufferize(struct msg *msg, uint8_t **octets, size_t *len)
{
	(void)msg, (void)octets, (void)len;
	return ENOTSUP;
}

/* ---- a relay's threads ---- */

/* What is called next. A register less to be set by who is counted. */
static hook_cb *next_call;

/* One of our callbacks, and nothing of what stands around it. */
static __attribute__((noinline)) void call_counted(enum fd_hook_type type,
	struct msg *msg, struct peer_hdr *from, void *other,
	struct fd_hook_permsgdata *data, void *regdata)
{
	next_call(type, msg, from, other, data, regdata);
}

static void call(const struct daemon_call *c, bool counted)
{
	for (size_t i = 0; i < hook_count; i++) {
		if (!(hooks[i].mask & UINT32_C(1) << c->type))
			continue;
		next_call = hooks[i].call;
		if (counted)
			call_counted(c->type, c->msg, c->peer, c->other,
				c->data, hooks[i].regdata);
		else
			next_call(c->type, c->msg, c->peer, c->other, c->data,
				hooks[i].regdata);
	}
}

void daemon_pass(const uint8_t *octets, size_t count, bool counted)
{
	struct msg *m = octets[4] & REQUEST ? &request : &answer;
	struct fd_cnx_rcvdata rcv = {.length = count};
	struct daemon_call c = {.data = m->data};

	memcpy(&rcv.buffer, &octets, sizeof(octets));
	m->hdr.msg_flags = octets[4];
	memset(m->data, 0, data_size);
	c.type = HOOK_DATA_RECEIVED;
	c.other = &rcv;
	call(&c, counted);
	c.type = HOOK_MESSAGE_RECEIVED;
	c.other = NULL;
	c.msg = m;
	c.peer = &peer;
	call(&c, counted);
	c.type = HOOK_MESSAGE_SENDING;
	call(&c, counted);
}
