/* SPDX-License-Identifier: BSD-3-Clause */
#include <gnutls/gnutls.h>
#include <gnutls/crypto.h>

#include "store/digest.h"

/* The library's handle is what is handed out. */
static gnutls_hash_hd_t handle(struct li_digest *d)
{
	return (gnutls_hash_hd_t)(void *)d;
}

li_err li_digest_new(struct li_digest **out)
{
	gnutls_hash_hd_t h;

	if (gnutls_hash_init(&h, GNUTLS_DIG_SHA256) < 0)
		return LI_ENOMEM;
	*out = (struct li_digest *)(void *)h;
	return LI_OK;
}

void li_digest_free(struct li_digest *d)
{
	if (d)
		gnutls_hash_deinit(handle(d), NULL);
}

void li_digest_add(struct li_digest *d, struct li_slice s)
{
	if (s.n > 0)
		gnutls_hash(handle(d), s.p, s.n);
}

void li_digest_u64(struct li_digest *d, uint64_t v)
{
	uint8_t octets[8];

	for (size_t i = sizeof(octets); i-- > 0; v >>= 8)
		octets[i] = (uint8_t)v;
	li_digest_add(d, li_slice(octets, sizeof(octets)));
}

void li_digest_field(struct li_digest *d, struct li_slice s)
{
	li_digest_u64(d, s.n);
	li_digest_add(d, s);
}

void li_digest_end(struct li_digest *d, uint8_t out[static LI_SHA256])
{
	gnutls_hash_output(handle(d), out);
}

void li_digest_end_wiped(struct li_digest *d, uint8_t out[static LI_SHA256])
{
	uint8_t unused[LI_SHA256];

	li_digest_end(d, out);
	/* The padding of a message of no octets is a whole block, which takes
	 * the place of the last one. FIPS 180-4 cl. 5.1.1 */
	li_digest_end(d, unused);
}
