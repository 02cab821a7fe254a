/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/random.h>

#include "base/text.h"
#include "base/uuid.h"

li_err li_uuid_draw(struct li_uuid *out)
{
	struct li_uuid u;

	if (getrandom(u.octet, sizeof(u.octet), 0) != sizeof(u.octet))
		return LI_EIO;
	u.octet[6] = (uint8_t)((u.octet[6] & 0x0f) | 0x40);
	u.octet[8] = (uint8_t)((u.octet[8] & 0x3f) | 0x80);
	*out = u;
	return LI_OK;
}

static bool dash_after(size_t octets)
{
	return octets == 4 || octets == 6 || octets == 8 || octets == 10;
}

li_err li_uuid_parse(const char *text, struct li_uuid *out)
{
	struct li_uuid u;

	for (size_t i = 0; i < sizeof(u.octet); i++) {
		if (dash_after(i) && *text++ != '-')
			return LI_EINVAL;
		if (!li_text_get_octets(text, &u.octet[i], 1))
			return LI_EINVAL;
		text += 2;
	}
	if (*text)
		return LI_EINVAL;
	*out = u;
	return LI_OK;
}

void li_uuid_format(const struct li_uuid *uuid, char text[LI_UUID_TEXT])
{
	char *to = text;

	for (size_t i = 0; i < sizeof(uuid->octet); i++) {
		if (dash_after(i))
			*to++ = '-';
		to = li_text_put_octets(to, li_slice(&uuid->octet[i], 1));
	}
	*to = '\0';
}
