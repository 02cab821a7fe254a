/* SPDX-License-Identifier: BSD-3-Clause */
#include "messages.h"
#include "x1/form.h"

#define IPV4 IP_PORT("<c:IPv4Address>192.0.2.7</c:IPv4Address>", PORT)
#define IPV6                                                                   \
	IP_PORT("<c:IPv6Address>2001:0db8:0000:0000:0000:0000:0000:0007"       \
		"</c:IPv6Address>",                                            \
		PORT)
#define PORT "<c:TCPPort>4444</c:TCPPort>"
#define CREATE(rest) ROOT(MESSAGE("CreateDestination", DESTINATION(rest)))

/* What GetDestinationDetails gives is what was asked for. TS 103 221-1
 * cl. 6.4.3 */
static void test_form_destination__makes_and_says_what_was_asked(void)
{
	static const struct {
		const char *message, *name, *host;
	} rows[] = {
		{CREATE(IPV4), "(X2Only)", "192.0.2.7"},
		{CREATE(EL("friendlyName", "the MDF") IPV6), "the MDF (X2Only)",
			"2001:db8::7"},
		{CREATE(EL("friendlyName", "odd (X2andX3)") IPV4),
			"odd (X2andX3) (X2Only)", "192.0.2.7"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_x1_request r = read_one(rows[i].message);
		struct li_x1_destination said;
		struct li_x1_refusal no;
		struct li_destination d;

		CU_ASSERT_TRUE_FATAL(li_x1_destination_make(&r, &d, &no));
		CU_ASSERT_STRING_EQUAL(d.name, rows[i].name);
		CU_ASSERT_STRING_EQUAL(d.host, rows[i].host);
		CU_ASSERT_STRING_EQUAL(d.peer, rows[i].host);
		CU_ASSERT_EQUAL(d.port, 4444);
		li_x1_destination_say(&d, &said);
		CU_ASSERT_EQUAL(said.has_name, r.destination.has_name);
		CU_ASSERT_STRING_EQUAL(said.name, r.destination.name);
		CU_ASSERT_STRING_EQUAL(said.host, rows[i].host);
		CU_ASSERT_EQUAL(said.delivery, r.destination.delivery);
	}
}

static void test_form_destination__says_those_of_an_operator(void)
{
	struct li_destination d = {.name = "mdf",
		.host = "mdf.test",
		.port = 4444,
		.peer = "mdf.test"};
	struct li_x1_destination said;

	li_x1_destination_say(&d, &said);
	CU_ASSERT_TRUE(said.has_name);
	CU_ASSERT_STRING_EQUAL(said.name, "mdf");
	CU_ASSERT_EQUAL(said.kind, LI_X1_ADDRESS_URI);
	CU_ASSERT_STRING_EQUAL(said.uri, "tls://mdf.test:4444");
	strcpy(d.name, "mdf (north)");
	strcpy(d.host, "192.0.2.7");
	li_x1_destination_say(&d, &said);
	CU_ASSERT_STRING_EQUAL(said.name, "mdf (north)");
	CU_ASSERT_EQUAL(said.kind, LI_X1_IP_PORT);
}

#define FIFTY "01234567890123456789012345678901234567890123456789"

/* TS 103 221-1 table 46 */
static const struct {
	const char *message;
	int code;
} refusals[] = {
	{CREATE(EL("deliveryAddress", EL("uri", "x:y"))), 6020},
	{CREATE(EL("deliveryAddress", EL("e164Number", "4477"))), 6020},
	{CREATE(EL("deliveryAddress", EL("emailAddress", "a@b"))), 6020},
	{CREATE(IP_PORT("<c:IPv4Address>192.0.2.7</c:IPv4Address>",
		 "<c:UDPPort>4444</c:UDPPort>")),
		6020},
	{CREATE(IPV4 EL("destinationDetailsExtensions", EL("Owner", "x"))),
		6000},
	{CREATE(EL("friendlyName", FIFTY FIFTY FIFTY FIFTY FIFTY "0123456789")
			 IPV4),
		6000},
	{ROOT(MESSAGE("CreateDestination",
		 EL("destinationDetails",
			 EL("dId", DID) EL("deliveryType", "X3Only") IPV4))),
		6000},
	{ROOT(MESSAGE("ModifyDestination",
		 EL("destinationDetails",
			 EL("dId", DID) EL("deliveryType", "X3Only") IPV4))),
		6001},
};

static void test_form_destination__refuses_with_the_code_that_says_most(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct li_x1_request r = read_one(refusals[i].message);
		struct li_x1_refusal no = {0};
		struct li_destination d;

		CU_ASSERT_EQUAL_FATAL(r.code, LI_X1_NO_ERROR);
		CU_ASSERT_FALSE(li_x1_destination_make(&r, &d, &no));
		CU_ASSERT_EQUAL((int)no.code, refusals[i].code);
	}
}

UNIT_MAIN("x1.form_destination",
	UNIT_TEST(test_form_destination__makes_and_says_what_was_asked),
	UNIT_TEST(test_form_destination__says_those_of_an_operator),
	UNIT_TEST(test_form_destination__refuses_with_the_code_that_says_most))
