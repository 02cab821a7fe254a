/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sms.h - a short message as SIP carries it: whose it is, where its text lies.
 *
 * Reads a RPDU (application/vnd.3gpp.sms) and the TPDU in it. Which of two
 * TPDUs a type octet means is told by the way of the RPDU: the even RP types
 * go from the mobile station to the network, the odd ones come back.
 *
 * Floor    1: base only. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Values; offsets count from the RPDU's first octet.
 * Spec     TS 24.011 cl. 7.3, 8.2; TS 23.040 cl. 9.1.2.5, 9.2.2, 9.2.3;
 *          TS 23.038 cl. 4
 */
#ifndef LI_MODEL_SMS_H
#define LI_MODEL_SMS_H

#include "base/err.h"
#include "base/slice.h"

enum {
	LI_SMS_DIGITS_MAX = 20, /* of an address: TS 23.040 cl. 9.1.2.5 */
	LI_SMS_DATA_MAX = 156,  /* octets of TP-UD, of a COMMAND: cl. 9.2.3 */
};

enum li_sms_kind {
	LI_SMS_NONE = 0, /* RP-SMMA, or an acknowledgement without a TPDU */
	LI_SMS_DELIVER,
	LI_SMS_DELIVER_REPORT,
	LI_SMS_SUBMIT,
	LI_SMS_SUBMIT_REPORT,
	LI_SMS_STATUS_REPORT,
	LI_SMS_COMMAND,
};

/* How the text is coded. What is compressed is octets. */
enum li_sms_coding {
	LI_SMS_GSM7,
	LI_SMS_OCTETS,
	LI_SMS_UCS2,
};

/* TS 23.040 cl. 9.1.2.5: type of number */
enum li_sms_number {
	LI_SMS_NUMBER_UNKNOWN = 0,
	LI_SMS_NUMBER_INTERNATIONAL = 1,
	LI_SMS_NUMBER_NATIONAL = 2,
	LI_SMS_NUMBER_ALPHANUMERIC = 5,
};

/* TP-OA, TP-DA or TP-RA. */
struct li_sms_address {
	uint8_t type;  /* as coded: enum li_sms_number, or another */
	uint8_t plan;  /* numbering plan; 1 is E.164 */
	uint8_t count; /* of digits; 0 for a name */
	char digits[LI_SMS_DIGITS_MAX + 1]; /* 0-9 * # a b c */
};

struct li_sms {
	uint8_t rp_type; /* TS 24.011 cl. 8.2.2 */
	enum li_sms_kind kind;
	bool has_party;
	struct li_sms_address party; /* the other end of the message */
	enum li_sms_coding coding;
	uint8_t length;      /* TP-UDL: septets for GSM7, else octets */
	size_t data, data_n; /* TP-UD: offset and octets */
	size_t header_n;     /* its header with the length octet; 0 none */
};

/* Read a RPDU.
 *   LI_EMALFORMED  it does not fit into its octets, or octets are left over;
 *                  out->kind and out->party hold what was read before that
 *                  (has_party says whether), the rest is not to be used
 */
LI_MUST_USE li_err li_sms_read(struct li_slice rpdu, struct li_sms *out);

/* Read the data coding scheme. TS 23.038 cl. 4 */
enum li_sms_coding li_sms_coding_of(uint8_t dcs);

/* The E.164 digits of an address, without '+', into a text of 16 octets.
 *   LI_EUNSUPPORTED  a name, a short code, or a number without its country;
 *                    the text is untouched
 */
LI_MUST_USE li_err li_sms_e164(const struct li_sms_address *address,
	char text[static 16]);

#endif
