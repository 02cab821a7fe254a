/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>

#include <asn_application.h>

#include "encode/ber.h"

static int append(const void *octets, size_t n, void *arg)
{
	struct li_buf *out = arg;

	li_buf_put(out, octets, n);
	return out->bad ? -1 : 0;
}

li_err li_ber_encode(asn_TYPE_descriptor_t *type, void *value,
	struct li_buf *out)
{
	size_t start = out->n;
	asn_enc_rval_t done;

	if (out->bad)
		return LI_ENOMEM;
	done = der_encode(type, value, append, out);
	if (done.encoded >= 0 && out->n - start == (size_t)done.encoded)
		return LI_OK;
	out->n = start;
	return out->bad ? LI_ENOMEM : LI_EINVAL;
}

li_err li_ber_decode(asn_TYPE_descriptor_t *type, struct li_slice octets,
	void **value)
{
	asn_codec_ctx_t limits = {.max_stack_size = LI_BER_STACK};
	asn_dec_rval_t done;

	if (octets.n > LI_BER_MAX)
		return LI_ETOOBIG;
	if (octets.n == 0)
		return LI_EMALFORMED;
	done = ber_decode(&limits, type, value, octets.p, octets.n);
	if (done.code == RC_OK && done.consumed == octets.n)
		return LI_OK;
	li_ber_free(type, *value);
	*value = NULL;
	return LI_EMALFORMED;
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
