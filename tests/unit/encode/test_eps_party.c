/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps_party.h"
#include "unit.h"

static void add(struct li_eps_list *list, const struct li_eps_list *except,
	enum li_id_kind kind, const char *text)
{
	struct li_identity id;

	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(text), &id),
		LI_OK);
	/* The list borrows: texts of these tests outlive it. */
	id.kind = kind;
	CU_ASSERT_TRUE(
		li_eps_list_add_text(list, except, kind, li_slice_str(text)));
}

static void test_eps_party__fills_a_party_before_it_opens_the_next(void)
{
	struct li_eps_list list = {0};

	add(&list, NULL, LI_ID_IMPU, "sip:a@b");
	add(&list, NULL, LI_ID_IMPI, "a@b");
	add(&list, NULL, LI_ID_IMPU, "tel:+1");
	CU_ASSERT_EQUAL(list.parties, 1);
	add(&list, NULL, LI_ID_IMPU, "sip:c@b");
	CU_ASSERT_EQUAL(list.parties, 2);
	add(&list, NULL, LI_ID_IMPI, "c@b");
	CU_ASSERT_EQUAL(list.parties, 2);
	CU_ASSERT_EQUAL(list.count, 5);
	CU_ASSERT_PTR_NOT_NULL(list.party[0].partyIdentity.tel_uri);
	CU_ASSERT_PTR_NULL(list.party[1].partyIdentity.tel_uri);
	CU_ASSERT_PTR_NOT_NULL(list.party[1].partyIdentity.iMPI);
	CU_ASSERT_EQUAL(list.party[1].party_Qualifier, 3);
}

static void test_eps_party__writes_an_identity_once(void)
{
	struct li_eps_list first = {0}, second = {0};

	add(&first, NULL, LI_ID_IMPU, "sip:a@b.example");
	add(&first, NULL, LI_ID_IMPU, "sip:a@b.example");
	add(&first, NULL, LI_ID_IMPU, "SIP:a@B.Example");
	CU_ASSERT_EQUAL(first.count, 1);
	add(&second, &first, LI_ID_IMPU, "sip:a@b.example");
	add(&second, &first, LI_ID_IMPU, "SIP:a@B.EXAMPLE;user=phone");
	CU_ASSERT_EQUAL(second.count, 0);
	/* The same text of another kind is another identity. */
	CU_ASSERT_TRUE(li_eps_list_add_text(&first, NULL, LI_ID_IMPI,
		li_slice_str("sip:a@b.example")));
	CU_ASSERT_EQUAL(first.count, 2);
	CU_ASSERT_TRUE(li_eps_list_add_text(&first, NULL, LI_ID_IMPI,
		li_slice_str("")));
	CU_ASSERT_EQUAL(first.count, 2);
}

static void test_eps_party__codes_an_imei_as_map_does(void)
{
	/* TS 29.002 cl. 17.7.8; TS 23.003 cl. 6.2.1 */
	static const uint8_t want[] = {0x53, 0x76, 0x56, 0x80, 0x21, 0x43, 0x65,
		0xf0};
	struct li_identity id = {.kind = LI_ID_IMEI,
		.len = 14,
		.text = "35676508123456"};
	struct li_eps_list list = {0};
	const OCTET_STRING_t *imei;
	char digits[2 * LI_EPS_DIGITS_MAX];

	CU_ASSERT_TRUE(li_eps_list_add(&list, NULL, &id));
	imei = list.party[0].partyIdentity.imei;
	CU_ASSERT_PTR_NOT_NULL_FATAL(imei);
	CU_ASSERT_EQUAL(imei->size, 8);
	CU_ASSERT_EQUAL(memcmp(imei->buf, want, 8), 0);
	CU_ASSERT_TRUE(li_slice_is(li_eps_digits_read(LI_EPS_SLOT_IMEI,
					   li_slice(want, 8), digits),
		id.text));
	CU_ASSERT_EQUAL(li_eps_digits_read(LI_EPS_SLOT_IMEI, li_slice(want, 7),
				digits)
				.n,
		0);
	CU_ASSERT_EQUAL(li_eps_digits_read(LI_EPS_SLOT_IMEI,
				li_slice("\x5a\x76\x56\x80\x21\x43\x65\xf0", 8),
				digits)
				.n,
		0);
	id.text[3] = 'x';
	CU_ASSERT_TRUE(li_eps_list_add(&list, NULL, &id));
	CU_ASSERT_EQUAL(list.count, 1);
}

static void codes(enum li_id_kind kind, const char *text, struct li_slice want)
{
	enum li_eps_slot slot =
		kind == LI_ID_IMSI ? LI_EPS_SLOT_IMSI : LI_EPS_SLOT_MSISDN;
	char digits[2 * LI_EPS_DIGITS_MAX];
	struct li_eps_list list = {0};
	const OCTET_STRING_t *got;
	struct li_identity id;

	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(text), &id),
		LI_OK);
	CU_ASSERT_TRUE(li_eps_list_add(&list, NULL, &id));
	CU_ASSERT_TRUE(li_eps_list_add(&list, NULL, &id));
	CU_ASSERT_EQUAL(list.count, 1);
	got = kind == LI_ID_IMSI ? list.party[0].partyIdentity.imsi
				 : list.party[0].partyIdentity.msISDN;
	CU_ASSERT_PTR_NOT_NULL_FATAL(got);
	CU_ASSERT_TRUE(
		li_slice_eq(li_slice(got->buf, (size_t)got->size), want));
	CU_ASSERT_TRUE(
		li_slice_is(li_eps_digits_read(slot, want, digits), text));
}

/* TS 29.002 cl. 17.7.8, TS 23.003 cl. 2.2: IMSI and ISDN-AddressString */
static void test_eps_party__codes_an_imsi_and_a_number_as_map_does(void)
{
	codes(LI_ID_IMSI, "001010000000001",
		li_slice("\x00\x01\x01\x00\x00\x00\x00\xf1", 8));
	codes(LI_ID_IMSI, "26201123456789",
		li_slice("\x62\x02\x11\x32\x54\x76\x98", 7));
	codes(LI_ID_E164, "15551230001",
		li_slice("\x91\x51\x55\x21\x03\x00\xf1", 7));
}

static void test_eps_party__stops_at_its_bound(void)
{
	static char texts[LI_EPS_LIST_MAX + 1][16];
	struct li_eps_list list = {0};

	for (size_t i = 0; i <= LI_EPS_LIST_MAX; i++) {
		snprintf(texts[i], sizeof(texts[i]), "sip:%zu@b", i);
		CU_ASSERT_EQUAL(li_eps_list_add_text(&list, NULL, LI_ID_IMPU,
					li_slice_str(texts[i])),
			i < LI_EPS_LIST_MAX);
	}
	CU_ASSERT_EQUAL(list.count, LI_EPS_LIST_MAX);
	CU_ASSERT_EQUAL(list.parties, LI_EPS_LIST_MAX);
}

/* TS 33.108 cl. B.9: partyInformation is SIZE (1..10) */
static void test_eps_party__opens_no_more_parties_than_there_may_be(void)
{
	struct li_eps_list list = {.most = 2};

	add(&list, NULL, LI_ID_IMPU, "sip:a@b");
	add(&list, NULL, LI_ID_IMPU, "sip:c@b");
	CU_ASSERT_FALSE(li_eps_list_add_text(&list, NULL, LI_ID_IMPU,
		li_slice_str("sip:d@b")));
	CU_ASSERT_EQUAL(list.count, 2);
	/* There is a place for other kinds still, and for what is there. */
	add(&list, NULL, LI_ID_IMPU, "tel:+1");
	add(&list, NULL, LI_ID_IMPU, "sip:a@b");
	CU_ASSERT_EQUAL(list.count, 3);
	CU_ASSERT_EQUAL(list.parties, 2);
}

static void test_eps_party__makes_one_party_of_one_identity(void)
{
	struct li_iri_name id = {LI_ID_IMSI, li_slice_str("001010000000001")};
	struct li_eps_one one = {.slot = LI_EPS_SLOT_SIP};

	CU_ASSERT_TRUE(li_eps_one(&id, &one));
	CU_ASSERT_EQUAL(one.slot, LI_EPS_SLOT_IMSI);
	CU_ASSERT_PTR_EQUAL(one.party.partyIdentity.imsi, &one.string);
	CU_ASSERT_EQUAL(one.string.size, 8);
	id.text = li_slice_str("00101000000000x");
	CU_ASSERT_FALSE(li_eps_one(&id, &one));
	id.kind = LI_ID_IMPU;
	id.text = li_slice_str("");
	CU_ASSERT_FALSE(li_eps_one(&id, &one));
}

UNIT_MAIN("encode.eps_party",
	UNIT_TEST(test_eps_party__fills_a_party_before_it_opens_the_next),
	UNIT_TEST(test_eps_party__writes_an_identity_once),
	UNIT_TEST(test_eps_party__codes_an_imei_as_map_does),
	UNIT_TEST(test_eps_party__codes_an_imsi_and_a_number_as_map_does),
	UNIT_TEST(test_eps_party__stops_at_its_bound),
	UNIT_TEST(test_eps_party__opens_no_more_parties_than_there_may_be),
	UNIT_TEST(test_eps_party__makes_one_party_of_one_identity))
