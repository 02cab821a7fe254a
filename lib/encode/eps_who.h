/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_who.h - whom a record of the HSS is about.
 *
 * partyInformation has the matched identities, then every other one that is
 * known of the target, at most ten parties; what is more goes to
 * otherIdentities. Of a termination the other IMPUs and IMPIs that go down too
 * are in otherIdentities. An IMSI stands beside an IMPI that is made of it.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   What is written points into `who` and the record: both stay where
 *          they are until it is encoded.
 * Spec     TS 33.108 cl. 7.5.1, tables 7.2, 7.7 to 7.10; cl. B.9
 */
#ifndef LI_ENCODE_EPS_WHO_H
#define LI_ENCODE_EPS_WHO_H

#include <IRI-Parameters.h>

#include "encode/eps_party.h"

/* All that the parameters point to. */
struct li_eps_who {
	struct li_eps_list parties, others;
	struct li_identity impi; /* User-Name, canonical */
	struct IRI_Parameters__partyInformation party_information;
	struct IRI_Parameters__otherIdentities other_identities;
	struct li_eps_one changed[2 * LI_IRI_CHANGED_MAX];
	Change_Of_Target_Identity_t change;
};

/* Set partyInformation, otherIdentities and change-Of-Target-Identity.
 *   LI_EINVAL   no matched identity can be written, or two changed ones are of
 *               one kind
 */
LI_MUST_USE li_err li_eps_who(const struct li_iri *iri, struct li_eps_who *who,
	IRI_Parameters_t *p);

#endif
