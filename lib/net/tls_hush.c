/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "net/tls_gnutls.h"

void li_tls_hush(void)
{
	/* GnuTLS and libcurl write session secrets to the file that this
	 * names, when the first session is made. */
	unsetenv("SSLKEYLOGFILE");
	/* GnuTLS has read this one before main(): it prints whose certificates
	 * came. TS 33.127 cl. 8.4 */
	unsetenv("GNUTLS_DEBUG_LEVEL");
	gnutls_global_set_log_level(0);
}
