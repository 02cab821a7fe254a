/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_keys.h - the keys of a record of TS 33.108. For the eps files alone.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   The parameters point into the structure, which points to the keys; no
 *          octet of them is copied.
 * Spec     TS 33.107 cl. 7A.7.2; TS 33.108 cl. B.9, CCKeyInfo,
 *          MediaSecFailureIndication
 */
#ifndef LI_ENCODE_EPS_KEYS_H
#define LI_ENCODE_EPS_KEYS_H

#include <CCKeyInfo.h>
#include <IRI-Parameters.h>
#include <MediaDecryption-info.h>

#include "model/media_key.h"

struct li_eps_keys {
	MediaDecryption_info_t list;
	CCKeyInfo_t at[LI_MEDIA_KEYS_MAX], *of[LI_MEDIA_KEYS_MAX];
	OCTET_STRING_t salts[LI_MEDIA_KEYS_MAX];
	MediaSecFailureIndication_t failure;
};

/* Tell of these keys, and that there ought to be more; NULL is nothing but
 * that. */
void li_eps_keys(const struct li_media_keys *keys, struct li_eps_keys *room,
	IRI_Parameters_t *p);

#endif
