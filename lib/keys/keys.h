/* SPDX-License-Identifier: BSD-3-Clause
 *
 * keys.h - have the keys of a session's media from a KMS, over Xk.
 *
 * An order is asked of the KMS that its ticket names if that is one of ours, or
 * of that of the user's domain; once more of the next one when it does not
 * answer in time, and of the next when it refuses. What came of it is kept in
 * a vault (vault.h) for a while and nowhere else: after a restart the KMS is
 * asked again. A connection is made for each try, so that buffers of libraries
 * have no key for longer than that: those of libcurl and jansson are
 * overwritten when they are released, the record that GnuTLS decrypted is not.
 *
 * Floor    4: base, model, net, web.
 * Threads  The loop's. Nothing waits.
 * Memory   Bounded: so many orders are on their way, so many answers kept.
 *          The lists and texts of the options outlive it.
 * Spec     TS 33.107 cl. 7A.7.1 to 7A.7.5
 */
#ifndef LI_KEYS_KEYS_H
#define LI_KEYS_KEYS_H

#include "keys/choose.h"
#include "keys/counts.h"
#include "web/post.h"

struct li_keys;

struct li_keys_options {
	const struct li_kms *kms;
	size_t kms_count;   /* at most LI_KMS_MAX */
	int64_t timeout_us; /* of one try */
	int64_t ttl_us;     /* of an answer, after it was used last */
	/* Certificates, as whom we are and whom we take; nothing else of it. */
	struct li_poster_options tls;
};

/* An answer came, or a failure, or there is room: look again. From the loop,
 * never from li_keys_ask(); li_keys_free() may not be called from it. */
typedef void (*li_keys_news_fn)(void *data);

/* Begin; nobody is connected to before there is an order. news may be NULL.
 *   LI_ENOMEM LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_keys_new(struct li_loop *loop,
	const struct li_keys_options *options, li_keys_news_fn news, void *data,
	struct li_keys **out);

/* All keys are overwritten. NULL is fine. */
void li_keys_free(struct li_keys *keys);

/* What came of an order? `call` is a number of its session.
 *   LI_EAGAIN   it is asked for: news will be called
 *   LI_ENOMEM   no room now: news will be called when there may be
 * Else LI_OK, and *out is all of them, or what there is, failed. Who has used
 * *out wipes it. */
LI_MUST_USE li_err li_keys_ask(struct li_keys *keys,
	const struct li_key_order *order, uint64_t call,
	struct li_media_keys *out);

/* Borrowed; it goes on counting. */
const struct li_keys_counts *li_keys_counts(const struct li_keys *keys);

#endif
