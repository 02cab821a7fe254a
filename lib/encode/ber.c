/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <limits.h>

#include <asn_application.h>

#include "encode/ber.h"

static int append(const void *octets, size_t n, void *arg)
{
	struct li_buf *out = arg;

	li_buf_put(out, octets, n);
	return out->bad ? -1 : 0;
}

/* asn1c puts a SET OF in order, and reads, in memory of its own, and has one word
 * for all that fails: what the C library said tells why. */
static li_err reason(li_err otherwise)
{
	return errno == ENOMEM ? LI_ENOMEM : otherwise;
}

li_err li_ber_encode(asn_TYPE_descriptor_t *type, void *value,
	struct li_buf *out)
{
	size_t start = out->n;
	asn_enc_rval_t done;

	if (out->bad)
		return LI_ENOMEM;
	errno = 0;
	done = der_encode(type, value, append, out);
	if (done.encoded >= 0 && out->n - start == (size_t)done.encoded)
		return LI_OK;
	out->n = start;
	return out->bad ? LI_ENOMEM : reason(LI_EINVAL);
}

li_err li_ber_decode(asn_TYPE_descriptor_t *type, struct li_slice octets,
	void **value)
{
	asn_codec_ctx_t limits = {.max_stack_size = LI_BER_STACK};
	asn_dec_rval_t done;
	li_err err;

	if (octets.n > LI_BER_MAX)
		return LI_ETOOBIG;
	if (octets.n == 0)
		return LI_EMALFORMED;
	errno = 0;
	done = ber_decode(&limits, type, value, octets.p, octets.n);
	if (done.code == RC_OK && done.consumed == octets.n)
		return LI_OK;
	err = reason(LI_EMALFORMED);
	li_ber_free(type, *value);
	*value = NULL;
	return err;
}

void li_ber_free(asn_TYPE_descriptor_t *type, void *value)
{
	if (value)
		ASN_STRUCT_FREE(*type, value);
}

OCTET_STRING_t li_ber_string(struct li_slice s)
{
	/* asn1c has one type for what it reads and what it owns: the cast lends
	 * it octets that an encoding only reads. */
	return (OCTET_STRING_t){
		.buf = (uint8_t *)(uintptr_t)s.p,
		.size = s.n > INT_MAX ? INT_MAX : (int)s.n,
	};
}
