/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/ident.h"
#include "step/kit.h"
#include "unit.h"

#define DERIVED "001010000000001@ims.mnc001.mcc001.3gppnetwork.org"

static struct li_intern hosts;

static union {
	struct li_ident id;
	uint8_t room[LI_IDENT_MAX];
} made;

static struct li_identity pack(enum li_id_kind kind, const char *text)
{
	struct li_identity id = kit_identity(kind, text);
	struct li_ident_keys keys;

	li_ident_keys(&id, &kit_secret, &keys);
	CU_ASSERT_EQUAL(li_ident_pack(&hosts, &kit_secret, &id, &keys,
				&made.id),
		li_ident_size(&made.id));
	return id;
}

/* TS 23.003 cl. 13 */
static void test_ident__gives_its_text_back(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
		size_t octets; /* of the text, packed */
	} rows[] = {
		{LI_ID_IMPU, "sip:+15551230001@ims.example", 8},
		{LI_ID_IMPU, "sip:alice@ims.example", 7},
		{LI_ID_IMPU, "sip:0123@ims.example", 4},
		{LI_ID_IMPU, "sip:+1555;ext=1@ims.example", 13},
		{LI_ID_IMPU, "sip:ims.example", 11},
		{LI_ID_IMPU, "tel:+15551230001", 6},
		{LI_ID_IMPU, "tel:+155512300012", 6},
		{LI_ID_IMPU, "tel:911;phone-context=ims.example", 29},
		{LI_ID_IMPU, "sip:" DERIVED, 10},
		{LI_ID_IMPI, DERIVED, 10},
		{LI_ID_IMPI, "alice@ims.example", 7},
		{LI_ID_IMPI, "alice", 5},
		{LI_ID_IMPI, "12345", 3},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_identity id = pack(rows[i].kind, rows[i].text), back;

		li_ident_unpack(&hosts, &made.id, &back);
		CU_ASSERT_STRING_EQUAL(back.text, id.text);
		CU_ASSERT_EQUAL(back.kind, rows[i].kind);
		CU_ASSERT_EQUAL(back.len, id.len);
		CU_ASSERT_EQUAL(made.id.len, rows[i].octets);
		li_ident_drop(&hosts, &made.id);
	}
}

static const struct {
	enum li_id_kind kind, by;
	const char *text, *as;
	bool has;
} known_by[] = {
	{LI_ID_IMPU, LI_ID_IMPU, "sip:+1555@ims.example",
		"sip:+1555@ims.example", true},
	{LI_ID_IMPU, LI_ID_IMPU, "sip:+1555@ims.example", "tel:+1555", true},
	{LI_ID_IMPU, LI_ID_IMPU, "tel:+1555", "sip:+1555@b.example", true},
	{LI_ID_IMPU, LI_ID_IMPU, "sip:+1555@ims.example", "sip:+1555@b.example",
		false},
	/* who is behind a number is not who has it: RFC 3966 cl. 5.3 */
	{LI_ID_IMPU, LI_ID_IMPU, "sip:+1555;ext=5@ims.example",
		"tel:+1555;ext=5", true},
	{LI_ID_IMPU, LI_ID_IMPU, "sip:+1555;ext=5@ims.example", "tel:+1555",
		false},
	{LI_ID_IMPU, LI_ID_IMPU, "tel:+1555;ext=5", "tel:+1555", false},
	{LI_ID_IMPI, LI_ID_IMSI, DERIVED, "001010000000001", true},
	{LI_ID_IMPU, LI_ID_IMSI, "sip:" DERIVED, "001010000000001", true},
	{LI_ID_IMPI, LI_ID_IMSI, DERIVED, "001010000000002", false},
	{LI_ID_IMPI, LI_ID_IMPI, DERIVED, DERIVED, true},
	{LI_ID_IMPI, LI_ID_IMPU, DERIVED, "sip:" DERIVED, true},
};

static void test_ident__has_the_keys_that_it_is_looked_for_by(void)
{
	for (size_t i = 0; i < sizeof(known_by) / sizeof(known_by[0]); i++) {
		struct li_identity by =
			kit_identity(known_by[i].by, known_by[i].as);
		struct li_key keys[LI_ID_KEYS_MAX];
		size_t n = li_identity_keys_given(&by, &kit_secret, keys);
		bool has = false;

		pack(known_by[i].kind, known_by[i].text);
		while (n-- > 0)
			has = has || li_ident_has(&made.id, keys[n]);
		CU_ASSERT_EQUAL(has, known_by[i].has);
		li_ident_drop(&hosts, &made.id);
	}
	li_intern_fini(&hosts);
}

UNIT_MAIN("mirror.ident", UNIT_TEST(test_ident__gives_its_text_back),
	UNIT_TEST(test_ident__has_the_keys_that_it_is_looked_for_by))
