/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <stdio.h>

#include "x1/form.h"
#include "x1/words.h"

static bool no(struct li_x1_refusal *refusal, enum li_x1_code code,
	const char *why)
{
	*refusal = (struct li_x1_refusal){code, why};
	return false;
}

/* The name that a destination has with us: its friendly name, if any, and in
 * brackets for what it was made: "the MDF (X2Only)". */
static bool make_name(const struct li_x1_destination *d, char *name)
{
	int n = snprintf(name, LI_LABEL_MAX + 1, "%s%s(%s)", d->name,
		d->name[0] ? " " : "", li_x1_delivery_name(d->delivery));

	return n > 0 && n <= LI_LABEL_MAX;
}

bool li_x1_destination_make(const struct li_x1_request *r,
	struct li_destination *out, struct li_x1_refusal *refusal)
{
	const struct li_x1_destination *d = &r->destination;
	enum li_x1_code generic = r->type == LI_X1_MODIFY_DESTINATION
		? LI_X1_MODIFY_DESTINATION_FAILED
		: LI_X1_CREATE_DESTINATION_FAILED;
	const char *why;

	*out = (struct li_destination){.did = d->did, .port = d->port};
	/* X2 goes over TLS to an address. TS 103 221-2 cl. 6.2 */
	if (d->kind != LI_X1_IP_PORT)
		return no(refusal, LI_X1_ADDRESS_UNSUPPORTED,
			"only ipAddressAndPort");
	if (d->udp)
		return no(refusal, LI_X1_ADDRESS_UNSUPPORTED, "only TCPPort");
	if (d->delivery == LI_X1_X3_ONLY)
		return no(refusal, generic,
			"this NE delivers IRI, not content: X2Only or X2andX3");
	if (d->extensions)
		return no(refusal, generic,
			"destinationDetailsExtensions is not supported");
	if (!make_name(d, out->name))
		return no(refusal, generic,
			"friendlyName is too long: 255 octets are kept");
	/* RFC 6125 cl. 6.2.1: who is called is who must answer. */
	memcpy(out->host, d->host, sizeof(d->host));
	memcpy(out->peer, d->host, sizeof(d->host));
	if (li_destination_check(out, &why))
		return no(refusal, generic,
			"friendlyName has a control character");
	return true;
}

/* Take the bracket off a name; false: it has none. */
static bool split_name(const char *name, struct li_x1_destination *out)
{
	const char *open = strrchr(name, '(');
	char word[16] = "";
	size_t n;

	if (!open)
		return false;
	n = strlen(open);
	if (n < 3 || n - 2 >= sizeof(word) || open[n - 1] != ')')
		return false;
	li_slice_copy(li_slice(open + 1, n - 2), word, sizeof(word));
	if (li_x1_delivery_of(word, &out->delivery))
		return false;
	n = (size_t)(open - name);
	out->has_name = n > 0;
	li_slice_copy(li_slice_trim(li_slice(name, n)), out->name,
		sizeof(out->name));
	return true;
}

void li_x1_destination_say(const struct li_destination *d,
	struct li_x1_destination *out)
{
	uint8_t octets[16];

	*out = (struct li_x1_destination){.did = d->did,
		.delivery = LI_X1_X2_ONLY,
		.port = d->port};
	/* An operator may have named a host; X1 says that as a URI. */
	if (inet_pton(AF_INET, d->host, octets) == 1 ||
		inet_pton(AF_INET6, d->host, octets) == 1) {
		out->kind = LI_X1_IP_PORT;
		li_slice_copy(li_slice_str(d->host), out->host,
			sizeof(out->host));
	} else {
		out->kind = LI_X1_ADDRESS_URI;
		snprintf(out->uri, sizeof(out->uri), "tls://%s:%u", d->host,
			(unsigned int)d->port);
	}
	if (split_name(d->name, out))
		return;
	out->has_name = true;
	memcpy(out->name, d->name, sizeof(d->name));
}
