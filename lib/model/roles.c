/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/roles.h"

void li_roles_put(struct li_buf *out, uint32_t roles)
{
	static const struct {
		uint32_t roles;
		const char *name;
	} all[] = {
		{LI_ROLE_FROM, "From"},
		{LI_ROLE_TO, "To"},
		{LI_ROLE_REQUEST_URI, "Request-URI"},
		{LI_ROLE_P_ASSERTED, "PAI"},
		{LI_ROLE_P_PREFERRED, "PPI"},
		{LI_ROLE_P_CALLED_PARTY, "P-Called-Party-ID"},
		{LI_ROLE_HISTORY_INFO, "History-Info"},
		{LI_ROLE_DIVERSION, "Diversion"},
		{LI_ROLE_AUTH_USERNAME, "username"},
		{LI_ROLE_CONTACT_INSTANCE, "instance"},
		{LI_ROLE_P_ASSOCIATED, "P-Associated-URI"},
		{LI_ROLE_CX_PUBLIC_IDENTITY, "Public-Identity"},
		{LI_ROLE_CX_USER_NAME, "User-Name"},
		{LI_ROLE_CX_USER_DATA, "User-Data"},
		{LI_ROLE_REGISTRATION, "registration"},
		{LI_ROLE_DIALOG, "dialog"},
		{LI_ROLE_SMS_ORIGINATOR, "SMS originator"},
		{LI_ROLE_SMS_DESTINATION, "SMS destination"},
		{LI_ROLE_SERVED_ANY, "P-Served-User"},
	};
	const char *plus = "";

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!(roles & all[i].roles))
			continue;
		li_buf_printf(out, "%s%s", plus, all[i].name);
		plus = "+";
	}
}
