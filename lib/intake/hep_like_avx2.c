/* SPDX-License-Identifier: BSD-3-Clause */
#define LI_HEP_LIKE li_hep_like_avx2
#include "intake/hep_like_body.h"
