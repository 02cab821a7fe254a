/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_plain.h"

#if defined(__x86_64__)
static li_sip_plain_fn *choose(void)
{
	return __builtin_cpu_supports("avx2") &&
			__builtin_cpu_supports("bmi") &&
			__builtin_cpu_supports("bmi2")
		? li_sip_plain_avx2
		: li_sip_plain_sse2;
}
#endif

li_sip_plain_fn *li_sip_plain_best(void)
{
#if defined(__x86_64__)
	return choose();
#else
	return li_sip_plain_words;
#endif
}
