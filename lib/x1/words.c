/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { LAST_OF_OLD = 11 }; /* v1.11, whose table 46 is known to end at 1070 */

/* TS 103 221-1 table 44, and what later versions have more */
static const char *const types[] = {
	[LI_X1_ACTIVATE_TASK] = "ActivateTask",
	[LI_X1_MODIFY_TASK] = "ModifyTask",
	[LI_X1_DEACTIVATE_TASK] = "DeactivateTask",
	[LI_X1_DEACTIVATE_ALL_TASKS] = "DeactivateAllTasks",
	[LI_X1_GET_TASK_DETAILS] = "GetTaskDetails",
	[LI_X1_CREATE_DESTINATION] = "CreateDestination",
	[LI_X1_MODIFY_DESTINATION] = "ModifyDestination",
	[LI_X1_REMOVE_DESTINATION] = "RemoveDestination",
	[LI_X1_REMOVE_ALL_DESTINATIONS] = "RemoveAllDestinations",
	[LI_X1_GET_DESTINATION_DETAILS] = "GetDestinationDetails",
	[LI_X1_GET_NE_STATUS] = "GetNEStatus",
	[LI_X1_GET_ALL_DETAILS] = "GetAllDetails",
	[LI_X1_GET_ALL_TASK_DETAILS] = "GetAllTaskDetails",
	[LI_X1_GET_ALL_DESTINATION_DETAILS] = "GetAllDestinationDetails",
	[LI_X1_GET_ALL_OBJECT_DETAILS] = "GetAllGenericObjectDetails",
	[LI_X1_LIST_ALL_DETAILS] = "ListAllDetails",
	[LI_X1_REPORT_TASK_ISSUE] = "ReportTaskIssue",
	[LI_X1_REPORT_DESTINATION_ISSUE] = "ReportDestinationIssue",
	[LI_X1_REPORT_NE_ISSUE] = "ReportNEIssue",
	[LI_X1_PING] = "Ping",
	[LI_X1_KEEPALIVE] = "Keepalive",
	[LI_X1_CREATE_OBJECT] = "CreateObject",
	[LI_X1_MODIFY_OBJECT] = "ModifyObject",
	[LI_X1_GET_OBJECT] = "GetObject",
	[LI_X1_DELETE_OBJECT] = "DeleteObject",
	[LI_X1_LIST_OBJECTS] = "ListObjectsOfType",
	[LI_X1_DELETE_ALL_OBJECTS] = "DeleteAllObjects",
	[LI_X1_EXTENDED] = "ExtendedRequestMessageType",
};

const char *li_x1_type_name(enum li_x1_type type)
{
	return types[type];
}

enum li_x1_type li_x1_type_of(const char *xsi_type)
{
	for (size_t i = 0; i < LI_X1_EXTENDED; i++) {
		size_t n = strlen(types[i]);

		if (strncmp(xsi_type, types[i], n) == 0 &&
			strcmp(xsi_type + n, "Request") == 0)
			return (enum li_x1_type)i;
	}
	return LI_X1_TYPES;
}

/* TS 103 221-1 table 5; values by TS 103 280 */
const struct li_x1_format_words li_x1_formats[] = {
	[LI_X1_IMPU] = {"impu", LI_X1_ANY, .kind = LI_ID_IMPU},
	[LI_X1_IMPI] = {"impi", LI_X1_ANY, .kind = LI_ID_IMPI},
	[LI_X1_IMEI] = {"imei", LI_X1_DIGITS, 14, 14, LI_ID_IMEI},
	[LI_X1_IMSI] = {"imsi", LI_X1_DIGITS, 6, 15, LI_ID_IMSI},
	[LI_X1_E164] = {"e164Number", LI_X1_DIGITS, 1, 15, LI_ID_E164},
	[LI_X1_SIP_URI] = {"sipUri", LI_X1_SIP, .kind = LI_ID_IMPU},
	[LI_X1_TEL_URI] = {"telUri", LI_X1_TEL, .kind = LI_ID_IMPU},
	[LI_X1_NAI] = {"nai", LI_X1_ANY, .kind = LI_ID_IMPI},
	[LI_X1_SUPI_IMSI] = {"supiimsi", LI_X1_DIGITS, 6, 15, LI_ID_IMSI},
	[LI_X1_PEI_IMEI] = {"peiImei", LI_X1_DIGITS, 14, 14, LI_ID_IMEI},
	[LI_X1_GPSI_MSISDN] = {"gpsiMsisdn", LI_X1_DIGITS, 1, 15, LI_ID_E164},
	[LI_X1_FORMAT_KNOWN] = {"macAddress", .pattern = LI_X1_OTHER},
	{"ipv4Address", .pattern = LI_X1_OTHER},
	{"ipv6Address", .pattern = LI_X1_OTHER},
	{"ipv4Cidr", .pattern = LI_X1_OTHER},
	{"ipv6Cidr", .pattern = LI_X1_OTHER},
	{"tcpPort", .pattern = LI_X1_OTHER},
	{"tcpPortRange", .pattern = LI_X1_OTHER},
	{"tcpPortList", .pattern = LI_X1_OTHER},
	{"udpPort", .pattern = LI_X1_OTHER},
	{"udpPortRange", .pattern = LI_X1_OTHER},
	{"udpPortList", .pattern = LI_X1_OTHER},
	{"emailAddress", .pattern = LI_X1_OTHER},
	{"internationalizedEmailAddress", .pattern = LI_X1_OTHER},
	{"h323Uri", .pattern = LI_X1_OTHER},
	{"radiusAttribute", .pattern = LI_X1_OTHER},
	{"gtpuTunnelId", .pattern = LI_X1_OTHER},
	{"gtpcTunnelId", .pattern = LI_X1_OTHER},
	{"callPartyRole", .pattern = LI_X1_OTHER},
	{"nonLocalIdentifier", .pattern = LI_X1_PARTY},
	{"supinai", .pattern = LI_X1_OTHER},
	{"suci", .pattern = LI_X1_OTHER},
	{"peiImeiCheckDigit", .pattern = LI_X1_OTHER},
	{"peiImeisv", .pattern = LI_X1_OTHER},
	{"gpsiNai", .pattern = LI_X1_OTHER},
	{"eui64", .pattern = LI_X1_OTHER},
	{"serviceAccessIdentifier", .pattern = LI_X1_OTHER},
	{"hashedIdentifier", .pattern = LI_X1_DIGEST},
	{"targetIdentifierExtension", .pattern = LI_X1_OTHER},
	{"vrf", .pattern = LI_X1_OTHER},
	{0},
};

static const char *const deliveries[] = {
	[LI_X1_X2_ONLY] = "X2Only",
	[LI_X1_X3_ONLY] = "X3Only",
	[LI_X1_X2_AND_X3] = "X2andX3",
};

static const char *const mediations[] = {
	[LI_X1_X2_ONLY] = "HI2Only",
	[LI_X1_X3_ONLY] = "HI3Only",
	[LI_X1_X2_AND_X3] = "HI2andHI3",
};

const char *li_x1_locality_name(enum li_locality locality)
{
	switch (locality) {
	case LI_LOCALITY_LOCAL: return "Local";
	case LI_LOCALITY_NON_LOCAL: return "NonLocal";
	case LI_LOCALITY_ANY: break;
	}
	return NULL;
}

static li_err find(const char *const words[static 3], const char *word,
	enum li_x1_delivery *out)
{
	for (size_t i = 0; i < 3; i++) {
		if (strcmp(words[i], word) != 0)
			continue;
		*out = (enum li_x1_delivery)i;
		return LI_OK;
	}
	return LI_EMALFORMED;
}

const char *li_x1_delivery_name(enum li_x1_delivery delivery)
{
	return deliveries[delivery];
}

const char *li_x1_mediation_name(enum li_x1_delivery delivery)
{
	return mediations[delivery];
}

li_err li_x1_delivery_of(const char *word, enum li_x1_delivery *out)
{
	return find(deliveries, word, out);
}

li_err li_x1_mediation_of(const char *word, enum li_x1_delivery *out)
{
	return find(mediations, word, out);
}

/* Go over digits, at least one. */
static const char *number(const char *at)
{
	const char *from = at;

	while (li_text_digit((uint8_t)*at))
		at++;
	return at > from ? at : "x";
}

/* Only another major version is another language. TS 103 221-1 cl. 4.5 */
bool li_x1_version_known(const char *version)
{
	if (strncmp(version, "v1.", 3) != 0)
		return false;
	version = number(version + 3);
	return *version == '.' && *number(version + 1) == '\0';
}

bool li_x1_version_later(const char *version)
{
	return li_x1_version_known(version) &&
		strtoul(version + 3, NULL, 10) > LAST_OF_OLD;
}

/* TS 103 221-1 table 46 */
static const struct {
	enum li_x1_code code;
	const char *text;
} codes[] = {
	{LI_X1_GENERIC, "Generic error"},
	{LI_X1_SYNTAX, "Syntax/schema error"},
	{LI_X1_VERSION, "Unsupported version"},
	{LI_X1_ADMF_NOT_CERTIFICATE,
		"ADMF Identifier does not match certificate details"},
	{LI_X1_ADMF_UNEXPECTED, "Unexpected ADMF Identifier"},
	{LI_X1_NE_NOT_CERTIFICATE,
		"NE Identifier does not match certificate details"},
	{LI_X1_NE_UNEXPECTED, "Unexpected NE Identifier"},
	{LI_X1_NO_KEEPALIVE, "Keepalive not supported"},
	{LI_X1_UNSUPPORTED, "Unsupported request"},
	{LI_X1_XID_EXISTS, "XID already exists on NE"},
	{LI_X1_XID_UNKNOWN, "XID does not exist on NE"},
	{LI_X1_DID_EXISTS, "DID already exists on the NE"},
	{LI_X1_DID_UNKNOWN, "DID does not exist on the NE"},
	{LI_X1_OBJECT_EXISTS, "GenericObjectID already exists on the NE"},
	{LI_X1_OBJECT_UNKNOWN, "GenericObjectID does not exist on the NE"},
	{LI_X1_ACTIVATE_FAILED, "Generic ActivateTask failure"},
	{LI_X1_MODIFY_FAILED, "Generic ModifyTask failure"},
	{LI_X1_TARGET_UNSUPPORTED, "Unsupported TargetIdentifier type"},
	{LI_X1_TARGETS_COMBINATION,
		"Unsupported combination of TargetIdentifiers"},
	{LI_X1_DESTINATIONS_TOO_MANY, "Multiple destinations not supported"},
	{LI_X1_DELIVERY_COMBINATION,
		"Invalid combination of DeliveryType and Destinations specified"},
	{LI_X1_SERVICE_UNSUPPORTED, "Unsupported ServiceType"},
	{LI_X1_DEACTIVATE_FAILED, "Generic DeactivateTask failure"},
	{LI_X1_DEACTIVATE_ALL_FAILED, "Generic DeactivateAllTasks failure"},
	{LI_X1_DEACTIVATE_ALL_OFF, "DeactivateAllTasks not enabled"},
	{LI_X1_CREATE_DESTINATION_FAILED, "Generic CreateDestination failure"},
	{LI_X1_MODIFY_DESTINATION_FAILED, "Generic ModifyDestination failure"},
	{LI_X1_ADDRESS_UNSUPPORTED, "Unsupported DeliveryAddress type"},
	{LI_X1_REMOVE_DESTINATION_FAILED, "Generic RemoveDestination failure"},
	{LI_X1_DESTINATION_USED, "Destination in use"},
	{LI_X1_REMOVE_ALL_FAILED, "Generic RemoveAllDestinations failure"},
	{LI_X1_DESTINATIONS_USED, "Destinations in use"},
	{LI_X1_REMOVE_ALL_OFF, "RemoveAllDestinations not enabled"},
	{LI_X1_CREATE_OBJECT_FAILED, "Generic CreateObject failure"},
	{LI_X1_MODIFY_OBJECT_FAILED, "Generic ModifyObject failure"},
	{LI_X1_DELETE_OBJECT_FAILED, "Generic DeleteObject failure"},
	{LI_X1_DELETE_ALL_OBJECTS_FAILED, "Generic DeleteAllObjects failure"},
	{LI_X1_FAULT, "Generic non-terminating fault"},
	{LI_X1_TERMINATED, "Generic terminating fault"},
};

const char *li_x1_code_text(enum li_x1_code code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == code)
			return codes[i].text;
	return "";
}
