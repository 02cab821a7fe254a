/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "intake/cx_build.h"
#include "intake/cx_msg.h"
#include "unit.h"

#define GPP LI_CX_VENDOR
#define APP LI_CX_APPLICATION

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};
static struct li_buf request, answer;
static struct li_cx_texts texts;
static struct li_event event;

enum { IN_REQUEST = 1, IN_ANSWER = 2, IN_BOTH = 3 };

enum kind { TEXT, NUMBER, FLAGS };

/* TS 29.229 cl. 6.1, 6.1.4, 6.1.11 (User-Data), 6.3; RFC 6733 cl. 4.5 */
static const struct row {
	uint32_t code, vendor;
	enum li_cx_command command;
	unsigned where;
	enum kind kind;
	size_t at;
} rows[] = {
#define AT(member) offsetof(struct li_event, member)
	{1, 0, LI_CX_UAR, IN_BOTH, TEXT, AT(cx.user_name)},
	{263, 0, LI_CX_UAR, IN_REQUEST, TEXT, AT(cx_more.session_id)},
	{264, 0, LI_CX_LIR, IN_REQUEST, TEXT, AT(cx.origin_host)},
	{264, 0, LI_CX_LIR, IN_ANSWER, TEXT, AT(cx_more.answer_host)},
	{293, 0, LI_CX_RTR, IN_REQUEST, TEXT, AT(cx_more.destination_host)},
	{296, 0, LI_CX_UAR, IN_REQUEST, TEXT, AT(cx.origin_realm)},
	{600, GPP, LI_CX_UAR, IN_REQUEST, TEXT, AT(cx.visited_network)},
	{602, GPP, LI_CX_UAR, IN_BOTH, TEXT, AT(cx.server_name)},
	{602, GPP, LI_CX_UAR, IN_ANSWER, TEXT, AT(cx_more.answered_server)},
	{606, GPP, LI_CX_SAR, IN_ANSWER, TEXT, AT(cx.user_data)},
	{606, GPP, LI_CX_PPR, IN_REQUEST, TEXT, AT(cx.user_data)},
	{607, GPP, LI_CX_MAR, IN_BOTH, NUMBER, AT(cx_more.auth_items)},
	{614, GPP, LI_CX_SAR, IN_REQUEST, NUMBER, AT(cx.assignment_type)},
	{623, GPP, LI_CX_UAR, IN_REQUEST, NUMBER, AT(cx.authorization_type)},
	{624, GPP, LI_CX_SAR, IN_REQUEST, NUMBER, AT(cx_more.data_available)},
	{633, GPP, LI_CX_LIR, IN_REQUEST, NUMBER, AT(cx_more.originating)},
	{634, GPP, LI_CX_LIR, IN_BOTH, TEXT, AT(cx_more.wildcarded)},
	{636, GPP, LI_CX_LIR, IN_BOTH, TEXT, AT(cx_more.wildcarded_impu)},
	{637, GPP, LI_CX_UAR, IN_REQUEST, FLAGS, AT(cx_more.uar_flags)},
	{648, GPP, LI_CX_SAR, IN_REQUEST, NUMBER,
		AT(cx_more.multiple_registration)},
	{653, GPP, LI_CX_LIR, IN_ANSWER, FLAGS, AT(cx_more.lia_flags)},
	{655, GPP, LI_CX_SAR, IN_REQUEST, FLAGS, AT(cx_more.sar_flags)},
	{659, GPP, LI_CX_RTR, IN_REQUEST, FLAGS, AT(cx_more.rtr_flags)},
};

static void start(enum li_cx_command command)
{
	cx_begin(&request, 0x80, command, APP);
	cx_begin(&answer, 0, command, APP);
}

static void decode(void)
{
	const struct li_cx_pair pair = {
		.request = cx_end(&request),
		.answer = cx_end(&answer),
	};

	CU_ASSERT_EQUAL_FATAL(li_cx_msg_read(&pair, &secret, &texts, &event),
		LI_OK);
}

static struct li_buf *message(unsigned where)
{
	return where & IN_REQUEST ? &request : &answer;
}

static void put(const struct row *r, unsigned where, uint32_t vendor, char c)
{
	struct li_buf *b = message(where);

	if (r->kind == TEXT)
		cx_avp_text(b, r->code, vendor, (char[]){c, '\0'});
	else
		cx_avp_u32(b, r->code, vendor, (uint32_t)c);
}

/* Does the event say this, or nothing with 0? */
static bool says(const struct row *r, char c)
{
	const void *at = (const char *)&event + r->at;

	if (r->kind == TEXT)
		return li_slice_is(*(const struct li_slice *)at,
			(char[]){c, '\0'});
	if (r->kind == FLAGS)
		return *(const uint32_t *)at == (uint32_t)c;
	return *(const int32_t *)at == (c ? c : -1);
}

static void test_cx_field__takes_each_avp_from_where_it_stands(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (unsigned where = IN_REQUEST; where <= IN_ANSWER; where++) {
			bool counts = rows[i].where & where;

			start(rows[i].command);
			put(&rows[i], where, rows[i].vendor, 'a');
			decode();
			CU_ASSERT(says(&rows[i], counts ? 'a' : 0));
		}
}

/* An AVP is its code and its vendor. RFC 6733 cl. 4.1 */
static void test_cx_field__passes_over_other_vendors(void)
{
	static const uint32_t others[] = {0, GPP, 13019, 1};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t k = 0; k < sizeof(others) / sizeof(others[0]);
			k++) {
			if (others[k] == rows[i].vendor)
				continue;
			start(rows[i].command);
			put(&rows[i], rows[i].where, others[k], 'a');
			decode();
			CU_ASSERT(says(&rows[i], 0));
		}
}

/* The first counts; flags are the sum of all. An empty one says nothing. */
static void test_cx_field__takes_the_first_of_many(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_buf *b = message(rows[i].where);

		start(rows[i].command);
		cx_avp_text(b, rows[i].code, rows[i].vendor, "");
		put(&rows[i], rows[i].where, rows[i].vendor, 'a');
		put(&rows[i], rows[i].where, rows[i].vendor, 'b');
		decode();
		CU_ASSERT(says(&rows[i],
			rows[i].kind == FLAGS ? 'a' | 'b' : 'a'));
	}
}

/* In any order, among AVPs that are not known, with the M-bit or without. */
static void test_cx_field__takes_avps_in_any_order(void)
{
	const size_t n = sizeof(rows) / sizeof(rows[0]);

	for (size_t from = 0; from < n; from++) {
		start(LI_CX_SAR);
		for (size_t k = 0; k < n; k++) {
			const struct row *r = &rows[(from + k * 5) % n];
			struct li_buf *b = message(r->where);
			size_t at;

			cx_avp_text(b, 9999, k % 2 ? GPP : 0, "unknown");
			at = b->n;
			put(r, r->where, r->vendor, 'a');
			b->p[at + 4] &= (uint8_t)~0x40;
		}
		decode();
		for (size_t k = 0; k < n; k++)
			CU_ASSERT(says(&rows[k], 'a'));
	}
}

static void test_cx_field__says_what_was_there_at_all(void)
{
	start(LI_CX_UAR);
	decode();
	CU_ASSERT_FALSE(event.cx_more.capabilities || event.cx_more.charging);
	start(LI_CX_UAR);
	cx_avp_text(&answer, 603, GPP, "");
	cx_avp_text(&answer, 618, GPP, "");
	cx_avp_text(&request, 282, 0, "first");
	cx_avp_text(&request, 282, 0, "last");
	decode();
	CU_ASSERT(event.cx_more.capabilities && event.cx_more.charging);
	CU_ASSERT(li_slice_is(event.cx_more.route_record, "last"));
}

/* Of both results the particular one counts, whatever the order of the two, of
 * its vendor and of its code. TS 29.229 cl. 6.2; RFC 6733 cl. 7.6, 7.7 */
static void test_cx_field__takes_the_particular_result(void)
{
	for (int order = 0; order < 8; order++) {
		uint32_t code = order & 4 ? 2004 : 5003;
		size_t at;

		start(LI_CX_SAR);
		if (order & 1)
			cx_avp_u32(&answer, 268, 0, 2001);
		at = cx_avp_begin(&answer, 297, 0);
		if (order & 2)
			cx_avp_u32(&answer, 266, 0, GPP);
		cx_avp_u32(&answer, 298, 0, code);
		if (!(order & 2))
			cx_avp_u32(&answer, 266, 0, GPP);
		cx_avp_end(&answer, at);
		if (!(order & 1))
			cx_avp_u32(&answer, 268, 0, 2001);
		at = cx_avp_begin(&answer, 297, 0);
		cx_avp_u32(&answer, 266, 0, 9999);
		cx_avp_end(&answer, at);
		decode();
		CU_ASSERT(event.cx.experimental);
		CU_ASSERT_EQUAL(event.cx.result, code);
		CU_ASSERT_EQUAL(event.cx.result_vendor, GPP);
		CU_ASSERT_EQUAL(li_cx_success(&event.cx), code == 2004);
	}
}

/* TS 29.229 cl. 6.3.57: a pair is both; more than there is room for shows */
static void test_cx_field__reads_emergency_pairs(void)
{
	for (int n = 0; n <= LI_CX_PAIRS_MAX + 1; n++) {
		start(LI_CX_RTR);
		for (int i = 0; i < n; i++) {
			size_t at = cx_avp_begin(&answer, 651, GPP);

			cx_avp_text(&answer, 601, GPP, "sip:sos@ims.test");
			cx_avp_text(&answer, 1, 0, "alice@ims.test");
			cx_avp_end(&answer, at);
			at = cx_avp_begin(&answer, 651, GPP);
			cx_avp_text(&answer, 1, 0, "half@ims.test");
			cx_avp_end(&answer, at);
		}
		decode();
		CU_ASSERT_EQUAL(event.cx_more.emergency_count,
			(size_t)(n < LI_CX_PAIRS_MAX ? n : LI_CX_PAIRS_MAX));
		CU_ASSERT_EQUAL(event.crowded, n > LI_CX_PAIRS_MAX);
		if (n == 0)
			continue;
		CU_ASSERT(li_slice_is(event.cx_more.emergency[0].impi,
			"alice@ims.test"));
		CU_ASSERT(li_slice_is(event.cx_more.emergency[0].impu,
			"sip:sos@ims.test"));
		CU_ASSERT_EQUAL(event.party_count, 0); /* of nobody concerned */
	}
}

static void put_contact(const char *contact)
{
	size_t info = cx_avp_begin(&request, 649, GPP), subscription;

	cx_avp_text(&request, 640, GPP, "<sip:p>");
	subscription = cx_avp_begin(&request, 642, GPP);
	cx_avp_text(&request, 643, GPP, "call");
	cx_avp_text(&request, 645, GPP, "<sip:to>");
	cx_avp_text(&request, 644, GPP, "<sip:from>");
	cx_avp_text(&request, 641, GPP, "<sip:not-this>");
	cx_avp_end(&request, subscription);
	if (contact)
		cx_avp_text(&request, 641, GPP, contact);
	cx_avp_end(&request, info);
}

/* TS 29.229 cl. 6.3.46, 6.3.49, 6.3.52 */
static void test_cx_field__reads_restoration_info(void)
{
	const struct li_cx_more *more = &event.cx_more;
	size_t at;

	start(LI_CX_SAR);
	at = cx_avp_begin(&request, 639, GPP);
	cx_avp_text(&request, 1, 0, "alice@ims.test");
	put_contact(NULL);
	put_contact("<sip:one>");
	cx_avp_text(&request, 608, GPP, "SIP Digest");
	cx_avp_end(&request, at);
	at = cx_avp_begin(&request, 639, GPP);
	put_contact("<sip:two>");
	put_contact("<sip:three>");
	cx_avp_end(&request, at);
	decode();
	CU_ASSERT_EQUAL_FATAL(more->restored_count, 2);
	CU_ASSERT(li_slice_is(more->restored[0].contact, "<sip:one>"));
	CU_ASSERT(li_slice_is(more->restored[1].contact, "<sip:two>"));
	CU_ASSERT(li_slice_is(more->restored[1].path, "<sip:p>"));
	CU_ASSERT(li_slice_is(more->restored[1].call_id, "call"));
	CU_ASSERT(li_slice_is(more->restored[1].from, "<sip:from>"));
	CU_ASSERT(li_slice_is(more->restored[1].to, "<sip:to>"));
	CU_ASSERT(li_slice_is(more->auth_scheme, "SIP Digest"));
	CU_ASSERT_EQUAL(event.cx.user_name.n, 0);
	CU_ASSERT_FALSE(event.crowded);
}

/* TS 29.229 cl. 6.3.33, 6.3.50 */
static void test_cx_field__tells_associated_from_registered_impis(void)
{
	size_t at;

	start(LI_CX_SAR);
	at = cx_avp_begin(&answer, 632, GPP);
	cx_avp_text(&answer, 1, 0, "one@ims.test");
	cx_avp_end(&answer, at);
	at = cx_avp_begin(&answer, 647, GPP);
	cx_avp_text(&answer, 1, 0, "one@ims.test");
	cx_avp_text(&answer, 1, 0, "two@ims.test");
	cx_avp_end(&answer, at);
	at = cx_avp_begin(&answer, 632, GPP);
	cx_avp_text(&answer, 1, GPP, "no@ims.test");
	cx_avp_text(&answer, 1, 0, "three@ims.test");
	cx_avp_end(&answer, at);
	decode();
	CU_ASSERT_EQUAL_FATAL(event.cx.impi_count, 2);
	CU_ASSERT(li_slice_is(event.cx.impis[1], "three@ims.test"));
	CU_ASSERT_EQUAL_FATAL(event.cx_more.registered_impi_count, 2);
	CU_ASSERT(
		li_slice_is(event.cx_more.registered_impis[1], "two@ims.test"));
	CU_ASSERT_EQUAL(event.cx.user_name.n, 0);
}

/* TS 29.229 cl. 6.3.9; TS 33.127 cl. 8: the scheme, and nothing that is secret
 * is looked for */
static void test_cx_field__reads_the_name_of_the_scheme(void)
{
	size_t at;

	start(LI_CX_MAR);
	at = cx_avp_begin(&request, 612, GPP);
	cx_avp_text(&request, 610, GPP, "secret");
	cx_avp_text(&request, 608, GPP, "Digest-AKAv1-MD5");
	cx_avp_end(&request, at);
	decode();
	CU_ASSERT(li_slice_is(event.cx_more.auth_scheme, "Digest-AKAv1-MD5"));
}

/* TS 29.228 cl. 6.6, B.2.1; TS 23.003 cl. 13.5, 13.4C */
static void test_cx_field__says_what_the_identities_of_a_profile_are(void)
{
	const struct li_party *p = event.parties;

	start(LI_CX_PPR);
	cx_avp_text(&request, 606, GPP,
		"<IMSSubscription><ServiceProfile><PublicIdentity>"
		"<BarringIndication>1</BarringIndication>"
		"<Identity>sip:a@ims.test</Identity></PublicIdentity>"
		"<PublicIdentity><Identity>sip:psi@ims.test</Identity>"
		"<Extension><IdentityType>1</IdentityType></Extension>"
		"</PublicIdentity><PublicIdentity>"
		"<Identity>sip:chat!.*!@ims.test</Identity><Extension>"
		"<IdentityType>3</IdentityType><Extension>"
		"<AliasIdentityGroupID>x</AliasIdentityGroupID></Extension>"
		"</Extension></PublicIdentity></ServiceProfile>"
		"</IMSSubscription>");
	decode();
	CU_ASSERT(event.cx_more.profile_whole);
	CU_ASSERT(event.cx_more.profile_mark != 0);
	CU_ASSERT_EQUAL_FATAL(event.party_count, 3);
	CU_ASSERT_EQUAL(p[0].flags, LI_PARTY_BARRED);
	CU_ASSERT_EQUAL(p[1].flags, LI_PARTY_PSI);
	CU_ASSERT_EQUAL(p[2].flags, LI_PARTY_WILDCARD);
	CU_ASSERT_EQUAL(p[2].alias, 1);
	start(LI_CX_PPR);
	cx_avp_text(&request, 606, GPP, "<IMSSubscription>");
	decode();
	CU_ASSERT_FALSE(event.cx_more.profile_whole);
	CU_ASSERT(event.cx_more.profile_mark != 0);
	li_buf_fini(&request);
	li_buf_fini(&answer);
}

UNIT_MAIN("intake.cx_field",
	UNIT_TEST(test_cx_field__takes_each_avp_from_where_it_stands),
	UNIT_TEST(test_cx_field__passes_over_other_vendors),
	UNIT_TEST(test_cx_field__takes_the_first_of_many),
	UNIT_TEST(test_cx_field__takes_avps_in_any_order),
	UNIT_TEST(test_cx_field__says_what_was_there_at_all),
	UNIT_TEST(test_cx_field__takes_the_particular_result),
	UNIT_TEST(test_cx_field__reads_emergency_pairs),
	UNIT_TEST(test_cx_field__reads_restoration_info),
	UNIT_TEST(test_cx_field__tells_associated_from_registered_impis),
	UNIT_TEST(test_cx_field__reads_the_name_of_the_scheme),
	UNIT_TEST(test_cx_field__says_what_the_identities_of_a_profile_are))
