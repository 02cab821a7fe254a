/* SPDX-License-Identifier: BSD-3-Clause */
#define LI_OCTETS_WORDS
#define LI_WAYS li_ways_words
#include "mirror/ways_body.h"
