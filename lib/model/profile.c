/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/profile.h"

#include <string.h>
#include <strings.h>

#include "base/ip.h"

static li_err no(const char **why, const char *text)
{
	*why = text;
	return LI_EINVAL;
}

li_err li_profile_check(const struct li_profile *p, const char **why)
{
	if (!p->host[0])
		return no(why, "host: an address");
	if (p->port_from < 1 || p->port_to > UINT16_MAX ||
		p->port_from > p->port_to)
		return no(why, "port_from, port_to: 1 to 65535, in order");
	return li_handover_check(&p->handover, why);
}

/* Two ways to write an address are one. */
static bool same_host(const char *a, const char *b)
{
	uint8_t left[16], right[16];

	if (li_ip_read4(li_slice_str(a), left))
		return li_ip_read4(li_slice_str(b), right) &&
			memcmp(left, right, 4) == 0;
	if (li_ip_read6(li_slice_str(a), left))
		return li_ip_read6(li_slice_str(b), right) &&
			memcmp(left, right, 16) == 0;
	return strcasecmp(a, b) == 0;
}

void li_profile_apply(const struct li_profile *profiles, size_t count,
	struct li_destination *d)
{
	static const struct li_handover none;

	if (!li_handover_eq(&d->handover, &none))
		return;
	for (size_t i = 0; i < count; i++) {
		const struct li_profile *p = &profiles[i];

		if (d->port < p->port_from || d->port > p->port_to ||
			!same_host(p->host, d->host))
			continue;
		d->handover = p->handover;
		if (p->peer[0])
			memcpy(d->peer, p->peer, sizeof(d->peer));
		return;
	}
}
