/* SPDX-License-Identifier: BSD-3-Clause */
#include "desk.h"

/* Requests as the schema allows them and few write them: each is what its plain
 * form is. TS 103 221-1 cl. 6.1, clause 7.1; XML 1.0; XML Schema */

#define HEAD_AS(open, close)                                                   \
	open "admfIdentifier>admf-1" close "admfIdentifier>" open              \
	     "neIdentifier>ne-1" close "neIdentifier>" open                    \
	     "messageTimestamp>2026-11-22T03:04:05.678901Z" close              \
	     "messageTimestamp>" open "version>v1.13.1" close "version>" open  \
	     "x1TransactionId>" XID close "x1TransactionId>"
#define PING_AS(root, type, head)                                              \
	"<X1Request xmlns='" LI_X1_NS "' " root "><x1RequestMessage " type     \
	">" head "</x1RequestMessage></X1Request>"
#define PLAIN HEAD_AS("<", "</")
#define I "xmlns:i='" XSI "'"
#define TYPED "i:type='PingRequest'"
#define WITH(name, text)                                                       \
	"<X1Request xmlns='" LI_X1_NS "' " I "><x1RequestMessage " TYPED       \
	"><admfIdentifier>admf-1</admfIdentifier>"                             \
	"<neIdentifier>ne-1</neIdentifier>"                                    \
	"<messageTimestamp>" text "</messageTimestamp>"                        \
	"<version>" name "</version><x1TransactionId>" XID                     \
	"</x1TransactionId></x1RequestMessage></X1Request>"
#define NOW "2026-11-22T03:04:05.678901Z"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define MORE ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS

static const struct {
	const char *what, *document;
	int code; /* -1: at the top */
} pings[] = {
	{"plain", PING_AS(I, TYPED, PLAIN), 0},
	{"a byte order mark", "\xef\xbb\xbf" PING_AS(I, TYPED, PLAIN), 0},
	{"a mark and a declaration",
		"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8' "
		"standalone='yes'?>" PING_AS(I, TYPED, PLAIN),
		0},
	{"ASCII by name",
		"<?xml version=\"1.0\" encoding=\"US-ASCII\" ?>\n" PING_AS(I,
			TYPED, PLAIN),
		0},
	{"remarks around the root",
		"<?xml version='1.0'?><!-- a > b --><?pi <x> ?>\n" PING_AS(I,
			TYPED, PLAIN) "\n<!-- end --><?pi?>\n",
		0},
	{"where the schema is",
		PING_AS(I " i:schemaLocation='" LI_X1_NS " X1.xsd'", TYPED,
			PLAIN),
		0},
	{"a prefix that is declared where it is used",
		"<r:X1Request xmlns:r='" LI_X1_NS
		"'><x1RequestMessage xmlns='" LI_X1_NS "' xmlns:t='" LI_X1_NS
		"' " I " i:type='t:PingRequest'>" PLAIN
		"</x1RequestMessage></r:X1Request>",
		0},
	{"a prefix that means another thing inside",
		"<a:X1Request xmlns:a='" LI_X1_NS "' " I
		"><b:x1RequestMessage xmlns:b='" LI_X1_NS
		"' xmlns:a='urn:other' i:type='b:PingRequest'>" HEAD_AS("<b:",
			"</b:") "</b:x1RequestMessage></a:X1Request>",
		0},
	{"a prefix of letters that are not ASCII",
		"<\xc3\xa9:X1Request xmlns:\xc3\xa9='" LI_X1_NS "' " I
		"><\xc3\xa9:x1RequestMessage i:type='\xc3\xa9:PingRequest'>" HEAD_AS(
			"<\xc3\xa9:",
			"</\xc3\xa9:") "</\xc3\xa9:x1RequestMessage></\xc3\xa9:X1Request>",
		0},
	{"blanks in tags and around the type",
		PING_AS("\n\t" I "\n", "i:type = \"\n  PingRequest\t\" ",
			PLAIN),
		0},
	{"a type in references",
		PING_AS(I, "i:type='&#80;ing&#x52;equest'", PLAIN), 0},
	{"a type in another's namespace",
		PING_AS(I " xmlns:o='urn:3GPP:ns:li:3GPPX1Extensions:r18:v1'",
			"i:type='o:ExtendedRequest'", PLAIN),
		1080},
	{"the type of all messages",
		PING_AS(I, "i:type='X1RequestMessage'", PLAIN), -1},
	{"no type", PING_AS(I, "", PLAIN), -1},
	{"a type that nobody has declared",
		PING_AS(I, "i:type='x:PingRequest'", PLAIN), -1},
	{"the first version", WITH("v1.6.1", NOW), 0},
	{"the last version", WITH("v1.22.1", NOW), 0},
	{"a version to come", WITH("v1.99.12", NOW), 0},
	{"another language", WITH("v2.0.0", NOW), 1020},
	{"no version in it", WITH("", NOW), 1010},
	{"a version of blanks", WITH(" \n", NOW), 1010},
	{"the end of a day", WITH("v1.6.1", "2026-11-22T24:00:00.000000Z"), 0},
	{"behind the end of a day",
		WITH("v1.6.1", "2026-11-22T24:00:00.000001Z"), 1010},
	{"the largest zone", WITH("v1.6.1", "2026-11-22T03:04:05.678901+14:00"),
		0},
	{"a zone of nothing",
		WITH("v1.6.1", "2026-11-22T03:04:05.678901-00:00"), 0},
	{"a leap day", WITH("v1.6.1", "2028-02-29T03:04:05.678901Z"), 0},
	{"no leap day", WITH("v1.6.1", "2026-02-29T03:04:05.678901Z"), 1010},
	{"no zone", WITH("v1.6.1", "2026-11-22T03:04:05.678901"), 1010},
	{"three digits", WITH("v1.6.1", "2026-11-22T03:04:05.678Z"), 1010},
};

static void check(struct desk *d, const char *what, const char *document,
	int want)
{
	const char *answer = serve_as(d, "admf-1", document);
	const int got = strstr(answer, "X1TopLevelErrorResponse")
		? -1
		: code_of(answer);

	if (got != want)
		fprintf(stderr, "%s: %d, not %d\n", what, got, want);
	CU_ASSERT_EQUAL(got, want);
}

static void test_unusual__head_is_as_any(void)
{
	struct desk d;

	set_up(&d);
	for (size_t i = 0; i < sizeof(pings) / sizeof(pings[0]); i++)
		check(&d, pings[i].what, pings[i].document, pings[i].code);
	CU_ASSERT_TRUE(d.heard > 0);
	tear_down(&d);
}

#define PLACE(address, port) IP_PORT(address, port)
#define V4 "<c:IPv4Address>192.0.2.7</c:IPv4Address>"
#define TCP(port) "<c:TCPPort>" port "</c:TCPPort>"
#define NAMED(name) EL("friendlyName", name) PLACE(V4, TCP("4444"))
#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define MAKE(rest) ROOT(MESSAGE("CreateDestination", DESTINATION(rest)))

static const struct {
	const char *what, *document;
	int code;
} destinations[] = {
	{"blanks around an address",
		MAKE(PLACE("\n<c:IPv4Address>\n192.0.2.7 </c:IPv4Address>\n",
			"\n<c:TCPPort> 4444\t</c:TCPPort>\n")),
		0},
	{"a port with zeros and a sign", MAKE(PLACE(V4, TCP("+0000004444"))),
		0},
	{"the largest port", MAKE(PLACE(V4, TCP("65535"))), 0},
	{"a larger one", MAKE(PLACE(V4, TCP("65536"))), 1010},
	{"the smallest UDP port", MAKE(PLACE(V4, "<c:UDPPort>0</c:UDPPort>")),
		6020},
	{"octets of an address with zeros",
		MAKE(PLACE("<c:IPv4Address>192.000.002.007</c:IPv4Address>",
			TCP("4444"))),
		0},
	{"all groups of an address",
		MAKE(PLACE("<c:IPv6Address>2001:0db8:0000:0000:0000:0000:0000:"
			   "0007</c:IPv6Address>",
			TCP("4444"))),
		0},
	{"no name", MAKE(PLACE(V4, TCP("4444"))), 0},
	{"an empty name", MAKE(EL("friendlyName", "") PLACE(V4, TCP("4444"))),
		0},
	{"a name in other letters",
		MAKE(NAMED("\xd0\x9c\xd0\xa4 &lt;&amp;&gt; (north)")), 0},
	{"a long name", MAKE(NAMED(FIFTY FIFTY FIFTY FIFTY FIFTY "01234")), 0},
	{"a longer name than is kept",
		MAKE(NAMED(FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY)), 6000},
	{"types where they are known",
		ROOT(MESSAGE("CreateDestination",
			"<ns1:destinationDetails "
			"xsi:type=\"ns1:DestinationDetails\">"
			"<ns1:dId xsi:type=\"ns1:DId\">" DID
			"</ns1:dId>" EL("deliveryType", "X2andX3") PLACE(V4,
				TCP("4444")) "</ns1:destinationDetails>")),
		0},
	{"an extension",
		MAKE(PLACE(V4, TCP("4444")) EL("destinationDetailsExtensions",
			EL("Owner", "we") "<o:x xmlns:o='urn:o'/>")),
		6000},
};

static void test_unusual__destinations_are_as_any(void)
{
	for (size_t i = 0; i < sizeof(destinations) / sizeof(destinations[0]);
		i++) {
		struct desk d;

		set_up(&d);
		check(&d, destinations[i].what, destinations[i].document,
			destinations[i].code);
		check(&d, destinations[i].what,
			ONE("GetDestinationDetails", "dId", DID),
			destinations[i].code ? 2040 : -1);
		tear_down(&d);
	}
}

#define SIP TARGET("sipUri", "sip:a@ims.example")
#define TEL TARGET("telUri", "tel:+15551230001")
#define START(type) ROOT(MESSAGE("ActivateTask", type))
#define MEDIATED(rest)                                                         \
	TASK(SIP, EL("listOfMediationDetails", EL("mediationDetails", rest)))
#define LIID(liid) EL("LIID", liid) EL("deliveryType", "HI2Only")
#define SCOPED(rest)                                                           \
	MEDIATED(LIID("a") EL("serviceScopingOptions",                         \
		EL("serviceScopingOptions", rest)))

static const struct {
	const char *what, *document;
	int code;
} tasks[] = {
	{"blanks around a value",
		START(TASK(TARGET("imsi", "\n 001010000000001\n"), "")), 0},
	{"each of several identifiers",
		START(TASK(SIP TEL TARGET("imei", "35693803564380"), "")), 0},
	{"one twice", START(TASK(SIP SIP, "")), 0},
	{"lists of nothing",
		START(TASK(SIP,
			"<ns1:listOfMediationDetails/>"
			"<ns1:listOfTrafficPolicyReferences/>")),
		0},
	{"a correlation with a sign and zeros",
		START(TASK(SIP, EL("correlationID", "+000007"))), 0},
	{"the largest correlation that X2 has",
		START(TASK(SIP, EL("correlationID", "18446744073709551615"))),
		0},
	{"a larger one, as the schema has it: a UUID in digits",
		START(TASK(SIP,
			EL("correlationID",
				"340282366920938463463374607431768211455"))),
		0},
	{"zeros in front of one",
		START(TASK(SIP, EL("correlationID", ZEROS "7"))), 0},
	{"a zero with a sign", START(TASK(SIP, EL("correlationID", "-00"))), 0},
	{"one that has too many digits to be kept",
		START(TASK(SIP, EL("correlationID", "1" ZEROS))),
		LI_X1_ACTIVATE_FAILED},
	{"one that is longer than any element that is read",
		START(TASK(SIP, EL("correlationID", "1" MORE MORE MORE))),
		LI_X1_ACTIVATE_FAILED},
	{"booleans in digits and blanks",
		START(TASK(SIP, EL("implicitDeactivationAllowed", " 0 "))), 0},
	{"all services of a CSCF",
		START(TASK(SIP,
			EL("listOfServiceTypes",
				EL("serviceType", "voice")
					EL("serviceType", "messaging")
						EL("serviceType", "RCS")))),
		0},
	{"one service of another NE",
		START(TASK(SIP,
			EL("listOfServiceTypes",
				EL("serviceType", "voice")
					EL("serviceType", "LALS")))),
		3050},
	{"an LIID of marks", START(MEDIATED(LIID("!&amp;&lt;~&quot;"))), 0},
	{"an LIID of 26 digits",
		START(MEDIATED(LIID("0123456789abcdef0123456789"))), 0},
	{"an LIID of 26 letters",
		START(MEDIATED(LIID("zyxwvutsrqponmlkjihgfedcba"))), 1010},
	{"a start of long ago",
		START(MEDIATED(LIID("a") EL("StartTime",
			"1999-12-31T24:00:00.000000+02:00"))),
		0},
	{"an end that is over",
		START(MEDIATED(LIID("a")
				EL("EndTime", "1999-12-31T23:59:59.999999Z"))),
		3000},
	{"an end before the start",
		START(MEDIATED(
			LIID("a") EL("StartTime", "2098-01-01T00:00:00.000000Z")
				EL("EndTime", "2097-01-01T00:00:00.000000Z"))),
		3000},
	{"a scope of nothing", START(SCOPED("")), 0},
	{"no location",
		START(SCOPED(EL("locationType",
			"<ns1:doNotReport></ns1:doNotReport>"))),
		0},
	{"location at both ends",
		START(SCOPED(EL("locationType",
			EL("listOfLocationTypes",
				EL("locationType",
					EL("beginningAndEnd", "1")))))),
		0},
	{"location upon change",
		START(SCOPED(EL("locationType",
			EL("listOfLocationTypes",
				EL("locationType",
					EL("uponChange", "true")))))),
		3000},
	{"suspended abroad",
		START(SCOPED(
			EL("suspendOnOutboundInternationalRoaming", "true"))),
		0},
	{"digits not reported",
		START(SCOPED(EL("reportPostDialledDigits", "false"))), 3000},
	{"an extension",
		START(TASK(SIP,
			EL("taskDetailsExtensions",
				EL("Owner", "we") "<o:x xmlns:o='urn:o'/>"))),
		3000},
	{"an identifier of an extension",
		START(TASK(TARGET("targetIdentifierExtension",
				   EL("Owner", "we") "<o:x xmlns:o='urn:o'/>"),
			"")),
		3010},
	{"an identifier that has parts",
		START(TASK(
			TARGET("tcpPortRange",
				"<c:start>5060</c:start><c:end>5061</c:end>"),
			"")),
		3010},
	{"a party beside a URI",
		START(TASK(SIP TARGET("nonLocalIdentifier", "NonLocal"), "")),
		0},
	{"a party alone",
		START(TASK(TARGET("nonLocalIdentifier", "NonLocal"), "")),
		3020},
	{"a party beside an IMSI",
		START(TASK(TARGET("imsi", "001010000000001")
				   TARGET("nonLocalIdentifier", "Local"),
			"")),
		3020},
	{"a policy that nobody has made",
		START(TASK(SIP,
			EL("listOfTrafficPolicyReferences",
				EL("trafficPolicyReference", XID2)))),
		2060},
	{"no identifier", START(TASK("", "")), 1010},
	{"two values in one identifier",
		START(TASK(EL("targetIdentifier",
				   EL("imsi", "001010000000001")
					   EL("impi", "a@ims.example")),
			"")),
		1010},
	{"a value of another namespace",
		START(TASK("<ns1:targetIdentifier><c:imsi>001010000000001"
			   "</c:imsi></ns1:targetIdentifier>",
			"")),
		1010},
	{"objects of no type", BARE("ListObjectsOfType"), 1010},
};

static void test_unusual__tasks_are_as_any(void)
{
	for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++) {
		struct desk d;

		set_up(&d);
		check(&d, "a destination", CREATE, 0);
		check(&d, tasks[i].what, tasks[i].document, tasks[i].code);
		check(&d, tasks[i].what, ONE("DeactivateTask", "xId", XID),
			tasks[i].code ? 2020 : 0);
		tear_down(&d);
	}
}

UNIT_MAIN("x1.unusual", UNIT_TEST(test_unusual__head_is_as_any),
	UNIT_TEST(test_unusual__destinations_are_as_any),
	UNIT_TEST(test_unusual__tasks_are_as_any))
