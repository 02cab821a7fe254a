/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_node.h - which nodes a record of the HSS names: the network that reports,
 * the HSS, and who asked it where the target is.
 *
 * On Cx an I-CSCF asks. Requesting-Node-Type has no value for one (MSC, SMS
 * centre, GMLC, MME, SGSN), so it is left out: it is told "if available".
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   What is written points into `node` and the record: both stay where
 *          they are until it is encoded.
 * Spec     TS 33.107 cl. 7A.2.3.4; TS 33.108 cl. 7.5.1, tables 7.2, 7.10
 */
#ifndef LI_ENCODE_EPS_NODE_H
#define LI_ENCODE_EPS_NODE_H

#include <DataNodeIdentifier.h>
#include <IRI-Parameters.h>
#include <Network-Element-Identifier.h>
#include <Network-Identifier.h>

#include "encode/eps.h"

/* All that the parameters point to. */
struct li_eps_node {
	Network_Identifier_t id;
	Network_Element_Identifier_t element;
	LogicalFunctionType_t function;
	DataNodeIdentifier_t data;
	OCTET_STRING_t host, network;
	uint8_t plmn[3];
};

/* Set networkIdentifier. TS 33.108 cl. 7.5.1, tables 7.7 to 7.10
 *   LI_EINVAL   the operator is longer than there is room for
 */
LI_MUST_USE li_err li_eps_network(const struct li_eps_network *network,
	struct li_eps_node *node, IRI_Parameters_t *p);

/* Set logicalFunctionInformation, and of a location information request
 * requesting-Node-Identifier and requesting-Network-Identifier. */
void li_eps_node(const struct li_iri *iri, struct li_eps_node *node,
	IRI_Parameters_t *p);

#endif
