/* SPDX-License-Identifier: BSD-3-Clause */
#define LI_SIP_PLAIN li_sip_plain_avx2
#include "intake/sip_plain_body.h"
