/* SPDX-License-Identifier: BSD-3-Clause
 *
 * scanning.h - what the tests of the SIP scan share.
 */
#ifndef LI_TEST_SCANNING_H
#define LI_TEST_SCANNING_H

#include <stdio.h>
#include <stdlib.h>

#include "intake/sip_scan.h"

static const struct li_hash_secret secret = {.k0 = 7, .k1 = 11};

/* Does a target of this text concern the event, in this role? */
static inline bool sought(const struct li_event *event, enum li_role role,
	enum li_id_kind kind, const char *target)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_identity id;
	size_t n;

	if (li_identity_parse(kind, li_slice_str(target), &id))
		return false;
	n = li_identity_keys_wanted(&id, &secret, keys);
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		for (size_t k = 0; k < p->key_count; k++)
			for (size_t w = 0; w < n; w++)
				if (p->role == role && p->kind == kind &&
					li_key_eq(p->keys[k], keys[w]))
					return true;
	}
	return false;
}

static inline bool impu(const struct li_event *event, enum li_role role,
	const char *target)
{
	return sought(event, role, LI_ID_IMPU, target);
}

/* Scan text from a block of its own size, so that a sanitizer sees a read
 * past its end. The block lives until the next call. */
static inline li_err scan_octets(const void *p, size_t n,
	struct li_event *event)
{
	static uint8_t *copy;

	free(copy);
	copy = malloc(n ? n : 1);
	if (!copy)
		return LI_ENOMEM;
	memcpy(copy, p, n);
	memset(event, 0xa5, sizeof(*event));
	return li_sip_scan(li_slice(copy, n), &secret, event);
}

static inline li_err scan_text(const char *text, struct li_event *event)
{
	return scan_octets(text, strlen(text), event);
}

/* An INVITE of carol to dave with one header more (or in place of From or To
 * when it is one), as text of the caller's buffer. */
static inline const char *with_header(char *room, size_t cap, const char *name,
	const char *value)
{
	bool from = strcmp(name, "From") == 0, to = strcmp(name, "To") == 0;

	snprintf(room, cap,
		"INVITE sip:dave@ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 10.77.1.3;branch=z9hG4bK1\r\n"
		"%s%s%s:%s\r\nCall-ID: 1@10.77.1.3\r\nCSeq: 1 INVITE\r\n"
		"Content-Length: 0\r\n\r\n",
		from ? "" : "From: <sip:carol@ims.example>;tag=1\r\n",
		to ? "" : "To: <sip:dave@ims.example>\r\n", name, value);
	return room;
}

#endif
