/* SPDX-License-Identifier: BSD-3-Clause */
#define LI_OCTETS_WORDS
#define LI_SIP_PLAIN li_sip_plain_words
#include "intake/sip_plain_body.h"
