/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps_raw.h"

#include "encode/utf8.h"

enum { /* RFC 6733 cl. 4.5; TS 29.229 cl. 6.3 */
	VENDOR_ID = 266,
	RESULT_CODE = 268,
	EXPERIMENTAL_RESULT = 297,
	EXPERIMENTAL_RESULT_CODE = 298,
	VISITED_NETWORK_IDENTIFIER = 600,
	SERVER_ASSIGNMENT_TYPE = 614,

	THREE_GPP = 10415,
	HEAD = 8, /* octets before the data; a vendor takes 4 more */
	FLAG_VENDOR = 0x80,
	FLAG_MANDATORY = 0x40,

	AUTHENTICATION_FAILURE = 9, /* TS 29.229 cl. 6.3.15 */
	AUTHENTICATION_TIMEOUT = 10,
};

/* Code, flags and length; then the vendor, unless it is 0. RFC 6733 cl. 4.1 */
static void head(struct li_buf *out, uint32_t code, uint32_t vendor, size_t n)
{
	uint32_t flags = FLAG_MANDATORY | (vendor ? FLAG_VENDOR : 0);
	size_t length = n + (vendor ? HEAD + 4 : HEAD);

	li_buf_put_u32(out, code);
	li_buf_put_u32(out, flags << 24 | (uint32_t)length);
	if (vendor)
		li_buf_put_u32(out, vendor);
}

static void number(struct li_buf *out, uint32_t code, uint32_t vendor,
	uint32_t value)
{
	head(out, code, vendor, sizeof(value));
	li_buf_put_u32(out, value);
}

static void result(const struct li_cx *cx, struct li_buf *out)
{
	if (!cx->answered || li_cx_success(cx))
		return;
	if (!cx->experimental) {
		number(out, RESULT_CODE, 0, cx->result);
		return;
	}
	head(out, EXPERIMENTAL_RESULT, 0, (size_t)2 * (HEAD + 4));
	number(out, VENDOR_ID, 0, cx->result_vendor);
	number(out, EXPERIMENTAL_RESULT_CODE, 0, cx->result);
}

void li_eps_raw(const struct li_iri *iri, struct li_buf *out)
{
	static const uint8_t zero[3] = {0};
	const struct li_cx *cx = &iri->cx;
	struct li_slice net = cx->visited_network;

	result(cx, out);
	if (cx->command == LI_CX_SAR &&
		(cx->assignment_type == AUTHENTICATION_FAILURE ||
			cx->assignment_type == AUTHENTICATION_TIMEOUT))
		number(out, SERVER_ASSIGNMENT_TYPE, THREE_GPP,
			(uint32_t)cx->assignment_type);
	if (net.n && !li_utf8_valid(net)) {
		head(out, VISITED_NETWORK_IDENTIFIER, THREE_GPP, net.n);
		li_buf_put_slice(out, net);
		li_buf_put(out, zero, -net.n & 3);
	}
}
