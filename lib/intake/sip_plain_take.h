/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_take.h - which way each header is taken in. For the files that
 * sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 7.3, 20
 */
#ifndef LI_INTAKE_SIP_PLAIN_TAKE_H
#define LI_INTAKE_SIP_PLAIN_TAKE_H

#include "intake/sip_plain_header.h"

/* Keep a line, if it has the name that was guessed or the next one. */
static __attribute__((noinline)) void plain_keep_line(const struct plain *s,
	const struct plain_line *l, struct li_slice *lines)
{
	size_t guess = l->guess;

	for (; guess; guess = li_sip_name_next((unsigned int)guess)) {
		const struct li_sip_name_text *text = &li_sip_name_texts[guess];

		if (plain_named(l->at, text, text->length)) {
			li_sip_field_keep(lines, plain_slice(s, l->at, l->end));
			return;
		}
	}
}

/* Keep a line that tells place, where that matters. */
static inline __attribute__((always_inline)) void
plain_access(const struct plain *s, struct li_sip *sip,
	const struct plain_line *l)
{
	if (li_sip_field_wants_access(sip))
		plain_keep_line(s, l, &sip->access);
}

/* The same of one that tells a service. */
static inline __attribute__((always_inline)) void
plain_service(const struct plain *s, struct li_sip *sip,
	const struct plain_line *l)
{
	if (li_sip_field_wants_services(sip))
		plain_keep_line(s, l, &sip->services);
}

/* Of some Via only the first one is read. */
static inline __attribute__((always_inline)) void
plain_take_via(struct plain *s, const struct plain_line *l)
{
	if (!(s->seen & UINT32_C(1) << LI_SIP_NAME_VIA))
		plain_as(s, LI_SIP_NAME_VIA, "via: ", l);
}

/* The guesses that are lists of addresses, and those that plain_take_line() has
 * nothing shorter for: with a case for each that there may be, it is one jump
 * and asks nothing before. */
#define PLAIN_FOUR(n)                                                          \
	case (n):                                                              \
	case (n) + 1:                                                          \
	case (n) + 2:                                                          \
	case (n) + 3
#define PLAIN_SIXTEEN(n)                                                       \
	PLAIN_FOUR(n)                                                          \
	    : PLAIN_FOUR((n) + 4) : PLAIN_FOUR((n) + 8) : PLAIN_FOUR((n) + 12)
#define PLAIN_LISTS                                                            \
	case LI_SIP_NAME_P_PREFERRED_IDENTITY:                                 \
	case LI_SIP_NAME_P_CALLED_PARTY_ID:                                    \
	case LI_SIP_NAME_P_ASSOCIATED_URI:                                     \
	case LI_SIP_NAME_HISTORY_INFO:                                         \
	case LI_SIP_NAME_DIVERSION
#define PLAIN_REST                                                             \
	case LI_SIP_NAME_CONTENT_ENCODING:                                     \
	case LI_SIP_NAME_PROXY_AUTHORIZATION:                                  \
	case LI_SIP_NAME_EVENT:                                                \
	case LI_SIP_NAME_SUBSCRIPTION_STATE:                                   \
	case LI_SIP_NAME_REPLACES:                                             \
	case LI_SIP_NAME_IN_REPLY_TO:                                          \
		PLAIN_FOUR(LI_SIP_NAME_ODD - 3)                                \
		    : PLAIN_SIXTEEN(LI_SIP_NAME_COMPACT)                       \
		    : PLAIN_SIXTEEN(LI_SIP_NAME_COMPACT + 16)

/* Take in a header; those that most messages have, in a short way. Returns
 * false when it is none. */
static inline __attribute__((always_inline)) bool
plain_take_line(struct plain *s, const struct plain_line *l)
{
	struct li_sip *sip = &s->event->sip;

	switch (l->guess) {
	case LI_SIP_NAME_OTHER: return false;
	case LI_SIP_NAME_VIA: plain_take_via(s, l); break;
	case LI_SIP_NAME_FROM:
		plain_as(s, LI_SIP_NAME_FROM, "from: ", l);
		break;
	case LI_SIP_NAME_TO: plain_as(s, LI_SIP_NAME_TO, "to: ", l); break;
	case LI_SIP_NAME_CALL_ID:
		plain_as(s, LI_SIP_NAME_CALL_ID, "call-id: ", l);
		break;
	case LI_SIP_NAME_CSEQ:
		plain_as(s, LI_SIP_NAME_CSEQ, "cseq: ", l);
		break;
	case LI_SIP_NAME_CONTACT:
		plain_as(s, LI_SIP_NAME_CONTACT, "contact: ", l);
		break;
	case LI_SIP_NAME_CONTENT_LENGTH:
		plain_as(s, LI_SIP_NAME_CONTENT_LENGTH, "content-length: ", l);
		break;
	case LI_SIP_NAME_CONTENT_TYPE:
		plain_as(s, LI_SIP_NAME_CONTENT_TYPE, "content-type: ", l);
		break;
	case LI_SIP_NAME_P_ASSERTED_IDENTITY:
		plain_as(s, LI_SIP_NAME_P_ASSERTED_IDENTITY,
			"p-asserted-identity: ", l);
		break;
	PLAIN_LISTS:
		plain_take_list(s, l);
		break;
	case LI_SIP_NAME_P_CHARGING_VECTOR:
		plain_as(s, LI_SIP_NAME_P_CHARGING_VECTOR,
			"p-charging-vector: ", l);
		break;
	case LI_SIP_NAME_SESSION_EXPIRES:
		plain_as(s, LI_SIP_NAME_SESSION_EXPIRES,
			"session-expires: ", l);
		break;
	case LI_SIP_NAME_EXPIRES:
		plain_as(s, LI_SIP_NAME_EXPIRES, "expires: ", l);
		break;
	case LI_SIP_NAME_AUTHORIZATION:
		plain_as(s, LI_SIP_NAME_AUTHORIZATION, "authorization: ", l);
		break;
	case LI_SIP_NAME_P_ACCESS_NETWORK_INFO: plain_access(s, sip, l); break;
	case LI_SIP_NAME_ACCEPT_CONTACT:
	case LI_SIP_NAME_P_ASSERTED_SERVICE:
		plain_service(s, sip, l);
		break;
	PLAIN_REST:
		plain_take_any(s, l);
		break;
	default: __builtin_unreachable();
	}
	return true;
}

#endif
