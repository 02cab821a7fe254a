/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_profile.h - the identities in a Cx User-Data document.
 *
 * A plain document is read where it stands, by intake/xml.h; what that one
 * does not know, libxml2 reads (intake/xml_full.h). Both find the same.
 *
 * Floor    2: base only.
 * Threads  As xml_full.h.
 * Memory   Texts borrow from the document, or, where it says a text in other
 *          octets (entities, CDATA, another encoding), from the room.
 * Spec     TS 29.228 cl. 6.6, Annex B, Annex E (IMSSubscription)
 */
#ifndef LI_INTAKE_CX_PROFILE_H
#define LI_INTAKE_CX_PROFILE_H

#include "base/err.h"
#include "base/slice.h"

enum {
	LI_CX_PROFILE_MAX = 64,           /* identities that are kept */
	LI_CX_PROFILE_OCTETS = 256 << 10, /* larger is refused */
	LI_CX_TEXT_MAX = 512,             /* longer is no identity */
	LI_CX_TEXTS = 16 << 10,
};

/* Room for texts that do not stand in the message as they are. */
struct li_cx_texts {
	size_t used;
	char at[LI_CX_TEXTS];
};

/* IdentityType. TS 29.228 cl. B.2.1, Annex E */
enum li_cx_identity_type {
	LI_CX_PUBLIC_USER = 0,
	LI_CX_DISTINCT_PSI = 1,
	LI_CX_WILDCARDED_PSI = 2,
	LI_CX_WILDCARDED_IMPU = 3,
};

struct li_cx_profile_id {
	struct li_slice text;     /* Identity */
	struct li_slice wildcard; /* WildcardedPSI or WildcardedIMPU */
	uint8_t type;             /* enum li_cx_identity_type */
	uint8_t alias; /* a number of its AliasIdentityGroupID; 0 none */
	bool barred;   /* BarringIndication */
};

struct li_cx_profile {
	struct li_slice private_id;
	struct li_cx_profile_id ids[LI_CX_PROFILE_MAX];
	size_t count;
	bool crowded; /* there was more than there is room for */
};

/* Read the identities of IMSSubscription: PrivateID, and each PublicIdentity
 * in its order. room->used is where its free part begins.
 *   LI_EMALFORMED     not such a document
 *   LI_EUNSUPPORTED   a DOCTYPE, an entity, an encoding that is not read
 *   LI_ETOOBIG        larger or deeper than its bounds
 *   LI_ENOMEM
 * *out and room->used are untouched on an error.
 */
LI_MUST_USE li_err li_cx_profile_read(struct li_slice document,
	struct li_cx_texts *room, struct li_cx_profile *out);

/* The two ways of it, for who compares them. The plain one also gives up,
 * LI_EUNSUPPORTED, where it is not sure. */
LI_MUST_USE li_err li_cx_profile_plain(struct li_slice document,
	struct li_cx_texts *room, struct li_cx_profile *out);
LI_MUST_USE li_err li_cx_profile_full(struct li_slice document,
	struct li_cx_texts *room, struct li_cx_profile *out);

#endif
