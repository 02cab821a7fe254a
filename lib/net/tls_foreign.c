/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls_foreign.h"

#include "net/tls_gnutls.h"

li_err li_tls_foreign_uid(void *session, char *out, size_t cap)
{
	return li_tls_unfit(session) ? LI_EDENIED
				     : li_tls_session_uid(session, out, cap);
}
