/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sms_build.h - short messages for tests: made, and read back, by other code
 * than that under test.
 */
#ifndef LI_UNIT_SMS_BUILD_H
#define LI_UNIT_SMS_BUILD_H

#include <stdint.h>
#include <string.h>

#include "base/slice.h"
#include "base/text.h"
#include "model/sms.h"

struct sms_build {
	uint8_t octets[512];
	size_t n;
	size_t data; /* where TP-UD begins */
};

/* Append what hexadecimal text says; blanks part. */
static inline void sms_hex(struct sms_build *b, const char *text)
{
	for (; *text; text++) {
		if (*text == ' ')
			continue;
		b->octets[b->n++] = (uint8_t)(li_text_hex(text[0]) << 4 |
			li_text_hex(text[1]));
		text++;
	}
}

static inline struct li_slice sms_slice(const struct sms_build *b)
{
	return li_slice(b->octets, b->n);
}

/* Septet `i` of octets, its lowest bit first. TS 23.038 cl. 6.1.2.1.1 */
static inline uint8_t sms_septet(const uint8_t *p, size_t i)
{
	uint8_t value = 0;

	for (size_t bit = 0; bit < 7; bit++)
		if (p[(7 * i + bit) / 8] >> ((7 * i + bit) % 8) & 1)
			value |= (uint8_t)(1U << bit);
	return value;
}

static inline void sms_put_septet(uint8_t *p, size_t i, uint8_t value)
{
	for (size_t bit = 0; bit < 7; bit++)
		if (value >> bit & 1)
			p[(7 * i + bit) / 8] |=
				(uint8_t)(1U << ((7 * i + bit) % 8));
}

static inline uint8_t sms_dcs(enum li_sms_coding coding)
{
	return coding == LI_SMS_GSM7 ? 0 : coding == LI_SMS_OCTETS ? 4 : 8;
}

/* Append TP-UDL and TP-UD: the header, with its length octet, and the text. */
static inline void sms_data(struct sms_build *b, enum li_sms_coding coding,
	struct li_slice header, const char *text)
{
	size_t n = strlen(text), first = (header.n * 8 + 6) / 7;
	uint8_t *udl = &b->octets[b->n++], *ud = &b->octets[b->n];

	b->data = b->n;
	memset(ud, 0, sizeof(b->octets) - b->n);
	if (header.n)
		memcpy(ud, header.p, header.n);
	if (coding == LI_SMS_GSM7) {
		for (size_t i = 0; i < n; i++)
			sms_put_septet(ud, first + i, (uint8_t)text[i]);
		*udl = (uint8_t)(first + n);
		b->n += ((first + n) * 7 + 7) / 8;
		return;
	}
	*udl = (uint8_t)header.n;
	for (size_t i = 0; i < n; i++) {
		if (coding == LI_SMS_UCS2)
			ud[(*udl)++] = 0;
		ud[(*udl)++] = (uint8_t)text[i];
	}
	b->n += *udl;
}

/* A whole RPDU: SMS-SUBMIT to, or SMS-DELIVER from, +15551230002. */
static inline void sms_message(struct sms_build *b, bool deliver,
	enum li_sms_coding coding, struct li_slice header, const char *text)
{
	size_t length;

	b->n = 0;
	sms_hex(b,
		deliver ? "01 2a 07 91 51 55 21 03 00 f0 00"
			: "00 2a 00 07 91 51 55 21 03 00 f0");
	length = b->n;
	b->octets[b->n++] = 0;
	b->octets[b->n++] =
		(uint8_t)((deliver ? 0x00 : 0x11) | (header.n ? 0x40 : 0));
	if (!deliver)
		sms_hex(b, "05"); /* TP-MR */
	sms_hex(b, "0b 91 51 55 21 03 00 f2 00");
	b->octets[b->n++] = sms_dcs(coding);
	/* a time, or a relative validity of one octet */
	sms_hex(b, deliver ? "62 11 22 10 00 00 00" : "a7");
	sms_data(b, coding, header, text);
	b->octets[length] = (uint8_t)(b->n - length - 1);
}

#endif
