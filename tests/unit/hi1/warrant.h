/* SPDX-License-Identifier: BSD-3-Clause
 *
 * warrant.h - requests over HI1, put together of their parts.
 */
#ifndef LI_UNIT_HI1_WARRANT_H
#define LI_UNIT_HI1_WARRANT_H

#include <stdio.h>
#include <stdlib.h>

#include "hi1/tasks.h"
#include "unit.h"

#define AUTH_ID "11111111-0000-4000-8000-000000000001"
#define TASK_ID "22222222-0000-4000-8000-000000000001"
#define TASK2_ID "22222222-0000-4000-8000-000000000002"

/* An entry of a dictionary. TS 103 120 annex F */
#define ENTRY(name, value)                                                     \
	"<" name "><c:Owner>ETSI</c:Owner><c:Name>x</c:Name><c:Value>" value   \
	"</c:Value></" name ">"

#define CREATE(number, type, id, rest)                                         \
	"<h:ActionRequest><h:ActionIdentifier>" number                         \
	"</h:ActionIdentifier><h:CREATE><h:HI1Object xsi:type=\"" type         \
	"\"><h:ObjectIdentifier>" id "</h:ObjectIdentifier>" rest              \
	"</h:HI1Object></h:CREATE></h:ActionRequest>"

#define SPAN(end)                                                              \
	"<a:AuthorisationTimespan><a:StartTime>2026-01-01T00:00:00Z"           \
	"</a:StartTime><a:EndTime>" end "</a:EndTime>"                         \
	"</a:AuthorisationTimespan>"

#define AUTHORISATION(number, rest)                                                   \
	CREATE(number, "a:AuthorisationObject", AUTH_ID,                              \
		"<a:AuthorisationReference>order/1</a:AuthorisationReference>" ENTRY( \
			"a:AuthorisationLegalType",                                   \
			"law") ENTRY("a:AuthorisationPriority", "High")               \
			ENTRY("a:AuthorisationDesiredStatus", "Approved")             \
				SPAN("2027-06-01T00:00:00.000001+02:00") rest)

#define TARGET(format, value)                                                  \
	"<t:TargetIdentifierValue><t:FormatType><t:FormatOwner>ETSI"           \
	"</t:FormatOwner><t:FormatName>" format "</t:FormatName>"              \
	"</t:FormatType><t:Value>" value                                       \
	"</t:Value></t:TargetIdentifierValue>"

#define DELIVERY_AS(address, port, rest)                                       \
	"<t:DeliveryDestination><t:DeliveryAddress><t:IPAddressPort>"          \
	"<e:address><e:IPv4Address>" address "</e:IPv4Address></e:address>"    \
	"<e:port><e:TCPPort>" port "</e:TCPPort></e:port></t:IPAddressPort>"   \
	"</t:DeliveryAddress>" rest "</t:DeliveryDestination>"
#define DELIVERY(address, port) DELIVERY_AS(address, port, "")

#define TASK_TO(number, id, status, targets, type, deliveries, rest)                      \
	CREATE(number, "t:LITaskObject", id,                                              \
		"<h:AssociatedObjects><h:AssociatedObject>" AUTH_ID                       \
		"</h:AssociatedObject></h:AssociatedObjects>"                             \
		"<t:Reference>LIID-1</t:Reference>" ENTRY("t:DesiredStatus",              \
			status) "<t:TargetIdentifier>"                                    \
				"<t:TargetIdentifierValues>" targets                      \
				"</t:TargetIdentifierValues></t:TargetIdentifier>" ENTRY( \
					"t:DeliveryType",                                 \
					type) "<t:DeliveryDetails>" deliveries            \
					      "</t:DeliveryDetails>" rest)
#define TASK_OF(number, id, status, targets, type, rest)                       \
	TASK_TO(number, id, status, targets, type,                             \
		DELIVERY("192.0.2.7", "4444"), rest)

#define UPDATE(number, id, status)                                             \
	"<h:ActionRequest><h:ActionIdentifier>" number                         \
	"</h:ActionIdentifier><h:UPDATE><h:HI1Object "                         \
	"xsi:type=\"t:LITaskObject\"><h:ObjectIdentifier>" id                  \
	"</h:ObjectIdentifier>" ENTRY("t:DesiredStatus",                       \
		status) "</h:HI1Object></h:UPDATE></h:ActionRequest>"

#define ACTION(number, rest)                                                   \
	"<h:ActionRequest><h:ActionIdentifier>" number                         \
	"</h:ActionIdentifier>" rest "</h:ActionRequest>"
#define GET(number, id)                                                        \
	ACTION(number, "<h:GET><h:Identifier>" id "</h:Identifier></h:GET>")
#define NARROW(number, generation, rest)                                       \
	ACTION(number,                                                         \
		"<h:UPDATE><h:HI1Object xsi:type=\"t:LITaskObject\">"          \
		"<h:ObjectIdentifier>" TASK_ID                                 \
		"</h:ObjectIdentifier><h:Generation>" generation               \
		"</h:Generation><t:Timespan>" rest                             \
		"</t:Timespan></h:HI1Object></h:UPDATE>")

#define IMPU TARGET("IMPU", "sip:canary@ims.example")
#define TASK(number) TASK_OF(number, TASK_ID, "Active", IMPU, "IRIOnly", "")
/* The same with a destination that says more. */
#define HANDED(number, rest)                                                   \
	TASK_TO(number, TASK_ID, "Active", IMPU, "IRIOnly",                    \
		DELIVERY_AS("192.0.2.7", "4444", rest), "")

#define NS "http://uri.etsi.org/03120/common"
#define REQUEST(actions)                                                       \
	"<h:HI1Message xmlns:h=\"" NS "/2019/10/Core\" xmlns:c=\"" NS          \
	"/2016/02/Common\" xmlns:a=\"" NS "/2020/09/Authorisation\" "          \
	"xmlns:t=\"" NS "/2020/09/Task\" "                                     \
	"xmlns:e=\"http://uri.etsi.org/03280/common/2017/07\" "                \
	"xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><h:Header>"   \
	"<h:SenderIdentifier><h:CountryCode>XX</h:CountryCode>"                \
	"<h:UniqueIdentifier>LEA-1</h:UniqueIdentifier></h:SenderIdentifier>"  \
	"<h:ReceiverIdentifier><h:CountryCode>XX</h:CountryCode>"              \
	"<h:UniqueIdentifier>CSP-1</h:UniqueIdentifier>"                       \
	"</h:ReceiverIdentifier><h:TransactionIdentifier>"                     \
	"c02358b2-76cf-4ba4-a8eb-f6436ccaea2e</h:TransactionIdentifier>"       \
	"<h:Timestamp>2026-09-01T12:00:00.000000Z</h:Timestamp><h:Version>"    \
	"<h:ETSIVersion>V1.11.1</h:ETSIVersion>"                               \
	"<h:NationalProfileOwner>XX</h:NationalProfileOwner>"                  \
	"<h:NationalProfileVersion>v1.0</h:NationalProfileVersion>"            \
	"</h:Version></h:Header><h:Payload><h:RequestPayload>"                 \
	"<h:ActionRequests>" actions "</h:ActionRequests></h:RequestPayload>"  \
	"</h:Payload></h:HI1Message>"

static const int64_t now_us = INT64_C(1790000000000000); /* September 2026 */

/* A request that is read, in memory of the caller's to free. */
static inline struct li_hi1_request *read_request(const char *text)
{
	struct li_hi1_request *r = malloc(sizeof(*r));
	const char *where = "";
	li_err err;

	CU_ASSERT_PTR_NOT_NULL_FATAL(r);
	err = li_hi1_read(li_slice_str(text), r, &where);
	CU_ASSERT_EQUAL(err, LI_OK);
	if (err)
		fprintf(stderr, "%s: %s\n", li_err_name(err), where);
	return r;
}

#endif
