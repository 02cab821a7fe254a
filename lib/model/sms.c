/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/sms.h"

#include "base/text.h"

/* RP message types, TS 24.011 cl. 8.2.2: the last bit is the way. */
enum {
	RP_DATA = 0,
	RP_ACK = 1,
	RP_ERROR = 2,
	RP_SMMA = 3,
	RP_ADDRESS = 11,     /* octets at most: cl. 8.2.5.1, 8.2.5.2 */
	RP_CAUSE = 2,        /* cl. 8.2.5.4 */
	RP_USER_DATA = 0x41, /* cl. 8.2.5.3: identifier of RP-User-Data */
};

enum {
	HEADER = 0x40,     /* TS 23.040 cl. 9.2.3.23: TP-UDHI */
	TIMESTAMP = 7,     /* cl. 9.2.3.11 */
	TEXT_OCTETS = 140, /* cl. 9.2.3.16 */
};

/* A TPDU being read. */
struct tpdu {
	struct li_cursor c;
	struct li_sms *sms;
	const uint8_t *start; /* of the RPDU */
	uint8_t first;        /* octet with the type and the flags */
	uint8_t dcs;
};

enum li_sms_coding li_sms_coding_of(uint8_t dcs)
{
	if (dcs < 0x80) { /* general, and the same with automatic deletion */
		if (dcs & 0x20)
			return LI_SMS_OCTETS; /* compressed: cl. 6.2.3 */
		if ((dcs & 0x0c) == 0x04)
			return LI_SMS_OCTETS;
		return (dcs & 0x0c) == 0x08 ? LI_SMS_UCS2 : LI_SMS_GSM7;
	}
	if (dcs >= 0xf0) /* data coding and message class */
		return dcs & 0x04 ? LI_SMS_OCTETS : LI_SMS_GSM7;
	/* TS 23.038 cl. 4: message waiting, stored, in UCS2; what is reserved
	 * is the default alphabet */
	return dcs >= 0xe0 ? LI_SMS_UCS2 : LI_SMS_GSM7;
}

/* TS 23.040 cl. 9.1.2.5: the length counts digits, not octets. */
static void take_address(struct tpdu *t)
{
	struct li_sms_address a = {.count = li_cursor_u8(&t->c)};
	uint8_t type = li_cursor_u8(&t->c);
	struct li_slice value;
	size_t n = 0;

	if (a.count > LI_SMS_DIGITS_MAX)
		t->c.bad = true;
	value = li_cursor_take(&t->c, (a.count + 1U) / 2);
	if (t->c.bad)
		return;
	a.type = type >> 4 & 7;
	a.plan = type & 15;
	if (a.type != LI_SMS_NUMBER_ALPHANUMERIC)
		for (; n < a.count; n++) {
			uint8_t octet = value.p[n / 2];
			uint8_t digit = n % 2 ? octet >> 4 : octet & 15;

			if (digit == 15)
				break; /* fill */
			a.digits[n] = "0123456789*#abc"[digit];
		}
	a.count = (uint8_t)n;
	t->sms->party = a;
	t->sms->has_party = true;
}

/* TS 23.040 cl. 9.2.3.24: TP-UDL, TP-UD and the header in it. `coding` is what
 * the length counts in. */
static void take_data(struct tpdu *t, enum li_sms_coding coding)
{
	struct li_sms *sms = t->sms;
	struct li_slice data;
	size_t n = sms->length = li_cursor_u8(&t->c), max = TEXT_OCTETS;

	sms->coding = coding;
	if (coding == LI_SMS_GSM7)
		n = (n * 7 + 7) / 8;
	if (sms->kind == LI_SMS_COMMAND)
		max = LI_SMS_DATA_MAX;
	data = li_cursor_take(&t->c, n);
	if (n > max || t->c.bad) {
		t->c.bad = true;
		return;
	}
	sms->data = data.n ? (size_t)(data.p - t->start) : 0;
	sms->data_n = n;
	if (!(t->first & HEADER))
		return;
	if (n == 0 || data.p[0] + 1U > n) {
		t->c.bad = true;
		return;
	}
	sms->header_n = data.p[0] + 1U;
}

/* TP-PI, `between` octets, and what TP-PI says is there. TS 23.040
 * cl. 9.2.3.27 */
static void take_optional(struct tpdu *t, size_t between)
{
	uint8_t pi = li_cursor_u8(&t->c);

	if (pi & 0x80 && li_cursor_u8(&t->c) & 0x80)
		t->c.bad = true; /* there is no use for a third one */
	li_cursor_take(&t->c, between);
	if (pi & 0x01)
		li_cursor_u8(&t->c); /* TP-PID */
	if (pi & 0x02)
		t->dcs = li_cursor_u8(&t->c);
	if (pi & 0x04)
		take_data(t, li_sms_coding_of(t->dcs));
}

/* TS 23.040 cl. 9.2.2.1 */
static void take_deliver(struct tpdu *t)
{
	take_address(t);
	li_cursor_u8(&t->c); /* TP-PID */
	t->dcs = li_cursor_u8(&t->c);
	li_cursor_take(&t->c, TIMESTAMP);
	take_data(t, li_sms_coding_of(t->dcs));
}

/* TS 23.040 cl. 9.2.2.2 */
static void take_submit(struct tpdu *t)
{
	/* cl. 9.2.3.3: none, enhanced, relative, absolute */
	static const uint8_t validity[] = {0, 7, 1, 7};

	li_cursor_u8(&t->c); /* TP-MR */
	take_address(t);
	li_cursor_u8(&t->c); /* TP-PID */
	t->dcs = li_cursor_u8(&t->c);
	li_cursor_take(&t->c, validity[t->first >> 3 & 3]);
	take_data(t, li_sms_coding_of(t->dcs));
}

/* TS 23.040 cl. 9.2.2.3 */
static void take_status_report(struct tpdu *t)
{
	li_cursor_u8(&t->c); /* TP-MR */
	take_address(t);
	li_cursor_take(&t->c, 2 * TIMESTAMP + 1); /* TP-SCTS, TP-DT, TP-ST */
	if (t->c.rest.n)
		take_optional(t, 0);
}

/* TS 23.040 cl. 9.2.2.4: TP-CD is octets. */
static void take_command(struct tpdu *t)
{
	li_cursor_take(&t->c, 4); /* TP-MR, TP-PID, TP-CT, TP-MN */
	take_address(t);
	take_data(t, LI_SMS_OCTETS);
}

/* TS 23.040 cl. 9.2.2.1a, 9.2.2.2a: a report of failure has a cause, one to
 * the sender has the centre's time. */
static void take_report(struct tpdu *t, bool failure)
{
	if (failure)
		li_cursor_u8(&t->c); /* TP-FCS */
	take_optional(t, t->sms->kind == LI_SMS_SUBMIT_REPORT ? TIMESTAMP : 0);
}

/* TS 23.040 cl. 9.2.3.1: the type counts together with the way. */
static enum li_sms_kind kind_of(uint8_t first, bool from_network)
{
	switch (first & 3) {
	case 0: return from_network ? LI_SMS_DELIVER : LI_SMS_DELIVER_REPORT;
	case 1: return from_network ? LI_SMS_SUBMIT_REPORT : LI_SMS_SUBMIT;
	case 2: return from_network ? LI_SMS_STATUS_REPORT : LI_SMS_COMMAND;
	default: /* reserved: as if it were a SMS-DELIVER */
		return from_network ? LI_SMS_DELIVER : LI_SMS_NONE;
	}
}

static void take_tpdu(struct tpdu *t)
{
	bool from_network = t->sms->rp_type & 1;
	bool failure = t->sms->rp_type >> 1 == RP_ERROR;

	t->first = li_cursor_u8(&t->c);
	if (t->c.bad)
		return;
	t->sms->kind = kind_of(t->first, from_network);
	switch (t->sms->kind) {
	case LI_SMS_DELIVER: take_deliver(t); break;
	case LI_SMS_SUBMIT: take_submit(t); break;
	case LI_SMS_STATUS_REPORT: take_status_report(t); break;
	case LI_SMS_COMMAND: take_command(t); break;
	case LI_SMS_DELIVER_REPORT:
	case LI_SMS_SUBMIT_REPORT: take_report(t, failure); break;
	case LI_SMS_NONE: t->c.bad = true; break;
	}
	if (t->c.rest.n)
		t->c.bad = true;
}

/* An element with its length before it, of at most `max` octets. */
static struct li_slice take_lv(struct li_cursor *c, size_t max)
{
	uint8_t n = li_cursor_u8(c);

	if (n > max)
		c->bad = true;
	return li_cursor_take(c, n);
}

li_err li_sms_read(struct li_slice rpdu, struct li_sms *out)
{
	struct li_cursor c = li_cursor(rpdu);
	struct tpdu t = {.sms = out, .start = rpdu.p};
	bool has_tpdu = true;

	*out = (struct li_sms){.rp_type = li_cursor_u8(&c)};
	li_cursor_u8(&c); /* RP-Message Reference */
	switch (out->rp_type >> 1) {
	case RP_DATA:                    /* TS 24.011 cl. 7.3.1 */
		take_lv(&c, RP_ADDRESS); /* RP-Originator Address */
		take_lv(&c, RP_ADDRESS); /* RP-Destination Address */
		break;
	case RP_ERROR:                 /* cl. 7.3.4 */
		take_lv(&c, RP_CAUSE); /* RP-Cause */
		has_tpdu = c.rest.n && li_cursor_u8(&c) == RP_USER_DATA;
		break;
	case RP_ACK: /* cl. 7.3.3 */
		has_tpdu = c.rest.n && li_cursor_u8(&c) == RP_USER_DATA;
		break;
	case RP_SMMA: /* cl. 7.3.2 */ has_tpdu = false; break;
	default: return LI_EMALFORMED;
	}
	if (has_tpdu) {
		t.c = li_cursor(take_lv(&c, UINT8_MAX));
		if (!c.bad)
			take_tpdu(&t);
	}
	return c.bad || t.c.bad || c.rest.n ? LI_EMALFORMED : LI_OK;
}

li_err li_sms_e164(const struct li_sms_address *address, char text[static 16])
{
	const char *digits = address->digits;
	size_t n = address->count;

	/* Dialled as people do who do not know of '+'. ITU-T E.123 cl. 2.5 */
	if (address->type == LI_SMS_NUMBER_UNKNOWN && n > 2 &&
		memcmp(digits, "00", 2) == 0) {
		digits += 2;
		n -= 2;
	} else if (address->type != LI_SMS_NUMBER_INTERNATIONAL &&
		address->type != LI_SMS_NUMBER_UNKNOWN) {
		return LI_EUNSUPPORTED;
	}
	if (address->plan > 1 || n == 0 || n > 15)
		return LI_EUNSUPPORTED;
	for (size_t i = 0; i < n; i++)
		if (!li_text_digit((uint8_t)digits[i]))
			return LI_EUNSUPPORTED;
	memcpy(text, digits, n);
	text[n] = '\0';
	return LI_OK;
}
