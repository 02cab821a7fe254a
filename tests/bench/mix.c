/* SPDX-License-Identifier: BSD-3-Clause */
#include "mix.h"

#include <limits.h>
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
	{'I', 10, 6}};

/* Whom a message is of. */
struct pair {
	unsigned int variant, called; /* nobody: who has no message */
};

static const unsigned int nobody = UINT_MAX;

/* Of a device, and no other's among a million: a shared one is a finding. */
static unsigned int device(unsigned int variant)
{
	return (variant % 1000000 * 7919 + 123457) % 1000000;
}

/* Digits that look random and are the same in every run. */
static int fill(char name, unsigned int variant, char *at, size_t cap)
{
	if (name == 'M')
		return snprintf(at, cap, "%06u", device(variant));
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

/* What stands for a name. A is a user's number and B that of the called. */
static int fill_of(struct pair pair, char name, char *at, size_t cap)
{
	if (name == 'B' && pair.called != nobody)
		return fill('A', pair.called, at, cap);
	return fill(name, pair.variant, at, cap);
}

static size_t write_of(unsigned int kind, struct pair pair,
	char room[MIX_MESSAGE_MAX])
{
	const char *from = messages[kind].text;
	size_t n = 0;

	while (*from) {
		if (from[0] == '@' && from[1] && from[2] == '@') {
			int more = fill_of(pair, from[1], room + n,
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

size_t mix_write(unsigned int kind, unsigned int variant,
	char room[MIX_MESSAGE_MAX])
{
	return write_of(kind, (struct pair){variant, nobody}, room);
}

size_t mix_write_to(unsigned int kind, unsigned int variant,
	unsigned int called, char room[MIX_MESSAGE_MAX])
{
	return write_of(kind, (struct pair){variant, called}, room);
}
