/* SPDX-License-Identifier: BSD-3-Clause */
#include "began.h"

#include <stdio.h>

#include "store/digest.h"

enum { SHOWN = 8 }; /* octets of the digest: enough to tell files apart */

static li_err digest_of(const char *path, uint8_t out[LI_SHA256])
{
	struct li_digest *d = NULL;
	uint8_t octets[4096];
	FILE *f = fopen(path, "rbe");
	li_err err = f ? li_digest_new(&d) : LI_EIO;
	size_t n;

	while (!err && (n = fread(octets, 1, sizeof(octets), f)) > 0)
		li_digest_add(d, li_slice(octets, n));
	if (!err && ferror(f))
		err = LI_EIO;
	if (!err)
		li_digest_end(d, out);
	li_digest_free(d);
	if (f)
		fclose(f);
	return err;
}

/* TS 33.127 cl. 8.7: a change of the configuration is logged */
li_err began_note(struct li_flow *flow, const struct li_config *config)
{
	char object[16 + 2 * SHOWN] = "configuration ";
	uint8_t digest[LI_SHA256];
	size_t n = strlen(object);

	if (digest_of(config->file, digest) != LI_OK)
		snprintf(object + n, sizeof(object) - n, "unread");
	else
		for (size_t i = 0; i < SHOWN; i++)
			snprintf(object + n + 2 * i, sizeof(object) - n - 2 * i,
				"%02x", (unsigned int)digest[i]);
	return li_flow_note(flow, "lmisfd.begin", object);
}
