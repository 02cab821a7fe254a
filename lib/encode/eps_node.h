/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_node.h - which nodes a record of the HSS names: the HSS, and who asked it
 * where the target is.
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

#include "model/iri.h"

/* All that the parameters point to. */
struct li_eps_node {
	LogicalFunctionType_t function;
	DataNodeIdentifier_t data;
	OCTET_STRING_t host, network;
	uint8_t plmn[3];
};

/* Set logicalFunctionInformation, and of a location information request
 * requesting-Node-Identifier and requesting-Network-Identifier. */
void li_eps_node(const struct li_iri *iri, struct li_eps_node *node,
	IRI_Parameters_t *p);

#endif
