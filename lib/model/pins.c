/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pins.h"

bool li_pins_eq(const struct li_pins *a, const struct li_pins *b)
{
	return li_slice_eq(li_pins_octets(a), li_pins_octets(b));
}

struct li_slice li_pins_octets(const struct li_pins *pins)
{
	return li_slice(pins->pin, pins->count * sizeof(pins->pin[0]));
}

bool li_pins_of(struct li_slice octets, struct li_pins *out)
{
	struct li_pins p = {.count = octets.n / sizeof(p.pin[0])};

	if (octets.n % sizeof(p.pin[0]) != 0 || p.count > LI_PINS_MAX)
		return false;
	if (octets.n > 0)
		memcpy(p.pin, octets.p, octets.n);
	*out = p;
	return true;
}
