/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xk.h - what is said over Xk, "xk/1": get_keys and its answer, in JSON.
 *
 *   POST /xk/1/get_keys
 *   {"req_id":"..","mode":"ticket","kms_user_id":"sip:..",
 *    "transfer_init":"BASE64","transfer_resp":"BASE64","call_ref":"16 HEX"}
 *   200
 *   {"crypto_sessions":[{"cs_id":"BASE64","key":"BASE64","salt":"BASE64"}]}
 *
 * The only door to jansson beside the programs.
 *
 * Floor    4: base, model; jansson behind it.
 * Threads  The loop's.
 * Memory   What jansson held is overwritten when it is released.
 * Spec     TS 33.107 cl. 7A.7.2 (get_keys), cl. 7A.7.3 (get_keys_response)
 */
#ifndef LI_KEYS_XK_H
#define LI_KEYS_XK_H

#include "base/buf.h"
#include "model/media_key.h"

enum { LI_XK_ANSWER_MAX = 1 << 16 }; /* octets of an answer */

/* Write a request. `id` is another one each time, `call` the session's number.
 *   LI_EMALFORMED   the order is no text
 *   LI_ENOMEM       out->bad too
 */
LI_MUST_USE li_err li_xk_request_put(struct li_buf *out,
	const struct li_key_order *order, const char *id, uint64_t call);

/* Read the body of an answer. Members that it has beyond these are not looked
 * at. A crypto session without a key, one too many, or none: what is there is
 * taken, and out->failed says that it is not all.
 *   LI_EMALFORMED   it is no such answer, a length is out of bounds, or one
 *                   crypto session is there twice: out has nothing, and failed
 */
LI_MUST_USE li_err li_xk_answer_read(struct li_slice body,
	struct li_media_keys *out);

#endif
