/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ber.h - the door to asn1c: values in, DER out; BER in, values out.
 *
 * Only files of this folder include it: the C that asn1c makes of asn1/ is
 * seen nowhere else.
 *
 * Floor    2: includes base and asn1c.
 * Threads  Pure functions.
 * Memory   A decoded value belongs to the caller until li_ber_free(). A value
 *          to be encoded may borrow: encoding neither changes nor frees it.
 * Spec     X.690
 */
#ifndef LI_ENCODE_BER_H
#define LI_ENCODE_BER_H

#include "base/buf.h"

#include <OCTET_STRING.h>

#ifdef LI_INSTRUMENTED
enum { LI_BER_FRAMES = 8 }; /* a sanitizer makes frames several times larger */
#else
enum { LI_BER_FRAMES = 1 };
#endif

enum {
	LI_BER_MAX = 1 << 20, /* octets of one value; more is refused */
	LI_BER_STACK =
		LI_BER_FRAMES * (64 << 10), /* that a decoding may take */
};

/* Append the DER of a value.
 *   LI_EINVAL   the value breaks its type; out is as it was
 *   LI_ENOMEM   it is as it was, but bad when it was it that refused
 */
LI_MUST_USE li_err li_ber_encode(asn_TYPE_descriptor_t *type, void *value,
	struct li_buf *out);

/* Decode one value that fills `octets`. *value is NULL before.
 *   LI_ETOOBIG      more than LI_BER_MAX; *value stays NULL
 *   LI_EMALFORMED   no such value, cut short or trailing octets; NULL
 *   LI_ENOMEM       NULL
 */
LI_MUST_USE li_err li_ber_decode(asn_TYPE_descriptor_t *type,
	struct li_slice octets, void **value);

/* NULL is fine. */
void li_ber_free(asn_TYPE_descriptor_t *type, void *value);

/* Borrow a slice as any string type of asn1c, for encoding only. */
OCTET_STRING_t li_ber_string(struct li_slice s);

/* Borrow a decoded string. */
static inline struct li_slice li_ber_slice(const OCTET_STRING_t *s)
{
	return li_slice(s->buf, s->size > 0 ? (size_t)s->size : 0);
}

#endif
