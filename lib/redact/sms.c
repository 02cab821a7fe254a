/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/sms.h"

#include "model/sms.h"

enum {
	FILLER = 0xff, /* an identifier that is reserved: receivers pass over */
	SPACE = 0x20,  /* in each of the three alphabets */
};

/* TS 23.040 cl. 9.2.3.24: the elements that are SMS control and whose length
 * leaves no room for a text. */
static const struct {
	uint8_t id, length;
} control[] = {
	{0x00, 3}, /* concatenated short messages, 8-bit reference */
	{0x01, 2}, /* special SMS message indication */
	{0x04, 2}, /* application ports, 8 bits */
	{0x05, 4}, /* application ports, 16 bits */
	{0x06, 1}, /* SMSC control parameters */
	{0x07, 1}, /* UDH source indicator */
	{0x08, 4}, /* concatenated short messages, 16-bit reference */
	{0x20, 1}, /* RFC 822 e-mail header: its length */
	{0x24, 1}, /* national language single shift */
	{0x25, 1}, /* national language locking shift */
	{0x70, 0}, /* SIM toolkit security header: command */
	{0x71, 0}, /* the same: response */
};

static bool is_control(uint8_t id, uint8_t length)
{
	for (size_t i = 0; i < sizeof(control) / sizeof(control[0]); i++)
		if (control[i].id == id && control[i].length == length)
			return true;
	return false;
}

/* Do the elements fill the header? */
static bool fits(struct li_slice header)
{
	size_t i = 1;

	while (i + 1 < header.n)
		i += 2U + header.p[i + 1];
	return i == header.n;
}

/* TS 33.128 cl. 7.4.5.2: what is not SMS control becomes a filler. */
static void blank_header(struct li_copy *c, size_t at, size_t n)
{
	const uint8_t *p = c->sip.p + at;

	for (size_t i = 1; i < n; i += 2U + p[i + 1]) {
		if (is_control(p[i], p[i + 1]))
			continue;
		li_copy_put(c, at + i, FILLER, LI_MOD_SMS);
		li_copy_fill(c, at + i + 2, at + i + 2 + p[i + 1], SPACE,
			LI_MOD_SMS);
	}
}

/* Septets lie in octets from the lowest bit on; the first one of the text is
 * on a border of septets, behind fill bits. TS 23.038 cl. 6.1.2.1.1; TS 23.040
 * cl. 9.2.3.24 */
static void blank_septets(struct li_copy *c, const struct li_sms *sms,
	size_t at)
{
	uint8_t out[LI_SMS_DATA_MAX] = {0};
	size_t first = (sms->header_n * 8 + 6) / 7;

	for (size_t i = first; i < sms->length; i++) {
		size_t bit = 7 * i + 5; /* 0x20 has its sixth bit set */

		out[bit / 8] |= (uint8_t)(1U << bit % 8);
	}
	for (size_t i = sms->header_n; i < sms->data_n; i++)
		li_copy_put(c, at + i, out[i], LI_MOD_SMS);
}

static void blank_text(struct li_copy *c, const struct li_sms *sms, size_t at)
{
	switch (sms->coding) {
	case LI_SMS_GSM7: blank_septets(c, sms, at); return;
	case LI_SMS_OCTETS:
		li_copy_fill(c, at + sms->header_n, at + sms->data_n, SPACE,
			LI_MOD_SMS);
		return;
	case LI_SMS_UCS2:
		for (size_t i = sms->header_n; i < sms->data_n; i++)
			li_copy_put(c, at + i,
				(i - sms->header_n) % 2 ? SPACE : 0,
				LI_MOD_SMS);
		return;
	}
}

bool li_redact_sms(struct li_copy *c, size_t from, size_t to)
{
	struct li_sms sms;
	size_t at;

	if (li_sms_read(li_slice_sub(c->sip, from, to), &sms))
		return false;
	at = from + sms.data;
	if (!fits(li_slice_sub(c->sip, at, at + sms.header_n)) && sms.header_n)
		return false;
	if (sms.header_n)
		blank_header(c, at, sms.header_n);
	blank_text(c, &sms, at); /* TS 33.128 cl. 7.12.9 */
	return true;
}
