/* SPDX-License-Identifier: BSD-3-Clause
 *
 * One row for each cell of the table of who is found where: a target, a place
 * in a message, and whether the target counts there.
 */
#include "screen/screen.h"
#include "step/kit.h"
#include "unit.h"

#define NUMBER "15551230001"
#define TEL "tel:+" NUMBER
#define SIP_TEL "sip:+" NUMBER "@ims.example;user=phone"
#define IMSI "001010000000001"
#define IMSI_HOST "ims.mnc001.mcc001.3gppnetwork.org"
#define IMSI_IMPI IMSI "@" IMSI_HOST
#define IMSI_IMPU "sip:" IMSI "@" IMSI_HOST

enum { REG = LI_SIP_REGISTER, CALL = LI_SIP_INVITE, MSG = LI_SIP_MESSAGE };

struct cell {
	enum li_id_kind kind;
	const char *target;
	int method;
	enum li_role role;
	const char *seen;
	size_t hits;
};

static size_t hits(const struct li_task *task, const struct li_event *event,
	const struct li_change *change)
{
	struct li_screen *s = NULL;
	const struct li_hit *h;
	size_t n;

	CU_ASSERT_EQUAL_FATAL(li_screen_new(&kit_secret, &s), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_screen_load(s, task, 1), LI_OK);
	n = li_screen_match(s, event, change, &h);
	li_screen_free(s);
	return n;
}

static void check(const struct cell *cells, size_t n)
{
	static const struct li_change change = {.from_opener = true};

	for (size_t i = 0; i < n; i++) {
		const struct cell *c = &cells[i];
		struct li_task task = kit_task(1, c->kind, c->target);
		struct li_event e =
			kit_sip((enum li_sip_method)c->method, 0, "c");

		kit_party(&e, c->role, c->seen);
		CU_ASSERT_EQUAL_FATAL(e.party_count, 1);
		if (hits(&task, &e, &change) != c->hits) {
			fprintf(stderr, "cell %zu: %s\n", i, c->target);
			CU_FAIL("another number of hits");
		}
	}
}

#define CHECK(cells) check(cells, sizeof(cells) / sizeof(cells[0]))

/* TS 33.128 cl. 7.12.2.8: From and To */
static void test_cells__of_a_register(void)
{
	static const struct cell cells[] = {
		{LI_ID_IMPU, ALICE, REG, LI_ROLE_FROM, ALICE, 1},
		{LI_ID_IMPU, ALICE, REG, LI_ROLE_TO, ALICE, 1},
		{LI_ID_IMPU, ALICE, REG, LI_ROLE_REQUEST_URI, ALICE, 0},
		{LI_ID_IMPU, ALICE, REG, LI_ROLE_P_ASSOCIATED, ALICE, 0},
		{LI_ID_IMPU, ALICE, REG, LI_ROLE_SERVED_TERMINATING, ALICE, 0},
		{LI_ID_IMPU, ALICE, REG, LI_ROLE_AUTH_USERNAME, IMPI, 0},
		{LI_ID_E164, NUMBER, REG, LI_ROLE_TO, TEL, 1},
		{LI_ID_E164, NUMBER, REG, LI_ROLE_FROM, SIP_TEL, 1},
		{LI_ID_E164, NUMBER, REG, LI_ROLE_P_ASSOCIATED, TEL, 0},
		{LI_ID_IMPI, IMPI, REG, LI_ROLE_AUTH_USERNAME, IMPI, 1},
		{LI_ID_IMPI, IMPI, REG, LI_ROLE_TO, ALICE, 0},
		{LI_ID_IMSI, IMSI, REG, LI_ROLE_AUTH_USERNAME, IMSI_IMPI, 1},
		{LI_ID_IMSI, IMSI, REG, LI_ROLE_AUTH_USERNAME, IMPI, 0},
		/* TS 23.003 cl. 13.4B: without Authorization */
		{LI_ID_IMSI, IMSI, REG, LI_ROLE_TO, IMSI_IMPU, 1},
		{LI_ID_IMSI, IMSI, REG, LI_ROLE_FROM, IMSI_IMPU, 1},
		{LI_ID_IMSI, IMSI, REG, LI_ROLE_REQUEST_URI, IMSI_IMPU, 0},
		{LI_ID_IMEI, IMEI, REG, LI_ROLE_CONTACT_INSTANCE, IMEI, 1},
		{LI_ID_IMEI, "35123400123456", REG, LI_ROLE_CONTACT_INSTANCE,
			"urn:gsma:imei:35123400-123456-7", 1},
	};

	CHECK(cells);
}

/* TS 33.128 cl. 7.12.2.8; TS 33.107 cl. 7A.2.1: local and non-local, either
 * way; any header that counts is a hit */
static void test_cells__of_a_call(void)
{
	static const struct cell cells[] = {
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_FROM, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_TO, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_REQUEST_URI, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_P_ASSERTED, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_P_PREFERRED, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_P_CALLED_PARTY, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_HISTORY_INFO, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_DIVERSION, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_SERVED, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_SERVED_ORIGINATING, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_SERVED_TERMINATING, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_SERVED_DIVERTING, ALICE, 1},
		{LI_ID_IMPU, ALICE, CALL, LI_ROLE_P_ASSOCIATED, ALICE, 0},
		{LI_ID_IMPU, TEL, CALL, LI_ROLE_P_ASSERTED, SIP_TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_FROM, TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_TO, SIP_TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_REQUEST_URI, SIP_TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_P_ASSERTED, TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_P_PREFERRED, TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_P_CALLED_PARTY, TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_HISTORY_INFO, TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_DIVERSION, TEL, 1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_SERVED_ORIGINATING, SIP_TEL,
			1},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_TO, "tel:+15551230002", 0},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_TO, ALICE, 0},
		/* by registration alone */
		{LI_ID_IMPI, IMPI, CALL, LI_ROLE_AUTH_USERNAME, IMPI, 0},
		{LI_ID_IMSI, IMSI, CALL, LI_ROLE_AUTH_USERNAME, IMSI_IMPI, 0},
		{LI_ID_IMSI, IMSI, CALL, LI_ROLE_FROM, IMSI_IMPU, 0},
		/* a device that names itself: RFC 7254 */
		{LI_ID_IMEI, IMEI, CALL, LI_ROLE_CONTACT_INSTANCE, IMEI, 1},
		{LI_ID_IMEI, IMEI, MSG, LI_ROLE_CONTACT_INSTANCE, IMEI, 1},
	};

	CHECK(cells);
}

/* TS 33.128 cl. 7.12.2.8: TP-DA, TP-OA, TP-RA. TS 23.040 cl. 9.1.2.5 */
static void test_cells__of_an_sms(void)
{
	static const struct cell cells[] = {
		{LI_ID_IMPU, TEL, MSG, LI_ROLE_SMS_DESTINATION, NUMBER, 1},
		{LI_ID_IMPU, TEL, MSG, LI_ROLE_SMS_ORIGINATOR, NUMBER, 1},
		{LI_ID_IMPU, SIP_TEL, MSG, LI_ROLE_SMS_DESTINATION, NUMBER, 1},
		{LI_ID_IMPU, SIP_TEL, MSG, LI_ROLE_SMS_ORIGINATOR, NUMBER, 1},
		{LI_ID_E164, NUMBER, MSG, LI_ROLE_SMS_DESTINATION, NUMBER, 1},
		{LI_ID_E164, NUMBER, MSG, LI_ROLE_SMS_ORIGINATOR, NUMBER, 1},
		{LI_ID_IMPU, ALICE, MSG, LI_ROLE_SMS_ORIGINATOR, NUMBER, 0},
		{LI_ID_E164, NUMBER, MSG, LI_ROLE_SMS_ORIGINATOR, "15551", 0},
		{LI_ID_E164, NUMBER, CALL, LI_ROLE_SMS_ORIGINATOR, NUMBER, 0},
		/* the number in another domain is another IMPU still */
		{LI_ID_IMPU, SIP_TEL, MSG, LI_ROLE_FROM,
			"sip:+" NUMBER "@other.example;user=phone", 0},
		{LI_ID_IMPU, ALICE, MSG, LI_ROLE_FROM, ALICE, 1},
		{LI_ID_IMPU, ALICE, MSG, LI_ROLE_REQUEST_URI, ALICE, 1},
	};

	CHECK(cells);
}

/* TS 33.107 cl. 7A.2.3 */
static void test_cells__of_cx(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *target;
		size_t hits;
	} rows[] = {
		{LI_ID_IMPU, TEL, 1},
		{LI_ID_E164, NUMBER, 1},
		{LI_ID_IMPI, IMSI_IMPI, 1},
		{LI_ID_IMSI, IMSI, 1},
		{LI_ID_IMEI, IMEI, 0},
	};
	static const struct li_change change = {.from_opener = true};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_task task = kit_task(1, rows[i].kind, rows[i].target);
		struct li_event e = kit_cx(LI_CX_SAR, 1, IMSI_IMPI, TEL);

		CU_ASSERT_EQUAL(hits(&task, &e, &change), rows[i].hits);
	}
}

static void know(struct li_change *change, enum li_id_kind kind,
	const char *text, uint32_t roles)
{
	struct li_known *known = &change->known[change->known_count++];
	struct li_identity id = kit_identity(kind, text);

	known->roles = roles;
	known->sides = LI_SIDE_ANSWERER;
	known->key_count =
		(uint8_t)li_identity_keys_given(&id, &kit_secret, known->keys);
}

/* TS 33.128 cl. 7.12.2.8: from the registration of the contact.
 * TS 33.126 R6.3-400: an IMPU does not extend to its user's others. */
static void test_cells__by_registration(void)
{
	static const struct {
		enum li_id_kind target_kind;
		const char *target;
		enum li_id_kind kind;
		const char *known;
		size_t hits;
	} rows[] = {
		{LI_ID_IMPI, IMPI, LI_ID_IMPI, IMPI, 1},
		{LI_ID_IMSI, IMSI, LI_ID_IMPI, IMSI_IMPI, 1},
		{LI_ID_IMSI, IMSI, LI_ID_IMPI, IMPI, 0},
		{LI_ID_IMEI, IMEI, LI_ID_IMEI, IMEI, 1},
		{LI_ID_IMPU, ALICE, LI_ID_IMPU, ALICE, 0},
		{LI_ID_E164, NUMBER, LI_ID_IMPU, TEL, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_task task =
			kit_task(1, rows[i].target_kind, rows[i].target);
		struct li_event e = kit_sip(LI_SIP_INVITE, 0, "c");
		struct li_change change = {.from_opener = true};

		know(&change, rows[i].kind, rows[i].known,
			LI_ROLE_REGISTRATION);
		CU_ASSERT_EQUAL(hits(&task, &e, &change), rows[i].hits);
		change.known[0].roles |= LI_ROLE_CX_PUBLIC_IDENTITY;
		CU_ASSERT_EQUAL(hits(&task, &e, &change),
			rows[i].hits || rows[i].kind == LI_ID_IMPU);
	}
}

/* TS 103 221-1 cl. 6.2.1.2: one from the message, one from the mirror */
static void test_cells__of_two_targets_in_one_task(void)
{
	struct li_task task = kit_task(1, LI_ID_IMPU, BOB);
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_change change = {.from_opener = true};

	task.targets[task.target_count++] = kit_identity(LI_ID_IMSI, IMSI);
	task.targets[task.target_count++] = kit_identity(LI_ID_IMEI, IMEI);
	CU_ASSERT_EQUAL(hits(&task, &e, &change), 0);
	know(&change, LI_ID_IMPI, IMSI_IMPI, LI_ROLE_REGISTRATION);
	CU_ASSERT_EQUAL(hits(&task, &e, &change), 0);
	know(&change, LI_ID_IMEI, IMEI, LI_ROLE_REGISTRATION);
	CU_ASSERT_EQUAL(hits(&task, &e, &change), 1);
}

/* TS 33.128 cl. 7.12.2.8: by dialog, never by matching again */
static void test_cells__inside_a_dialog(void)
{
	struct li_task by_from = kit_task(1, LI_ID_IMPU, ALICE);
	struct li_task by_dialog = kit_task(2, LI_ID_IMPU, CAROL);
	struct li_event e = kit_call(LI_SIP_UPDATE, 0, "b");
	struct li_change change = {.from_opener = true, .way_known = true};

	know(&change, LI_ID_IMPU, CAROL, LI_ROLE_DIALOG | LI_ROLE_DIVERSION);
	CU_ASSERT_EQUAL(hits(&by_from, &e, &change), 1);
	CU_ASSERT_EQUAL(hits(&by_dialog, &e, &change), 1);
	change.in_dialog = true;
	CU_ASSERT_EQUAL(hits(&by_from, &e, &change), 0);
	CU_ASSERT_EQUAL(hits(&by_dialog, &e, &change), 1);
}

/* Who was asked of the filter with all others of the event is not asked again;
 * who is known is. */
static void test_cells__of_strangers(void)
{
	struct li_task by_from = kit_task(1, LI_ID_IMPU, ALICE);
	struct li_task by_dialog = kit_task(2, LI_ID_IMPU, CAROL);
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_change change = {.from_opener = true, .way_known = true};

	know(&change, LI_ID_IMPU, CAROL, LI_ROLE_DIALOG | LI_ROLE_DIVERSION);
	CU_ASSERT_EQUAL(hits(&by_from, &e, &change), 1);
	change.strangers = true;
	CU_ASSERT_EQUAL(hits(&by_from, &e, &change), 0);
	CU_ASSERT_EQUAL(hits(&by_dialog, &e, &change), 1);
}

UNIT_MAIN("screen.cells", UNIT_TEST(test_cells__of_a_register),
	UNIT_TEST(test_cells__of_a_call), UNIT_TEST(test_cells__of_an_sms),
	UNIT_TEST(test_cells__of_cx), UNIT_TEST(test_cells__by_registration),
	UNIT_TEST(test_cells__of_two_targets_in_one_task),
	UNIT_TEST(test_cells__inside_a_dialog),
	UNIT_TEST(test_cells__of_strangers))
