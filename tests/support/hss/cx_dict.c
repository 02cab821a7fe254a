/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_dict.c - see cx_dict.h.
 */
#include "cx_dict.h"

#include <errno.h>

#define V AVP_FLAG_VENDOR
#define M AVP_FLAG_MANDATORY

/* Names are prefixed: a command's name is unique in the whole dictionary and
 * dict_sip has taken the plain ones.
 */
static const struct {
	enum cx_command code;
	const char *request, *answer;
} commands[] = {
	{CX_UA, "3GPP-Cx-User-Authorization-Request",
		"3GPP-Cx-User-Authorization-Answer"},
	{CX_SA, "3GPP-Cx-Server-Assignment-Request",
		"3GPP-Cx-Server-Assignment-Answer"},
	{CX_LI, "3GPP-Cx-Location-Info-Request",
		"3GPP-Cx-Location-Info-Answer"},
	{CX_MA, "3GPP-Cx-Multimedia-Auth-Request",
		"3GPP-Cx-Multimedia-Auth-Answer"},
	{CX_RT, "3GPP-Cx-Registration-Termination-Request",
		"3GPP-Cx-Registration-Termination-Answer"},
	{CX_PP, "3GPP-Cx-Push-Profile-Request", "3GPP-Cx-Push-Profile-Answer"},
};

/* TS 29.229 table 6.3.1, release 17: what Debian's dictionaries lack */
static const struct {
	uint32_t vendor, code;
	const char *name;
	enum dict_avp_basetype type;
	uint8_t flags;
} avps[] = {
	{0, 104, "Digest-Realm", AVP_TYPE_OCTETSTRING, M},
	{0, 110, "Digest-QoP", AVP_TYPE_OCTETSTRING, M},
	{0, 111, "Digest-Algorithm", AVP_TYPE_OCTETSTRING, M},
	{0, 121, "Digest-HA1", AVP_TYPE_OCTETSTRING, M},
	{CX_VENDOR, 654, "Initial-CSeq-Sequence-Number", AVP_TYPE_UNSIGNED32,
		V},
	{CX_VENDOR, 655, "SAR-Flags", AVP_TYPE_UNSIGNED32, V},
	{CX_VENDOR, 656, "Allowed-WAF-WWSF-Identities", AVP_TYPE_GROUPED, V},
	{CX_VENDOR, 657, "WebRTC-Authentication-Function-Name",
		AVP_TYPE_OCTETSTRING, V},
	{CX_VENDOR, 658, "WebRTC-Web-Server-Function-Name",
		AVP_TYPE_OCTETSTRING, V},
	{CX_VENDOR, 659, "RTR-Flags", AVP_TYPE_UNSIGNED32, V},
	{CX_VENDOR, 660, "P-CSCF-Subscription-Info", AVP_TYPE_GROUPED, V},
	{CX_VENDOR, 661, "Registration-Time-Out", AVP_TYPE_OCTETSTRING, V},
	{CX_VENDOR, 662, "Alternate-Digest-Algorithm", AVP_TYPE_OCTETSTRING, V},
	{CX_VENDOR, 663, "Alternate-Digest-HA1", AVP_TYPE_OCTETSTRING, V},
	{CX_VENDOR, 664, "Failed-PCSCF", AVP_TYPE_GROUPED, V},
	{CX_VENDOR, 665, "PCSCF-FQDN", AVP_TYPE_OCTETSTRING, V},
	{CX_VENDOR, 666, "PCSCF-IP-Address", AVP_TYPE_OCTETSTRING, V},
};

static struct dict_object *app, *vendor;

/* freeDiameter copies names but takes them without const. */
static char *unconst(const char *name)
{
	union {
		const char *in;
		char *out;
	} u = {.in = name};

	return u.out;
}

/* Another extension may define the same, differently: it is there then. */
static int add(enum dict_object_type type, void *data,
	struct dict_object *parent)
{
	struct dict_object *made;
	int rc = fd_dict_new(fd_g_config->cnf_dict, type, data, parent, &made);

	return rc == EEXIST ? 0 : rc;
}

static int add_commands(void)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(commands) / sizeof(*commands);
		i++) {
		struct dict_cmd_data request = {
			.cmd_code = commands[i].code,
			.cmd_name = unconst(commands[i].request),
			.cmd_flag_mask = CMD_FLAG_REQUEST,
			.cmd_flag_val = CMD_FLAG_REQUEST,
		};
		struct dict_cmd_data answer = {
			.cmd_code = commands[i].code,
			.cmd_name = unconst(commands[i].answer),
			.cmd_flag_mask = CMD_FLAG_REQUEST,
			.cmd_flag_val = 0,
		};

		rc = add(DICT_COMMAND, &request, app);
		if (rc == 0)
			rc = add(DICT_COMMAND, &answer, app);
	}
	return rc;
}

static int add_avps(void)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(avps) / sizeof(*avps); i++) {
		struct dict_avp_data data = {
			.avp_code = avps[i].code,
			.avp_vendor = avps[i].vendor,
			.avp_name = unconst(avps[i].name),
			.avp_flag_mask = AVP_FLAG_VENDOR,
			.avp_flag_val = avps[i].flags & AVP_FLAG_VENDOR,
			.avp_basetype = avps[i].type,
		};

		rc = add(DICT_AVP, &data, NULL);
	}
	return rc;
}

int cx_dict_load(void)
{
	struct dict_application_data cx = {
		.application_id = CX_APP,
		.application_name = unconst("3GPP Cx"),
	};
	application_id_t app_id = CX_APP;
	vendor_id_t vendor_id = CX_VENDOR;
	struct dictionary *dict = fd_g_config->cnf_dict;
	int rc;

	rc = fd_dict_search(dict, DICT_VENDOR, VENDOR_BY_ID, &vendor_id,
		&vendor, ENOENT);
	if (rc == 0)
		rc = add(DICT_APPLICATION, &cx, vendor);
	if (rc == 0)
		rc = fd_dict_search(dict, DICT_APPLICATION, APPLICATION_BY_ID,
			&app_id, &app, ENOENT);
	if (rc == 0)
		rc = add_commands();
	if (rc == 0)
		rc = add_avps();
	return rc;
}

struct dict_object *cx_dict_avp(uint32_t code)
{
	struct dict_avp_request what = {
		.avp_vendor = code >= 600 ? CX_VENDOR : 0,
		.avp_code = code,
	};
	struct dict_object *found = NULL;

	if (fd_dict_search(fd_g_config->cnf_dict, DICT_AVP,
		    AVP_BY_CODE_AND_VENDOR, &what, &found, ENOENT) != 0)
		return NULL;
	return found;
}

struct dict_object *cx_dict_app(void)
{
	return app;
}

struct dict_object *cx_dict_vendor(void)
{
	return vendor;
}

struct dict_object *cx_dict_request(enum cx_command code)
{
	command_code_t what = code;
	struct dict_object *found = NULL;

	if (fd_dict_search(fd_g_config->cnf_dict, DICT_COMMAND, CMD_BY_CODE_R,
		    &what, &found, ENOENT) != 0)
		return NULL;
	return found;
}
