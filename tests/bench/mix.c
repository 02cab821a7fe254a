/* SPDX-License-Identifier: BSD-3-Clause */
#include "mix.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mix_texts.h"

static const struct {
	const char *name, *text;
} messages[MIX_KINDS] = {
	{"REGISTER", mix_register},
	{"401", mix_401},
	{"INVITE", mix_invite},
	{"180", mix_180},
	{"200", mix_200},
	{"ACK", mix_ack},
	{"BYE", mix_bye},
	{"MESSAGE", mix_message},
};

/* What stands for digits in a text. */
static const struct {
	char name;
	int digits;
	uint32_t salt;
} fields[] = {{'A', 7, 1}, {'B', 7, 2}, {'C', 8, 3}, {'D', 7, 4}, {'H', 4, 5},
	{'I', 10, 6}, {'M', 6, 7}};

/* Digits that look random and are the same in every run. */
static int fill(char name, unsigned int variant, char *at, size_t cap)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		uint64_t n = (variant + 1) * UINT64_C(2654435761) +
			fields[i].salt * UINT64_C(40503000077);
		char digits[24];

		if (fields[i].name != name)
			continue;
		snprintf(digits, sizeof(digits), "%020llu",
			(unsigned long long)(n * n));
		return snprintf(at, cap, "%.*s", fields[i].digits, digits + 8);
	}
	return 0;
}

const char *mix_name(unsigned int kind)
{
	return messages[kind].name;
}

size_t mix_write(unsigned int kind, unsigned int variant,
	char room[MIX_MESSAGE_MAX])
{
	const char *from = messages[kind].text;
	size_t n = 0;

	while (*from) {
		if (from[0] == '@' && from[1] && from[2] == '@') {
			int more = fill(from[1], variant, room + n,
				MIX_MESSAGE_MAX - n);

			if (more > 0) {
				n += (size_t)more;
				from += 3;
				continue;
			}
		}
		room[n++] = *from++;
	}
	return n;
}
