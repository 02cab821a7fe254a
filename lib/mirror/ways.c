/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/ways.h"

const struct li_ways *li_ways_best(void)
{
#if defined(__x86_64__)
	return __builtin_cpu_supports("avx2") &&
			__builtin_cpu_supports("bmi") &&
			__builtin_cpu_supports("bmi2")
		? &li_ways_avx2
		: &li_ways_sse2;
#else
	return &li_ways_words;
#endif
}
