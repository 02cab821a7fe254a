/* SPDX-License-Identifier: BSD-3-Clause */
#include "messages.h"

#define CREATE(rest) ROOT(MESSAGE("CreateDestination", DESTINATION(rest)))
#define IPV4 "<c:IPv4Address>192.0.2.7</c:IPv4Address>"
#define PORT "<c:TCPPort>4444</c:TCPPort>"

/* TS 103 221-1 table 14, 15; TS 103 280 IPAddressPort */
static void test_body_destination__reads_an_address_and_port(void)
{
	struct li_x1_request r = read_one(
		CREATE(EL("friendlyName", "the MDF") IP_PORT(IPV4, PORT)));

	CU_ASSERT_EQUAL_FATAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_EQUAL(r.destination.did.octet[0], 0x19);
	CU_ASSERT_TRUE(r.destination.has_name);
	CU_ASSERT_STRING_EQUAL(r.destination.name, "the MDF");
	CU_ASSERT_EQUAL(r.destination.kind, LI_X1_IP_PORT);
	CU_ASSERT_STRING_EQUAL(r.destination.host, "192.0.2.7");
	CU_ASSERT_EQUAL(r.destination.port, 4444);
	CU_ASSERT_FALSE(r.destination.udp);
	r = read_one(CREATE(
		IP_PORT("<c:IPv6Address>2001:0db8:0000:0000:0000:0000:0000:0007"
			"</c:IPv6Address>",
			"<c:UDPPort>65535</c:UDPPort>")));
	CU_ASSERT_EQUAL(r.code, LI_X1_NO_ERROR);
	CU_ASSERT_FALSE(r.destination.has_name);
	CU_ASSERT_STRING_EQUAL(r.destination.host, "2001:db8::7");
	CU_ASSERT_EQUAL(r.destination.port, 65535);
	CU_ASSERT_TRUE(r.destination.udp);
}

static void test_body_destination__knows_the_other_kinds_of_address(void)
{
	CU_ASSERT_EQUAL(read_one(CREATE(EL("deliveryAddress",
					 EL("e164Number", "4477"))))
				.destination.kind,
		LI_X1_ADDRESS_E164);
	CU_ASSERT_EQUAL(read_one(CREATE(EL("deliveryAddress",
					 EL("uri", "https://mdf.test/"))))
				.destination.kind,
		LI_X1_ADDRESS_URI);
	CU_ASSERT_EQUAL(read_one(CREATE(EL("deliveryAddress",
					 EL("emailAddress", "a@b"))))
				.destination.kind,
		LI_X1_ADDRESS_EMAIL);
}

static void test_body_destination__marks_what_the_schema_does_not_have(void)
{
	static const char *const bad[] = {
		CREATE(""),
		CREATE(EL("deliveryAddress", "")),
		CREATE(EL("deliveryAddress", EL("pigeon", ""))),
		CREATE(IP_PORT("<c:IPv4Address>192.0.2</c:IPv4Address>", PORT)),
		CREATE(IP_PORT("<c:IPv6Address>192.0.2.7</c:IPv6Address>",
			PORT)),
		CREATE(IP_PORT(IPV4, "<c:TCPPort>0</c:TCPPort>")),
		CREATE(IP_PORT(IPV4, "<c:TCPPort>65536</c:TCPPort>")),
		CREATE(IP_PORT(IPV4, "<c:TCPPort>x</c:TCPPort>")),
		CREATE(IP_PORT(IPV4, PORT PORT)),
		/* in the wrong namespace: TS 103 280 has these */
		CREATE(IP_PORT("<ns1:IPv4Address>192.0.2.7</ns1:IPv4Address>",
			PORT)),
		CREATE(IP_PORT(IPV4, PORT) IP_PORT(IPV4, PORT)),
		ROOT(MESSAGE("CreateDestination",
			EL("destinationDetails",
				EL("dId", DID) IP_PORT(IPV4, PORT)))),
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(read_one(bad[i]).code, LI_X1_SYNTAX);
}

UNIT_MAIN("x1.body_destination",
	UNIT_TEST(test_body_destination__reads_an_address_and_port),
	UNIT_TEST(test_body_destination__knows_the_other_kinds_of_address),
	UNIT_TEST(test_body_destination__marks_what_the_schema_does_not_have))
