/* SPDX-License-Identifier: BSD-3-Clause */
#define OCTETS_AS octets_as_avx2
#include "octets_as.h"
