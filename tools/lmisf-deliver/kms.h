/* SPDX-License-Identifier: BSD-3-Clause
 *
 * kms.h - those that are asked for keys of media, as the configuration has them.
 *
 * Floor    5: base, net, keys, tools/common.
 * Threads  That of the loop.
 * Memory   The caller's storage, which stays where it is; the configuration
 *          outlives it.
 * Spec     TS 33.107 cl. 7A.7
 */
#ifndef DELIVER_KMS_H
#define DELIVER_KMS_H

#include "common/config.h"
#include "common/confine.h"
#include "keys/keys.h"
#include "net/tls_keeper.h"

/* Zero it before kms_load(). */
struct kms {
	const struct li_config *config;
	struct li_tls_keeper keeper;
	struct li_kms list[LI_KMS_MAX];
	struct li_keys *keys; /* NULL: nobody is asked */
};

/* Load what we show a KMS; nothing when there is none.
 *   as li_tls_creds_load()
 */
LI_MUST_USE li_err kms_load(struct kms *kms, const struct li_config *config,
	struct li_fault *fault);

/* Be ready to ask; nothing when there is none to ask.
 *   as li_keys_new()
 */
LI_MUST_USE li_err kms_start(struct kms *kms, struct li_loop *loop,
	li_keys_news_fn news, void *data);

/* What asking takes in a sandbox. */
void kms_confine(const struct kms *kms, struct li_confine *box);

/* From now on certificates that have changed are read again. */
void kms_watch(struct kms *kms, struct li_loop *loop);

/* Read them again now. */
void kms_reload(struct kms *kms);

/* Fine when nothing was loaded. Before the loop is freed. */
void kms_free(struct kms *kms);

#endif
