/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_name.h - which header is this?
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3261 cl. 7.3.1 (names in any case), cl. 7.3.3 (compact forms)
 */
#ifndef LI_INTAKE_SIP_NAME_H
#define LI_INTAKE_SIP_NAME_H

#include "base/slice.h"
#include "model/event.h"

/* The headers that the scan reads. */
enum li_sip_name {
	LI_SIP_NAME_OTHER = 0,
	LI_SIP_NAME_FROM,
	LI_SIP_NAME_TO,
	LI_SIP_NAME_CALL_ID,
	LI_SIP_NAME_CSEQ,
	LI_SIP_NAME_VIA,
	LI_SIP_NAME_CONTACT,
	LI_SIP_NAME_EXPIRES,
	LI_SIP_NAME_CONTENT_TYPE,
	LI_SIP_NAME_CONTENT_LENGTH,
	LI_SIP_NAME_CONTENT_ENCODING,
	LI_SIP_NAME_AUTHORIZATION,
	LI_SIP_NAME_PROXY_AUTHORIZATION,
	LI_SIP_NAME_P_ASSERTED_IDENTITY,
	LI_SIP_NAME_P_PREFERRED_IDENTITY,
	LI_SIP_NAME_P_CALLED_PARTY_ID,
	LI_SIP_NAME_P_ASSOCIATED_URI,
	LI_SIP_NAME_HISTORY_INFO,
	LI_SIP_NAME_DIVERSION,
};

/* The header of this name, which has no blanks around it. The whole name
 * counts: neither a beginning nor an end of one is a match. */
enum li_sip_name li_sip_name_find(struct li_slice name);

/* The method of this name; case matters. RFC 3261 cl. 7.1 */
enum li_sip_method li_sip_method_find(struct li_slice name);

#endif
