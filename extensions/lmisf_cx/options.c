/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "lmisf_cx/options.h"

enum { KEY_SOCKET, KEY_RING, KEY_KEEP, KEY_LOG, KEY_COUNT };

static const struct {
	const char *name, *allowed;
	uint64_t max; /* of a number */
} keys[KEY_COUNT] = {
	[KEY_SOCKET] = {"socket", "an absolute path of at most 107 octets", 0},
	[KEY_RING] = {"ring_mb", "a number from 1 to 1024", 1024},
	[KEY_KEEP] = {"keep_mb", "a number from 1 to 16384", 16384},
	[KEY_LOG] = {"log", "guard or leave", 0},
};

static bool set_number(struct li_slice value, uint64_t max, size_t *octets)
{
	uint64_t mb;

	if (li_text_u64(value, max, &mb) != LI_OK || mb == 0)
		return false;
	*octets = (size_t)mb << 20;
	return true;
}

static bool set(struct li_cx_options *o, size_t key, struct li_slice value)
{
	switch (key) {
	case KEY_SOCKET:
		if (value.n == 0 || value.n > LI_CX_SOCKET_MAX ||
			value.p[0] != '/')
			return false;
		li_slice_copy(value, o->socket, sizeof(o->socket));
		return true;
	case KEY_RING: return set_number(value, keys[key].max, &o->ring_octets);
	case KEY_KEEP: return set_number(value, keys[key].max, &o->keep_octets);
	default:
		o->guard_log = li_slice_is(value, "guard");
		return o->guard_log || li_slice_is(value, "leave");
	}
}

static li_err one(struct li_cx_options *o, struct li_slice pair, bool *seen,
	struct li_fault *fault)
{
	size_t eq = li_slice_find(pair, '='), key = 0;
	struct li_slice name = li_slice_trim(li_slice_sub(pair, 0, eq));
	struct li_slice value =
		li_slice_trim(li_slice_sub(pair, eq + 1, pair.n));

	while (key < KEY_COUNT && !li_slice_is(name, keys[key].name))
		key++;
	if (key == KEY_COUNT)
		return li_fault_set(fault, LI_ECONFIG,
			"unknown option '%.*s': socket, ring_mb, keep_mb and "
			"log are known",
			(int)(name.n < 64 ? name.n : 64),
			name.n ? (const char *)name.p : "");
	if (seen[key])
		return li_fault_set(fault, LI_ECONFIG,
			"option %s is given twice", keys[key].name);
	seen[key] = true;
	if (eq == pair.n || !set(o, key, value))
		return li_fault_set(fault, LI_ECONFIG, "option %s must be %s",
			keys[key].name, keys[key].allowed);
	return LI_OK;
}

li_err li_cx_options_parse(const char *text, struct li_cx_options *out,
	struct li_fault *fault)
{
	struct li_cx_options o = {
		.socket = "/run/lmisf/cx.sock",
		.ring_octets = 16 << 20,
		.keep_octets = 64 << 20,
		.guard_log = true,
	};
	struct li_slice rest = li_slice_str(text);
	bool seen[KEY_COUNT] = {false};

	while (rest.n > 0) {
		size_t end = li_slice_find(rest, ';');
		struct li_slice pair =
			li_slice_trim(li_slice_sub(rest, 0, end));
		li_err err = LI_OK;

		rest = li_slice_sub(rest, end + 1, rest.n);
		if (pair.n > 0)
			err = one(&o, pair, seen, fault);
		if (err != LI_OK)
			return err;
	}
	*out = o;
	return LI_OK;
}
