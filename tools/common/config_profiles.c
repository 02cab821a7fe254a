/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "common/config_schema.h"
#include "common/yaml.h"

static bool has(const struct li_yaml *y, uint32_t i, const char *member)
{
	char key[LI_YAML_PATH_MAX];

	snprintf(key, sizeof(key), "x1.destinations[%u].%s", i, member);
	return li_yaml_has(y, key);
}

/* TS 103 221-1 cl. 6.2.2 has no word for any of it. */
li_err li_config_finish_profiles(const struct li_yaml *y, struct li_config *c,
	struct li_fault *fault)
{
	char key[LI_YAML_PATH_MAX];
	const char *why = "";

	for (uint32_t i = 0; i < c->x1.destinations_count; i++) {
		struct li_profile *p = &c->x1.destinations[i];

		if (!has(y, i, "port_from"))
			p->port_from = 1;
		if (!has(y, i, "port_to"))
			p->port_to = UINT16_MAX;
		p->handover.silent =
			has(y, i, "acknowledges") && !p->acknowledges;
		if (li_profile_check(p, &why) == LI_OK)
			continue;
		snprintf(key, sizeof(key), "x1.destinations[%u].host", i);
		return li_yaml_fault(y, fault, key, "%s", why);
	}
	return LI_OK;
}
