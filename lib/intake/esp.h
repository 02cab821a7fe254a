/* SPDX-License-Identifier: BSD-3-Clause
 *
 * esp.h - ESP that authenticates and does not encrypt.
 *
 * Whether an ESP packet is in the clear is written nowhere in it. What is so
 * shows: behind one of the usual lengths of integrity check stand a known next
 * header, the padding that RFC 4303 prescribes, and a transport header that
 * fits what is left to the octet.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   What is found borrows from the packet.
 * Spec     RFC 4303; RFC 2410; RFC 5879; RFC 4543; TS 33.203 cl. 7
 */
#ifndef LI_INTAKE_ESP_H
#define LI_INTAKE_ESP_H

#include "intake/packet.h"

/* Look into an ESP packet: ip->payload. On LI_OK *ip is what is inside of it,
 * else it is untouched.
 *   LI_EUNSUPPORTED  it is encrypted
 *   LI_EMALFORMED    it is too short for ESP
 */
LI_MUST_USE li_err li_esp_open(struct li_ip *ip);

#endif
