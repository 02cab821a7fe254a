/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/redact.h"
#include "sms_build.h"
#include "unit.h"

static struct li_arena arena;

/* The RPDU in a MESSAGE as a task may see it. */
static struct li_slice redact(struct li_slice rpdu, bool content,
	uint32_t *modifications)
{
	static const char head[] = "MESSAGE sip:smsc@ims.example SIP/2.0\r\n"
				   "Content-Type: application/vnd.3gpp.sms\r\n"
				   "\r\n";
	const struct li_redact_scope scope = {.content = content,
		.location = true};
	uint8_t sip[1024];
	size_t at = sizeof(head) - 1;
	struct li_redacted r;

	memcpy(sip, head, at);
	memcpy(sip + at, rpdu.p, rpdu.n);
	CU_ASSERT_EQUAL_FATAL(li_redact_sip(li_slice(sip, at + rpdu.n), at,
				      &scope, &arena, &r),
		LI_OK);
	*modifications = r.modifications;
	return li_slice_sub(r.sip, at, r.sip.n);
}

static void check_hex(const char *in, const char *want)
{
	struct sms_build a = {.n = 0}, b = {.n = 0};
	uint32_t modifications;

	sms_hex(&a, in);
	sms_hex(&b, want);
	CU_ASSERT_TRUE(li_slice_eq(redact(sms_slice(&a), false, &modifications),
		sms_slice(&b)));
	CU_ASSERT_EQUAL(modifications, LI_MOD_SMS);
	CU_ASSERT_TRUE(li_slice_eq(redact(sms_slice(&a), true, &modifications),
		sms_slice(&a)));
	CU_ASSERT_EQUAL(modifications, 0);
}

/* TS 33.128 cl. 7.4.5.2, 7.12.9; TS 23.038 cl. 6.1.2.1.1 */
static void test_sms__writes_spaces_in_the_coding_of_the_message(void)
{
	/* nine septets in eight octets, and a fill bit */
	check_hex("00 01 00 00 10 01 00 02 91 21 00 00 09 c8329bfd0edfcb 64",
		"00 01 00 00 10 01 00 02 91 21 00 00 09 20100804028140 20");
	check_hex("00 01 00 00 0b 01 00 02 91 21 00 04 03 616263",
		"00 01 00 00 0b 01 00 02 91 21 00 04 03 202020");
	check_hex("00 01 00 00 0c 01 00 02 91 21 00 08 04 04100411",
		"00 01 00 00 0c 01 00 02 91 21 00 08 04 00200020");
}

/* TS 23.040 cl. 9.2.3.24: a text behind a header begins on a septet */
static void test_sms__keeps_what_puts_messages_together(void)
{
	check_hex("00 01 00 00 10 41 00 02 91 21 00 00 09 "
		  "050003010201 d0e5",
		"00 01 00 00 10 41 00 02 91 21 00 00 09 050003010201 4020");
}

/* TS 33.128 cl. 7.4.5.2: other elements become fillers */
static void test_sms__turns_other_elements_into_fillers(void)
{
	/* a picture, then a concatenation, then a port of another length */
	check_hex("00 01 00 00 19 41 00 02 91 21 00 04 11 "
		  "0f 1203414243 0003010201 0503414243 41",
		"00 01 00 00 19 41 00 02 91 21 00 04 11 "
		"0f ff03202020 0003010201 ff03202020 20");
}

/* The four traps that another interceptor fell into. */
static void test_sms__blanks_every_coding_and_a_relative_validity(void)
{
	static const char text[] = "CANARY of nine words";

	for (int way = 0; way < 2; way++)
		for (int coding = 0; coding < 3; coding++) {
			struct sms_build b;
			struct li_slice out;
			uint32_t modifications;
			size_t spaces = 0;

			sms_message(&b, way, (enum li_sms_coding)coding,
				(struct li_slice){0}, text);
			out = redact(sms_slice(&b), false, &modifications);
			CU_ASSERT_EQUAL(modifications, LI_MOD_SMS);
			CU_ASSERT_EQUAL_FATAL(out.n, b.n);
			CU_ASSERT_EQUAL(memcmp(out.p, b.octets, b.data), 0);
			for (size_t i = 0; i < strlen(text); i++)
				spaces += coding == LI_SMS_GSM7
					? sms_septet(out.p + b.data, i) == ' '
					: out.p[b.data + (coding == 2) +
						  i * (coding == 2 ? 2 : 1)] ==
						' ';
			CU_ASSERT_EQUAL(spaces, strlen(text));
		}
}

static void test_sms__leaves_each_task_its_own_copy(void)
{
	struct sms_build b;
	struct li_slice iri, full;
	uint32_t modifications;

	for (int order = 0; order < 2; order++) {
		sms_message(&b, false, LI_SMS_UCS2, (struct li_slice){0}, "hi");
		if (order)
			full = redact(sms_slice(&b), true, &modifications);
		iri = redact(sms_slice(&b), false, &modifications);
		if (!order)
			full = redact(sms_slice(&b), true, &modifications);
		CU_ASSERT_TRUE(li_slice_eq(full, sms_slice(&b)));
		CU_ASSERT_FALSE(li_slice_eq(iri, sms_slice(&b)));
	}
}

/* TS 24.011 cl. 7.3: acknowledgements say nothing, or have user data too */
static void test_sms__blanks_what_comes_with_an_acknowledgement(void)
{
	struct sms_build b = {.n = 0};
	uint32_t modifications;

	check_hex("02 04 41 07 00 06 04 03 616263",
		"02 04 41 07 00 06 04 03 202020");
	check_hex("04 04 01 16 41 08 00 d3 06 04 03 616263",
		"04 04 01 16 41 08 00 d3 06 04 03 202020");
	sms_hex(&b, "02 04 41 02 00 00");
	CU_ASSERT_TRUE(li_slice_eq(redact(sms_slice(&b), false, &modifications),
		sms_slice(&b)));
	CU_ASSERT_EQUAL(modifications, 0);
}

/* What cannot be read is blanked whole: fails closed. */
static void test_sms__blanks_whole_what_does_not_fit(void)
{
	struct sms_build b;
	uint32_t modifications;

	sms_message(&b, true, LI_SMS_GSM7, (struct li_slice){0}, "hello");
	for (size_t cut = 1; cut < b.n; cut++) {
		struct li_slice out = redact(li_slice(b.octets, b.n - cut),
			false, &modifications);

		CU_ASSERT_EQUAL(modifications, LI_MOD_BODY);
		for (size_t i = 0; i < out.n; i++)
			CU_ASSERT_EQUAL(out.p[i], ' ');
	}
	/* a header whose elements do not fill it */
	b.n = 0;
	sms_hex(&b, "00 01 00 00 0e 41 00 02 91 21 00 04 06 04 0003 4142 43");
	redact(sms_slice(&b), false, &modifications);
	CU_ASSERT_EQUAL(modifications, LI_MOD_BODY);
	li_arena_fini(&arena);
}

UNIT_MAIN("redact.sms",
	UNIT_TEST(test_sms__writes_spaces_in_the_coding_of_the_message),
	UNIT_TEST(test_sms__keeps_what_puts_messages_together),
	UNIT_TEST(test_sms__turns_other_elements_into_fillers),
	UNIT_TEST(test_sms__blanks_every_coding_and_a_relative_validity),
	UNIT_TEST(test_sms__leaves_each_task_its_own_copy),
	UNIT_TEST(test_sms__blanks_what_comes_with_an_acknowledgement),
	UNIT_TEST(test_sms__blanks_whole_what_does_not_fit))
