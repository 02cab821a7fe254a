/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is asked about 32 octets at once is answered as one octet at a time
 * would be, by each way there is.
 */
#include <stdbool.h>
#include <stdio.h>

#include "base/octets.h"
#include "octets_ask.h"
#include "unit.h"

static const struct way {
	const char *name;
	octets_ask *ask;
} ways[] = {
	{"words", octets_as_words},
	{"built", octets_as_built},
#if defined(__x86_64__)
	{"avx2", octets_as_avx2},
#endif
};

static bool can(const struct way *way)
{
#if defined(__x86_64__)
	if (way->ask == octets_as_avx2)
		return __builtin_cpu_supports("avx2");
#endif
	return way->ask != NULL;
}

static void one_by_one(const uint8_t *p, const uint8_t *q, uint8_t c, uint8_t n,
	struct octets_answers *out)
{
	*out = (struct octets_answers){0};
	for (unsigned int i = 0; i < LI_OCTETS; i++) {
		out->eq |= (uint32_t)(p[i] == c) << i;
		out->same |= (uint32_t)(p[i] == q[i]) << i;
		out->within |= (uint32_t)(p[i] >= c && p[i] < c + n) << i;
		out->under |= (uint32_t)(p[i] < c || p[i] > 127) << i;
		out->folded |= (uint32_t)((p[i] | 0x20) == (c | 0x20)) << i;
		out->either |= (uint32_t)(p[i] == c || q[i] == c) << i;
		out->differ |= (uint32_t)((p[i] | 0x20) != (q[i] | 0x20)) << i;
		out->first |= (uint32_t)(~out->same << (31 - i) << 1 != 0) << i;
		out->letters |= (uint32_t)(out->differ << (31 - i) << 1 != 0)
			<< i;
		out->among |=
			(uint32_t)(p[i] == ' ' || p[i] == ':' || p[i] == '\r')
			<< i;
	}
}

static bool agree(const uint8_t *p, const uint8_t *q, uint8_t c, uint8_t n)
{
	struct octets_answers want, got;

	one_by_one(p, q, c, n, &want);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (!can(&ways[i]))
			continue;
		ways[i].ask(p, q, c, n, &got);
		if (memcmp(&got, &want, sizeof(want)) != 0) {
			printf("%s: 0x%02x, %u\n", ways[i].name, c, n);
			return false;
		}
	}
	return true;
}

static void test_octets__every_octet_in_every_place(void)
{
	uint8_t p[LI_OCTETS], q[LI_OCTETS] = {0};

	for (unsigned int first = 0; first < 256; first++) {
		for (unsigned int i = 0; i < LI_OCTETS; i++)
			p[i] = (uint8_t)(first + i);
		for (uint8_t c = 0; c < 128; c++)
			CU_ASSERT(agree(p, q, c, 1));
	}
}

static void test_octets__every_range(void)
{
	uint8_t p[LI_OCTETS], q[LI_OCTETS];

	for (unsigned int first = 0; first < 256; first += LI_OCTETS) {
		for (unsigned int i = 0; i < LI_OCTETS; i++) {
			p[i] = (uint8_t)(first + i);
			q[i] = (uint8_t)(i % 3 ? p[i] ^ (i % 3 == 2) << 5
					       : ~p[i]);
		}
		for (uint8_t c = 0; c < 128; c++)
			for (uint8_t n = 1; c + n <= 128; n++)
				CU_ASSERT(agree(p, q, c, n));
	}
}

UNIT_MAIN("base.octets", UNIT_TEST(test_octets__every_octet_in_every_place),
	UNIT_TEST(test_octets__every_range))
