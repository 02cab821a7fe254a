/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_dict.h - the Cx application in freeDiameter's dictionary.
 *
 * Threads  cx_dict_load() from the loader; the rest from any thread.
 * Memory   freeDiameter owns the dictionary.
 * Spec     TS 29.229 cl. 6; RFC 4740 for the digest AVPs.
 */
#ifndef TEST_HSS_CX_DICT_H
#define TEST_HSS_CX_DICT_H

#include <stdint.h>

#include <freeDiameter/extension.h>

enum { CX_APP = 16777216, CX_VENDOR = 10415 };

enum cx_command {
	CX_UA = 300,
	CX_SA = 301,
	CX_LI = 302,
	CX_MA = 303,
	CX_RT = 304,
	CX_PP = 305
};

/* AVP codes used here; those from 600 are of vendor 3GPP. */
enum cx_avp {
	AVP_USER_NAME = 1,
	AVP_DIGEST_REALM = 104,
	AVP_DIGEST_QOP = 110,
	AVP_DIGEST_ALGORITHM = 111,
	AVP_DIGEST_HA1 = 121,
	AVP_AUTH_APPLICATION_ID = 258,
	AVP_VENDOR_SPECIFIC_APPLICATION_ID = 260,
	AVP_ORIGIN_HOST = 264,
	AVP_VENDOR_ID = 266,
	AVP_RESULT_CODE = 268,
	AVP_AUTH_SESSION_STATE = 277,
	AVP_DESTINATION_REALM = 283,
	AVP_DESTINATION_HOST = 293,
	AVP_ORIGIN_REALM = 296,
	AVP_EXPERIMENTAL_RESULT = 297,
	AVP_EXPERIMENTAL_RESULT_CODE = 298,
	AVP_PUBLIC_IDENTITY = 601,
	AVP_SERVER_NAME = 602,
	AVP_USER_DATA = 606,
	AVP_SIP_NUMBER_AUTH_ITEMS = 607,
	AVP_SIP_AUTHENTICATION_SCHEME = 608,
	AVP_SIP_AUTHENTICATE = 609,
	AVP_SIP_AUTHORIZATION = 610,
	AVP_SIP_AUTH_DATA_ITEM = 612,
	AVP_SIP_ITEM_NUMBER = 613,
	AVP_SERVER_ASSIGNMENT_TYPE = 614,
	AVP_DEREGISTRATION_REASON = 615,
	AVP_REASON_CODE = 616,
	AVP_REASON_INFO = 617,
	AVP_USER_AUTHORIZATION_TYPE = 623,
	AVP_CONFIDENTIALITY_KEY = 625,
	AVP_INTEGRITY_KEY = 626,
	AVP_SIP_DIGEST_AUTHENTICATE = 635
};

/* Add what the dictionary lacks: the application, its commands, the AVPs that
 * dict_dcca_3gpp does not have. What is there already stays. 0 or an errno.
 */
int cx_dict_load(void);

/* The AVP of this code; NULL when the dictionary lacks it. */
struct dict_object *cx_dict_avp(uint32_t code);

/* The application, the vendor, a request of it; NULL before cx_dict_load. */
struct dict_object *cx_dict_app(void);
struct dict_object *cx_dict_vendor(void);
struct dict_object *cx_dict_request(enum cx_command code);

#endif
