/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 103 120 cl. 6, cl. 7, cl. 8: a request is read whole, or refused for what
 * in it is not understood.
 */
#include "warrant.h"

/* TS 33.128 table 5.4.1-1 */
static void test_request__reads_an_authorisation_and_its_task(void)
{
	struct li_hi1_request *r =
		read_request(REQUEST(AUTHORISATION("0", "") TASK("1")));
	const struct li_hi1_object *a = &r->objects[0], *t = &r->objects[1];
	char id[LI_UUID_TEXT];

	CU_ASSERT_EQUAL_FATAL(r->object_count, 2);
	CU_ASSERT_STRING_EQUAL(r->sender.name, "LEA-1");
	CU_ASSERT_STRING_EQUAL(r->receiver.country, "XX");
	CU_ASSERT_FALSE(a->is_task);
	CU_ASSERT_STRING_EQUAL(a->reference, "order/1");
	CU_ASSERT_STRING_EQUAL(a->legal_type, "law");
	CU_ASSERT_EQUAL(a->priority, 1);
	CU_ASSERT_EQUAL(a->ends_us, INT64_C(1811800800000001));
	CU_ASSERT_TRUE(t->is_task);
	li_uuid_format(&t->id, id);
	CU_ASSERT_STRING_EQUAL(id, TASK_ID);
	CU_ASSERT_EQUAL(t->associated_count, 1);
	CU_ASSERT_TRUE(li_uuid_eq(&t->associated[0], &a->id));
	CU_ASSERT_STRING_EQUAL(t->reference, "LIID-1");
	CU_ASSERT_STRING_EQUAL(t->delivery, "IRIOnly");
	CU_ASSERT_EQUAL(t->target_count, 1);
	CU_ASSERT_EQUAL(t->targets[0].kind, LI_ID_IMPU);
	CU_ASSERT_STRING_EQUAL(t->deliveries[0].host, "192.0.2.7");
	CU_ASSERT_EQUAL(t->deliveries[0].port, 4444);
	free(r);
}

/* TS 103 120 annex C, annex E, tables 7.9, 8.14 */
static void test_request__reads_formats_flags_and_who_approved(void)
{
	struct li_hi1_request *r = read_request(REQUEST(AUTHORISATION("0",
		"<a:AuthorisationApprovalDetails><c:ApprovalReference>court/7"
		"</c:ApprovalReference><c:ApproverDetails><c:ApproverName>judge"
		"</c:ApproverName></c:ApproverDetails><c:ApprovalTimestamp>"
		"2026-01-02T03:04:05Z</c:ApprovalTimestamp>"
		"<c:ApprovalIsEmergency>true</c:ApprovalIsEmergency>"
		"</a:AuthorisationApprovalDetails><a:AuthorisationFlags>" ENTRY(
			"a:AuthorisationFlag",
			"IsEmergency") "</a:AuthorisationFlags>") TASK_OF("1",
		TASK_ID, "Active",
		TARGET("IMPI", "canary@ims.example")
			TARGET("IMEI", "35693803564380")
				TARGET("InternationalE164", "15550100"),
		"IRIandCC", "")));
	const struct li_hi1_object *a = &r->objects[0], *t = &r->objects[1];

	CU_ASSERT_TRUE(a->emergency);
	CU_ASSERT_STRING_EQUAL(a->approval.reference, "court/7");
	CU_ASSERT_STRING_EQUAL(a->approval.name, "judge");
	CU_ASSERT_TRUE(a->approval.emergency);
	CU_ASSERT_EQUAL(a->approval.at_us, INT64_C(1767323045000000));
	CU_ASSERT_EQUAL_FATAL(t->target_count, 3);
	CU_ASSERT_EQUAL(t->targets[0].kind, LI_ID_IMPI);
	CU_ASSERT_EQUAL(t->targets[1].kind, LI_ID_IMEI);
	CU_ASSERT_EQUAL(t->targets[2].kind, LI_ID_E164);
	free(r);
}

#define DETAILS(rest)                                                          \
	"<a:AuthorisationApprovalDetails><c:ApproverDetails>" rest             \
	"</c:ApproverDetails></a:AuthorisationApprovalDetails>"

/* What says how somebody is reached, or whose case it is, narrows nothing.
 * TS 103 120 annex E, and tables of later versions */
static void test_request__reads_over_what_narrows_nothing(void)
{
	static const char *const all[] = {
		DETAILS("<c:ApproverContactDetails><c:ApproverPhoneNumber>"
			"15550100</c:ApproverPhoneNumber>"
			"</c:ApproverContactDetails><c:ApproverContactDetails>"
			"<c:Name>clerk</c:Name></c:ApproverContactDetails>"),
		"<a:AuthorisationJurisdiction>XX</a:AuthorisationJurisdiction>",
		ENTRY("a:AuthorisationTypeOfCase", "Theft"),
		"<a:AuthorisationLegalEntity>court</a:AuthorisationLegalEntity>",
	};
	const char *whole = REQUEST(AUTHORISATION("0", "@")),
		   *at = strchr(whole, '@');

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_hi1_request *r;
		struct li_buf b = {0};

		li_buf_put(&b, whole, (size_t)(at - whole));
		li_buf_put_str(&b, all[i]);
		li_buf_put_str(&b, at + 1);
		li_buf_put_u8(&b, 0);
		r = read_request((const char *)b.p);
		CU_ASSERT_STRING_EQUAL(r->objects[0].reference, "order/1");
		li_buf_fini(&b);
		free(r);
	}
}

static const struct {
	const char *text, *where;
	li_err err;
} bad[] = {
	{"", "XML", LI_EMALFORMED},
	{"<HI1Message/>", "HI1Message", LI_EMALFORMED},
	{"<!DOCTYPE a><a/>", "XML", LI_EUNSUPPORTED},
	/* TS 103 120 cl. 6.4.4 */
	{REQUEST(AUTHORISATION("1", "")), "ActionIdentifier", LI_EMALFORMED},
	{REQUEST(""), "ActionRequest", LI_EMALFORMED},
	/* What is not known might narrow a task. */
	{REQUEST(AUTHORISATION("0", "<a:AuthorisationNote/>")), "HI1Object",
		LI_EMALFORMED},
	{REQUEST(AUTHORISATION("0", "<h:Generation>1</h:Generation>")),
		"HI1Object", LI_EMALFORMED},
	{REQUEST(AUTHORISATION("0",
		 "<a:AuthorisationFlags>" ENTRY("a:AuthorisationFlag",
			 "IsTest") "</a:AuthorisationFlags>")),
		"AuthorisationFlag", LI_EMALFORMED},
	{REQUEST(TASK_OF("0", TASK_ID, "Active", TARGET("MACAddress", "x"),
		 "IRIOnly", "")),
		"TargetIdentifierValue", LI_EMALFORMED},
	{REQUEST(TASK_OF("0", TASK_ID, "Active", TARGET("IMPU", "canary"),
		 "IRIOnly", "")),
		"TargetIdentifierValue", LI_EMALFORMED},
	{REQUEST(TASK_OF("0", TASK_ID, "Active",
		 IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU IMPU, "IRIOnly", "")),
		"TargetIdentifierValue", LI_ETOOBIG},
	{REQUEST(HANDED("0", ENTRY("t:HandoverFormat", "TS102232-2"))),
		"HandoverFormat", LI_EMALFORMED},
	{REQUEST(HANDED("0",
		 "<t:HandoverFormat>TS102232-5"
		 "</t:HandoverFormat>")),
		"HandoverFormat", LI_EMALFORMED},
	{REQUEST(HANDED("0", ENTRY("t:EncryptionDetails", "none"))),
		"DeliveryDestination", LI_EMALFORMED},
	{REQUEST(HANDED("0", ENTRY("t:DeliveryProfile", "fast"))),
		"DeliveryDestination", LI_EMALFORMED},
	{REQUEST(TASK_OF("0", "no-uuid", "Active", IMPU, "IRIOnly", "")),
		"ObjectIdentifier", LI_EMALFORMED},
	/* TS 103 120 cl. 6.4.2 */
	{REQUEST("<h:ActionRequest><h:ActionIdentifier>0"
		 "</h:ActionIdentifier></h:ActionRequest>"),
		"ActionRequest", LI_EMALFORMED},
	{REQUEST("<h:ActionRequest><h:ActionIdentifier>0"
		 "</h:ActionIdentifier><h:DELETE/></h:ActionRequest>"),
		"ActionRequest", LI_EMALFORMED},
	/* TS 103 280 ISOCountryCode */
	{REQUEST(CREATE("0", "a:AuthorisationObject", AUTH_ID,
		 "<h:CountryCode>xx</h:CountryCode>")),
		"CountryCode", LI_EMALFORMED},
	{REQUEST(CREATE("0", "t:LDTaskObject", TASK_ID, "")), "HI1Object",
		LI_EMALFORMED},
};

static void test_request__refuses_what_it_does_not_understand(void)
{
	struct li_hi1_request *r = malloc(sizeof(*r));

	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *where = "";
		li_err err = li_hi1_read(li_slice_str(bad[i].text), r, &where);

		CU_ASSERT_EQUAL(err, bad[i].err);
		CU_ASSERT_STRING_EQUAL(where, bad[i].where);
		if (err != bad[i].err || strcmp(where, bad[i].where) != 0)
			fprintf(stderr, "%zu: %s at %s\n", i, li_err_name(err),
				where);
		CU_ASSERT_PTR_NULL(strstr(where, "canary"));
	}
	free(r);
}

static void test_request__has_an_end_to_its_objects(void)
{
	struct li_hi1_request *r = malloc(sizeof(*r));
	const char *where = "";
	struct li_buf b = {0};
	const char *whole = REQUEST("@"), *at = strchr(whole, '@');

	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	li_buf_put(&b, whole, (size_t)(at - whole));
	for (int i = 0; i <= LI_HI1_OBJECTS_MAX; i++)
		li_buf_printf(&b,
			"<h:ActionRequest><h:ActionIdentifier>%d"
			"</h:ActionIdentifier>%s",
			i, strstr(AUTHORISATION("", ""), "<h:CREATE>"));
	li_buf_put_str(&b, at + 1);
	CU_ASSERT_EQUAL(li_hi1_read(li_buf_slice(&b), r, &where), LI_ETOOBIG);
	CU_ASSERT_EQUAL(r->object_count, LI_HI1_OBJECTS_MAX);
	li_buf_fini(&b);
	free(r);
}

/* TS 103 120 tables 8.11, 8.13 */
static void test_request__reads_how_it_is_handed_over(void)
{
	static const struct {
		const char *text;
		enum li_hi1_handover handover;
		const char *delivery;
	} all[] = {
		{REQUEST(TASK("0")), LI_HI1_HANDOVER_ANY, ""},
		{REQUEST(HANDED("0", ENTRY("t:HandoverFormat", "TS102232-5"))),
			LI_HI1_HANDOVER_IPMM, ""},
		{REQUEST(HANDED("0",
			 ENTRY("t:IRIorCC", "IRIOnly")
				 ENTRY("t:HandoverFormat", "TS102232-7"))),
			LI_HI1_HANDOVER_MOBILE, "IRIOnly"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_hi1_request *r = read_request(all[i].text);
		const struct li_hi1_address *d = &r->objects[0].deliveries[0];

		CU_ASSERT_EQUAL_FATAL(r->objects[0].delivery_count, 1);
		CU_ASSERT_EQUAL(d->handover, all[i].handover);
		CU_ASSERT_STRING_EQUAL(d->delivery, all[i].delivery);
		CU_ASSERT_STRING_EQUAL(d->host, "192.0.2.7");
		free(r);
	}
}

#define AT_ADDRESS(address)                                                    \
	REQUEST(TASK_TO("0", TASK_ID, "Active", IMPU, "IRIOnly",               \
		DELIVERY(address, "4444"), ""))

/* TS 103 280 IPv4Address: what is no address is refused, not looked for. */
static void test_request__reads_an_address_in_one_form(void)
{
	static const char *const none[] = {AT_ADDRESS("mdf.example"),
		AT_ADDRESS("192.0.2.256"), AT_ADDRESS("")};
	struct li_hi1_request *r = read_request(AT_ADDRESS("192.000.02.7"));
	const char *where;

	CU_ASSERT_STRING_EQUAL(r->objects[0].deliveries[0].host, "192.0.2.7");
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		CU_ASSERT_EQUAL(li_hi1_read(li_slice_str(none[i]), r, &where),
			LI_EMALFORMED);
	free(r);
}

/* TS 103 120 table 6.4 */
static void test_request__knows_each_verb(void)
{
	static const enum li_hi1_verb verbs[] = {LI_HI1_GET, LI_HI1_LIST,
		LI_HI1_OTHER, LI_HI1_OTHER, LI_HI1_UPDATE};
	struct li_hi1_request *r = read_request(REQUEST(GET("0",
		TASK_ID) ACTION("1", "<h:LIST/>") ACTION("2", "<h:DELIVER/>")
			ACTION("3", "<h:GETCSPCONFIG/>") NARROW("4", "7",
				"<t:EndTime>2027-01-01T00:00:"
				"00Z</t:EndTime>")));

	CU_ASSERT_EQUAL_FATAL(r->object_count, 5);
	for (size_t i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(r->objects[i].verb, verbs[i]);
	CU_ASSERT_EQUAL(r->objects[4].generation, 7);
	CU_ASSERT_EQUAL(r->objects[4].ends_us, INT64_C(1798761600000000));
	free(r);
}

/* TS 103 120 annex C: by the names of its format types */
static void test_request__knows_targets_by_their_formats(void)
{
	static const struct {
		const char *request;
		enum li_id_kind kind;
	} all[] = {
#define OF(format, value)                                                      \
	REQUEST(AUTHORISATION("0", "") TASK_OF("1", TASK_ID, "Active",         \
		TARGET(format, value), "IRIOnly", ""))
		{OF("SIP-URI", "sip:a@ims.example"), LI_ID_IMPU},
		{OF("TEL-URI", "tel:+4930123"), LI_ID_IMPU},
		{OF("IMPU", "sip:a@ims.example"), LI_ID_IMPU},
		{OF("IMPI", "a@ims.example"), LI_ID_IMPI},
		{OF("NAI", "a@ims.example"), LI_ID_IMPI},
		{OF("SUPINAI", "a@ims.example"), LI_ID_IMPI},
		{OF("SUPIIMSI", "001010123456789"), LI_ID_IMSI},
		{OF("IMSI", "001010123456789"), LI_ID_IMSI},
		{OF("PEIIMEI", "35209900176148"), LI_ID_IMEI},
		{OF("IMEI", "35209900176148"), LI_ID_IMEI},
		{OF("GPSIMSISDN", "4930123"), LI_ID_E164},
		{OF("InternationalE164", "4930123"), LI_ID_E164},
#undef OF
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_hi1_request *r = read_request(all[i].request);

		CU_ASSERT_EQUAL_FATAL(r->object_count, 2);
		CU_ASSERT_EQUAL(r->objects[1].targets[0].kind, all[i].kind);
		free(r);
	}
}

UNIT_MAIN("hi1.request",
	UNIT_TEST(test_request__reads_over_what_narrows_nothing),
	UNIT_TEST(test_request__reads_an_authorisation_and_its_task),
	UNIT_TEST(test_request__reads_formats_flags_and_who_approved),
	UNIT_TEST(test_request__refuses_what_it_does_not_understand),
	UNIT_TEST(test_request__reads_how_it_is_handed_over),
	UNIT_TEST(test_request__reads_an_address_in_one_form),
	UNIT_TEST(test_request__knows_each_verb),
	UNIT_TEST(test_request__knows_targets_by_their_formats),
	UNIT_TEST(test_request__has_an_end_to_its_objects))
