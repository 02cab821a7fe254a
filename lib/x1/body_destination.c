/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <stdio.h>

#include "base/text.h"
#include "x1/body.h"

/* ---- where to: TS 103 280 IPAddressPort, whose elements are in the
 * namespace of TS 103 280 ---- */

/* TS 103 280 IPv4Address has decimal numbers with zeros before them, which are
 * octal ones elsewhere: leave the zeros out. */
static void drop_zeros(char *text)
{
	char *to = text;
	bool begins = true;

	for (const char *c = text; *c; c++) {
		if (begins && *c == '0' && li_text_digit((uint8_t)c[1]))
			continue;
		begins = *c == '.';
		*to++ = *c;
	}
	*to = '\0';
}

/* An address in the one form that inet_ntop(3) gives. */
static li_err read_ip(const struct li_x1_element *element, int family,
	char *out)
{
	char text[LI_X1_ADDRESS_MAX + 1];
	uint8_t octets[16];

	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	if (family == AF_INET)
		drop_zeros(text);
	if (inet_pton(family, text, octets) != 1 ||
		!inet_ntop(family, octets, out, LI_X1_ADDRESS_MAX + 1))
		return LI_EMALFORMED;
	return LI_OK;
}

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
	return read_ip(value, which == 0 ? AF_INET : AF_INET6, d->host);
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
