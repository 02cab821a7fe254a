/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls_keeper.h"

#include "base/log.h"

enum { LOOK_US = 2000000 };

static li_err load(struct li_tls_keeper *k, struct li_tls_creds **out,
	struct li_fault *fault)
{
	struct li_tls_creds *creds = NULL;
	li_err err;

	/* Before they are read: what changes meanwhile is read again. */
	k->used = k->seen = li_tls_files_stamp(&k->files);
	err = li_tls_creds_load(&k->files, &creds, fault);
	if (err == LI_OK && k->check)
		err = k->check(k->data, creds, fault);
	if (err == LI_OK)
		*out = creds;
	else
		li_tls_creds_free(creds);
	return err;
}

li_err li_tls_keeper_load(struct li_tls_keeper *k, struct li_fault *fault)
{
	return load(k, &k->now, fault);
}

void li_tls_keeper_reload(struct li_tls_keeper *k)
{
	struct li_tls_creds *creds, *old = k->now;
	struct li_fault fault = {0};
	const li_err err = load(k, &creds, &fault);

	if (err != LI_OK) {
		li_log(LI_LOG_ERROR, k->stage, 0, "%s, keeping what was",
			fault.text[0] ? fault.text : li_err_name(err));
		return;
	}
	k->now = creds;
	k->use(k->data, creds);
	li_tls_creds_free(old);
	li_log(LI_LOG_NOTICE, k->stage, 0, "certificates read again");
}

static void look(void *data)
{
	struct li_tls_keeper *k = data;
	const uint64_t stamp = li_tls_files_stamp(&k->files);

	if (stamp != k->used && stamp == k->seen)
		li_tls_keeper_reload(k);
	k->seen = stamp;
	li_loop_arm(k->loop, &k->timer, LOOK_US, look, k);
}

void li_tls_keeper_watch(struct li_tls_keeper *k, struct li_loop *loop)
{
	k->loop = loop;
	li_loop_arm(loop, &k->timer, LOOK_US, look, k);
}

void li_tls_keeper_free(struct li_tls_keeper *k)
{
	if (k->loop)
		li_loop_disarm(k->loop, &k->timer);
	li_tls_creds_free(k->now);
	k->now = NULL;
}
