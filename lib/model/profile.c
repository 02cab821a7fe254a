/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/profile.h"

#include <string.h>

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

void li_profile_apply(const struct li_profile *profiles, size_t count,
	struct li_destination *d)
{
	static const struct li_handover none;

	if (!li_handover_eq(&d->handover, &none))
		return;
	for (size_t i = 0; i < count; i++) {
		const struct li_profile *p = &profiles[i];

		if (d->port < p->port_from || d->port > p->port_to ||
			!li_host_eq(p->host, d->host))
			continue;
		d->handover = p->handover;
		if (p->peer[0])
			memcpy(d->peer, p->peer, sizeof(d->peer));
		return;
	}
}
