/* SPDX-License-Identifier: BSD-3-Clause */
#define LI_WAYS li_ways_sse2
#include "mirror/ways_body.h"
