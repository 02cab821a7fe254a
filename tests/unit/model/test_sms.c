/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/sms.h"
#include "sms_build.h"
#include "unit.h"

static struct li_sms read_hex(const char *text, li_err want)
{
	struct sms_build b = {.n = 0};
	struct li_sms sms;

	sms_hex(&b, text);
	CU_ASSERT_EQUAL(li_sms_read(sms_slice(&b), &sms), want);
	return sms;
}

/* TS 24.011 cl. 7.3, 8.2.2; TS 23.040 cl. 9.2.2.1, 9.2.2.2, 9.2.2.4 */
static const struct {
	const char *rpdu;
	enum li_sms_kind kind;
	const char *digits; /* NULL: no party */
	uint8_t length;
	size_t data;
} tpdus[] = {
	/* TS 24.011 cl. 7.3.1: RP-DATA with SMS-SUBMIT, no validity */
	{"00 01 00 07 91515521 0300f0 12 01 00 0b 91 5155210300f2 00 "
	 "00 05 e8329bfd06",
		LI_SMS_SUBMIT, "15551230002", 5, 25},
	/* RP-DATA with SMS-DELIVER */
	{"01 01 07 915155210300f0 00 11 00 04 81 2143 00 00 "
	 "62112210000000 02 e834",
		LI_SMS_DELIVER, "1234", 2, 0},
	/* RP-DATA with SMS-STATUS-REPORT, nothing optional */
	{"01 02 02 9121 00 15 02 07 04 91 2143 62112210000000 "
	 "62112210000000 00",
		LI_SMS_STATUS_REPORT, "1234", 0, 0},
	/* the same with TP-DCS and TP-UD */
	{"01 02 02 9121 00 1a 02 07 04 91 2143 62112210000000 "
	 "62112210000000 00 06 04 02 6869",
		LI_SMS_STATUS_REPORT, "1234", 2, 0},
	/* RP-DATA with SMS-COMMAND */
	{"00 03 00 02 9121 0b 02 01 00 02 07 04 91 2143 01 41", LI_SMS_COMMAND,
		"1234", 1, 0},
	/* RP-ACK alone, with SMS-DELIVER-REPORT, SMS-SUBMIT-REPORT */
	{"02 04", LI_SMS_NONE, NULL, 0, 0},
	{"02 04 41 02 00 00", LI_SMS_DELIVER_REPORT, NULL, 0, 0},
	{"03 04 41 0c 01 04 62112210000000 02 e834", LI_SMS_SUBMIT_REPORT, NULL,
		2, 14},
	/* RP-ERROR alone and with TP-FCS; RP-SMMA */
	{"04 05 01 16", LI_SMS_NONE, NULL, 0, 0},
	{"04 05 01 16 41 03 00 d3 00", LI_SMS_DELIVER_REPORT, NULL, 0, 0},
	{"05 05 01 16 41 0a 01 c0 00 62112210000000", LI_SMS_SUBMIT_REPORT,
		NULL, 0, 0},
	{"06 06", LI_SMS_NONE, NULL, 0, 0},
};

/* TS 24.011 cl. 7.3, 8.2; TS 23.040 cl. 9.2.2, 9.2.3.1 */
static void test_sms__reads_each_tpdu_both_ways(void)
{
	for (size_t i = 0; i < sizeof(tpdus) / sizeof(tpdus[0]); i++) {
		struct li_sms sms = read_hex(tpdus[i].rpdu, LI_OK);

		CU_ASSERT_EQUAL(sms.kind, tpdus[i].kind);
		CU_ASSERT_EQUAL(sms.has_party, tpdus[i].digits != NULL);
		if (tpdus[i].digits)
			CU_ASSERT_STRING_EQUAL(sms.party.digits,
				tpdus[i].digits);
		CU_ASSERT_EQUAL(sms.length, tpdus[i].length);
		if (tpdus[i].data)
			CU_ASSERT_EQUAL(sms.data, tpdus[i].data);
	}
}

/* TS 23.040 cl. 9.2.3.3, 9.2.3.12: a relative validity is one octet */
static void test_sms__reads_each_form_of_validity(void)
{
	static const char *const forms[] = {
		"00 01 00 00 0a 01 00 02 91 21 00 00 02 e834",
		"00 01 00 00 0b 11 00 02 91 21 00 00 a7 02 e834",
		"00 01 00 00 11 09 00 02 91 21 00 00 01020304050607 02 e834",
		"00 01 00 00 11 19 00 02 91 21 00 00 62112210000000 02 e834",
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct sms_build b = {.n = 0};
		struct li_sms sms = read_hex(forms[i], LI_OK);

		sms_hex(&b, forms[i]);
		CU_ASSERT_EQUAL(sms.length, 2);
		CU_ASSERT_EQUAL_FATAL(sms.data + 2, b.n);
		CU_ASSERT_EQUAL(b.octets[sms.data], 0xe8);
	}
}

/* TS 23.038 cl. 4 */
static void test_sms__knows_the_coding_groups(void)
{
	static const struct {
		uint8_t dcs;
		enum li_sms_coding coding;
	} rows[] = {{0x00, LI_SMS_GSM7}, {0x04, LI_SMS_OCTETS},
		{0x08, LI_SMS_UCS2}, {0x0c, LI_SMS_GSM7}, {0x11, LI_SMS_GSM7},
		{0x19, LI_SMS_UCS2}, {0x20, LI_SMS_OCTETS},
		{0x28, LI_SMS_OCTETS}, {0x48, LI_SMS_UCS2},
		{0x55, LI_SMS_OCTETS}, {0x80, LI_SMS_GSM7}, {0xbf, LI_SMS_GSM7},
		{0xc8, LI_SMS_GSM7}, {0xd8, LI_SMS_GSM7}, {0xe0, LI_SMS_UCS2},
		{0xf0, LI_SMS_GSM7}, {0xf5, LI_SMS_OCTETS},
		{0xf9, LI_SMS_GSM7}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_EQUAL(li_sms_coding_of(rows[i].dcs), rows[i].coding);
}

/* TS 23.040 cl. 9.1.2.5 */
static void test_sms__gives_a_number_only_with_its_country(void)
{
	static const struct {
		struct li_sms_address address;
		const char *e164; /* NULL: none */
	} rows[] = {
		{{1, 1, 11, "15551230001"}, "15551230001"},
		{{0, 1, 11, "15551230001"}, "15551230001"},
		{{0, 1, 13, "0015551230001"}, "15551230001"},
		{{0, 0, 11, "15551230001"}, "15551230001"},
		{{2, 1, 10, "5551230001"}, NULL},
		{{5, 0, 0, ""}, NULL},
		{{1, 9, 4, "1234"}, NULL},
		{{1, 1, 4, "12*4"}, NULL},
		{{1, 1, 16, "1234567890123456"}, NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[16] = "untouched";
		li_err err = li_sms_e164(&rows[i].address, text);

		CU_ASSERT_EQUAL(err, rows[i].e164 ? LI_OK : LI_EUNSUPPORTED);
		CU_ASSERT_STRING_EQUAL(text,
			rows[i].e164 ? rows[i].e164 : "untouched");
	}
}

/* TS 23.040 cl. 9.2.3.23, 9.2.3.24 */
static void test_sms__finds_the_header_of_the_user_data(void)
{
	struct li_sms sms = read_hex(
		"00 01 00 00 11 41 00 02 91 21 00 04 09 05 00 03 01 02 01 6869 "
		"41",
		LI_OK);

	CU_ASSERT_EQUAL(sms.header_n, 6);
	CU_ASSERT_EQUAL(sms.data_n, 9);
	CU_ASSERT_EQUAL(sms.coding, LI_SMS_OCTETS);
	/* a header longer than the data, and no room for its length */
	read_hex("00 01 00 00 0a 41 00 02 91 21 00 04 02 05 00", LI_EMALFORMED);
	read_hex("00 01 00 00 08 41 00 02 91 21 00 04 00", LI_EMALFORMED);
}

static void test_sms__refuses_what_does_not_fit(void)
{
	static const char *const rpdus[] = {"", "00", "07", "08 01",
		"06 06 00",                                      /* left over */
		"02 04 42 02 00 00",                             /* not 41 */
		"02 04 41 03 00 00",                             /* cut */
		"00 01 00 00 00",                                /* no TPDU */
		"00 01 00 00 0a 03 00 02 91 21 00 00 02 e834",   /* reserved */
		"00 01 00 00 0b 01 00 02 91 21 00 00 02 e83400", /* left over */
		"00 01 0c 000000000000000000000000 00 02 0000",
		"04 01 03 000000 41 02 0000", "02 04 41 04 00 80 80 00",
		"00 01 00 00 0a 01 00 15 91 21 00 00 02 e834"};

	for (size_t i = 0; i < sizeof(rpdus) / sizeof(rpdus[0]); i++)
		read_hex(rpdus[i], LI_EMALFORMED);
}

/* Whom a message goes to counts also when the rest of it is broken. */
static void test_sms__keeps_the_party_of_a_broken_message(void)
{
	struct sms_build b = {.n = 0};
	struct li_sms sms;

	sms_message(&b, false, LI_SMS_GSM7, (struct li_slice){0}, "hello");
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(li_sms_read(li_slice(b.octets, n), &sms),
			LI_EMALFORMED);
	b.octets[11]--; /* RP-User-Data one octet short */
	CU_ASSERT_EQUAL(li_sms_read(sms_slice(&b), &sms), LI_EMALFORMED);
	CU_ASSERT_TRUE_FATAL(sms.has_party);
	CU_ASSERT_STRING_EQUAL(sms.party.digits, "15551230002");
}

UNIT_MAIN("model.sms", UNIT_TEST(test_sms__reads_each_tpdu_both_ways),
	UNIT_TEST(test_sms__reads_each_form_of_validity),
	UNIT_TEST(test_sms__knows_the_coding_groups),
	UNIT_TEST(test_sms__gives_a_number_only_with_its_country),
	UNIT_TEST(test_sms__finds_the_header_of_the_user_data),
	UNIT_TEST(test_sms__refuses_what_does_not_fit),
	UNIT_TEST(test_sms__keeps_the_party_of_a_broken_message))
