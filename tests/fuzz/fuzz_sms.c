/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, what is said to be user data lies inside of them.
 */
#include "fuzz.h"
#include "model/sms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_sms sms;
	char text[16];
	li_err err = li_sms_read(li_slice(data, size), &sms);

	FUZZ_CHECK(err == LI_OK || err == LI_EMALFORMED);
	if (err == LI_OK) {
		FUZZ_CHECK(sms.data + sms.data_n <= size);
		FUZZ_CHECK(sms.data_n <= LI_SMS_DATA_MAX);
		FUZZ_CHECK(sms.header_n <= sms.data_n);
		FUZZ_CHECK(
			sms.coding == LI_SMS_GSM7 || sms.length == sms.data_n);
	}
	if (sms.has_party) {
		FUZZ_CHECK(sms.party.count <= LI_SMS_DIGITS_MAX);
		FUZZ_CHECK(strlen(sms.party.digits) == sms.party.count);
		if (li_sms_e164(&sms.party, text) == LI_OK)
			FUZZ_CHECK(strlen(text) >= 1 && strlen(text) <= 15);
	}
	return 0;
}
