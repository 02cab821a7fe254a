/* SPDX-License-Identifier: BSD-3-Clause */
#include "base64_build.h"
#include "model/mikey.h"
#include "unit.h"

/* The common header up to the number of sessions: version 1, data type, first
 * payload, PRF-HMAC-SHA-256, CSB ID. RFC 3830 cl. 6.1 */
#define HEADER(type, first) "\x01" type first "\x01\x12\x34\x56\x78"
#define INIT "\x0e"
#define RESP "\x0f"
#define NO_MAP "\x00\x01" /* RFC 4563 cl. 5 */

/* Payloads: the next one, then as the RFCs have them. */
#define T(next) next "\x00\xe1\x02\x03\x04\x05\x06\x07\x08" /* 3830 cl. 6.6 */
#define RANDR(next) next "\x01\x04rand"
#define IDRI(next) next "\x01\x01\x00\x15sip:alice@ims.example" /* cl. 6.6 */
#define IDRR(next) next "\x02\x01\x00\x13sip:bob@ims.example"
#define IDRK(next)                                                             \
	next "\x03\x00\x00\x0f"                                                \
	     "kms.ims.example"
#define IDRS IDRI("\x0e") IDRR("\x0e") IDRK("\x00")
#define BEFORE(kind, octets) HEADER(INIT, kind) NO_MAP "\x0e" octets IDRS
#define ALL "sip:alice@ims.example", "sip:bob@ims.example", "kms.ims.example"

struct row {
	const char *what, *octets;
	size_t n;
	uint8_t type;
	const char *initiator, *responder, *kms;
};

#define ROW(what, octets, ...)                                                 \
	{                                                                      \
		what, octets, sizeof(octets) - 1, __VA_ARGS__                  \
	}

static struct li_slice text_of(const char *octets, size_t n)
{
	static char text[4096];

	CU_ASSERT_TRUE_FATAL(base64_length(n) <= sizeof(text));
	return base64_build(li_slice(octets, n), text);
}

static void check(const struct row *row)
{
	uint8_t room[2048];
	struct li_mikey m;
	const li_err err = li_mikey_read(text_of(row->octets, row->n), room,
		sizeof(room), &m);
	const bool good = err == LI_OK && m.type == row->type &&
		li_slice_is(m.initiator, row->initiator) &&
		li_slice_is(m.responder, row->responder) &&
		li_slice_is(m.kms, row->kms);

	if (!good)
		fprintf(stderr, "%s\n", row->what);
	CU_ASSERT_TRUE(good);
}

static void check_all(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(&rows[i]);
}

#define CHECK(rows) check_all(rows, sizeof(rows) / sizeof((rows)[0]))

/* RFC 6043 cl. 4.2.2, 6.1, 6.6 */
static void test_mikey__tells_whom_a_ticket_names(void)
{
	static const struct row rows[] = {
		ROW("an offer with its ticket",
			HEADER(INIT, "\x05") NO_MAP T("\x0f") RANDR("\x0e")
				IDRI("\x0e") IDRR("\x0e")
					IDRK("\x11") "\x00ticket",
			14, ALL),
		ROW("an answer",
			HEADER(RESP, "\x05") NO_MAP T("\x0f") RANDR("\x0e")
				IDRR("\x00"),
			15, "", "sip:bob@ims.example", ""),
		ROW("nobody", HEADER(INIT, "\x00") NO_MAP, 14, "", "", ""),
		ROW("another type", HEADER("\x00", "\x0e") NO_MAP IDRS, 0, ALL),
		ROW("a NAI",
			HEADER(INIT, "\x0e") NO_MAP "\x00\x01\x00\x00\x03"
						    "a@b",
			14, "a@b", "", ""),
		ROW("what is neither NAI nor URI",
			HEADER(INIT, "\x0e") NO_MAP
			"\x0e\x03\x02\x00\x03kms" IDRS,
			14, ALL),
		ROW("a PSK, an application, KMSs of either side, no role",
			HEADER(INIT, "\x0e") NO_MAP
			"\x0e\x04\x01\x00\x01p\x0e\x05\x01\x00\x01q"
			"\x0e\x06\x01\x00\x01r\x0e\x07\x01\x00\x01s"
			"\x0e\x00\x01\x00\x01t\x0e\xff\x01\x00\x01u" IDRS,
			14, ALL),
		ROW("the first of its role",
			HEADER(INIT, "\x0e") NO_MAP IDRI("\x0e") IDRR("\x0e")
				IDRK("\x0e") "\x0e\x03\x01\x00\x03not"
					     "\x00\x01\x01\x00\x01x",
			14, ALL),
	};

	CHECK(rows);
}

/* RFC 3830 cl. 6.7, 6.10, 6.11, 6.12, 6.15; RFC 6043 cl. 6 */
static void test_mikey__goes_behind_what_stands_before(void)
{
	static const struct row rows[] = {
		ROW("an ID", BEFORE("\x06", "\x01\x00\x02xy"), 14, ALL),
		ROW("a certificate", BEFORE("\x07", "\x00\x00\x02xy"), 14, ALL),
		ROW("a policy", BEFORE("\x0a", "\x00\x00\x00\x03\x01\x01\x10"),
			14, ALL),
		ROW("a RAND", BEFORE("\x0b", "\x04rand"), 14, ALL),
		ROW("an error", BEFORE("\x0c", "\x0c\x00\x00"), 14, ALL),
		ROW("a RANDR", BEFORE("\x0f", "\x02\x04rand"), 14, ALL),
		ROW("an extension", BEFORE("\x15", "\x01\x00\x02xy"), 14, ALL),
	};

	CHECK(rows);
}

/* RFC 3830 cl. 6.2, 6.6, 6.9; RFC 6043 cl. 6.2, 6.3, 6.4 */
static void test_mikey__goes_behind_times_and_macs(void)
{
	static const struct row rows[] = {
		ROW("NTP-UTC", BEFORE("\x05", "\x00tttttttt"), 14, ALL),
		ROW("NTP", BEFORE("\x05", "\x01tttttttt"), 14, ALL),
		ROW("COUNTER", BEFORE("\x05", "\x02tttt"), 14, ALL),
		ROW("NTP-UTC-32", BEFORE("\x05", "\x03tttt"), 14, ALL),
		ROW("a time of a role", BEFORE("\x0d", "\x01\x03tttt"), 14,
			ALL),
		ROW("no MAC", BEFORE("\x09", "\x00"), 14, ALL),
		ROW("HMAC-SHA-1", BEFORE("\x09", "\x01tttttttttttttttttttt"),
			14, ALL),
		ROW("HMAC-SHA-256",
			BEFORE("\x09", "\x02tttttttttttttttttttttttttttttttt"),
			14, ALL),
		ROW("a KEMAC", BEFORE("\x01", "\x00\x00\x03key\x00"), 14, ALL),
	};

	CHECK(rows);
}

/* RFC 3830 cl. 6.1.1; RFC 4563 cl. 5; RFC 6043 cl. 6.1.1 */
static void test_mikey__goes_behind_the_names_of_sessions(void)
{
	static const struct row rows[] = {
		ROW("SRTP-ID",
			HEADER(INIT, "\x0e") "\x02\x00"
					     "\x00ssssrrrr\x00ssssrrrr" IDRS,
			14, ALL),
		ROW("none of SRTP-ID", HEADER(INIT, "\x0e") "\x00\x00" IDRS, 14,
			ALL),
		ROW("an empty map", HEADER(INIT, "\x0e") "\xff\x01" IDRS, 14,
			ALL),
		ROW("GENERIC-ID",
			HEADER(INIT, "\x0e") "\x02\x02"
					     "\x01\x00\x82pp\x00\x04ssss\x02sp"
					     "\x02\x00\x00\x00\x00\x00" IDRS,
			14, ALL),
		ROW("an unknown map", HEADER(INIT, "\x0e") "\x01\x03" IDRS, 14,
			"", "", ""),
		ROW("more than there are", HEADER(INIT, "\x0e") "\xff\x02" IDRS,
			14, "", "", ""),
	};

	CHECK(rows);
}

static void test_mikey__keeps_what_it_found_where_it_cannot_go_on(void)
{
#define KEPT "sip:alice@ims.example", "", ""
#define FOUND(next) HEADER(INIT, "\x0e") NO_MAP IDRI(next)
	static const struct row rows[] = {
		ROW("a ticket", FOUND("\x11") "\x0e" IDRS, 14, KEPT),
		ROW("a signature", FOUND("\x04") "\x10\x02xy", 14, KEPT),
		ROW("Diffie-Hellman", FOUND("\x03") "\x0e\x00" IDRS, 14, KEPT),
		ROW("an unknown one", FOUND("\xfa") "\x0e\x00\x01\x00" IDRS, 14,
			KEPT),
		ROW("nothing where one should be", FOUND("\x0e"), 14, KEPT),
		ROW("a role alone", FOUND("\x0e") "\x00\x02", 14, KEPT),
		ROW("half a length", FOUND("\x0e") "\x00\x02\x01\x00", 14,
			KEPT),
		ROW("an octet too few", FOUND("\x0e") "\x00\x02\x01\x00\x03xy",
			14, KEPT),
		ROW("a time of an unknown kind",
			FOUND("\x05") "\x0e\x04tttttttt" IDRS, 14, KEPT),
		ROW("a MAC of an unknown kind",
			FOUND("\x09") "\x0e\x03" IDRR("\x00"), 14, KEPT),
		ROW("octets behind the last", FOUND("\x00") IDRR("\x00"), 14,
			KEPT),
	};

	CHECK(rows);
}

/* RFC 3830 cl. 6.1: version 1 */
static void test_mikey__refuses_what_has_no_header(void)
{
	static const char whole[] = FOUND("\x00");
	static const char *const texts[] = {"", "AQ4A", "====", "A", "AQ4AAR",
		"AQ4AARI0VngAAQ=", "AQ4AARI0VngA AQ==", "AQ4AARI0VngAA-=="};
	uint8_t room[64];
	struct li_mikey m;

	for (size_t n = 0; n < sizeof(whole); n++) {
		const li_err err = li_mikey_read(text_of(whole, n), room,
			sizeof(room), &m);

		CU_ASSERT_EQUAL(err, n < 10 ? LI_EMALFORMED : LI_OK);
		CU_ASSERT_EQUAL(m.type, n < 10 ? 0 : 14);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		CU_ASSERT_EQUAL(li_mikey_read(li_slice_str(texts[i]), room,
					sizeof(room), &m),
			LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_mikey_read(text_of("\x02\x0e\0\0\0\0\0\0\0\1", 10),
				room, sizeof(room), &m),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(m.type, 0);
	CU_ASSERT_EQUAL(li_mikey_read(text_of(whole, sizeof(whole) - 1), room,
				sizeof(whole) - 2, &m),
		LI_ETOOBIG);
}

/* Lines of an SDP: RFC 4567 cl. 3.1; RFC 8866 cl. 5 */
static void test_mikey__finds_lines_of_a_session_and_of_its_media(void)
{
	static const char sdp[] =
		"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n"
		"a=key-mgmt:mikey QUJD\r\nt=0 0\r\n"
		"m=audio 4 RTP/SAVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
		"m=video 6 RTP/SAVP 31\r\na=key-mgmt:mikey REVG\r\n"
		"a=key-mgmt:mikey R0hJ";
	struct li_key_mgmt out[4];

	CU_ASSERT_EQUAL_FATAL(li_key_mgmt_find(li_slice_str(sdp), out, 4), 3);
	CU_ASSERT_EQUAL(out[0].media, LI_KEY_MGMT_SESSION);
	CU_ASSERT_TRUE(li_slice_is(out[0].value, "QUJD"));
	CU_ASSERT_EQUAL(out[1].media, 1);
	CU_ASSERT_TRUE(li_slice_is(out[1].value, "REVG"));
	CU_ASSERT_EQUAL(out[2].media, 1);
	CU_ASSERT_TRUE(li_slice_is(out[2].value, "R0hJ"));
	CU_ASSERT_EQUAL(li_key_mgmt_find(li_slice_str(sdp), out, 2), 2);
	CU_ASSERT_EQUAL(li_key_mgmt_find(li_slice_str(sdp), NULL, 0), 0);
}

/* RFC 4567 cl. 3.1: 0*1SP prtcl-id SP keymgmt-data; RFC 5234 cl. 2.3 */
static void test_mikey__knows_the_line_from_others(void)
{
	static const struct {
		const char *line, *value;
	} rows[] = {
		{"a=key-mgmt:mikey QUJD", "QUJD"},
		{"a=key-mgmt: mikey QUJD", "QUJD"},
		{"a=key-mgmt:MIKEY QUJD", "QUJD"},
		{"a=key-mgmt:Mikey  QUJD \r", "QUJD"},
		{"a=key-mgmt:mikey QU JD", "QU JD"},
		{"\n\n\ra=x\na=key-mgmt:mikey QUJD\nm", "QUJD"},
		{"a=key-mgmt:  mikey QUJD", NULL},
		{"a=key-mgmt:mikeyQUJD", NULL},
		{"a=key-mgmt:mikey2 QUJD", NULL},
		{"a=key-mgmt:mike QUJD", NULL},
		{"a=key-mgmt:mikey", NULL},
		{"a=key-mgmt:mikey \r\n", NULL},
		{"a=key-mgmt:", NULL},
		{"a=key-mgmt", NULL},
		{"A=key-mgmt:mikey QUJD", NULL},
		{"a=Key-Mgmt:mikey QUJD", NULL},
		{" a=key-mgmt:mikey QUJD", NULL},
		{"a=xkey-mgmt:mikey QUJD", NULL},
		{"", NULL},
		{"\n", NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_key_mgmt out;

		CU_ASSERT_EQUAL(li_key_mgmt_find(li_slice_str(rows[i].line),
					&out, 1),
			rows[i].value ? 1 : 0);
		if (rows[i].value)
			CU_ASSERT_TRUE(li_slice_is(out.value, rows[i].value));
	}
}

UNIT_MAIN("model.mikey", UNIT_TEST(test_mikey__tells_whom_a_ticket_names),
	UNIT_TEST(test_mikey__goes_behind_what_stands_before),
	UNIT_TEST(test_mikey__goes_behind_times_and_macs),
	UNIT_TEST(test_mikey__goes_behind_the_names_of_sessions),
	UNIT_TEST(test_mikey__keeps_what_it_found_where_it_cannot_go_on),
	UNIT_TEST(test_mikey__refuses_what_has_no_header),
	UNIT_TEST(test_mikey__finds_lines_of_a_session_and_of_its_media),
	UNIT_TEST(test_mikey__knows_the_line_from_others))
