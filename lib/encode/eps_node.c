/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps_node.h"

#include "base/text.h"
#include "encode/ber.h"

/* "mnc001": the three digits behind the letters, in a label of that length. */
static bool label(struct li_slice s, const char *letters,
	const uint8_t **digits)
{
	if (s.n != 6 || !li_slice_starts_nocase(s, letters))
		return false;
	for (size_t i = 3; i < 6; i++)
		if (!li_text_digit(s.p[i]))
			return false;
	*digits = s.p + 3;
	return true;
}

static uint8_t two(uint8_t high, uint8_t low)
{
	return (uint8_t)((high - '0') << 4 | (low - '0'));
}

/* The PLMN of a host or realm of a 3GPP network, as it is coded elsewhere. A
 * MNC of two digits has a '0' before it in such a name, and it stays.
 * TS 23.003 cl. 13.2; TS 24.008 cl. 10.5.1.3 */
static bool plmn(struct li_slice name, uint8_t out[static 3])
{
	static const char tail[] = ".3gppnetwork.org";
	size_t end = name.n - (sizeof(tail) - 1);
	const uint8_t *mcc, *mnc;

	if (name.n < sizeof(tail) + 13 ||
		!li_slice_is_nocase(li_slice_sub(name, end, name.n), tail) ||
		!label(li_slice_sub(name, end - 6, end), "mcc", &mcc) ||
		name.p[end - 7] != '.' ||
		!label(li_slice_sub(name, end - 13, end - 7), "mnc", &mnc) ||
		name.p[end - 14] != '.')
		return false;
	out[0] = two(mcc[1], mcc[0]);
	out[1] = two(mnc[2], mcc[2]);
	out[2] = two(mnc[1], mnc[0]);
	return true;
}

/* The operator is mandatory in it; the name of an element is a host's here. */
li_err li_eps_network(const struct li_eps_network *network,
	struct li_eps_node *node, IRI_Parameters_t *p)
{
	struct li_slice operator_id = {0}, element = {0};

	if (network && network->operator_id)
		operator_id = li_slice_str(network->operator_id);
	if (!operator_id.n)
		return LI_OK;
	if (operator_id.n > LI_EPS_OPERATOR_MAX)
		return LI_EINVAL;
	node->id.operator_Identifier = li_ber_string(operator_id);
	if (network->element)
		element = li_slice_str(network->element);
	if (element.n && element.n <= LI_EPS_ELEMENT_MAX) {
		node->element.present =
			Network_Element_Identifier_PR_dNS_Format;
		node->element.choice.dNS_Format = li_ber_string(element);
		node->id.network_Element_Identifier = &node->element;
	}
	p->networkIdentifier = &node->id;
	return LI_OK;
}

void li_eps_node(const struct li_iri *iri, struct li_eps_node *node,
	IRI_Parameters_t *p)
{
	const struct li_cx *cx = &iri->cx;

	node->function = LogicalFunctionType_hSS;
	node->data.logicalFunctionType = &node->function;
	p->logicalFunctionInformation = &node->data;
	if (iri->kind != LI_IRI_HSS_LOCATION_INFORMATION_REQUEST)
		return;
	/* TS 33.108 table 7.10: the node "shall be provided", the network
	 * where it is known */
	if (cx->origin_host.n) {
		node->host = li_ber_string(cx->origin_host);
		p->requesting_Node_Identifier = &node->host;
	}
	if (plmn(cx->origin_realm, node->plmn) ||
		plmn(cx->origin_host, node->plmn)) {
		node->network =
			li_ber_string(li_slice(node->plmn, sizeof(node->plmn)));
		p->requesting_Network_Identifier = &node->network;
	}
}
