/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/body.h"

/* ---- where to: TS 103 280 IPAddressPort, whose elements are in the
 * namespace of TS 103 280 ---- */

static li_err read_address(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field choice[] = {
		{"IPv4Address", LI_X1_ONCE, NULL, 0},
		{"IPv6Address", LI_X1_ONCE, NULL, 0},
		{0},
	};
	struct li_x1_destination *d = out;
	const struct li_x1_element *value;
	size_t which;

	if (li_x1_choice(element, LI_X1_NS_COMMON, choice, &which, &value))
		return LI_EMALFORMED;
	*where = choice[which].name;
	return (which == 0 ? li_x1_read_ip4 : li_x1_read_ip6)(value, d->host,
		where);
}

static li_err read_port(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field choice[] = {
		{"TCPPort", LI_X1_ONCE, NULL, 0},
		{"UDPPort", LI_X1_ONCE, NULL, 0},
		{0},
	};
	struct li_x1_destination *d = out;
	const struct li_x1_element *value;
	uint64_t port;
	size_t which;

	if (li_x1_choice(element, LI_X1_NS_COMMON, choice, &which, &value))
		return LI_EMALFORMED;
	*where = choice[which].name;
	d->udp = which == 1;
	/* TS 103 280 UDPPort has 0 too. */
	if (li_x1_read_integer(value, UINT16_MAX, &port) ||
		(port == 0 && !d->udp))
		return LI_EMALFORMED;
	d->port = (uint16_t)port;
	return LI_OK;
}

static li_err read_ip_port(const struct li_x1_element *element,
	struct li_x1_destination *d, const char **where)
{
	static const struct li_x1_field fields[] = {
		{"address", LI_X1_ONCE, read_address, 0},
		{"port", LI_X1_ONCE, read_port, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS_COMMON, fields, d, where);
}

/* TS 103 221-1 table 15, in the order of enum li_x1_address */
static li_err read_delivery_address(const struct li_x1_element *element,
	void *out, const char **where)
{
	static const struct li_x1_field choice[] = {
		{"ipAddressAndPort", LI_X1_ONCE, NULL, 0},
		{"e164Number", LI_X1_ONCE, NULL, 0},
		{"uri", LI_X1_ONCE, NULL, 0},
		{"emailAddress", LI_X1_ONCE, NULL, 0},
		{0},
	};
	struct li_x1_destination *d = out;
	const struct li_x1_element *value;
	size_t which;

	if (li_x1_choice(element, LI_X1_NS, choice, &which, &value))
		return LI_EMALFORMED;
	d->kind = (enum li_x1_address)which;
	return d->kind == LI_X1_IP_PORT ? read_ip_port(value, d, where) : LI_OK;
}

static li_err read_name(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_destination *d = out;

	(void)where;
	d->has_name = true;
	return li_x1_xml_text(element, d->name, sizeof(d->name)) ? LI_EMALFORMED
								 : LI_OK;
}

/* TS 103 221-1 table 14 */
li_err li_x1_read_destination(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
#define AT(member) offsetof(struct li_x1_destination, member)
		{"dId", LI_X1_ONCE, li_x1_read_uuid, AT(did)},
		{"friendlyName", LI_X1_OPTIONAL, read_name, 0},
		{"deliveryType", LI_X1_ONCE, li_x1_read_delivery, AT(delivery)},
		{"deliveryAddress", LI_X1_ONCE, read_delivery_address, 0},
		{"destinationDetailsExtensions", LI_X1_MANY, li_x1_read_count,
			AT(extensions)},
		{0},
#undef AT
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}
