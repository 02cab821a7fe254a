/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls_foreign.h"

#include <string.h>

#include "net/tls_gnutls.h"

enum { UID_MAX = 256 };

li_err li_tls_foreign_check(void *session, struct li_tls_creds *creds,
	const char *uid, const char **why)
{
	struct li_tls tls = {.creds = creds, .session = session, .why = ""};
	char got[UID_MAX];

	*why = li_tls_unfit(session);
	if (*why)
		return LI_EDENIED;
	if (li_tls_peer_verify(&tls) != 0) {
		*why = tls.why;
		return LI_EDENIED;
	}
	if (!uid)
		return LI_OK;
	if (li_tls_session_uid(session, got, sizeof(got)) == LI_OK &&
		strcmp(got, uid) == 0)
		return LI_OK;
	*why = "peer certificate: has another UID";
	return LI_EDENIED;
}
