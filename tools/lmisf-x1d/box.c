/* SPDX-License-Identifier: BSD-3-Clause */
#include "box.h"

#include <string.h>

#include "base/ip.h"
#include "base/text.h"
#include "common/confine.h"

enum { HTTPS = 443, DNS = 53 };

/* Where reports go: a URL that curl has taken. */
struct where {
	bool name; /* not an address */
	uint16_t port;
};

static struct where where_of(const char *url)
{
	const char *host = strstr(url, "://");
	struct li_slice rest = li_slice_str(host ? host + 3 : url), at, text;
	struct where w = {.port = HTTPS};
	uint8_t ip[4];
	uint64_t port;
	size_t n;

	at = li_slice_sub(rest, 0, li_slice_find(rest, '/'));
	if (at.n && at.p[0] == '[') {
		n = li_slice_find(at, ']');
	} else {
		n = li_slice_find(at, ':');
		w.name = !li_ip_read4(li_slice_sub(at, 0, n), ip);
	}
	text = li_slice_sub(at, n, at.n);
	text = li_slice_sub(text, li_slice_find(text, ':') + 1, text.n);
	if (li_text_u64(text, UINT16_MAX, &port) == LI_OK)
		w.port = (uint16_t)port;
	return w;
}

/* TS 33.127 cl. 8.2 */
li_err box_enter(const struct li_config *c, const char *probe,
	struct li_fault *fault)
{
	const struct where to = where_of(c->x1.report_to);
	const uint16_t ports[] = {to.port, DNS};
	struct li_confine box = {.probe = probe,
		.calls = LI_CALLS_FILES | LI_CALLS_ACCEPT | LI_CALLS_UNIX |
			LI_CALLS_TLS | LI_CALLS_LAUNCH};

	li_confine_tls(&box, &c->x1.tls);
	li_confine_path(&box, "/dev/urandom", LI_MAY_READ);
	if (c->x1.report_to[0])
		li_confine_connect(&box, ports, to.name ? 2 : 1);
	if (c->x1.report_to[0] && to.name) {
		li_confine_names(&box);
		box.calls |= LI_CALLS_THREADS; /* curl asks in one */
	}
	li_confine_also(&box, c);
	return li_confine(&box, fault);
}
