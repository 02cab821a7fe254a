/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sms.h - the text of a short message, blanked in the message's own coding.
 *
 * Floor    2, inside redact/.
 * Threads  Pure function on the copy.
 * Memory   None.
 * Spec     TS 33.128 cl. 7.4.5.2, 7.12.9; TS 23.040 cl. 9.2.3.24
 */
#ifndef LI_REDACT_SMS_H
#define LI_REDACT_SMS_H

#include "redact/copy.h"

/* Blank the user data of the RPDU in [from, to): the text becomes spaces of
 * its own alphabet, an element of the header that does not serve to put the
 * message together becomes a filler; all lengths, addresses and times stay.
 * False, and nothing was written, when it cannot be read.
 */
bool li_redact_sms(struct li_copy *c, size_t from, size_t to);

#endif
