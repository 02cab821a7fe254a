/* SPDX-License-Identifier: BSD-3-Clause */
#define LI_OCTETS_WORDS
#define OCTETS_AS octets_as_words
#include "octets_as.h"
