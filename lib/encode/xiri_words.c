/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/xiri_words.h"

#include <PredefinedPayloadModification.h>

#include "model/iri.h"

#define WORD(bit, value)                                                       \
	{                                                                      \
		bit, PredefinedPayloadModification_##value                     \
	}

const struct li_xiri_predefined li_xiri_predefined[] = {
	WORD(LI_MOD_PANI, pANILocationRemoval),
	WORD(LI_MOD_CNI, cNILocationRemoval),
	WORD(LI_MOD_GEOLOCATION, sIPGeolocationInfoRemoval),
	WORD(LI_MOD_PRESENCE, presenceInformationLocationRemoval),
	WORD(LI_MOD_SMS, tS33128SMSTPDURedaction),
	WORD(LI_MOD_SMS_CUT, tS33128TruncatedSMSTPDU),
	WORD(LI_MOD_TEXT_CONTENT, iMSTextContentRemoval),
	WORD(LI_MOD_SUBJECT, iMSSubjectContentRemoval),
};

const struct li_xiri_key_header li_xiri_key_headers[] = {
	{LI_MOD_AUTHENTICATION, "WWW-Authenticate"},
	{LI_MOD_PROXY_AUTHENTICATE, "Proxy-Authenticate"},
	{LI_MOD_AUTHORIZATION, "Authorization"},
	{LI_MOD_PROXY_AUTHORIZATION, "Proxy-Authorization"},
	{LI_MOD_AUTHENTICATION_INFO, "Authentication-Info"},
};
